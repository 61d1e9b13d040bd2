//! The chunks of a body, or its server events, a row each with the time of its arrival.

use egui::{Align2, Color32, Frame, Margin, Panel, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::codec::{Encoding, show};
use crate::playground::{Body, ChunkRow, EventRow, Fetch, FetchNumber, Session};
use crate::ui::scroller::Scroller;
use crate::ui::theme::{Palette, ROW_HEIGHT, SPACE_1, SPACE_2, SPACE_3, Text};
use crate::words::ui::response as words;
use crate::words::{count, time};

/// The chunks view's own state.
#[derive(Debug)]
pub(super) struct ChunksView {
    scroller: Scroller,
    of: Option<FetchNumber>,
    /// Chunks are shown although there are server events.
    chunks: bool,
}

impl Default for ChunksView {
    fn default() -> Self {
        Self { scroller: Scroller::at_end(), of: None, chunks: false }
    }
}

/// Draws the rows; nothing of them is ever on disk.
pub(super) fn chunks_ui(
    ui: &mut Ui,
    session: &Session,
    shown: FetchNumber,
    view: &mut ChunksView,
) -> bool {
    if view.of != Some(shown) {
        *view = ChunksView { of: Some(shown), ..ChunksView::default() };
    }
    let Some(fetch) = session.fetches().find(shown) else { return false };
    let Some(body) = fetch.answer().map(crate::playground::Hop::body_facts) else { return false };
    let events = body.events_seen() > 0;
    let bar = Panel::top("chunks")
        .frame(Frame::new().inner_margin(Margin { bottom: 6, ..Margin::symmetric(12, 0) }));
    bar.show_separator_line(false).show(ui, |ui| switch_ui(ui, body, events, view));
    if events && !view.chunks {
        let table =
            Table { name: words::event_table(), columns: &EVENTS, rows: body.events().len() };
        rows_ui(ui, &table, view, |at| {
            body.events().get(at).map(|row| event_cells(fetch, at, row))
        });
    } else {
        let table =
            Table { name: words::chunk_table(), columns: &CHUNKS, rows: body.chunks().len() };
        rows_ui(ui, &table, view, |at| {
            body.chunks().get(at).map(|row| chunk_cells(fetch, at, row))
        });
    }
    false
}

/// Which of the two, if there are both, and how many there are.
fn switch_ui(ui: &mut Ui, body: &Body, events: bool, view: &mut ChunksView) {
    let palette = Palette::of_ui(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_1;
        if events && body.chunks_seen() > 0 {
            for (chunks, name) in [(false, words::by_event()), (true, words::by_chunk())] {
                if ui.selectable_label(view.chunks == chunks, name).clicked() {
                    view.chunks = chunks;
                }
            }
            ui.add_space(SPACE_2);
        }
        let (seen, kept, text) = if events && !view.chunks {
            let seen = body.events_seen();
            (seen, body.events().len() as u64, words::event_count(seen))
        } else {
            let seen = body.chunks_seen();
            (seen, body.chunks().len() as u64, words::chunk_count(seen))
        };
        let text = if seen > kept { words::first_of(&text, kept) } else { text };
        ui.label(Text::Small.of(text).color(palette.quiet));
    });
}

/// A column: its heading, the x where it begins or, for numbers, ends.
struct Column {
    heading: fn() -> &'static str,
    x: f32,
    right: bool,
}

const fn left(heading: fn() -> &'static str, x: f32) -> Column {
    Column { heading, x, right: false }
}

const fn right(heading: fn() -> &'static str, x: f32) -> Column {
    Column { heading, x, right: true }
}

fn chunk_cells(fetch: &Fetch, at: usize, row: &ChunkRow) -> [String; 5] {
    let mut extensions = String::new();
    show::preview(&row.extensions, Encoding::Utf8, LONGEST, &mut extensions);
    let size = if row.len == 0 { words::last_chunk().to_owned() } else { count(row.len) };
    [count(at as u64 + 1), since(fetch, row.at.mono_ns), size, count(row.body_offset), extensions]
}

fn event_cells(fetch: &Fetch, at: usize, row: &EventRow) -> [String; 5] {
    let short = |text: &str| {
        let mut out = String::new();
        show::preview(text.as_bytes(), Encoding::Utf8, LONGEST, &mut out);
        out
    };
    [
        count(at as u64 + 1),
        since(fetch, row.at.mono_ns),
        short(&row.event.name),
        short(row.event.id.as_deref().unwrap_or_default()),
        short(&row.event.data),
    ]
}

fn since(fetch: &Fetch, at: u64) -> String {
    time::elapsed(at.saturating_sub(fetch.began().mono_ns))
}

/// What a table is made of.
struct Table {
    name: &'static str,
    columns: &'static [Column; 5],
    rows: usize,
}

fn rows_ui(
    ui: &mut Ui,
    table: &Table,
    view: &mut ChunksView,
    cells: impl Fn(usize) -> Option<[String; 5]>,
) {
    let palette = Palette::of_ui(ui);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADINGS), Sense::hover());
    for column in table.columns {
        let quiet = Ink { style: Text::Small, colour: palette.quiet };
        cell(ui.painter(), line, column, (column.heading)(), quiet);
    }
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0, palette.field);
    let rows = view.scroller.show(ui, table.name, 0..table.rows as u64, ROW_HEIGHT);
    for (number, rect) in rows.iter() {
        let Some(cells) = usize::try_from(number).ok().and_then(&cells) else { continue };
        let painter = ui.painter_at(rows.rect.intersect(rect));
        for (place, (column, text)) in table.columns.iter().zip(&cells).enumerate() {
            let colour = if place < 2 { palette.quiet } else { palette.text };
            cell(&painter, rect, column, text, Ink { style: Text::MonoSmall, colour });
        }
        let words = cells.join(" ");
        let response = ui.interact(rect, ui.scope_id().with(("row", number)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, words.trim_end()));
    }
}

/// What a cell is written with.
#[derive(Clone, Copy)]
struct Ink {
    style: Text,
    colour: Color32,
}

fn cell(painter: &egui::Painter, row: Rect, column: &Column, text: &str, ink: Ink) {
    let at = pos2(row.min.x + SPACE_3 + column.x, row.center().y);
    let align = if column.right { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    painter.text(at, align, text, ink.style.font(), ink.colour);
}

/// Of a table of chunks.
const CHUNKS: [Column; 5] = [
    right(words::number, 64.0),
    right(words::since_start, 172.0),
    right(words::size, 270.0),
    right(words::at_offset, 376.0),
    left(words::extensions, 400.0),
];
/// Of a table of server events.
const EVENTS: [Column; 5] = [
    right(words::number, 64.0),
    right(words::since_start, 172.0),
    left(words::event, 190.0),
    left(words::id, 300.0),
    left(words::data, 372.0),
];
/// Characters of a cell.
const LONGEST: usize = 300;
/// Height of the headings.
const HEADINGS: f32 = 22.0;
