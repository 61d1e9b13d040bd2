//! How far the answer has come: a bar, bytes and rate.

use egui::{Color32, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::playground::{Fetch, Progress};
use crate::ui::pass::Pass;
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words::ui::fetch as words;

/// Draws the progress of a fetch that is on the way, from right to left.
pub(super) fn progress_ui(ui: &mut Ui, fetch: &Fetch, pass: &Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let progress = fetch.progress(pass.now);
    if progress.received == 0 && progress.announced.is_none() {
        return;
    }
    let text = in_words(&progress);
    ui.label(Text::Small.of(&text).color(palette.quiet));
    ui.add_space(SPACE_2);
    let (rect, response) = ui.allocate_exact_size(vec2(BAR, 6.0), Sense::hover());
    bar(ui, rect, &progress, palette.accent_fill);
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &text));
}

/// The part that came; where the length is not known, a piece that moves on with each byte, and stands still without.
fn bar(ui: &Ui, rect: Rect, progress: &Progress, colour: Color32) {
    let palette = Palette::of_ui(ui);
    ui.painter().rect_filled(rect, 3, palette.hairline);
    let filled = if let Some(part) = progress.fraction() {
        rect.with_max_x(rect.min.x + rect.width() * share(part))
    } else {
        let step = (progress.received / STEP % STEPS) as f32 / STEPS as f32;
        let min = rect.min.x + step * (rect.width() - PIECE);
        rect.with_min_x(min).with_max_x(min + PIECE)
    };
    ui.painter().rect_filled(filled, 3, colour);
}

#[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
fn share(part: f64) -> f32 {
    part.clamp(0.0, 1.0) as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate is at least 0; a saturated one is still huge"
)]
fn in_words(progress: &Progress) -> String {
    let rate = progress.rate as u64;
    match progress.announced {
        Some(announced) => words::progress_of(progress.received, announced, rate),
        None => words::progress(progress.received, rate),
    }
}

/// Width of the bar.
const BAR: f32 = 180.0;
/// Width of the piece that moves.
const PIECE: f32 = 36.0;
/// Bytes for which the piece moves one step.
const STEP: u64 = 16 * 1024;
/// Steps from left to right.
const STEPS: u64 = 64;
