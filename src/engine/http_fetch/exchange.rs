//! One request and its response over a connection, sent and received at the same time.

mod input;
mod output;

use std::io;
use std::time::{Duration, Instant};

use crate::engine::http_fetch::connection::HttpConnection;
use crate::engine::http_fetch::hop_reporter::HopReporter;
use crate::engine::http_fetch::incoming_response::IncomingResponse;
use crate::engine::http_fetch::outgoing_request::{AfterResponse, OutgoingRequest};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::timing;
use crate::http::{Request, ResponseError};
use crate::types::http::{HopOutcome, Phase, ResponseHead};
use crate::types::problem::http::{HttpProblem, HttpWarning};
use crate::types::{Cause, IoError, Operation};

/// A request that is being sent, and the response to it.
pub(super) struct Exchange {
    connection: HttpConnection,
    request: OutgoingRequest,
    sending: Sending,
    response: IncomingResponse,
    /// When a byte was last sent, received or decoded.
    active: Instant,
    idle: Option<Duration>,
    /// How much more of the response is read, once only its head matters.
    rest_limit: Option<RestLimit>,
    /// Why it has ended although the response is incomplete.
    failure: Option<HopOutcome>,
}

enum Sending {
    /// The body waits until then for `100 Continue` (RFC 9110, 10.1.1).
    Waiting(Instant),
    /// There is more to send.
    Open,
    /// Everything was sent, or the server wants no more.
    Over,
    /// Sending has failed.
    Broken(io::Error),
}

/// How much is read of the rest of a response that isn't needed, to be able to reuse the connection.
struct RestLimit {
    until: Instant,
    /// Bytes of the body.
    most: u64,
}

/// An exchange that is over.
pub(super) struct Ended {
    pub(super) connection: HttpConnection,
    pub(super) outcome: HopOutcome,
    pub(super) head: Option<ResponseHead>,
    /// The request that the head redirects to.
    pub(super) redirected: Option<Request>,
    /// Bytes after the end of the response.
    pub(super) leftover: usize,
    /// The connection may be reused for another request.
    pub(super) is_reusable: bool,
    /// The reused connection was closed before the server can have acted on this request, so it is safe to send it again.
    pub(super) may_retry: bool,
    /// The rest of the response was not read because it isn't needed.
    pub(super) was_cut: bool,
}

impl Exchange {
    /// Over a connection with no other request in progress.
    pub(super) fn new(
        connection: HttpConnection,
        request: OutgoingRequest,
        idle: Option<Duration>,
    ) -> Self {
        let redirects = request.redirects.clone();
        let response = IncomingResponse::new(&request.method, request.asks_upgrade, redirects);
        Self {
            active: connection.last_byte(),
            connection,
            request,
            sending: Sending::Open,
            response,
            idle,
            rest_limit: None,
            failure: None,
        }
    }

    /// Send, receive and decode a bounded amount; returns whether it is over.
    pub(super) fn turn(&mut self, reporter: &mut HopReporter, hub: &mut Hub) -> bool {
        if matches!(self.sending, Sending::Open) {
            reporter.begin_phase(Phase::Send, hub);
        }
        for _ in 0..ROUNDS {
            let is_free = hub.common.outbox.has_room() && !hub.mailbox.is_stopped();
            if !is_free || !self.round(reporter, hub) {
                break;
            }
        }
        self.check_time(reporter, hub);
        self.is_over()
    }

    /// There is more to do without waiting for the socket.
    pub(super) fn is_ready(&self) -> bool {
        self.response.is_behind() || self.wants_read() || self.wants_write()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        let gate = match self.sending {
            Sending::Waiting(until) => Some(until),
            Sending::Open | Sending::Over | Sending::Broken(_) => None,
        };
        let rest_limit = self.rest_limit.as_ref().map(|rest_limit| rest_limit.until);
        [gate, rest_limit, self.idle_deadline()].into_iter().flatten().min()
    }

    pub(super) fn connection(&mut self) -> &mut HttpConnection {
        &mut self.connection
    }

    pub(super) fn into_connection(self) -> HttpConnection {
        self.connection
    }

    /// The final head, once it has arrived.
    pub(super) fn head(&self) -> Option<&ResponseHead> {
        self.response.head()
    }

    /// Only the head matters: read the rest of the body only if it is short, so that the connection can be reused.
    pub(super) fn skip_rest(&mut self) {
        if self.rest_limit.is_none() {
            let until = timing::deadline(LONGEST_REST);
            self.rest_limit = Some(RestLimit { until, most: MOST_REST });
        }
    }

    /// End it with this error, unless it has failed already.
    pub(super) fn fail(&mut self, error: IoError) {
        let outcome = self.unfinished(error);
        self.failure.get_or_insert(outcome);
    }

