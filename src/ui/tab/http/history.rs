//! The fetches of the tab, the newest at the bottom; a click shows one.

use std::time::Duration;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Align2, Frame, Layout, Panel, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::codec::show;
use crate::playground::{Action, Fetch, Session};
use crate::ui::command::{Command, SessionCommand};
use crate::ui::pass::Pass;
use crate::ui::tab::http::view::HttpView;
use crate::ui::tab::http::waterfall::status_colour;
use crate::ui::theme::{CORNER, Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::fetch as words;
use crate::words::{duration, size};

/// Draws the fetches at the bottom of the room there is.
pub(super) fn history_ui(ui: &mut Ui, session: &Session, view: &mut HttpView, pass: &mut Pass<'_>) {
    let count = session.fetches().all().len();
    let most = (ui.available_height() * MOST).max(HEADING + ROW);
    let wanted = HEADING + count as f32 * ROW + SPACE_1;
    let panel = Panel::bottom("history").frame(Frame::new()).exact_size(wanted.min(most).round());
    panel.show(ui, |ui| {
        heading_ui(ui, session, view, pass);
        rows_ui(ui, session, view, pass);
    });
}

fn heading_ui(ui: &mut Ui, session: &Session, view: &HttpView, pass: &mut Pass<'_>) {
    ui.add_space(SPACE_1);
    ui.horizontal(|ui| {
        ui.label(Text::Strong.of(words::history()));
        let command = Command::from(SessionCommand::ClearLog);
        let name = command.text(session.kind());
        let clear = egui::Button::new(Text::Small.of(name).color(Palette::of_ui(ui).quiet));
        let hint = command.tooltip(ui.ctx(), session.kind());
        let clear = ui.add(clear.frame(false)).on_hover_text(hint);
        if clear.clicked() {
            pass.give(command);
        }
        let Some(shown) = view.shown(session) else { return };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let again = egui::Button::new(words::fetch_again());
            let hint = words::fetch_again_hint(shown.number().0.into());
            if ui.add_enabled(!session.is_live(), again).on_hover_text(hint).clicked() {
                pass.actions.push(Action::FetchAgain(session.id(), shown.number()));
            }
        });
    });
}

fn rows_ui(ui: &mut Ui, session: &Session, view: &mut HttpView, pass: &Pass<'_>) {
    let all = session.fetches().all();
    let shown = view.shown(session).map(Fetch::number);
    let rows = view.history.scroller.show(ui, words::history(), 0..all.len() as u64, ROW);
    for (number, rect) in rows.iter() {
        let Some(fetch) = usize::try_from(number).ok().and_then(|at| all.get(at)) else { continue };
        let chosen = shown == Some(fetch.number());
        if row_ui(ui, &Row { fetch, clip: rows.rect, rect, chosen }, pass) {
            view.chosen = Some(fetch.number());
        }
    }
}

/// A row to be drawn.
struct Row<'a> {
    fetch: &'a Fetch,
    /// Of the list, beyond which nothing is drawn.
    clip: Rect,
    rect: Rect,
    chosen: bool,
}

/// Two lines: "#2 GET 200", bytes and time, and under them the URL; `true` if it was chosen.
fn row_ui(ui: &Ui, row: &Row<'_>, pass: &Pass<'_>) -> bool {
    let Row { fetch, clip, rect, chosen } = *row;
    let palette = Palette::of_ui(ui);
    let painter = ui.painter_at(clip);
    let row = ui.interact(
        rect.intersect(clip),
        ui.scope_id().with(("fetch", fetch.number().0)),
        Sense::click(),
    );
    if chosen {
        painter.rect_filled(rect, CORNER, palette.selection);
    } else if row.hovered() || row.has_focus() {
        painter.rect_filled(rect, CORNER, palette.hover);
    }
    let number = format!("#{} ", fetch.number().0);
    let method = if fetch.method().is_empty() { words::raw() } else { fetch.method() };
    let (status, colour) = status(fetch, palette);
    let mut job = LayoutJob::default();
    job.append(&number, 0.0, TextFormat::simple(Text::MonoSmall.font(), palette.quiet));
    job.append(&show::inert(method), 0.0, TextFormat::simple(Text::MonoSmall.font(), palette.text));
    job.append(&status, SPACE_2, TextFormat::simple(Text::Strong.font(), colour));
    let facts = facts(fetch, pass);
    let right = painter.text(
        rect.right_top() + vec2(-SPACE_2, 11.0),
        Align2::RIGHT_CENTER,
        &facts,
        Text::Small.font(),
        palette.quiet,
    );
    let room = right.min.x - rect.min.x - 2.0 * SPACE_2;
    line(&painter, job, pos2(rect.min.x + SPACE_2, rect.min.y + 11.0), room, palette.text);
    let url = show::inert(fetch.url()).into_owned();
    let format = TextFormat::simple(Text::MonoSmall.font(), palette.quiet);
    let place = pos2(rect.min.x + SPACE_2, rect.min.y + 27.0);
    line(
        &painter,
        LayoutJob::single_section(url.clone(), format),
        place,
        rect.width() - 2.0 * SPACE_2,
        palette.quiet,
    );
    let name =
        words::history_row(fetch.number().0.into(), &format!("{method} {url}"), &status, &facts);
    row.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &name));
    let clicked = row.clicked();
    row.on_hover_text(format!("{method} {url}\n{}", pass.zone.date(fetch.began())));
    clicked
}

fn line(
    painter: &egui::Painter,
    mut job: LayoutJob,
    left: egui::Pos2,
    room: f32,
    colour: egui::Color32,
) {
    job.wrap = TextWrapping::truncate_at_width(room.max(0.0));
    let galley = painter.layout_job(job);
    let at = pos2(left.x, left.y - galley.size().y / 2.0);
    painter.galley(at, galley, colour);
}

fn status(fetch: &Fetch, palette: &Palette) -> (String, egui::Color32) {
    use crate::types::http::HopOutcome;
    let head = fetch.answer().and_then(crate::playground::Hop::head);
    let status = head.map(|head| head.status);
    match (fetch.outcome(), status) {
        (Some(HopOutcome::Complete) | None, Some(status)) => {
            (status.to_string(), status_colour(palette, status))
        }
        (None, None) => ("…".to_owned(), palette.warning),
        (Some(HopOutcome::Cancelled), _) => (words::cancelled().to_owned(), palette.quiet),
        (Some(HopOutcome::Incomplete(_)), Some(status)) => {
            (words::incomplete(status), palette.danger)
        }
        (Some(_), _) => (words::failed().to_owned(), palette.danger),
    }
}

/// "1.2 KiB, 56 ms".
fn facts(fetch: &Fetch, pass: &Pass<'_>) -> String {
    let bytes = fetch.answer().map_or(0, |hop| hop.body_facts().decoded_len());
    let end = fetch.ended().unwrap_or(pass.now).mono_ns;
    let took = Duration::from_nanos(end.saturating_sub(fetch.began().mono_ns));
    format!("{}, {}", size(bytes), duration(took))
}

/// The most of the height that the history takes.
const MOST: f32 = 0.5;
/// Height of the heading.
const HEADING: f32 = 32.0;
/// Height of a fetch.
const ROW: f32 = 38.0;
