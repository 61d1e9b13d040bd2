//! What goes wrong on purpose with datagrams. They are not chopped, and no connection of theirs is cut.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::engine::worker::corrupt::corrupted;
use crate::types::Faults;

/// The faults in force, and how far they have counted.
#[derive(Default)]
pub(super) struct FaultCounters {
    delay: Option<Duration>,
    garble: Option<NonZeroU32>,
    drop: Option<NonZeroU32>,
    /// Datagrams sent or left out, since `drop` was set.
    datagrams: u64,
    /// Bytes sent, since `garble` was set.
    bytes: u64,
}

impl FaultCounters {
    pub(super) fn new(faults: &Faults) -> Self {
        let &Faults { delay, garble, drop, .. } = faults;
        Self { delay, garble, drop, ..Self::default() }
    }

    /// Other faults from now on. What has not changed goes on counting.
    pub(super) fn change(&mut self, faults: &Faults) {
        let old = std::mem::replace(self, Self::new(faults));
        if old.drop == self.drop {
            self.datagrams = old.datagrams;
        }
        if old.garble == self.garble {
            self.bytes = old.bytes;
        }
    }

    /// When a datagram that is handed over now may go; `None` is at once.
    pub(super) fn due(&self) -> Option<Instant> {
        Instant::now().checked_add(self.delay?)
    }

    /// The next one is left out.
    pub(super) fn drops_next(&self) -> bool {
        let number = self.datagrams + 1;
        self.drop.is_some_and(|drop| number.is_multiple_of(u64::from(drop.get())))
    }

    /// The next one as it goes out; the same each time until it is counted.
    pub(super) fn corrupted(&self, bytes: &Bytes) -> Bytes {
        match self.garble {
            Some(one_in) => corrupted(bytes.clone(), self.bytes, one_in),
            None => bytes.clone(),
        }
    }

    /// A datagram was sent.
    pub(super) fn count_sent(&mut self, bytes: usize) {
        self.datagrams += 1;
        self.bytes += bytes as u64;
    }

    /// A datagram was left out.
    pub(super) fn count_dropped(&mut self) {
        self.datagrams += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dropped(counters: &mut FaultCounters, count: usize) -> Vec<bool> {
        let mut go = || {
            let dropped = counters.drops_next();
            counters.count_dropped();
            dropped
        };
        (0..count).map(|_| go()).collect()
    }

    #[test]
    fn one_in_so_many_is_left_out_and_another_fault_does_not_disturb_that() {
        let mut faults = Faults { drop: NonZeroU32::new(3), ..Faults::default() };
        let mut counters = FaultCounters::new(&faults);
        assert_eq!(dropped(&mut counters, 4), [false, false, true, false]);
        faults.delay = Some(Duration::from_secs(1));
        counters.change(&faults);
        assert_eq!(dropped(&mut counters, 2), [false, true]);
        faults.drop = NonZeroU32::new(2);
        counters.change(&faults);
        assert_eq!(dropped(&mut counters, 3), [false, true, false]);
        counters.change(&Faults::default());
        assert!(!dropped(&mut counters, 9).contains(&true));
    }

    #[test]
    fn a_datagram_is_garbled_the_same_way_until_it_is_counted() {
        let faults = Faults { garble: NonZeroU32::new(4), ..Faults::default() };
        let mut counters = FaultCounters::new(&faults);
        let bytes = Bytes::from_static(&[0; 3]);
        assert_eq!(*counters.corrupted(&bytes), [0, 0, 0]);
        counters.count_sent(3);
        for _ in 0..2 {
            assert_eq!(*counters.corrupted(&bytes), [0xff, 0, 0]);
        }
        counters.count_sent(3);
        assert_eq!(*counters.corrupted(&bytes), [0, 0xff, 0]);
    }
}
