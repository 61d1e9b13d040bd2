//! The TCP client: looks up the host name, tries every address, and reconnects if configured. Unix sockets work the same,
//! without a look-up.

use std::sync::Arc;
use std::time::Instant;
use std::vec;

use socket2::Type;

use crate::engine::command::{Command, Handle};
use crate::engine::config::TcpClientConfig;
use crate::engine::net::resolve;
use crate::engine::net::resolve::{LookUp, Resolve, Route, System};
use crate::engine::net::tls::Tls;
use crate::engine::tcp::attempt::{Attempt, ConnectOptions};
use crate::engine::worker::hub::{Handshake, Hub};
use crate::engine::worker::queue::EventSender;
use crate::engine::worker::role::Role;
use crate::engine::worker::{Launch, timing};
use crate::engine::{PeerIds, WorkerId, worker};
use crate::types::problem::NetProblem;
use crate::types::{Address, Destination, Fact, IoError, LeaveReason, Operation};

/// Start a client; it is connected once `Joined` is reported.
///
/// Without reconnecting the run ends when its connection has left or no address answered; with it, when the
/// connection was closed or aborted here. It ends on stop in any case.
pub fn start(
    id: WorkerId,
    config: TcpClientConfig,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    start_kind(Type::STREAM, id, config, peers, events)
}

/// The same for any kind of socket that connects.
pub(in crate::engine) fn start_kind(
    kind: Type,
    id: WorkerId,
    config: TcpClientConfig,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    let client = Client {
        kind,
        config,
        resolver: Arc::new(System),
        state: ClientState::Over,
        failed_rounds: 0,
    };
    start_client(client, id, peers, events)
}

fn start_client(
    client: Client,
    id: WorkerId,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    let Client { config, .. } = &client;
    let launch = Launch {
        id,
        peers,
        events,
        options: config.options.clone(),
        conduct: config.conduct.clone(),
        close_on_peer_fin: config.close_on_peer_fin,
    };
    worker::start("tcp-client", launch, client)
}

struct Client {
    kind: Type,
    config: TcpClientConfig,
    resolver: Arc<dyn Resolve>,
    state: ClientState,
    /// Rounds of attempts since the last connection.
    failed_rounds: u32,
}

enum ClientState {
    /// The name is being looked up.
    Resolving(LookUp),
    /// One address is being tried; `rest` follows if it fails.
    Connecting {
        attempt: Attempt,
        rest: vec::IntoIter<Address>,
    },
    /// Waits until the next round.
    Pausing {
        until: Instant,
    },
    /// Connected; the hub has the connection.
    Connected,
    Over,
}

impl Role for Client {
    fn begin(&mut self, hub: &mut Hub) {
        self.state = self.start_round(hub);
    }

    /// Nothing to do: each turn asks the socket itself.
    fn notice(&mut self) {}

    fn turn(&mut self, hub: &mut Hub) {
        let departure = hub.take_departures().pop();
        let state = std::mem::replace(&mut self.state, ClientState::Over);
        self.state = match state {
            ClientState::Resolving(look_up) => self.resolving(look_up, hub),
            ClientState::Connecting { attempt, rest } => self.connecting(attempt, rest, hub),
            ClientState::Pausing { until } if until <= Instant::now() => self.start_round(hub),
            ClientState::Connected => self.connected(departure.as_ref(), hub),
            ClientState::Pausing { .. } | ClientState::Over => state,
        };
    }

    fn is_ready(&self, _hub: &Hub) -> bool {
        false
    }

    fn deadline(&self, _hub: &Hub) -> Option<Instant> {
        match &self.state {
            ClientState::Connecting { attempt, .. } => Some(attempt.deadline()),
            ClientState::Pausing { until } => Some(*until),
            ClientState::Resolving(_) | ClientState::Connected | ClientState::Over => None,
        }
    }

    fn execute(&mut self, command: Command, hub: &mut Hub) {
        hub.perform(command);
    }

    fn keeps_messages(&self) -> bool {
        self.kind != Type::STREAM
    }

    fn close(&mut self, hub: &mut Hub) {
        self.state = ClientState::Over;
        hub.leave_all();
    }

    fn is_over(&self, _hub: &Hub) -> bool {
        matches!(self.state, ClientState::Over)
    }
}

