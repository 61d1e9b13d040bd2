//! The payloads that a connection still has to send, in order.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::engine::command::SendTag;
use crate::engine::worker::payload::Payload;
use crate::types::{IoError, Origin, SendId};

/// Payloads in the order in which they were handed over.
#[derive(Default)]
pub(in crate::engine) struct SendQueue {
    payloads: VecDeque<Payload>,
    /// Bytes of the queued replies, plus a fixed cost for each.
    reply_bytes: u64,
    /// The same for replicas.
    replica_bytes: u64,
}

/// The payload that a sent piece belongs to.
pub(in crate::engine) struct Progress {
    /// `None` for a reply.
    pub(in crate::engine) id: Option<SendId>,
    pub(in crate::engine) origin: Origin,
    /// It was the last piece.
    pub(in crate::engine) is_done: bool,
    /// Its end isn't reported.
    pub(in crate::engine) is_replica: bool,
}

/// A payload removed before it was completely sent.
pub(in crate::engine) struct Unsent {
    pub(in crate::engine) tag: SendTag,
    pub(in crate::engine) bytes: u64,
}

impl SendQueue {
    pub(in crate::engine) fn push(&mut self, payload: Payload) {
        if let Some(sum) = self.sum_of(payload.origin, payload.is_replica) {
            *sum += payload.unsent() + COST;
        }
        self.payloads.push_back(payload);
    }

    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.payloads.is_empty()
    }

    /// The peer doesn't read our replies: don't read more, which would only produce more replies.
    pub(in crate::engine) fn is_behind_with_replies(&self) -> bool {
        self.reply_bytes >= MOST_REPLY_BYTES
    }

    /// Enough copies of a repeated payload are queued.
    pub(in crate::engine) fn is_behind_with_replicas(&self) -> bool {
        self.replica_bytes > MOST_REPLICA_BYTES
    }

    /// The payload that is being sent, or the next one.
    pub(in crate::engine) fn first(&self) -> Option<&Payload> {
        self.payloads.front()
    }

    /// The next bytes to send; `None` if there is no payload.
    pub(in crate::engine) fn next_chunk(&self) -> Option<Result<Bytes, IoError>> {
        self.payloads.front().map(Payload::next_chunk)
    }

    /// All of the next payload; `None` if there is none.
    pub(in crate::engine) fn next_whole(&self) -> Option<Result<Bytes, IoError>> {
        self.payloads.front().map(Payload::whole)
    }

    /// How much of the next payload is left.
    pub(in crate::engine) fn next_len(&self) -> u64 {
        self.payloads.front().map_or(0, Payload::unsent)
    }

    /// The first `count` bytes of the next chunk were sent.
    pub(in crate::engine) fn advance(&mut self, count: usize) -> Option<Progress> {
        let payload = self.payloads.front_mut()?;
        payload.advance(count);
        let progress = Progress {
            id: payload.id,
            origin: payload.origin,
            is_done: payload.unsent() == 0,
            is_replica: payload.is_replica,
        };
        let paid_off = count as u64 + if progress.is_done { COST } else { 0 };
        self.pay_off(paid_off, progress.origin, progress.is_replica);
        if progress.is_done {
            self.payloads.pop_front();
        }
        Some(progress)
    }

    /// Give up the payload that is being sent.
    pub(in crate::engine) fn give_up_first(&mut self) -> Option<Unsent> {
        let payload = self.payloads.pop_front()?;
        self.forget(&payload);
        Unsent::of(&payload)
    }

    /// Remove the payload with this id.
    pub(in crate::engine) fn cancel(&mut self, id: SendId) -> Option<Unsent> {
        let place = self.payloads.iter().position(|p| p.id == Some(id) && !p.is_replica)?;
        self.payloads.remove(place).as_ref().and_then(Unsent::of)
    }

    /// Remove all copies of the payload with this id; returns whether there were any.
    pub(in crate::engine) fn cancel_replicas(&mut self, id: SendId) -> bool {
        let is_out = |payload: &Payload| payload.is_replica && payload.id == Some(id);
        let payloads = std::mem::take(&mut self.payloads).into_iter();
        let (out, rest): (VecDeque<_>, VecDeque<_>) = payloads.partition(is_out);
        self.payloads = rest;
        for payload in &out {
            self.forget(payload);
        }
        !out.is_empty()
    }

    /// Remove everything.
    pub(in crate::engine) fn clear(&mut self) -> Vec<Unsent> {
        self.reply_bytes = 0;
        self.replica_bytes = 0;
        let payloads = std::mem::take(&mut self.payloads);
        payloads.iter().filter_map(Unsent::of).collect()
    }

    /// Stop counting it.
    fn forget(&mut self, payload: &Payload) {
        self.pay_off(payload.unsent() + COST, payload.origin, payload.is_replica);
    }

    fn pay_off(&mut self, bytes: u64, origin: Origin, is_replica: bool) {
        if let Some(sum) = self.sum_of(origin, is_replica) {
            *sum = sum.saturating_sub(bytes);
        }
    }

    /// The sum that a payload counts towards, if any.
    fn sum_of(&mut self, origin: Origin, is_replica: bool) -> Option<&mut u64> {
        match origin {
            _ if is_replica => Some(&mut self.replica_bytes),
            Origin::Reply(_) => Some(&mut self.reply_bytes),
            Origin::User | Origin::File | Origin::Play(_) => None,
        }
    }
}

