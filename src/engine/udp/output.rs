//! What is still to be sent, in order.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::Bytes;

use crate::engine::command::SendTag;
use crate::engine::net::resolve::LookUp;
use crate::engine::udp::faults::FaultCounters;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::payload::Replica;
use crate::types::{Fact, Faults, Origin, PeerId, RuleTag, SendId, SendOutcome};

/// One datagram on its way to one peer.
pub(super) struct Datagram {
    pub(super) peer: PeerId,
    /// `None` for a reply.
    pub(super) id: Option<SendId>,
    pub(super) origin: Origin,
    pub(super) bytes: Bytes,
    /// A copy of a repeated payload, whose end isn't reported.
    is_replica: bool,
    /// Not before.
    pub(super) due: Option<Instant>,
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

    /// The payload whose end is reported with this.
    pub(super) fn reported_tag(&self) -> Option<SendTag> {
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

/// A destination that is not known yet, and how it becomes known.
pub(super) enum Pending {
    LookUp(LookUp),
    /// It is the one that the socket is being connected to.
    Connection,
}

/// The direction from us.
#[derive(Default)]
pub(super) struct Output {
    pub(super) queue: VecDeque<Datagram>,
    /// Messages whose destination is not known yet.
    pub(super) waiting: VecDeque<(Pending, Message)>,
    reply_bytes: usize,
    replica_bytes: usize,
    pub(super) blocked: Blocked,
    /// The socket says when it can send. Asked for only while it cannot: else it says so after each datagram.
    pub(super) is_watched: bool,
    pub(super) faults: FaultCounters,
}

/// Whether the socket takes datagrams.
#[derive(Default)]
pub(super) enum Blocked {
    #[default]
    No,
    /// Until the socket says otherwise.
    UntilEvent,
    /// The peer of an unconnected Unix socket does not read, and nothing says when it does.
    Until(Instant),
}

impl Output {
    pub(super) fn new(faults: &Faults) -> Self {
        Self { faults: FaultCounters::new(faults), ..Self::default() }
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
        datagram.due = self.faults.due();
        if let Some(sum) = self.sum_of(&datagram) {
            *sum += datagram.cost();
        }
        self.queue.push_back(datagram);
    }

    pub(super) fn push_later(&mut self, way: Pending, message: Message) {
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
                report_cancelled(PeerId::SESSION, message.tag, &message.bytes, hub);
            }
            is_other
        });
        let queue = std::mem::take(&mut self.queue).into_iter();
        let (out, rest) = queue.partition(|datagram| datagram.id == Some(id));
        self.queue = rest;
        let out: VecDeque<Datagram> = out;
        for datagram in out {
            self.forget(&datagram);
            report_end(&datagram, hub);
        }
    }

    /// Send nothing more.
    pub(super) fn cancel_all(self, hub: &mut Hub) {
        for datagram in &self.queue {
            report_end(datagram, hub);
        }
        for (_, message) in self.waiting {
            report_cancelled(PeerId::SESSION, message.tag, &message.bytes, hub);
        }
    }

    pub(super) fn pop(&mut self) -> Option<Datagram> {
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

pub(super) fn report_done(peer: PeerId, tag: SendTag, outcome: SendOutcome, hub: &mut Hub) {
    let SendTag { id: send, origin } = tag;
    hub.common.outbox.report(Fact::SendDone { send, origin, peer, outcome });
}

pub(super) fn report_failed(peer: PeerId, tag: SendTag, unsent: u64, hub: &mut Hub) {
    report_done(peer, tag, SendOutcome::Failed { unsent }, hub);
}

/// A datagram was taken out of the queue.
pub(super) fn report_end(datagram: &Datagram, hub: &mut Hub) {
    if let Some(tag) = datagram.reported_tag() {
        report_cancelled(datagram.peer, tag, &datagram.bytes, hub);
    }
}

fn report_cancelled(peer: PeerId, tag: SendTag, bytes: &Bytes, hub: &mut Hub) {
    report_done(peer, tag, SendOutcome::Cancelled { unsent: bytes.len() as u64 }, hub);
}

const MOST_REPLY_BYTES: usize = 1024 * 1024;
const MOST_REPLICA_BYTES: usize = 1024 * 1024;
