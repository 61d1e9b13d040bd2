//! What follows when an answer is there: a tunnel is used, a redirect followed, a lost connection replaced, or it is over.

use std::io;
use std::time::Instant;

use crate::engine::http_fetch::carrier::{Carrier, Input};
use crate::engine::http_fetch::exchange::{Ended, Exchange};
use crate::engine::http_fetch::fetch::{Fetch, Leg, State, done};
use crate::engine::http_fetch::{FetchBody, FetchRequest};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::timing;
use crate::http::{Redirects, Request};
use crate::types::http::{HeadMeaning, HopCause, HopOutcome, Redirect, ResponseHead};
use crate::types::problem::http::HttpProblem;
use crate::types::problem::proxy::TunnelProblem;
use crate::types::{IoError, Operation};

impl Fetch {
    pub(super) fn asking_tunnel(
        &mut self,
        leg: Leg,
        mut exchange: Exchange,
        hub: &mut Hub,
    ) -> State {
        let is_over = exchange.turn(&mut self.journal, hub);
        if exchange.head().is_some_and(|head| !head.meaning.is_tunnel) {
            exchange.hurry();
        }
        if !is_over {
            return State::AskingTunnel { leg, exchange };
        }
        let Ended { carrier, outcome, head, leftover, was_cut, .. } =
            exchange.into_ended(&self.journal, hub);
        self.journal.end(outcome.clone(), hub);
        let error = match head {
            Some(head) if head.meaning.is_tunnel && leftover > 0 => {
                leg.refused(HttpProblem::Tunnel(TunnelProblem::EarlyBytes(leftover as u64)))
            }
            Some(head) if head.meaning.is_tunnel => return self.go_through(leg, carrier, hub),
            Some(ResponseHead { status, reason, .. })
                if outcome == HopOutcome::Complete || was_cut =>
            {
                let reason = reason.into();
                leg.refused(HttpProblem::Tunnel(TunnelProblem::Status { status, reason }))
            }
            _ => return done(outcome, Some(carrier), hub),
        };
        done(HopOutcome::Failed(error), Some(carrier), hub)
    }

    pub(super) fn exchanging(&mut self, leg: Leg, mut exchange: Exchange, hub: &mut Hub) -> State {
        let is_over = exchange.turn(&mut self.journal, hub);
        if exchange.head().is_some_and(|head| is_followed(&head.meaning)) {
            exchange.hurry();
        }
        if !is_over {
            return State::Exchanging { leg, exchange };
        }
        let ended = exchange.into_ended(&self.journal, hub);
        self.settle(leg, ended, hub)
    }

    /// What comes after the answer to a raw request is taken until the server is silent.
    pub(super) fn lingering(
        &self,
        mut carrier: Carrier,
        outcome: HopOutcome,
        hub: &mut Hub,
    ) -> State {
        for _ in 0..READS {
            if !hub.common.outbox.has_room() || !carrier.may_read() {
                break;
            }
            if let Input::End(_) = carrier.read(hub.common.options.read_size.bytes(), hub) {
                return done(outcome, Some(carrier), hub);
            }
        }
        let silence_ends = timing::later(carrier.last_byte(), self.longest_silence());
        if !carrier.may_read() && silence_ends <= Instant::now() {
            return done(outcome, Some(carrier), hub);
        }
        State::Lingering { carrier, outcome }
    }

    fn go_through(&mut self, leg: Leg, carrier: Carrier, hub: &mut Hub) -> State {
        self.begin(leg.cause, hub);
        self.carried(&carrier, false, hub);
        self.secure(leg, carrier, hub)
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

    fn settle(&mut self, leg: Leg, ended: Ended, hub: &mut Hub) -> State {
        let Ended { carrier, outcome, head, redirected, is_reusable, may_retry, was_cut, .. } =
            ended;
        self.journal.end(outcome.clone(), hub);
        if may_retry {
            carrier.leave(hub);
            return self.set_out(HopCause::Retried, false, hub);
        }
        let is_raw = matches!(self.config.request, FetchRequest::Raw { .. });
        if is_raw && carrier.is_open() && !is_cut_off(&outcome) {
            return State::Lingering { carrier, outcome };
        }
        if is_reusable {
            self.idle.put(leg.route.key, carrier, hub);
        } else {
            carrier.leave(hub);
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

    fn follow(&mut self, next: Request, hub: &mut Hub) -> State {
        self.followed = self.followed.saturating_add(1);
        if let FetchRequest::Composed { request, body } = &mut self.config.request {
            if next.body.is_none() {
                *body = FetchBody::None;
            }
            *request = next;
        }
        self.set_out(HopCause::Redirected, true, hub)
    }
}

/// By a limit of ours: nothing more is to be taken.
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

/// In a turn.
const READS: usize = 4;
