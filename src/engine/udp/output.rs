//! Datagrams that go.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use bytes::Bytes;

use mio::Interest;

use crate::engine::command::SendTag;
use crate::engine::net::message;
use crate::engine::net::resolve::LookUp;
use crate::engine::udp::bind::Bound;
use crate::engine::udp::faults::Trouble;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::payload::Replica;
use crate::engine::worker::role::ROLE;
use crate::types::{
    Address, Fact, Faults, IoError, Level, Origin, PeerId, RuleTag, SendId, SendOutcome,
};

/// One datagram on its way to one peer.
pub(super) struct Datagram {
    pub(super) peer: PeerId,
    /// `None` for a reply.
    pub(super) id: Option<SendId>,
    pub(super) origin: Origin,
    pub(super) bytes: Bytes,
    /// One of many copies: its end is not told.
    is_replica: bool,
    /// Not before.
    due: Option<Instant>,
}

impl Datagram {
    fn new(peer: PeerId, id: Option<SendId>, origin: Origin, bytes: Bytes) -> Self {
        Self { peer, id, origin, bytes, is_replica: false, due: None }
    }

    /// A copy of a repeated payload.
    pub(super) fn replica(peer: PeerId, replica: &Replica) -> Self {
        let Replica { id, bytes, .. } = replica.clone();
        Self { is_replica: true, ..Self::new(peer, Some(id), Origin::User, bytes) }
    }

    /// The payload whose end is told with this.
    fn told(&self) -> Option<SendTag> {
        let id = self.id.filter(|_| !self.is_replica)?;
        Some(SendTag { id, origin: self.origin })
    }

    /// What it takes while it is queued.
    fn cost(&self) -> usize {
        size_of::<Self>() + self.bytes.len()
    }
}

/// What was handed over for sending.
#[derive(Clone)]
pub(super) struct Message {
    pub(super) tag: SendTag,
    pub(super) bytes: Bytes,
}

