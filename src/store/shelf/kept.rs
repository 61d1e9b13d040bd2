//! The shelf and its files. Its own file is read at the start; from then on it is written, and others are imported and
//! exported, beside the window's thread.

#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::Existing;
use crate::store::errand::{Errand, Errands, KeptFile, Report};
use crate::store::new_file::{set_aside, write_kept};
use crate::store::read::read_text;
use crate::store::shelf::{Item, Saved, Shelf, file, import};
use crate::types::file::{
    Fate, FileAmount, FileContent, FileNotice, FileState, KeptFile as Kept, LoadNotice,
};
use crate::types::{IoError, Operation};

/// The shelf with the file that it is kept in, if any, and with its imports and exports.
#[derive(Debug, Default)]
pub struct KeptShelf {
    /// The shelf.
    pub shelf: Shelf,
    /// The revision that was given away to be written.
    written: u64,
    /// What came of that isn't known yet.
    is_writing: bool,
    file: Option<ShelfFile>,
    /// The last import or export.
    notice: Option<FileNotice>,
    transfer: Option<Transfer>,
    errands: Errands,
}

/// The file that the shelf is kept in.
#[derive(Debug)]
struct ShelfFile {
    path: PathBuf,
    /// What this program read from the file or put into it last. One write at a time uses it.
    known: Arc<Mutex<Vec<Saved>>>,
    /// What it gives back is what another program had put into the file.
    file: KeptFile<Vec<Saved>>,
}

#[derive(Debug)]
enum Transfer {
    Import(Errand<Vec<Saved>>),
    /// So many payloads.
    Export(Errand<()>, u64),
}

impl KeptShelf {
    /// Where the file lives, beside the settings at this path.
    pub fn path(settings: &Path) -> PathBuf {
        settings.with_file_name("shelf.toml")
    }

    /// Reads the file, if the shelf is kept anywhere. `wake` is called when a file was worked with. A file that can't be
    /// understood is renamed, one that can't be read stays and isn't written; the second value says so.
    pub fn open(
        path: Option<PathBuf>,
        wake: impl Fn() + Clone + Send + Sync + 'static,
    ) -> (Self, Option<LoadNotice>) {
        let (saved, notice) = path.as_deref().map(load).unwrap_or_default();
        let is_lost = |notice: &LoadNotice| !matches!(notice.fate, Fate::Renamed(_));
        let is_kept = !notice.as_ref().is_some_and(is_lost);
        let file = path.filter(|_| is_kept).map(|path| ShelfFile {
            path,
            known: Arc::new(Mutex::new(saved.clone())),
            file: KeptFile::new(wake.clone()),
        });
        let mut shelf = Shelf::default();
        shelf.import(saved);
        shelf.forget_undo();
        let written = shelf.revision();
        let errands = Errands::new(wake);
        let (is_writing, transfer) = (false, None);
        let kept = Self { shelf, written, is_writing, file, notice: None, transfer, errands };
        (kept, notice)
    }

    /// The last import or export, unless it was dismissed.
    pub fn notice(&self) -> Option<&FileNotice> {
        self.notice.as_ref()
    }

    /// The notice was read; while a file is worked with it stays.
    pub fn dismiss(&mut self) {
        if self.transfer.is_none() {
            self.notice = None;
        }
    }

    /// Gives up the import or export.
    pub fn cancel(&mut self) {
        if self.transfer.take().is_some() {
            self.settle(FileState::Cancelled);
        }
    }

    /// Adds the payloads of a file, unless another one is worked with.
    pub fn import(&mut self, from: PathBuf) {
        if self.transfer.is_none() {
            let errand = self.errands.read(from.clone(), LARGEST, import::parse);
            self.begin(from, FileState::Reading, Transfer::Import(errand));
        }
    }

    /// Writes all payloads to a file, unless another one is worked with.
    pub fn export(&mut self, to: PathBuf, existing: Existing) {
        if self.transfer.is_none() {
            let saved = self.saved();
            let count = saved.len() as u64;
            let make = move || file::write(&saved).map(String::into_bytes);
            let errand = self.errands.write(to.clone(), existing, make);
            let state = FileState::Writing { done: 0, total: None };
            self.begin(to, state, Transfer::Export(errand, count));
        }
    }

    /// Writes the file that the last export found in its place.
    pub fn replace(&mut self) {
        let exists = |notice: &FileNotice| notice.state == FileState::Exists;
        if let Some(FileNotice { path, .. }) = self.notice.take_if(|notice| exists(notice)) {
            self.export(path, Existing::Replace);
        }
    }

