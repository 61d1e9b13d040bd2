//! The way to a connection over which the request can be sent.

use std::time::Instant;

use crate::engine::http_fetch::Timeouts;
use crate::engine::http_fetch::carrier::Carrier;
use crate::engine::http_fetch::dial::Dial;
use crate::engine::http_fetch::exchange::Exchange;
use crate::engine::http_fetch::fetch::{Fetch, Leg, State};
use crate::engine::http_fetch::parcel::Parcel;
use crate::engine::http_fetch::route::Via;
use crate::engine::http_fetch::socks_talk::{SocksFailure, SocksTalk};
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
    pub(super) fn dial(&mut self, leg: Leg, hub: &mut Hub) -> State {
        let timeout = self.config.timeouts.connect;
        let to = &leg.route.dial;
        let dial = Dial::start(&self.resolver, to, timeout, &mut self.journal, hub);
        State::Dialling { leg, dial }
    }

    pub(super) fn dialling(&mut self, leg: Leg, mut dial: Dial, hub: &mut Hub) -> State {
        match dial.turn(&mut self.journal, hub) {
            None => State::Dialling { leg, dial },
            Some(Ok(connected)) => self.connected(leg, connected, hub),
            Some(Err(error)) => self.fail(error, None, hub),
        }
    }

    fn connected(&mut self, leg: Leg, connected: Connected, hub: &mut Hub) -> State {
        self.is_ready = true;
        let carrier = match Carrier::join(connected, hub) {
            Ok(carrier) => carrier,
            Err(error) => return self.fail(error, None, hub),
        };
        self.carried(&carrier, false, hub);
        if !matches!(leg.route.via, Via::Socks { .. }) {
            self.journal.exit(Phase::Connect, hub);
        }
        match &leg.route.via {
            Via::Direct => self.secure(leg, carrier, hub),
            Via::Socks { host, port, userinfo } => {
                match Socks5::new(host, *port, userinfo.as_ref()) {
                    Ok(talk) => {
                        let until = timing::deadline(self.config.timeouts.connect);
                        State::AskingSocks { leg, talk: SocksTalk { carrier, talk, until } }
                    }
                    Err(problem) => {
                        let error = leg.refused(HttpProblem::Tunnel(problem));
                        self.fail(error, Some(carrier), hub)
                    }
                }
            }
            Via::Tunnel { authority, authorization } => {
                let parcel = Parcel::connect(authority, authorization.as_deref());
                let Timeouts { connect, idle, .. } = self.config.timeouts;
                let silence = idle.map_or(connect, |idle| idle.min(connect));
                let exchange = Exchange::new(carrier, parcel, Some(silence));
                State::AskingTunnel { leg, exchange }
            }
        }
    }

    pub(super) fn asking_socks(&mut self, leg: Leg, mut talk: SocksTalk, hub: &mut Hub) -> State {
        let error = match talk.turn(hub) {
            Ok(true) => {
                self.journal.exit(Phase::Connect, hub);
                return self.secure(leg, talk.carrier, hub);
            }
            Ok(false) if talk.until > Instant::now() => return State::AskingSocks { leg, talk },
            Ok(false) => leg.refused(self.no_answer()),
            Err(SocksFailure::Refused(problem)) => leg.refused(HttpProblem::Tunnel(problem)),
            Err(SocksFailure::Io(error)) => {
                IoError::new(Operation::Proxy, leg.route.dial.to_string(), &error)
            }
        };
        self.fail(error, Some(talk.carrier), hub)
    }

    /// The connection leads to the server; speak TLS over it if that is asked for.
    pub(in crate::engine::http_fetch) fn secure(
        &mut self,
        leg: Leg,
        mut carrier: Carrier,
        hub: &mut Hub,
    ) -> State {
        self.is_ready = true;
        let Some((host, port)) = &leg.route.tls else {
            return self.exchange(leg, carrier, hub);
        };
        // To read the system's roots takes its time, too.
        self.journal.enter(Phase::Tls, hub);
        match Tls::new(&self.config.tls, host, *port) {
            Ok(tls) => {
                carrier.secure(tls);
                let until = timing::deadline(self.config.timeouts.connect);
                State::Securing { leg, carrier, until }
            }
            Err(error) => self.fail(error, Some(carrier), hub),
        }
    }

    pub(super) fn securing(
        &mut self,
        leg: Leg,
        mut carrier: Carrier,
        until: Instant,
        hub: &mut Hub,
    ) -> State {
        let outcome = match carrier.handshake() {
            Ok(false) if until > Instant::now() => return State::Securing { leg, carrier, until },
            Ok(false) => {
                let remote = carrier.remote().to_string();
                Err(IoError::other(Operation::Handshake, remote, self.no_answer()))
            }
            Ok(true) => Ok(()),
            Err(error) => Err(error),
        };
        self.journal.exit(Phase::Tls, hub);
        self.tell_tls(&carrier, hub);
        match outcome {
            Ok(()) => self.exchange(leg, carrier, hub),
            Err(error) => self.fail(error, Some(carrier), hub),
        }
    }

    pub(super) fn exchange(&mut self, leg: Leg, carrier: Carrier, hub: &mut Hub) -> State {
        self.is_ready = true;
        // Only now: a file is open no longer than needed, and as long as it is by now.
        let parcel = match Parcel::of(&self.config.request, &leg.route) {
            Ok(parcel) => parcel,
            Err(error) => return self.fail(error, Some(carrier), hub),
        };
        let parcel = Parcel { redirects: self.redirects(), ..parcel };
        let exchange = Exchange::new(carrier, parcel, self.config.timeouts.idle);
        State::Exchanging { leg, exchange }
    }

    pub(in crate::engine::http_fetch) fn carried(
        &self,
        carrier: &Carrier,
        reused: bool,
        hub: &mut Hub,
    ) {
        self.journal.tell(HttpFact::Carried { peer: carrier.peer(), reused }, hub);
    }

    pub(super) fn tell_tls(&self, carrier: &Carrier, hub: &mut Hub) {
        let Some(tls) = carrier.tls() else {
            return;
        };
        self.journal.tell(HttpFact::Tls(Box::new(tls.info())), hub);
        if let Some(error) = tls.key_log_error() {
            hub.common.outbox.tell(Fact::Failed { peer: carrier.peer(), error });
        }
    }

    fn no_answer(&self) -> NetProblem {
        NetProblem::NoAnswer { within: self.config.timeouts.connect }
    }
}