impl Client {
    fn start_round(&mut self, hub: &mut Hub) -> ClientState {
        match resolve::route(&self.resolver, &self.config.to, hub) {
            Ok(Route::Known(address)) => self.try_addresses(vec![address], hub),
            Ok(Route::LookUp(look_up)) => ClientState::Resolving(look_up),
            Err(error) => self.round_failed(error, hub),
        }
    }

    fn resolving(&mut self, look_up: LookUp, hub: &mut Hub) -> ClientState {
        match look_up.outcome(hub) {
            None => ClientState::Resolving(look_up),
            Some(Err(error)) => self.round_failed(error, hub),
            Some(Ok(addresses)) => {
                let addresses = addresses.into_iter().map(Address::Ip).collect();
                self.try_addresses(addresses, hub)
            }
        }
    }

    fn try_addresses(&mut self, addresses: Vec<Address>, hub: &mut Hub) -> ClientState {
        let target = self.config.to.to_string();
        let none = IoError::other(Operation::Resolve, target, NetProblem::NoAddress);
        self.try_next(addresses.into_iter(), none, hub)
    }

    /// Start to connect to the next address; `last` is why the one before failed.
    fn try_next(
        &mut self,
        mut rest: vec::IntoIter<Address>,
        mut last: IoError,
        hub: &mut Hub,
    ) -> ClientState {
        while let Some(remote) = rest.next() {
            hub.common.outbox.report(Fact::Connecting { remote: remote.clone() });
            match Attempt::start(&remote, self.options(), hub) {
                Ok(attempt) => return ClientState::Connecting { attempt, rest },
                Err(error) => {
                    last = error.clone();
                    hub.common.outbox.report(Fact::ConnectFailed { remote, error });
                }
            }
        }
        self.round_failed(last, hub)
    }

    fn options(&self) -> ConnectOptions {
        let TcpClientConfig { bind, connect_timeout: timeout, .. } = self.config;
        ConnectOptions { kind: self.kind, bind, timeout }
    }

    fn connecting(
        &mut self,
        attempt: Attempt,
        rest: vec::IntoIter<Address>,
        hub: &mut Hub,
    ) -> ClientState {
        let Some(outcome) = attempt.outcome() else {
            return ClientState::Connecting { attempt, rest };
        };
        let remote = attempt.remote().clone();
        match outcome.and_then(|()| self.join(attempt, hub)) {
            Ok(()) => {
                self.failed_rounds = 0;
                ClientState::Connected
            }
            Err(error) => {
                let last = error.clone();
                hub.common.outbox.report(Fact::ConnectFailed { remote, error });
                self.try_next(rest, last, hub)
            }
        }
    }

    /// Hand the connected socket to the hub, which registers it under the number of its peer.
    fn join(&self, attempt: Attempt, hub: &mut Hub) -> Result<(), IoError> {
        let tls = self.handshake().transpose()?;
        hub.join(attempt.into_connected(hub)?, tls)
    }

    /// The TLS handshake to do, if TLS is configured.
    fn handshake(&self) -> Option<Result<Handshake, IoError>> {
        let TcpClientConfig { to, connect_timeout: timeout, tls, .. } = &self.config;
        let (Some(settings), Destination::Host { host, port }) = (tls, to) else {
            return None;
        };
        let tls = Tls::new(settings, host, *port);
        Some(tls.map(|tls| Handshake { tls, timeout: *timeout }))
    }

    fn connected(&mut self, departure: Option<&LeaveReason>, hub: &mut Hub) -> ClientState {
        match departure {
            None => ClientState::Connected,
            Some(LeaveReason::ClosedHere | LeaveReason::AbortedHere) => ClientState::Over,
            Some(_) => self.pause(hub),
        }
    }

    fn round_failed(&mut self, error: IoError, hub: &mut Hub) -> ClientState {
        // A failed attempt was reported already.
        if self.config.reconnect.is_none() || error.operation == Operation::Resolve {
            hub.fail(error);
        }
        self.pause(hub)
    }

