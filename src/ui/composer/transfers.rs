//! Payloads on their way that take long enough to be watched: a bar and Cancel.

use egui::text::LayoutJob;
use egui::{ProgressBar, Ui};

use crate::playground::{Action, Send, Session};
use crate::ui::pass::Pass;
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words::ui::composer as words;

/// Draws the oldest file, or large payload, that is on its way, from right to left, and how many more there are.
pub(super) fn transfers_ui(ui: &mut Ui, session: &Session, pass: &mut Pass<'_>) {
    let mut watched = session.sends().under_way().filter(|(_, send)| is_watched(send));
    let Some((id, send)) = watched.next() else { return };
    let more = watched.count();
    ui.spacing_mut().item_spacing.x = SPACE_2;
    if ui.button(words::cancel()).on_hover_text(words::cancel_hint()).clicked() {
        pass.actions.push(Action::CancelSend(session.id(), id));
    }
    transfer_ui(ui, send, more);
}

fn is_watched(send: &Send) -> bool {
    !send.name.is_empty() || send.total().is_none_or(|total| total > LARGE)
}

fn transfer_ui(ui: &mut Ui, send: &Send, more: usize) {
    let palette = Palette::of_ui(ui);
    let total = send.total().unwrap_or(0);
    let part = if total == 0 { 0.0 } else { send.sent as f32 / total as f32 };
    let text = words::sent_of(send.sent, total);
    ui.label(Text::Small.of(text).color(palette.quiet));
    ui.add(
        ProgressBar::new(part).desired_width(120.0).desired_height(6.0).fill(palette.accent_fill),
    );
    let name = if send.name.is_empty() { words::payload() } else { &send.name };
    let full = match more {
        0 => words::sending(name),
        _ => words::sending_more(name, more),
    };
    let mut job = LayoutJob::simple(full.clone(), Text::Body.font(), palette.text, NAME);
    job.wrap.max_rows = 1;
    let galley = ui.painter().layout_job(job);
    ui.label(galley).on_hover_text(full);
}

/// Payloads below this are gone before one could look.
const LARGE: u64 = 1 << 20;
/// The most room for a name, so that the bytes of the next payload keep some.
const NAME: f32 = 240.0;