impl Unsent {
    /// What to report about it, if anything.
    fn of(payload: &Payload) -> Option<Self> {
        let bytes = payload.unsent();
        payload.tag().filter(|_| !payload.is_replica).map(|tag| Self { tag, bytes })
    }
}

const MOST_REPLY_BYTES: u64 = 1024 * 1024;
const MOST_REPLICA_BYTES: u64 = 1024 * 1024;
/// Cost of each payload, which bounds the number of short and empty ones.
const COST: u64 = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::worker::payload::Replica;
    use crate::types::RuleTag;

    fn typed(id: u64) -> SendTag {
        SendTag { id: SendId(id), origin: Origin::User }
    }

    fn queue() -> SendQueue {
        let mut queue = SendQueue::default();
        queue.push(Payload::bytes(typed(1), Bytes::from_static(b"one")));
        queue.push(Payload::reply(RuleTag(0), Bytes::from_static(b"reply")));
        queue.push(Payload::bytes(typed(2), Bytes::new()));
        queue
    }

    #[test]
    fn payloads_leave_in_order_and_the_last_piece_is_reported() {
        let mut queue = queue();
        let mut steps = Vec::new();
        while let Some(chunk) = queue.next_chunk() {
            let count = chunk.unwrap().len().min(2);
            let progress = queue.advance(count).unwrap();
            steps.push((progress.id.map(|id| id.0), count, progress.is_done));
        }
        let expected = [
            (Some(1), 2, false),
            (Some(1), 1, true),
            (None, 2, false),
            (None, 2, false),
            (None, 1, true),
            (Some(2), 0, true),
        ];
        assert_eq!(steps, expected);
        assert_eq!(queue.reply_bytes, 0);
    }

    #[test]
    fn replicas_are_counted_until_they_leave_and_their_end_is_not_reported() {
        let mut queue = queue();
        let bytes = Bytes::from_static(b"copy");
        let replica =
            || Payload::replica(&Replica { id: SendId(3), bytes: bytes.clone(), pace: None });
        while !queue.is_behind_with_replicas() {
            queue.push(replica());
        }
        while let Some(progress) = queue.advance(1) {
            assert_eq!(progress.is_replica, progress.id == Some(SendId(3)));
        }
        assert_eq!(queue.replica_bytes, 0);
        queue.push(replica());
        queue.push(replica());
        queue.advance(1);
        assert!(queue.cancel_replicas(SendId(3)));
        assert!(queue.is_empty());
        assert_eq!(queue.replica_bytes, 0);
        queue.push(replica());
        assert!(queue.clear().is_empty());
    }

    #[test]
    fn a_cancelled_payload_tells_what_is_unsent() {
        let mut queue = queue();
        queue.advance(1);
        let unsent = queue.cancel(SendId(1)).unwrap();
        assert_eq!((unsent.tag, unsent.bytes), (typed(1), 2));
        assert!(queue.cancel(SendId(1)).is_none());
        let rest: Vec<_> = queue.clear().into_iter().map(|left| left.tag.id.0).collect();
        assert_eq!(rest, [2]);
        assert!(queue.is_empty());
    }
}
