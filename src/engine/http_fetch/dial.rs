//! Connecting: the name is looked up, then every address is tried in order.

use std::sync::Arc;
use std::time::{Duration, Instant};
use std::vec;

use socket2::Type;

use crate::engine::http_fetch::journal::Journal;
use crate::engine::net::resolve;
use crate::engine::net::resolve::{LookUp, Resolve, Route};
use crate::engine::net::stream::Connected;
use crate::engine::tcp::attempt::{Attempt, Manner};
use crate::engine::worker::hub::Hub;
use crate::types::http::Phase;
use crate::types::problem::NetProblem;
use crate::types::{Address, Destination, Fact, IoError, Operation};

/// A connection that is being made.
pub(super) struct Dial {
    target: String,
    timeout: Duration,
    state: State,
}

enum State {
    Resolving(LookUp),
    Connecting {
        attempt: Attempt,
        /// These if it fails.
        rest: vec::IntoIter<Address>,
    },
    /// All addresses have failed, the last for this reason; or the connection is made.
    Over(Option<Result<Connected, IoError>>),
}

impl Dial {
    pub(super) fn start(
        resolver: &Arc<dyn Resolve>,
        to: &Destination,
        timeout: Duration,
        journal: &mut Journal,
        hub: &mut Hub,
    ) -> Self {
        let mut dial = Self { target: to.to_string(), timeout, state: State::Over(None) };
        dial.state = match resolve::route(resolver, to, hub) {
            Ok(Route::Known(address)) => dial.try_addresses(vec![address], journal, hub),
            Ok(Route::LookUp(look_up)) => {
                journal.enter(Phase::Resolve, hub);
                State::Resolving(look_up)
            }
            Err(error) => State::Over(Some(Err(error))),
        };
        dial
    }

    /// The connected socket, or why the last address failed; `None` while that is open. The phase goes on.
    pub(super) fn turn(
        &mut self,
        journal: &mut Journal,
        hub: &mut Hub,
    ) -> Option<Result<Connected, IoError>> {
        let state = std::mem::replace(&mut self.state, State::Over(None));
        self.state = match state {
            State::Resolving(look_up) => self.resolving(look_up, journal, hub),
            State::Connecting { attempt, rest } => self.connecting(attempt, rest, hub),
            State::Over(outcome) => State::Over(outcome),
        };
        let State::Over(outcome) = &mut self.state else {
            return None;
        };
        outcome.take()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        match &self.state {
            State::Connecting { attempt, .. } => Some(attempt.deadline()),
            State::Resolving(_) | State::Over(_) => None,
        }
    }

    /// A turn would go on without a word of a socket.
    pub(super) fn is_ready(&self) -> bool {
        matches!(self.state, State::Over(Some(_)))
    }

    fn resolving(&self, look_up: LookUp, journal: &mut Journal, hub: &mut Hub) -> State {
        let Some(outcome) = look_up.outcome(hub) else {
            return State::Resolving(look_up);
        };
        journal.exit(Phase::Resolve, hub);
        match outcome {
            Ok(addresses) => {
                let addresses = addresses.into_iter().map(Address::Ip).collect();
                self.try_addresses(addresses, journal, hub)
            }
            Err(error) => State::Over(Some(Err(error))),
        }
    }

    fn try_addresses(
        &self,
        addresses: Vec<Address>,
        journal: &mut Journal,
        hub: &mut Hub,
    ) -> State {
        journal.enter(Phase::Connect, hub);
        let none = IoError::other(Operation::Resolve, &self.target, NetProblem::NoAddress);
        self.try_next(addresses.into_iter(), none, hub)
    }

    /// Try the next address that can be tried; `last` is why the one before failed.
    fn try_next(
        &self,
        mut rest: vec::IntoIter<Address>,
        mut last: IoError,
        hub: &mut Hub,
    ) -> State {
        let manner = Manner { kind: Type::STREAM, bind: None, timeout: self.timeout };
        while let Some(remote) = rest.next() {
            hub.common.outbox.tell(Fact::Connecting { remote: remote.clone() });
            match Attempt::start(&remote, manner, hub) {
                Ok(attempt) => return State::Connecting { attempt, rest },
                Err(error) => last = failed(remote, error, hub),
            }
        }
        State::Over(Some(Err(last)))
    }

    fn connecting(&self, attempt: Attempt, rest: vec::IntoIter<Address>, hub: &mut Hub) -> State {
        let Some(outcome) = attempt.outcome() else {
            return State::Connecting { attempt, rest };
        };
        let remote = attempt.remote().clone();
        match outcome.and_then(|()| attempt.into_connected(hub)) {
            Ok(connected) => State::Over(Some(Ok(connected))),
            Err(error) => {
                let last = failed(remote, error, hub);
                self.try_next(rest, last, hub)
            }
        }
    }
}

fn failed(remote: Address, error: IoError, hub: &mut Hub) -> IoError {
    hub.common.outbox.tell(Fact::ConnectFailed { remote, error: error.clone() });
    error
}
