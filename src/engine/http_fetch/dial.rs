//! Connects: looks up the host name, then tries every address in order.

use std::sync::Arc;
use std::time::{Duration, Instant};
use std::vec;

use socket2::Type;

use crate::engine::http_fetch::hop_reporter::HopReporter;
use crate::engine::net::resolve;
use crate::engine::net::resolve::{LookUp, Resolve, Route};
use crate::engine::net::stream::Connected;
use crate::engine::tcp::attempt::{Attempt, ConnectOptions};
use crate::engine::worker::hub::Hub;
use crate::types::http::Phase;
use crate::types::problem::NetProblem;
use crate::types::{Address, Destination, Fact, IoError, Operation};

/// A connection that is being established.
pub(super) struct Dial {
    target: String,
    timeout: Duration,
    state: DialState,
}

enum DialState {
    Resolving(LookUp),
    Connecting {
        attempt: Attempt,
        /// To be tried if it fails.
        rest: vec::IntoIter<Address>,
    },
    /// It is connected, or all addresses have failed, the last one with this error.
    Over(Option<Result<Connected, IoError>>),
}

impl Dial {
    pub(super) fn start(
        resolver: &Arc<dyn Resolve>,
        to: &Destination,
        timeout: Duration,
        reporter: &mut HopReporter,
        hub: &mut Hub,
    ) -> Self {
        let mut dial = Self { target: to.to_string(), timeout, state: DialState::Over(None) };
        dial.state = match resolve::route(resolver, to, hub) {
            Ok(Route::Known(address)) => dial.try_addresses(vec![address], reporter, hub),
            Ok(Route::LookUp(look_up)) => {
                reporter.begin_phase(Phase::Resolve, hub);
                DialState::Resolving(look_up)
            }
            Err(error) => DialState::Over(Some(Err(error))),
        };
        dial
    }

    /// The connected socket, or why the last address failed; `None` while neither is known. The phase isn't ended.
    pub(super) fn turn(
        &mut self,
        reporter: &mut HopReporter,
        hub: &mut Hub,
    ) -> Option<Result<Connected, IoError>> {
        let state = std::mem::replace(&mut self.state, DialState::Over(None));
        self.state = match state {
            DialState::Resolving(look_up) => self.resolving(look_up, reporter, hub),
            DialState::Connecting { attempt, rest } => self.connecting(attempt, rest, hub),
            DialState::Over(outcome) => DialState::Over(outcome),
        };
        let DialState::Over(outcome) = &mut self.state else {
            return None;
        };
        outcome.take()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        match &self.state {
            DialState::Connecting { attempt, .. } => Some(attempt.deadline()),
            DialState::Resolving(_) | DialState::Over(_) => None,
        }
    }

    /// The outcome is known, so that a turn need not wait for the socket.
    pub(super) fn is_ready(&self) -> bool {
        matches!(self.state, DialState::Over(Some(_)))
    }

    fn resolving(&self, look_up: LookUp, reporter: &mut HopReporter, hub: &mut Hub) -> DialState {
        let Some(outcome) = look_up.outcome(hub) else {
            return DialState::Resolving(look_up);
        };
        reporter.end_phase(Phase::Resolve, hub);
        match outcome {
            Ok(addresses) => {
                let addresses = addresses.into_iter().map(Address::Ip).collect();
                self.try_addresses(addresses, reporter, hub)
            }
            Err(error) => DialState::Over(Some(Err(error))),
        }
    }

    fn try_addresses(
        &self,
        addresses: Vec<Address>,
        reporter: &mut HopReporter,
        hub: &mut Hub,
    ) -> DialState {
        reporter.begin_phase(Phase::Connect, hub);
        let none = IoError::other(Operation::Resolve, &self.target, NetProblem::NoAddress);
        self.try_next(addresses.into_iter(), none, hub)
    }

    /// Start to connect to the next address; `last` is why the one before failed.
    fn try_next(
        &self,
        mut rest: vec::IntoIter<Address>,
        mut last: IoError,
        hub: &mut Hub,
    ) -> DialState {
        let options = ConnectOptions { kind: Type::STREAM, bind: None, timeout: self.timeout };
        while let Some(remote) = rest.next() {
            hub.common.outbox.report(Fact::Connecting { remote: remote.clone() });
            match Attempt::start(&remote, options, hub) {
                Ok(attempt) => return DialState::Connecting { attempt, rest },
                Err(error) => last = failed(remote, error, hub),
            }
        }
        DialState::Over(Some(Err(last)))
    }

    fn connecting(
        &self,
        attempt: Attempt,
        rest: vec::IntoIter<Address>,
        hub: &mut Hub,
    ) -> DialState {
        let Some(outcome) = attempt.outcome() else {
            return DialState::Connecting { attempt, rest };
        };
        let remote = attempt.remote().clone();
        match outcome.and_then(|()| attempt.into_connected(hub)) {
            Ok(connected) => DialState::Over(Some(Ok(connected))),
            Err(error) => {
                let last = failed(remote, error, hub);
                self.try_next(rest, last, hub)
            }
        }
    }
}

fn failed(remote: Address, error: IoError, hub: &mut Hub) -> IoError {
    hub.common.outbox.report(Fact::ConnectFailed { remote, error: error.clone() });
    error
}
