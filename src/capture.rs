//! The record of a session: every byte that went in or out, when and whose, and notes on what happened in between.
//!
//! One append-only sequence of bytes, one of records, and one of notes, which are bytes too. Offsets and record numbers are
//! absolute: they begin at 0 and never change, also when the oldest are gone. New bytes are in memory; [`Capture::spill_job`]
//! moves the oldest to a nameless file, a ring of [`Limits::disk`] bytes in which new bytes overwrite the oldest. What a limit
//! or a full disk takes away leaves at the front and is counted: received = kept + dropped, and the same for sent, at any
//! moment.
//!
//! ```text
//! 0          bytes().start                                  bytes().end
//! |  dropped  |  on disk, oldest first  |  in memory, newest last  |
//! ```
//!
//! Nothing here knows a socket, a clock or a thread. A capture is meant to live under a mutex; what touches the disk is
//! a job that is taken under the lock, run outside of it, and handed back ([`SpillJob`], [`LoadJob`], [`CopyJob`]). Only
//! [`Capture::read`] reads the disk by itself.

mod blocks;
mod cache;
mod disk;
mod index;
mod note;
mod record;
mod ring;
mod spill;
mod store;
mod track;

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

pub use cache::{LoadJob, Loaded};
pub use note::NoteProblem;
pub use record::{Kind, Record};
pub use spill::{CopyJob, SpillJob};

use crate::types::{IoError, Level, Note, PeerId, Stamp};
use disk::{Disk, SpillFile};
use index::{Counts, Index};
use track::Track;

/// How much of a session is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes on disk; beyond that, the oldest are dropped. With 0 there is no file, and bytes that don't fit into memory are
    /// dropped. Notes have a file of their own, which may have a sixteenth of this.
    pub disk: u64,
    /// Records, notes included; the oldest beyond are dropped with their bytes.
    pub records: u64,
}

impl Default for Limits {
    /// 16 GiB, 20 million records (about 0.9 GB of index).
    fn default() -> Self {
        Self { disk: 16 << 30, records: 20_000_000 }
    }
}

/// What a session has seen and where it is; all in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Received since the session began.
    pub received: u64,
    /// Sent since the session began.
    pub sent: u64,
    /// Received, but no longer kept.
    pub dropped_received: u64,
    /// Sent, but no longer kept.
    pub dropped_sent: u64,
    /// Kept in memory.
    pub in_memory: u64,
    /// Kept on disk.
    pub on_disk: u64,
    /// Of notes, kept in memory.
    pub notes_in_memory: u64,
    /// Of notes, kept on disk.
    pub notes_on_disk: u64,
    /// Memory of the records.
    pub index_bytes: u64,
}

impl Totals {
    /// Bytes in memory, notes included.
    pub fn all_in_memory(&self) -> u64 {
        self.in_memory + self.notes_in_memory
    }
}

/// Whether [`Capture::view`] had everything at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Everything asked for that is kept.
    Complete,
    /// Only the beginning, or nothing: the rest must come from disk and is now wanted by [`Capture::load_job`].
    Loading,
}

/// What is known of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteView {
    /// This is it.
    Ready(Note<'static>),
    /// It must come from disk and is now wanted by [`Capture::load_job`].
    Loading,
    /// It is no longer kept; only its record is.
    Dropped,
    /// It can't be read.
    Unreadable(NoteProblem),
}

/// Which sequence of bytes a job is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sequence {
    /// What went over the sockets.
    Data,
    /// The notes.
    Notes,
}

/// The bytes and records of one session.
#[derive(Debug)]
pub struct Capture {
    index: Index,
    data: Track,
    notes: Track,
    appended: Counts,
    dropped: Counts,
    records_limit: u64,
}

impl Capture {
    /// An empty capture. Files, if any are needed, are made in the system's directory for large temporary files.
    pub fn new(limits: Limits) -> Self {
        Self::with_spill_directory(limits, &disk::default_directory())
    }

