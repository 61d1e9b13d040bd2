//! A session as text in a chosen encoding. Bytes that do not decode stand as marked hex.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat};
use egui::{Painter, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::capture::View;
use crate::codec::text::{Decoder, Piece};
use crate::codec::{Encoding, show};
use crate::playground::{Carry, Session, TextLine};
use crate::types::Direction;
use crate::ui::pass::Pass;
use crate::ui::scroller::Scroller;
use crate::ui::theme::{CORNER, Palette, ROW_HEIGHT, SCROLL_BAR_WIDTH, SPACE_2, Text};
use crate::words::ui::bytes as words;

/// The text pane's own state.
#[derive(Debug)]
pub struct TextPaneView {
    scroller: Scroller,
}

impl Default for TextPaneView {
    fn default() -> Self {
        Self { scroller: Scroller::at_end() }
    }
}

impl TextPaneView {
    /// A pane that shows the first lines and does not follow new ones.
    pub fn at_start() -> Self {
        Self { scroller: Scroller::at_start() }
    }
}

/// The lines that a pane shows, and where their bytes come from.
pub struct Lines<'a> {
    /// The accessible name, unique within the `ui`.
    pub name: &'a str,
    /// The numbers of the lines.
    pub rows: Range<u64>,
    /// Gives lines by their numbers, in order; fewer than asked for while some are on their way.
    pub lines: &'a dyn Fn(Range<u64>) -> Vec<TextLine>,
    /// Appends the bytes of a line, by the offsets that the line has.
    pub read: &'a dyn Fn(Range<u64>, &mut Vec<u8>) -> View,
    /// Characters after the last line that are still incomplete.
    pub cut: Vec<(Direction, Carry)>,
    /// How bytes are decoded.
    pub encoding: Encoding,
    /// Bytes that are not in lines yet.
    pub behind: u64,
    /// Which way a line went is of interest.
    pub directed: bool,
    /// From the left edge to the text, at least [`GUTTER`].
    pub gutter: f32,
    /// What stands there beside a line.
    pub tag: &'a dyn Fn(u64) -> Option<String>,
}

/// Draws the visible lines of a session; `true` if more are on the way, from disk or not cut yet.
pub fn text_pane_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut TextPaneView,
    _pass: &mut Pass<'_>,
) -> bool {
    let gutter = gutter(session);
    session.text.watch(session.encoding, line_width(ui, gutter));
    let capture = session.capture();
    let lines = Lines {
        name: words::session_as_text(),
        rows: 0..session.text.len(),
        lines: &|range| range.map_while(|number| session.text.line(number)).collect(),
        read: &|range, out| capture.view(range.start, saturate(range), out),
        cut: session.text.cut().map(|(_, direction, carry)| (direction, carry)).collect(),
        encoding: session.encoding,
        behind: session.text.behind(capture),
        directed: true,
        gutter,
        tag: &|number| tag(session, number).filter(|_| gutter > GUTTER),
    };
    lines_ui(ui, view, &lines)
}

/// Draws the visible ones of these lines; `true` if more are on the way, from disk or not cut yet.
pub fn lines_ui(ui: &mut Ui, view: &mut TextPaneView, lines: &Lines<'_>) -> bool {
    let palette = Palette::of_ui(ui);
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0, palette.field);
    let end = lines.rows.end;
    let all = lines.rows.start..end + lines.cut.len() as u64;
    let rows = view.scroller.show(ui, lines.name, all, ROW_HEIGHT);
    let painter = ui.painter_at(rows.rect);
    let visible = rows.range.start.min(end)..rows.range.end.min(end);
    let known = (lines.lines)(visible.clone());
    let mut loading = known.len() < saturate(visible.clone());
    let cut = lines.cut.iter().map(|(direction, carry)| {
        (*direction, Some(decoded_job(ui, lines.encoding, carry.as_slice())))
    });
    let gap = saturate(visible.clone()) - known.len().min(saturate(visible));
    let shown = known.iter().map(|line| (line.direction, line_job(ui, lines, line)));
    let shown = shown.chain((0..gap).map(|_| (Direction::Received, None))).chain(cut);
    for ((number, rect), (direction, job)) in rows.iter().zip(shown) {
        loading |= job.is_none();
        let job = job.unwrap_or_default();
        if lines.directed {
            bar(&painter, palette, rect, direction);
        }
        let tag = (lines.tag)(number);
        if let Some(tag) = &tag {
            tag_ui(&painter, palette, rect, tag);
        }
        let name = tag.map_or_else(|| job.text.clone(), |tag| format!("{tag} {}", job.text));
        accessible(ui, number, rect, &name);
        let galley = painter.layout_job(job);
        let y = rect.center().y - galley.size().y / 2.0;
        painter.galley(pos2(rect.min.x + lines.gutter, y), galley, palette.text);
    }
    behind_ui(ui, lines.behind, rows.rect);
    loading || lines.behind > 0
}

