//! One sequence of bytes without gaps: the newest in memory, the oldest on disk.

use std::cell::RefCell;
use std::io;
use std::num::NonZeroU64;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use crate::capture::cache::{Cache, LoadJob, Loaded};
use crate::capture::disk::Disk;
use crate::capture::saturate;
use crate::capture::spill::{CopyJob, Outcome, Spill, SpillJob};
use crate::capture::store::Store;
use crate::capture::{Sequence, View};
use crate::types::IoError;

/// The bytes of a capture, or those of its notes.
#[derive(Debug)]
pub(super) struct Track {
    sequence: Sequence,
    store: Store,
    /// `None` if nothing may go to disk.
    spill: Option<Spill>,
    /// Behind a cell because looking at a block makes it the last one used.
    cache: RefCell<Cache>,
    /// Offset of the oldest kept byte, at most that of the oldest in `store`; what lies between is on disk.
    start: u64,
}

impl Track {
    /// An empty one that may have so many bytes on `disk`.
    pub(super) fn new(sequence: Sequence, disk: Arc<dyn Disk>, limit: u64) -> Self {
        Self {
            sequence,
            store: Store::new(),
            spill: NonZeroU64::new(limit).map(|limit| Spill::new(disk, limit)),
            cache: RefCell::new(Cache::new(CACHED_BLOCKS)),
            start: 0,
        }
    }

    /// The offsets of the bytes kept.
    pub(super) fn bytes(&self) -> Range<u64> {
        self.start..self.store.bytes().end
    }

    /// Bytes in memory.
    pub(super) fn in_memory(&self) -> u64 {
        let range = self.store.bytes();
        range.end - range.start
    }

    /// Bytes on disk.
    pub(super) fn on_disk(&self) -> u64 {
        self.store.bytes().start - self.start
    }

    pub(super) fn push(&mut self, bytes: Bytes) {
        self.store.push(bytes);
    }

    /// See [`crate::capture::Capture::read`].
    pub(super) fn read(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> io::Result<usize> {
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

    /// See [`crate::capture::Capture::copy_job`].
    pub(super) fn copy_job(&self, offset: u64, len: usize) -> CopyJob {
        let (on_disk, in_memory) = self.locate(offset, len);
        let mut memory = Vec::with_capacity(saturate(in_memory.end - in_memory.start));
        self.store.copy(&in_memory, &mut memory);
        let spill = self.spill.as_ref().filter(|_| !on_disk.is_empty());
        CopyJob { stretch: spill.map(|spill| spill.stretch(on_disk)), memory }
    }

    /// See [`crate::capture::Capture::view`].
    pub(super) fn view(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> View {
        let (on_disk, in_memory) = self.locate(offset, len.min(MAX_VIEW));
        if !self.cache.borrow_mut().copy(&on_disk, out) {
            return View::Loading;
        }
        self.store.copy(&in_memory, out);
        View::Complete
    }

    /// See [`crate::capture::Capture::spill_job`].
    pub(super) fn spill_job(&mut self, bytes: u64) -> Option<SpillJob> {
        let Some(spill) = &mut self.spill else {
            let end = self.store.cut(bytes);
            self.drop_before(end);
            return None;
        };
        let held = self.start..self.store.bytes().start;
        let (job, oldest) = spill.job(self.sequence, &mut self.store, &held, bytes)?;
        self.drop_before(oldest);
        Some(job)
    }

    /// See [`crate::capture::Capture::finish_spill`].
    pub(super) fn finish_spill(
        &mut self,
        job: SpillJob,
        result: io::Result<()>,
    ) -> Option<IoError> {
        let (outcome, error) = self.spill.as_mut()?.finish(job, result);
        match outcome {
            Outcome::Written(end) => self.store.release(end),
            Outcome::GivenUp(end) => self.drop_before(end),
        }
        error
    }

    /// See [`crate::capture::Capture::load_job`].
    pub(super) fn load_job(&self) -> Option<LoadJob> {
        let held = self.start..self.store.bytes().start;
        let (number, range) = self.cache.borrow().most_wanted(&held)?;
        let (sequence, offset) = (self.sequence, range.start);
        Some(LoadJob { sequence, number, offset, stretch: self.spill.as_ref()?.stretch(range) })
    }

    /// See [`crate::capture::Capture::finish_load`].
    pub(super) fn finish_load(&mut self, loaded: Loaded) -> Option<IoError> {
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

    /// Gives up the bytes before `end`.
    pub(super) fn drop_before(&mut self, end: u64) {
        self.start = self.start.max(end);
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

/// Blocks in the cache: 16 MiB, more than the rows of any screen ask for.
const CACHED_BLOCKS: usize = 256;

/// The most that one view gives: half of the cache, so that it can become complete.
pub(super) const MAX_VIEW: usize = 8 << 20;