    /// An empty capture. Files, if any are needed, are made in `directory`.
    pub fn with_spill_directory(limits: Limits, directory: &Path) -> Self {
        let file = || Arc::new(SpillFile::new(directory.to_owned()));
        Self::with_disks(limits, file(), file())
    }

    fn with_disks(limits: Limits, data: Arc<dyn Disk>, notes: Arc<dyn Disk>) -> Self {
        Self {
            index: Index::new(),
            data: Track::new(Sequence::Data, data, limits.disk),
            notes: Track::new(Sequence::Notes, notes, limits.disk / NOTES_SHARE),
            appended: Counts::default(),
            dropped: Counts::default(),
            records_limit: limits.records,
        }
    }

    /// Appends one read or write as one record. At least 4 KiB are kept as they are, without a copy: they pin the
    /// allocation that they were cut from, which should not be much larger than what is read into it.
    ///
    /// With [`Kind::Note`] the bytes are those of a note that was encoded before.
    pub fn append(&mut self, at: Stamp, peer: PeerId, kind: Kind, mut bytes: Bytes) {
        if let Kind::Note(level) = kind {
            return self.append_note(at, peer, level, bytes);
        }
        while bytes.len() > MAX_RECORD {
            self.append_record(at, peer, kind, bytes.split_to(MAX_RECORD));
        }
        self.append_record(at, peer, kind, bytes);
    }

    /// Appends what happened.
    pub fn note(&mut self, at: Stamp, peer: PeerId, level: Level, note: &Note<'_>) {
        self.append_note(at, peer, level, note::encode(note).into());
    }

    /// The numbers of the records kept.
    pub fn records(&self) -> Range<u64> {
        self.index.numbers()
    }

    /// A record by its number; `None` if it is gone or not yet there.
    pub fn record(&self, number: u64) -> Option<Record> {
        self.index.record(number)
    }

    /// What a note says; `None` for a record that isn't a note.
    pub fn note_at(&self, number: u64) -> Option<NoteView> {
        let place = self.index.note(number)?;
        if place.start < self.notes.bytes().start {
            return Some(NoteView::Dropped);
        }
        let mut bytes = Vec::new();
        let view = self.notes.view(place.start, saturate(place.end - place.start), &mut bytes);
        Some(match view {
            View::Loading => NoteView::Loading,
            View::Complete => {
                note::decode(&bytes).map_or_else(NoteView::Unreadable, NoteView::Ready)
            }
        })
    }

    /// The number of the record that holds the byte at this absolute offset; `None` if the byte is not kept.
    pub fn record_at(&self, offset: u64) -> Option<u64> {
        self.bytes().contains(&offset).then(|| self.index.record_at(offset))?
    }

    /// The absolute offsets of the bytes kept.
    pub fn bytes(&self) -> Range<u64> {
        self.data.bytes()
    }

    /// How many bytes, and where.
    pub fn totals(&self) -> Totals {
        Totals {
            received: self.appended.received,
            sent: self.appended.sent,
            dropped_received: self.dropped.received,
            dropped_sent: self.dropped.sent,
            in_memory: self.data.in_memory(),
            on_disk: self.data.on_disk(),
            notes_in_memory: self.notes.in_memory(),
            notes_on_disk: self.notes.on_disk(),
            index_bytes: self.index.memory(),
        }
    }

    /// Appends to `out` the bytes from `offset` on, at most `len` and at most to the end, and returns how many: 0 if the
    /// byte at `offset` is not kept. Reads the disk and so may block.
    pub fn read(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        self.data.read(offset, len, out)
    }

    /// What [`Self::read`] would give, to be read outside of the lock. What is on disk may be overwritten meanwhile: only
    /// while the byte at `offset` is still kept after the job was run, its bytes are the right ones.
    pub fn copy_job(&self, offset: u64, len: usize) -> CopyJob {
        self.data.copy_job(offset, len)
    }

