//! Passes the events of a worker to the queue, in order, and keeps them while the queue has no room.

use std::collections::VecDeque;

use crate::engine::worker::queue::Lane;
use crate::engine::{WorkerId, clock};
use crate::types::{Event, Fact};

/// The events of a worker that are still to be queued.
///
/// Events reach the queue in the order in which they were reported: a new event goes behind `held` unless that is empty, and
/// while a batch is open every new event becomes part of it. Only the worker's thread uses the outbox. What happens between
/// threads is up to the [`Lane`]: if it returns an event, it wakes the worker once there is room, so that
/// [`flush`](Self::flush) is called.
pub(in crate::engine) struct Outbox {
    id: WorkerId,
    lane: Lane,
    /// Events that the queue had no room for.
    held: VecDeque<Event>,
    /// Events of the open batch.
    batch: Vec<Event>,
    is_batching: bool,
    /// Facts that the play list hasn't seen yet; see [`take_observed`](Self::take_observed).
    observed: Vec<Fact>,
    is_observed: bool,
}

impl Outbox {
    pub(in crate::engine) fn new(id: WorkerId, lane: Lane) -> Self {
        Self {
            id,
            lane,
            held: VecDeque::new(),
            batch: Vec::new(),
            is_batching: false,
            observed: Vec::new(),
            is_observed: false,
        }
    }

    /// Stamp a fact and queue it, or hold it back until there is room.
    pub(in crate::engine) fn report(&mut self, fact: Fact) {
        if self.is_observed || is_error(&fact) {
            self.observed.push(fact.clone());
        }
        let event = self.event(fact);
        if self.is_batching {
            self.batch.push(event);
        } else {
            self.hand_over(event);
        }
    }

    /// Collect events until [`end_batch`](Self::end_batch) instead of queueing them: waking the receiver takes longer than
    /// sending a reply, so the reply goes first. A batch lasts for one read and the replies to it, which bounds it. Its events
    /// aren't counted in the lane yet, so that [`has_room`](Self::has_room) lags behind by at most that much.
    pub(in crate::engine) fn begin_batch(&mut self) {
        self.is_batching = true;
    }

    /// Queue the events of the batch, in order.
    pub(in crate::engine) fn end_batch(&mut self) {
        self.is_batching = false;
        let mut batch = std::mem::take(&mut self.batch);
        batch.drain(..).for_each(|event| self.hand_over(event));
        // Keep its memory for the next batch.
        self.batch = batch;
    }

    /// Whether the play list observes all facts or only errors, which may explain why it has no partner.
    pub(in crate::engine) fn set_observed(&mut self, is_observed: bool) {
        self.is_observed = is_observed;
    }

    /// The facts reported since the last call, for the play list. It looks here after each turn of the worker, so that the code
    /// that reports facts need not know about play lists.
    pub(in crate::engine) fn take_observed(&mut self) -> Vec<Fact> {
        std::mem::take(&mut self.observed)
    }

    fn hand_over(&mut self, event: Event) {
        if self.held.is_empty() {
            self.held.extend(self.lane.push(event));
        } else {
            self.held.push_back(event);
        }
    }

    /// Whether all events so far were queued. If not, the worker does nothing that would produce more.
    pub(in crate::engine) fn has_room(&self) -> bool {
        self.held.is_empty()
    }

    /// Queue what is held back; returns whether all of it was. If not, the worker is woken once there is room.
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

    /// Queue everything and the last event, even without room.
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