    fn pause(&mut self, hub: &mut Hub) -> ClientState {
        let Some(backoff) = self.config.reconnect else {
            return ClientState::Over;
        };
        self.failed_rounds = self.failed_rounds.saturating_add(1);
        let attempt = self.failed_rounds;
        let after = backoff.pause(attempt);
        hub.common.outbox.report(Fact::Retrying { after, attempt });
        ClientState::Pausing { until: timing::deadline(after) }
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::net::{SocketAddr, TcpListener};
    use std::time::Duration;

    use crossbeam_channel::Receiver;

    use super::*;
    use crate::engine::Conduct;
    use crate::engine::worker::queue;
    use crate::engine::worker::queue::EventReceiver;
    use crate::types::{Cause, Event, RunId, SessionId, TcpOptions};

    /// A resolver whose answers come over a channel, so that the test decides when.
    struct Slow(Receiver<Vec<SocketAddr>>);

    impl Resolve for Slow {
        fn look_up(&self, _host: &str, _port: u16) -> io::Result<Vec<SocketAddr>> {
            let answer = self.0.recv().ok();
            answer.ok_or_else(|| io::Error::other("no such name"))
        }
    }

    fn start(answers: Receiver<Vec<SocketAddr>>) -> (Handle, EventReceiver) {
        let (sender, receiver) = queue::channel(100_000);
        let id = WorkerId { session: SessionId(1), run: RunId(1) };
        let config = TcpClientConfig {
            to: Destination::Host { host: "some.name".to_owned(), port: 7 },
            bind: None,
            connect_timeout: PATIENCE,
            reconnect: None,
            tls: None,
            close_on_peer_fin: true,
            options: TcpOptions::default(),
            conduct: Conduct::default(),
        };
        let resolver = Arc::new(Slow(answers));
        let client = Client {
            kind: Type::STREAM,
            config,
            resolver,
            state: ClientState::Over,
            failed_rounds: 0,
        };
        let handle = start_client(client, id, PeerIds::new(), sender).unwrap();
        (handle, receiver)
    }

    fn next(events: &EventReceiver) -> Fact {
        let mut out: Vec<Event> = Vec::new();
        events.recv(&mut out, 1, Some(PATIENCE));
        out.pop().expect("an event in time").fact
    }

    #[test]
    fn stop_does_not_wait_for_a_look_up() {
        let (_never, answers) = crossbeam_channel::bounded(1);
        let (handle, events) = start(answers);
        assert!(matches!(next(&events), Fact::Resolving { .. }));
        handle.stop();
        assert!(matches!(next(&events), Fact::Closed));
    }

    #[test]
    fn every_address_is_tried_and_every_failure_reported() {
        let address = |listener: &TcpListener| listener.local_addr().unwrap();
        let closed = address(&TcpListener::bind("127.0.0.1:0").unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let open = address(&listener);
        let (answer, answers) = crossbeam_channel::bounded(1);
        answer.send(vec![closed, open]).unwrap();
        let (_handle, events) = start(answers);
        assert!(matches!(next(&events), Fact::Resolving { .. }));
        assert!(matches!(next(&events), Fact::Resolved { addresses, .. }
            if addresses == [closed, open]));
        assert!(matches!(next(&events), Fact::Connecting { remote } if remote == closed.into()));
        assert!(matches!(next(&events), Fact::ConnectFailed { remote, error }
            if remote == closed.into() && error.name() == Some("ECONNREFUSED")));
        assert!(matches!(next(&events), Fact::Connecting { remote } if remote == open.into()));
        assert!(matches!(next(&events), Fact::Joined { remote, .. } if remote == open.into()));
    }

    #[test]
    fn a_name_that_is_not_known_ends_the_run_in_words() {
        for (answer, cause) in
            [(None, Cause::from("no such name")), (Some(Vec::new()), NetProblem::NoAddress.into())]
        {
            let (sender, answers) = crossbeam_channel::bounded(1);
            if let Some(answer) = answer {
                sender.send(answer).unwrap();
            }
            drop(sender);
            let (_handle, events) = start(answers);
            let error = loop {
                if let Fact::Failed { error, .. } = next(&events) {
                    break error;
                }
            };
            assert_eq!(
                error,
                IoError {
                    kind: error.kind,
                    ..IoError::other(Operation::Resolve, "some.name", cause)
                }
            );
            assert!(matches!(next(&events), Fact::Closed));
        }
    }

    const PATIENCE: Duration = Duration::from_secs(30);
}
