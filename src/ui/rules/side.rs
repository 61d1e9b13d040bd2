//! The section on the left: what the rules are called, the classic ones to pick, and the way to the form.

use egui::{Align, Button, Label, Layout, Ui};

use crate::playground::Session;
use crate::types::View;
use crate::ui::command::Command;
use crate::ui::pass::Pass;
use crate::ui::rules::{RulesView, presets};
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words::ui::rules as words;

/// Draws the section: in one line, or in two where there is room.
pub fn replies_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut RulesView,
    roomy: bool,
    pass: &mut Pass<'_>,
) {
    view.notice_import(session);
    ui.horizontal(|ui| {
        ui.label(Text::Strong.of(words::replies()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = SPACE_2;
            let edit = ui.add(Button::new(Text::Small.of(words::edit())));
            let command = Command::from(View::Replies);
            let hint = command.tooltip(ui.ctx(), session.kind());
            if edit.on_hover_text(hint).clicked() {
                pass.give(command);
            }
            if roomy && ui.available_width() >= BRING_BACK {
                bring_back_ui(ui, session, view);
            } else if !roomy {
                let width = ui.available_width();
                presets::combo_ui(ui, session, view, width);
            }
        });
    });
    if roomy {
        let width = ui.available_width();
        presets::combo_ui(ui, session, view, width);
        if let Some(error) = view.error(session) {
            let text = Text::Small.of(&error).color(Palette::of_ui(ui).danger);
            ui.add(Label::new(text).wrap());
        }
    }
}

/// Draws the button that brings back rules made by hand, while there are some.
pub(super) fn bring_back_ui(ui: &mut Ui, session: &mut Session, view: &mut RulesView) {
    let Some(last) = view.replaced.last() else { return };
    let name = crate::ui::rules::summary::title(last, crate::ui::rules::transport(session));
    let button = ui.add(Button::new(Text::Small.of(words::bring_back())));
    if button.on_hover_text(words::bring_back_hint(&name)).clicked() {
        view.bring_back(session);
    }
}

/// Room for the button that brings back rules, which the form has, too.
const BRING_BACK: f32 = 124.0;
