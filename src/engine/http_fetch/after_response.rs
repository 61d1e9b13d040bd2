//! What follows a response: use the tunnel, follow the redirect, retry on a new connection, or finish.

use std::io;
use std::time::Instant;

use crate::engine::http_fetch::connection::{HttpConnection, Input};
use crate::engine::http_fetch::exchange::{Ended, Exchange};
use crate::engine::http_fetch::fetch::{Fetch, FetchState, Hop, done};
use crate::engine::http_fetch::{FetchBody, FetchRequest};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::timing;
use crate::http::{Redirects, Request};
use crate::types::http::{HeadMeaning, HopCause, HopOutcome, Redirect, ResponseHead};
use crate::types::problem::http::HttpProblem;
use crate::types::problem::proxy::TunnelProblem;
use crate::types::{IoError, Operation};

impl Fetch {
    pub(super) fn requesting_tunnel(
        &mut self,
        hop: Hop,
        mut exchange: Exchange,
        hub: &mut Hub,
    ) -> FetchState {
        let is_over = exchange.turn(&mut self.reporter, hub);
        if exchange.head().is_some_and(|head| !head.meaning.is_tunnel) {
            exchange.skip_rest();
        }
        if !is_over {
            return FetchState::RequestingTunnel { hop, exchange };
        }
        let Ended { connection, outcome, head, leftover, was_cut, .. } =
            exchange.into_ended(&self.reporter, hub);
        self.reporter.end(outcome.clone(), hub);
        let error = match head {
            Some(head) if head.meaning.is_tunnel && leftover > 0 => {
                hop.refused(HttpProblem::Tunnel(TunnelProblem::EarlyBytes(leftover as u64)))
            }
            Some(head) if head.meaning.is_tunnel => return self.use_tunnel(hop, connection, hub),
            Some(ResponseHead { status, reason, .. })
                if outcome == HopOutcome::Complete || was_cut =>
            {
                let reason = reason.into();
                hop.refused(HttpProblem::Tunnel(TunnelProblem::Status { status, reason }))
            }
            _ => return done(outcome, Some(connection), hub),
        };
        done(HopOutcome::Failed(error), Some(connection), hub)
    }

    pub(super) fn exchanging(
        &mut self,
        hop: Hop,
        mut exchange: Exchange,
        hub: &mut Hub,
    ) -> FetchState {
        let is_over = exchange.turn(&mut self.reporter, hub);
        if exchange.head().is_some_and(|head| is_followed(&head.meaning)) {
            exchange.skip_rest();
        }
        if !is_over {
            return FetchState::Exchanging { hop, exchange };
        }
        let ended = exchange.into_ended(&self.reporter, hub);
        self.after_response(hop, ended, hub)
    }

    /// After the response to a raw request, keep receiving until the server is silent.
    pub(super) fn lingering(
        &self,
        mut connection: HttpConnection,
        outcome: HopOutcome,
        hub: &mut Hub,
    ) -> FetchState {
        for _ in 0..READS {
            if !hub.common.outbox.has_room() || !connection.may_read() {
                break;
            }
            if let Input::End(_) = connection.read(hub.common.options.read_size.bytes(), hub) {
                return done(outcome, Some(connection), hub);
            }
        }
        let silence_ends = timing::later(connection.last_byte(), self.longest_silence());
        if !connection.may_read() && silence_ends <= Instant::now() {
            return done(outcome, Some(connection), hub);
        }
        FetchState::Lingering { connection, outcome }
    }

    fn use_tunnel(&mut self, hop: Hop, connection: HttpConnection, hub: &mut Hub) -> FetchState {
        self.begin(hop.cause, hub);
        self.report_connection(&connection, false, hub);
        self.start_tls(hop, connection, hub)
    }

    /// How redirects are followed, if they are; those of a raw request are not.
    pub(super) fn redirects(&self) -> Option<Redirects> {
        match (self.config.redirects, &self.config.request) {
            (Some(most), FetchRequest::Composed { request, .. }) => {
                Some(Redirects { request: request.clone(), followed: self.followed, most })
            }
            (None, _) | (_, FetchRequest::Raw { .. }) => None,
        }
    }

    fn after_response(&mut self, hop: Hop, ended: Ended, hub: &mut Hub) -> FetchState {
        let Ended {
            connection, outcome, head, redirected, is_reusable, may_retry, was_cut, ..
        } = ended;
        self.reporter.end(outcome.clone(), hub);
        if may_retry {
            connection.leave(hub);
            return self.start_hop(HopCause::Retried, false, hub);
        }
        let is_raw = matches!(self.config.request, FetchRequest::Raw { .. });
        if is_raw && connection.is_open() && !is_cut_off(&outcome) {
            return FetchState::Lingering { connection, outcome };
        }
        if is_reusable {
            self.idle.put(hop.route.key, connection, hub);
        } else {
            connection.leave(hub);
        }
        if outcome != HopOutcome::Complete && !was_cut {
            return done(outcome, None, hub);
        }
        match (head.map(|head| head.meaning.redirect), redirected) {
            (Some(Redirect::Refused(problem)), _) => {
                let problem = HttpProblem::Redirect(problem);
                let error = IoError::other(Operation::Fetch, self.url().to_string(), problem);
                done(HopOutcome::Failed(error), None, hub)
            }
            (Some(Redirect::Followed { .. }), Some(request)) => self.follow(request, hub),
            (None | Some(Redirect::None | Redirect::Followed { .. }), _) => {
                done(outcome, None, hub)
            }
        }
    }

    fn follow(&mut self, next: Request, hub: &mut Hub) -> FetchState {
        self.followed = self.followed.saturating_add(1);
        if let FetchRequest::Composed { request, body } = &mut self.config.request {
            if next.body.is_none() {
                *body = FetchBody::None;
            }
            *request = next;
        }
        self.start_hop(HopCause::Redirected, true, hub)
    }
}

/// A timeout or a size limit ended it, so nothing more is to be received.
fn is_cut_off(outcome: &HopOutcome) -> bool {
    match outcome {
        HopOutcome::Incomplete(error) | HopOutcome::Failed(error) => {
            matches!(error.kind, io::ErrorKind::TimedOut | io::ErrorKind::QuotaExceeded)
        }
        HopOutcome::Complete | HopOutcome::Cancelled => false,
    }
}

fn is_followed(meaning: &HeadMeaning) -> bool {
    matches!(meaning.redirect, Redirect::Followed { .. })
}

/// Reads in a turn.
const READS: usize = 4;
