//! A play list on one peer: a state machine that takes what happens and returns what to do.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::codec::Template;
use crate::codec::template::{Exchange, Values};
use crate::respond::conversation::Context;
use crate::respond::framing::Message;
use crate::respond::play::inbox::{End, Inbox};
use crate::respond::play::summary::{expected, preview};
use crate::respond::play::{Move, Plan, PlayStep};
use crate::types::play::ExpectedMessage;
use crate::types::problem::{Absence, NoMessage, StepProblem, WaitEnd};
use crate::types::{IoError, Pace, PlayFact, StepOutcome};

/// A play list on one peer: a state machine that takes what happens and returns what to do.
#[derive(Debug)]
pub struct Player {
    plan: Arc<Plan>,
    inbox: Inbox,
    /// The current step, counted from 0.
    place: usize,
    phase: Phase,
    /// When the step began.
    since: Instant,
    /// For each step, how often it has repeated, and when it first did.
    rounds: Vec<(u32, Option<Instant>)>,
    /// How many payloads were sent.
    sends: u64,
    /// The last expected message that came.
    found: Option<Found>,
    is_stopped: bool,
}

/// What the worker has to do for a play list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlayAct {
    /// Send these bytes for a step, and call [`Player::sent`] when they are gone.
    Send {
        /// Counted from 1.
        step: u32,
        /// What.
        bytes: Bytes,
        /// In pieces, if not whole.
        pace: Option<Pace>,
    },
    /// Report this.
    Report(PlayFact),
}

#[derive(Debug)]
enum Phase {
    /// The start has not been reported.
    NotStarted,
    /// The step is about to begin.
    Due,
    Sending,
    Sent(Result<(), StepProblem>, Instant),
    /// Until then, or for ever.
    Waiting(Option<Instant>),
    /// Until then, or for ever; other messages came.
    Expecting(Option<Instant>, PassedOver),
    Failed,
    Over,
}

impl Phase {
    fn is_under_way(&self) -> bool {
        !matches!(self, Self::NotStarted | Self::Failed | Self::Over)
    }
}

/// Messages that did not match.
#[derive(Debug, Default)]
struct PassedOver {
    count: u64,
    last: Bytes,
}

#[derive(Debug)]
struct Found {
    message: Message,
    captures: Vec<Option<Bytes>>,
    count: u64,
}

impl Player {
    /// At the first step.
    pub fn new(plan: Arc<Plan>, now: Instant) -> Self {
        Self {
            inbox: Inbox::new(&plan),
            place: 0,
            phase: Phase::NotStarted,
            since: now,
            rounds: vec![(0, None); plan.moves.len()],
            sends: 0,
            found: None,
            is_stopped: false,
            plan,
        }
    }

    /// A piece of a stream.
    pub fn received(&mut self, bytes: &Bytes, now: Instant) {
        self.inbox.push(bytes, now);
    }

    /// A datagram, which is a message.
    pub fn datagram(&mut self, bytes: &Bytes, _now: Instant) {
        self.inbox.push_datagram(bytes);
    }

    /// The peer sends no more.
    pub fn ended(&mut self, now: Instant) {
        self.inbox.finish(now);
    }

    /// The payload was sent; or not, and why.
    pub fn sent(&mut self, result: Result<(), StepProblem>, now: Instant) {
        if matches!(self.phase, Phase::Sending) {
            self.phase = Phase::Sent(result, now);
        }
    }

    /// The session or the peer had an error. It fails no step by itself, but may be why one does.
    pub fn erred(&mut self, error: IoError) {
        self.inbox.error = Some(error);
    }

    /// The list was stopped: what has not passed has failed.
    pub fn stop(&mut self) {
        self.is_stopped = true;
    }

    /// The peer is gone. What came before counts, but nothing else passes any more.
    pub fn left(&mut self, why: Absence, now: Instant) {
        self.inbox.leave(why, now);
    }

    /// What to do now. Call it until it returns `None`, and again at the deadline.
    pub fn next(&mut self, context: &mut Context<'_>) -> Option<PlayAct> {
        let phase = std::mem::replace(&mut self.phase, Phase::Over);
        if self.is_stopped && phase.is_under_way() && self.place < self.plan.moves.len() {
            return Some(self.finish(Err(StepProblem::Stopped), context.now));
        }
        match phase {
            Phase::NotStarted => {
                self.phase = Phase::Due;
                Some(PlayAct::Report(PlayFact::Began))
            }
            Phase::Due => self.begin(context),
            Phase::Sending => self.sending(context.now),
            Phase::Sent(result, at) => Some(self.finish(result, at)),
            Phase::Waiting(until) => self.wait(until, context.now),
            Phase::Expecting(until, passed_over) => self.expect(until, passed_over, context.now),
            Phase::Failed => Some(PlayAct::Report(PlayFact::Done { passed: false })),
            Phase::Over => None,
        }
    }

    /// When to call [`Self::next`] although nothing happened.
    pub fn deadline(&self) -> Option<Instant> {
        let step = match self.phase {
            Phase::Waiting(until) | Phase::Expecting(until, _) => until,
            _ => None,
        };
        [step, self.inbox.deadline()].into_iter().flatten().min()
    }

