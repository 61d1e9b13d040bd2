//! What a worker has to say, kept in order while the queue has no room.

use std::collections::VecDeque;

use super::queue::Lane;
use super::{WorkerId, clock};
use crate::types::{Event, Fact};

/// A worker's way to the queue. Invariant: `held` is sent before anything newer.
pub(super) struct Outbox {
    id: WorkerId,
    lane: Lane,
    held: VecDeque<Event>,
}

impl Outbox {
    pub(super) fn new(id: WorkerId, lane: Lane) -> Self {
        Self { id, lane, held: VecDeque::new() }
    }

    /// Stamp a fact and hand it over, or hold it back until there is room.
    pub(super) fn tell(&mut self, fact: Fact) {
        let event = self.event(fact);
        if self.held.is_empty() {
            self.held.extend(self.lane.push(event));
        } else {
            self.held.push_back(event);
        }
    }

    /// Nothing is held back.
    pub(super) fn has_room(&self) -> bool {
        self.held.is_empty()
    }

    /// Hand over what is held back. If there is no room for all of it, the worker is woken when there is.
    pub(super) fn flush(&mut self) -> bool {
        while let Some(event) = self.held.pop_front() {
            if let Some(event) = self.lane.push(event) {
                self.held.push_front(event);
                return false;
            }
        }
        true
    }

    /// Nobody listens any more.
    pub(super) fn is_abandoned(&self) -> bool {
        self.lane.is_abandoned()
    }

    /// Hand over everything and the last fact, room or not.
    pub(super) fn finish(mut self) {
        let last = self.event(Fact::Closed);
        for event in self.held.drain(..).chain([last]) {
            self.lane.push_past_budget(event);
        }
    }

    fn event(&self, fact: Fact) -> Event {
        Event { session: self.id.session, run: self.id.run, at: clock::stamp(), fact }
    }
}
