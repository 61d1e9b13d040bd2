//! What a fetch tab says before the first fetch.

use egui::Ui;

use crate::playground::Session;
use crate::ui::pass::Pass;
use crate::ui::tab::empty::centred;
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, Text};

/// Draws the hint.
pub(in crate::ui::tab) fn empty_ui(ui: &mut Ui, session: &Session, _pass: &Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let live = session.is_live();
    let title = if live { "On the way" } else { "Nothing fetched yet" };
    centred(ui, |ui| {
        ui.label(Text::Title.of(title));
        ui.add_space(SPACE_2);
        let hints = [
            "Type a URL above and press Fetch, or paste a curl command there",
            "No network needed: start the TCP server tab, then fetch http://127.0.0.1:9000/",
        ];
        for hint in hints {
            ui.add(egui::Label::new(Text::Body.of(hint).color(palette.quiet)).wrap());
            ui.add_space(SPACE_1);
        }
    });
}
