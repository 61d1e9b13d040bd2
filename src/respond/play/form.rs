//! A step as it is written in a file: a table with the name of what it does as a key.

use std::time::Duration;

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};

use crate::codec::Typed;
use crate::respond::form::{Span, Wanted};
use crate::respond::matcher::Matcher;
use crate::respond::play::PlayStep;
use crate::types::Pace;
use crate::types::problem::{StepKeysProblem, ValueForm};

/// Exactly one of `send`, `wait`, `expect` and `repeat`, and what goes with it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct StepForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) send: Option<Typed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pace: Option<PaceForm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) wait: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expect: Option<Matcher>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) within: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repeat: Option<RepeatForm>,
}

/// Bytes of a piece and the pause after it: `1/20ms`.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(into = "String")]
pub(super) struct PaceForm(Pace);

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RepeatForm {
    /// Counted from 1.
    from: u32,
    times: u32,
}

impl StepForm {
    /// The step, if the keys are those of one.
    pub(super) fn step(self) -> Result<PlayStep, StepKeysProblem> {
        let Self { send, pace, wait, expect, within, repeat } = self;
        if pace.is_some() && send.is_none() {
            return Err(StepKeysProblem::PaceWithoutSend);
        }
        if within.is_some() && expect.is_none() {
            return Err(StepKeysProblem::WithinWithoutExpect);
        }
        Ok(match (send, wait, expect, repeat) {
            (Some(payload), None, None, None) => {
                PlayStep::Send { payload, pace: pace.map(|PaceForm(pace)| pace) }
            }
            (None, Some(Span(wait)), None, None) => PlayStep::Wait(wait),
            (None, None, Some(matcher), None) => {
                let within = within.map_or(PATIENCE, |Span(within)| within);
                PlayStep::Expect { matcher, within }
            }
            (None, None, None, Some(RepeatForm { from, times })) => {
                PlayStep::Repeat { from, times }
            }
            _ => return Err(StepKeysProblem::NotOneAction),
        })
    }
}

impl<'de> Deserialize<'de> for PlayStep {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let form = StepForm::deserialize(from)?;
        form.step().map_err(|problem| match problem {
            StepKeysProblem::NotOneAction => D::Error::missing_field("send"),
            StepKeysProblem::PaceWithoutSend => D::Error::unknown_field("pace", ACTIONS),
            StepKeysProblem::WithinWithoutExpect => D::Error::unknown_field("within", ACTIONS),
        })
    }
}

impl From<PlayStep> for StepForm {
    fn from(step: PlayStep) -> Self {
        let form = Self::default();
        match step {
            PlayStep::Send { payload, pace } => {
                Self { send: Some(payload), pace: pace.map(PaceForm), ..form }
            }
            PlayStep::Wait(wait) => Self { wait: Some(Span(wait)), ..form },
            PlayStep::Expect { matcher, within } => {
                Self { expect: Some(matcher), within: Some(Span(within)), ..form }
            }
            PlayStep::Repeat { from, times } => {
                Self { repeat: Some(RepeatForm { from, times }), ..form }
            }
        }
    }
}

impl<'de> Deserialize<'de> for PaceForm {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let pace = text.split_once('/').and_then(|(bytes, every)| {
            let every = humantime::parse_duration(every.trim()).ok()?;
            Some(Self(Pace { bytes: bytes.trim().parse().ok()?, every }))
        });
        let wanted = Wanted(ValueForm::Pace);
        pace.ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &wanted))
    }
}

impl From<PaceForm> for String {
    fn from(PaceForm(Pace { bytes, every }): PaceForm) -> Self {
        format!("{bytes}/{}", humantime::format_duration(every))
    }
}

/// The keys of a step that say what it does.
const ACTIONS: &[&str] = &["send", "wait", "expect", "repeat"];
/// How long a message is waited for where the file does not say.
const PATIENCE: Duration = Duration::from_secs(5);
