//! What came of a fetch: where the time went, and below it one of its views.

use egui::{Align, Button, Frame, Layout, Margin, Panel, Ui};

use crate::playground::{Fetch, Session};
use crate::types::View;
use crate::ui::command::{Command, FetchCommand};
use crate::ui::pass::Pass;
use crate::ui::tab::choice;
use crate::ui::tab::http::view::HttpView;
use crate::ui::tab::http::{body, chunks, heads, save, waterfall, wire};
use crate::ui::theme::Palette;
use crate::words::ui::fetch as words;

/// Draws the waterfall and the choice of views.
pub(in crate::ui::tab) fn head_ui(
    ui: &mut Ui,
    session: &Session,
    shown: View,
    view: &mut HttpView,
    pass: &mut Pass<'_>,
) {
    if let Some(fetch) = view.shown(session) {
        waterfall::waterfall_ui(ui, fetch, &mut view.waterfall, pass);
    }
    let fetch = view.shown(session).map(Fetch::number);
    save::saves_ui(ui, session, fetch, &mut view.save, pass);
    let palette = Palette::of_ui(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 6));
    let bar = Panel::top("views").frame(frame).show_separator_line(false);
    bar.show(ui, |ui| {
        ui.horizontal(|ui| {
            choice::views_ui(ui, session.kind(), shown, pass);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                saves_ui(ui, session, view, pass);
            });
        });
    });
}

/// Draws both directions as they were on the wire; `true` if bytes are to be fetched from disk, or decoded.
pub(in crate::ui::tab) fn wire_ui(ui: &mut Ui, session: &mut Session, view: &mut HttpView) -> bool {
    let Some(fetch) = view.shown(session).map(Fetch::number) else { return false };
    wire::wire_ui(ui, session, fetch, &mut view.wire)
}

/// The same of the headers.
pub(in crate::ui::tab) fn heads_ui(ui: &mut Ui, session: &Session, view: &mut HttpView) -> bool {
    let Some(fetch) = view.shown(session).map(Fetch::number) else { return false };
    heads::heads_ui(ui, session, fetch, &mut view.heads)
}

/// The same of the body.
pub(in crate::ui::tab) fn body_ui(ui: &mut Ui, session: &mut Session, view: &mut HttpView) -> bool {
    let Some(fetch) = view.shown(session).map(Fetch::number) else { return false };
    body::body_ui(ui, session, fetch, &mut view.body)
}

/// The same of the chunks or server events.
pub(in crate::ui::tab) fn chunks_ui(ui: &mut Ui, session: &Session, view: &mut HttpView) -> bool {
    let Some(fetch) = view.shown(session).map(Fetch::number) else { return false };
    chunks::chunks_ui(ui, session, fetch, &mut view.chunks)
}

/// The buttons that save the fetch on screen.
fn saves_ui(ui: &mut Ui, session: &Session, view: &HttpView, pass: &mut Pass<'_>) {
    let shown = view.shown(session);
    for Saving { name, what, command } in SAVES {
        let possible = shown.is_some_and(|fetch| save::has(session, fetch, what));
        let button = ui.add_enabled(possible, Button::new(name()));
        let command = Command::from(command);
        let button = button.on_hover_text(command.tooltip(ui.ctx(), session.kind()));
        if button.on_disabled_hover_text(words::nothing_to_save()).clicked() {
            pass.give(command);
        }
    }
}

/// A button that saves.
struct Saving {
    name: fn() -> &'static str,
    what: save::What,
    command: FetchCommand,
}

const SAVES: [Saving; 2] = [
    Saving { name: words::save_all, what: save::What::All, command: FetchCommand::SaveAll },
    Saving { name: words::save_body, what: save::What::Body, command: FetchCommand::SaveBody },
];
