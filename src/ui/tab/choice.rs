//! The choice of views of a tab.

use egui::Ui;

use crate::types::{Kind, View};
use crate::ui::command::Command;
use crate::ui::pass::Pass;
use crate::ui::theme::SPACE_1;
use crate::words::ui::view as words;

/// Draws a toggle for each view that a tab of this kind has.
pub(super) fn views_ui(ui: &mut Ui, kind: Kind, shown: View, pass: &mut Pass<'_>) {
    ui.spacing_mut().item_spacing.x = SPACE_1;
    for view in kind.traits().views {
        let command = Command::from(*view);
        let toggle = ui.selectable_label(*view == shown, words::name(*view));
        if toggle.on_hover_text(command.tooltip(ui.ctx(), kind)).clicked() {
            pass.give(command);
        }
    }
}
