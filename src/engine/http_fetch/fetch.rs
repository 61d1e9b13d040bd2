//! The state machine of a fetch.

mod connect;

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::engine::command::Command;
use crate::engine::http_fetch::connection::HttpConnection;
use crate::engine::http_fetch::dial::Dial;
use crate::engine::http_fetch::exchange::Exchange;
use crate::engine::http_fetch::hop_reporter::HopReporter;
use crate::engine::http_fetch::outgoing_request::{CONNECT, OutgoingRequest};
use crate::engine::http_fetch::route::{Route, Via};
use crate::engine::http_fetch::socks_handshake::SocksHandshake;
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
    pub(super) reporter: HopReporter,
    state: FetchState,
    /// Redirects followed so far.
    pub(super) followed: u32,
    /// When the whole fetch times out.
    deadline: Option<Instant>,
    /// A turn has started something that can continue at once.
    is_ready: bool,
}

/// What the fetch is doing. All states before `Lingering` are within a hop.
pub(super) enum FetchState {
    /// The name is looked up and the connection established.
    Dialling { hop: Hop, dial: Dial },
    /// A SOCKS proxy is asked to connect to the server.
    SocksHandshake { hop: Hop, handshake: SocksHandshake },
    /// An HTTP proxy is asked for a tunnel.
    RequestingTunnel { hop: Hop, exchange: Exchange },
    /// TLS with the server.
    TlsHandshake { hop: Hop, connection: HttpConnection, until: Instant },
    /// The request is sent and the response received.
    Exchanging { hop: Hop, exchange: Exchange },
    /// The response to a raw request is complete, and what else the server sends is received.
    Lingering { connection: HttpConnection, outcome: HopOutcome },
    /// The fetch has ended.
    Over,
}

/// The current hop: how its server is reached, and why there is a hop.
pub(super) struct Hop {
    pub(super) route: Route,
    pub(super) cause: HopCause,
}

impl Fetch {
    pub(super) fn new(mut config: HttpFetchConfig, idle: Idle, resolver: Arc<dyn Resolve>) -> Self {
        if let FetchRequest::Composed { request, body } = &mut config.request
            && !matches!(body, FetchBody::None)
        {
            // Its length is known when it is sent; until then it only matters that there is a body.
            request.body.get_or_insert(0);
        }
        let deadline = config.timeouts.total.map(timing::deadline);
        Self {
            config,
            idle,
            resolver,
            reporter: HopReporter::default(),
            state: FetchState::Over,
            followed: 0,
            deadline,
            is_ready: false,
        }
    }

    /// Start a hop: over the idle connection if `may_reuse` and there is one for this route, otherwise over a new one.
    pub(super) fn start_hop(
        &mut self,
        cause: HopCause,
        may_reuse: bool,
        hub: &mut Hub,
    ) -> FetchState {
        self.is_ready = true;
        let route = Route::to(self.url(), &self.config);
        // A request that can't be sent must fail before anything is connected.
        let checked = route.and_then(|route| {
            OutgoingRequest::of(&self.config.request, &route)?;
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
                self.reporter.begin(HopCause::Tunnel, CONNECT, authority, hub);
            }
            _ => self.begin(cause, hub),
        }
        let hop = Hop { route, cause };
        match kept {
            Some(connection) => {
                self.report_connection(&connection, true, hub);
                self.report_tls(&connection, hub);
                self.exchange(hop, connection, hub)
            }
            None => self.dial(hop, hub),
        }
    }

    /// Report the beginning of a hop for the current request.
    pub(super) fn begin(&mut self, cause: HopCause, hub: &mut Hub) {
        let method = match &self.config.request {
            FetchRequest::Composed { request, .. } => &request.method,
            FetchRequest::Raw { .. } => "",
        };
        let url = self.url().to_string();
        self.reporter.begin(cause, method, &url, hub);
    }

    /// The URL of the current request.
    pub(super) fn url(&self) -> &Url {
        match &self.config.request {
            FetchRequest::Composed { request, .. } => &request.url,
            FetchRequest::Raw { url, .. } => url,
        }
    }

    /// End the hop and the fetch with an error.
    pub(super) fn fail(
        &mut self,
        error: IoError,
        connection: Option<HttpConnection>,
        hub: &mut Hub,
    ) -> FetchState {
        let outcome = HopOutcome::Failed(error);
        self.reporter.end(outcome.clone(), hub);
        done(outcome, connection, hub)
    }

    /// How long the server must be silent after the response to a raw request until the fetch is over.
    pub(super) fn longest_silence(&self) -> Duration {
        self.config.timeouts.idle.map_or(LONGEST_SILENCE, |idle| idle.min(LONGEST_SILENCE))
    }
}

/// End the fetch, and close its connection.
pub(super) fn done(
    outcome: HopOutcome,
    connection: Option<HttpConnection>,
    hub: &mut Hub,
) -> FetchState {
    if let Some(connection) = connection {
        connection.leave(hub);
    }
    hub.common.outbox.report(Fact::FetchDone(outcome));
    FetchState::Over
}

