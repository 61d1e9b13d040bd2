//! Names of the lines of a form, headings, and other small quiet words.

use egui::{Align, Color32, Label, Layout, Ui, vec2};

use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_3, Text};

/// Draws the name of a line of a form, in the column of such names.
pub fn caption_ui(ui: &mut Ui, name: &str) {
    wide_caption_ui(ui, name, CAPTION);
}

/// The same in a column of this width.
pub fn wide_caption_ui(ui: &mut Ui, name: &str, width: f32) {
    let size = vec2(width, CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        quiet_ui(ui, name);
    });
}

/// Draws small quiet words, such as a unit.
pub fn quiet_ui(ui: &mut Ui, text: &str) {
    ui.label(Text::Small.of(text).color(Palette::of_ui(ui).quiet));
}

/// Draws the heading of a list: its title, how it stands, and at the right end the way to more of it.
pub fn heading_ui(
    ui: &mut Ui,
    title: &str,
    (text, colour): (String, Color32),
    add_ui: impl FnOnce(&mut Ui),
) {
    ui.horizontal(|ui| {
        ui.label(Text::Strong.of(title));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            add_ui(ui);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let label = Label::new(Text::Small.of(&text).color(colour)).truncate();
                ui.add(label).on_hover_text(text);
            });
        });
    });
}

/// Width of the column of names.
const CAPTION: f32 = 80.0;
