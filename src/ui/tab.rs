//! One tab: its bar, peers, replies and options on the left, the record in the middle, the composer below.

mod bar;
mod choice;
mod empty;
mod fold;
mod http;
mod middle;
mod options;
mod status;
mod view;

use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};

use crate::playground::{Action, Session};
use crate::types::View;
use crate::ui::command::{SessionCommand, TabCommand};
use crate::ui::pass::Pass;
use crate::ui::theme::Palette;
use crate::ui::{composer, faults, peers, play, rules, shelf};

use fold::{CLOSED_FOLDS, Fold};
use status::status_ui;
pub use view::TabView;

/// Draws a tab; `true` if bytes are to be fetched from disk, or decoded.
pub fn tab_ui(ui: &mut Ui, session: &mut Session, view: &mut TabView, pass: &mut Pass<'_>) -> bool {
    session.review_problem();
    view.middle.keep_up(session);
    let is_fetch = session.kind().is_fetch();
    if is_fetch {
        http::edges_ui(ui, session, view, pass);
    } else {
        edges_ui(ui, session, view, pass);
    }
    let frame = Frame::new().fill(Palette::of_ui(ui).panel);
    let middle = CentralPanel::default().frame(frame);
    let wants_disk = middle.show(ui, |ui| middle_ui(ui, session, view, pass)).inner;
    if is_fetch {
        http::note_focus(ui, &mut view.http);
    } else {
        view.middle.rules.keep_up(ui, session, pass);
    }
    wants_disk
}

/// What is around the middle of a socket tab.
fn edges_ui(ui: &mut Ui, session: &mut Session, view: &mut TabView, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    status_ui(ui, session, view, pass);
    let body = |x, y| Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(x, y));
    Panel::top("bar").frame(body(0, 0)).show(ui, |ui| bar::bar_ui(ui, session, pass));
    Panel::bottom("composer").frame(body(12, 8)).show(ui, |ui| {
        composer::composer_ui(ui, session, &mut view.composer, &mut view.peers, pass);
    });
    shelf::shelf_ui(ui, session, &mut view.shelf, &view.peers, pass);
    let side =
        Panel::left("peers").frame(body(12, 8)).default_size(256.0).size_range(200.0..=420.0);
    side.show(ui, |ui| side_ui(ui, session, view, pass));
}

/// The choice of views and the one chosen.
fn middle_ui(ui: &mut Ui, session: &mut Session, view: &mut TabView, pass: &mut Pass<'_>) -> bool {
    let shown = view.shown(session.kind());
    if session.kind().is_fetch() {
        http::head_ui(ui, session, shown, &mut view.http, pass);
    } else {
        middle::head_ui(ui, session, shown, pass);
    }
    if !matches!(shown, View::Text | View::Wire) {
        session.text.unwatch();
    }
    if shown != View::Body {
        session.body_text.unwatch();
        session.preview.unwatch();
    }
    let middle = &mut view.middle;
    match shown {
        View::Log | View::Stream | View::Text if session.capture().records().is_empty() => {
            empty::empty_ui(ui, session, pass);
            false
        }
        View::Wire | View::Headers | View::Body | View::Chunks | View::Steps
            if session.fetches().all().is_empty() =>
        {
            http::empty_ui(ui, session);
            false
        }
        View::Log | View::Steps => middle::log_and_bytes_ui(ui, session, middle, pass),
        View::Stream => middle::stream_ui(ui, session, middle),
        View::Text => middle::text_ui(ui, session, middle, pass),
        View::Replies => {
            rules::rules_ui(ui, session, &mut middle.rules, pass);
            false
        }
        View::PlayList => {
            play::play_ui(ui, session, &view.peers, &mut middle.play, pass);
            false
        }
        View::Wire => http::wire_ui(ui, session, &mut view.http),
        View::Headers => http::heads_ui(ui, session, &mut view.http),
        View::Body => http::body_ui(ui, session, &mut view.http),
        View::Chunks => http::chunks_ui(ui, session, &mut view.http),
    }
}

/// Carries out a command of the tab.
pub fn carry_out(
    ctx: &Context,
    command: TabCommand,
    session: &mut Session,
    view: &mut TabView,
    pass: &mut Pass<'_>,
) {
    match command {
        TabCommand::Session(command) => carry_out_here(command, session, view, pass),
        TabCommand::Composer(command) => {
            composer::carry_out(command, session, &mut view.composer, &view.peers, pass);
        }
        TabCommand::Shelf(command) => shelf::carry_out(command, session, &mut view.shelf, pass),
        TabCommand::Show(shown) => view.shown = Some(shown),
        TabCommand::Fetch(command) => http::carry_out(ctx, command, session, &mut view.http, pass),
    }
}

fn carry_out_here(
    command: SessionCommand,
    session: &Session,
    view: &mut TabView,
    pass: &mut Pass<'_>,
) {
    let id = session.id();
    match command {
        SessionCommand::StartStop if session.is_live() => pass.actions.push(Action::Stop(id)),
        SessionCommand::StartStop | SessionCommand::Send if session.kind().is_fetch() => {
            http::send(session, view, pass);
        }
        SessionCommand::StartStop => pass.actions.push(Action::Start(id)),
        SessionCommand::Send => {
            composer::send(session, &mut view.composer, &view.peers, pass);
        }
        SessionCommand::ClearLog => pass.actions.push(Action::Clear(id)),
    }
}

/// Peers, and under them replies, faults and options. Faults or options take a good part of the room when they are open.
fn side_ui(ui: &mut Ui, session: &mut Session, view: &mut TabView, pass: &mut Pass<'_>) {
    let room = ui.available_height();
    let folded = view.fold == Fold::Closed;
    let height = if folded {
        CLOSED_FOLDS
    } else {
        (room * if room < LOW { LOW_FOLD } else { OPEN_FOLD }).round()
    };
    let panel = Panel::bottom("options").frame(Frame::new()).exact_size(height);
    panel.show(ui, |ui| {
        fold::headings_ui(ui, session, &mut view.fold, pass);
        match view.fold {
            Fold::Closed => {}
            Fold::Faults => faults::faults_ui(ui, session, pass),
            Fold::Options => options::options_ui(ui, session, pass),
        }
    });
    let replies = Panel::bottom("replies").frame(Frame::new().inner_margin(REPLIES));
    replies.show(ui, |ui| {
        let roomy = folded || room >= LOW;
        rules::replies_ui(ui, session, &mut view.middle.rules, roomy, pass);
    });
    peers::peers_ui(ui, session, &mut view.peers, pass);
}

/// The share of the height of what is open.
const OPEN_FOLD: f32 = 0.44;
/// The same where there is little.
const LOW_FOLD: f32 = 0.36;
/// In less height than this the replies make room for what is open.
const LOW: f32 = 420.0;
/// Around the replies.
const REPLIES: Margin = Margin { left: 0, right: 0, top: 6, bottom: 6 };
