//! One tab: its bar, peers and options on the left, the record in the middle, the composer below.

mod bar;
mod empty;
mod http;
mod middle;
mod options;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::playground::{Kind, Session};

use super::composer::{self, ComposerView};
use super::pass::Pass;
use super::peers::{self, PeersView};
use super::status_bar::{self, RateMeter};
use super::theme::{Palette, STATUS_BAR_HEIGHT};

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
    let side =
        Panel::left("peers").frame(body(12, 8)).default_size(256.0).size_range(200.0..=420.0);
    side.show(ui, |ui| side_ui(ui, session, view, pass));
    CentralPanel::default()
        .frame(Frame::new().fill(palette.panel))
        .show(ui, |ui| middle::middle_ui(ui, session, &mut view.middle, pass))
        .inner
}

fn status_ui(ui: &mut Ui, session: &Session, view: &mut TabView, pass: &mut Pass<'_>) {
    let frame = Frame::new().fill(Palette::of_ui(ui).window);
    Panel::bottom("status").exact_size(STATUS_BAR_HEIGHT).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            status_bar::status_bar_ui(ui, session, &mut view.meter, pass);
        });
    });
}

/// Peers, and under them the options, which take a good part of the room when they are open.
fn side_ui(ui: &mut Ui, session: &mut Session, view: &mut TabView, pass: &mut Pass<'_>) {
    let open = view.options_open;
    let height = if open { (ui.available_height() * OPEN_OPTIONS).round() } else { CLOSED_OPTIONS };
    let panel = Panel::bottom("options").frame(Frame::new()).exact_size(height);
    panel.show(ui, |ui| {
        if options::options_heading_ui(ui, session, open, pass) {
            view.options_open = !open;
        }
        if open {
            options::options_ui(ui, session, pass);
        }
    });
    peers::peers_ui(ui, session, &mut view.peers, pass);
}

/// The options' share of the height when they are open.
const OPEN_OPTIONS: f32 = 0.44;
/// Height of the options when only their heading shows.
const CLOSED_OPTIONS: f32 = 28.0;
