//! Receive buffers: large segments that each read splits its bytes off, without a copy.

use std::collections::VecDeque;
use std::io;

use bytes::{Bytes, BytesMut};

/// The segments of one worker. All its connections share the current one, since each read is split off at once.
///
/// Page faults on fresh memory cost more than receiving into it, so spent segments are kept and reused once all their bytes
/// have been dropped, the oldest first.
#[derive(Default)]
pub(in crate::engine) struct Segments {
    /// Its length is the initialised part, its capacity what is left.
    current: BytesMut,
    size: usize,
    /// Spent segments of the largest size, oldest first.
    spent: VecDeque<BytesMut>,
}

impl Segments {
    /// Offer at most `most` bytes of space to `fill`, which returns how many it has filled.
    pub(in crate::engine) fn read(
        &mut self,
        most: usize,
        fill: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<Bytes> {
        if self.current.capacity() < most.min(self.worthwhile()) {
            self.renew();
        }
        self.fill(most.min(self.current.capacity()), fill)
    }

    /// Offer exactly `space` bytes, so that no message that fits is truncated.
    pub(in crate::engine) fn read_whole(
        &mut self,
        space: usize,
        fill: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<Bytes> {
        if space > LARGEST {
            let mut own = vec![0; space];
            let filled = fill(&mut own)?;
            own.truncate(filled);
            return Ok(own.into());
        }
        while self.current.capacity() < space {
            self.renew();
        }
        self.fill(space, fill)
    }

    /// Free all kept segments.
    pub(in crate::engine) fn release(&mut self) {
        *self = Self::default();
    }

    fn fill(
        &mut self,
        len: usize,
        fill: impl FnOnce(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<Bytes> {
        if self.current.len() < len {
            self.current.resize(len, 0);
        }
        let space = self.current.get_mut(..len).unwrap_or_default();
        let filled = fill(space)?.min(len);
        Ok(self.current.split_to(filled).freeze())
    }

    /// The least space for a read: with less, messages would be cut; with more, the rest of a segment would be wasted.
    fn worthwhile(&self) -> usize {
        (self.size / 4).clamp(1, LEAST_SPACE)
    }

    fn renew(&mut self) {
        let spent = std::mem::take(&mut self.current);
        if self.size == LARGEST {
            self.keep(spent);
        }
        self.size = (self.size * 2).clamp(SMALLEST, LARGEST);
        self.current = self.reclaim().unwrap_or_else(|| BytesMut::with_capacity(self.size));
    }

    fn keep(&mut self, mut segment: BytesMut) {
        segment.clear();
        if self.spent.len() == MOST_SPENT {
            self.spent.pop_front();
        }
        self.spent.push_back(segment);
    }

    /// The oldest segment that is free again; older ones that are still in use are given up.
    fn reclaim(&mut self) -> Option<BytesMut> {
        let free = self
            .spent
            .iter_mut()
            .take(STRAGGLERS + 1)
            .position(|segment| segment.try_reclaim(LARGEST))?;
        self.spent.drain(..=free).next_back()
    }
}

const SMALLEST: usize = 16 * 1024;
const LARGEST: usize = 2 * 1024 * 1024;
const LEAST_SPACE: usize = 32 * 1024;
/// 1.25 GiB of segments.
const MOST_SPENT: usize = 640;
const STRAGGLERS: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(segments: &mut Segments, most: usize, byte: u8) -> Bytes {
        segments
            .read(most, |space| {
                space.fill(byte);
                Ok(space.len())
            })
            .unwrap()
    }

    fn warm() -> Segments {
        let mut segments = Segments::default();
        while segments.size < LARGEST {
            fill(&mut segments, LARGEST, 0);
        }
        segments
    }

    #[test]
    fn pieces_keep_their_bytes_while_later_ones_are_read() {
        let mut segments = Segments::default();
        let pieces: Vec<Bytes> =
            (0..200).map(|n| fill(&mut segments, 1000 + usize::from(n), n)).collect();
        for (n, piece) in pieces.iter().enumerate() {
            assert_eq!(piece.len(), 1000 + n);
            assert!(piece.iter().all(|byte| usize::from(*byte) == n));
        }
    }

    #[test]
    fn a_quiet_worker_starts_small_and_a_busy_one_grows() {
        let mut segments = Segments::default();
        assert_eq!(fill(&mut segments, LARGEST, 1).len(), SMALLEST);
        assert_eq!(fill(&mut segments, LARGEST, 1).len(), 2 * SMALLEST);
        assert_eq!(fill(&mut warm(), LARGEST, 1).len(), LARGEST);
    }

    #[test]
    fn a_whole_read_always_has_all_of_its_space() {
        let mut segments = Segments::default();
        for space in [1, 65_535, LARGEST, 65_535, 65_535, LARGEST + 1] {
            let read = segments.read_whole(space, |offered| Ok(offered.len()));
            assert_eq!(read.unwrap().len(), space);
        }
    }

    #[test]
    fn a_read_of_nothing_or_an_error_loses_no_space() {
        let mut segments = Segments::default();
        let empty = segments.read(10, |_| Ok(0)).unwrap();
        assert!(empty.is_empty());
        let error = segments.read(10, |_| Err(io::ErrorKind::WouldBlock.into()));
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::WouldBlock);
        assert_eq!(fill(&mut segments, LARGEST, 1).len(), SMALLEST);
    }

    #[test]
    fn a_segment_is_used_again_once_its_bytes_are_let_go() {
        let mut segments = warm();
        let first = fill(&mut segments, LARGEST, 1);
        let place = first.as_ptr();
        drop(first);
        let second = fill(&mut segments, LARGEST, 2);
        assert_eq!(second.as_ptr(), place);
        let third = fill(&mut segments, LARGEST, 3);
        assert_ne!(third.as_ptr(), place);
        assert!(second.iter().all(|byte| *byte == 2));
    }

    #[test]
    fn a_segment_that_is_held_on_to_does_not_block_the_others() {
        let mut segments = warm();
        let held = fill(&mut segments, LARGEST, 1);
        let next = fill(&mut segments, LARGEST, 2);
        let place = next.as_ptr();
        drop(next);
        assert_eq!(fill(&mut segments, LARGEST, 3).as_ptr(), place);
        assert!(held.iter().all(|byte| *byte == 1));
    }

    #[test]
    fn spent_segments_are_not_kept_without_end() {
        let mut segments = Segments::default();
        for _ in 0..MOST_SPENT + 10 {
            segments.keep(BytesMut::new());
        }
        assert_eq!(segments.spent.len(), MOST_SPENT);
        segments.release();
        assert_eq!(segments.spent.len(), 0);
    }
}
