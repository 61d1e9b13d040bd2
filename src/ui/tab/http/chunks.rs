//! The chunks of a body, or its server events, a row each with the time of its arrival.

use std::fmt::Write as _;

use egui::{Align2, Color32, Frame, Margin, Panel, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::codec::{Encoding, show};
use crate::playground::{Body, ChunkRow, EventRow, Fetch, FetchNumber, Session};
use crate::ui::scroller::Scroller;
use crate::ui::theme::{Palette, ROW_HEIGHT, SPACE_1, SPACE_2, SPACE_3, Text};
use crate::words::{self, time};

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
        let table = ("Server events", &EVENTS, body.events().len());
        rows_ui(ui, table, view, |at| body.events().get(at).map(|row| event_cells(fetch, at, row)));
    } else {
        let table = ("Chunk table", &CHUNKS, body.chunks().len());
        rows_ui(ui, table, view, |at| body.chunks().get(at).map(|row| chunk_cells(fetch, at, row)));
    }
    false
}

/// Which of the two, if there are both, and how many there are.
fn switch_ui(ui: &mut Ui, body: &Body, events: bool, view: &mut ChunksView) {
    let palette = Palette::of_ui(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_1;
        if events && body.chunks_seen() > 0 {
            for (chunks, name) in [(false, "By event"), (true, "By chunk")] {
                if ui.selectable_label(view.chunks == chunks, name).clicked() {
                    view.chunks = chunks;
                }
            }
            ui.add_space(SPACE_2);
        }
        let (seen, kept, one, many) = if events && !view.chunks {
            (body.events_seen(), body.events().len(), "server event", "server events")
        } else {
            (body.chunks_seen(), body.chunks().len(), "chunk", "chunks")
        };
        let mut text = match seen {
            0 => "The body did not come in chunks".to_owned(),
            1 => format!("1 {one}"),
            seen => format!("{} {many}", words::count(seen)),
        };
        if seen > kept as u64 {
            write!(text, ", the first {} are shown", words::count(kept as u64)).ok();
        }
        ui.label(Text::Small.of(text).color(palette.quiet));
    });
}

/// A column: its heading, the x where it begins or, for numbers, ends.
struct Column {
    heading: &'static str,
    x: f32,
    right: bool,
}

const fn left(heading: &'static str, x: f32) -> Column {
    Column { heading, x, right: false }
}

const fn right(heading: &'static str, x: f32) -> Column {
    Column { heading, x, right: true }
}

fn chunk_cells(fetch: &Fetch, at: usize, row: &ChunkRow) -> [String; 5] {
    let mut extensions = String::new();
    show::preview(&row.extensions, Encoding::Utf8, LONGEST, &mut extensions);
    let size = if row.len == 0 { "last".to_owned() } else { words::count(row.len) };
    [
        words::count(at as u64 + 1),
        since(fetch, row.at.mono_ns),
        size,
        words::count(row.body_offset),
        extensions,
    ]
}

fn event_cells(fetch: &Fetch, at: usize, row: &EventRow) -> [String; 5] {
    let short = |text: &str| {
        let mut out = String::new();
        show::preview(text.as_bytes(), Encoding::Utf8, LONGEST, &mut out);
        out
    };
    [
        words::count(at as u64 + 1),
        since(fetch, row.at.mono_ns),
        short(&row.event.name),
        short(row.event.id.as_deref().unwrap_or_default()),
        short(&row.event.data),
    ]
}

fn since(fetch: &Fetch, at: u64) -> String {
    time::elapsed(at.saturating_sub(fetch.began().mono_ns))
}

/// Draws a table: its name, its columns and how many rows it has.
fn rows_ui(
    ui: &mut Ui,
    (name, columns, count): (&str, &[Column; 5], usize),
    view: &mut ChunksView,
    cells: impl Fn(usize) -> Option<[String; 5]>,
) {
    let palette = Palette::of_ui(ui);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADINGS), Sense::hover());
    for column in columns {
        cell(ui.painter(), line, column, column.heading, (Text::Small, palette.quiet));
    }
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0, palette.field);
    let rows = view.scroller.show(ui, name, 0..count as u64, ROW_HEIGHT);
    for (number, rect) in rows.iter() {
        let Some(cells) = usize::try_from(number).ok().and_then(&cells) else { continue };
        let painter = ui.painter_at(rows.rect.intersect(rect));
        for (place, (column, text)) in columns.iter().zip(&cells).enumerate() {
            let colour = if place < 2 { palette.quiet } else { palette.text };
            cell(&painter, rect, column, text, (Text::MonoSmall, colour));
        }
        let words = cells.join(" ");
        let response = ui.interact(rect, ui.scope_id().with(("row", number)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, words.trim_end()));
    }
}

fn cell(
    painter: &egui::Painter,
    row: Rect,
    column: &Column,
    text: &str,
    (style, colour): (Text, Color32),
) {
    let at = pos2(row.min.x + SPACE_3 + column.x, row.center().y);
    let align = if column.right { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
    painter.text(at, align, text, style.font(), colour);
}

/// Of a table of chunks.
const CHUNKS: [Column; 5] = [
    right("Number", 64.0),
    right("Since start", 172.0),
    right("Size", 270.0),
    right("At offset", 376.0),
    left("Extensions", 400.0),
];
/// Of a table of server events.
const EVENTS: [Column; 5] = [
    right("Number", 64.0),
    right("Since start", 172.0),
    left("Event", 190.0),
    left("Id", 300.0),
    left("Data", 372.0),
];
/// Characters of a cell.
const LONGEST: usize = 300;
/// Height of the headings.
const HEADINGS: f32 = 22.0;
