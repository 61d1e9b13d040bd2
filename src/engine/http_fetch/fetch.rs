//! The course of a fetch.

mod connect;

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::engine::command::Command;
use crate::engine::http_fetch::carrier::Carrier;
use crate::engine::http_fetch::dial::Dial;
use crate::engine::http_fetch::exchange::Exchange;
use crate::engine::http_fetch::journal::Journal;
use crate::engine::http_fetch::parcel::{CONNECT, Parcel};
use crate::engine::http_fetch::route::{Route, Via};
use crate::engine::http_fetch::socks_talk::SocksTalk;
use crate::engine::http_fetch::{FetchBody, FetchRequest, HttpFetchConfig, Idle};
use crate::engine::net::resolve::Resolve;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::role::Role;
use crate::engine::worker::timing;
use crate::http::Url;
use crate::types::http::{HopCause, HopOutcome};
use crate::types::problem::http::HttpProblem;
use crate::types::{Cause, Fact, IoError, Operation};

/// One fetch.
pub(super) struct Fetch {
    pub(super) config: HttpFetchConfig,
    pub(super) idle: Idle,
    resolver: Arc<dyn Resolve>,
    pub(super) journal: Journal,
    state: State,
    /// Redirects followed.
    pub(super) followed: u32,
    /// When all of it must be over.
    deadline: Option<Instant>,
    /// A turn has begun something that can go on at once.
    is_ready: bool,
}

/// What is under way. Everything before `Lingering` is within a hop.
pub(super) enum State {
    Dialling {
        leg: Leg,
        dial: Dial,
    },
    /// A SOCKS proxy is asked for the connection.
    AskingSocks {
        leg: Leg,
        talk: SocksTalk,
    },
    /// An HTTP proxy is asked for a tunnel.
    AskingTunnel {
        leg: Leg,
        exchange: Exchange,
    },
    Securing {
        leg: Leg,
        carrier: Carrier,
        until: Instant,
    },
    Exchanging {
        leg: Leg,
        exchange: Exchange,
    },
    /// All that was asked for has come; the server may say more.
    Lingering {
        carrier: Carrier,
        outcome: HopOutcome,
    },
    Over,
}

/// A request and its way.
pub(super) struct Leg {
    pub(super) route: Route,
    pub(super) cause: HopCause,
}

impl Fetch {
    pub(super) fn new(mut config: HttpFetchConfig, idle: Idle, resolver: Arc<dyn Resolve>) -> Self {
        if let FetchRequest::Composed { request, body } = &mut config.request
            && !matches!(body, FetchBody::None)
        {
            // How long it is shows when it is sent; here it matters that there is one.
            request.body.get_or_insert(0);
        }
        let deadline = config.timeouts.total.map(timing::deadline);
        Self {
            config,
            idle,
            resolver,
            journal: Journal::default(),
            state: State::Over,
            followed: 0,
            deadline,
            is_ready: false,
        }
    }

    /// Begin a request: over the idle connection if that is allowed and there is one, else over a new one.
    pub(super) fn set_out(&mut self, cause: HopCause, may_reuse: bool, hub: &mut Hub) -> State {
        self.is_ready = true;
        let route = Route::to(self.url(), &self.config);
        // What cannot be sent is told before anybody is called.
        let checked = route.and_then(|route| {
            Parcel::of(&self.config.request, &route)?;
            Ok(route)
        });
        let route = match checked {
            Ok(route) => route,
            Err(error) => {
                self.begin(cause, hub);
                return self.fail(error, None, hub);
            }
        };
        let may_reuse = may_reuse && matches!(self.config.request, FetchRequest::Composed { .. });
        let kept = if may_reuse { self.idle.take(&route.key, hub) } else { None };
        match (&route.via, &kept) {
            (Via::Tunnel { authority, .. }, None) => {
                self.journal.begin(HopCause::Tunnel, CONNECT, authority, hub);
            }
            _ => self.begin(cause, hub),
        }
        let leg = Leg { route, cause };
        match kept {
            Some(carrier) => {
                self.carried(&carrier, true, hub);
                self.tell_tls(&carrier, hub);
                self.exchange(leg, carrier, hub)
            }
            None => self.dial(leg, hub),
        }
    }

    /// Begin the hop of what is asked for.
    pub(super) fn begin(&mut self, cause: HopCause, hub: &mut Hub) {
        let method = match &self.config.request {
            FetchRequest::Composed { request, .. } => &request.method,
            FetchRequest::Raw { .. } => "",
        };
        let url = self.url().to_string();
        self.journal.begin(cause, method, &url, hub);
    }

    /// Where to.
    pub(super) fn url(&self) -> &Url {
        match &self.config.request {
            FetchRequest::Composed { request, .. } => &request.url,
            FetchRequest::Raw { url, .. } => url,
        }
    }

    /// The hop and the fetch have failed.
    pub(super) fn fail(
        &mut self,
        error: IoError,
        carrier: Option<Carrier>,
        hub: &mut Hub,
    ) -> State {
        let outcome = HopOutcome::Failed(error);
        self.journal.end(outcome.clone(), hub);
        done(outcome, carrier, hub)
    }

    /// How long the server may be silent after its answer until that is all: it is a raw request.
    pub(super) fn longest_silence(&self) -> Duration {
        self.config.timeouts.idle.map_or(LONGEST_SILENCE, |idle| idle.min(LONGEST_SILENCE))
    }
}

