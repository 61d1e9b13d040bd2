//! Payloads on their way that take long enough to be watched: a bar and Cancel.

use egui::{ProgressBar, Ui};

use crate::playground::{Action, Send, Session, words};

use super::super::pass::Pass;
use super::super::theme::{Palette, SPACE_2, Text};

/// Draws a line for each file, and for each large payload, that is on its way; the oldest few.
pub(super) fn transfers_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    let watched = session.sends().under_way().filter(|(_, send)| is_watched(send));
    for (id, send) in watched.take(LINES) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_2;
            transfer_ui(ui, send);
            if ui.button("Cancel").on_hover_text("Give up what is not sent yet").clicked() {
                pass.actions.push(Action::CancelSend(session.id(), id));
            }
        });
    }
}

fn is_watched(send: &Send) -> bool {
    !send.name.is_empty() || send.total().is_none_or(|total| total > LARGE)
}

fn transfer_ui(ui: &mut Ui, send: &Send) {
    let palette = Palette::of_ui(ui);
    let name = if send.name.is_empty() { "Payload" } else { &send.name };
    ui.label(Text::Body.of(format!("Sending {name}")));
    let total = send.total().unwrap_or(0);
    let part = if total == 0 { 0.0 } else { send.sent as f32 / total as f32 };
    let text = format!("{} of {}", words::size(send.sent), words::size(total));
    ui.add(
        ProgressBar::new(part).desired_width(200.0).desired_height(6.0).fill(palette.accent_fill),
    );
    ui.label(Text::Small.of(text).color(palette.quiet));
}

/// Payloads below this are gone before one could look.
const LARGE: u64 = 1 << 20;
/// The composer must not push the log off the screen.
const LINES: usize = 3;
