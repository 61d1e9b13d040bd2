//! What folds away at the bottom of the left side: faults, options. One of them is open at most.

use egui::{Align, Button, Color32, Layout, Response, Role, Ui, WidgetInfo};

use crate::playground::{Action, Session};
use crate::ui::faults;
use crate::ui::pass::Pass;
use crate::ui::theme::{Palette, SPACE_3, Text};
use crate::words::ui::tab as words;

/// What is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Fold {
    /// Nothing.
    #[default]
    Closed,
    /// What goes wrong on purpose.
    Faults,
    /// What is asked of the sockets.
    Options,
}

/// Draws the headings that open and close, and beside them what can be done about what is open.
pub(super) fn headings_ui(ui: &mut Ui, session: &Session, fold: &mut Fold, pass: &mut Pass<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_3;
        let palette = Palette::of_ui(ui);
        let on = faults::words(session).is_some();
        let colour = if on { palette.warning } else { palette.text };
        heading_ui(ui, Fold::Options, words::options(), fold, palette.text)
            .on_hover_text(words::options_hint());
        heading_ui(ui, Fold::Faults, words::faults(), fold, colour)
            .on_hover_text(words::faults_hint());
        if *fold == Fold::Options && session.is_live() {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let apply = ui.button(words::apply()).on_hover_text(words::apply_hint());
                if apply.clicked() {
                    pass.actions.push(Action::ApplyOptions(session.id()));
                }
            });
        }
    });
}

fn heading_ui(ui: &mut Ui, which: Fold, name: &str, fold: &mut Fold, colour: Color32) -> Response {
    let open = *fold == which;
    let arrow = if open { "⏷" } else { "⏵" };
    let response =
        ui.add(Button::new(Text::Strong.of(format!("{arrow} {name}")).color(colour)).frame(false));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, name));
    if response.clicked() {
        *fold = if open { Fold::Closed } else { which };
    }
    response
}

/// Height while only the headings show.
pub(super) const CLOSED_FOLDS: f32 = 28.0;
