//! Play lists: steps on one session, in order, each of which passes or fails.

mod file;
mod form;
mod inbox;
mod player;
mod summary;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::codec::template::Scope;
use crate::codec::{ParseError, Template, Typed};
use crate::respond::framing::Framing;
use crate::respond::matcher::{Matcher, Test};
use crate::types::Pace;
use crate::types::problem::PlayStepProblem;

pub use file::{PlayFile, PlayKind, PlaySession};
pub use player::{PlayAct, Player};

/// Steps in order, and the framing of the messages they expect.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PlayList {
    /// The name that people see.
    pub name: String,
    /// How the stream is cut into messages.
    pub framing: Framing,
    /// The steps, in order.
    #[serde(rename = "step")]
    pub steps: Vec<PlayStep>,
}

/// A step of a play list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "form::StepForm")]
pub enum PlayStep {
    /// Send this, with fields, perhaps in pieces. The fields of a reply are those of the message expected last; `{seq}`
    /// counts what the list sent, from 0.
    Send {
        /// The payload.
        payload: Typed,
        /// In pieces, if not whole.
        pace: Option<Pace>,
    },
    /// Do nothing for this long.
    Wait(Duration),
    /// Wait for a message that matches; others are passed over. Messages since the last such step count.
    Expect {
        /// What it must match.
        matcher: Matcher,
        /// How long to wait for it.
        within: Duration,
    },
    /// Repeat the steps from an earlier one up to here.
    Repeat {
        /// The first of them, counted from 1.
        from: u32,
        /// How many times.
        times: u32,
    },
}

/// A play list, read and checked.
#[derive(Debug)]
pub struct Plan {
    list: PlayList,
    moves: Vec<Move>,
    /// The messages that steps expect exactly; [`Framing::Text`] waits longer for these.
    words: Arc<[Bytes]>,
}

/// A step, read and checked.
#[derive(Debug)]
enum Move {
    Send { template: Template, pace: Option<Pace> },
    Wait(Duration),
    Expect { test: Test, within: Duration },
    Repeat { from: usize, times: u32 },
}

impl PlayList {
    /// Reads and checks all of it. Each error belongs to a step, counted from 0, or to the framing, and points into what was
    /// typed there.
    pub fn compile(&self) -> Result<Plan, Vec<(Option<usize>, ParseError)>> {
        let words = self.exact_words();
        let framing = self.framing.cutter(&words).err().map(|error| (None, error));
        let mut problems: Vec<_> = framing.into_iter().collect();
        let mut moves = Vec::with_capacity(self.steps.len());
        for (index, step) in self.steps.iter().enumerate() {
            match self.read(index, step) {
                Ok(step) => moves.push(step),
                Err(error) => problems.push((Some(index), error)),
            }
        }
        if problems.is_empty() {
            Ok(Plan { list: self.clone(), moves, words })
        } else {
            Err(problems)
        }
    }

    fn read(&self, index: usize, step: &PlayStep) -> Result<Move, ParseError> {
        Ok(match step {
            PlayStep::Send { payload, pace } => {
                Move::Send { template: self.template(index, payload)?, pace: *pace }
            }
            PlayStep::Wait(duration) => Move::Wait(*duration),
            PlayStep::Expect { matcher, within } => {
                Move::Expect { test: matcher.compile()?, within: *within }
            }
            PlayStep::Repeat { from, times } => {
                let from = self.first_of_repeat(index, *from)?;
                if *times == 0 {
                    return Err(problem(PlayStepProblem::RepeatsNever));
                }
                Move::Repeat { from, times: *times }
            }
        })
    }

    /// The fields of a reply need an earlier step that expects a message.
    fn template(&self, index: usize, payload: &Typed) -> Result<Template, ParseError> {
        let mut before = self.steps.iter().take(index);
        if before.any(|step| matches!(step, PlayStep::Expect { .. })) {
            return payload.template(Scope::Reply);
        }
        payload.template(Scope::Payload).map_err(|error| match payload.template(Scope::Reply) {
            Ok(_) => ParseError::new(error.at, PlayStepProblem::NothingExpected),
            Err(error) => error,
        })
    }

    /// Repeats may contain other repeats, but not a part of one.
    fn first_of_repeat(&self, index: usize, from: u32) -> Result<usize, ParseError> {
        let first = usize::try_from(from).ok().and_then(|from| from.checked_sub(1));
        let Some(first) = first.filter(|first| *first < index) else {
            return Err(problem(PlayStepProblem::NoStepBefore { from }));
        };
        let inside = self.steps.iter().enumerate().take(index).skip(first);
        for (other, step) in inside {
            if let PlayStep::Repeat { from: begin, .. } = step
                && usize::try_from(*begin).is_ok_and(|begin| begin <= first)
            {
                let other = other.saturating_add(1);
                return Err(problem(PlayStepProblem::Overlap { from, other }));
            }
        }
        Ok(first)
    }

    fn exact_words(&self) -> Arc<[Bytes]> {
        let word = |step: &PlayStep| match step {
            PlayStep::Expect { matcher: Matcher::Exact(word), .. } => word.bytes().ok(),
            _ => None,
        };
        self.steps.iter().filter_map(word).map(Bytes::from).collect()
    }
}

impl Plan {
    /// As it was written.
    pub fn list(&self) -> &PlayList {
        &self.list
    }
}

fn problem(problem: PlayStepProblem) -> ParseError {
    ParseError::whole(problem)
}

#[cfg(test)]
mod tests;
