//! Datagrams that go.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::bind::Bound;
use crate::engine::hub::Hub;
use crate::engine::message;
use crate::engine::resolve::LookUp;
use crate::types::{Address, Fact, IoError, Origin, PeerId, SendId, SendOutcome};

/// One datagram on its way to one peer.
pub(super) struct Datagram {
    pub(super) peer: PeerId,
    /// `None` for a reply.
    pub(super) id: Option<SendId>,
    pub(super) origin: Origin,
    pub(super) bytes: Bytes,
}

/// What was handed over for sending.
#[derive(Clone)]
pub(super) struct Message {
    pub(super) id: SendId,
    pub(super) origin: Origin,
    pub(super) bytes: Bytes,
}

impl Message {
    pub(super) fn to(self, peer: PeerId) -> Datagram {
        let Self { id, origin, bytes } = self;
        Datagram { peer, id: Some(id), origin, bytes }
    }
}

/// How a destination becomes known.
pub(super) enum Way {
    LookUp(LookUp),
    /// It is the one that the socket is being connected to.
    Connection,
}

/// The direction from us.
#[derive(Default)]
pub(super) struct Output {
    queue: VecDeque<Datagram>,
    /// Messages whose destination is not known yet.
    waiting: VecDeque<(Way, Message)>,
    reply_bytes: usize,
    blocked: Blocked,
}

#[derive(Default)]
enum Blocked {
    #[default]
    No,
    /// Until the socket says otherwise.
    UntilEvent,
    /// The peer of an unconnected Unix socket does not read, and nothing says when it does.
    Until(Instant),
}

impl Output {
    pub(super) fn may_write(&mut self) {
        if matches!(self.blocked, Blocked::UntilEvent) {
            self.blocked = Blocked::No;
        }
    }

    pub(super) fn retry(&self) -> Option<Instant> {
        match self.blocked {
            Blocked::Until(at) => Some(at),
            Blocked::No | Blocked::UntilEvent => None,
        }
    }

    pub(super) fn push(&mut self, datagram: Datagram) {
        self.queue.push_back(datagram);
    }

    pub(super) fn push_later(&mut self, way: Way, message: Message) {
        self.waiting.push_back((way, message));
    }

    pub(super) fn reply(&mut self, peer: PeerId, answer: Option<Bytes>) {
        if let Some(bytes) = answer {
            self.reply_bytes += REPLY_COST + bytes.len();
            self.push(Datagram { peer, id: None, origin: Origin::Reply, bytes });
        }
    }

    /// Our replies are not taken: to receive more would only make more of them.
    pub(super) fn is_behind_with_replies(&self) -> bool {
        self.reply_bytes >= MOST_REPLY_BYTES
    }

    /// Send no more of a payload.
    pub(super) fn cancel(&mut self, id: SendId, hub: &mut Hub) {
        self.waiting.retain(|(_, message)| {
            let is_other = message.id != id;
            if !is_other {
                tell_cancelled(PeerId::SESSION, id, &message.bytes, hub);
            }
            is_other
        });
        self.queue.retain(|datagram| {
            let is_other = datagram.id != Some(id);
            if !is_other {
                tell_cancelled(datagram.peer, id, &datagram.bytes, hub);
            }
            is_other
        });
    }

    /// Send nothing more.
    pub(super) fn cancel_all(self, hub: &mut Hub) {
        for Datagram { peer, id, bytes, .. } in self.queue {
            if let Some(id) = id {
                tell_cancelled(peer, id, &bytes, hub);
            }
        }
        for (_, message) in self.waiting {
            tell_cancelled(PeerId::SESSION, message.id, &message.bytes, hub);
        }
    }

    fn pop(&mut self) -> Option<Datagram> {
        let datagram = self.queue.pop_front()?;
        if datagram.origin == Origin::Reply {
            self.reply_bytes -= REPLY_COST + datagram.bytes.len();
        }
        Some(datagram)
    }
}

