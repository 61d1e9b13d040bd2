//! Recently used blocks of the spill file, so that a frame never waits for a disk.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::ops::Range;

use crate::capture::spill::Stretch;
use crate::capture::store::overlap;
use crate::capture::{Sequence, saturate};

/// The most recently used blocks, and the numbers of requested blocks that are missing.
///
/// A block never goes stale: bytes at an offset do not change, and what is read of a block that lost a race with the
/// ring is garbage only before the oldest kept offset, which is never read.
#[derive(Debug)]
pub(super) struct Cache {
    /// Invariant: at most `capacity`.
    blocks: BTreeMap<u64, Block>,
    /// Invariant: at most `capacity`, no number twice, the most wanted last.
    wanted: VecDeque<u64>,
    capacity: usize,
    /// Counts uses, to find the least recently used block.
    clock: u64,
}

#[derive(Debug)]
struct Block {
    offset: u64,
    bytes: Box<[u8]>,
    used: u64,
}

impl Block {
    fn holds(&self, range: &Range<u64>) -> bool {
        self.offset <= range.start && range.end <= self.offset + self.bytes.len() as u64
    }
}

impl Cache {
    pub(super) fn new(capacity: usize) -> Self {
        Self { blocks: BTreeMap::new(), wanted: VecDeque::new(), capacity, clock: 0 }
    }

    /// Appends the bytes of `range` to `out`, up to the first that is missing. Remembers what is missing as wanted.
    pub(super) fn copy(&mut self, range: &Range<u64>, out: &mut Vec<u8>) -> bool {
        if range.is_empty() {
            return true;
        }
        let missing =
            numbers(range).filter(|number| !self.holds(*number, range)).collect::<Vec<_>>();
        for number in numbers(range).take_while(|number| Some(number) != missing.first()) {
            self.copy_block(number, range, out);
        }
        for number in missing.iter().rev() {
            self.want(*number);
        }
        missing.is_empty()
    }

    /// The most wanted block that has bytes in `held`, and which they are.
    pub(super) fn most_wanted(&self, held: &Range<u64>) -> Option<(u64, Range<u64>)> {
        self.wanted
            .iter()
            .rev()
            .map(|number| (*number, clip(*number, held)))
            .find(|(_, range)| !range.is_empty())
    }

    /// No longer wanted, whether or not it was found.
    pub(super) fn unwant(&mut self, number: u64) {
        self.wanted.retain(|wanted| *wanted != number);
    }

    /// Keeps `bytes`, which begin at `offset`, as block `number`.
    pub(super) fn keep(&mut self, number: u64, offset: u64, bytes: Vec<u8>) {
        self.clock += 1;
        let (bytes, used) = (bytes.into_boxed_slice(), self.clock);
        self.blocks.insert(number, Block { offset, bytes, used });
        if self.blocks.len() > self.capacity {
            self.evict();
        }
    }

    fn holds(&self, number: u64, range: &Range<u64>) -> bool {
        self.blocks.get(&number).is_some_and(|block| block.holds(&clip(number, range)))
    }

    fn copy_block(&mut self, number: u64, range: &Range<u64>, out: &mut Vec<u8>) {
        self.clock += 1;
        if let Some(block) = self.blocks.get_mut(&number) {
            block.used = self.clock;
            out.extend_from_slice(overlap(block.offset, &block.bytes, range));
        }
    }

    fn want(&mut self, number: u64) {
        self.unwant(number);
        self.wanted.push_back(number);
        if self.wanted.len() > self.capacity {
            self.wanted.pop_front();
        }
    }

    fn evict(&mut self) {
        let oldest = self.blocks.iter().min_by_key(|(_, block)| block.used);
        if let Some(number) = oldest.map(|(number, _)| *number) {
            self.blocks.remove(&number);
        }
    }
}

/// A block to be read from disk for [`crate::capture::Capture::view`].
#[derive(Debug)]
pub struct LoadJob {
    pub(super) sequence: Sequence,
    pub(super) number: u64,
    pub(super) offset: u64,
    pub(super) stretch: Stretch,
}

impl LoadJob {
    /// Reads; blocks as long as the disk does.
    pub fn run(&self) -> Loaded {
        let mut bytes = Vec::with_capacity(saturate(BLOCK));
        Loaded {
            sequence: self.sequence,
            number: self.number,
            offset: self.offset,
            result: self.stretch.read(&mut bytes).map(|()| bytes),
        }
    }
}

/// A block as it was read from disk, or why it could not be.
#[derive(Debug)]
pub struct Loaded {
    pub(super) sequence: Sequence,
    pub(super) number: u64,
    pub(super) offset: u64,
    pub(super) result: io::Result<Vec<u8>>,
}

