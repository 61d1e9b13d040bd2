//! A meter for datagrams that carry a counter: loss, duplicates, reordering and jitter.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::types::{ByteOrder, PeerId, Stamp};

/// Where the counter is in each datagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counter {
    /// Bytes before it.
    pub offset: usize,
    /// Its width.
    pub width: Width,
    /// Its byte order.
    pub order: ByteOrder,
}

/// The width of a counter; it wraps there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Width {
    /// 1 byte.
    One,
    /// 2 bytes.
    Two,
    /// 4 bytes.
    #[default]
    Four,
    /// 8 bytes.
    Eight,
}

impl Width {
    /// In the order of a list to choose from.
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Four, Self::Eight];

    fn bits(self) -> u32 {
        match self {
            Self::One => 8,
            Self::Two => 16,
            Self::Four => 32,
            Self::Eight => 64,
        }
    }

    /// As a number.
    pub fn bytes(self) -> usize {
        self.bits() as usize / 8
    }

    /// The distance from `from` to `to` modulo this width; negative if `to` is behind.
    fn distance(self, from: u64, to: u64) -> i64 {
        let unused = 64 - self.bits();
        (to.wrapping_sub(from) << unused).cast_signed() >> unused
    }
}

impl Counter {
    /// The counter of a datagram; `None` if that is too short.
    pub fn read(&self, datagram: &[u8]) -> Option<u64> {
        let bytes = datagram.get(self.offset..)?.get(..self.width.bytes())?;
        let value = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        Some(match self.order {
            ByteOrder::Big => bytes.iter().fold(0, value),
            ByteOrder::Little => bytes.iter().rev().fold(0, value),
        })
    }
}

/// What the meter has seen, over all senders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Readings {
    /// Datagrams with a counter.
    pub counted: u64,
    /// Datagrams too short to have one.
    pub short: u64,
    /// Numbers that were skipped and have not come since.
    pub lost: u64,
    /// Numbers that came again.
    pub duplicated: u64,
    /// Numbers that came after a higher one.
    pub reordered: u64,
    /// Restarted counters: a jump back by more than [`Meter::WINDOW`].
    pub restarted: u64,
    /// How much the pauses between datagrams differ from one to the next, smoothed by 1/16 as in RFC 3550 section 6.4.1
    /// (which compares with the sender's clock; here there is none).
    pub jitter: Duration,
}

/// Reads the counters of a session's datagrams; each sender counts for itself.
#[derive(Debug)]
pub struct Meter {
    counter: Counter,
    readings: Readings,
    streams: BTreeMap<PeerId, Stream>,
}

/// The counter of one sender.
#[derive(Debug)]
struct Stream {
    highest: u64,
    /// Whether each number up to the highest came: the highest last, at most [`Meter::WINDOW`].
    came: VecDeque<bool>,
    last: Stamp,
    pause: Option<u64>,
}

impl Meter {
    /// How far back a late number can be distinguished from a duplicate.
    pub const WINDOW: usize = 4096;

    /// A meter that has seen nothing.
    pub fn new(counter: Counter) -> Self {
        Self { counter, readings: Readings::default(), streams: BTreeMap::new() }
    }

    /// Where it reads.
    pub fn counter(&self) -> Counter {
        self.counter
    }

    /// What it has seen.
    pub fn readings(&self) -> Readings {
        self.readings
    }

    /// Takes in a datagram.
    pub fn see(&mut self, at: Stamp, peer: PeerId, datagram: &[u8]) {
        let Some(value) = self.counter.read(datagram) else {
            self.readings.short += 1;
            return;
        };
        self.readings.counted += 1;
        let Some(stream) = self.streams.get_mut(&peer) else {
            if self.streams.len() < SENDERS {
                let came = VecDeque::from([true]);
                self.streams.insert(peer, Stream { highest: value, came, last: at, pause: None });
            }
            return;
        };
        stream.time(at, &mut self.readings);
        stream.count(self.counter.width, value, &mut self.readings);
    }
}

impl Stream {
    fn time(&mut self, at: Stamp, readings: &mut Readings) {
        let pause = at.mono_ns.saturating_sub(self.last.mono_ns);
        if let Some(before) = self.pause {
            let differs = Duration::from_nanos(pause.abs_diff(before));
            readings.jitter = readings.jitter * 15 / 16 + differs / 16;
        }
        self.pause = Some(pause);
        self.last = at;
    }

