//! The status bar at the bottom of a tab.

use egui::{Frame, Panel, Ui};

use crate::playground::Session;
use crate::ui::pass::Pass;
use crate::ui::status_bar;
use crate::ui::tab::view::TabView;
use crate::ui::theme::{Palette, STATUS_BAR_HEIGHT};

/// Draws the status bar.
pub(super) fn status_ui(ui: &mut Ui, session: &Session, view: &mut TabView, pass: &mut Pass<'_>) {
    let frame = Frame::new().fill(Palette::of_ui(ui).window);
    Panel::bottom("status").exact_size(STATUS_BAR_HEIGHT).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            status_bar::status_bar_ui(ui, session, &mut view.meter, pass);
        });
    });
}
