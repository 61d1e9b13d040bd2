//! What follows when an answer is there: a tunnel is used, a redirect followed, a lost connection replaced, or it is over.

use std::io;
use std::time::Instant;

use crate::engine::http_fetch::carrier::{Carrier, Input};
use crate::engine::http_fetch::exchange::{Ended, Exchange};
use crate::engine::http_fetch::fetch::{Fetch, Leg, State, done};
use crate::engine::http_fetch::{FetchBody, FetchRequest};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::timing;
use crate::http::{Request, redirect};
use crate::types::http::{HopCause, HopOutcome, ResponseHead};
use crate::types::{IoError, Operation};

/// Where an answer leads.
pub(super) enum Next {
    /// Its head has not come.
    Open,
    /// Nowhere: it is what was asked for.
    Nowhere,
    /// To this request.
    To(Box<Request>),
    /// Where it cannot be followed to.
    Refused(IoError),
}

impl Fetch {
    pub(super) fn asking_tunnel(
        &mut self,
        leg: Leg,
        mut exchange: Exchange,
        hub: &mut Hub,
    ) -> State {
        let is_over = exchange.turn(&mut self.journal, hub);
        if exchange.head().is_some_and(|head| !is_success(head)) {
            exchange.hurry();
        }
        if !is_over {
            return State::AskingTunnel { leg, exchange };
        }
        let Ended { carrier, outcome, head, leftover, was_cut, .. } = exchange.into_ended(hub);
        self.journal.end(outcome.clone(), hub);
        let error = match head {
            Some(head) if is_success(&head) && leftover > 0 => leg
                .refused(format!("it sent {leftover} bytes before the server was asked anything")),
            Some(head) if is_success(&head) => return self.go_through(leg, carrier, hub),
            Some(head) if outcome == HopOutcome::Complete || was_cut => leg.refused(refusal(&head)),
            _ => return done(outcome, Some(carrier), hub),
        };
        done(HopOutcome::Failed(error), Some(carrier), hub)
    }

    pub(super) fn exchanging(
        &mut self,
        leg: Leg,
        mut exchange: Exchange,
        mut next: Next,
        hub: &mut Hub,
    ) -> State {
        let is_over = exchange.turn(&mut self.journal, hub);
        if let (Next::Open, Some(head)) = (&next, exchange.head()) {
            next = self.next(head);
            if matches!(next, Next::To(_)) {
                exchange.hurry();
            }
        }
        if !is_over {
            return State::Exchanging { leg, exchange, next };
        }
        let ended = exchange.into_ended(hub);
        self.settle(leg, ended, next, hub)
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

    fn next(&self, head: &ResponseHead) -> Next {
        let (Some(most), FetchRequest::Composed { request, .. }) =
            (self.config.redirects, &self.config.request)
        else {
            return Next::Nowhere;
        };
        let refuse = |words| {
            let url = request.url.to_string();
            Next::Refused(IoError::other(Operation::Fetch, url, words))
        };
        match redirect::follow(request, head.status, &head.fields) {
            Ok(None) => Next::Nowhere,
            Ok(Some(_)) if self.followed >= most => {
                refuse(format!("too many redirects: more than {most}"))
            }
            Ok(Some(request)) => Next::To(Box::new(request)),
            Err(error) => refuse(error.to_string()),
        }
    }

    fn settle(&mut self, leg: Leg, ended: Ended, next: Next, hub: &mut Hub) -> State {
        let Ended { carrier, outcome, is_reusable, may_retry, was_cut, .. } = ended;
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
        match next {
            _ if outcome != HopOutcome::Complete && !was_cut => done(outcome, None, hub),
            Next::Open | Next::Nowhere => done(outcome, None, hub),
            Next::Refused(error) => done(HopOutcome::Failed(error), None, hub),
            Next::To(request) => self.follow(*request, hub),
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

fn is_success(head: &ResponseHead) -> bool {
    (200..300).contains(&head.status)
}

/// Why there is no tunnel.
fn refusal(head: &ResponseHead) -> String {
    let reason = String::from_utf8_lossy(&head.reason);
    let answer = format!("it answered {} {reason}", head.status);
    match head.status {
        407 => format!("{}: it wants a user and a password that it knows", answer.trim_end()),
        _ => answer.trim_end().to_owned(),
    }
}

/// In a turn.
const READS: usize = 4;
