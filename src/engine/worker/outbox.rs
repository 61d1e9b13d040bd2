//! What a worker has to say, kept in order while the queue has no room.

use std::collections::VecDeque;

use crate::engine::worker::play::Stage;
use crate::engine::worker::queue::Lane;
use crate::engine::{WorkerId, clock};
use crate::types::{Event, Fact};

/// A worker's way to the queue. Invariant: `held` is sent before anything newer, and `kept` after it.
pub(in crate::engine) struct Outbox {
    id: WorkerId,
    lane: Lane,
    /// For want of room.
    held: VecDeque<Event>,
    /// A play list hears what is told.
    pub(in crate::engine) stage: Stage,
    /// Until an answer is on its way.
    kept: Vec<Event>,
    keeps: bool,
}

impl Outbox {
    pub(in crate::engine) fn new(id: WorkerId, lane: Lane) -> Self {
        let stage = Stage::default();
        Self { id, lane, held: VecDeque::new(), stage, kept: Vec::new(), keeps: false }
    }

    /// Stamp a fact and hand it over, or hold it back until there is room.
    pub(in crate::engine) fn tell(&mut self, fact: Fact) {
        let Some(fact) = self.stage.hear(fact) else {
            return;
        };
        let event = self.event(fact);
        if self.keeps {
            self.kept.push(event);
        } else {
            self.hand_over(event);
        }
    }

    /// What is told meanwhile is handed over afterwards: to wake the receiver takes longer than to answer.
    pub(in crate::engine) fn keep(&mut self) {
        self.keeps = true;
    }

    /// Hand over what was kept.
    pub(in crate::engine) fn keep_no_more(&mut self) {
        self.keeps = false;
        let mut kept = std::mem::take(&mut self.kept);
        kept.drain(..).for_each(|event| self.hand_over(event));
        self.kept = kept;
    }

    fn hand_over(&mut self, event: Event) {
        if self.held.is_empty() {
            self.held.extend(self.lane.push(event));
        } else {
            self.held.push_back(event);
        }
    }

    /// Nothing is held back.
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

    /// Nobody listens any more.
    pub(in crate::engine) fn is_abandoned(&self) -> bool {
        self.lane.is_abandoned()
    }

    /// Hand over everything and the last fact, room or not.
    pub(in crate::engine) fn finish(mut self) {
        let last = self.event(Fact::Closed);
        for event in self.held.drain(..).chain(self.kept.drain(..)).chain([last]) {
            self.lane.push_past_budget(event);
        }
    }

    fn event(&self, fact: Fact) -> Event {
        Event { session: self.id.session, run: self.id.run, at: clock::stamp(), fact }
    }
}