/// The fetch is over, and so is the connection.
pub(super) fn done(outcome: HopOutcome, carrier: Option<Carrier>, hub: &mut Hub) -> State {
    if let Some(carrier) = carrier {
        carrier.leave(hub);
    }
    hub.common.outbox.tell(Fact::FetchDone(outcome));
    State::Over
}

impl Role for Fetch {
    fn begin(&mut self, hub: &mut Hub) {
        self.state = self.set_out(HopCause::Asked, true, hub);
    }

    fn notice(&mut self) {
        if let Some(carrier) = self.state.carrier() {
            carrier.notice();
        }
    }

    fn turn(&mut self, hub: &mut Hub) {
        self.is_ready = false;
        let state = std::mem::replace(&mut self.state, State::Over);
        self.state = match state {
            State::Dialling { leg, dial } => self.dialling(leg, dial, hub),
            State::AskingSocks { leg, talk } => self.asking_socks(leg, talk, hub),
            State::AskingTunnel { leg, exchange } => self.asking_tunnel(leg, exchange, hub),
            State::Securing { leg, carrier, until } => self.securing(leg, carrier, until, hub),
            State::Exchanging { leg, exchange } => self.exchanging(leg, exchange, hub),
            State::Lingering { carrier, outcome } => self.lingering(carrier, outcome, hub),
            State::Over => State::Over,
        };
        if self.deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            self.time_out(hub);
        }
    }

    fn is_ready(&self, _hub: &Hub) -> bool {
        self.is_ready || self.state.is_ready()
    }

    fn deadline(&self, _hub: &Hub) -> Option<Instant> {
        let silence = self.longest_silence();
        let next = match &self.state {
            State::Dialling { dial, .. } => dial.deadline(),
            State::AskingSocks { talk, .. } => Some(talk.until),
            State::Securing { until, .. } => Some(*until),
            State::AskingTunnel { exchange, .. } | State::Exchanging { exchange, .. } => {
                exchange.deadline()
            }
            State::Lingering { carrier, .. } => Some(timing::later(carrier.last_byte(), silence)),
            State::Over => None,
        };
        [next, self.deadline].into_iter().flatten().min()
    }

    fn obey(&mut self, command: Command, hub: &mut Hub) {
        hub.perform(command);
    }

    fn close(&mut self, hub: &mut Hub) {
        self.end(HopOutcome::Cancelled, hub);
    }

    fn is_over(&self, _hub: &Hub) -> bool {
        matches!(self.state, State::Over)
    }
}

impl Fetch {
    /// The time for all of it is up.
    fn time_out(&mut self, hub: &mut Hub) {
        let total = self.config.timeouts.total.unwrap_or_default();
        let problem = HttpProblem::NotDone { limit: total };
        let error = IoError::other(Operation::Fetch, self.url().to_string(), problem);
        let error = IoError { kind: io::ErrorKind::TimedOut, ..error };
        let outcome = match &self.state {
            State::Exchanging { exchange, .. } | State::AskingTunnel { exchange, .. } => {
                exchange.unfinished(error)
            }
            _ => HopOutcome::Failed(error),
        };
        self.end(outcome, hub);
    }

    /// End it now, unless it is over; if all that was asked for has come, that is how it ends.
    fn end(&mut self, outcome: HopOutcome, hub: &mut Hub) {
        let outcome = match &self.state {
            State::Over => return,
            State::Lingering { outcome, .. } => outcome.clone(),
            _ => outcome,
        };
        self.journal.end(outcome.clone(), hub);
        let carrier = std::mem::replace(&mut self.state, State::Over).into_carrier();
        done(outcome, carrier, hub);
    }
}

impl State {
    fn carrier(&mut self) -> Option<&mut Carrier> {
        match self {
            Self::AskingSocks { talk, .. } => Some(&mut talk.carrier),
            Self::Securing { carrier, .. } | Self::Lingering { carrier, .. } => Some(carrier),
            Self::AskingTunnel { exchange, .. } | Self::Exchanging { exchange, .. } => {
                Some(exchange.carrier())
            }
            Self::Dialling { .. } | Self::Over => None,
        }
    }

    fn into_carrier(self) -> Option<Carrier> {
        match self {
            Self::AskingSocks { talk, .. } => Some(talk.carrier),
            Self::Securing { carrier, .. } | Self::Lingering { carrier, .. } => Some(carrier),
            Self::AskingTunnel { exchange, .. } | Self::Exchanging { exchange, .. } => {
                Some(exchange.into_carrier())
            }
            Self::Dialling { .. } | Self::Over => None,
        }
    }

    fn is_ready(&self) -> bool {
        match self {
            Self::Dialling { dial, .. } => dial.is_ready(),
            Self::AskingTunnel { exchange, .. } | Self::Exchanging { exchange, .. } => {
                exchange.is_ready()
            }
            Self::Lingering { carrier, .. } => carrier.may_read(),
            Self::AskingSocks { .. } | Self::Securing { .. } | Self::Over => false,
        }
    }
}

impl Leg {
    /// What the proxy did not do.
    pub(super) fn refused(&self, cause: impl Into<Cause>) -> IoError {
        IoError::other(Operation::Proxy, self.route.dial.to_string(), cause)
    }
}

const LONGEST_SILENCE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests;
