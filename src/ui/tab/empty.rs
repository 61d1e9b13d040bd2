//! What a tab says while it has nothing to show.

use egui::{Align, Button, Layout, Ui, vec2};

use crate::playground::{Session, SessionState};
use crate::ui::command::{Command, WindowCommand};
use crate::ui::pass::Pass;
use crate::ui::theme::{Palette, SPACE_2, SPACE_4, Text};
use crate::words::kind as kinds;
use crate::words::ui::tab as words;

/// Draws the hint of a session that has no record yet.
pub(super) fn empty_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let kind = session.kind();
    let is_open = matches!(
        session.state(),
        SessionState::Listening(_) | SessionState::Bound(_) | SessionState::Connected { .. }
    );
    let (title, hint) = kinds::empty(kind, is_open);
    centred(ui, |ui| {
        ui.label(Text::Title.of(title));
        ui.add_space(SPACE_2);
        ui.label(Text::Body.of(hint).color(palette.quiet));
        ui.add_space(SPACE_4);
        if !session.is_live() && kind.has_connections() {
            let command = Command::from(WindowCommand::TryIt);
            let button = Button::new(command.text(kind));
            let button = ui.add(button.min_size(vec2(0.0, 28.0)));
            if button.on_hover_text(words::try_it_hint()).clicked() {
                pass.give(command);
            }
        }
    });
}

/// Draws something in the upper middle of the room there is.
pub(super) fn centred(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space((ui.available_height() * 0.36).max(0.0));
        content(ui);
    });
}
