//! The HTTP fetch tab: the request on the left and below, what came of it in the middle.

mod bar;
mod body;
mod chunks;
mod curl;
mod empty;
mod heads;
mod history;
mod method;
mod middle;
mod options;
mod progress;
mod request;
mod save;
pub(super) mod view;
mod waterfall;
mod wire;

use egui::{Context, Frame, Key, Margin, Panel, Popup, Ui};

use crate::playground::{Action, Session};
use crate::ui::command::FetchCommand;
use crate::ui::composer;
use crate::ui::pass::Pass;
use crate::ui::tab::fold::CLOSED_FOLDS;
use crate::ui::tab::status::status_ui;
use crate::ui::tab::view::TabView;
use crate::ui::theme::Palette;
use crate::words::ui::fetch as words;
use view::{HttpView, url_id};

pub(super) use empty::empty_ui;
pub(super) use middle::{body_ui, chunks_ui, head_ui, heads_ui, wire_ui};

/// Draws what is around the middle of a fetch tab.
pub(super) fn edges_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut TabView,
    pass: &mut Pass<'_>,
) {
    view.http.keep_up(session);
    take_escape(ui, session, &view.http, pass);
    let palette = Palette::of_ui(ui);
    status_ui(ui, session, view, pass);
    let body = |x, y| Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(x, y));
    let bar = Panel::top("bar").frame(body(0, 0));
    bar.show(ui, |ui| bar::bar_ui(ui, session, &mut view.http, pass));
    let below = Panel::bottom("composer").frame(body(12, 8));
    below.show(ui, |ui| composer_ui(ui, session, view, pass));
    sized_side_ui(ui, body(12, 8), session, view, pass);
}

/// Carries out a command of a fetch tab.
pub(super) fn carry_out(
    ctx: &Context,
    command: FetchCommand,
    session: &Session,
    view: &mut HttpView,
    pass: &Pass<'_>,
) {
    match command {
        FetchCommand::SaveBody => view.save.open(session, view.chosen, save::What::Body),
        FetchCommand::SaveAll => view.save.open(session, view.chosen, save::What::All),
        FetchCommand::PasteCurl if session.is_live() => {}
        FetchCommand::PasteCurl => curl::paste(ctx),
        FetchCommand::CopyCurl => view.pasted = curl::copy(ctx, session, pass),
    }
}

/// Sends the request, unless one is on its way.
pub(super) fn send(session: &Session, view: &mut TabView, pass: &mut Pass<'_>) {
    if !session.is_live() {
        composer::remember(session, &mut view.composer, pass);
        pass.actions.push(Action::Start(session.id()));
    }
}

/// Remembers where the keyboard is at the end of a pass.
pub(super) fn note_focus(ui: &Ui, view: &mut HttpView) {
    view.focused = ui.memory(egui::Memory::focused);
}

/// Escape gives up the fetch, unless the keyboard belongs to something that has a use for it.
fn take_escape(ui: &Ui, session: &Session, view: &HttpView, pass: &mut Pass<'_>) {
    let free = view.focused.is_none_or(|id| id == url_id()) && !Popup::is_any_open(ui.ctx());
    if session.is_live() && free && ui.input(|input| input.key_pressed(Key::Escape)) {
        pass.actions.push(Action::Stop(session.id()));
    }
}

/// The left side: as wide as suits the window, until its edge is dragged.
fn sized_side_ui(
    ui: &mut Ui,
    frame: Frame,
    session: &mut Session,
    view: &mut TabView,
    pass: &mut Pass<'_>,
) {
    if !view.http.is_dragged {
        view.http.side = (ui.available_width() * SIDE).clamp(LEAST_SIDE, MOST_SIDE).round();
    }
    let width = view.http.side;
    // A panel keeps its first width: another one needs a panel of its own.
    let side = Panel::left(("request", width.to_bits())).frame(frame).default_size(width);
    let most = (ui.available_width() * MOST_DRAGGED).max(LEAST_SIDE);
    let side = side.size_range(LEAST_DRAGGED..=most);
    let shown = side.show(ui, |ui| side_ui(ui, session, view, pass)).response.rect.width();
    view.http.is_dragged |= (shown - width).abs() > 1.5;
}

/// The body, or the whole request in raw mode.
fn composer_ui(ui: &mut Ui, session: &mut Session, view: &mut TabView, pass: &mut Pass<'_>) {
    let name = if session.draft.http().is_some_and(|draft| draft.raw) {
        (words::whole_request(), Some("GET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n"))
    } else {
        (words::request_body(), None)
    };
    composer::body_ui(ui, name, session, &mut view.composer, pass);
}

/// The header lines, under them the fetches so far, and at the bottom the options.
fn side_ui(ui: &mut Ui, session: &mut Session, view: &mut TabView, pass: &mut Pass<'_>) {
    let open = view.options_open;
    let room = ui.available_height();
    let height = if open { (room * OPEN_OPTIONS).round() } else { CLOSED_FOLDS };
    let panel = Panel::bottom("options").frame(Frame::new()).exact_size(height);
    panel.show(ui, |ui| {
        if options::heading_ui(ui, open) {
            view.options_open = !open;
        }
        if open {
            options::options_ui(ui, session);
        }
    });
    if !session.fetches().all().is_empty() && (!open || room >= LOW) {
        history::history_ui(ui, session, &mut view.http, pass);
    }
    request::request_ui(ui, session, pass);
}

/// The left side's share of the width, between the least and the most.
const SIDE: f32 = 0.22;
const LEAST_SIDE: f32 = 280.0;
const MOST_SIDE: f32 = 420.0;
/// How narrow, and at what share of the width how wide, it can be dragged.
const LEAST_DRAGGED: f32 = 240.0;
const MOST_DRAGGED: f32 = 0.6;
/// The options' share of the height when they are open.
const OPEN_OPTIONS: f32 = 0.5;
/// In less height than this the history makes room for open options.
const LOW: f32 = 420.0;