/// The numbers of the blocks in which `range` lies.
fn numbers(range: &Range<u64>) -> Range<u64> {
    range.start / BLOCK..range.end.div_ceil(BLOCK)
}

/// The part of `range` that lies in block `number`.
fn clip(number: u64, range: &Range<u64>) -> Range<u64> {
    let start = range.start.max(number * BLOCK);
    start..range.end.min((number + 1) * BLOCK).max(start)
}

/// Bytes in a block.
pub(super) const BLOCK: u64 = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    /// Puts `held`'s part of a block into the cache, filled with the block's number.
    fn keep(cache: &mut Cache, number: u64, held: &Range<u64>) {
        let range = clip(number, held);
        let bytes = vec![u8::try_from(number).unwrap(); saturate(range.end - range.start)];
        cache.unwant(number);
        cache.keep(number, range.start, bytes);
    }

    fn look(cache: &mut Cache, range: Range<u64>) -> (bool, Vec<u8>) {
        let mut out = Vec::new();
        let is_complete = cache.copy(&range, &mut out);
        (is_complete, out)
    }

    const ALL: Range<u64> = 0..100 * BLOCK;

    #[test]
    fn a_range_touches_the_blocks_it_has_bytes_in() {
        for (range, expected) in [
            (0..1, 0..1),
            (0..BLOCK, 0..1),
            (BLOCK - 1..BLOCK + 1, 0..2),
            (BLOCK..2 * BLOCK, 1..2),
            (1..3 * BLOCK + 1, 0..4),
        ] {
            assert_eq!(numbers(&range), expected, "{range:?}");
        }
    }

    #[test]
    fn an_empty_range_is_complete_anywhere() {
        let mut cache = Cache::new(4);
        for offset in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1] {
            assert_eq!(look(&mut cache, offset..offset), (true, Vec::new()));
        }
        assert_eq!(cache.most_wanted(&ALL), None);
    }

    #[test]
    fn what_is_missing_is_wanted_from_its_beginning() {
        let mut cache = Cache::new(4);
        assert!(!look(&mut cache, 5..3 * BLOCK).0);
        keep(&mut cache, 1, &ALL);
        for number in [0, 2] {
            assert!(!look(&mut cache, 5..3 * BLOCK).0);
            let wanted = cache.most_wanted(&ALL).map(|(number, _)| number);
            assert_eq!(wanted, Some(number));
            keep(&mut cache, number, &ALL);
        }
        assert_eq!(cache.most_wanted(&ALL), None);
        let (is_complete, out) = look(&mut cache, BLOCK - 1..2 * BLOCK + 1);
        assert!(is_complete);
        assert_eq!((out.first(), out.get(1), out.last()), (Some(&0), Some(&1), Some(&2)));
    }

    #[test]
    fn the_beginning_is_given_while_the_rest_is_missing() {
        let mut cache = Cache::new(4);
        keep(&mut cache, 1, &ALL);
        let (is_complete, out) = look(&mut cache, 2 * BLOCK - 3..2 * BLOCK + 3);
        assert!(!is_complete);
        assert_eq!(out, [1; 3]);
    }

    #[test]
    fn a_block_loaded_while_it_was_short_is_wanted_again() {
        let mut cache = Cache::new(4);
        keep(&mut cache, 0, &(0..10));
        assert!(look(&mut cache, 0..10).0);
        assert!(!look(&mut cache, 0..11).0);
        let (number, range) = cache.most_wanted(&(5..20)).unwrap();
        assert_eq!((number, range), (0, 5..20));
    }

    #[test]
    fn the_block_used_longest_ago_makes_room() {
        let mut cache = Cache::new(2);
        keep(&mut cache, 0, &ALL);
        keep(&mut cache, 1, &ALL);
        assert!(look(&mut cache, 0..1).0);
        keep(&mut cache, 2, &ALL);
        assert!(look(&mut cache, 0..1).0);
        assert!(!look(&mut cache, BLOCK..BLOCK + 1).0);
        assert!(look(&mut cache, 2 * BLOCK..2 * BLOCK + 1).0);
        assert_eq!(cache.blocks.len(), 2);
    }

    #[test]
    fn old_wishes_are_forgotten_and_dropped_blocks_passed_over() {
        let mut cache = Cache::new(3);
        for number in 0..10 {
            look(&mut cache, number * BLOCK..number * BLOCK + 1);
        }
        assert_eq!(cache.wanted, [7, 8, 9]);
        let held = 0..8 * BLOCK + 5;
        assert_eq!(cache.most_wanted(&held), Some((8, 8 * BLOCK..8 * BLOCK + 5)));
        assert_eq!(cache.most_wanted(&(20 * BLOCK..30 * BLOCK)), None);
    }
}
