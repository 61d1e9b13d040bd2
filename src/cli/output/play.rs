//! What a play list does.

use std::time::Duration;

use serde::Serialize;

use crate::codec::show;
use crate::playground::Session;
use crate::types::{PlayFact, StepOutcome};
use crate::words;

/// A step, for programs.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    /// Counted from 1.
    #[serde(rename = "step")]
    number: u32,
    /// In words.
    what: String,
    outcome: &'static str,
    took_us: u64,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// How a list ended; of a step that was repeated, the last time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Tally {
    passed: bool,
    steps_passed: usize,
    steps_failed: usize,
    /// After a step that failed.
    steps_left: usize,
}

/// "2 FAILED expect a message within 2 s: no message came within 2 s (2 s)", or how many passed.
pub(super) fn line(session: &Session, fact: &PlayFact) -> Option<String> {
    match fact {
        PlayFact::Began => None,
        PlayFact::Step { step, outcome, took } => {
            let what = what(session, *step);
            let problem = match outcome {
                StepOutcome::Passed => None,
                StepOutcome::Failed(problem) => Some(words::problem::step(problem)),
            };
            let line = words::cli::output::step(*step, &what, problem.as_deref(), *took);
            Some(show::inert(&line).into_owned())
        }
        PlayFact::Done { passed } => {
            let Tally { steps_passed, steps_failed, steps_left, .. } = Tally::of(session, *passed);
            Some(words::cli::output::tally(steps_passed, steps_failed, steps_left))
        }
    }
}

impl Step {
    pub(super) fn of(session: &Session, step: u32, outcome: &StepOutcome, took: Duration) -> Self {
        let (outcome, message) = match outcome {
            StepOutcome::Passed => ("passed", None),
            StepOutcome::Failed(problem) => ("failed", Some(words::problem::step(problem))),
        };
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        Self { number: step, what: what(session, step), outcome, took_us, message }
    }
}

impl Tally {
    pub(super) fn of(session: &Session, passed: bool) -> Self {
        let steps = session.play().map_or(&[][..], |play| &play.steps);
        let count = |wanted: fn(&Option<StepOutcome>) -> bool| {
            steps.iter().filter(|outcome| wanted(outcome)).count()
        };
        Self {
            passed,
            steps_passed: count(|outcome| *outcome == Some(StepOutcome::Passed)),
            steps_failed: count(|outcome| matches!(outcome, Some(StepOutcome::Failed(_)))),
            steps_left: count(Option::is_none),
        }
    }
}

fn what(session: &Session, step: u32) -> String {
    let index = usize::try_from(step).ok().and_then(|step| step.checked_sub(1));
    let steps = session.play().map_or(&[][..], |play| &play.plan.list().steps);
    index
        .and_then(|index| steps.get(index))
        .map_or_else(String::new, |step| words::play::step(&step.summary()))
}
