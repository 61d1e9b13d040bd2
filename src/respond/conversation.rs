//! The rules on one peer: a state machine that takes what happens and returns what to do.

mod matching;
mod run;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use chrono::{DateTime, FixedOffset};

use crate::respond::framing::{Boundary, Cutter, Message};
use crate::respond::rules::{Occurrence, Program, Rules};
use crate::types::problem::{CutProblem, FillProblem};
use crate::types::{Address, RuleTag};
use matching::Matching;
use run::{Outcome, Run};

/// The rules on one connection, or on one peer of datagrams. The steps for a message are done before those for the next
/// one begin.
#[derive(Debug)]
pub struct Conversation {
    rules: Arc<Rules>,
    /// `None` if each read is a message, or before the first one.
    cutter: Option<Box<Cutter>>,
    matching: Matching,
    runs: VecDeque<Run>,
    /// Bytes of the messages of `runs`.
    queued: usize,
    /// Messages so far.
    count: u64,
    /// How many replies with fields each rule has made.
    replies: BTreeMap<RuleTag, u64>,
    silence: Silence,
    phase: Phase,
    has_failed: bool,
}

/// What a reply is made with, besides the message.
#[derive(Debug)]
pub struct Context<'a> {
    /// The monotonic clock.
    pub now: Instant,
    /// The wall clock.
    pub wall: DateTime<FixedOffset>,
    /// The other end.
    pub peer: &'a Address,
    /// For `{random}`.
    pub random: &'a mut fastrand::Rng,
}

/// What the worker has to do, and for which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Send these bytes, perhaps none as a datagram.
    Reply(RuleTag, Bytes),
    /// Close after what is queued. Nothing follows.
    Close(RuleTag),
    /// Abort after what is queued. Nothing follows.
    Abort(RuleTag),
    /// Send FIN after what is queued.
    HalfClose(RuleTag),
    /// A reply could not be made.
    Fail(RuleTag, FillProblem),
    /// The bytes can't be cut into messages any more. The tag is that of the framing.
    Unframed(RuleTag, CutProblem),
}

/// How long nothing has come.
#[derive(Debug)]
struct Silence {
    since: Instant,
    /// How many of the silences that rules wait for were long enough.
    passed: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// The peer sent FIN; rules on that have not run yet, because messages are left.
    Ended,
    /// The peer sent FIN, and rules on that have run.
    EndHandled,
    /// A rule has closed the connection.
    Closed,
}

impl Conversation {
    /// Nothing has happened yet.
    pub fn new(rules: Arc<Rules>, now: Instant) -> Self {
        Self {
            rules,
            cutter: None,
            matching: Matching::new(now),
            runs: VecDeque::new(),
            queued: 0,
            count: 0,
            replies: BTreeMap::new(),
            silence: Silence { since: now, passed: 0 },
            phase: Phase::Open,
            has_failed: false,
        }
    }

    /// The connection is open, or the first datagram of a peer is here.
    pub fn connected(&mut self, now: Instant) {
        self.hear(now);
        self.happen(Occurrence::Connect);
    }

    /// A piece of a stream.
    pub fn received(&mut self, bytes: &Bytes, now: Instant) {
        self.hear(now);
        if self.rules.is_empty() || self.phase != Phase::Open || bytes.is_empty() {
            return;
        }
        if self.cutter.is_none() {
            self.cutter = self.rules.cutter().map(Box::new);
        }
        match &mut self.cutter {
            Some(cutter) => {
                cutter.push(bytes, now);
                self.cut(now);
            }
            None => self.message(&Message::from(bytes)),
        }
    }

    /// A datagram, which is a message.
    pub fn datagram(&mut self, bytes: &Bytes, now: Instant) {
        self.hear(now);
        if !self.rules.is_empty() && self.phase != Phase::Closed {
            let has_lines = self.rules.boundary().is_some_and(Boundary::has_lines);
            self.message(&Message::datagram(bytes, has_lines));
        }
    }

    /// The peer sent FIN.
    pub fn ended(&mut self, now: Instant) {
        if self.phase != Phase::Open {
            return;
        }
        self.phase = Phase::Ended;
        if let Some(cutter) = &mut self.cutter {
            cutter.finish();
        }
        self.cut(now);
    }

    /// Other rules from now on; steps that have begun go on as they were. Bytes that aren't a message yet are cut by the new
    /// framing.
    pub fn set_rules(&mut self, rules: Arc<Rules>, now: Instant) {
        if !rules.has_silences_of(&self.rules) {
            self.silence = Silence { since: now, passed: 0 };
        }
        self.rules = rules;
        let Some(mut cutter) = self.cutter.take() else {
            return;
        };
        match self.rules.boundary() {
            Some(boundary) if cutter.cuts_like(boundary) => self.cutter = Some(cutter),
            Some(boundary) => {
                cutter.change(boundary.clone());
                self.cutter = Some(cutter);
                self.has_failed = false;
            }
            None => {
                cutter.finish();
                std::iter::from_fn(|| cutter.next(now)).for_each(|message| self.message(&message));
                self.has_failed = false;
            }
        }
        self.cut(now);
    }

