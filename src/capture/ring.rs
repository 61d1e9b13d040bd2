//! Where a byte of the session lies in the spill file: arithmetic only.

use std::io::ErrorKind;
use std::num::NonZeroU64;
use std::ops::Range;

/// The file as a ring: the byte at `offset` lies at `(offset - origin) % size`, so that new bytes overwrite the oldest.
///
/// A file that cannot grow (a full disk, a quota, a file system's limit) makes the ring smaller: it goes on with the
/// space that it has. At the end of each lap it tries to grow back.
#[derive(Debug)]
pub(super) struct Ring {
    /// The largest size allowed.
    limit: NonZeroU64,
    /// Invariant: at most `limit`.
    size: NonZeroU64,
    /// An offset that lies at position 0, at most that of any byte in the ring.
    origin: u64,
    /// The size at which the file could not grow; growing isn't tried again there.
    stuck: Option<u64>,
}

impl Ring {
    pub(super) fn new(limit: NonZeroU64) -> Self {
        Self { limit, size: limit, origin: 0, stuck: None }
    }

    /// What to write next, when the bytes `held` are in the ring and those from there to `end`, at least one, are not.
    ///
    /// Before writing a range, everything before its [`Self::oldest_beside`] must be dropped.
    pub(super) fn plan(&mut self, held: &Range<u64>, end: u64) -> Range<u64> {
        let start = held.end;
        if held.is_empty() {
            self.origin = start;
            self.size = self.limit;
        }
        if self.is_whole() {
            return start.max(end.saturating_sub(self.size.get()))..end;
        }
        let lap_left = self.size.get() - self.position(start);
        if lap_left == self.size.get() && self.stuck != Some(start) {
            self.origin = start - self.size.get();
            self.size = self.limit;
        }
        start..end.min(start + lap_left)
    }

    /// The oldest offset that the ring can hold together with `range`.
    pub(super) fn oldest_beside(&self, range: &Range<u64>) -> u64 {
        range.end.saturating_sub(self.size.get())
    }

    /// After writing `range` failed: everything before the offset returned must be given up.
    pub(super) fn fail(&mut self, range: &Range<u64>, kind: ErrorKind) -> u64 {
        let lap = self.position(range.start);
        let is_full = matches!(
            kind,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge
        );
        match NonZeroU64::new(lap) {
            Some(size) if is_full && lap >= range.end - range.start => {
                self.size = size;
                self.origin = range.start - lap;
                self.stuck = Some(range.start);
                self.origin
            }
            _ => range.end,
        }
    }

    /// Whether the ring has the size that it was made with.
    pub(super) fn is_whole(&self) -> bool {
        self.size == self.limit
    }

    /// The positions of the bytes of `range`, in order, each with how many bytes lie there in a row.
    pub(super) fn pieces(&self, range: Range<u64>) -> impl Iterator<Item = (u64, Range<u64>)> {
        let mut rest = range;
        std::iter::from_fn(move || {
            let position = self.position(rest.start);
            let end = rest.end.min(rest.start + (self.size.get() - position));
            let piece = rest.start..end;
            rest.start = end;
            (!piece.is_empty()).then_some((position, piece))
        })
    }

    fn position(&self, offset: u64) -> u64 {
        (offset - self.origin) % self.size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(limit: u64) -> Ring {
        Ring::new(NonZeroU64::new(limit).unwrap())
    }

    fn pieces(ring: &Ring, range: Range<u64>) -> Vec<(u64, Range<u64>)> {
        ring.pieces(range).collect()
    }

    #[test]
    fn a_range_is_cut_where_the_ring_ends() {
        let ring = ring(10);
        assert_eq!(pieces(&ring, 0..0), []);
        assert_eq!(pieces(&ring, 0..10), [(0, 0..10)]);
        assert_eq!(pieces(&ring, 9..10), [(9, 9..10)]);
        assert_eq!(pieces(&ring, 10..13), [(0, 10..13)]);
        assert_eq!(pieces(&ring, 8..13), [(8, 8..10), (0, 10..13)]);
        assert_eq!(pieces(&ring, 19..29), [(9, 19..20), (0, 20..29)]);
    }

    #[test]
    fn the_oldest_make_room() {
        for (held, end, planned, oldest) in [
            (0..0, 4, 0..4, 0),
            (0..4, 10, 4..10, 0),
            (0..4, 11, 4..11, 1),
            (0..10, 20, 10..20, 10),
            (0..10, 25, 15..25, 15),
            (30..40, 41, 40..41, 31),
        ] {
            let mut ring = ring(10);
            let plan = ring.plan(&held, end);
            assert_eq!(plan, planned, "{held:?} {end}");
            assert_eq!(ring.oldest_beside(&plan), oldest, "{held:?} {end}");
        }
    }

    #[test]
    fn a_full_disk_makes_the_ring_smaller_and_nothing_moves() {
        let mut ring = ring(100);
        assert_eq!(ring.plan(&(0..0), 40), 0..40);
        assert_eq!(ring.plan(&(0..40), 60), 40..60);
        assert_eq!(ring.fail(&(40..60), ErrorKind::StorageFull), 0);
        assert!(!ring.is_whole());
        assert_eq!(pieces(&ring, 0..40), [(0, 0..40)]);
        // The next lap overwrites the oldest.
        assert_eq!(ring.plan(&(0..40), 60), 40..60);
        assert_eq!(ring.oldest_beside(&(40..60)), 20);
        assert_eq!(pieces(&ring, 20..60), [(20, 20..40), (0, 40..60)]);
        // A job ends with the lap.
        assert_eq!(ring.plan(&(20..60), 90), 60..80);
        assert_eq!(ring.oldest_beside(&(60..80)), 40);
    }

    #[test]
    fn a_ring_grows_back_at_the_end_of_a_lap() {
        let mut ring = ring(100);
        assert_eq!(ring.fail(&(40..60), ErrorKind::QuotaExceeded), 0);
        assert_eq!(ring.plan(&(40..80), 100), 80..100);
        assert!(ring.is_whole());
        assert_eq!(pieces(&ring, 40..100), [(0, 40..100)]);
        // Still full: the same bytes go to the start of the lap.
        assert_eq!(ring.fail(&(80..100), ErrorKind::StorageFull), 40);
        assert_eq!(ring.plan(&(40..80), 100), 80..100);
        assert!(!ring.is_whole());
        assert_eq!(pieces(&ring, 60..100), [(20, 60..80), (0, 80..100)]);
    }

    #[test]
    fn what_a_smaller_ring_cannot_hold_is_given_up() {
        // Nothing written yet, too little written, another error.
        for (range, kind) in [
            (0..20, ErrorKind::StorageFull),
            (10..30, ErrorKind::StorageFull),
            (40..60, ErrorKind::Other),
        ] {
            let mut ring = ring(100);
            assert_eq!(ring.fail(&range, kind), range.end);
            assert!(ring.is_whole());
        }
        // Bytes of the previous lap lie after the point where the file could not grow.
        let mut ring = ring(100);
        assert_eq!(ring.fail(&(160..180), ErrorKind::StorageFull), 100);
        assert_eq!(pieces(&ring, 100..160), [(0, 100..160)]);
    }

    #[test]
    fn an_empty_ring_begins_anew() {
        let mut ring = ring(100);
        ring.fail(&(40..60), ErrorKind::StorageFull);
        assert_eq!(ring.plan(&(70..70), 90), 70..90);
        assert!(ring.is_whole());
        assert_eq!(pieces(&ring, 70..90), [(0, 70..90)]);
    }
}