impl Role for Fetch {
    fn begin(&mut self, hub: &mut Hub) {
        self.state = self.start_hop(HopCause::Asked, true, hub);
    }

    fn notice(&mut self) {
        if let Some(connection) = self.state.connection() {
            connection.notice();
        }
    }

    fn turn(&mut self, hub: &mut Hub) {
        self.is_ready = false;
        let state = std::mem::replace(&mut self.state, FetchState::Over);
        self.state = match state {
            FetchState::Dialling { hop, dial } => self.dialling(hop, dial, hub),
            FetchState::SocksHandshake { hop, handshake } => {
                self.socks_handshake(hop, handshake, hub)
            }
            FetchState::RequestingTunnel { hop, exchange } => {
                self.requesting_tunnel(hop, exchange, hub)
            }
            FetchState::TlsHandshake { hop, connection, until } => {
                self.tls_handshake(hop, connection, until, hub)
            }
            FetchState::Exchanging { hop, exchange } => self.exchanging(hop, exchange, hub),
            FetchState::Lingering { connection, outcome } => {
                self.lingering(connection, outcome, hub)
            }
            FetchState::Over => FetchState::Over,
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
            FetchState::Dialling { dial, .. } => dial.deadline(),
            FetchState::SocksHandshake { handshake, .. } => Some(handshake.until),
            FetchState::TlsHandshake { until, .. } => Some(*until),
            FetchState::RequestingTunnel { exchange, .. }
            | FetchState::Exchanging { exchange, .. } => exchange.deadline(),
            FetchState::Lingering { connection, .. } => {
                Some(timing::later(connection.last_byte(), silence))
            }
            FetchState::Over => None,
        };
        [next, self.deadline].into_iter().flatten().min()
    }

    fn execute(&mut self, command: Command, hub: &mut Hub) {
        hub.perform(command);
    }

    fn close(&mut self, hub: &mut Hub) {
        self.end(HopOutcome::Cancelled, hub);
    }

    fn is_over(&self, _hub: &Hub) -> bool {
        matches!(self.state, FetchState::Over)
    }
}

impl Fetch {
    /// The timeout of the whole fetch has expired.
    fn time_out(&mut self, hub: &mut Hub) {
        let total = self.config.timeouts.total.unwrap_or_default();
        let problem = HttpProblem::NotDone { limit: total };
        let error = IoError::other(Operation::Fetch, self.url().to_string(), problem);
        let error = IoError { kind: io::ErrorKind::TimedOut, ..error };
        let outcome = match &self.state {
            FetchState::Exchanging { exchange, .. }
            | FetchState::RequestingTunnel { exchange, .. } => exchange.unfinished(error),
            _ => HopOutcome::Failed(error),
        };
        self.end(outcome, hub);
    }

    /// End the fetch now, unless it is over. While lingering, the response is complete, and its outcome stays.
    fn end(&mut self, outcome: HopOutcome, hub: &mut Hub) {
        let outcome = match &self.state {
            FetchState::Over => return,
            FetchState::Lingering { outcome, .. } => outcome.clone(),
            _ => outcome,
        };
        self.reporter.end(outcome.clone(), hub);
        let connection = std::mem::replace(&mut self.state, FetchState::Over).into_connection();
        done(outcome, connection, hub);
    }
}

impl FetchState {
    fn connection(&mut self) -> Option<&mut HttpConnection> {
        match self {
            Self::SocksHandshake { handshake, .. } => Some(&mut handshake.connection),
            Self::TlsHandshake { connection, .. } | Self::Lingering { connection, .. } => {
                Some(connection)
            }
            Self::RequestingTunnel { exchange, .. } | Self::Exchanging { exchange, .. } => {
                Some(exchange.connection())
            }
            Self::Dialling { .. } | Self::Over => None,
        }
    }

    fn into_connection(self) -> Option<HttpConnection> {
        match self {
            Self::SocksHandshake { handshake, .. } => Some(handshake.connection),
            Self::TlsHandshake { connection, .. } | Self::Lingering { connection, .. } => {
                Some(connection)
            }
            Self::RequestingTunnel { exchange, .. } | Self::Exchanging { exchange, .. } => {
                Some(exchange.into_connection())
            }
            Self::Dialling { .. } | Self::Over => None,
        }
    }

    fn is_ready(&self) -> bool {
        match self {
            Self::Dialling { dial, .. } => dial.is_ready(),
            Self::RequestingTunnel { exchange, .. } | Self::Exchanging { exchange, .. } => {
                exchange.is_ready()
            }
            Self::Lingering { connection, .. } => connection.may_read(),
            Self::SocksHandshake { .. } | Self::TlsHandshake { .. } | Self::Over => false,
        }
    }
}

impl Hop {
    /// An error for what the proxy refused to do.
    pub(super) fn refused(&self, cause: impl Into<Cause>) -> IoError {
        IoError::other(Operation::Proxy, self.route.dial.to_string(), cause)
    }
}

/// Silence that ends a raw request.
const LONGEST_SILENCE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests;
