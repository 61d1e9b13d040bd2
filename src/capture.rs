//! The record of a session: every byte that went in or out, when and whose, and notes on what happened in between.
//!
//! One append-only sequence of bytes and one of records. Offsets and record numbers are absolute: they begin at 0 and
//! never change, also when the oldest are gone. New bytes are in memory; [`Capture::spill_job`] moves the oldest to a
//! nameless file, a ring of [`Limits::disk`] bytes in which new bytes overwrite the oldest. What a limit or a full disk
//! takes away leaves at the front and is counted: received = kept + dropped, and the same for sent, at any moment.
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
mod record;
mod ring;
mod spill;
mod store;

use std::cell::RefCell;
use std::io;
use std::num::NonZeroU64;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

pub use cache::{LoadJob, Loaded};
pub use record::{Kind, Record};
pub use spill::{CopyJob, SpillJob};

use crate::types::{IoError, Level, PeerId, Stamp};
use cache::Cache;
use disk::{Disk, SpillFile};
use index::{Counts, Index};
use spill::{Outcome, Spill};
use store::Store;

/// How much of a session is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes on disk; the oldest beyond are dropped. With 0 there is no file, and what memory has no room for is dropped.
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
    /// Memory of the records and of the words of notes.
    pub index_bytes: u64,
}

/// Whether [`Capture::view`] had everything at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Everything asked for that is kept.
    Complete,
    /// Only the beginning, or nothing: the rest must come from disk and is now wanted by [`Capture::load_job`].
    Loading,
}

/// The bytes and records of one session.
#[derive(Debug)]
pub struct Capture {
    index: Index,
    store: Store,
    /// `None` if nothing may go to disk.
    spill: Option<Spill>,
    /// Behind a cell because looking at a block makes it the last one used.
    cache: RefCell<Cache>,
    /// Offset of the oldest kept byte, at most that of the oldest in `store`; what lies between is on disk.
    start: u64,
    appended: Counts,
    dropped: Counts,
    records_limit: u64,
}

impl Capture {
    /// An empty capture. A file, if one is needed, is made in the system's directory for large temporary files.
    pub fn new(limits: Limits) -> Self {
        Self::with_spill_directory(limits, disk::default_directory())
    }

    /// An empty capture. A file, if one is needed, is made in `directory`.
    pub fn with_spill_directory(limits: Limits, directory: PathBuf) -> Self {
        Self::with_disk(limits, Arc::new(SpillFile::new(directory)))
    }

    fn with_disk(limits: Limits, disk: Arc<dyn Disk>) -> Self {
        Self {
            index: Index::new(),
            store: Store::new(),
            spill: NonZeroU64::new(limits.disk).map(|limit| Spill::new(disk, limit)),
            cache: RefCell::new(Cache::new(CACHED_BLOCKS)),
            start: 0,
            appended: Counts::default(),
            dropped: Counts::default(),
            records_limit: limits.records,
        }
    }

    /// Appends one read or write as one record. At least 4 KiB are kept as they are, without a copy: they pin the
    /// allocation that they were cut from, which should not be much larger than what is read into it.
    ///
    /// [`Kind::Note`] makes a note with the bytes as its words.
    pub fn append(&mut self, at: Stamp, peer: PeerId, kind: Kind, mut bytes: Bytes) {
        if let Kind::Note(level) = kind {
            return self.note(at, peer, level, &String::from_utf8_lossy(&bytes));
        }
        while bytes.len() > MAX_RECORD {
            self.append_record(at, peer, kind, bytes.split_to(MAX_RECORD));
        }
        self.append_record(at, peer, kind, bytes);
    }

    /// Appends words about something that happened.
    pub fn note(&mut self, at: Stamp, peer: PeerId, level: Level, text: &str) {
        let record =
            Record { at, offset: self.store.bytes().end, len: 0, peer, kind: Kind::Note(level) };
        self.index.push_note(record, text);
        self.limit_records();
    }

    /// The numbers of the records kept.
    pub fn records(&self) -> Range<u64> {
        self.index.numbers()
    }

    /// A record by its number; `None` if it is gone or not yet there.
    pub fn record(&self, number: u64) -> Option<Record> {
        self.index.record(number)
    }

    /// The words of a note; `None` for a record that is none.
    pub fn note_text(&self, number: u64) -> Option<&str> {
        self.index.note_text(number)
    }

    /// The number of the record that holds the byte at this absolute offset; `None` if the byte is not kept.
    pub fn record_at(&self, offset: u64) -> Option<u64> {
        self.bytes().contains(&offset).then(|| self.index.record_at(offset))?
    }

    /// The absolute offsets of the bytes kept.
    pub fn bytes(&self) -> Range<u64> {
        self.start..self.store.bytes().end
    }

    /// How many bytes, and where.
    pub fn totals(&self) -> Totals {
        let in_memory = self.store.bytes();
        Totals {
            received: self.appended.received,
            sent: self.appended.sent,
            dropped_received: self.dropped.received,
            dropped_sent: self.dropped.sent,
            in_memory: in_memory.end - in_memory.start,
            on_disk: in_memory.start - self.start,
            index_bytes: self.index.memory(),
        }
    }

    /// Appends to `out` the bytes from `offset` on, at most `len` and at most to the end, and returns how many: 0 if the
    /// byte at `offset` is not kept. Reads the disk and so may block.
    pub fn read(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        let before = out.len();
        let (on_disk, in_memory) = self.locate(offset, len);
        if let Some(spill) = &self.spill
            && !on_disk.is_empty()
        {
            spill.stretch(on_disk).read(out)?;
        }
        self.store.copy(&in_memory, out);
        Ok(out.len() - before)
    }

