//! Establishes the connection for a request: through a proxy and with TLS, as the route requires.

use std::time::Instant;

use crate::engine::http_fetch::Timeouts;
use crate::engine::http_fetch::connection::HttpConnection;
use crate::engine::http_fetch::dial::Dial;
use crate::engine::http_fetch::exchange::Exchange;
use crate::engine::http_fetch::fetch::{Fetch, FetchState, Hop};
use crate::engine::http_fetch::outgoing_request::OutgoingRequest;
use crate::engine::http_fetch::route::Via;
use crate::engine::http_fetch::socks_handshake::{SocksFailure, SocksHandshake};
use crate::engine::http_fetch::socks5::Socks5;
use crate::engine::net::stream::Connected;
use crate::engine::net::tls::Tls;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::timing;
use crate::types::http::{HttpFact, Phase};
use crate::types::problem::NetProblem;
use crate::types::problem::http::HttpProblem;
use crate::types::{Fact, IoError, Operation};

impl Fetch {
    pub(super) fn dial(&mut self, hop: Hop, hub: &mut Hub) -> FetchState {
        let timeout = self.config.timeouts.connect;
        let to = &hop.route.dial;
        let dial = Dial::start(&self.resolver, to, timeout, &mut self.reporter, hub);
        FetchState::Dialling { hop, dial }
    }

    pub(super) fn dialling(&mut self, hop: Hop, mut dial: Dial, hub: &mut Hub) -> FetchState {
        match dial.turn(&mut self.reporter, hub) {
            None => FetchState::Dialling { hop, dial },
            Some(Ok(connected)) => self.connected(hop, connected, hub),
            Some(Err(error)) => self.fail(error, None, hub),
        }
    }

    fn connected(&mut self, hop: Hop, connected: Connected, hub: &mut Hub) -> FetchState {
        self.is_ready = true;
        let connection = match HttpConnection::join(connected, hub) {
            Ok(connection) => connection,
            Err(error) => return self.fail(error, None, hub),
        };
        self.report_connection(&connection, false, hub);
        if !matches!(hop.route.via, Via::Socks { .. }) {
            self.reporter.end_phase(Phase::Connect, hub);
        }
        match &hop.route.via {
            Via::Direct => self.start_tls(hop, connection, hub),
            Via::Socks { host, port, userinfo } => {
                match Socks5::new(host, *port, userinfo.as_ref()) {
                    Ok(protocol) => {
                        let until = timing::deadline(self.config.timeouts.connect);
                        FetchState::SocksHandshake {
                            hop,
                            handshake: SocksHandshake { connection, protocol, until },
                        }
                    }
                    Err(problem) => {
                        let error = hop.refused(HttpProblem::Tunnel(problem));
                        self.fail(error, Some(connection), hub)
                    }
                }
            }
            Via::Tunnel { authority, authorization } => {
                let request = OutgoingRequest::connect(authority, authorization.as_deref());
                let Timeouts { connect, idle, .. } = self.config.timeouts;
                let silence = idle.map_or(connect, |idle| idle.min(connect));
                let exchange = Exchange::new(connection, request, Some(silence));
                FetchState::RequestingTunnel { hop, exchange }
            }
        }
    }

    pub(super) fn socks_handshake(
        &mut self,
        hop: Hop,
        mut handshake: SocksHandshake,
        hub: &mut Hub,
    ) -> FetchState {
        let error = match handshake.turn(hub) {
            Ok(true) => {
                self.reporter.end_phase(Phase::Connect, hub);
                return self.start_tls(hop, handshake.connection, hub);
            }
            Ok(false) if handshake.until > Instant::now() => {
                return FetchState::SocksHandshake { hop, handshake };
            }
            Ok(false) => hop.refused(self.no_answer()),
            Err(SocksFailure::Refused(problem)) => hop.refused(HttpProblem::Tunnel(problem)),
            Err(SocksFailure::Io(error)) => {
                IoError::new(Operation::Proxy, hop.route.dial.to_string(), &error)
            }
        };
        self.fail(error, Some(handshake.connection), hub)
    }

    /// The connection reaches the server: start TLS if the route requires it, otherwise the exchange.
    pub(in crate::engine::http_fetch) fn start_tls(
        &mut self,
        hop: Hop,
        mut connection: HttpConnection,
        hub: &mut Hub,
    ) -> FetchState {
        self.is_ready = true;
        let Some((host, port)) = &hop.route.tls else {
            return self.exchange(hop, connection, hub);
        };
        // Reading the system's root certificates counts as part of the handshake.
        self.reporter.begin_phase(Phase::Tls, hub);
        match Tls::new(&self.config.tls, host, *port) {
            Ok(tls) => {
                connection.secure(tls);
                let until = timing::deadline(self.config.timeouts.connect);
                FetchState::TlsHandshake { hop, connection, until }
            }
            Err(error) => self.fail(error, Some(connection), hub),
        }
    }

    pub(super) fn tls_handshake(
        &mut self,
        hop: Hop,
        mut connection: HttpConnection,
        until: Instant,
        hub: &mut Hub,
    ) -> FetchState {
        let outcome = match connection.handshake() {
            Ok(false) if until > Instant::now() => {
                return FetchState::TlsHandshake { hop, connection, until };
            }
            Ok(false) => {
                let remote = connection.remote().to_string();
                Err(IoError::other(Operation::Handshake, remote, self.no_answer()))
            }
            Ok(true) => Ok(()),
            Err(error) => Err(error),
        };
        self.reporter.end_phase(Phase::Tls, hub);
        self.report_tls(&connection, hub);
        match outcome {
            Ok(()) => self.exchange(hop, connection, hub),
            Err(error) => self.fail(error, Some(connection), hub),
        }
    }

    pub(super) fn exchange(
        &mut self,
        hop: Hop,
        connection: HttpConnection,
        hub: &mut Hub,
    ) -> FetchState {
        self.is_ready = true;
        // Only now, so that the file of a body is open no longer than needed and its current length is used.
        let request = match OutgoingRequest::of(&self.config.request, &hop.route) {
            Ok(request) => request,
            Err(error) => return self.fail(error, Some(connection), hub),
        };
        let request = OutgoingRequest { redirects: self.redirects(), ..request };
        let exchange = Exchange::new(connection, request, self.config.timeouts.idle);
        FetchState::Exchanging { hop, exchange }
    }

    pub(in crate::engine::http_fetch) fn report_connection(
        &self,
        connection: &HttpConnection,
        reused: bool,
        hub: &mut Hub,
    ) {
        self.reporter.report(HttpFact::Carried { peer: connection.peer(), reused }, hub);
    }

    pub(super) fn report_tls(&self, connection: &HttpConnection, hub: &mut Hub) {
        let Some(tls) = connection.tls() else {
            return;
        };
        self.reporter.report(HttpFact::Tls(Box::new(tls.info())), hub);
        if let Some(error) = tls.key_log_error() {
            hub.common.outbox.report(Fact::Failed { peer: connection.peer(), error });
        }
    }

    fn no_answer(&self) -> NetProblem {
        NetProblem::NoAnswer { within: self.config.timeouts.connect }
    }
}
