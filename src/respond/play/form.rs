//! A step as it stands in a file: a table with the name of what it does as a key.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::codec::Typed;
use crate::respond::form::{Span, payload};
use crate::respond::matcher::Matcher;
use crate::respond::play::PlayStep;
use crate::types::Pace;

/// Exactly one of `send`, `wait`, `expect` and `repeat`, and what goes with it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct StepForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) send: Option<PayloadForm>,
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

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct PayloadForm(#[serde(with = "payload")] Typed);

/// Bytes of a piece and the pause after it: `1/20ms`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct PaceForm(Pace);

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RepeatForm {
    /// Counted from 1.
    from: u32,
    times: u32,
}

impl TryFrom<StepForm> for PlayStep {
    type Error = &'static str;

    fn try_from(form: StepForm) -> Result<Self, Self::Error> {
        let StepForm { send, pace, wait, expect, within, repeat } = form;
        if pace.is_some() && send.is_none() {
            return Err("pace goes with send");
        }
        if within.is_some() && expect.is_none() {
            return Err("within goes with expect");
        }
        Ok(match (send, wait, expect, repeat) {
            (Some(PayloadForm(payload)), None, None, None) => {
                Self::Send { payload, pace: pace.map(|PaceForm(pace)| pace) }
            }
            (None, Some(Span(wait)), None, None) => Self::Wait(wait),
            (None, None, Some(matcher), None) => {
                Self::Expect { matcher, within: within.map_or(PATIENCE, |Span(within)| within) }
            }
            (None, None, None, Some(RepeatForm { from, times })) => Self::Repeat { from, times },
            _ => return Err("a step has one of send, wait, expect and repeat"),
        })
    }
}

impl From<PlayStep> for StepForm {
    fn from(step: PlayStep) -> Self {
        let form = Self::default();
        match step {
            PlayStep::Send { payload, pace } => {
                Self { send: Some(PayloadForm(payload)), pace: pace.map(PaceForm), ..form }
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

impl TryFrom<String> for PaceForm {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let pace = text.split_once('/').and_then(|(bytes, every)| {
            let every = humantime::parse_duration(every.trim()).ok()?;
            Some(Self(Pace { bytes: bytes.trim().parse().ok()?, every }))
        });
        pace.ok_or_else(|| format!("“{text}” is no pace: bytes and a pause, such as 1/20ms"))
    }
}

impl From<PaceForm> for String {
    fn from(PaceForm(Pace { bytes, every }): PaceForm) -> Self {
        format!("{bytes}/{}", humantime::format_duration(every))
    }
}

/// How long a message is waited for where the file does not say.
const PATIENCE: Duration = Duration::from_secs(5);
