//! A queue whose elements keep their numbers: pushed at the end, removed at the front, found by number in constant time.

use std::collections::VecDeque;
use std::ops::Range;

/// Elements in blocks of [`BLOCK`], so that growing moves at most one block and a long queue has hardly any slack.
#[derive(Debug)]
pub(super) struct Blocks<T> {
    /// Invariant: block `i` holds the numbers from `(gone + i) * BLOCK`; each but the last is full.
    queue: VecDeque<Vec<T>>,
    /// How many whole blocks have left at the front.
    gone: u64,
    /// The numbers of the elements still here.
    numbers: Range<u64>,
}

impl<T: Copy> Blocks<T> {
    pub(super) fn new() -> Self {
        Self { queue: VecDeque::new(), gone: 0, numbers: 0..0 }
    }

    pub(super) fn push(&mut self, element: T) {
        let step = self.step();
        let block = match self.queue.back_mut() {
            Some(block) if block.len() < BLOCK => block,
            _ => self.queue.push_back_mut(Vec::new()),
        };
        if block.len() == block.capacity() {
            block.reserve_exact(step.min(BLOCK - block.len()));
        }
        block.push(element);
        self.numbers.end += 1;
    }

    pub(super) fn pop_front(&mut self) -> Option<T> {
        let element = self.front()?;
        self.numbers.start += 1;
        if self.numbers.start.is_multiple_of(BLOCK as u64) {
            self.queue.pop_front();
            self.gone += 1;
        }
        Some(element)
    }

    pub(super) fn front(&self) -> Option<T> {
        self.at(self.numbers.start)
    }

    pub(super) fn at(&self, number: u64) -> Option<T> {
        if !self.numbers.contains(&number) {
            return None;
        }
        let block = usize::try_from(number / BLOCK as u64 - self.gone).ok()?;
        let within = usize::try_from(number % BLOCK as u64).ok()?;
        self.queue.get(block)?.get(within).copied()
    }

    pub(super) fn numbers(&self) -> Range<u64> {
        self.numbers.clone()
    }

    /// The first number whose element fails `test`; all that pass must come before all that fail.
    pub(super) fn partition_point(&self, test: impl Fn(&T) -> bool) -> u64 {
        let Range { mut start, mut end } = self.numbers();
        while start < end {
            let middle = start.midpoint(end);
            if self.at(middle).is_some_and(|element| test(&element)) {
                start = middle + 1;
            } else {
                end = middle;
            }
        }
        start
    }

    /// Bytes allocated for elements.
    pub(super) fn memory(&self) -> u64 {
        let full = self.queue.len().saturating_sub(1) * BLOCK;
        let last = self.queue.back().map_or(0, Vec::capacity);
        ((full + last) * size_of::<T>()) as u64
    }

    /// By how many elements to grow: an eighth of what is here keeps the slack below an eighth.
    fn step(&self) -> usize {
        let here = self.numbers.end - self.numbers.start;
        usize::try_from(here / 8).map_or(BLOCK, |eighth| eighth.max(FIRST))
    }
}

const BLOCK: usize = 65_536;

/// The first allocation, so that a short session stays small.
const FIRST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_keep_their_numbers_across_blocks() {
        let mut blocks = Blocks::new();
        let count = 3 * BLOCK as u64 + 5;
        for number in 0..count {
            blocks.push(number);
        }
        for gone in 0..count {
            assert_eq!(blocks.numbers(), gone..count);
            assert_eq!(blocks.front(), Some(gone));
            assert_eq!(blocks.at(count - 1), Some(count - 1));
            assert_eq!(gone.checked_sub(1).and_then(|n| blocks.at(n)), None);
            assert_eq!(blocks.pop_front(), Some(gone));
        }
        assert_eq!(blocks.pop_front(), None);
        blocks.push(count);
        assert_eq!(blocks.at(count), Some(count));
        assert_eq!(blocks.at(count + 1), None);
    }

    #[test]
    fn the_slack_stays_below_an_eighth_and_a_bit() {
        let mut blocks = Blocks::<[u8; 40]>::new();
        for count in 1..=1_000_000_u64 {
            blocks.push([0; 40]);
            let limit = 40 * (count + count / 8 + FIRST as u64);
            assert!(blocks.memory() <= limit, "{count}: {}", blocks.memory());
        }
    }

    #[test]
    fn blocks_that_are_empty_are_freed() {
        let mut blocks = Blocks::new();
        for number in 0..10 * BLOCK as u64 {
            blocks.push(number);
            if number >= 10 {
                blocks.pop_front();
            }
            assert!(blocks.memory() <= 2 * 8 * BLOCK as u64);
        }
    }

    #[test]
    fn the_partition_point_is_found_from_any_front() {
        let mut blocks = Blocks::new();
        for number in 0..1000_u64 {
            blocks.push(number / 2);
        }
        for _ in 0..300 {
            blocks.pop_front();
        }
        assert_eq!(blocks.partition_point(|value| *value < 250), 500);
        assert_eq!(blocks.partition_point(|value| *value <= 250), 502);
        assert_eq!(blocks.partition_point(|_| true), 1000);
        assert_eq!(blocks.partition_point(|_| false), 300);
    }
}
