//! What came of a fetch: where the time went, and below it one of its views.

use egui::{Align, Button, Frame, Layout, Margin, Panel, Ui};

use crate::playground::{Fetch, Session};
use crate::types::Kind;
use crate::ui::command::Command;
use crate::ui::pass::Pass;
use crate::ui::tab::TabView;
use crate::ui::tab::http::{HttpView, body, chunks, empty, heads, save, waterfall, wire};
use crate::ui::theme::{Palette, SPACE_1};

/// The views of a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum View {
    /// Both directions as they were on the wire.
    Wire,
    /// The heads of its answers.
    Headers,
    /// The body of the answer.
    #[default]
    Body,
    /// Its chunks or server events.
    Chunks,
    /// What happened, step by step, over all fetches of the tab.
    Log,
}

/// Draws the waterfall, the choice of views and the one chosen; `true` if bytes are to be fetched from disk, or decoded.
pub(super) fn middle_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut TabView,
    pass: &mut Pass<'_>,
) -> bool {
    let http = &mut view.http;
    if let Some(fetch) = http.shown(session) {
        waterfall::waterfall_ui(ui, fetch, &mut http.waterfall, pass);
    }
    let shown = http.shown(session).map(Fetch::number);
    save::saves_ui(ui, session, shown, &mut http.save, pass);
    let palette = Palette::of_ui(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 6));
    let bar = Panel::top("views").frame(frame).show_separator_line(false);
    bar.show(ui, |ui| views_ui(ui, session, http));
    if http.view != View::Wire {
        session.text.unwatch();
    }
    if http.view != View::Body {
        session.body_text.unwatch();
        session.preview.unwatch();
    }
    let Some(shown) = http.shown(session).map(Fetch::number) else {
        empty::empty_ui(ui, session, pass);
        return false;
    };
    match http.view {
        View::Wire => wire::wire_ui(ui, session, shown, &mut http.wire),
        View::Headers => heads::heads_ui(ui, session, shown, &mut http.heads),
        View::Body => body::body_ui(ui, session, shown, &mut http.body),
        View::Chunks => chunks::chunks_ui(ui, session, shown, &mut http.chunks),
        View::Log => crate::ui::tab::middle::log_and_bytes_ui(ui, session, &mut view.middle, pass),
    }
}

fn views_ui(ui: &mut Ui, session: &Session, view: &mut HttpView) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_1;
        for (form, name, command) in VIEWS {
            let toggle = ui.selectable_label(view.view == form, name);
            let hint = command.tooltip(ui.ctx(), Kind::HttpFetch);
            if toggle.on_hover_text(hint).clicked() {
                view.view = form;
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            saves_ui(ui, session, view);
        });
    });
}

fn saves_ui(ui: &mut Ui, session: &Session, view: &mut HttpView) {
    let shown = view.shown(session);
    let mut clicked = None;
    for (name, what, command) in SAVES {
        let possible = shown.is_some_and(|fetch| save::has(session, fetch, what));
        let button = ui.add_enabled(possible, Button::new(name));
        let button = button.on_hover_text(command.tooltip(ui.ctx(), Kind::HttpFetch));
        if button.on_disabled_hover_text("There is nothing to save").clicked() {
            clicked = Some(what);
        }
    }
    let shown = shown.map(Fetch::number);
    if let Some(what) = clicked {
        view.save.open(session, shown, what);
    }
}

const VIEWS: [(View, &str, Command); 5] = [
    (View::Wire, "Wire", Command::ShowWire),
    (View::Headers, "Headers", Command::ShowHeaders),
    (View::Body, "Body", Command::ShowBody),
    (View::Chunks, "Chunks", Command::ShowChunks),
    (View::Log, "Log", Command::ShowSteps),
];
const SAVES: [(&str, save::What, Command); 2] = [
    ("Save all", save::What::All, Command::SaveAll),
    ("Save body", save::What::Body, Command::SaveBody),
];
