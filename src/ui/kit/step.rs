//! The parts of a step of a rule or of a play list: what it does, what is typed for it, and the signs with which it is moved
//! and removed.

use std::time::Duration;

use egui::{Button, Role, Ui, WidgetInfo};

use crate::codec::template::Scope;
use crate::codec::{ParseError, Typed};
use crate::ui::choice::combo_ui;
use crate::ui::composer::fields::{FieldsButton, FieldsView, insert_typed, list_ui};
use crate::ui::entry::{Entry, duration_ui, sign_ui, typed_ui};
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, Text};
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

/// What is to be known of a payload that is typed for a step.
#[derive(Debug, Clone, Copy)]
pub struct StepPayload<'a> {
    /// Of the step, counted from 1.
    pub number: usize,
    /// The accessible name of the entry.
    pub name: &'a str,
    /// Shown while nothing is typed.
    pub example: &'a str,
    /// What the button of the fields shows while the pointer is on it.
    pub fields_hint: &'a str,
    /// Which fields there are.
    pub scope: Scope,
    /// What is wrong with what is typed.
    pub wrong: Option<&'a ParseError>,
}

/// What a step does, without what is typed for it.
pub trait Action: Copy + PartialEq {
    /// As it is chosen: "Wait".
    fn label(self) -> &'static str;
}

/// Draws the choice of what the step of this number does, so wide.
pub fn action_ui<A: Action>(ui: &mut Ui, number: usize, width: f32, action: &mut A, all: &[A]) {
    ui.scope(|ui| {
        ui.spacing_mut().combo_width = width;
        combo_ui(ui, &words::step(number), action, all, A::label);
    });
}

/// Draws the button for one more step, with a menu of actions and their hints; gives the one that was clicked.
pub fn add_ui<A: Action>(
    ui: &mut Ui,
    size: Text,
    choices: impl IntoIterator<Item = (A, &'static str)>,
) -> Option<A> {
    let mut clicked = None;
    let menu = ui.menu_button(size.of(words::add()), |ui| {
        for (action, hint) in choices {
            let label = action.label();
            let quiet = Text::Small.of(hint).color(Palette::of_ui(ui).quiet);
            let button = ui.add(Button::new(label).right_text(quiet));
            let name = words::add_action(label);
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            if button.clicked() {
                clicked = Some(action);
            }
        }
    });
    menu.response.on_hover_text(words::add_hint());
    clicked
}

/// Draws the entry of a payload, and the list of the fields it may have.
pub fn payload_ui(
    ui: &mut Ui,
    payload: StepPayload<'_>,
    typed: &mut Typed,
    fields: &mut FieldsView,
) {
    let StepPayload { number, name, example, fields_hint, scope, wrong } = payload;
    let width = ui.available_width() - FIELDS - SPACE_2;
    let editor = typed_ui(ui, Entry { name, hint: example, wrong, width }, typed).id;
    let name = words::fields(number);
    let button = FieldsButton { text: "{ }", name: &name, on: true, hint: fields_hint };
    if let Some(field) = list_ui(ui, button, fields, scope, |_| ()) {
        insert_typed(ui.ctx(), editor, typed, &field.insert);
    }
}

/// Draws the entry for how long the step of this number waits.
pub fn wait_ui(ui: &mut Ui, number: usize, time: &mut Duration) {
    duration_ui(ui, &words::step_wait(number), time);
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

/// Width of the button of the fields.
const FIELDS: f32 = 36.0;
