//! Repeats a payload on a schedule that doesn't drift.

use std::num::NonZeroU64;
use std::thread;
use std::time::{Duration, Instant};

use crate::codec::template::{Template, Values};
use crate::engine::clock;
use crate::engine::command::RepeatRequest;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::payload::Replica;
use crate::types::problem::FillProblem;
use crate::types::{Fact, IoError, Notice, Operation, Recipients, Schedule, SendId, Tally};

/// The outcome of handing over a replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum Handover {
    /// It was queued.
    Taken,
    /// No recipient has sent enough of the earlier ones yet.
    Behind,
    /// There is no recipient, but one may join, which gives the worker a turn: then the schedule starts over.
    Nobody,
    /// There is no recipient, and none can join.
    Never,
}

/// Repeats one payload at a time.
#[derive(Default)]
pub(in crate::engine) struct Repeater {
    running: Option<Repeat>,
}

/// A repeated payload and its progress. The moments of the schedule are numbered from 0.
struct Repeat {
    id: SendId,
    to: Recipients,
    what: Template,
    schedule: Schedule,
    /// Moment 0.
    start: Instant,
    /// When there was a recipient first.
    begun: Option<Instant>,
    /// The next moment.
    moment: u64,
    tally: Tally,
    /// The sum over all replicas.
    late: Duration,
    reported: Option<Instant>,
    /// The outcome of the last one.
    last: Handover,
}

impl Repeater {
    /// Start to repeat a payload, instead of the current one.
    pub(in crate::engine) fn begin(&mut self, request: RepeatRequest, hub: &mut Hub) {
        self.end(hub);
        let RepeatRequest { id, to, what, schedule } = request;
        let schedule = Schedule { every: schedule.every.max(SHORTEST), ..schedule };
        self.running = Some(Repeat {
            id,
            to,
            what,
            schedule,
            start: Instant::now(),
            begun: None,
            moment: 0,
            tally: Tally::default(),
            late: Duration::ZERO,
            reported: None,
            last: Handover::Taken,
        });
    }

    /// Stop repeating this payload.
    pub(in crate::engine) fn cancel(&mut self, id: SendId, hub: &mut Hub) {
        if self.running.as_ref().is_some_and(|repeat| repeat.id == id) {
            self.end(hub);
        }
    }

    /// Stop repeating.
    pub(in crate::engine) fn end(&mut self, hub: &mut Hub) {
        if let Some(mut repeat) = self.running.take() {
            repeat.tally.is_over = true;
            repeat.report(hub);
        }
    }

    /// Hand over the replicas that are due, a bounded number of them.
    pub(in crate::engine) fn turn(
        &mut self,
        hub: &mut Hub,
        mut hand_over: impl FnMut(&Recipients, Replica, &mut Hub) -> Handover,
    ) {
        for _ in 0..REPLICAS_PER_TURN {
            let now = Instant::now();
            let Some(repeat) = self.running.as_mut().filter(|repeat| repeat.is_due(now)) else {
                return;
            };
            if !hub.common.outbox.has_room() {
                return;
            }
            let outcome = match repeat.next(now, &mut hub.common.random) {
                Ok(replica) => hand_over(&repeat.to, replica, hub),
                Err(problem) => {
                    hub.fail(IoError::other(Operation::Send, "anybody", problem));
                    return self.end(hub);
                }
            };
            repeat.count(outcome, now, hub);
            match outcome {
                Handover::Taken if !repeat.is_done() => {}
                Handover::Taken | Handover::Never => return self.end(hub),
                Handover::Behind | Handover::Nobody => return,
            }
        }
    }

    /// How long the worker may wait for sockets before the next moment. `mio` rounds up to milliseconds, which would be too
    /// late, so the last part of the wait is a sleep in this function.
    pub(in crate::engine) fn approach(&self) -> Option<Duration> {
        let repeat = self.running.as_ref()?;
        let left = || Some(repeat.due()?.saturating_duration_since(Instant::now()));
        match repeat.last {
            Handover::Taken => left().map(approach),
            Handover::Behind => left(),
            Handover::Nobody | Handover::Never => None,
        }
    }
}

impl Repeat {
    /// When the next moment is; `None` if it is beyond what the clock can represent.
    fn due(&self) -> Option<Instant> {
        let every = u64::try_from(self.schedule.every.as_nanos()).unwrap_or(u64::MAX);
        self.start.checked_add(Duration::from_nanos(every.saturating_mul(self.moment)))
    }

    fn is_due(&self, now: Instant) -> bool {
        self.last == Handover::Nobody || self.due().is_some_and(|due| due <= now)
    }

