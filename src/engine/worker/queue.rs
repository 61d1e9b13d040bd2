//! The queue from all workers to the model, bounded in bytes and fair between sessions.
//!
//! The budget is divided evenly among the running workers. Each has a lane with its share, so a session that floods the queue
//! fills only its own lane. An event costs its bytes plus a fixed overhead, which bounds the number of events too.
//!
//! The channel underneath is unbounded, so that sending never blocks a worker. What bounds it is the account of each lane: a
//! worker reserves the cost of an event before it sends it, and the receiver gives the cost back when it takes the event. A
//! worker without room keeps the event and is woken once half of its share is free.

mod weight;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use mio::Waker;

use crate::types::Event;
use weight::cost;

/// Creates a queue whose events may hold about `budget_bytes`.
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
        wake_queued: AtomicBool::new(false),
        abandoned: AtomicBool::new(false),
    });
    let events = EventSender { items: sender, shared: Arc::clone(&shared) };
    let receiver = EventReceiver { items: receiver, shared };
    (events, receiver)
}

/// The sending end, for workers.
#[derive(Debug, Clone)]
pub struct EventSender {
    items: Sender<Option<Item>>,
    shared: Arc<Shared>,
}

impl EventSender {
    /// Wake the receiver without an event.
    ///
    /// At most one wake-up is queued at a time. If the flag is already set, the queued one stands for this one too: the receiver
    /// clears the flag when it takes the wake-up, and only then looks at what changed. Both sides swap the flag, and each swap
    /// reads what the one before wrote. So either this swap reads `false` and queues another wake-up, or the receiver's swap
    /// comes later, reads this one (release, acquire), and the receiver sees everything that was done before this call.
    pub fn wake(&self) {
        if !self.shared.wake_queued.swap(true, Ordering::AcqRel) {
            self.items.send(None).ok();
        }
    }

    /// A lane for one worker. `waker` is woken when a full lane has room again, and when the receiver is gone.
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

/// The receiving end, for the model.
#[derive(Debug)]
pub struct EventReceiver {
    items: Receiver<Option<Item>>,
    shared: Arc<Shared>,
}

impl EventReceiver {
    /// Wait for events and append up to `max` of them to `out`; without a timeout it waits forever.
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
        if out.len() == before { Received::Woken } else { Received::Events }
    }

    fn take(&self, item: Option<Item>, out: &mut Vec<Event>) {
        match item {
            Some(Item { event, account }) => {
                account.give_back(cost(&event), self.shared.share());
                out.push(event);
            }
            // A swap, although the old value is known: a plain store wouldn't acquire what was done before a wake-up that this one
            // stands for. See `EventSender::wake`.
            None => {
                self.shared.wake_queued.swap(false, Ordering::AcqRel);
            }
        }
    }
}

impl Drop for EventReceiver {
    fn drop(&mut self) {
        self.shared.abandon();
    }
}

/// How a wait for events ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// At least one event, and possibly a wake-up.
    Events,
    /// Only a wake-up.
    Woken,
    /// Nothing within the timeout.
    TimedOut,
    /// Every sender is gone, so that no event can follow.
    Disconnected,
}

/// A worker's end of the queue, with its share of the budget.
#[derive(Debug)]
pub(in crate::engine) struct Lane {
    items: Sender<Option<Item>>,
    shared: Arc<Shared>,
    account: Arc<Account>,
}

impl Lane {
    /// Queue an event. Without room it is returned, and the worker is woken once there is.
    pub(in crate::engine) fn push(&self, event: Event) -> Option<Event> {
        let cost = cost(&event);
        if !self.reserve(cost) {
            return Some(event);
        }
        self.send(event);
        None
    }

    /// Queue an event even without room for it.
    pub(in crate::engine) fn push_past_budget(&self, event: Event) {
        self.account.used.fetch_add(cost(&event), Ordering::SeqCst);
        self.send(event);
    }

    /// The receiver is gone.
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
            // No wake-up is lost, because worker and receiver do the same in opposite order: the worker sets `wants_room` and
            // then reads `used` again, the receiver lowers `used` and then reads `wants_room` (see `give_back`). All four are
            // `SeqCst` and so have one total order, in which the first write precedes both reads or the second write does: either
            // this attempt finds the room, or the receiver finds the request and wakes the worker. If both happen, the worker is
            // woken once for nothing. Acquire and release wouldn't do: each side could still read the old value of the other.
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

/// A queued event and the account that pays for it. A wake-up is queued as `None`.
#[derive(Debug)]
struct Item {
    event: Event,
    account: Arc<Account>,
}

#[derive(Debug)]
struct Shared {
    budget: usize,
    lanes: Mutex<Vec<Arc<Account>>>,
    /// The length of `lanes`, to be read without the lock. Relaxed is enough: a stale count makes a lane's share too large or too
    /// small for a moment, but what is in use is counted in its account, exactly.
    lane_count: AtomicUsize,
    /// A wake-up is queued.
    wake_queued: AtomicBool,
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
        // No worker is missed: a lane that is in the list when the lock is taken is woken after the flag is set, and one that is
        // added later takes the lock after this and so sees the flag, which a worker reads before each wait.
        self.abandoned.store(true, Ordering::Release);
        self.change(|lanes| lanes.iter().for_each(|lane| lane.wake()));
    }
}

/// What the events of one worker hold in the queue.
#[derive(Debug)]
struct Account {
    /// The cost of its events that are queued.
    used: AtomicUsize,
    /// The worker has an event that there was no room for.
    wants_room: AtomicBool,
    waker: Arc<Waker>,
}

impl Account {
    /// Take `cost` from the share, if it fits. Any event fits into an empty lane, however large it is: a lane that waited for
    /// more room than its share would wait forever.
    fn reserve(&self, cost: usize, share: usize) -> bool {
        let fits = |used: usize| {
            let after = used.saturating_add(cost);
            (used == 0 || after <= share).then_some(after)
        };
        self.used.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fits).is_ok()
    }

    fn give_back(&self, cost: usize, share: usize) {
        let left = self.used.fetch_sub(cost, Ordering::SeqCst) - cost;
        // Only below half of the share, so that a worker isn't woken for each event. No worker waits forever: whatever the lane
        // holds is queued, the receiver takes it in the end, and an empty lane is below half of any share. The order of these two
        // operations matters, see `Lane::reserve`.
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
    fn a_wake_up_reaches_the_receiver_once() {
        let (sender, receiver) = channel(1000);
        let mut out = Vec::new();
        sender.wake();
        sender.wake();
        assert_eq!(receiver.recv(&mut out, 10, NOW), Received::Woken);
        assert_eq!(receiver.recv(&mut out, 10, NOW), Received::TimedOut);
        sender.wake();
        assert_eq!(receiver.recv(&mut out, 10, None), Received::Woken);
        drop(sender);
        assert_eq!(receiver.recv(&mut out, 10, None), Received::Disconnected);
        assert!(out.is_empty());
    }

    #[test]
    fn workers_are_woken_when_the_receiver_is_gone() {
        let (sender, receiver) = channel(1000);
        let (lane, mut poll) = lane(&sender);
        assert!(!lane.is_abandoned());
        drop(receiver);
        assert!(lane.is_abandoned());
        assert!(was_woken(&mut poll));
        assert!(lane.push(event(1)).is_none());
    }
}
