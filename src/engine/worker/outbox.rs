//! The events of a worker on their way to the queue, in order, also while it has no room.

use std::collections::VecDeque;

use crate::engine::worker::queue::Lane;
use crate::engine::{WorkerId, clock};
use crate::types::{Event, Fact};

/// A worker's way to the queue. Events leave in the order in which they were told: `held` before anything newer, and while a
/// batch is open everything newer is part of it.
pub(in crate::engine) struct Outbox {
    id: WorkerId,
    lane: Lane,
    /// Events that the queue had no room for.
    held: VecDeque<Event>,
    /// What was told meanwhile, until the batch ends.
    batch: Vec<Event>,
    is_batching: bool,
    /// What the play list has still to hear; see [`take_heard`](Self::take_heard).
    heard: Vec<Fact>,
    is_heard: bool,
}

impl Outbox {
    pub(in crate::engine) fn new(id: WorkerId, lane: Lane) -> Self {
        Self {
            id,
            lane,
            held: VecDeque::new(),
            batch: Vec::new(),
            is_batching: false,
            heard: Vec::new(),
            is_heard: false,
        }
    }

    /// Stamp a fact and hand it over, or hold it back until there is room.
    pub(in crate::engine) fn tell(&mut self, fact: Fact) {
        if self.is_heard || is_error(&fact) {
            self.heard.push(fact.clone());
        }
        let event = self.event(fact);
        if self.is_batching {
            self.batch.push(event);
        } else {
            self.hand_over(event);
        }
    }

    /// Keep what is told from now on until [`end_batch`](Self::end_batch): to wake the receiver takes longer than to answer, so
    /// the answer goes first. A batch lasts for one read and what rules make of it, and so is bounded; that it is not counted
    /// against the lane meanwhile makes [`has_room`](Self::has_room) late by no more than that.
    pub(in crate::engine) fn begin_batch(&mut self) {
        self.is_batching = true;
    }

    /// Hand over what was kept, in the order in which it was told.
    pub(in crate::engine) fn end_batch(&mut self) {
        self.is_batching = false;
        let mut batch = std::mem::take(&mut self.batch);
        batch.drain(..).for_each(|event| self.hand_over(event));
        // Its memory is used again.
        self.batch = batch;
    }

    /// Whether a play list hears everything, or only errors: those may be why it has nobody to play with.
    pub(in crate::engine) fn set_heard(&mut self, is_heard: bool) {
        self.is_heard = is_heard;
    }

    /// What was told since the last time, for the play list. The list is above the outbox and looks here after each turn of the
    /// worker, so that nobody who tells a fact has to know of it.
    pub(in crate::engine) fn take_heard(&mut self) -> Vec<Fact> {
        std::mem::take(&mut self.heard)
    }

    fn hand_over(&mut self, event: Event) {
        if self.held.is_empty() {
            self.held.extend(self.lane.push(event));
        } else {
            self.held.push_back(event);
        }
    }

    /// Whether everything told so far has gone to the queue, so that more may be told.
    pub(in crate::engine) fn has_room(&self) -> bool {
        self.held.is_empty()
    }

    /// Hand over what is held back. If there is no room for all of it, the worker is woken when there is.
    pub(in crate::engine) fn flush(&mut self) -> bool {
        while let Some(event) = self.held.pop_front() {
            if let Some(event) = self.lane.push(event) {
                self.held.push_front(event);
                return false;
            }
        }
        true
    }

    /// Whether the receiver is gone.
    pub(in crate::engine) fn is_abandoned(&self) -> bool {
        self.lane.is_abandoned()
    }

    /// Hand over everything and the last fact, room or not.
    pub(in crate::engine) fn finish(mut self) {
        let last = self.event(Fact::Closed);
        for event in self.held.drain(..).chain(self.batch.drain(..)).chain([last]) {
            self.lane.push_past_budget(event);
        }
    }

    fn event(&self, fact: Fact) -> Event {
        Event { session: self.id.session, run: self.id.run, at: clock::stamp(), fact }
    }
}

fn is_error(fact: &Fact) -> bool {
    matches!(fact, Fact::ConnectFailed { .. } | Fact::Failed { .. })
}
