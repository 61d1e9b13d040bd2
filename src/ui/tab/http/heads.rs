//! The heads of the requests and the answers exactly as they were on the wire, a line a row; what is wrong with an answer
//! stands behind in words.

mod requests;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use crate::codec::{Encoding, show};
use crate::playground::{Fetch, FetchNumber, Hop, Session};
use crate::types::HttpVersion;
use crate::types::http::{HeaderField, HopOutcome, ResponseHead};
use crate::types::problem::response::HeadProblem;
use crate::ui::scroller::Scroller;
use crate::ui::tab::http::waterfall::{asked, specials, status_colour};
use crate::ui::theme::{Palette, ROW_HEIGHT, SPACE_2, SPACE_3, Text};
use crate::words::problem::response;
use crate::words::ui::response as words;
use requests::Requests;

/// The headers view's own state.
#[derive(Debug)]
pub(super) struct HeadsView {
    scroller: Scroller,
    of: Option<FetchNumber>,
    requests: Requests,
    /// The row that a menu was opened on.
    row: Option<u64>,
}

impl Default for HeadsView {
    fn default() -> Self {
        Self { scroller: Scroller::at_start(), of: None, requests: Requests::default(), row: None }
    }
}

/// Draws the heads of a fetch, hop by hop; `true` if some of a request has to come from disk.
pub(super) fn heads_ui(
    ui: &mut Ui,
    session: &Session,
    shown: FetchNumber,
    view: &mut HeadsView,
) -> bool {
    if view.of != Some(shown) {
        *view = HeadsView { of: Some(shown), ..HeadsView::default() };
    }
    let Some(fetch) = session.fetches().find(shown) else { return false };
    let palette = Palette::of_ui(ui);
    ui.painter().rect_filled(ui.available_rect_before_wrap(), 0, palette.field);
    let wants_disk = view.requests.update(fetch, session.capture());
    let heads = Heads { fetch, requests: &view.requests };
    let shown = view.scroller.show(ui, words::heads(), 0..heads.rows(), ROW_HEIGHT);
    let painter = ui.painter_at(shown.rect);
    for (number, rect) in shown.iter() {
        let Some(row) = heads.row(number) else { continue };
        let hovered = shown.response.hover_pos().is_some_and(|point| rect.contains(point));
        if hovered && !matches!(row, Row::Title(..)) {
            painter.rect_filled(rect, 0, palette.hover);
        }
        row_ui(ui, &painter, number, &row, rect);
    }
    if shown.response.secondary_clicked() {
        let point = shown.response.interact_pointer_pos();
        view.row = point.and_then(|point| shown.row_at(point));
    }
    shown.response.context_menu(|ui| menu_ui(ui, heads, view.row));
    wants_disk
}

/// What is shown.
#[derive(Clone, Copy)]
struct Heads<'a> {
    fetch: &'a Fetch,
    requests: &'a Requests,
}

