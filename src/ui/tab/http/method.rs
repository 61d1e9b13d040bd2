//! The choice of the method: the usual ones, or any other that is typed.

use egui::{Align2, ComboBox, Role, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, vec2};

use crate::form::Field;
use crate::playground::Session;
use crate::ui::theme::{CONTROL_HEIGHT, CORNER, Palette, SPACE_1, Text};
use crate::words::ui::fetch as words;

/// Draws the choice.
pub(super) fn method_ui(ui: &mut Ui, session: &mut Session) {
    let wrong = session.problem().is_some_and(|problem| problem.field == Field::Method);
    let live = session.is_live();
    let Some(draft) = session.draft.http_mut() else { return };
    let usable = !live && !draft.raw;
    let method = &mut draft.method;
    let shown = if method.trim().is_empty() { words::method() } else { method.as_str() };
    let combo = ComboBox::from_id_salt("method")
        .width(92.0)
        .selected_text(Text::Strong.of(shown))
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let combo = ui.add_enabled_ui(usable, |ui| combo.show_ui(ui, |ui| choices_ui(ui, method)));
    let response = combo.inner.response;
    let mut info = WidgetInfo::labeled(Role::ComboBox, usable, words::method());
    info.current_text_value = Some(draft.method.clone());
    response.widget_info(|| info.clone());
    if wrong {
        let stroke = Stroke::new(1.5, Palette::of_ui(ui).danger);
        ui.painter().rect_stroke(response.rect, CORNER, stroke, StrokeKind::Inside);
    }
    let hint = if draft.raw { words::raw_method_hint() } else { words::method_hint() };
    response.on_hover_text(hint).on_disabled_hover_text(hint);
}

fn choices_ui(ui: &mut Ui, method: &mut String) {
    for usual in METHODS {
        if ui.selectable_label(method == usual, usual).clicked() {
            usual.clone_into(method);
            ui.close();
        }
    }
    ui.add_space(SPACE_1);
    let label = ui.label(Text::Small.of(words::other_method()));
    let edit = TextEdit::singleline(method).font(Text::Mono.style()).align(Align2::LEFT_CENTER);
    let response = ui.add_sized(vec2(96.0, CONTROL_HEIGHT), edit);
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        ui.close();
    }
    response.labelled_by(label.id);
}

/// The usual methods.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