impl Message {
    pub(super) fn to(self, peer: PeerId) -> Datagram {
        let Self { tag: SendTag { id, origin }, bytes } = self;
        Datagram::new(peer, Some(id), origin, bytes)
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
    replica_bytes: usize,
    blocked: Blocked,
    /// The socket says when it can send. Asked for only while it cannot: else it says so after each datagram.
    is_watched: bool,
    pub(super) trouble: Trouble,
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
    pub(super) fn new(faults: &Faults) -> Self {
        Self { trouble: Trouble::new(faults), ..Self::default() }
    }

    /// Nothing is left to be sent to those that are known.
    pub(super) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

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

    /// When the next one that was held back may go.
    pub(super) fn due(&self) -> Option<Instant> {
        let is_free = matches!(self.blocked, Blocked::No);
        self.queue.front().filter(|_| is_free)?.due
    }

    pub(super) fn push(&mut self, mut datagram: Datagram) {
        datagram.due = self.trouble.due();
        if let Some(sum) = self.sum_of(&datagram) {
            *sum += datagram.cost();
        }
        self.queue.push_back(datagram);
    }

    pub(super) fn push_later(&mut self, way: Way, message: Message) {
        self.waiting.push_back((way, message));
    }

    pub(super) fn reply(&mut self, peer: PeerId, rule: RuleTag, bytes: Bytes) {
        self.push(Datagram::new(peer, None, Origin::Reply(rule), bytes));
    }

    /// Our replies are not taken: to receive more would only make more of them.
    pub(super) fn is_behind_with_replies(&self) -> bool {
        self.reply_bytes >= MOST_REPLY_BYTES
    }

    /// Enough copies of a payload are waiting.
    pub(super) fn is_behind_with_replicas(&self) -> bool {
        self.replica_bytes > MOST_REPLICA_BYTES
    }

    /// Send no more of a payload.
    pub(super) fn cancel(&mut self, id: SendId, hub: &mut Hub) {
        self.waiting.retain(|(_, message)| {
            let is_other = message.tag.id != id;
            if !is_other {
                tell_cancelled(PeerId::SESSION, message.tag, &message.bytes, hub);
            }
            is_other
        });
        let queue = std::mem::take(&mut self.queue).into_iter();
        let (out, rest) = queue.partition(|datagram| datagram.id == Some(id));
        self.queue = rest;
        let out: VecDeque<Datagram> = out;
        for datagram in out {
            self.forget(&datagram);
            tell_end(&datagram, hub);
        }
    }

    /// Send nothing more.
    pub(super) fn cancel_all(self, hub: &mut Hub) {
        for datagram in &self.queue {
            tell_end(datagram, hub);
        }
        for (_, message) in self.waiting {
            tell_cancelled(PeerId::SESSION, message.tag, &message.bytes, hub);
        }
    }

    fn pop(&mut self) -> Option<Datagram> {
        let datagram = self.queue.pop_front()?;
        self.forget(&datagram);
        Some(datagram)
    }

    /// It no longer counts.
    fn forget(&mut self, datagram: &Datagram) {
        if let Some(sum) = self.sum_of(datagram) {
            *sum = sum.saturating_sub(datagram.cost());
        }
    }

    /// Where it counts, if anywhere.
    fn sum_of(&mut self, datagram: &Datagram) -> Option<&mut usize> {
        match datagram.origin {
            _ if datagram.is_replica => Some(&mut self.replica_bytes),
            Origin::Reply(_) => Some(&mut self.reply_bytes),
            Origin::User | Origin::File | Origin::Play(_) => None,
        }
    }
}

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
                    tell_failed(PeerId::SESSION, message.tag, message.bytes.len() as u64, hub);
                }
            }
        }
    }

    /// Where a message goes; `None` while that is open.
    pub(super) fn follow(&self, way: &Way, hub: &mut Hub) -> Option<Result<Address, IoError>> {
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
        if self.output.trouble.drops_next() {
            let to = remote.to_string();
            return self.leave_out(&to, hub);
        }
        let is_connected = self.connected == Some(*peer);
        let bytes = self.output.trouble.garbled(bytes);
        let result = if is_connected {
            self.socket.send(&bytes)
        } else {
            self.socket.send_to(&bytes, remote)
        };
        match result {
            Ok(_) => self.sent(bytes, hub),
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => {}
                io::ErrorKind::WouldBlock => self.block(hub),
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

    fn block(&mut self, hub: &Hub) {
        let silent = self.local.is_unix() && self.connected.is_none()
            || !self.watch(Interest::READABLE | Interest::WRITABLE, hub);
        self.output.is_watched = !silent;
        self.output.blocked = match Instant::now().checked_add(RETRY) {
            Some(at) if silent => Blocked::Until(at),
            _ => Blocked::UntilEvent,
        };
    }

    /// Be told no longer when the socket can send, once it does.
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
        self.output.trouble.count_sent(bytes.len());
        let Datagram { peer, id, origin, .. } = datagram;
        hub.common.outbox.tell(Fact::Sent { peer, bytes, origin, send: id });
        if let Some(tag) = datagram.told() {
            tell_done(peer, tag, SendOutcome::Sent, hub);
        }
    }

    fn give_up(&mut self, error: IoError, hub: &mut Hub) {
        let Some(datagram) = self.output.pop() else {
            return;
        };
        let Datagram { peer, bytes, .. } = &datagram;
        hub.common.outbox.tell(Fact::Failed { peer: *peer, error });
        if let Some(tag) = datagram.told() {
            tell_failed(*peer, tag, bytes.len() as u64, hub);
        }
    }

    /// The next one is not sent, on purpose.
    fn leave_out(&mut self, to: &str, hub: &mut Hub) {
        let Some(datagram) = self.output.pop() else {
            return;
        };
        self.output.trouble.count_dropped();
        let len = datagram.bytes.len();
        let noun = if len == 1 { "byte" } else { "bytes" };
        let text = format!("Fault: a datagram of {len} {noun} to {to} was dropped");
        hub.common.outbox.tell(Fact::Note { level: Level::Warning, text });
        tell_end(&datagram, hub);
    }
}

pub(super) fn tell_done(peer: PeerId, tag: SendTag, outcome: SendOutcome, hub: &mut Hub) {
    let SendTag { id: send, origin } = tag;
    hub.common.outbox.tell(Fact::SendDone { send, origin, peer, outcome });
}

pub(super) fn tell_failed(peer: PeerId, tag: SendTag, unsent: u64, hub: &mut Hub) {
    tell_done(peer, tag, SendOutcome::Failed { unsent }, hub);
}

/// A datagram was taken out of the queue.
fn tell_end(datagram: &Datagram, hub: &mut Hub) {
    if let Some(tag) = datagram.told() {
        tell_cancelled(datagram.peer, tag, &datagram.bytes, hub);
    }
}

fn tell_cancelled(peer: PeerId, tag: SendTag, bytes: &Bytes, hub: &mut Hub) {
    tell_done(peer, tag, SendOutcome::Cancelled { unsent: bytes.len() as u64 }, hub);
}

/// Then it is the turn of commands and of receiving.
const SENDS_PER_TURN: usize = 64;
const MOST_REPLY_BYTES: usize = 1024 * 1024;
const MOST_REPLICA_BYTES: usize = 1024 * 1024;
const RETRY: Duration = Duration::from_millis(5);