    /// The replica for this moment. After a long delay, such as a suspended machine, earlier ones are skipped.
    fn next(&mut self, now: Instant, random: &mut fastrand::Rng) -> Result<Replica, FillProblem> {
        if self.last == Handover::Nobody {
            (self.start, self.moment) = (now, 0);
        }
        let late = self.due().map_or(Duration::ZERO, |due| now.saturating_duration_since(due));
        if late > MOST_LATE {
            self.pass_over(self.last_moment(now).saturating_sub(self.moment));
        }
        let bytes = match self.what.as_fixed() {
            Some(bytes) => bytes.clone(),
            None => self.what.render(&mut Values {
                now: clock::wall(),
                sequence: self.schedule.first.wrapping_add(self.tally.done),
                random,
                exchange: None,
            })?,
        };
        Ok(Replica { id: self.id, bytes, pace: self.schedule.pace })
    }

    fn count(&mut self, outcome: Handover, now: Instant, hub: &mut Hub) {
        self.last = outcome;
        match outcome {
            Handover::Taken => self.taken(now),
            Handover::Behind => {
                self.pass_over(self.last_moment(now).saturating_sub(self.moment) + 1);
            }
            Handover::Nobody => {}
            Handover::Never => {
                hub.common.outbox.report(Fact::Notice(Notice::NoRecipientLeft));
            }
        }
        if matches!(outcome, Handover::Taken | Handover::Behind) {
            let begun = *self.begun.get_or_insert(self.start);
            self.tally.elapsed = now.saturating_duration_since(begun);
        }
        let is_news =
            |reported: Instant| now.saturating_duration_since(reported) >= BETWEEN_TALLIES;
        if self.reported.is_none_or(is_news) && !self.is_done() && outcome != Handover::Never {
            self.reported = Some(now);
            self.report(hub);
        }
    }

    fn taken(&mut self, now: Instant) {
        let late = self.due().map_or(Duration::ZERO, |due| now.saturating_duration_since(due));
        let Tally { done, latest, .. } = &mut self.tally;
        self.moment += 1;
        *done += 1;
        *latest = late.max(*latest);
        self.late = self.late.saturating_add(late);
        let mean = self.late.as_nanos() / u128::from(*done);
        self.tally.late = Duration::from_nanos(u64::try_from(mean).unwrap_or(u64::MAX));
    }

    fn pass_over(&mut self, moments: u64) {
        self.moment = self.moment.saturating_add(moments);
        self.tally.missed = self.tally.missed.saturating_add(moments);
    }

    /// The last moment that is due.
    fn last_moment(&self, now: Instant) -> u64 {
        let since = now.saturating_duration_since(self.start).as_nanos();
        let moment = since / self.schedule.every.as_nanos().max(1);
        u64::try_from(moment).unwrap_or(u64::MAX - 1)
    }

    fn is_done(&self) -> bool {
        self.schedule.times.map(NonZeroU64::get) == Some(self.tally.done)
    }

    fn report(&self, hub: &mut Hub) {
        hub.common.outbox.report(Fact::Repeated { send: self.id, tally: self.tally });
    }
}

/// How long to wait for sockets with `left` until the moment. Far from it, whole milliseconds, with at least one to spare. Near
/// it, this sleeps, and the rest is passed in polls without waiting.
fn approach(left: Duration) -> Duration {
    let millis = u64::try_from(left.as_millis()).unwrap_or(u64::MAX);
    if millis >= 2 {
        return Duration::from_millis(millis - 1);
    }
    if let Some(nap) = left.checked_sub(WAKING_UP) {
        sleep(nap.min(LONGEST_SLEEP));
    }
    Duration::ZERO
}

#[expect(clippy::disallowed_methods, reason = "no wait for sockets is as short and as precise")]
fn sleep(nap: Duration) {
    thread::sleep(nap);
}

/// Replicas until sockets and commands are looked at again.
const REPLICAS_PER_TURN: usize = 32;
/// The shortest interval, since a shorter one couldn't be kept.
const SHORTEST: Duration = Duration::from_micros(100);
/// Most delay that is caught up on; catching up on more would be a burst.
const MOST_LATE: Duration = Duration::from_millis(100);
const BETWEEN_TALLIES: Duration = Duration::from_millis(100);
/// Longest sleep, during which sockets and commands have to wait.
const LONGEST_SLEEP: Duration = Duration::from_micros(500);
/// A sleep may end this much too late.
const WAKING_UP: Duration = Duration::from_micros(150);