    /// As [`Self::read`], but at most 8 MiB, and never from the disk: what is missing is remembered as wanted.
    /// `out` always gets a stretch without gaps that begins at `offset`.
    pub fn view(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> View {
        self.data.view(offset, len, out)
    }

    /// The oldest bytes in memory, about so many, to be written to disk: those of the notes if these are more. `None` if
    /// there are none or if a job is under way. Room in the ring is made at once by dropping the oldest on disk.
    ///
    /// Without a disk (a limit of 0) the bytes are dropped, and the answer is `None`.
    pub fn spill_job(&mut self, bytes: u64) -> Option<SpillJob> {
        if self.notes.in_memory() > self.data.in_memory() {
            return self.notes.spill_job(bytes);
        }
        let before = self.data.bytes().start;
        let job = self.data.spill_job(bytes);
        self.count_dropped(before);
        job
    }

    /// Takes back a job that was run. If it failed, the ring goes on with the space that it has, or, where it has none,
    /// the oldest bytes are dropped; the error is returned once, until the file can be used to its limit again.
    pub fn finish_spill(&mut self, job: SpillJob, result: io::Result<()>) -> Option<IoError> {
        match job.sequence {
            Sequence::Notes => self.notes.finish_spill(job, result),
            Sequence::Data => {
                let before = self.data.bytes().start;
                let error = self.data.finish_spill(job, result);
                self.count_dropped(before);
                error
            }
        }
    }

    /// A block that [`Self::view`] or [`Self::note_at`] missed, the latest first; `None` if there is nothing to load. Asked
    /// again before [`Self::finish_load`], it is the same block.
    pub fn load_job(&self) -> Option<LoadJob> {
        self.notes.load_job().or_else(|| self.data.load_job())
    }

    /// Takes a block for [`Self::view`]. If it could not be read, it is no longer wanted until it is viewed again; the
    /// error is returned once, until a read succeeds.
    pub fn finish_load(&mut self, loaded: Loaded) -> Option<IoError> {
        match loaded.sequence {
            Sequence::Notes => self.notes.finish_load(loaded),
            Sequence::Data => self.data.finish_load(loaded),
        }
    }

    fn append_note(&mut self, at: Stamp, peer: PeerId, level: Level, bytes: Bytes) {
        let offset = self.data.bytes().end;
        let start = self.notes.bytes().end;
        let record = Record { at, offset, len: 0, peer, kind: Kind::Note(level) };
        self.index.push_note(record, start..start + bytes.len() as u64);
        self.notes.push(bytes);
        self.limit_records();
    }

    /// `bytes` has at most [`MAX_RECORD`] bytes.
    fn append_record(&mut self, at: Stamp, peer: PeerId, kind: Kind, bytes: Bytes) {
        self.index.push(Record {
            at,
            offset: self.data.bytes().end,
            len: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            peer,
            kind,
        });
        self.appended.add(kind.direction(), bytes.len() as u64);
        self.data.push(bytes);
        self.limit_records();
    }

    fn limit_records(&mut self) {
        let numbers = self.records();
        if numbers.end - numbers.start <= self.records_limit {
            return;
        }
        match self.index.front() {
            Some(record) if record.len > 0 => {
                let before = self.data.bytes().start;
                self.data.drop_before(record.end());
                self.count_dropped(before);
            }
            _ => {
                self.index.pop_front();
                self.drop_notes();
            }
        }
    }

    /// The data track has given up bytes from `before` on: so do their records, and the notes among them.
    fn count_dropped(&mut self, before: u64) {
        let start = self.data.bytes().start;
        if start > before {
            self.index.drop_bytes(&(before..start), &mut self.dropped);
            self.drop_notes();
        }
    }

    /// Gives up the notes whose records are gone.
    fn drop_notes(&mut self) {
        let end = self.index.first_note().map_or_else(|| self.notes.bytes().end, |note| note.start);
        self.notes.drop_before(end);
    }
}

/// A number of bytes as a length in memory.
fn saturate(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// The most bytes in one record.
const MAX_RECORD: usize = u32::MAX as usize;

/// Notes may take this part of the disk limit, on top of it.
const NOTES_SHARE: u64 = 16;

#[cfg(test)]
mod tests;
