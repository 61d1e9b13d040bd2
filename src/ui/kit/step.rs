//! The signs with which a step of a list is moved and removed.

use egui::Ui;

use crate::ui::entry::sign_ui;
use crate::ui::theme::SPACE_1;
use crate::words::ui::step as words;

/// What a click did to the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepChange {
    /// Remove this one.
    Remove(usize),
    /// Swap this one with the next.
    Swap(usize),
}

impl StepChange {
    /// Carries it out, if there still are such steps.
    pub fn apply<T>(self, steps: &mut Vec<T>) {
        match self {
            Self::Remove(place) if place < steps.len() => drop(steps.remove(place)),
            Self::Swap(place) if place + 1 < steps.len() => steps.swap(place, place + 1),
            Self::Remove(_) | Self::Swap(_) => {}
        }
    }
}

/// Draws the signs from right to left, for the step at this place of so many.
pub fn signs_ui(ui: &mut Ui, place: usize, count: usize) -> Option<StepChange> {
    ui.spacing_mut().item_spacing.x = SPACE_1;
    let number = place + 1;
    let removed = sign_ui(ui, true, "×", &words::remove(number));
    let down = sign_ui(ui, number < count, "↓", &words::move_down(number));
    let up = sign_ui(ui, place > 0, "↑", &words::move_up(number));
    match (up, down, removed) {
        (true, ..) => place.checked_sub(1).map(StepChange::Swap),
        (_, true, _) => Some(StepChange::Swap(place)),
        (.., true) => Some(StepChange::Remove(place)),
        (false, false, false) => None,
    }
}
