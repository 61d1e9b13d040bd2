//! Which bytes are selected, and how keys move that. Offsets are absolute; nothing here knows the screen.

use std::ops::Range;

/// At least one byte: from where the selection began to the byte it ends on, in either direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Selection {
    pub(super) anchor: u64,
    pub(super) head: u64,
}

/// A movement of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Back(u64),
    Forward(u64),
    RowStart,
    RowEnd,
    First,
    Last,
}

impl Selection {
    pub(super) const fn byte(offset: u64) -> Self {
        Self { anchor: offset, head: offset }
    }

    /// None for an empty range.
    pub(super) fn of(range: &Range<u64>) -> Option<Self> {
        (!range.is_empty()).then(|| Self { anchor: range.start, head: range.end - 1 })
    }

    pub(super) fn range(self) -> Range<u64> {
        self.anchor.min(self.head)..self.anchor.max(self.head) + 1
    }

    /// The same selection with its head elsewhere.
    pub(super) const fn to(self, head: u64) -> Self {
        Self { head, ..self }
    }

    /// What is left of it when only these bytes are kept.
    pub(super) fn kept(self, bytes: &Range<u64>) -> Option<Self> {
        let range = self.range();
        let overlaps = range.start < bytes.end && bytes.start < range.end && !bytes.is_empty();
        let last = bytes.end.saturating_sub(1).max(bytes.start);
        let keep = |offset: u64| offset.clamp(bytes.start, last);
        overlaps.then(|| Self { anchor: keep(self.anchor), head: keep(self.head) })
    }
}

impl Step {
    /// Where the head goes, in rows of `columns` bytes aligned to offset 0. Stays within `bytes`, which are not empty.
    pub(super) fn from(self, head: u64, columns: u64, bytes: &Range<u64>) -> u64 {
        let row = head - head % columns;
        let target = match self {
            Self::Back(count) => head.saturating_sub(count),
            Self::Forward(count) => head.saturating_add(count),
            Self::RowStart => row,
            Self::RowEnd => row.saturating_add(columns - 1),
            Self::First => bytes.start,
            Self::Last => bytes.end,
        };
        target.clamp(bytes.start, bytes.end.saturating_sub(1).max(bytes.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stay_within_the_bytes() {
        let bytes = 5..1000;
        let table = [
            (Step::Forward(1), 20, 21),
            (Step::Forward(1), 999, 999),
            (Step::Back(16), 30, 14),
            (Step::Back(16), 6, 5),
            (Step::RowStart, 39, 32),
            (Step::RowStart, 9, 5),
            (Step::RowEnd, 32, 47),
            (Step::RowEnd, 995, 999),
            (Step::First, 500, 5),
            (Step::Last, 500, 999),
            (Step::Forward(u64::MAX), 500, 999),
        ];
        for (step, from, to) in table {
            assert_eq!(step.from(from, 16, &bytes), to, "{step:?} from {from}");
        }
    }

    #[test]
    fn a_selection_has_the_same_range_in_both_directions() {
        assert_eq!(Selection { anchor: 3, head: 9 }.range(), 3..10);
        assert_eq!(Selection { anchor: 9, head: 3 }.range(), 3..10);
        assert_eq!(Selection::byte(7).range(), 7..8);
        assert_eq!(Selection::of(&(3..10)).map(Selection::range), Some(3..10));
        assert_eq!(Selection::of(&(3..3)), None);
    }

    #[test]
    fn dropped_bytes_leave_the_selection() {
        let selection = Selection { anchor: 3, head: 9 };
        for (bytes, kept) in [
            (0..100, Some(3..10)),
            (5..100, Some(5..10)),
            (0..5, Some(3..5)),
            (10..100, None),
            (0..3, None),
            (4..4, None),
        ] {
            assert_eq!(selection.kept(&bytes).map(Selection::range), kept, "kept {bytes:?}");
        }
    }
}
