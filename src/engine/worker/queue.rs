//! The one queue from all workers to the model, bounded in bytes and fair between sessions.
//!
//! The budget is divided evenly among the running workers, each of which has a lane of its own: a session that
//! floods fills its lane and leaves the others theirs. An event costs its bytes and a fixed sum, so the queue is
//! bounded in events too.

mod weight;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use mio::Waker;

use crate::types::Event;
use weight::cost;

/// A queue whose events may hold about so many bytes.
#[expect(
    clippy::disallowed_methods,
    reason = "bounded in bytes by the lanes; a bound in events would make a worker block"
)]
pub fn channel(budget_bytes: usize) -> (EventSender, EventReceiver) {
    let (sender, receiver) = crossbeam_channel::unbounded();
    let shared = Arc::new(Shared {
        budget: budget_bytes,
        lanes: Mutex::default(),
        lane_count: AtomicUsize::new(0),
        nudged: AtomicBool::new(false),
        abandoned: AtomicBool::new(false),
    });
    let events = EventSender { items: sender, shared: Arc::clone(&shared) };
    let receiver = EventReceiver { items: receiver, shared };
    (events, receiver)
}

/// The workers' end.
#[derive(Debug, Clone)]
pub struct EventSender {
    items: Sender<Option<Item>>,
    shared: Arc<Shared>,
}

impl EventSender {
    /// Wake the receiver without an event.
    pub fn nudge(&self) {
        if !self.shared.nudged.swap(true, Ordering::AcqRel) {
            self.items.send(None).ok();
        }
    }

    /// A share of the budget for one worker, which `waker` wakes when there is room again.
    pub(in crate::engine) fn lane(&self, waker: Arc<Waker>) -> Lane {
        let account = Arc::new(Account {
            used: AtomicUsize::new(0),
            wants_room: AtomicBool::new(false),
            waker,
        });
        self.shared.add(Arc::clone(&account));
        Lane { items: self.items.clone(), shared: Arc::clone(&self.shared), account }
    }
}

/// The model's end.
#[derive(Debug)]
pub struct EventReceiver {
    items: Receiver<Option<Item>>,
    shared: Arc<Shared>,
}

impl EventReceiver {
    /// Wait for events and append up to `max` of them to `out`; without a timeout it waits for ever.
    pub fn recv(&self, out: &mut Vec<Event>, max: usize, timeout: Option<Duration>) -> Received {
        let first = match timeout {
            Some(timeout) => self.items.recv_timeout(timeout),
            None => self.items.recv().map_err(RecvTimeoutError::from),
        };
        let first = match first {
            Ok(item) => item,
            Err(RecvTimeoutError::Timeout) => return Received::TimedOut,
            Err(RecvTimeoutError::Disconnected) => return Received::Disconnected,
        };
        let before = out.len();
        self.take(first, out);
        while out.len() - before < max
            && let Ok(item) = self.items.try_recv()
        {
            self.take(item, out);
        }
        if out.len() == before { Received::Nudged } else { Received::Events }
    }

    fn take(&self, item: Option<Item>, out: &mut Vec<Event>) {
        match item {
            Some(Item { event, account }) => {
                account.give_back(cost(&event), self.shared.share());
                out.push(event);
            }
            None => self.shared.nudged.store(false, Ordering::Release),
        }
    }
}

impl Drop for EventReceiver {
    fn drop(&mut self) {
        self.shared.abandon();
    }
}

/// What a wait for events ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// At least one event, and perhaps a nudge.
    Events,
    /// A nudge alone.
    Nudged,
    /// Nothing within the timeout.
    TimedOut,
    /// Nothing, and nothing can come: every sender is gone.
    Disconnected,
}

/// One worker's access to the queue.
#[derive(Debug)]
pub(in crate::engine) struct Lane {
    items: Sender<Option<Item>>,
    shared: Arc<Shared>,
    account: Arc<Account>,
}

impl Lane {
    /// Queue an event, or return it if there is no room: then the worker is woken when there is.
    pub(in crate::engine) fn push(&self, event: Event) -> Option<Event> {
        let cost = cost(&event);
        if !self.reserve(cost) {
            return Some(event);
        }
        self.send(event);
        None
    }

    /// Queue an event whether or not there is room.
    pub(in crate::engine) fn push_past_budget(&self, event: Event) {
        self.account.used.fetch_add(cost(&event), Ordering::SeqCst);
        self.send(event);
    }

    /// Nobody takes events any more.
    pub(in crate::engine) fn is_abandoned(&self) -> bool {
        self.shared.abandoned.load(Ordering::Acquire)
    }

    fn send(&self, event: Event) {
        let account = Arc::clone(&self.account);
        self.items.send(Some(Item { event, account })).ok();
    }

    fn reserve(&self, cost: usize) -> bool {
        let share = self.shared.share();
        self.account.reserve(cost, share) || {
            // Ask to be woken, then look again. The receiver does it the other way round: it gives room back, then looks whether
            // anybody asked. With one order of all four operations (`SeqCst`), at least one of the two sees the other: either
            // there is room here, or the worker is woken. Both is harmless.
            self.account.wants_room.store(true, Ordering::SeqCst);
            self.account.reserve(cost, share)
        }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.shared.remove(&self.account);
    }
}

/// An event and whom it costs; a nudge is the absence of one.
#[derive(Debug)]
struct Item {
    event: Event,
    account: Arc<Account>,
}

#[derive(Debug)]
struct Shared {
    budget: usize,
    lanes: Mutex<Vec<Arc<Account>>>,
    /// The length of `lanes`. It may be a moment old: that shifts how much room a lane believes to have, never what is counted.
    lane_count: AtomicUsize,
    /// A nudge is queued.
    nudged: AtomicBool,
    /// The receiver is gone.
    abandoned: AtomicBool,
}

