//! The connections of a worker: which are open, which have something to do, and their timers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mio::event::Event;
use mio::{Poll, Token};

use crate::engine::PeerIds;
use crate::engine::command::Mailbox;
use crate::engine::net::stream::Connected;
use crate::engine::net::tls::Tls;
use crate::engine::net::wire::Wire;
use crate::engine::net::{options, sockets};
use crate::engine::tcp::connection::{Common, Connection, Turn};
use crate::types::{Address, Fact, IoError, LeaveReason, Operation, PeerId};

/// The state that workers of all roles share.
pub(in crate::engine) struct Hub {
    pub(in crate::engine) poll: Poll,
    pub(in crate::engine) mailbox: Arc<Mailbox>,
    pub(in crate::engine) common: Common,
    pub(in crate::engine) connections: BTreeMap<PeerId, Connection>,
    peers: PeerIds,
    /// Connections that have something to do, served in turn; see [`next_ready`](Self::next_ready).
    ///
    /// Sockets are registered edge-triggered, so an event must not be forgotten: a connection stays here, or reports
    /// [`Turn::Again`], until each of its operations has returned `WouldBlock`. Only then does the kernel report the next event.
    /// While there are any, the worker doesn't wait.
    ready: BTreeSet<PeerId>,
    last_turn: PeerId,
    /// The deadline of each connection that has one, the next first.
    alarms: BTreeSet<(Instant, PeerId)>,
    /// Why connections have left since the last [`take_departures`](Self::take_departures).
    departures: Vec<LeaveReason>,
}

/// A socket that has become a peer of the session.
pub(in crate::engine) struct Peer {
    pub(in crate::engine) id: PeerId,
    pub(in crate::engine) remote: Address,
    pub(in crate::engine) wire: Wire,
}

/// A TLS handshake to do on a new connection.
pub(in crate::engine) struct Handshake {
    pub(in crate::engine) tls: Tls,
    /// How long it may take.
    pub(in crate::engine) timeout: Duration,
}

impl Hub {
    pub(in crate::engine) fn new(
        poll: Poll,
        mailbox: Arc<Mailbox>,
        peers: PeerIds,
        common: Common,
    ) -> Self {
        Self {
            poll,
            mailbox,
            common,
            connections: BTreeMap::new(),
            peers,
            ready: BTreeSet::new(),
            last_turn: PeerId::SESSION,
            alarms: BTreeSet::new(),
            departures: Vec::new(),
        }
    }

    /// Add a new connection; over TLS, if there is a `tls`.
    pub(in crate::engine) fn join(
        &mut self,
        connected: Connected,
        tls: Option<Handshake>,
    ) -> Result<(), IoError> {
        let Peer { id, remote, mut wire } = self.admit(connected, None)?;
        let timeout = tls.as_ref().map(|tls| tls.timeout);
        if let Some(Handshake { tls, .. }) = tls {
            wire.secure(tls);
        }
        let mut connection = Connection::new(id, remote, wire, timeout);
        connection.begin(&self.common);
        self.connections.insert(id, connection);
        self.wake(id);
        Ok(())
    }

    /// Make a connected socket a peer of the session: register it, set the current options, and report it as `Joined`. Its events
    /// have this `token`, or else the number of the peer.
    pub(in crate::engine) fn admit(
        &mut self,
        connected: Connected,
        token: Option<Token>,
    ) -> Result<Peer, IoError> {
        let Connected { stream, remote, options: from } = connected;
        let id = self.next_peer();
        let token = token.unwrap_or_else(|| token_of(id));
        let mut wire = Wire::new(stream);
        let local = wire
            .register(self.poll.registry(), token)
            .and_then(|()| wire.local())
            .map_err(|error| sockets::error_at(Operation::Start, &remote, &error))?;
        let failed = options::apply(&wire.socket(), &remote, &from, &self.common.options);
        let options = options::effective(&wire.socket(), &remote);
        self.common.outbox.report(Fact::Joined {
            peer: id,
            local,
            remote: remote.clone(),
            options,
        });
        for error in failed {
            self.common.outbox.report(Fact::Failed { peer: id, error });
        }
        Ok(Peer { id, remote, wire })
    }

    /// A number that no peer of the session had before.
    pub(in crate::engine) fn next_peer(&self) -> PeerId {
        self.peers.next()
    }

    /// Handle an event of a connection. It is ignored if the connection has left since.
    pub(in crate::engine) fn notice(&mut self, event: &Event) {
        let peer = u32::try_from(event.token().0).map(PeerId);
        if let Ok(peer) = peer
            && let Some(connection) = self.connections.get_mut(&peer)
        {
            connection.notice(event);
            self.ready.insert(peer);
        }
    }

    /// Give the connection a turn: it has something to do.
    pub(in crate::engine) fn wake(&mut self, peer: PeerId) {
        self.ready.insert(peer);
    }

    /// Give all connections a turn.
    pub(in crate::engine) fn wake_all(&mut self) {
        self.ready.extend(self.connections.keys());
    }

    pub(in crate::engine) fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// When a turn is due even without an event.
    pub(in crate::engine) fn deadline(&self) -> Option<Instant> {
        self.alarms.first().map(|(at, _)| *at)
    }

    /// Give some of the ready connections their turn. The number is bounded so that commands, other sockets and stop are looked
    /// at in between; connections that are left stay ready.
    pub(in crate::engine) fn turn(&mut self) {
        self.expire();
        for _ in 0..TURNS {
            if self.mailbox.is_stopped() || !self.common.outbox.has_room() {
                return;
            }
            let Some(peer) = self.next_ready() else {
                return;
            };
            self.turn_of(peer);
        }
    }

