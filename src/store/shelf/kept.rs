//! The shelf and its files. Its own file is read at startup. After that, it is written on another thread, where other files are
//! imported and exported too.

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
    FileAmount, FileContent, FileDisposition, FileNotice, FileState, KeptFile as Kept, LoadNotice,
};
use crate::types::{IoError, Operation};

/// The shelf with the file that it is kept in, if any, and with its imports and exports.
#[derive(Debug, Default)]
pub struct KeptShelf {
    /// The shelf.
    pub shelf: Shelf,
    /// The revision that was handed over to be written.
    written: u64,
    /// The outcome of that write isn't known yet.
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
    /// The payloads that this program read from the file or wrote to it last. Only the write uses it, and only one runs at a
    /// time.
    known: Arc<Mutex<Vec<Saved>>>,
    /// A write returns the payloads that another program has added to the file.
    file: KeptFile<Vec<Saved>>,
}

#[derive(Debug)]
enum Transfer {
    Import(Errand<Vec<Saved>>),
    /// Writes this many payloads.
    Export(Errand<()>, u64),
}

impl KeptShelf {
    /// The path of the file, in the folder of the settings.
    pub fn path(settings: &Path) -> PathBuf {
        settings.with_file_name("shelf.toml")
    }

    /// Reads the file, if there is a path. `wake` is called when a file was read or written. An invalid file is renamed. One
    /// that can't be read is left alone and won't be written. Either is reported in the second value.
    pub fn open(
        path: Option<PathBuf>,
        wake: impl Fn() + Clone + Send + Sync + 'static,
    ) -> (Self, Option<LoadNotice>) {
        let (saved, notice) = path.as_deref().map(load).unwrap_or_default();
        let is_lost =
            |notice: &LoadNotice| !matches!(notice.disposition, FileDisposition::Renamed(_));
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

    /// Removes the notice, unless its transfer is still running.
    pub fn dismiss(&mut self) {
        if self.transfer.is_none() {
            self.notice = None;
        }
    }

    /// Cancels the import or export.
    pub fn cancel(&mut self) {
        if self.transfer.take().is_some() {
            self.set_state(FileState::Cancelled);
        }
    }

    /// Adds the payloads of a file, unless a transfer is running.
    pub fn import(&mut self, from: PathBuf) {
        if self.transfer.is_none() {
            let errand = self.errands.read(from.clone(), LARGEST, import::parse);
            self.begin(from, FileState::Reading, Transfer::Import(errand));
        }
    }

    /// Writes all payloads to a file, unless a transfer is running.
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

    /// Repeats the last export, which has found a file, and replaces that file.
    pub fn replace(&mut self) {
        let exists = |notice: &FileNotice| notice.state == FileState::Exists;
        if let Some(FileNotice { path, .. }) = self.notice.take_if(|notice| exists(notice)) {
            self.export(path, Existing::Replace);
        }
    }

    /// Applies finished transfers and writes, and has the shelf written if it has changed. To be called after each change and
    /// after each wake-up. The error is that the shelf's own file can't be written.
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
        // One write at a time. A write returns the payloads that another program has added to the file, and they must be on the
        // shelf before the next write: until then they would be taken for deleted here. No change is lost by waiting, since the
        // end of the write wakes the program, which calls this again.
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
        self.set_state(state);
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

    fn set_state(&mut self, state: FileState) {
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

/// Writes the last change too. The file waits a bounded time for it when it is dropped.
impl Drop for KeptShelf {
    fn drop(&mut self) {
        self.write();
    }
}

/// Writes the shelf, and keeps the payloads that another program has added to the file since; returns those.
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

/// Reads the file of the shelf; returns the payloads, and a notice if it can't be used.
fn load(path: &Path) -> (Vec<Saved>, Option<LoadNotice>) {
    let notice = |error, disposition| Some(LoadNotice { file: Kept::Shelf, error, disposition });
    let text = match read_text(path, LARGEST) {
        Ok(text) => text,
        Err(error) if error.kind == io::ErrorKind::NotFound => return (Vec::new(), None),
        Err(error) => return (Vec::new(), notice(error, FileDisposition::Stays)),
    };
    match file::parse(&text) {
        Ok(saved) => (saved, None),
        Err(problem) => {
            let error = IoError::other(Operation::ReadFile, path.to_string_lossy(), problem);
            let numbered = |n: u32| path.with_file_name(format!("shelf.corrupt-{n}.toml"));
            let renamed = set_aside(path, (1..1_000).map(numbered));
            (
                Vec::new(),
                notice(
                    error,
                    renamed.map_or_else(FileDisposition::NotRenamed, FileDisposition::Renamed),
                ),
            )
        }
    }
}

/// Bytes of the largest file that is read.
const LARGEST: u64 = 16 << 20;
