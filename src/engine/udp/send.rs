//! Datagrams that go, and where to.

use std::io;
use std::time::{Duration, Instant};

use bytes::Bytes;
use mio::Interest;

use crate::engine::net::message;
use crate::engine::udp::bind::Bound;
use crate::engine::udp::output::{
    Blocked, Datagram, Pending, report_done, report_end, report_failed,
};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::role::ROLE;
use crate::types::problem::NetProblem;
use crate::types::{Address, Fact, IoError, Notice, Operation, PeerId, SendOutcome};

impl Bound {
    pub(super) fn wants_send(&self) -> bool {
        let next = self.output.queue.front();
        matches!(self.output.blocked, Blocked::No)
            && next.is_some_and(|next| next.due.is_none_or(|due| due <= Instant::now()))
    }

    pub(super) fn send(&mut self, hub: &mut Hub) {
        if self.output.retry().is_some_and(|at| at <= Instant::now()) {
            self.output.blocked = Blocked::No;
        }
        self.watch_less(hub);
        for _ in 0..SENDS_PER_TURN {
            if !self.wants_send() || !hub.common.outbox.has_room() {
                return;
            }
            self.send_next(hub);
        }
    }

    /// Queue what has waited for an answer, in the order in which it was handed over.
    pub(super) fn follow_look_ups(&mut self, hub: &mut Hub) {
        while let Some((way, _)) = self.output.waiting.front()
            && let Some(outcome) = self.follow(way, hub)
            && let Some((_, message)) = self.output.waiting.pop_front()
        {
            match outcome {
                Ok(remote) => {
                    let peer = self.peer(&remote, hub);
                    self.output.push(message.to(peer));
                }
                Err(error) => {
                    hub.fail(error);
                    report_failed(PeerId::SESSION, message.tag, message.bytes.len() as u64, hub);
                }
            }
        }
    }

    /// Where a message goes; `None` while that is open.
    pub(super) fn follow(&self, way: &Pending, hub: &mut Hub) -> Option<Result<Address, IoError>> {
        match way {
            Pending::LookUp(look_up) => {
                Some(look_up.outcome(hub)?.and_then(|found| self.choose(&found)))
            }
            Pending::Connection => self.peers.address(self.connected?).cloned().map(Ok),
        }
    }

    fn send_next(&mut self, hub: &mut Hub) {
        let Some(Datagram { peer, bytes, .. }) = self.output.queue.front() else {
            return;
        };
        let Some(remote) = self.peers.address(*peer) else {
            let error =
                IoError::other(Operation::Send, format!("#{}", peer.0), NetProblem::PeerGone);
            return self.give_up(error, hub);
        };
        if self.output.faults.drops_next() {
            let remote = remote.clone();
            return self.leave_out(remote, hub);
        }
        let is_connected = self.connected == Some(*peer);
        let bytes = self.output.faults.corrupted(bytes);
        let result = if is_connected {
            Ok(self.socket.send(&bytes))
        } else {
            self.socket.send_to(&bytes, remote)
        };
        let result = match result {
            Ok(result) => result,
            Err(error) => return self.give_up(error, hub),
        };
        match result {
            Ok(_) => self.sent(bytes, hub),
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => {}
                io::ErrorKind::WouldBlock => self.block(hub),
                // It is about an earlier datagram; this one was not tried.
                io::ErrorKind::ConnectionRefused if is_connected && !remote.is_unix() => {
                    let (peer, error) = self.unreachable(&error);
                    hub.common.outbox.report(Fact::Failed { peer, error });
                }
                _ => {
                    let error = message::error(remote, bytes.len(), &error);
                    self.give_up(error, hub);
                }
            },
        }
    }

    fn block(&mut self, hub: &Hub) {
        let silent = self.local.is_unix() && self.connected.is_none()
            || !self.watch(Interest::READABLE | Interest::WRITABLE, hub);
        self.output.is_watched = !silent;
        self.output.blocked = match Instant::now().checked_add(RETRY) {
            Some(at) if silent => Blocked::Until(at),
            _ => Blocked::UntilEvent,
        };
    }

    /// Stop listening for writability, once the socket can send.
    fn watch_less(&mut self, hub: &Hub) {
        if self.output.is_watched && matches!(self.output.blocked, Blocked::No) {
            self.output.is_watched = !self.watch(Interest::READABLE, hub);
        }
    }

    /// Whether that could be asked for.
    fn watch(&mut self, interests: Interest, hub: &Hub) -> bool {
        hub.poll.registry().reregister(self.socket.source(), ROLE, interests).is_ok()
    }

    /// Exactly these bytes were taken by the kernel.
    fn sent(&mut self, bytes: Bytes, hub: &mut Hub) {
        let Some(datagram) = self.output.pop() else {
            return;
        };
        self.output.faults.count_sent(bytes.len());
        let Datagram { peer, id, origin, .. } = datagram;
        hub.common.outbox.report(Fact::Sent { peer, bytes, origin, send: id });
        if let Some(tag) = datagram.reported_tag() {
            report_done(peer, tag, SendOutcome::Sent, hub);
        }
    }

    fn give_up(&mut self, error: IoError, hub: &mut Hub) {
        let Some(datagram) = self.output.pop() else {
            return;
        };
        let Datagram { peer, bytes, .. } = &datagram;
        hub.common.outbox.report(Fact::Failed { peer: *peer, error });
        if let Some(tag) = datagram.reported_tag() {
            report_failed(*peer, tag, bytes.len() as u64, hub);
        }
    }

    /// The next one is not sent, on purpose.
    fn leave_out(&mut self, remote: Address, hub: &mut Hub) {
        let Some(datagram) = self.output.pop() else {
            return;
        };
        self.output.faults.count_dropped();
        let bytes = datagram.bytes.len() as u64;
        hub.common.outbox.report(Fact::Notice(Notice::DroppedByFault { remote, bytes }));
        report_end(&datagram, hub);
    }
}

/// Then it is the turn of commands and of receiving.
const SENDS_PER_TURN: usize = 64;
const RETRY: Duration = Duration::from_millis(5);
