//! One request and its answer over a connection, both at the same time.

mod input;
mod output;

use std::io;
use std::time::{Duration, Instant};

use crate::engine::http_fetch::answer::Answer;
use crate::engine::http_fetch::carrier::Carrier;
use crate::engine::http_fetch::journal::Journal;
use crate::engine::http_fetch::parcel::{Afterwards, Parcel};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::timing;
use crate::http::{Request, ResponseError};
use crate::types::http::{HopOutcome, Phase, ResponseHead};
use crate::types::problem::http::{HttpProblem, HttpWarning};
use crate::types::{Cause, IoError, Operation};

/// A request on its way and the answer to it.
pub(super) struct Exchange {
    carrier: Carrier,
    parcel: Parcel,
    sending: Sending,
    answer: Answer,
    /// When something happened last.
    active: Instant,
    idle: Option<Duration>,
    /// How much more of the answer is waited for.
    patience: Option<Patience>,
    /// Why it is over although the answer is not whole.
    failure: Option<HopOutcome>,
}

enum Sending {
    /// Until then the body waits for the server's word (RFC 9110, 10.1.1).
    Waiting(Instant),
    Open,
    /// All is sent, or nothing more is to be sent.
    Over,
    /// Nothing more can be sent.
    Broken(io::Error),
}

/// What is still read of an answer that is not needed.
struct Patience {
    until: Instant,
    /// Bytes of the body.
    most: u64,
}

/// An exchange that is over.
pub(super) struct Ended {
    pub(super) carrier: Carrier,
    pub(super) outcome: HopOutcome,
    pub(super) head: Option<ResponseHead>,
    /// The request that the head leads to.
    pub(super) redirected: Option<Request>,
    /// Bytes after the end of the answer.
    pub(super) leftover: usize,
    /// The connection may carry another request.
    pub(super) is_reusable: bool,
    /// The connection was kept from an earlier request, and gone before the server can have acted on this one.
    pub(super) may_retry: bool,
    /// The answer was cut because its rest was not needed.
    pub(super) was_cut: bool,
}

impl Exchange {
    /// Over a connection on which nothing is under way.
    pub(super) fn new(carrier: Carrier, parcel: Parcel, idle: Option<Duration>) -> Self {
        let redirects = parcel.redirects.clone();
        let answer = Answer::new(&parcel.method, parcel.asks_upgrade, redirects);
        Self {
            active: carrier.last_byte(),
            carrier,
            parcel,
            sending: Sending::Open,
            answer,
            idle,
            patience: None,
            failure: None,
        }
    }

    /// Send, read and decode, within bounds; whether it is over.
    pub(super) fn turn(&mut self, journal: &mut Journal, hub: &mut Hub) -> bool {
        if matches!(self.sending, Sending::Open) {
            journal.enter(Phase::Send, hub);
        }
        for _ in 0..ROUNDS {
            let is_free = hub.common.outbox.has_room() && !hub.mailbox.is_stopped();
            if !is_free || !self.round(journal, hub) {
                break;
            }
        }
        self.check_time(journal, hub);
        self.is_over()
    }

    /// There is more to do right away.
    pub(super) fn is_ready(&self) -> bool {
        self.answer.is_behind() || self.wants_read() || self.wants_write()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        let gate = match self.sending {
            Sending::Waiting(until) => Some(until),
            Sending::Open | Sending::Over | Sending::Broken(_) => None,
        };
        let patience = self.patience.as_ref().map(|patience| patience.until);
        [gate, patience, self.idle_deadline()].into_iter().flatten().min()
    }

    pub(super) fn carrier(&mut self) -> &mut Carrier {
        &mut self.carrier
    }

    pub(super) fn into_carrier(self) -> Carrier {
        self.carrier
    }

    /// The final head, once it has come.
    pub(super) fn head(&self) -> Option<&ResponseHead> {
        self.answer.head()
    }

    /// Only the head matters: of the body only so much is read that the connection can be used again.
    pub(super) fn hurry(&mut self) {
        if self.patience.is_none() {
            let until = timing::deadline(LONGEST_REST);
            self.patience = Some(Patience { until, most: MOST_REST });
        }
    }

    /// It must end now, for this reason.
    pub(super) fn fail(&mut self, error: IoError) {
        let outcome = self.unfinished(error);
        self.failure.get_or_insert(outcome);
    }

