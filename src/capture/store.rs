//! The bytes that are in memory: chunks as they arrived, and a tail into which small ones are packed.

use std::collections::VecDeque;
use std::ops::Range;

use bytes::Bytes;

use crate::capture::saturate;

/// One stretch of bytes without gaps, in memory.
#[derive(Debug)]
pub(super) struct Store {
    /// Invariant: without gaps between them and `tail`. The first may begin before `start`: a chunk leaves whole.
    chunks: VecDeque<Chunk>,
    /// The newest bytes, at most [`PACK`], ending at `end`.
    tail: Vec<u8>,
    /// The offset of the oldest byte.
    start: u64,
    /// The offset after the newest byte.
    end: u64,
}

#[derive(Debug)]
struct Chunk {
    offset: u64,
    bytes: Bytes,
}

impl Chunk {
    fn end(&self) -> u64 {
        self.offset + self.bytes.len() as u64
    }

    /// The part that lies in `range`.
    fn part(&self, range: &Range<u64>) -> &[u8] {
        overlap(self.offset, &self.bytes, range)
    }
}

impl Store {
    pub(super) fn new() -> Self {
        Self { chunks: VecDeque::new(), tail: Vec::new(), start: 0, end: 0 }
    }

    /// Adopts `bytes`, or packs them if a handle of their own and a pinned segment would cost more than a copy.
    pub(super) fn push(&mut self, bytes: Bytes) {
        if bytes.len() < ADOPT {
            self.pack(&bytes);
            return;
        }
        self.seal();
        self.end += bytes.len() as u64;
        self.push_chunk(bytes);
    }

    /// Frees the bytes before `offset`, whole chunks at a time.
    pub(super) fn release(&mut self, offset: u64) {
        self.start = offset.clamp(self.start, self.end);
        while self.chunks.pop_front_if(|chunk| chunk.end() <= self.start).is_some() {}
        if self.start == self.end {
            self.tail.clear();
        }
    }

    /// The offset after the oldest whole chunks that together have at least this many bytes; `end` if there are fewer.
    pub(super) fn cut(&mut self, bytes: u64) -> u64 {
        if bytes == 0 {
            return self.start;
        }
        let goal = self.start.saturating_add(bytes);
        let cut = self.chunks.partition_point(|chunk| chunk.end() < goal);
        if let Some(chunk) = self.chunks.get(cut) {
            return chunk.end();
        }
        self.seal();
        self.end
    }

    pub(super) fn bytes(&self) -> Range<u64> {
        self.start..self.end
    }

    /// Handles to the bytes of `range`, which [`Self::cut`] has made whole chunks.
    pub(super) fn handles(&self, range: Range<u64>) -> impl Iterator<Item = Bytes> {
        self.chunks_from(range.start)
            .map(move |chunk| chunk.bytes.slice_ref(chunk.part(&range)))
            .take_while(|part| !part.is_empty())
    }

    /// Appends the bytes of `range` to `out`.
    pub(super) fn copy(&self, range: &Range<u64>, out: &mut Vec<u8>) {
        for chunk in self.chunks_from(range.start) {
            if chunk.offset >= range.end {
                return;
            }
            out.extend_from_slice(chunk.part(range));
        }
        let tail_offset = self.end - self.tail.len() as u64;
        out.extend_from_slice(overlap(tail_offset, &self.tail, range));
    }

    fn chunks_from(&self, offset: u64) -> impl Iterator<Item = &Chunk> {
        let first = self.chunks.partition_point(|chunk| chunk.end() <= offset);
        self.chunks.range(first..)
    }

    fn pack(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = PACK - self.tail.len();
            let (fits, rest) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
            self.grow_tail(fits.len());
            self.tail.extend_from_slice(fits);
            self.end += fits.len() as u64;
            if self.tail.len() == PACK {
                self.seal();
            }
            bytes = rest;
        }
    }

    /// By doubling, but never past [`PACK`], so that a full block has no slack.
    fn grow_tail(&mut self, more: usize) {
        let needed = self.tail.len() + more;
        if needed > self.tail.capacity() {
            let goal = needed.next_power_of_two().clamp(FIRST, PACK);
            self.tail.reserve_exact(goal - self.tail.len());
        }
    }

    /// Makes the tail a chunk.
    fn seal(&mut self) {
        if !self.tail.is_empty() {
            let tail = std::mem::take(&mut self.tail).into_boxed_slice();
            self.push_chunk(tail.into());
        }
    }

    /// `bytes` are the newest bytes and `end` already counts them.
    fn push_chunk(&mut self, bytes: Bytes) {
        if self.chunks.len() == self.chunks.capacity() {
            self.chunks.reserve_exact((self.chunks.len() / 8).max(8));
        }
        self.chunks.push_back(Chunk { offset: self.end - bytes.len() as u64, bytes });
    }
}