    /// What to do now. Call it until it returns `None`, and again at the deadline. A rule that begins again and again always
    /// has something: stop calling while replies are not taken.
    pub fn next(&mut self, context: &mut Context<'_>) -> Option<Act> {
        self.matching.rest(context.now);
        self.ask();
        self.cut(context.now);
        self.fall_silent(context.now);
        loop {
            let outcome = self.runs.front_mut()?.go_on(context, &mut self.replies);
            match outcome {
                Outcome::Act(act) => {
                    if matches!(act, Act::Close(_) | Act::Abort(_)) {
                        self.close();
                    }
                    return Some(act);
                }
                Outcome::Waits => return None,
                Outcome::Again => self.runs.rotate_left(1),
                Outcome::Over => {
                    let run = self.runs.pop_front();
                    self.queued = self.queued.saturating_sub(run.map_or(0, |run| run.len()));
                    self.cut(context.now);
                }
            }
        }
    }

    /// When to call [`Self::next`] although nothing happened.
    pub fn deadline(&self) -> Option<Instant> {
        if self.phase == Phase::Closed {
            return None;
        }
        let wait = self.runs.front().and_then(Run::deadline);
        let cut = self.cutter.as_ref().and_then(|cutter| cutter.deadline());
        let cut = cut.filter(|_| !self.is_behind());
        [wait, cut, self.next_silence(), self.matching.deadline()].into_iter().flatten().min()
    }

    /// No message, step or wait is left; a rule on silence may still run.
    pub fn is_idle(&self) -> bool {
        self.runs.is_empty()
            && self.matching.is_empty()
            && self.phase != Phase::Ended
            && !self.has_uncut()
    }

    /// So much is left to answer that nothing more should be read.
    pub fn is_behind(&self) -> bool {
        self.queued + self.matching.bytes() > MOST_BYTES
            || self.runs.len() + self.matching.len() >= MOST_RUNS
    }

    /// Regular expressions take so long that other peers should have their turn before more is read.
    pub fn is_busy(&self) -> bool {
        !self.matching.is_empty()
    }

    fn hear(&mut self, now: Instant) {
        self.silence = Silence { since: now, passed: 0 };
    }

    /// Cuts what is there into messages, unless too many wait already.
    fn cut(&mut self, now: Instant) {
        while !self.is_behind() {
            let Some(message) = self.cutter.as_mut().and_then(|cutter| cutter.next(now)) else {
                break;
            };
            self.message(&message);
        }
        if self.has_uncut() || self.is_busy() {
            return;
        }
        let failure = self.cutter.as_ref().and_then(|cutter| cutter.failure());
        if let Some((problem, tag)) = failure.zip(self.rules.framing_tag())
            && !self.has_failed
        {
            self.has_failed = true;
            let program = Arc::new(Program::unframed(tag, problem));
            self.runs.push_back(Run::new(&program, Message::default(), self.count));
        }
        if self.phase == Phase::Ended {
            self.phase = Phase::EndHandled;
            self.happen(Occurrence::HalfClose);
        }
    }

    fn has_uncut(&self) -> bool {
        self.cutter.as_ref().is_some_and(|cutter| cutter.has_more())
    }

    fn message(&mut self, message: &Message) {
        self.count = self.count.saturating_add(1);
        self.matching.push(&self.rules, message.clone(), self.count);
        self.ask();
    }

    fn ask(&mut self) {
        let Self { matching, runs, queued, .. } = self;
        matching.go_on(|run| {
            *queued = queued.saturating_add(run.len());
            runs.push_back(run);
        });
    }

    fn happen(&mut self, what: Occurrence) {
        let Self { rules, runs, count, .. } = self;
        runs.extend(rules.apply(what).map(|program| Run::new(program, Message::default(), *count)));
    }

    fn next_silence(&self) -> Option<Instant> {
        if self.phase != Phase::Open {
            return None;
        }
        self.silence.since.checked_add(self.rules.silence(self.silence.passed)?)
    }

    fn fall_silent(&mut self, now: Instant) {
        while self.next_silence().is_some_and(|at| at <= now) {
            self.happen(Occurrence::Idle(self.silence.passed));
            self.silence.passed += 1;
        }
    }

    fn close(&mut self) {
        self.phase = Phase::Closed;
        self.matching.clear();
        self.runs.clear();
        self.queued = 0;
        self.cutter = None;
    }
}

/// The most bytes of messages that wait.
const MOST_BYTES: usize = 1 << 20;
/// The most rules that wait.
const MOST_RUNS: usize = 10_000;
