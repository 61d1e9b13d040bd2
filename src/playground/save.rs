//! Bodies on their way into files.
//!
//! What is to be written is handed over a piece at a time, since it may lie in memory, and the model is not to be held up
//! while gigabytes are copied.

use std::path::PathBuf;

use crate::playground::fetch::{Excerpt, FetchNumber, FetchPart};
use crate::store::errand::{Errand, Report};
use crate::types::file::{FileAmount, FileContent, FileNotice, FileState};
use crate::types::problem::FileProblem;
use crate::types::{IoError, Operation};

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
    pub what: FetchPart,
    /// Where to, and how far it has come.
    pub notice: FileNotice,
    /// Bytes that it will be.
    total: u64,
}

/// What is to be saved, and where to.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) fetch: FetchNumber,
    pub(super) what: FetchPart,
    pub(super) path: PathBuf,
}

/// The saves of a session.
#[derive(Debug, Default)]
pub(super) struct Saves {
    rows: Vec<Save>,
    errands: Vec<(SaveId, Errand<()>)>,
    made: u32,
}

impl Saves {
    /// The oldest first.
    pub(super) fn rows(&self) -> &[Save] {
        &self.rows
    }

    /// Begins one of `total` bytes.
    pub(super) fn begin(&mut self, task: Task, total: u64, errand: Errand<()>) {
        self.made += 1;
        let id = SaveId(self.made);
        let Task { fetch, what, path } = task;
        // What came of the same path before means nothing now.
        self.rows.retain(|row| row.is_running() || row.notice.path != path);
        let notice = FileNotice { content: what.content(), path, state: begun(total) };
        self.rows.push(Save { id, fetch, what, notice, total });
        self.errands.push((id, errand));
        if self.rows.len() > MOST_ROWS
            && let Some(old) = self.rows.iter().position(|row| !row.is_running())
        {
            self.rows.remove(old);
        }
    }

    /// Begins one anew that found a file in its place.
    pub(super) fn replace(&mut self, id: SaveId, errand: Errand<()>) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.notice.state = begun(row.total);
            self.errands.push((id, errand));
        }
    }

    /// Forgets one, unless it is being written.
    pub(super) fn dismiss(&mut self, id: SaveId) {
        self.rows.retain(|row| row.id != id || row.is_running());
    }

    /// Forgets those that are not being written.
    pub(super) fn dismiss_all(&mut self) {
        self.rows.retain(Save::is_running);
    }

    /// Gives one up, unless it is in its place already.
    pub(super) fn cancel(&mut self, id: SaveId) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id)
            && row.is_running()
        {
            row.notice.state = FileState::Cancelled;
        }
        self.errands.retain(|(errand, _)| *errand != id);
    }

    /// Takes in what was written and hands over what is next; `excerpt` gives the bytes, if they are still kept.
    pub(super) fn advance<'a>(
        &mut self,
        excerpt: impl Fn(FetchNumber, FetchPart) -> Option<Excerpt<'a>>,
    ) {
        let rows = &mut self.rows;
        self.errands.retain_mut(|(id, errand)| {
            let Some(row) = rows.iter_mut().find(|row| row.id == *id) else { return false };
            let excerpt = excerpt(row.fetch, row.what);
            while let Some(report) = errand.report() {
                row.take_in(report, excerpt.as_ref());
            }
            if let FileState::Writing { done, .. } = row.notice.state
                && errand.wants_piece()
            {
                row.go_on(done, errand, excerpt.as_ref());
            }
            row.is_running()
        });
    }
}

fn begun(total: u64) -> FileState {
    FileState::Writing { done: 0, total: Some(total) }
}

impl FetchPart {
    fn content(self) -> FileContent {
        match self {
            Self::Body(_) => FileContent::Body,
            Self::Response => FileContent::Response,
        }
    }
}

impl Save {
    /// It is being written.
    pub fn is_running(&self) -> bool {
        self.notice.state.is_running()
    }

    fn take_in(&mut self, report: Report<()>, excerpt: Option<&Excerpt<'_>>) {
        let FileState::Writing { done, .. } = self.notice.state else { return };
        self.notice.state = match report {
            // Only now is it known that nothing was overwritten while it was read.
            Report::Written(len) if len == 0 || !is_kept(done, excerpt) => self.gone(),
            Report::Written(len) => {
                FileState::Writing { done: done + len, total: Some(self.total) }
            }
            Report::Ended(Ok(())) => FileState::Written(FileAmount::Bytes(done)),
            Report::Ended(Err(error)) => FileState::not_written(error),
        };
    }

    fn go_on(&mut self, done: u64, errand: &mut Errand<()>, excerpt: Option<&Excerpt<'_>>) {
        if done == self.total {
            return errand.place();
        }
        let len = usize::try_from(self.total - done).unwrap_or(usize::MAX).min(PIECE);
        match excerpt.filter(|_| is_kept(done, excerpt)) {
            Some(excerpt) => {
                let jobs = excerpt.copy_jobs(done, len);
                errand.feed(Box::new(move |out| jobs.iter().try_for_each(|job| job.run(out))));
            }
            None => self.notice.state = self.gone(),
        }
    }

    fn gone(&self) -> FileState {
        let path = self.notice.path.to_string_lossy();
        FileState::Failed(IoError::other(Operation::WriteFile, path, FileProblem::BytesGone))
    }
}

fn is_kept(done: u64, excerpt: Option<&Excerpt<'_>>) -> bool {
    excerpt.is_some_and(|excerpt| excerpt.bytes().contains(&done))
}

/// Bytes handed over at a time: about a millisecond of copying under the lock.
const PIECE: usize = 4 << 20;
/// Saves that are remembered.
const MOST_ROWS: usize = 100;