/// Columns that fit, in steps, so that a changed width seldom starts the lines over.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a line's length"
)]
pub fn line_width(ui: &Ui, gutter: f32) -> usize {
    let columns = (ui.available_width() - gutter - SCROLL_BAR_WIDTH - SPACE_2) / COLUMN;
    (columns.clamp(24.0, 400.0) as usize) / 8 * 8
}

/// The length of a range, as far as it fits into memory.
pub fn saturate(range: Range<u64>) -> usize {
    usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX)
}

/// From the left edge to the text: with several peers, room for their numbers.
fn gutter(session: &Session) -> f32 {
    let newest = session.peers().len().checked_sub(1).and_then(|row| session.peers().row(row));
    match newest {
        Some(peer) if peer.id.0 > 1 => {
            let digits = peer.id.0.ilog10() + 1;
            GUTTER + DIGIT * (digits + 1) as f32 + SPACE_2
        }
        _ => GUTTER,
    }
}

/// Whose line it is, where that changes.
fn tag(session: &Session, number: u64) -> Option<String> {
    let peer = session.text.line(number)?.peer;
    let before = number.checked_sub(1).and_then(|before| session.text.line(before));
    (before.map(|line| line.peer) != Some(peer)).then(|| format!("#{}", peer.0))
}

/// Words beside a line, in the gutter.
fn tag_ui(painter: &Painter, palette: &Palette, rect: Rect, tag: &str) {
    let galley = painter.layout_no_wrap(tag.to_owned(), Text::MonoSmall.font(), palette.quiet);
    let y = rect.center().y - galley.size().y / 2.0;
    painter.galley(pos2(rect.min.x + GUTTER, y), galley, palette.quiet);
}

/// Direction is a coloured bar at the left edge.
fn bar(painter: &Painter, palette: &Palette, rect: Rect, direction: Direction) {
    let colour = match direction {
        Direction::Received => palette.received,
        Direction::Sent => palette.sent,
    };
    painter.rect_filled(rect.with_max_x(rect.min.x + 3.0), 0, colour);
}

/// `None` while its bytes are fetched from disk.
fn line_job(ui: &Ui, lines: &Lines<'_>, line: &TextLine) -> Option<LayoutJob> {
    let mut bytes = line.carry.as_slice().to_vec();
    if (lines.read)(line.start..line.end, &mut bytes) == View::Loading {
        return None;
    }
    Some(decoded_job(ui, lines.encoding, &bytes))
}

fn decoded_job(ui: &Ui, encoding: Encoding, bytes: &[u8]) -> LayoutJob {
    let palette = Palette::of_ui(ui);
    let plain = TextFormat::simple(Text::Mono.font(), palette.text);
    let bad = TextFormat {
        background: palette.mark,
        ..TextFormat::simple(Text::MonoSmall.font(), palette.warning)
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = f32::INFINITY;
    let mut sink = |piece: Piece<'_>| match piece {
        Piece::Text(text) => job.append(&show::inert(text), 0.0, plain.clone()),
        Piece::Bad(bytes) => {
            for byte in bytes {
                job.append(&format!("{byte:02x}"), 1.0, bad.clone());
            }
        }
    };
    let mut decoder = Decoder::new(encoding);
    decoder.decode(bytes, &mut sink);
    decoder.finish(&mut sink);
    job
}

fn accessible(ui: &Ui, number: u64, rect: Rect, text: &str) {
    let line = ui.interact(rect, ui.scope_id().with(("line", number)), Sense::hover());
    line.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
}

fn behind_ui(ui: &Ui, behind: u64, rect: Rect) {
    if behind == 0 {
        return;
    }
    let palette = Palette::of_ui(ui);
    let text = words::not_decoded(behind);
    let galley = ui.painter().layout_no_wrap(text, Text::Small.font(), palette.quiet);
    let at = rect.right_top() + vec2(-SPACE_2 - galley.size().x, SPACE_2);
    let back = Rect::from_min_size(at, galley.size()).expand2(vec2(SPACE_2, 2.0));
    ui.painter().rect_filled(back, CORNER, palette.raised);
    ui.painter().galley(at, galley, palette.quiet);
}

/// Width of a digit in points, a little more than the font's, since a line may end with a character that is wider.
const COLUMN: f32 = 8.0;
/// Width of a small digit, a little more than the font's.
const DIGIT: f32 = 7.0;
/// From the left edge to the text or the number of its peer.
pub const GUTTER: f32 = 12.0;