    /// What [`Self::read`] would give, to be read outside of the lock. What is on disk may be overwritten meanwhile: only
    /// while the byte at `offset` is still kept after the job was run, its bytes are the right ones.
    pub fn copy_job(&self, offset: u64, len: usize) -> CopyJob {
        let (on_disk, in_memory) = self.locate(offset, len);
        let mut memory = Vec::with_capacity(saturate(in_memory.end - in_memory.start));
        self.store.copy(&in_memory, &mut memory);
        let spill = self.spill.as_ref().filter(|_| !on_disk.is_empty());
        CopyJob { stretch: spill.map(|spill| spill.stretch(on_disk)), memory }
    }

    /// As [`Self::read`], but at most 8 MiB, and never from the disk: what is missing is remembered as wanted.
    /// `out` always gets a stretch without gaps that begins at `offset`.
    pub fn view(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> View {
        let (on_disk, in_memory) = self.locate(offset, len.min(MAX_VIEW));
        if !self.cache.borrow_mut().copy(&on_disk, out) {
            return View::Loading;
        }
        self.store.copy(&in_memory, out);
        View::Complete
    }

    /// The oldest bytes in memory, about so many, to be written to disk; `None` if there are none or if a job is under
    /// way. Room in the ring is made at once by dropping the oldest on disk.
    ///
    /// Without a disk (a limit of 0) the bytes are dropped, and the answer is `None`.
    pub fn spill_job(&mut self, bytes: u64) -> Option<SpillJob> {
        let Some(spill) = &mut self.spill else {
            let end = self.store.cut(bytes);
            self.drop_before(end);
            return None;
        };
        let held = self.start..self.store.bytes().start;
        let (job, oldest) = spill.job(&mut self.store, &held, bytes)?;
        self.drop_before(oldest);
        Some(job)
    }

    /// Takes back a job that was run. If it failed, the ring goes on with the space that it has, or, where it has none,
    /// the oldest bytes are dropped; the error is returned once, until the file can be used to its limit again.
    pub fn finish_spill(&mut self, job: SpillJob, result: io::Result<()>) -> Option<IoError> {
        let (outcome, error) = self.spill.as_mut()?.finish(job, result);
        match outcome {
            Outcome::Written(end) => self.store.release(end),
            Outcome::GivenUp(end) => self.drop_before(end),
        }
        error
    }

    /// A block that [`Self::view`] missed, the latest first; `None` if there is nothing to load. Asked again before
    /// [`Self::finish_load`], it is the same block.
    pub fn load_job(&self) -> Option<LoadJob> {
        let held = self.start..self.store.bytes().start;
        let (number, range) = self.cache.borrow().most_wanted(&held)?;
        Some(LoadJob { number, offset: range.start, stretch: self.spill.as_ref()?.stretch(range) })
    }

    /// Takes a block for [`Self::view`]. If it could not be read, it is no longer wanted until it is viewed again; the
    /// error is returned once, until a read succeeds.
    pub fn finish_load(&mut self, loaded: Loaded) -> Option<IoError> {
        let cache = self.cache.get_mut();
        cache.unwant(loaded.number);
        let error = match loaded.result {
            Ok(bytes) => {
                cache.keep(loaded.number, loaded.offset, bytes);
                None
            }
            Err(error) => Some(error),
        };
        self.spill.as_mut()?.finish_read(error.as_ref())
    }

    /// `bytes` has at most [`MAX_RECORD`] bytes.
    fn append_record(&mut self, at: Stamp, peer: PeerId, kind: Kind, bytes: Bytes) {
        self.index.push(Record {
            at,
            offset: self.store.bytes().end,
            len: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            peer,
            kind,
        });
        self.appended.add(kind.direction(), bytes.len() as u64);
        self.store.push(bytes);
        self.limit_records();
    }

    fn limit_records(&mut self) {
        let numbers = self.records();
        if numbers.end - numbers.start <= self.records_limit {
            return;
        }
        match self.index.front() {
            Some(record) if record.len > 0 => self.drop_before(record.end()),
            _ => self.index.pop_front(),
        }
    }

    /// Gives up the bytes before `end`, and the records that have no others.
    fn drop_before(&mut self, end: u64) {
        if end <= self.start {
            return;
        }
        self.index.drop_bytes(&(self.start..end), &mut self.dropped);
        self.start = end;
        if end > self.store.bytes().start {
            self.store.release(end);
        }
    }

    /// What is kept of a range: the part on disk, and the part in memory that follows it.
    fn locate(&self, offset: u64, len: usize) -> (Range<u64>, Range<u64>) {
        let kept = self.bytes();
        if !kept.contains(&offset) {
            return (0..0, 0..0);
        }
        let end = offset.saturating_add(len as u64).min(kept.end);
        let border = self.store.bytes().start.clamp(offset, end);
        (offset..border, border..end)
    }
}

/// A number of bytes as a length in memory.
fn saturate(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// The most bytes in one record.
const MAX_RECORD: usize = u32::MAX as usize;

/// Blocks in the cache: 16 MiB, more than the rows of any screen ask for.
const CACHED_BLOCKS: usize = 256;

/// The most that one view gives: half of the cache, so that it can become complete.
const MAX_VIEW: usize = 8 << 20;

#[cfg(test)]
mod tests;
