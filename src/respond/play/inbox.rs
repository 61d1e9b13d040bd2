//! Messages that no step has examined yet.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::Bytes;

use crate::respond::framing::{Cutter, Framing, Message};
use crate::respond::play::Plan;
use crate::types::IoError;
use crate::types::problem::{Absence, CutProblem};

/// Messages in the order in which they came, at most 1 MiB of them.
#[derive(Debug)]
pub(super) struct Inbox {
    /// `None` if every piece is a message.
    cutter: Option<Cutter>,
    /// Messages are lines of text.
    has_lines: bool,
    messages: VecDeque<Message>,
    /// Bytes that the messages take.
    weight: usize,
    /// Messages that were dropped to make room.
    pub(super) dropped: u64,
    /// Messages taken out so far.
    pub(super) taken: u64,
    /// Why no more messages can come.
    pub(super) end: Option<End>,
    /// The last error of the session or the peer.
    pub(super) error: Option<IoError>,
}

/// Why no more messages can come.
#[derive(Debug)]
pub(super) enum End {
    /// The peer sends no more.
    Fin,
    /// The peer is gone, and why.
    Gone(Absence),
}

impl Inbox {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            cutter: plan.list.framing.cutter(&plan.words).ok(),
            has_lines: matches!(plan.list.framing, Framing::Text { .. } | Framing::Line),
            messages: VecDeque::new(),
            weight: 0,
            dropped: 0,
            taken: 0,
            end: None,
            error: None,
        }
    }

    /// A piece of a stream.
    pub(super) fn push(&mut self, bytes: &Bytes, now: Instant) {
        match &mut self.cutter {
            Some(cutter) => cutter.push(bytes, now),
            None => self.keep(Message::from(bytes)),
        }
        self.cut(now);
    }

    /// A datagram.
    pub(super) fn push_datagram(&mut self, bytes: &Bytes) {
        self.keep(Message::datagram(bytes, self.has_lines));
    }

    /// The peer sends no more: what is left may be a message.
    pub(super) fn finish(&mut self, now: Instant) {
        if let Some(cutter) = &mut self.cutter {
            cutter.finish();
        }
        self.cut(now);
        self.end.get_or_insert(End::Fin);
    }

    /// The peer is gone.
    pub(super) fn leave(&mut self, why: Absence, now: Instant) {
        self.finish(now);
        if !matches!(self.end, Some(End::Gone(_))) {
            self.end = Some(End::Gone(why));
        }
    }

    /// Why the peer is gone, if it is.
    pub(super) fn absence(&self) -> Option<Absence> {
        match &self.end {
            Some(End::Gone(why)) => Some(why.clone()),
            Some(End::Fin) | None => None,
        }
    }

    /// Takes the oldest message.
    pub(super) fn take(&mut self, now: Instant) -> Option<Message> {
        self.cut(now);
        let message = self.messages.pop_front()?;
        self.weight = self.weight.saturating_sub(weight(&message));
        self.taken = self.taken.saturating_add(1);
        Some(message)
    }

    /// When the bytes so far become a message because of silence.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.cutter.as_ref().and_then(Cutter::deadline)
    }

    /// Bytes that aren't a message yet.
    pub(super) fn unfinished(&self) -> usize {
        self.cutter.as_ref().map_or(0, Cutter::pending)
    }

    /// Why the bytes can't be cut any further.
    pub(super) fn failure(&self) -> Option<CutProblem> {
        self.cutter.as_ref().and_then(Cutter::failure)
    }

    fn cut(&mut self, now: Instant) {
        while let Some(message) = self.cutter.as_mut().and_then(|cutter| cutter.next(now)) {
            self.keep(message);
        }
    }

    /// The newest always stays, however long it is.
    fn keep(&mut self, message: Message) {
        self.weight = self.weight.saturating_add(weight(&message));
        self.messages.push_back(message);
        while self.weight > MOST
            && self.messages.len() > 1
            && let Some(oldest) = self.messages.pop_front()
        {
            self.weight = self.weight.saturating_sub(weight(&oldest));
            self.dropped = self.dropped.saturating_add(1);
        }
    }
}

fn weight(message: &Message) -> usize {
    size_of::<Message>().saturating_add(message.frame.len())
}

/// The most bytes that are kept.
const MOST: usize = 1024 * 1024;