    pub(super) fn into_ended(self, journal: &Journal, hub: &mut Hub) -> Ended {
        let outcome = self.outcome(journal, hub);
        let leftover = self.answer.leftover();
        let peer = self.carrier.peer();
        if leftover > 0 && self.parcel.afterwards == Afterwards::Keep {
            let warning = HttpWarning::AfterResponse { peer, bytes: leftover as u64 };
            journal.warn(warning, hub);
        }
        let is_whole = self.answer.is_whole();
        let was_cut = !is_whole && self.failure.is_some() && self.is_patience_over();
        let is_reusable = is_whole
            && self.failure.is_none()
            && self.answer.keeps_connection()
            && self.parcel.upload.is_done()
            && self.parcel.afterwards == Afterwards::Keep
            && self.carrier.is_open();
        let may_retry = self.carrier.is_reused()
            && !self.answer.has_begun()
            && !self.carrier.is_open()
            && (self.parcel.is_idempotent || self.parcel.upload.holds_whole_body());
        let (head, redirected) = self.answer.into_head();
        Ended {
            carrier: self.carrier,
            outcome,
            head,
            redirected,
            leftover,
            is_reusable,
            may_retry,
            was_cut,
        }
    }
}

impl Exchange {
    fn round(&mut self, journal: &mut Journal, hub: &mut Hub) -> bool {
        let decoded = self.answer.decode(MOST_DECODED, journal, hub);
        if decoded {
            self.active = Instant::now();
        }
        if let Some(excess) = self.answer.excess() {
            let error = self.fetch_error(HttpProblem::Coding(excess.clone()));
            let error = IoError { kind: io::ErrorKind::QuotaExceeded, ..error };
            self.failure.get_or_insert(HopOutcome::Failed(error));
            return false;
        }
        let read = self.read(journal, hub);
        let written = self.write(journal, hub);
        decoded || read || written
    }

    /// How it ends, for this reason, now.
    pub(super) fn unfinished(&self, error: IoError) -> HopOutcome {
        if self.answer.has_begun() {
            HopOutcome::Incomplete(error)
        } else {
            HopOutcome::Failed(error)
        }
    }

    fn idle_deadline(&self) -> Option<Instant> {
        let idle = self.idle.filter(|_| !self.answer.is_behind())?;
        Some(timing::later(self.active, idle))
    }

    fn check_time(&mut self, journal: &mut Journal, hub: &mut Hub) {
        let now = Instant::now();
        if matches!(self.sending, Sending::Waiting(until) if until <= now) {
            self.let_through();
            journal.exit(Phase::Wait, hub);
            journal.enter(Phase::Send, hub);
        }
        if self.is_over() {
            return;
        }
        if self.is_patience_over() {
            self.fail(self.fetch_error(HttpProblem::RestNotRead));
        }
        if self.idle_deadline().is_some_and(|deadline| deadline <= now) {
            let idle = self.idle.unwrap_or_default();
            let error = self.fetch_error(HttpProblem::Idle { limit: idle });
            self.fail(IoError { kind: io::ErrorKind::TimedOut, ..error });
        }
    }

    fn is_patience_over(&self) -> bool {
        self.patience.as_ref().is_some_and(|patience| {
            patience.until <= Instant::now() || self.answer.body_len() > patience.most
        })
    }

    fn fetch_error(&self, cause: impl Into<Cause>) -> IoError {
        IoError::other(Operation::Fetch, &self.parcel.target, cause)
    }

    fn is_over(&self) -> bool {
        let is_settled = self.failure.is_some() || self.answer.is_over();
        is_settled && !self.answer.is_behind()
    }

    fn outcome(&self, journal: &Journal, hub: &mut Hub) -> HopOutcome {
        if let Some(failure) = &self.failure {
            return failure.clone();
        }
        if let Some(error) = self.answer.error() {
            return HopOutcome::Failed(self.fetch_error(response_problem(error)));
        }
        match self.answer.check_content(journal, hub) {
            Ok(()) => HopOutcome::Complete,
            Err(problem) => HopOutcome::Failed(self.fetch_error(HttpProblem::Coding(problem))),
        }
    }
}

/// A response that cannot be read.
fn response_problem(error: &ResponseError) -> HttpProblem {
    HttpProblem::Response { at: error.at, problem: error.problem.clone() }
}

/// Of reading, sending and decoding, in a turn: about 1 MiB each.
const ROUNDS: usize = 4;
const MOST_DECODED: usize = 256 * 1024;
/// Of an answer that is not needed.
const LONGEST_REST: Duration = Duration::from_secs(1);
const MOST_REST: u64 = 64 * 1024;