impl Shared {
    fn add(&self, account: Arc<Account>) {
        self.change(|lanes| lanes.push(account));
    }

    fn remove(&self, account: &Arc<Account>) {
        self.change(|lanes| lanes.retain(|lane| !Arc::ptr_eq(lane, account)));
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Arc<Account>>)) {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut lanes);
        self.lane_count.store(lanes.len(), Ordering::Relaxed);
    }

    fn share(&self) -> usize {
        self.budget / self.lane_count.load(Ordering::Relaxed).max(1)
    }

    fn abandon(&self) {
        self.abandoned.store(true, Ordering::Release);
        self.change(|lanes| lanes.iter().for_each(|lane| lane.wake()));
    }
}

/// What one worker has in the queue.
#[derive(Debug)]
struct Account {
    used: AtomicUsize,
    wants_room: AtomicBool,
    waker: Arc<Waker>,
}

impl Account {
    /// A single event always fits into an empty lane, however large it is.
    fn reserve(&self, cost: usize, share: usize) -> bool {
        let fits = |used: usize| {
            let after = used.saturating_add(cost);
            (used == 0 || after <= share).then_some(after)
        };
        self.used.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fits).is_ok()
    }

    fn give_back(&self, cost: usize, share: usize) {
        let left = self.used.fetch_sub(cost, Ordering::SeqCst) - cost;
        // At half, so that a worker is not woken for each event. An empty lane is always below that: nobody waits for ever.
        if left <= share / 2 && self.wants_room.swap(false, Ordering::SeqCst) {
            self.wake();
        }
    }

    fn wake(&self) {
        self.waker.wake().ok();
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use mio::{Events, Poll, Token};

    use super::*;
    use crate::engine::clock;
    use crate::types::{Fact, PeerId, RunId, SessionId};

    const NOW: Option<Duration> = Some(Duration::ZERO);

    /// A lane and the poll that its waker wakes.
    fn lane(events: &EventSender) -> (Lane, Poll) {
        let poll = Poll::new().unwrap();
        let waker = Arc::new(Waker::new(poll.registry(), Token(0)).unwrap());
        (events.lane(waker), poll)
    }

    fn event(len: usize) -> Event {
        Event {
            session: SessionId(1),
            run: RunId(1),
            at: clock::stamp(),
            fact: Fact::Received { peer: PeerId(1), bytes: Bytes::from(vec![0; len]) },
        }
    }

    fn fill(lane: &Lane) -> usize {
        std::iter::from_fn(|| lane.push(event(100)).is_none().then_some(())).count()
    }

    fn was_woken(poll: &mut Poll) -> bool {
        let mut events = Events::with_capacity(1);
        poll.poll(&mut events, NOW).unwrap();
        !events.is_empty()
    }

    #[test]
    fn a_full_lane_is_woken_when_half_of_it_is_taken() {
        let (sender, receiver) = channel(20 * cost(&event(100)));
        let (lane, mut poll) = lane(&sender);
        assert_eq!(fill(&lane), 20);
        let mut out = Vec::new();
        assert_eq!(receiver.recv(&mut out, 9, NOW), Received::Events);
        assert!(!was_woken(&mut poll));
        receiver.recv(&mut out, 1, NOW);
        assert_eq!(out.len(), 10);
        assert!(was_woken(&mut poll));
        assert_eq!(fill(&lane), 10);
    }

    #[test]
    fn a_flood_leaves_the_other_lanes_their_share() {
        let (sender, _receiver) = channel(20 * cost(&event(100)));
        let (flood, _poll) = lane(&sender);
        let (quiet, _poll) = lane(&sender);
        assert_eq!(fill(&flood), 10);
        assert_eq!(fill(&quiet), 10);
        drop(quiet);
        assert_eq!(fill(&flood), 10);
    }

    #[test]
    fn an_event_larger_than_the_budget_passes_alone() {
        let (sender, receiver) = channel(1);
        let (lane, _poll) = lane(&sender);
        assert!(lane.push(event(1000)).is_none());
        let refused = lane.push(event(1000)).unwrap();
        receiver.recv(&mut Vec::new(), 1, NOW);
        assert!(lane.push(refused).is_none());
    }

    #[test]
    fn past_the_budget_nothing_is_refused() {
        let (sender, receiver) = channel(1);
        let (lane, _poll) = lane(&sender);
        for _ in 0..5 {
            lane.push_past_budget(event(10));
        }
        let mut out = Vec::new();
        receiver.recv(&mut out, usize::MAX, NOW);
        assert_eq!(out.len(), 5);
        assert_eq!(lane.account.used.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn a_nudge_wakes_the_receiver_once() {
        let (sender, receiver) = channel(1000);
        let mut out = Vec::new();
        sender.nudge();
        sender.nudge();
        assert_eq!(receiver.recv(&mut out, 10, NOW), Received::Nudged);
        assert_eq!(receiver.recv(&mut out, 10, NOW), Received::TimedOut);
        sender.nudge();
        assert_eq!(receiver.recv(&mut out, 10, None), Received::Nudged);
        drop(sender);
        assert_eq!(receiver.recv(&mut out, 10, None), Received::Disconnected);
        assert!(out.is_empty());
    }

    #[test]
    fn without_a_receiver_the_workers_are_woken_to_end() {
        let (sender, receiver) = channel(1000);
        let (lane, mut poll) = lane(&sender);
        assert!(!lane.is_abandoned());
        drop(receiver);
        assert!(lane.is_abandoned());
        assert!(was_woken(&mut poll));
        assert!(lane.push(event(1)).is_none());
    }
}
