//! Moving bytes from memory to disk and back, in jobs that run without the model's lock.

use std::io;
use std::num::NonZeroU64;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use crate::capture::disk::Disk;
use crate::capture::ring::Ring;
use crate::capture::store::Store;
use crate::capture::{Sequence, saturate};
use crate::types::{IoError, Operation};

/// The spill file of a capture and what lies where in it.
#[derive(Debug)]
pub(super) struct Spill {
    disk: Arc<dyn Disk>,
    ring: Ring,
    /// A job was handed out and is not finished. Two at a time could overwrite each other's bytes.
    is_under_way: bool,
    /// A write failed, and that was reported.
    is_failing: bool,
    /// Reading failed, and that was reported.
    is_unreadable: bool,
}

impl Spill {
    pub(super) fn new(disk: Arc<dyn Disk>, limit: NonZeroU64) -> Self {
        Self {
            disk,
            ring: Ring::new(limit),
            is_under_way: false,
            is_failing: false,
            is_unreadable: false,
        }
    }

    /// The next job, and the offset before which everything must be given up for it. `held` is on disk already.
    pub(super) fn job(
        &mut self,
        sequence: Sequence,
        store: &mut Store,
        held: &Range<u64>,
        bytes: u64,
    ) -> Option<(SpillJob, u64)> {
        if self.is_under_way {
            return None;
        }
        let end = store.cut(bytes);
        if end == held.end {
            return None;
        }
        let range = self.ring.plan(held, end);
        self.is_under_way = true;
        let job = SpillJob {
            sequence,
            disk: Arc::clone(&self.disk),
            writes: writes(&self.ring, store, range.clone()),
            range: range.clone(),
        };
        Some((job, self.ring.oldest_beside(&range)))
    }

    /// Takes note of a job's end; an error is returned unless it was reported before.
    pub(super) fn finish(
        &mut self,
        job: SpillJob,
        result: io::Result<()>,
    ) -> (Outcome, Option<IoError>) {
        let range = job.range;
        self.is_under_way = false;
        let Err(error) = result else {
            // A ring that was made smaller still fails, in a way: the disk is full.
            self.is_failing &= !self.ring.is_whole();
            return (Outcome::Written(range.end), None);
        };
        let keep = self.ring.fail(&range, error.kind());
        let is_news = !std::mem::replace(&mut self.is_failing, true);
        (Outcome::GivenUp(keep), is_news.then(|| self.describe(&error)))
    }

    /// Takes note of a read's end; an error is returned unless it was reported before.
    pub(super) fn finish_read(&mut self, error: Option<&io::Error>) -> Option<IoError> {
        let is_news = !std::mem::replace(&mut self.is_unreadable, error.is_some());
        error.filter(|_| is_news).map(|error| self.describe(error))
    }

    /// How to read the bytes of `range`, all of which are on disk.
    pub(super) fn stretch(&self, range: Range<u64>) -> Stretch {
        Stretch {
            disk: Arc::clone(&self.disk),
            reads: self
                .ring
                .pieces(range)
                .map(|(position, piece)| (position, saturate(piece.end - piece.start)))
                .collect(),
        }
    }

    fn describe(&self, error: &io::Error) -> IoError {
        IoError::new(Operation::Spill, self.disk.place(), error)
    }
}

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The bytes before this offset are on disk.
    Written(u64),
    /// Everything before this offset must be given up.
    GivenUp(u64),
}

/// The oldest bytes in memory, to be written to disk. They stay readable in memory until
/// [`crate::capture::Capture::finish_spill`].
#[derive(Debug)]
pub struct SpillJob {
    pub(super) sequence: Sequence,
    disk: Arc<dyn Disk>,
    range: Range<u64>,
    /// Positions in the file and what to write there.
    writes: Vec<(u64, Bytes)>,
}

impl SpillJob {
    /// Writes; blocks as long as the disk does.
    pub fn run(&self) -> io::Result<()> {
        self.writes.iter().try_for_each(|(position, bytes)| self.disk.write(*position, bytes))
    }
}

/// Bytes on disk: what to read, in order.
#[derive(Debug)]
pub(super) struct Stretch {
    disk: Arc<dyn Disk>,
    /// Positions in the file and how many bytes lie there in a row.
    reads: Vec<(u64, usize)>,
}

impl Stretch {
    /// Appends the bytes to `out`, or leaves it as it was.
    pub(super) fn read(&self, out: &mut Vec<u8>) -> io::Result<()> {
        let before = out.len();
        self.reads
            .iter()
            .try_for_each(|(position, len)| {
                let filled = out.len();
                out.resize(filled + len, 0);
                let (_, room) = out.split_at_mut(filled);
                self.disk.read(*position, room)
            })
            .inspect_err(|_| out.truncate(before))
    }
}

/// Bytes to be copied: those on disk, then those that were in memory.
#[derive(Debug)]
pub struct CopyJob {
    pub(super) stretch: Option<Stretch>,
    pub(super) memory: Vec<u8>,
}

impl CopyJob {
    /// Appends the bytes to `out`; blocks as long as the disk does.
    pub fn run(&self, out: &mut Vec<u8>) -> io::Result<()> {
        self.stretch.as_ref().map_or(Ok(()), |stretch| stretch.read(out))?;
        out.extend_from_slice(&self.memory);
        Ok(())
    }
}

fn writes(ring: &Ring, store: &Store, range: Range<u64>) -> Vec<(u64, Bytes)> {
    let mut writes = Vec::new();
    for (mut position, piece) in ring.pieces(range) {
        for bytes in store.handles(piece) {
            let len = bytes.len() as u64;
            writes.push((position, bytes));
            position += len;
        }
    }
    writes
}
