//! Stretches of a capture that make up a longer sequence of bytes.

use std::ops::Range;

/// Stretches of a capture, one after another, as one sequence of bytes that begins at 0. Later bytes of it lie later in the
/// capture too.
#[derive(Debug, Clone, Default)]
pub(super) struct Extents {
    parts: Vec<Part>,
    end: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    /// Where it begins in the sequence.
    at: u64,
    /// Where it begins in the capture.
    offset: u64,
    len: u64,
}

impl Extents {
    /// The length of the sequence, what was skipped included.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// The number of stretches.
    pub(super) fn count(&self) -> usize {
        self.parts.len()
    }

    /// Appends a stretch of the capture.
    pub(super) fn push(&mut self, range: &Range<u64>) {
        let len = range.end.saturating_sub(range.start);
        let end = self.end;
        match self.parts.last_mut() {
            Some(last) if last.offset + last.len == range.start && last.at + last.len == end => {
                last.len += len;
            }
            _ if len > 0 => self.parts.push(Part { at: end, offset: range.start, len }),
            _ => {}
        }
        self.end += len;
    }

    /// Appends bytes that are nowhere.
    pub(super) fn skip(&mut self, len: u64) {
        self.end += len;
    }

    /// The bytes so far are gone.
    pub(super) fn forget(&mut self) {
        self.parts.clear();
    }

    /// Cuts off what lies from `at` on, as a sequence of its own.
    pub(super) fn split_off(&mut self, at: u64) -> Self {
        let at = at.min(self.end);
        let first = self.parts.partition_point(|part| part.at + part.len <= at);
        let mut parts = self.parts.split_off(first);
        if let Some(part) = parts.first_mut()
            && part.at < at
        {
            let head = at - part.at;
            self.parts.push(Part { len: head, ..*part });
            *part = Part { at, offset: part.offset + head, len: part.len - head };
        }
        for part in &mut parts {
            part.at -= at;
        }
        let end = self.end - at;
        self.end = at;
        Self { parts, end }
    }

    /// Where the byte at `at` lies in the capture, and how far the stretch goes on from there.
    pub(super) fn find(&self, at: u64) -> Option<Range<u64>> {
        let next = self.parts.partition_point(|part| part.at <= at);
        let part = self.parts.get(next.checked_sub(1)?)?;
        let within = at - part.at;
        (within < part.len).then(|| part.offset + within..part.offset + part.len)
    }

    /// The first byte of the sequence that lies at `offset` of the capture or later, with nothing missing behind it that
    /// came before.
    pub(super) fn position(&self, offset: u64) -> u64 {
        let next = self.parts.partition_point(|part| part.offset + part.len <= offset);
        self.parts.get(next).map_or(self.end, |part| part.at + offset.saturating_sub(part.offset))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neighbours_are_one_stretch() {
        let mut extents = Extents::default();
        for range in [10..20, 20..25, 30..40, 40..40, 40..41] {
            extents.push(&range);
        }
        assert_eq!((extents.count(), extents.end()), (2, 26));
        assert_eq!(extents.find(0), Some(10..25));
        assert_eq!(extents.find(14), Some(24..25));
        assert_eq!(extents.find(15), Some(30..41));
        assert_eq!(extents.find(26), None);
    }

    #[test]
    fn what_is_gone_is_counted_and_not_found() {
        let mut extents = Extents::default();
        extents.push(&(0..10));
        extents.forget();
        extents.skip(5);
        extents.push(&(3..8));
        assert_eq!((extents.end(), extents.position(0)), (20, 15));
        assert_eq!(extents.find(14), None);
        assert_eq!(extents.find(15), Some(3..8));
    }

    #[test]
    fn the_first_byte_kept_is_found_from_the_captures_start() {
        let mut extents = Extents::default();
        extents.push(&(10..20));
        extents.push(&(30..40));
        for (start, position) in [(0, 0), (10, 0), (15, 5), (20, 10), (25, 10), (33, 13), (40, 20)]
        {
            assert_eq!(extents.position(start), position, "{start}");
        }
    }

    proptest! {
        #[test]
        fn the_two_sides_of_a_cut_are_the_whole(
            steps in prop::collection::vec((0_u64..4, 0_u64..6), 0..12),
            cut in 0_u64..60,
        ) {
            let mut extents = Extents::default();
            let mut at = 0;
            for (gap, len) in steps {
                extents.push(&(at + gap..at + gap + len));
                at += gap + len;
            }
            let places = |extents: &Extents| -> Vec<Option<u64>> {
                (0..extents.end()).map(|n| extents.find(n).map(|range| range.start)).collect()
            };
            let whole = places(&extents);
            let rest = extents.split_off(cut);
            let sides = [places(&extents), places(&rest)].concat();
            prop_assert_eq!(sides, whole);
        }
    }
}
