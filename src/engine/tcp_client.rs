//! The TCP client: looks a name up, tries every address, and connects again if asked to.

mod attempt;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::vec;

use super::command::{Command, Handle};
use super::config::TcpClientConfig;
use super::hub::Hub;
use super::queue::EventSender;
use super::resolve::{self, Answer, Resolve, System};
use super::worker::{self, Launch, Role};
use super::{PeerIds, WorkerId};
use crate::types::{Fact, IoError, LeaveReason, Operation};
use attempt::Attempt;
use crossbeam_channel::Receiver;

/// Start a client; it is connected when `Joined` comes.
///
/// Without reconnecting the run ends when its connection has left or no address answered; with it, when the
/// connection was closed or aborted here. It ends on stop in any case.
pub fn start(
    id: WorkerId,
    config: TcpClientConfig,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    start_with(Arc::new(System), id, config, peers, events)
}

fn start_with(
    resolver: Arc<dyn Resolve>,
    id: WorkerId,
    config: TcpClientConfig,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    let launch = Launch {
        id,
        peers,
        events,
        options: config.options.clone(),
        reply: config.reply,
        close_on_peer_fin: config.close_on_peer_fin,
    };
    let client = Client { config, resolver, state: State::Over, failed_rounds: 0 };
    worker::start("tcp-client", launch, client)
}

struct Client {
    config: TcpClientConfig,
    resolver: Arc<dyn Resolve>,
    state: State,
    /// Since the last connection.
    failed_rounds: u32,
}

enum State {
    /// The name is being looked up.
    Resolving {
        since: Instant,
        answer: Receiver<Answer>,
    },
    /// One address is being tried, and these if it fails.
    Connecting {
        attempt: Attempt,
        rest: vec::IntoIter<SocketAddr>,
    },
    /// Until the next round.
    Pausing {
        until: Instant,
    },
    /// The hub has the connection.
    Connected,
    Over,
}

impl Role for Client {
    fn begin(&mut self, hub: &mut Hub) {
        self.state = self.start_round(hub);
    }

    /// Nothing to remember: a turn asks the socket itself.
    fn notice(&mut self) {}

    fn turn(&mut self, hub: &mut Hub) {
        let departure = hub.take_departures().pop();
        let state = std::mem::replace(&mut self.state, State::Over);
        self.state = match state {
            State::Resolving { since, answer } => self.resolving(since, answer, hub),
            State::Connecting { attempt, rest } => self.connecting(attempt, rest, hub),
            State::Pausing { until } if until <= Instant::now() => self.start_round(hub),
            State::Connected => self.connected(departure.as_ref(), hub),
            State::Pausing { .. } | State::Over => state,
        };
    }

    fn is_ready(&self) -> bool {
        false
    }

    fn deadline(&self) -> Option<Instant> {
        match &self.state {
            State::Connecting { attempt, .. } => Some(attempt.deadline()),
            State::Pausing { until } => Some(*until),
            State::Resolving { .. } | State::Connected | State::Over => None,
        }
    }

    fn obey(&mut self, _command: &Command, _hub: &mut Hub) {}

    fn is_over(&self, _hub: &Hub) -> bool {
        matches!(self.state, State::Over)
    }
}

impl Client {
    fn start_round(&mut self, hub: &mut Hub) -> State {
        let TcpClientConfig { host, port, .. } = &self.config;
        if let Some(address) = resolve::literal(host, *port) {
            return self.try_addresses(vec![address], hub);
        }
        let host = host.clone();
        let answer = resolve::start(&self.resolver, &host, *port, hub.mailbox.waker());
        hub.common.outbox.tell(Fact::Resolving { host });
        match answer {
            Ok(answer) => State::Resolving { since: Instant::now(), answer },
            Err(error) => self.round_failed(error, hub),
        }
    }

    fn resolving(&mut self, since: Instant, answer: Receiver<Answer>, hub: &mut Hub) -> State {
        match answer.try_recv() {
            Err(_) => State::Resolving { since, answer },
            Ok(Answer(Err(error))) => self.round_failed(error, hub),
            Ok(Answer(Ok(addresses))) => {
                hub.common.outbox.tell(Fact::Resolved {
                    host: self.config.host.clone(),
                    addresses: addresses.clone(),
                    took: since.elapsed(),
                });
                self.try_addresses(addresses, hub)
            }
        }
    }

