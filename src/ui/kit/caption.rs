//! Names of the lines of a form, and other small quiet words.

use egui::{Align, Layout, Ui, vec2};

use crate::ui::theme::{CONTROL_HEIGHT, Palette, Text};

/// Draws the name of a line of a form, in the column of such names.
pub fn caption_ui(ui: &mut Ui, name: &str) {
    let size = vec2(CAPTION, CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        quiet_ui(ui, name);
    });
}

/// Draws small quiet words, such as a unit.
pub fn quiet_ui(ui: &mut Ui, text: &str) {
    ui.label(Text::Small.of(text).color(Palette::of_ui(ui).quiet));
}

/// Width of the column of names.
const CAPTION: f32 = 80.0;