    /// Takes in what was read and written, and has the shelf written if it changed; to be called after each change and each
    /// time it woke the program. An error is that the shelf's own file can't be written.
    pub fn keep(&mut self) -> Option<IoError> {
        self.advance();
        let file = self.file.as_ref()?;
        let mut failed = None;
        while let Some(outcome) = file.file.outcome() {
            self.is_writing = false;
            match outcome {
                Ok(met) => drop(self.shelf.import(met)),
                Err(error) => failed = Some(error),
            }
        }
        // Another program's payloads are to be on the shelf before it is written again: what is in the file, but not on the
        // shelf, counts as theirs until then.
        if !self.is_writing {
            self.write();
        }
        failed
    }

    fn advance(&mut self) {
        let state = match &mut self.transfer {
            Some(Transfer::Import(errand)) => match errand.report() {
                Some(Report::Ended(Ok(saved))) => self.imported(saved),
                Some(Report::Ended(Err(error))) => FileState::Failed(error),
                Some(Report::Written(_)) | None => return,
            },
            Some(Transfer::Export(errand, count)) => match errand.report() {
                Some(Report::Ended(Ok(()))) => {
                    FileState::Written(FileAmount::Payloads { new: *count, known: 0 })
                }
                Some(Report::Ended(Err(error))) => FileState::not_written(error),
                Some(Report::Written(_)) | None => return,
            },
            None => return,
        };
        self.transfer = None;
        self.settle(state);
    }

    fn imported(&mut self, saved: Vec<Saved>) -> FileState {
        let all = saved.len() as u64;
        let new = self.shelf.import(saved) as u64;
        FileState::Read(FileAmount::Payloads { new, known: all - new })
    }

    fn begin(&mut self, path: PathBuf, state: FileState, transfer: Transfer) {
        self.notice = Some(FileNotice { content: FileContent::Payloads, path, state });
        self.transfer = Some(transfer);
    }

    fn settle(&mut self, state: FileState) {
        if let Some(notice) = &mut self.notice {
            notice.state = state;
        }
    }

    fn write(&mut self) {
        if let Some(file) = &self.file
            && self.written != self.shelf.revision()
        {
            self.written = self.shelf.revision();
            self.is_writing = true;
            file.write(self.saved());
        }
    }

    fn saved(&self) -> Vec<Saved> {
        self.shelf.items().iter().map(Item::saved).cloned().collect()
    }
}

impl ShelfFile {
    fn write(&self, saved: Vec<Saved>) {
        let (path, known) = (self.path.clone(), Arc::clone(&self.known));
        self.file.write(move || {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            let met = write_beside_others(&path, &saved, &known)?;
            *known = saved;
            Ok(met)
        });
    }
}

/// What changed last is written too, which is waited for a bounded time: the window is gone by then.
impl Drop for KeptShelf {
    fn drop(&mut self) {
        self.write();
    }
}

/// What another window put into the file since stays in it; the result is that.
fn write_beside_others(
    path: &Path,
    saved: &[Saved],
    known: &[Saved],
) -> Result<Vec<Saved>, IoError> {
    let on_disk = read_text(path, LARGEST).ok().and_then(|text| file::parse(&text).ok());
    let is_met = |other: &Saved| !known.contains(other) && !saved.contains(other);
    let met: Vec<Saved> = on_disk.unwrap_or_default().into_iter().filter(is_met).collect();
    let text = file::write(saved.iter().chain(&met))
        .map_err(|problem| IoError::other(Operation::WriteFile, path.to_string_lossy(), problem))?;
    write_kept(path, text.as_bytes())?;
    Ok(met)
}

/// What is on the shelf, and what is to be said about that.
fn load(path: &Path) -> (Vec<Saved>, Option<LoadNotice>) {
    let notice = |error, fate| Some(LoadNotice { file: Kept::Shelf, error, fate });
    let text = match read_text(path, LARGEST) {
        Ok(text) => text,
        Err(error) if error.kind == io::ErrorKind::NotFound => return (Vec::new(), None),
        Err(error) => return (Vec::new(), notice(error, Fate::Stays)),
    };
    match file::parse(&text) {
        Ok(saved) => (saved, None),
        Err(problem) => {
            let error = IoError::other(Operation::ReadFile, path.to_string_lossy(), problem);
            let numbered = |n: u32| path.with_file_name(format!("shelf.corrupt-{n}.toml"));
            let renamed = set_aside(path, (1..1_000).map(numbered));
            (Vec::new(), notice(error, renamed.map_or_else(Fate::NotRenamed, Fate::Renamed)))
        }
    }
}

/// More is no shelf.
const LARGEST: u64 = 16 << 20;
