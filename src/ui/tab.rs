//! One tab: its bar, peers, replies and options on the left, the record in the middle, the composer below.

mod bar;
mod empty;
mod fold;
mod http;
mod middle;
mod options;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::playground::Session;
use crate::types::Kind;
use crate::ui::composer::ComposerView;
use crate::ui::pass::Pass;
use crate::ui::peers::PeersView;
use crate::ui::status_bar::RateMeter;
use crate::ui::theme::{Palette, STATUS_BAR_HEIGHT};
use crate::ui::{composer, faults, peers, rules, shelf, status_bar};

use fold::Fold;
use http::HttpView;
pub use middle::{Middle, MiddleView};

/// What the window remembers of a tab while the program runs.
#[derive(Debug, Default)]
pub struct TabView {
    /// The record, in one of its three forms.
    pub middle: MiddleView,
    peers: PeersView,
    composer: ComposerView,
    http: HttpView,
    meter: RateMeter,
    fold: Fold,
    /// The options of a fetch are open.
    options_open: bool,
}

/// Draws a tab; `true` if bytes are to be fetched from disk, or decoded.
pub fn tab_ui(ui: &mut Ui, session: &mut Session, view: &mut TabView, pass: &mut Pass<'_>) -> bool {
    session.review_problem();
    if session.kind() == Kind::HttpFetch {
        return http::http_ui(ui, session, view, pass);
    }
    let palette = Palette::of_ui(ui);
    status_ui(ui, session, view, pass);
    let body = |x, y| Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(x, y));
    Panel::top("bar").frame(body(0, 0)).show(ui, |ui| bar::bar_ui(ui, session, pass));
    Panel::bottom("composer").frame(body(12, 8)).show(ui, |ui| {
        composer::composer_ui(ui, session, &mut view.composer, &mut view.peers, pass);
    });
    shelf::shelf_ui(ui, session, &mut view.composer, &view.peers, pass);
    let side =
        Panel::left("peers").frame(body(12, 8)).default_size(256.0).size_range(200.0..=420.0);
    side.show(ui, |ui| side_ui(ui, session, view, pass));
    let middle = CentralPanel::default().frame(Frame::new().fill(palette.panel));
    let wants_disk = middle
        .show(ui, |ui| middle::middle_ui(ui, session, &mut view.middle, &view.peers, pass))
        .inner;
    view.middle.rules.keep_up(ui, session, pass);
    wants_disk
}

fn status_ui(ui: &mut Ui, session: &Session, view: &mut TabView, pass: &mut Pass<'_>) {
    let frame = Frame::new().fill(Palette::of_ui(ui).window);
    Panel::bottom("status").exact_size(STATUS_BAR_HEIGHT).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            status_bar::status_bar_ui(ui, session, &mut view.meter, pass);
        });
    });
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
/// Height while only the headings show.
const CLOSED_FOLDS: f32 = 28.0;
/// In less height than this the replies make room for what is open.
const LOW: f32 = 420.0;
/// Around the replies.
const REPLIES: Margin = Margin { left: 0, right: 0, top: 6, bottom: 6 };
