//! What one connection has still to send, in order.

use std::collections::VecDeque;

use bytes::Bytes;

use super::payload::Payload;
use crate::types::{IoError, Origin, SendId};

/// Payloads in the order in which they were handed over.
#[derive(Default)]
pub(super) struct SendQueue {
    payloads: VecDeque<Payload>,
    /// Bytes of replies among them.
    reply_bytes: u64,
}

/// What a piece of payload belonged to.
pub(super) struct Progress {
    pub(super) id: Option<SendId>,
    pub(super) origin: Origin,
    /// It was the last piece.
    pub(super) is_done: bool,
}

/// A payload taken out before its end.
pub(super) struct Unsent {
    pub(super) id: SendId,
    pub(super) bytes: u64,
}

impl SendQueue {
    pub(super) fn push(&mut self, payload: Payload) {
        if payload.origin == Origin::Reply {
            self.reply_bytes += payload.unsent();
        }
        self.payloads.push_back(payload);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.payloads.is_empty()
    }

    /// The peer does not take our replies: reading on would only make more of them.
    pub(super) fn is_behind_with_replies(&self) -> bool {
        self.reply_bytes >= MOST_REPLY_BYTES
    }

    /// The next bytes to send; `None` if there is no payload.
    pub(super) fn next_chunk(&self) -> Option<Result<Bytes, IoError>> {
        self.payloads.front().map(Payload::next_chunk)
    }

    /// All of the next payload; `None` if there is none.
    pub(super) fn next_whole(&self) -> Option<Result<Bytes, IoError>> {
        self.payloads.front().map(Payload::whole)
    }

    /// How much of the next payload is left.
    pub(super) fn next_len(&self) -> u64 {
        self.payloads.front().map_or(0, Payload::unsent)
    }

    /// The first so many bytes of the next chunk were sent.
    pub(super) fn advance(&mut self, count: usize) -> Option<Progress> {
        let payload = self.payloads.front_mut()?;
        payload.advance(count);
        let progress =
            Progress { id: payload.id, origin: payload.origin, is_done: payload.unsent() == 0 };
        if progress.origin == Origin::Reply {
            self.reply_bytes = self.reply_bytes.saturating_sub(count as u64);
        }
        if progress.is_done {
            self.payloads.pop_front();
        }
        Some(progress)
    }

    /// Give up the payload that is being sent.
    pub(super) fn give_up_first(&mut self) -> Option<Unsent> {
        self.payloads.pop_front().as_ref().and_then(Unsent::of)
    }

    /// Take out the payload with this id.
    pub(super) fn cancel(&mut self, id: SendId) -> Option<Unsent> {
        let place = self.payloads.iter().position(|p| p.id == Some(id))?;
        self.payloads.remove(place).as_ref().and_then(Unsent::of)
    }

    /// Take out everything.
    pub(super) fn clear(&mut self) -> Vec<Unsent> {
        self.reply_bytes = 0;
        let payloads = std::mem::take(&mut self.payloads);
        payloads.iter().filter_map(Unsent::of).collect()
    }
}

impl Unsent {
    fn of(payload: &Payload) -> Option<Self> {
        let bytes = payload.unsent();
        payload.id.map(|id| Self { id, bytes })
    }
}

const MOST_REPLY_BYTES: u64 = 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn queue() -> SendQueue {
        let mut queue = SendQueue::default();
        queue.push(Payload::bytes(SendId(1), Bytes::from_static(b"one")));
        queue.push(Payload::reply(Bytes::from_static(b"reply")));
        queue.push(Payload::bytes(SendId(2), Bytes::new()));
        queue
    }

    #[test]
    fn payloads_leave_in_order_and_the_last_piece_is_told() {
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
    fn a_cancelled_payload_tells_what_is_unsent() {
        let mut queue = queue();
        queue.advance(1);
        let unsent = queue.cancel(SendId(1)).unwrap();
        assert_eq!((unsent.id, unsent.bytes), (SendId(1), 2));
        assert!(queue.cancel(SendId(1)).is_none());
        let rest: Vec<_> = queue.clear().into_iter().map(|left| left.id.0).collect();
        assert_eq!(rest, [2]);
        assert!(queue.is_empty());
    }
}
