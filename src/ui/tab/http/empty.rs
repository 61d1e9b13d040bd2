//! What a fetch tab says before the first fetch.

use egui::Ui;

use crate::playground::Session;
use crate::ui::tab::empty::centred;
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::fetch as words;

/// Draws the hint.
pub(in crate::ui::tab) fn empty_ui(ui: &mut Ui, session: &Session) {
    let palette = Palette::of_ui(ui);
    let live = session.is_live();
    let title = if live { words::on_the_way() } else { words::nothing_fetched() };
    centred(ui, |ui| {
        ui.label(Text::Title.of(title));
        ui.add_space(SPACE_2);
        for hint in [words::first_hint(), words::offline_hint()] {
            ui.add(egui::Label::new(Text::Body.of(hint).color(palette.quiet)).wrap());
            ui.add_space(SPACE_1);
        }
    });
}
