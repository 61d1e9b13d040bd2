//! A session as text in a chosen encoding. Bytes that do not decode stand as marked hex.

use egui::text::{LayoutJob, TextFormat};
use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::capture::View;
use crate::codec::Encoding;
use crate::codec::show;
use crate::codec::text::{Decoder, Piece};
use crate::playground::{Session, TextLine, words};
use crate::types::Direction;

use super::pass::Pass;
use super::scroller::Scroller;
use super::theme::{CORNER, Palette, ROW_HEIGHT, SCROLL_BAR_WIDTH, SPACE_2, Text};

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

/// Draws the visible lines; `true` if more are on the way, from disk or not cut yet.
pub fn text_pane_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut TextPaneView,
    _pass: &mut Pass<'_>,
) -> bool {
    let palette = Palette::of_ui(ui);
    session.text.watch(session.encoding, line_width(ui));
    let behind = session.text.behind(session.capture());
    let cut: Vec<_> = session.text.cut().collect();
    let lines = session.text.len();
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0, palette.field);
    let rows = view.scroller.show(ui, "Session as text", 0..lines + cut.len() as u64, ROW_HEIGHT);
    let painter = ui.painter_at(rows.rect);
    let mut loading = false;
    for (number, rect) in rows.iter() {
        let (direction, job) = match session.text.line(number) {
            Some(line) => {
                let job = line_job(ui, session, &line);
                loading |= job.is_none();
                (line.direction, job.unwrap_or_default())
            }
            None => match usize::try_from(number - lines).ok().and_then(|at| cut.get(at)) {
                Some((_, direction, carry)) => {
                    (*direction, decoded_job(ui, session.encoding, carry.as_slice()))
                }
                None => continue,
            },
        };
        bar(&painter, palette, rect, direction);
        accessible(ui, number, rect, &job.text);
        let galley = painter.layout_job(job);
        let y = rect.center().y - galley.size().y / 2.0;
        painter.galley(pos2(rect.min.x + GUTTER, y), galley, palette.text);
    }
    behind_ui(ui, behind, rows.rect);
    loading || behind > 0
}

/// Columns that fit, in steps, so that a changed width seldom starts the lines over.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a line's length"
)]
fn line_width(ui: &Ui) -> usize {
    let columns = (ui.available_width() - GUTTER - SCROLL_BAR_WIDTH - SPACE_2) / COLUMN;
    (columns.clamp(24.0, 400.0) as usize) / 8 * 8
}

/// Direction is a coloured bar at the left edge.
fn bar(painter: &egui::Painter, palette: &Palette, rect: Rect, direction: Direction) {
    let colour = match direction {
        Direction::Received => palette.received,
        Direction::Sent => palette.sent,
    };
    painter.rect_filled(rect.with_max_x(rect.min.x + 3.0), 0, colour);
}

/// `None` while its bytes are fetched from disk.
fn line_job(ui: &Ui, session: &Session, line: &TextLine) -> Option<LayoutJob> {
    let mut bytes = line.carry.as_slice().to_vec();
    let len = usize::try_from(line.end - line.start).unwrap_or(usize::MAX);
    if session.capture().view(line.start, len, &mut bytes) == View::Loading {
        return None;
    }
    Some(decoded_job(ui, session.encoding, &bytes))
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
    let text = format!("{} still to be decoded", words::size(behind));
    let galley = ui.painter().layout_no_wrap(text, Text::Small.font(), palette.quiet);
    let at = rect.right_top() + vec2(-SPACE_2 - galley.size().x, SPACE_2);
    let back = Rect::from_min_size(at, galley.size()).expand2(vec2(SPACE_2, 2.0));
    ui.painter().rect_filled(back, CORNER, palette.raised);
    ui.painter().galley(at, galley, palette.quiet);
}

/// Width of a digit in points, a little more than the font's, since a line may end with a character that is wider.
const COLUMN: f32 = 8.0;
/// From the left edge to the text.
const GUTTER: f32 = 12.0;
