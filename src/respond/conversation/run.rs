//! The steps of a rule for one message.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::codec::Template;
use crate::codec::template::{Exchange, Values};
use crate::respond::conversation::{Act, Context};
use crate::respond::framing::Message;
use crate::respond::matcher::Groups;
use crate::respond::rules::{Program, Task};
use crate::types::RuleTag;
use crate::types::problem::FillProblem;

#[derive(Debug)]
pub(super) struct Run {
    program: Arc<Program>,
    message: Message,
    groups: Groups,
    /// The number of the message.
    count: u64,
    /// The next step.
    at: usize,
    /// How often the steps began again.
    round: u64,
    until: Option<Instant>,
    /// Something took time or sent bytes since the steps began again; a run in which nothing did must not begin again.
    has_moved: bool,
}

pub(super) enum Outcome {
    Act(Act),
    /// It waits until its deadline.
    Waits,
    /// It began again.
    Again,
    Over,
}

impl Run {
    pub(super) fn new(program: &Arc<Program>, message: Message, count: u64) -> Self {
        Self {
            program: Arc::clone(program),
            message,
            groups: Groups::Whole,
            count,
            at: 0,
            round: 0,
            until: None,
            has_moved: false,
        }
    }

    pub(super) fn with(self, groups: Groups) -> Self {
        Self { groups, ..self }
    }

    /// Bytes of its message.
    pub(super) fn len(&self) -> usize {
        self.message.frame.len()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.until
    }

    pub(super) fn go_on(
        &mut self,
        context: &mut Context<'_>,
        replies: &mut BTreeMap<RuleTag, u64>,
    ) -> Outcome {
        let program = Arc::clone(&self.program);
        loop {
            if self.until.is_some_and(|until| context.now < until) {
                return Outcome::Waits;
            }
            self.until = None;
            let Some(task) = program.tasks.get(self.at) else {
                return Outcome::Over;
            };
            self.at += 1;
            let tag = program.tag;
            return Outcome::Act(match task {
                Task::Wait(time) => {
                    self.wait(*time, context.now);
                    continue;
                }
                Task::Again => return self.again(),
                Task::Reply(template) => match self.render(template, context, replies) {
                    Ok(bytes) => {
                        self.has_moved |= !bytes.is_empty();
                        Act::Reply(tag, bytes)
                    }
                    Err(problem) => Act::Fail(tag, problem),
                },
                Task::Close => Act::Close(tag),
                Task::Abort => Act::Abort(tag),
                Task::HalfClose => Act::HalfClose(tag),
                Task::Unframed(problem) => Act::Unframed(tag, *problem),
            });
        }
    }

    fn wait(&mut self, time: Duration, now: Instant) {
        self.has_moved |= !time.is_zero();
        self.until = now.checked_add(time).or_else(|| now.checked_add(NEVER));
    }

    fn again(&mut self) -> Outcome {
        if !self.has_moved {
            return Outcome::Over;
        }
        self.has_moved = false;
        self.at = 0;
        self.round = self.round.saturating_add(1);
        Outcome::Again
    }

    fn render(
        &self,
        template: &Template,
        context: &mut Context<'_>,
        replies: &mut BTreeMap<RuleTag, u64>,
    ) -> Result<Bytes, FillProblem> {
        if let Some(bytes) = template.as_fixed() {
            return Ok(bytes.clone());
        }
        let sequence = replies.entry(self.program.tag).or_default();
        let whole = [Some(self.message.content.clone())];
        let captures = match &self.groups {
            Groups::Whole => &whole[..],
            Groups::Some(groups) => groups,
        };
        let rendered = template.render(&mut Values {
            now: context.wall,
            sequence: *sequence,
            random: context.random,
            exchange: Some(Exchange {
                message: &self.message.content,
                frame: &self.message.frame,
                captures,
                peer: context.peer,
                count: self.count,
                round: self.round,
            }),
        });
        *sequence = sequence.wrapping_add(1);
        rendered
    }
}

/// In place of a moment that is too far away for the clock.
const NEVER: Duration = Duration::from_hours(10 * 365 * 24);
