//! The records of a session and where its notes are.

use std::collections::VecDeque;
use std::ops::Range;

use crate::capture::blocks::Blocks;
use crate::capture::record::Record;
use crate::types::Direction;

/// Records in the order in which they were made; the oldest leave at the front.
#[derive(Debug)]
pub(super) struct Index {
    /// Invariant: offsets never decrease, and each record begins where the one before it ended.
    records: Blocks<Record>,
    /// Invariant: in the order of their numbers, all of which are in `records`.
    notes: VecDeque<Note>,
}

#[derive(Debug)]
struct Note {
    number: u64,
    /// Offsets in the track of notes.
    bytes: Range<u64>,
}

/// Bytes counted per direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) received: u64,
    pub(super) sent: u64,
}

impl Counts {
    pub(super) fn add(&mut self, direction: Option<Direction>, bytes: u64) {
        match direction {
            Some(Direction::Received) => self.received += bytes,
            Some(Direction::Sent) => self.sent += bytes,
            None => {}
        }
    }
}

impl Index {
    pub(super) fn new() -> Self {
        Self { records: Blocks::new(), notes: VecDeque::new() }
    }

    pub(super) fn push(&mut self, record: Record) {
        self.records.push(record);
    }

    pub(super) fn push_note(&mut self, record: Record, bytes: Range<u64>) {
        self.notes.push_back(Note { number: self.numbers().end, bytes });
        self.records.push(record);
    }

    /// Forgets the records whose bytes all lie before `range.end`, and adds to `dropped` what of `range` they and
    /// the record that straddles its end hold.
    pub(super) fn drop_bytes(&mut self, range: &Range<u64>, dropped: &mut Counts) {
        while let Some(record) = self.records.front() {
            if record.offset >= range.end {
                return;
            }
            let first = record.offset.max(range.start);
            let last = record.end().min(range.end);
            dropped.add(record.kind.direction(), last.saturating_sub(first));
            if record.end() > range.end {
                return;
            }
            self.pop_front();
        }
    }

    pub(super) fn pop_front(&mut self) {
        let number = self.numbers().start;
        self.records.pop_front();
        self.notes.pop_front_if(|note| note.number == number);
    }

    pub(super) fn numbers(&self) -> Range<u64> {
        self.records.numbers()
    }

    pub(super) fn front(&self) -> Option<Record> {
        self.records.front()
    }

    pub(super) fn record(&self, number: u64) -> Option<Record> {
        self.records.at(number)
    }

    /// Where a note lies in the track of notes.
    pub(super) fn note(&self, number: u64) -> Option<Range<u64>> {
        let found = self.notes.binary_search_by_key(&number, |note| note.number).ok()?;
        self.notes.get(found).map(|note| note.bytes.clone())
    }

    /// Where the oldest note lies.
    pub(super) fn first_note(&self) -> Option<Range<u64>> {
        self.notes.front().map(|note| note.bytes.clone())
    }

    /// The record that holds the byte at `offset`. Records without bytes stand before the one that begins at the same offset.
    pub(super) fn record_at(&self, offset: u64) -> Option<u64> {
        let after = self.records.partition_point(|record| record.offset <= offset);
        let number = after.checked_sub(1)?;
        self.record(number)?.bytes().contains(&offset).then_some(number)
    }

    /// Bytes allocated for records and notes.
    pub(super) fn memory(&self) -> u64 {
        let notes = self.notes.capacity() * size_of::<Note>();
        self.records.memory() + notes as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Kind;
    use crate::types::{Level, Origin, PeerId, Stamp};

    fn record(kind: Kind, offset: u64, len: u32) -> Record {
        let (at, peer) = (Stamp::default(), PeerId(1));
        Record { at, offset, len, peer, kind }
    }

    /// Received 0..10, an empty datagram, a note, sent 10..15, a note, received 15..16, a note.
    fn index() -> Index {
        let mut index = Index::new();
        let note = |offset| record(Kind::Note(Level::Info), offset, 0);
        index.push(record(Kind::Received, 0, 10));
        index.push(record(Kind::Received, 10, 0));
        index.push_note(note(10), 0..6);
        index.push(record(Kind::Sent(Origin::User), 10, 5));
        index.push_note(note(15), 6..17);
        index.push(record(Kind::Received, 15, 1));
        index.push_note(note(16), 17..21);
        index
    }

    #[test]
    fn a_byte_is_found_in_the_record_that_holds_it() {
        let index = index();
        for (offset, number) in [
            (0, Some(0)),
            (9, Some(0)),
            (10, Some(3)),
            (14, Some(3)),
            (15, Some(5)),
            (16, None),
            (u64::MAX, None),
        ] {
            assert_eq!(index.record_at(offset), number, "offset {offset}");
        }
    }

    #[test]
    fn records_leave_once_their_bytes_have() {
        for (to, received, sent, first) in [
            (0, 0, 0, 0),
            (1, 1, 0, 0),
            (9, 9, 0, 0),
            (10, 10, 0, 1),
            (11, 10, 1, 3),
            (15, 10, 5, 4),
            (16, 11, 5, 6),
        ] {
            let mut index = index();
            let mut dropped = Counts::default();
            index.drop_bytes(&(0..to), &mut dropped);
            assert_eq!(dropped, Counts { received, sent }, "to {to}");
            assert_eq!(index.numbers(), first..7, "to {to}");
        }
    }

    #[test]
    fn a_straddled_record_is_counted_byte_by_byte() {
        let mut index = index();
        let mut dropped = Counts::default();
        for offset in 0..16 {
            index.drop_bytes(&(offset..offset + 1), &mut dropped);
            assert_eq!(dropped.received + dropped.sent, offset + 1);
        }
        assert_eq!(dropped, Counts { received: 11, sent: 5 });
    }

    #[test]
    fn a_note_is_found_until_it_leaves() {
        let mut index = index();
        assert_eq!(index.note(2), Some(0..6));
        assert_eq!(index.note(4), Some(6..17));
        assert_eq!(index.note(3), None);
        assert_eq!(index.first_note(), Some(0..6));
        index.drop_bytes(&(0..11), &mut Counts::default());
        assert_eq!(index.note(2), None);
        assert_eq!(index.note(4), Some(6..17));
        assert_eq!(index.first_note(), Some(6..17));
    }
}
