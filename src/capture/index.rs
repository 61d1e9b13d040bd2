//! The records of a session and the words of its notes.

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
    /// Bytes of text in `notes`.
    text_bytes: usize,
}

#[derive(Debug)]
struct Note {
    number: u64,
    text: Box<str>,
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
        Self { records: Blocks::new(), notes: VecDeque::new(), text_bytes: 0 }
    }

    pub(super) fn push(&mut self, record: Record) {
        self.records.push(record);
    }

    pub(super) fn push_note(&mut self, record: Record, text: &str) {
        self.notes.push_back(Note { number: self.numbers().end, text: text.into() });
        self.text_bytes += text.len();
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
        if let Some(note) = self.notes.pop_front_if(|note| note.number == number) {
            self.text_bytes -= note.text.len();
        }
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

    pub(super) fn note_text(&self, number: u64) -> Option<&str> {
        let found = self.notes.binary_search_by_key(&number, |note| note.number).ok()?;
        self.notes.get(found).map(|note| &*note.text)
    }

    /// The record that holds the byte at `offset`. Records without bytes stand before the one that begins at the same offset.
    pub(super) fn record_at(&self, offset: u64) -> Option<u64> {
        let after = self.records.partition_point(|record| record.offset <= offset);
        let number = after.checked_sub(1)?;
        self.record(number)?.bytes().contains(&offset).then_some(number)
    }

    /// Bytes allocated for records and notes.
    pub(super) fn memory(&self) -> u64 {
        let notes = self.notes.capacity() * size_of::<Note>() + self.text_bytes;
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
        index.push_note(note(10), "joined");
        index.push(record(Kind::Sent(Origin::User), 10, 5));
        index.push_note(note(15), "half-closed");
        index.push(record(Kind::Received, 15, 1));
        index.push_note(note(16), "left");
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
    fn a_note_keeps_its_words_until_it_leaves() {
        let mut index = index();
        assert_eq!(index.note_text(2), Some("joined"));
        assert_eq!(index.note_text(4), Some("half-closed"));
        assert_eq!(index.note_text(3), None);
        index.drop_bytes(&(0..11), &mut Counts::default());
        assert_eq!(index.note_text(2), None);
        assert_eq!(index.note_text(4), Some("half-closed"));
        assert_eq!(index.text_bytes, "half-closedleft".len());
    }
}