impl Bound {
    pub(super) fn wants_send(&self) -> bool {
        !self.output.queue.is_empty() && matches!(self.output.blocked, Blocked::No)
    }

    pub(super) fn send(&mut self, hub: &mut Hub) {
        if self.output.retry().is_some_and(|at| at <= Instant::now()) {
            self.output.blocked = Blocked::No;
        }
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
                    tell_failed(PeerId::SESSION, message.id, message.bytes.len() as u64, hub);
                }
            }
        }
    }

    /// Where a message goes; `None` while that is open.
    fn follow(&self, way: &Way, hub: &mut Hub) -> Option<Result<Address, IoError>> {
        match way {
            Way::LookUp(look_up) => {
                Some(look_up.outcome(hub)?.and_then(|found| self.choose(&found)))
            }
            Way::Connection => self.peers.address(self.connected?).cloned().map(Ok),
        }
    }

    fn send_next(&mut self, hub: &mut Hub) {
        let Some(Datagram { peer, bytes, .. }) = self.output.queue.front() else {
            return;
        };
        let Some(remote) = self.peers.address(*peer) else {
            let error = IoError::other(
                crate::types::Operation::Send,
                format!("#{}", peer.0),
                "the peer was folded away meanwhile",
            );
            return self.give_up(error, hub);
        };
        let is_connected = self.connected == Some(*peer);
        let result =
            if is_connected { self.socket.send(bytes) } else { self.socket.send_to(bytes, remote) };
        match result {
            Ok(_) => self.sent(hub),
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => {}
                io::ErrorKind::WouldBlock => self.block(),
                // It is about an earlier datagram; this one was not tried.
                io::ErrorKind::ConnectionRefused if is_connected && !remote.is_unix() => {
                    let (peer, error) = self.unreachable(&error);
                    hub.common.outbox.tell(Fact::Failed { peer, error });
                }
                _ => {
                    let error = message::error(remote, bytes.len(), &error);
                    self.give_up(error, hub);
                }
            },
        }
    }

    fn block(&mut self) {
        let silent = self.local.is_unix() && self.connected.is_none();
        self.output.blocked = match Instant::now().checked_add(RETRY) {
            Some(at) if silent => Blocked::Until(at),
            _ => Blocked::UntilEvent,
        };
    }

    fn sent(&mut self, hub: &mut Hub) {
        let Some(Datagram { peer, id, origin, bytes }) = self.output.pop() else {
            return;
        };
        hub.common.outbox.tell(Fact::Sent { peer, bytes, origin, send: id });
        if let Some(send) = id {
            let outcome = SendOutcome::Sent;
            hub.common.outbox.tell(Fact::SendDone { send, peer, outcome });
        }
    }

    fn give_up(&mut self, error: IoError, hub: &mut Hub) {
        let Some(Datagram { peer, id, bytes, .. }) = self.output.pop() else {
            return;
        };
        hub.common.outbox.tell(Fact::Failed { peer, error });
        if let Some(id) = id {
            tell_failed(peer, id, bytes.len() as u64, hub);
        }
    }
}

pub(super) fn tell_failed(peer: PeerId, send: SendId, unsent: u64, hub: &mut Hub) {
    let outcome = SendOutcome::Failed { unsent };
    hub.common.outbox.tell(Fact::SendDone { send, peer, outcome });
}

fn tell_cancelled(peer: PeerId, send: SendId, bytes: &Bytes, hub: &mut Hub) {
    let outcome = SendOutcome::Cancelled { unsent: bytes.len() as u64 };
    hub.common.outbox.tell(Fact::SendDone { send, peer, outcome });
}

/// Then it is the turn of commands and of receiving.
const SENDS_PER_TURN: usize = 64;
const MOST_REPLY_BYTES: usize = 1024 * 1024;
/// What a reply costs besides its bytes.
const REPLY_COST: usize = size_of::<Datagram>();
const RETRY: Duration = Duration::from_millis(5);