    pub(super) fn into_ended(self, reporter: &HopReporter, hub: &mut Hub) -> Ended {
        let outcome = self.outcome(reporter, hub);
        let leftover = self.response.leftover();
        let peer = self.connection.peer();
        if leftover > 0 && self.request.after_response == AfterResponse::KeepAlive {
            let warning = HttpWarning::AfterResponse { peer, bytes: leftover as u64 };
            reporter.warn(warning, hub);
        }
        let is_whole = self.response.is_whole();
        let was_cut = !is_whole && self.failure.is_some() && self.is_past_rest_limit();
        let is_reusable = is_whole
            && self.failure.is_none()
            && self.response.keeps_connection()
            && self.request.upload.is_done()
            && self.request.after_response == AfterResponse::KeepAlive
            && self.connection.is_open();
        let may_retry = self.connection.is_reused()
            && !self.response.has_begun()
            && !self.connection.is_open()
            && (self.request.is_idempotent || self.request.upload.holds_whole_body());
        let (head, redirected) = self.response.into_head();
        Ended {
            connection: self.connection,
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
    fn round(&mut self, reporter: &mut HopReporter, hub: &mut Hub) -> bool {
        let decoded = self.response.decode(MOST_DECODED, reporter, hub);
        if decoded {
            self.active = Instant::now();
        }
        if let Some(excess) = self.response.excess() {
            let error = self.fetch_error(HttpProblem::Coding(excess.clone()));
            let error = IoError { kind: io::ErrorKind::QuotaExceeded, ..error };
            self.failure.get_or_insert(HopOutcome::Failed(error));
            return false;
        }
        let read = self.read(reporter, hub);
        let written = self.write(reporter, hub);
        decoded || read || written
    }

    /// The outcome if it ends now with this error.
    pub(super) fn unfinished(&self, error: IoError) -> HopOutcome {
        if self.response.has_begun() {
            HopOutcome::Incomplete(error)
        } else {
            HopOutcome::Failed(error)
        }
    }

    fn idle_deadline(&self) -> Option<Instant> {
        let idle = self.idle.filter(|_| !self.response.is_behind())?;
        Some(timing::later(self.active, idle))
    }

    fn check_time(&mut self, reporter: &mut HopReporter, hub: &mut Hub) {
        let now = Instant::now();
        if matches!(self.sending, Sending::Waiting(until) if until <= now) {
            self.release_body();
            reporter.end_phase(Phase::Wait, hub);
            reporter.begin_phase(Phase::Send, hub);
        }
        if self.is_over() {
            return;
        }
        if self.is_past_rest_limit() {
            self.fail(self.fetch_error(HttpProblem::RestNotRead));
        }
        if self.idle_deadline().is_some_and(|deadline| deadline <= now) {
            let idle = self.idle.unwrap_or_default();
            let error = self.fetch_error(HttpProblem::Idle { limit: idle });
            self.fail(IoError { kind: io::ErrorKind::TimedOut, ..error });
        }
    }

    fn is_past_rest_limit(&self) -> bool {
        self.rest_limit.as_ref().is_some_and(|rest_limit| {
            rest_limit.until <= Instant::now() || self.response.body_len() > rest_limit.most
        })
    }

    fn fetch_error(&self, cause: impl Into<Cause>) -> IoError {
        IoError::other(Operation::Fetch, &self.request.target, cause)
    }

    fn is_over(&self) -> bool {
        let is_decided = self.failure.is_some() || self.response.is_over();
        is_decided && !self.response.is_behind()
    }

    fn outcome(&self, reporter: &HopReporter, hub: &mut Hub) -> HopOutcome {
        if let Some(failure) = &self.failure {
            return failure.clone();
        }
        if let Some(error) = self.response.error() {
            return HopOutcome::Failed(self.fetch_error(response_problem(error)));
        }
        match self.response.check_content(reporter, hub) {
            Ok(()) => HopOutcome::Complete,
            Err(problem) => HopOutcome::Failed(self.fetch_error(HttpProblem::Coding(problem))),
        }
    }
}

/// The problem of an invalid response.
fn response_problem(error: &ResponseError) -> HttpProblem {
    HttpProblem::Response { at: error.at, problem: error.problem.clone() }
}

/// Rounds of receiving, sending and decoding in a turn: about 1 MiB each.
const ROUNDS: usize = 4;
/// Bytes decoded in a round.
const MOST_DECODED: usize = 256 * 1024;
/// How long the rest of a response that isn't needed is read.
const LONGEST_REST: Duration = Duration::from_secs(1);
/// Bytes of the body that are read of it.
const MOST_REST: u64 = 64 * 1024;