/// A line of the view.
enum Row<'a> {
    /// A hop begins; the one before it.
    Title(&'a Hop, Option<&'a Hop>),
    /// The request line.
    Asked(&'a [u8]),
    /// A header line of the request.
    Sent(&'a [u8]),
    /// The status line.
    Status(&'a ResponseHead),
    /// What is wrong with the head as a whole.
    Problem(HeadProblem),
    /// A header line.
    Field(&'a HeaderField),
    /// The trailer section begins.
    Trailers,
    /// There is no head: why.
    None(&'a Hop),
    Gap,
}

impl<'a> Heads<'a> {
    fn rows(self) -> u64 {
        self.fetch.hops().iter().map(|hop| self.rows_of(hop)).sum()
    }

    fn rows_of(self, hop: &Hop) -> u64 {
        let head = hop.head().map_or(1, |head| 1 + head.problems.len() + head.fields.len());
        let trailers = hop.trailers().len();
        let sent = self.requests.of(hop).len();
        (2 + sent + head + trailers + usize::from(trailers > 0)) as u64
    }

    fn row(self, number: u64) -> Option<Row<'a>> {
        let mut left = number;
        let mut before = None;
        for hop in self.fetch.hops() {
            let count = self.rows_of(hop);
            if left < count {
                return Some(self.row_of(hop, before, usize::try_from(left).ok()?));
            }
            left -= count;
            before = Some(hop);
        }
        None
    }

    fn row_of(self, hop: &'a Hop, before: Option<&'a Hop>, number: usize) -> Row<'a> {
        let Some(at) = number.checked_sub(1) else { return Row::Title(hop, before) };
        let sent = self.requests.of(hop);
        match sent.get(at) {
            Some(line) if at == 0 => Row::Asked(line),
            Some(line) => Row::Sent(line),
            None => answer_row(hop, at - sent.len()),
        }
    }
}

fn answer_row(hop: &Hop, at: usize) -> Row<'_> {
    let Some(head) = hop.head() else {
        return if at == 0 { Row::None(hop) } else { Row::Gap };
    };
    let Some(at) = at.checked_sub(1) else { return Row::Status(head) };
    if let Some(problem) = head.problems.get(at) {
        return Row::Problem(*problem);
    }
    let at = at - head.problems.len();
    if let Some(field) = head.fields.get(at) {
        return Row::Field(field);
    }
    let at = at - head.fields.len();
    match (hop.trailers(), at.checked_sub(1)) {
        ([], _) => Row::Gap,
        (_, None) => Row::Trailers,
        (trailers, Some(at)) => trailers.get(at).map_or(Row::Gap, Row::Field),
    }
}

fn row_ui(ui: &Ui, painter: &egui::Painter, number: u64, row: &Row<'_>, rect: Rect) {
    let palette = Palette::of_ui(ui);
    let mut job = LayoutJob::default();
    let x = match row {
        Row::Title(..) => SPACE_3,
        Row::Gap => return,
        _ => 3.0 * SPACE_3,
    };
    row.write(&mut job, palette);
    let text = job.text.clone();
    job.wrap = TextWrapping::truncate_at_width(rect.width() - x - SPACE_2);
    let galley = painter.layout_job(job);
    let at = pos2(rect.min.x + x, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, palette.text);
    direction_ui(painter, row, rect, palette);
    let response = ui.interact(rect, ui.scope_id().with(("head", number)), Sense::hover());
    let is_sent = matches!(row, Row::Asked(_) | Row::Sent(_));
    let name = if is_sent { words::sent_line(&text) } else { text };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
}

/// A bar in the colour of the direction, with an arrow where it begins.
fn direction_ui(painter: &egui::Painter, row: &Row<'_>, rect: Rect, palette: &Palette) {
    let (arrow, colour) = match row {
        Row::Asked(_) => ("→", palette.sent),
        Row::Sent(_) => ("", palette.sent),
        Row::Status(_) => ("←", palette.received),
        Row::Problem(_) | Row::Field(_) | Row::Trailers => ("", palette.received),
        Row::Title(..) | Row::None(_) | Row::Gap => return,
    };
    let at = pos2(rect.min.x + SPACE_3, rect.center().y);
    painter.text(at, Align2::LEFT_CENTER, arrow, Text::Mono.font(), colour);
    painter.vline(rect.min.x + 2.5 * SPACE_3, rect.y_range(), (2.0, colour));
}

impl Row<'_> {
    /// Writes the row with its colours.
    fn write(&self, job: &mut LayoutJob, palette: &Palette) {
        let mono = |colour: Color32| TextFormat::simple(Text::Mono.font(), colour);
        let small = |colour: Color32| TextFormat::simple(Text::Small.font(), colour);
        match self {
            Self::Title(hop, before) => {
                let title = format!("{}  {}", hop.id().0, asked(hop, *before));
                job.append(&title, 0.0, TextFormat::simple(Text::Strong.font(), palette.text));
                for special in specials(hop) {
                    job.append(special, SPACE_2, small(palette.quiet));
                }
            }
            Self::Asked(line) => job.append(&shown(line), 0.0, mono(palette.text)),
            Self::Sent(line) => {
                let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
                let (name, value) = line.split_at_checked(colon).unwrap_or((line, &[]));
                job.append(&shown(name), 0.0, mono(palette.sent));
                job.append(&shown(value), 0.0, mono(palette.text));
            }
            Self::Status(head) => {
                job.append(&status_line(head), 0.0, mono(status_colour(palette, head.status)));
            }
            Self::Problem(problem) => {
                let problem = response::head(*problem);
                job.append(&format!("⚠ {problem}"), 0.0, small(palette.warning));
            }
            Self::Field(field) => {
                job.append(&shown(&field.name), 0.0, mono(palette.received));
                job.append(": ", 0.0, mono(palette.quiet));
                job.append(&shown(&field.value), 0.0, mono(palette.text));
                if let Some(problem) = response::field(&field.problems) {
                    job.append(&format!("⚠ {problem}"), SPACE_2, small(palette.warning));
                }
            }
            Self::Trailers => job.append(words::trailers(), 0.0, small(palette.quiet)),
            Self::None(hop) => {
                let (words, colour) = no_head(hop, palette);
                job.append(&words, 0.0, TextFormat::simple(Text::Body.font(), colour));
            }
            Self::Gap => {}
        }
    }
}

fn status_line(head: &ResponseHead) -> String {
    let version = match head.version {
        HttpVersion::Http10 => "HTTP/1.0",
        HttpVersion::Http11 => "HTTP/1.1",
    };
    format!("{version} {} {}", head.status, shown(&head.reason)).trim_end().to_owned()
}

fn no_head(hop: &Hop, palette: &Palette) -> (String, Color32) {
    match hop.outcome() {
        Some(HopOutcome::Failed(error) | HopOutcome::Incomplete(error)) => {
            (crate::words::capitalised(&crate::words::io_error(error)), palette.danger)
        }
        Some(HopOutcome::Cancelled) => (words::cancelled_before_head().to_owned(), palette.quiet),
        Some(HopOutcome::Complete) => (words::no_head().to_owned(), palette.quiet),
        None => (words::no_response_yet().to_owned(), palette.quiet),
    }
}

/// Bytes of a head as text: UTF-8 with escapes for what is not, cut where nobody reads on.
fn shown(bytes: &[u8]) -> String {
    let mut text = String::new();
    if show::preview(bytes, Encoding::Utf8, LONGEST, &mut text) {
        text.push('…');
    }
    text
}

fn menu_ui(ui: &mut Ui, heads: Heads<'_>, number: Option<u64>) {
    let palette = Palette::of_ui(ui);
    let text = |number: u64| {
        let mut job = LayoutJob::default();
        if let Some(row) = heads.row(number) {
            row.write(&mut job, palette);
        }
        job.text
    };
    if let Some(number) = number
        && ui.button(words::copy_line()).clicked()
    {
        ui.ctx().copy_text(text(number));
    }
    if ui.button(words::copy_all()).clicked() {
        let lines: Vec<String> = (0..heads.rows().min(MOST_COPIED)).map(text).collect();
        ui.ctx().copy_text(lines.join("\n"));
    }
}

/// Characters of a header line that are shown.
const LONGEST: usize = 2_000;
/// Rows that one copy takes.
const MOST_COPIED: u64 = 20_000;