    fn count(&mut self, width: Width, value: u64, readings: &mut Readings) {
        let ahead = width.distance(self.highest, value);
        let behind = usize::try_from(ahead.unsigned_abs()).unwrap_or(usize::MAX);
        if ahead > 0 {
            readings.lost += ahead.unsigned_abs() - 1;
            self.advance(behind);
            self.highest = value;
            return;
        }
        let place =
            self.came.len().checked_sub(behind + 1).and_then(|place| self.came.get_mut(place));
        match place {
            Some(true) => readings.duplicated += 1,
            Some(came) => {
                *came = true;
                readings.lost = readings.lost.saturating_sub(1);
                readings.reordered += 1;
            }
            None if behind <= Meter::WINDOW => readings.reordered += 1,
            None => {
                readings.restarted += 1;
                self.highest = value;
                self.came = VecDeque::from([true]);
            }
        }
    }

    /// The highest number advances; the skipped ones are missing.
    fn advance(&mut self, steps: usize) {
        let passed = steps.saturating_sub(1).min(Meter::WINDOW);
        self.came.extend(std::iter::repeat_n(false, passed));
        self.came.push_back(true);
        let over = self.came.len().saturating_sub(Meter::WINDOW);
        self.came.drain(..over);
    }
}

/// The most senders; later ones are not measured.
const SENDERS: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn counter(width: Width, order: ByteOrder) -> Counter {
        Counter { offset: 2, width, order }
    }

    fn readings(width: Width, values: &[u64]) -> Readings {
        let mut meter = Meter::new(Counter { offset: 0, width, order: ByteOrder::Big });
        for value in values {
            let bytes = value.to_be_bytes();
            meter.see(Stamp::default(), PeerId(1), &bytes[8 - width.bytes()..]);
        }
        meter.readings()
    }

    #[test]
    fn counters_are_read_in_both_orders_and_all_widths() {
        let datagram = [0xaa, 0xbb, 1, 2, 3, 4, 5, 6, 7, 8];
        let table = [
            (Width::One, ByteOrder::Big, 1),
            (Width::Two, ByteOrder::Big, 0x0102),
            (Width::Two, ByteOrder::Little, 0x0201),
            (Width::Four, ByteOrder::Little, 0x0403_0201),
            (Width::Eight, ByteOrder::Big, 0x0102_0304_0506_0708),
        ];
        for (width, order, value) in table {
            assert_eq!(counter(width, order).read(&datagram), Some(value));
        }
        assert_eq!(counter(Width::Four, ByteOrder::Big).read(&datagram[..5]), None);
        assert_eq!(
            Counter { offset: usize::MAX, width: Width::One, order: ByteOrder::Big }
                .read(&datagram),
            None
        );
    }

    #[test]
    fn what_is_passed_over_is_lost_until_it_comes() {
        let seen = readings(Width::Four, &[1, 2, 5]);
        assert_eq!((seen.lost, seen.reordered, seen.duplicated), (2, 0, 0));
        let seen = readings(Width::Four, &[1, 2, 5, 3, 3, 5]);
        assert_eq!((seen.lost, seen.reordered, seen.duplicated), (1, 1, 2));
    }

    #[test]
    fn a_counter_wraps_at_its_width() {
        let seen = readings(Width::One, &[254, 255, 0, 2, 1]);
        assert_eq!((seen.lost, seen.reordered, seen.restarted), (0, 1, 0));
    }

    #[test]
    fn a_sender_that_begins_anew_has_lost_nothing() {
        let seen = readings(Width::Four, &[1_000_000, 1_000_001, 0, 1]);
        assert_eq!((seen.lost, seen.restarted), (0, 1));
    }

    #[test]
    fn a_steady_pace_has_no_jitter() {
        let mut meter = Meter::new(Counter { offset: 0, width: Width::One, order: ByteOrder::Big });
        let mut at = 0;
        for value in 0..100_u8 {
            at += 1_000_000;
            meter.see(Stamp { mono_ns: at, unix_us: 0 }, PeerId(1), &[value]);
        }
        assert_eq!(meter.readings().jitter, Duration::ZERO);
        meter.see(Stamp { mono_ns: at + 17_000_000, unix_us: 0 }, PeerId(1), &[100]);
        assert_eq!(meter.readings().jitter, Duration::from_millis(1));
    }

    #[test]
    fn each_sender_counts_for_itself() {
        let mut meter = Meter::new(Counter { offset: 0, width: Width::One, order: ByteOrder::Big });
        for (peer, value) in [(1, 10), (2, 200), (1, 11), (2, 201)] {
            meter.see(Stamp::default(), PeerId(peer), &[value]);
        }
        assert_eq!(meter.readings(), Readings { counted: 4, ..Readings::default() });
    }
}