/// The part of `bytes`, which begin at `offset`, that lies in `range`.
pub(super) fn overlap<'a>(offset: u64, bytes: &'a [u8], range: &Range<u64>) -> &'a [u8] {
    let first = saturate(range.start.saturating_sub(offset)).min(bytes.len());
    let last = saturate(range.end.saturating_sub(offset)).min(bytes.len());
    bytes.get(first..last).unwrap_or_default()
}

/// From this length on, bytes are adopted. A handle costs 40 bytes, 1 % of it.
const ADOPT: usize = 4096;

/// Smaller ones are packed into blocks of this length.
const PACK: usize = 64 * 1024;

/// The first allocation of a tail.
const FIRST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that differ by their offset.
    fn pattern(range: Range<u64>) -> Vec<u8> {
        range.map(|offset| (offset % 251) as u8).collect()
    }

    fn push(store: &mut Store, len: usize) {
        let offset = store.bytes().end;
        store.push(pattern(offset..offset + len as u64).into());
    }

    fn memory(store: &Store) -> usize {
        let chunks = store.chunks.iter().map(|chunk| chunk.bytes.len());
        chunks.sum::<usize>() + store.tail.capacity() + store.chunks.capacity() * size_of::<Chunk>()
    }

    const LENGTHS: [usize; 11] = [0, 1, 255, 256, 257, 4095, 4096, 4097, 65_535, 65_536, 70_000];

    #[test]
    fn every_byte_is_read_back_across_every_border() {
        let mut store = Store::new();
        for first in LENGTHS {
            for second in LENGTHS {
                push(&mut store, first);
                push(&mut store, second);
            }
        }
        let end = store.bytes().end;
        let mut borders = store.chunks.iter().map(Chunk::end).collect::<Vec<_>>();
        borders.extend([0, 1, end]);
        for border in borders {
            for start in border.saturating_sub(1)..(border + 2).min(end) {
                for len in [0, 1, 2, 4096, 200_000] {
                    let range = start..end.min(start + len);
                    let mut out = Vec::new();
                    store.copy(&range, &mut out);
                    assert!(out == pattern(range.clone()), "{range:?}");
                }
            }
        }
    }

    #[test]
    fn a_large_piece_is_adopted_and_a_small_one_packed() {
        let segment = Bytes::from(pattern(0..10_000));
        let mut store = Store::new();
        store.push(segment.slice(..ADOPT));
        assert_eq!(store.chunks[0].bytes.as_ptr(), segment.as_ptr());
        store.push(segment.slice(ADOPT..2 * ADOPT - 1));
        assert_eq!(store.tail.len(), ADOPT - 1);
        drop(store);
        assert!(segment.is_unique());
    }

    #[test]
    fn memory_stays_within_five_percent_of_the_bytes() {
        let patterns: [&[usize]; 7] =
            [&[1], &[64], &[4095], &[4096], &[1, 4096], &[100, 100, 5000], &[262_144, 3]];
        for lengths in patterns {
            let mut store = Store::new();
            while store.bytes().end < 4 << 20 {
                for len in lengths {
                    store.push(vec![0; *len].into());
                }
                let bytes = saturate(store.bytes().end);
                if bytes > 2 << 20 {
                    let memory = memory(&store);
                    assert!(memory * 100 <= bytes * 105, "{lengths:?}: {memory} for {bytes}");
                }
            }
        }
    }

    #[test]
    fn a_short_session_stays_small() {
        let mut store = Store::new();
        push(&mut store, 10);
        assert_eq!(memory(&store), FIRST);
    }

    #[test]
    fn a_cut_falls_behind_whole_chunks() {
        for (bytes, cut) in [
            (0, 0),
            (1, 5000),
            (5000, 5000),
            (5001, 11_000),
            (11_000, 11_000),
            (11_001, 11_100),
            (u64::MAX, 11_100),
        ] {
            let mut store = Store::new();
            for len in [5000, 6000, 100] {
                push(&mut store, len);
            }
            assert_eq!(store.cut(bytes), cut, "{bytes}");
            let handles = store.handles(0..cut).collect::<Vec<_>>().concat();
            assert!(handles == pattern(0..cut));
        }
    }

    #[test]
    fn released_bytes_free_their_chunk_once_it_is_past() {
        let mut store = Store::new();
        for len in [5000, 6000, 100] {
            push(&mut store, len);
        }
        for (offset, chunks, tail) in [
            (0, 2, 100),
            (4999, 2, 100),
            (5000, 1, 100),
            (10_999, 1, 100),
            (11_000, 0, 100),
            (11_099, 0, 100),
            (11_100, 0, 0),
        ] {
            store.release(offset);
            assert_eq!(store.bytes(), offset..11_100);
            assert_eq!((store.chunks.len(), store.tail.len()), (chunks, tail));
            let mut out = Vec::new();
            store.copy(&store.bytes(), &mut out);
            assert!(out == pattern(store.bytes()), "{offset}");
        }
        push(&mut store, 3);
        let mut out = Vec::new();
        store.copy(&(11_100..11_103), &mut out);
        assert_eq!(out, pattern(11_100..11_103));
    }
}