    /// The list has ended and everything was reported.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over)
    }

    /// Goes back as often as repeats ask for, and begins the next step.
    fn begin(&mut self, context: &mut Context<'_>) -> Option<PlayAct> {
        let plan = Arc::clone(&self.plan);
        loop {
            self.since = context.now;
            match plan.moves.get(self.place) {
                None => return Some(PlayAct::Report(PlayFact::Done { passed: true })),
                Some(Move::Send { template, pace }) => {
                    return Some(self.send(template, *pace, context));
                }
                Some(Move::Wait(duration)) => {
                    if let Some(why) = self.inbox.absence() {
                        return Some(self.finish(Err(StepProblem::Gone(why)), context.now));
                    }
                    return self.wait(context.now.checked_add(*duration), context.now);
                }
                Some(Move::Expect { within, .. }) => {
                    let until = context.now.checked_add(*within);
                    return self.expect(until, PassedOver::default(), context.now);
                }
                Some(Move::Repeat { from, times }) => {
                    if !self.goes_back(*from, *times) {
                        return Some(self.finish(Ok(()), context.now));
                    }
                }
            }
        }
    }

    /// Whether a repeat leads back once more. Repeats within it start counting again.
    fn goes_back(&mut self, from: usize, times: u32) -> bool {
        let Some((rounds, since)) = self.rounds.get_mut(self.place) else {
            return false;
        };
        let began = *since.get_or_insert(self.since);
        if *rounds >= times {
            (*rounds, *since) = (0, None);
            self.since = began;
            return false;
        }
        *rounds = rounds.saturating_add(1);
        self.place = from;
        true
    }

    fn send(
        &mut self,
        template: &Template,
        pace: Option<Pace>,
        context: &mut Context<'_>,
    ) -> PlayAct {
        if let Some(why) = self.inbox.absence() {
            return self.finish(Err(StepProblem::Gone(why)), context.now);
        }
        let exchange = self.found.as_ref().map(|found| Exchange {
            message: &found.message.content,
            frame: &found.message.frame,
            captures: &found.captures,
            peer: context.peer,
            count: found.count,
            round: 0,
        });
        let mut values = Values {
            now: context.wall,
            sequence: self.sends,
            random: &mut *context.random,
            exchange,
        };
        match template.render(&mut values) {
            Ok(bytes) => {
                self.sends = self.sends.saturating_add(1);
                self.phase = Phase::Sending;
                PlayAct::Send { step: self.number(), bytes, pace }
            }
            Err(problem) => self.finish(Err(StepProblem::Fill(problem)), context.now),
        }
    }

    /// The sender of the bytes reports how that went; without a peer nobody does, so the step ends here.
    fn sending(&mut self, now: Instant) -> Option<PlayAct> {
        if let Some(why) = self.inbox.absence() {
            return Some(self.finish(Err(StepProblem::Gone(why)), now));
        }
        self.phase = Phase::Sending;
        None
    }

    fn wait(&mut self, until: Option<Instant>, now: Instant) -> Option<PlayAct> {
        if until.is_some_and(|until| until <= now) {
            return Some(self.finish(Ok(()), now));
        }
        if let Some(why) = self.inbox.absence() {
            return Some(self.finish(Err(StepProblem::Gone(why)), now));
        }
        self.phase = Phase::Waiting(until);
        None
    }

    fn expect(
        &mut self,
        until: Option<Instant>,
        mut passed_over: PassedOver,
        now: Instant,
    ) -> Option<PlayAct> {
        let plan = Arc::clone(&self.plan);
        let Some(Move::Expect { test, .. }) = plan.moves.get(self.place) else {
            return None;
        };
        while let Some(message) = self.inbox.take(now) {
            if let Some(captures) = test.matches(&message.content) {
                let count = self.inbox.taken;
                self.found = Some(Found { message, captures, count });
                return Some(self.finish(Ok(()), now));
            }
            passed_over.count = passed_over.count.saturating_add(1);
            passed_over.last = message.content;
        }
        if let Some(end) = self.wait_end(until, now) {
            let problem = StepProblem::NoMessage(Box::new(self.no_message(end, &passed_over)));
            return Some(self.finish(Err(problem), now));
        }
        self.phase = Phase::Expecting(until, passed_over);
        None
    }

    /// Why the message of this step isn't waited for any longer, if it isn't.
    fn wait_end(&self, until: Option<Instant>, now: Instant) -> Option<WaitEnd> {
        match &self.inbox.end {
            Some(End::Gone(why)) => return Some(WaitEnd::Gone(why.clone())),
            Some(End::Fin) => return Some(WaitEnd::PeerClosed),
            None => {}
        }
        if let Some(problem) = self.inbox.failure() {
            return Some(WaitEnd::Cut(problem));
        }
        let is_late = until.is_some_and(|until| until <= now);
        is_late.then(|| WaitEnd::Timeout(self.patience()))
    }

    fn no_message(&self, end: WaitEnd, passed_over: &PassedOver) -> NoMessage {
        let expected = match self.plan.list.steps.get(self.place) {
            Some(PlayStep::Expect { matcher, .. }) => expected(matcher),
            _ => ExpectedMessage::Any,
        };
        NoMessage {
            expected,
            end,
            others: passed_over.count,
            last: preview(&passed_over.last),
            unfinished: self.inbox.unfinished(),
            dropped: self.inbox.dropped,
            error: self.inbox.error.clone(),
        }
    }

    fn patience(&self) -> Duration {
        match self.plan.moves.get(self.place) {
            Some(Move::Expect { within, .. }) => *within,
            _ => Duration::ZERO,
        }
    }

    /// The step is over; the next one is due unless it failed.
    fn finish(&mut self, result: Result<(), StepProblem>, at: Instant) -> PlayAct {
        let step = self.number();
        let took = at.saturating_duration_since(self.since);
        let outcome = match result {
            Ok(()) => {
                self.phase = Phase::Due;
                self.place = self.place.saturating_add(1);
                StepOutcome::Passed
            }
            Err(problem) => {
                self.phase = Phase::Failed;
                StepOutcome::Failed(problem)
            }
        };
        PlayAct::Report(PlayFact::Step { step, outcome, took })
    }

    /// Counted from 1.
    fn number(&self) -> u32 {
        u32::try_from(self.place).unwrap_or(u32::MAX).saturating_add(1)
    }
}
