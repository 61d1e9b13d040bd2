//! Rows of options: a name, and what is entered or chosen for it.

use egui::{Align2, Grid, TextEdit, Ui, vec2};

use crate::ui::choice::combo_ui;
use crate::ui::theme::{CONTROL_HEIGHT, SPACE_1, SPACE_2, Text};

/// A block of rows; `salt` is unique among the blocks on screen.
pub(super) fn entries(ui: &mut Ui, salt: &str, rows: impl FnOnce(&mut Ui)) {
    Grid::new(salt)
        .num_columns(2)
        .min_col_width(NAMES)
        .spacing(vec2(SPACE_2, SPACE_1))
        .show(ui, rows);
}

/// A row for text; `empty` is shown while there is none.
pub(super) fn entry_ui(ui: &mut Ui, name: &str, text: &mut String, empty: &str, hint: &str) {
    let label = ui.label(Text::Small.of(name));
    let edit = TextEdit::singleline(text)
        .hint_text(empty)
        .font(Text::MonoSmall.style())
        .align(Align2::LEFT_CENTER);
    let response = ui.add_sized(vec2(ENTRY, CONTROL_HEIGHT), edit);
    response.labelled_by(label.id).on_hover_text(hint);
    ui.end_row();
}

/// A row for a choice.
pub(super) fn choice_row_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    chosen: &mut T,
    all: &[T],
    label: fn(T) -> &'static str,
) {
    ui.label(Text::Small.of(name));
    ui.spacing_mut().combo_width = ENTRY;
    combo_ui(ui, name, chosen, all, label);
    ui.end_row();
}

/// Width of what is entered or chosen.
const ENTRY: f32 = 96.0;
/// Width of the column of names, the same in every block.
pub(super) const NAMES: f32 = 84.0;