    fn try_addresses(&mut self, addresses: Vec<SocketAddr>, hub: &mut Hub) -> State {
        let none = IoError::other(Operation::Resolve, &self.config.host, "no address found");
        self.try_next(addresses.into_iter(), none, hub)
    }

    /// Try the next address that can be tried; `last` is why the one before failed.
    fn try_next(
        &mut self,
        mut rest: vec::IntoIter<SocketAddr>,
        mut last: IoError,
        hub: &mut Hub,
    ) -> State {
        while let Some(remote) = rest.next() {
            hub.common.outbox.tell(Fact::Connecting { remote });
            match Attempt::start(remote, &self.config, hub) {
                Ok(attempt) => return State::Connecting { attempt, rest },
                Err(error) => {
                    last = error.clone();
                    hub.common.outbox.tell(Fact::ConnectFailed { remote, error });
                }
            }
        }
        self.round_failed(last, hub)
    }

    fn connecting(
        &mut self,
        attempt: Attempt,
        rest: vec::IntoIter<SocketAddr>,
        hub: &mut Hub,
    ) -> State {
        let Some(outcome) = attempt.outcome() else {
            return State::Connecting { attempt, rest };
        };
        let remote = attempt.remote();
        match outcome.and_then(|()| attempt.join(hub)) {
            Ok(()) => {
                self.failed_rounds = 0;
                State::Connected
            }
            Err(error) => {
                let last = error.clone();
                hub.common.outbox.tell(Fact::ConnectFailed { remote, error });
                self.try_next(rest, last, hub)
            }
        }
    }

    fn connected(&mut self, departure: Option<&LeaveReason>, hub: &mut Hub) -> State {
        match departure {
            None => State::Connected,
            Some(LeaveReason::ClosedHere | LeaveReason::AbortedHere) => State::Over,
            Some(_) => self.pause(hub),
        }
    }

    fn round_failed(&mut self, error: IoError, hub: &mut Hub) -> State {
        // A failed attempt is told already.
        if self.config.reconnect.is_none() || error.operation == Operation::Resolve {
            hub.fail(error);
        }
        self.pause(hub)
    }

    fn pause(&mut self, hub: &mut Hub) -> State {
        let Some(backoff) = self.config.reconnect else {
            return State::Over;
        };
        self.failed_rounds = self.failed_rounds.saturating_add(1);
        let attempt = self.failed_rounds;
        let after = backoff.pause(attempt);
        hub.common.outbox.tell(Fact::Retrying { after, attempt });
        State::Pausing { until: deadline(after) }
    }
}

/// A duration too long for the clock ends in a year.
fn deadline(after: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(after).unwrap_or(now + YEAR)
}

const YEAR: Duration = Duration::from_hours(365 * 24);

#[cfg(test)]
mod tests {
    use std::io;
    use std::net::TcpListener;

    use super::*;
    use crate::engine::queue::{self, EventReceiver};
    use crate::types::{Event, Reply, RunId, SessionId, TcpOptions};

    /// Answers with what comes over a channel, so that a test decides when.
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
            host: "some.name".to_owned(),
            port: 7,
            bind: None,
            connect_timeout: PATIENCE,
            reconnect: None,
            close_on_peer_fin: true,
            options: TcpOptions::default(),
            reply: Reply::None,
        };
        let resolver = Arc::new(Slow(answers));
        let handle = start_with(resolver, id, config, PeerIds::new(), sender).unwrap();
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
    fn every_address_is_tried_and_every_failure_told() {
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
        assert!(matches!(next(&events), Fact::Connecting { remote } if remote == closed));
        assert!(matches!(next(&events), Fact::ConnectFailed { remote, error }
            if remote == closed && error.name() == Some("ECONNREFUSED")));
        assert!(matches!(next(&events), Fact::Connecting { remote } if remote == open));
        assert!(matches!(next(&events), Fact::Joined { remote, .. } if remote == open));
    }

    #[test]
    fn a_name_that_is_not_known_ends_the_run_in_words() {
        for (answer, words) in [(None, "no such name"), (Some(Vec::new()), "no address found")] {
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
            assert_eq!(error.to_string(), format!("could not resolve some.name: {words}"));
            assert!(matches!(next(&events), Fact::Closed));
        }
    }

    const PATIENCE: Duration = Duration::from_secs(30);
}
