//! Which rows of the log are marked. One of them is the cursor, whose bytes the hex pane shows.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use crate::codec::dump;
use crate::playground::Session;
use crate::ui::format::Zone;
use crate::ui::log::in_words::in_words;
use crate::words::ui::{bytes, log as words};

/// Which rows are marked: a range, or some picked one by one.
#[derive(Debug, Clone, Default)]
pub(super) struct Selection {
    cursor: Option<u64>,
    anchor: Option<u64>,
    /// Empty while the marked rows are the range from anchor to cursor.
    picked: BTreeSet<u64>,
}

impl Selection {
    /// The row whose bytes are shown.
    pub(super) fn cursor(&self) -> Option<u64> {
        self.cursor
    }

    /// The row is marked.
    pub(super) fn contains(&self, row: u64) -> bool {
        if self.picked.is_empty() {
            self.range().contains(&row)
        } else {
            self.picked.contains(&row)
        }
    }

    /// Marks this row only.
    pub(super) fn select(&mut self, row: u64) {
        *self = Self { cursor: Some(row), anchor: Some(row), picked: BTreeSet::new() };
    }

    /// Marks everything from the row selected before up to this one.
    pub(super) fn extend_to(&mut self, row: u64, records: &Range<u64>) {
        self.picked.clear();
        self.anchor =
            self.anchor.or(Some(row)).map(|anchor| anchor.clamp(records.start, records.end));
        self.cursor = Some(row);
    }

    /// Marks or unmarks one more row.
    pub(super) fn toggle(&mut self, row: u64) {
        if self.picked.is_empty() {
            self.picked = self.range().take(PICKED).collect();
        }
        if !self.picked.remove(&row) {
            self.picked.insert(row);
        }
        self.cursor = Some(row);
        self.anchor = Some(row);
    }

    /// Marks or unmarks the row of the cursor.
    pub(super) fn toggle_cursor(&mut self) {
        if let Some(row) = self.cursor {
            self.toggle(row);
        }
    }

    /// Moves the cursor; gives its row. With `extend` everything on the way is marked.
    pub(super) fn step(&mut self, step: i64, extend: bool, records: &Range<u64>) -> u64 {
        let last = records.end.saturating_sub(1);
        let row = match self.cursor {
            Some(row) => row.saturating_add_signed(step).clamp(records.start, last),
            None => last,
        };
        self.go(row, extend, records)
    }

    /// Moves the cursor to a row, and gives it. With `extend` everything on the way is marked.
    pub(super) fn go(&mut self, row: u64, extend: bool, records: &Range<u64>) -> u64 {
        if extend {
            self.extend_to(row, records);
        } else {
            self.select(row);
        }
        row
    }

    /// Marks every row.
    pub(super) fn mark_all(&mut self, records: &Range<u64>) {
        self.select(records.start);
        self.extend_to(records.end.saturating_sub(1), records);
    }

    /// Rows and bytes marked, when it is more than one row.
    pub(super) fn summary(&self, session: &Session) -> Option<(u64, u64)> {
        let capture = session.capture();
        if self.picked.is_empty() {
            let range = self.range();
            let count = range.end - range.start;
            let (first, last) =
                (capture.record(range.start)?, capture.record(range.end.checked_sub(1)?)?);
            let bytes = last.offset + u64::from(last.len) - first.offset;
            return (count > 1).then_some((count, bytes));
        }
        let bytes = self
            .picked
            .iter()
            .filter_map(|row| capture.record(*row))
            .map(|record| u64::from(record.len))
            .sum();
        (self.picked.len() > 1).then_some((self.picked.len() as u64, bytes))
    }

    /// The marked rows as text: a line each, its bytes as a dump under it. What is on disk only, or past the limit, is said.
    pub(super) fn dump(&self, session: &Session, zone: Zone) -> String {
        let rows: Vec<u64> = if self.picked.is_empty() {
            self.range().take(PICKED).collect()
        } else {
            self.picked.iter().copied().collect()
        };
        let mut out = String::new();
        for (done, number) in rows.iter().enumerate() {
            if out.len() > COPIED {
                let left = rows.len() - done;
                writeln!(out, "{}", words::rows_left_out(left as u64)).ok();
                break;
            }
            copy_row(session, *number, zone, &mut out);
        }
        out
    }

    fn range(&self) -> Range<u64> {
        match (self.anchor, self.cursor) {
            (Some(a), Some(b)) => a.min(b)..a.max(b) + 1,
            _ => 0..0,
        }
    }
}

fn copy_row(session: &Session, number: u64, zone: Zone, out: &mut String) {
    let capture = session.capture();
    let Some(record) = capture.record(number) else {
        return;
    };
    out.push_str(&in_words(session, number, &record, &zone.clock(record.at)));
    out.push('\n');
    let mut bytes = Vec::new();
    let len = (record.len as usize).min(COPIED);
    capture.view(record.offset, len, &mut bytes);
    for (row, chunk) in bytes.chunks(dump::ROW).enumerate() {
        out.push_str(&dump::row((row * dump::ROW) as u64, chunk));
        out.push('\n');
    }
    let left = u64::from(record.len).saturating_sub(bytes.len() as u64);
    if left > 0 {
        writeln!(out, "{}", bytes::bytes_left_out(left)).ok();
    }
}

/// Rows that can be picked one by one, or copied.
const PICKED: usize = 100_000;
/// Clipboards become slow with more.
const COPIED: usize = 4 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_grows_and_shrinks_from_its_anchor() {
        let mut selection = Selection::default();
        selection.select(5);
        selection.extend_to(8, &(0..10));
        assert!((5..=8).all(|row| selection.contains(row)) && !selection.contains(9));
        selection.extend_to(3, &(0..10));
        assert!((3..=5).all(|row| selection.contains(row)) && !selection.contains(6));
        assert_eq!(selection.cursor(), Some(3));
    }

    #[test]
    fn rows_are_picked_one_by_one() {
        let mut selection = Selection::default();
        selection.select(2);
        selection.toggle(7);
        assert!(selection.contains(2) && selection.contains(7) && !selection.contains(5));
        selection.toggle(2);
        assert!(!selection.contains(2));
    }

    #[test]
    fn arrows_stay_within_the_records() {
        let mut selection = Selection::default();
        assert_eq!(
            selection.step(-1, false, &(10..20)),
            19,
            "the first arrow selects the newest row"
        );
        assert_eq!(selection.step(1, false, &(10..20)), 19);
        assert_eq!(selection.step(-100, false, &(10..20)), 10);
    }
}