    /// End a connection now.
    pub(in crate::engine) fn leave(&mut self, peer: PeerId, reason: LeaveReason) {
        let Some(connection) = self.connections.remove(&peer) else {
            return;
        };
        self.ready.remove(&peer);
        if let Some(at) = connection.alarm {
            self.alarms.remove(&(at, peer));
        }
        self.departures.push(reason.clone());
        connection.leave(reason, &mut self.common);
    }

    /// End all connections now.
    pub(in crate::engine) fn leave_all(&mut self) {
        let peers: Vec<PeerId> = self.connections.keys().copied().collect();
        for peer in peers {
            self.leave(peer, self.common.closing_reason());
        }
    }

    pub(in crate::engine) fn take_departures(&mut self) -> Vec<LeaveReason> {
        std::mem::take(&mut self.departures)
    }

    /// Report an error of the session itself.
    pub(in crate::engine) fn fail(&mut self, error: IoError) {
        let peer = PeerId::SESSION;
        self.common.outbox.report(Fact::Failed { peer, error });
    }

    /// Round-robin: the next ready connection by number after the one that had the last turn, wrapping around. So a connection
    /// that is always ready gets one turn per round and can't starve those with higher numbers.
    fn next_ready(&mut self) -> Option<PeerId> {
        let later = (Bound::Excluded(self.last_turn), Bound::Unbounded);
        let next = self.ready.range(later).next();
        let peer = *next.or_else(|| self.ready.first())?;
        self.ready.remove(&peer);
        self.last_turn = peer;
        Some(peer)
    }

    fn turn_of(&mut self, peer: PeerId) {
        let Some(connection) = self.connections.get_mut(&peer) else {
            return;
        };
        let turn = connection.turn(&mut self.common);
        let alarm = connection.deadline();
        let before = std::mem::replace(&mut connection.alarm, alarm);
        if before != alarm {
            if let Some(before) = before {
                self.alarms.remove(&(before, peer));
            }
            self.alarms.extend(alarm.map(|at| (at, peer)));
        }
        match turn {
            Turn::Again => self.wake(peer),
            Turn::Idle => {}
            Turn::Left(reason) => self.leave(peer, reason),
        }
    }

    /// Handle expired deadlines: such a connection gets a turn, or leaves.
    fn expire(&mut self) {
        if self.alarms.is_empty() {
            return;
        }
        let now = Instant::now();
        while let Some((at, peer)) = self.alarms.first().copied()
            && at <= now
        {
            self.alarms.pop_first();
            let connection = self.connections.get_mut(&peer);
            match connection.map(|connection| connection.expire(now)) {
                Some(Some(reason)) => self.leave(peer, reason),
                Some(None) => self.wake(peer),
                None => {}
            }
        }
    }
}

fn token_of(peer: PeerId) -> Token {
    Token(usize::try_from(peer.0).unwrap_or(usize::MAX))
}

/// Turns until sockets and commands are looked at again.
const TURNS: usize = 32;

#[cfg(test)]
mod tests {
    use mio::Waker;

    use super::*;
    use crate::engine::conduct::Conduct;
    use crate::engine::worker::outbox::Outbox;
    use crate::engine::worker::queue;
    use crate::engine::worker::segments::Segments;
    use crate::engine::{PeerIds, WorkerId};
    use crate::types::{RunId, SessionId, TcpOptions};

    fn hub() -> Hub {
        let poll = Poll::new().unwrap();
        let waker = Arc::new(Waker::new(poll.registry(), Token(0)).unwrap());
        let id = WorkerId { session: SessionId(1), run: RunId(1) };
        let (events, _) = queue::channel(1000);
        let common = Common {
            outbox: Outbox::new(id, events.lane(Arc::clone(&waker))),
            segments: Segments::default(),
            options: TcpOptions::default(),
            conduct: Conduct::default(),
            close_on_peer_fin: true,
            random: fastrand::Rng::new(),
            has_replied: false,
        };
        Hub::new(poll, Arc::new(Mailbox::new(waker)), PeerIds::new(), common)
    }

    /// The next turns, if these connections always have more to do.
    fn turns(hub: &mut Hub, busy: &[u32], count: usize) -> Vec<u32> {
        hub.ready.extend(busy.iter().copied().map(PeerId));
        let mut turn = || {
            let peer = hub.next_ready().unwrap();
            hub.wake(peer);
            peer.0
        };
        (0..count).map(|_| turn()).collect()
    }

    #[test]
    fn busy_connections_take_turns() {
        let mut hub = hub();
        assert_eq!(turns(&mut hub, &[1, 2, 3], 7), [1, 2, 3, 1, 2, 3, 1]);
        // One that becomes ready in between gets its turn within the round.
        assert_eq!(turns(&mut hub, &[4, 7], 6), [2, 3, 4, 7, 1, 2]);
    }

    #[test]
    fn a_round_goes_on_where_the_last_turns_ended() {
        let mut hub = hub();
        let everybody: Vec<u32> = (1..=100).collect();
        let mut seen = Vec::new();
        for _ in 0..4 {
            // As in one call of `Hub::turn`.
            seen.extend(turns(&mut hub, &everybody, TURNS));
        }
        assert_eq!(seen[..100], everybody);
    }
}
