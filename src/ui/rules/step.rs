//! A step of a rule: what is done.

use std::time::Duration;

use egui::{Align, Layout, Ui};

use crate::codec::template::Scope;
use crate::codec::{ParseError, Typed};
use crate::respond::{Step, Transport};
use crate::ui::composer::fields::FieldsView;
use crate::ui::kit;
use crate::ui::kit::caption::quiet_ui;
use crate::ui::kit::step::{
    Action, StepChange, StepPayload, action_ui, payload_ui, signs_ui, wait_ui,
};
use crate::ui::theme::Text;
use crate::words::ui::rules as words;

/// What is to be known of a step besides itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// Counted from 0.
    pub(super) place: usize,
    /// Steps in all.
    pub(super) count: usize,
    pub(super) transport: Transport,
    pub(super) wrong: Option<&'a ParseError>,
}

/// What a step does, without what is typed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RuleAction {
    Reply,
    Wait,
    Close,
    Abort,
    HalfClose,
    Again,
    Stop,
}

impl RuleAction {
    const ALL: [Self; 7] = [
        Self::Reply,
        Self::Wait,
        Self::Close,
        Self::Abort,
        Self::HalfClose,
        Self::Again,
        Self::Stop,
    ];

    fn of(step: &Step) -> Self {
        match step {
            Step::Reply(_) => Self::Reply,
            Step::Wait(_) => Self::Wait,
            Step::Close => Self::Close,
            Step::Abort => Self::Abort,
            Step::HalfClose => Self::HalfClose,
            Step::Again => Self::Again,
            Step::Stop => Self::Stop,
        }
    }

    fn step(self) -> Step {
        match self {
            Self::Reply => Step::Reply(Typed::text("")),
            Self::Wait => Step::Wait(Duration::from_secs(1)),
            Self::Close => Step::Close,
            Self::Abort => Step::Abort,
            Self::HalfClose => Step::HalfClose,
            Self::Again => Step::Again,
            Self::Stop => Step::Stop,
        }
    }

    fn hint(self, transport: Transport) -> &'static str {
        let streams = transport == Transport::Stream;
        match self {
            Self::Reply | Self::Wait => "",
            Self::Close if streams => words::close_hint(),
            Self::Abort if streams => words::abort_hint(),
            Self::Close | Self::Abort => words::close_datagrams_hint(),
            Self::HalfClose if streams => words::half_close_hint(),
            Self::HalfClose => words::half_close_datagrams_hint(),
            Self::Again => words::again_hint(),
            Self::Stop => words::stop_hint(),
        }
    }

    /// What a half-close is, datagrams do not know.
    fn fits(self, transport: Transport) -> bool {
        transport == Transport::Stream || self != Self::HalfClose
    }
}

impl Action for RuleAction {
    fn label(self) -> &'static str {
        match self {
            Self::Reply => words::reply(),
            Self::Wait => words::wait(),
            Self::Close => words::close(),
            Self::Abort => words::abort(),
            Self::HalfClose => words::half_close(),
            Self::Again => words::again(),
            Self::Stop => words::stop(),
        }
    }
}

/// Draws the step.
pub(super) fn step_ui(
    ui: &mut Ui,
    step: &mut Step,
    Row { place, count, transport, wrong }: Row<'_>,
    fields: &mut FieldsView,
) -> Option<StepChange> {
    let number = place + 1;
    let before = RuleAction::of(step);
    let mut action = before;
    let fits = |action: &RuleAction| action.fits(transport) || *action == before;
    let all: Vec<RuleAction> = RuleAction::ALL.into_iter().filter(fits).collect();
    action_ui(ui, number, CHOICE, &mut action, &all);
    if action != before {
        *step = action.step();
    }
    let operand = |ui: &mut Ui| match step {
        Step::Reply(typed) => reply_ui(ui, typed, number, wrong, fields),
        Step::Wait(time) => wait_ui(ui, number, time),
        Step::Close | Step::Abort | Step::HalfClose | Step::Again | Step::Stop => {
            quiet_ui(ui, RuleAction::of(step).hint(transport));
        }
    };
    let line = |ui: &mut Ui| {
        let change = ui.scope(|ui| signs_ui(ui, place, count)).inner;
        ui.with_layout(Layout::left_to_right(Align::Center), operand);
        change
    };
    ui.with_layout(Layout::right_to_left(Align::Center), line).inner
}

/// What is replied, and the list of the fields it may have.
fn reply_ui(
    ui: &mut Ui,
    typed: &mut Typed,
    number: usize,
    wrong: Option<&ParseError>,
    fields: &mut FieldsView,
) {
    let payload = StepPayload {
        number,
        name: &words::step_reply(number),
        example: "Hello, {message}!\\r\\n",
        fields_hint: words::reply_fields_hint(),
        scope: Scope::Reply,
        wrong,
    };
    payload_ui(ui, payload, typed, fields);
}

/// Draws the button for one more step.
pub(super) fn add_ui(ui: &mut Ui, steps: &mut Vec<Step>, transport: Transport) {
    let actions = RuleAction::ALL.into_iter().filter(|action| action.fits(transport));
    let choices = actions.map(|action| (action, action.hint(transport)));
    if let Some(action) = kit::step::add_ui(ui, Text::Small, choices) {
        steps.push(action.step());
    }
}

/// Width of the choice.
const CHOICE: f32 = 92.0;
