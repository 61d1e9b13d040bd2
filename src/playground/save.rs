//! Bodies on their way into files.
//!
//! A thread a file writes, so that neither the window nor the network waits for a disk. What is to be written is handed over
//! a piece at a time, since it may lie in memory, and the model is not to be held up while gigabytes are copied.

use std::io;
use std::path::PathBuf;

use crate::playground::fetch::{BodyForm, Excerpt, FetchNumber};
use crate::store::writer::{Report, Writer};
use crate::types::{IoError, Operation};

/// What of a fetch is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaveWhat {
    /// The body in a form.
    Body(BodyForm),
    /// The answer as received: head, body, trailers. TLS taken off.
    Response,
}

/// The number of a save, from 1 in its session; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SaveId(pub u32);

/// A file that is being written or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// Its number.
    pub id: SaveId,
    /// Of which fetch.
    pub fetch: FetchNumber,
    /// What of it.
    pub what: SaveWhat,
    /// Where to.
    pub path: PathBuf,
    /// Bytes written so far.
    pub done: u64,
    /// Bytes that it will be.
    pub total: u64,
    /// Where it stands.
    pub state: SaveState,
}

/// Where a save stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// It is being written, beside its place.
    Running,
    /// It is in its place.
    Done,
    /// The user gave it up; what was there before still is.
    Cancelled,
    /// There is a file of this name already, and it still is: [`Action::ReplaceSave`](crate::playground::Action::ReplaceSave) replaces it.
    Exists,
    /// It could not be written; what was there before still is.
    Failed(IoError),
}

/// What is to be saved, and where to.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) fetch: FetchNumber,
    pub(super) what: SaveWhat,
    pub(super) path: PathBuf,
}

/// The saves of a session.
#[derive(Debug, Default)]
pub(super) struct Saves {
    rows: Vec<Save>,
    writers: Vec<(SaveId, Writer)>,
    made: u32,
}

impl Saves {
    /// The oldest first.
    pub(super) fn rows(&self) -> &[Save] {
        &self.rows
    }

    /// Begins one of `total` bytes.
    pub(super) fn begin(&mut self, task: Task, total: u64, writer: Result<Writer, IoError>) {
        self.made += 1;
        let id = SaveId(self.made);
        let state = self.running(id, writer);
        let Task { fetch, what, path } = task;
        // What came of the same path before means nothing now.
        self.rows.retain(|row| row.state == SaveState::Running || row.path != path);
        self.rows.push(Save { id, fetch, what, path, done: 0, total, state });
        if self.rows.len() > MOST_ROWS
            && let Some(old) = self.rows.iter().position(|row| row.state != SaveState::Running)
        {
            self.rows.remove(old);
        }
    }

    /// Begins one anew that found a file in its place.
    pub(super) fn replace(&mut self, id: SaveId, writer: Result<Writer, IoError>) {
        let state = self.running(id, writer);
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.done = 0;
            row.state = state;
        }
    }

    /// Forgets one, unless it is being written.
    pub(super) fn dismiss(&mut self, id: SaveId) {
        self.rows.retain(|row| row.id != id || row.state == SaveState::Running);
    }

    /// Forgets those that are not being written.
    pub(super) fn dismiss_all(&mut self) {
        self.rows.retain(|row| row.state == SaveState::Running);
    }

    fn running(&mut self, id: SaveId, writer: Result<Writer, IoError>) -> SaveState {
        match writer {
            Ok(writer) => {
                self.writers.push((id, writer));
                SaveState::Running
            }
            Err(error) => SaveState::Failed(error),
        }
    }

    /// Gives one up, unless it is in its place already.
    pub(super) fn cancel(&mut self, id: SaveId) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id)
            && row.state == SaveState::Running
        {
            row.state = SaveState::Cancelled;
        }
        self.writers.retain(|(writer, _)| *writer != id);
    }

    /// Takes in what was written and hands over what is next; `excerpt` gives the bytes, if they are still kept.
    pub(super) fn advance<'a>(
        &mut self,
        excerpt: impl Fn(FetchNumber, SaveWhat) -> Option<Excerpt<'a>>,
    ) {
        let rows = &mut self.rows;
        self.writers.retain_mut(|(id, writer)| {
            let Some(row) = rows.iter_mut().find(|row| row.id == *id) else { return false };
            let excerpt = excerpt(row.fetch, row.what);
            while let Some(report) = writer.report() {
                row.take_in(report, excerpt.as_ref());
            }
            if row.state == SaveState::Running && writer.is_idle() {
                row.go_on(writer, excerpt.as_ref());
            }
            row.state == SaveState::Running
        });
    }
}

impl Save {
    fn take_in(&mut self, report: Report, excerpt: Option<&Excerpt<'_>>) {
        match report {
            // Only now is it known that nothing was overwritten while it was read.
            Report::Written(len) if len == 0 || !self.is_kept(excerpt) => self.state = self.gone(),
            Report::Written(len) => self.done += len,
            Report::Placed => self.state = SaveState::Done,
            Report::Failed(error) if error.kind == io::ErrorKind::AlreadyExists => {
                self.state = SaveState::Exists;
            }
            Report::Failed(error) => self.state = SaveState::Failed(error),
        }
    }

    fn go_on(&mut self, writer: &mut Writer, excerpt: Option<&Excerpt<'_>>) {
        if self.done == self.total {
            return writer.finish();
        }
        let len = usize::try_from(self.total - self.done).unwrap_or(usize::MAX).min(PIECE);
        match excerpt.filter(|_| self.is_kept(excerpt)) {
            Some(excerpt) => writer.write(excerpt.copy_jobs(self.done, len)),
            None => self.state = self.gone(),
        }
    }

    fn is_kept(&self, excerpt: Option<&Excerpt<'_>>) -> bool {
        excerpt.is_some_and(|excerpt| excerpt.bytes().contains(&self.done))
    }

    fn gone(&self) -> SaveState {
        let words = "the bytes are no longer kept in the record";
        let path = self.path.to_string_lossy();
        SaveState::Failed(IoError::other(Operation::WriteFile, path, words))
    }
}

/// Bytes handed over at a time: about a millisecond of copying under the lock.
const PIECE: usize = 4 << 20;
/// Saves that are remembered.
const MOST_ROWS: usize = 100;
