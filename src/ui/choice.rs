//! A choice among a few: a list that opens.

use egui::{ComboBox, Ui};

use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words::ui::composer as words;

/// A quiet name and a list to choose from; the accessible name holds the choice.
pub fn choice_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    chosen: &mut T,
    all: &[T],
    label: fn(T) -> &'static str,
) {
    let palette = Palette::of_ui(ui);
    ui.label(Text::Small.of(name).color(palette.quiet));
    combo_ui(ui, name, chosen, all, label);
    ui.add_space(SPACE_2);
}

/// The list alone.
pub fn combo_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    chosen: &mut T,
    all: &[T],
    label: fn(T) -> &'static str,
) {
    let combo = ComboBox::from_id_salt(name).selected_text(label(*chosen));
    let combo = combo.show_ui(ui, |ui| {
        for one in all {
            ui.selectable_value(chosen, *one, label(*one));
        }
    });
    let text = words::choice(name, label(*chosen));
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &text));
}
