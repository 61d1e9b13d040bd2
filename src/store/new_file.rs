//! A file that takes its place only when it is whole.

mod straight;
#[cfg(test)]
mod tests;

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::types::problem::FileProblem;
use crate::types::{IoError, Operation};
use straight::{Pipes, Straight};

/// A file that is written under a temporary name and renamed once it is complete, so that an existing file stays intact until
/// then. What isn't a regular file, such as `/dev/null`, is written to as it is.
#[derive(Debug)]
pub struct NewFile {
    target: PathBuf,
    kind: Kind,
    existing: Existing,
}

/// What becomes of a file that is in the place already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, also if it comes while the new one is written: that is an error of kind [`io::ErrorKind::AlreadyExists`].
    Keep,
    /// The new one takes its place and its permissions. A symbolic link stays, and what it points to is replaced.
    Replace,
}

/// Who may read a file that takes no other one's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// As any new file.
    Usual,
    /// Its owner only.
    Private,
}

#[derive(Debug)]
enum Kind {
    Beside(BufWriter<File>, TempPath),
    Straight(BufWriter<Straight>),
}

/// Writes all of a file at once. It waits for nobody.
pub(super) fn write_whole(path: &Path, existing: Existing, bytes: &[u8]) -> Result<(), IoError> {
    finish(NewFile::create(path, existing)?, bytes)
}

/// The same for a file that the program keeps for itself: in a folder that is made for it, readable by its owner only.
pub(super) fn write_kept(path: &Path, bytes: &[u8]) -> Result<(), IoError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(path, &error))?;
    }
    finish(NewFile::begin(path, Existing::Replace, Access::Private, Pipes::NeedReader)?, bytes)
}

/// Renames a kept file that can't be understood to the first free one of these names; the result is that name.
pub(super) fn set_aside(
    path: &Path,
    names: impl IntoIterator<Item = PathBuf>,
) -> Result<PathBuf, IoError> {
    let aside = names.into_iter().find(|aside| fs::symlink_metadata(aside).is_err());
    let Some(aside) = aside else {
        let name = path.to_string_lossy();
        return Err(IoError::other(Operation::WriteFile, name, FileProblem::NoFreeName));
    };
    fs::rename(path, &aside).map_err(|error| failed(path, &error))?;
    Ok(aside)
}

fn finish(mut file: NewFile, bytes: &[u8]) -> Result<(), IoError> {
    file.write(bytes)?;
    file.sync()?;
    file.place()
}

impl NewFile {
    /// Begins a file. It waits for nobody: a pipe has to have a reader.
    pub fn create(path: &Path, existing: Existing) -> Result<Self, IoError> {
        Self::begin(path, existing, Access::Usual, Pipes::NeedReader)
    }

    /// The same for a command: it replaces a file, and waits for whoever reads a pipe.
    pub fn create_waiting(path: &Path) -> Result<Self, IoError> {
        Self::begin(path, Existing::Replace, Access::Usual, Pipes::Wait)
    }

    fn begin(
        path: &Path,
        existing: Existing,
        access: Access,
        pipes: Pipes,
    ) -> Result<Self, IoError> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let found = match fs::metadata(&target) {
            Ok(found) => Some(found),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(path, &error)),
        };
        let kind = match found {
            Some(found) if !found.is_file() && !found.is_dir() => {
                Kind::Straight(BufWriter::with_capacity(BUFFER, Straight::open(&target, pipes)?))
            }
            found => Kind::beside(&target, found.as_ref(), existing, access)
                .map_err(|error| failed(path, &error))?,
        };
        Ok(Self { target, kind, existing })
    }

    /// Appends bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), IoError> {
        let written = match &mut self.kind {
            Kind::Beside(file, _) => file.write_all(bytes),
            Kind::Straight(file) => file.write_all(bytes),
        };
        written.map_err(|error| failed(&self.target, &error))
    }

    /// Waits until everything so far is on the disk.
    pub fn sync(&mut self) -> Result<(), IoError> {
        let synced = match &mut self.kind {
            Kind::Beside(file, _) => file.flush().and_then(|()| file.get_ref().sync_all()),
            // A device or a pipe has nothing to wait for.
            Kind::Straight(file) => file.flush(),
        };
        synced.map_err(|error| failed(&self.target, &error))
    }

    /// Puts it in its place.
    pub fn place(self) -> Result<(), IoError> {
        let Self { target, kind, existing } = self;
        let placed = match kind {
            Kind::Beside(file, beside) => {
                file.into_inner().map_err(io::IntoInnerError::into_error).map(drop).and_then(|()| {
                    match existing {
                        Existing::Replace => persist(beside, &target),
                        Existing::Keep => persist_new(beside, &target),
                    }
                })
            }
            Kind::Straight(mut file) => file.flush(),
        };
        placed.map_err(|error| failed(&target, &error))
    }
}

impl Kind {
    fn beside(
        target: &Path,
        found: Option<&Metadata>,
        existing: Existing,
        access: Access,
    ) -> io::Result<Self> {
        match (found, existing) {
            (Some(found), _) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            (Some(_), Existing::Keep) => return Err(io::ErrorKind::AlreadyExists.into()),
            (Some(_), Existing::Replace) | (None, _) => {}
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let (file, beside) = new_in(folder.unwrap_or_else(|| Path::new(".")), access)?.into_parts();
        if let Some(found) = found {
            file.set_permissions(found.permissions())?;
        }
        Ok(Self::Beside(BufWriter::with_capacity(BUFFER, file), beside))
    }
}

fn persist(beside: TempPath, target: &Path) -> io::Result<()> {
    beside.persist(target).map_err(|error| error.error)
}

/// Some file systems can neither link nor rename without replacing: there a look before has to do.
fn persist_new(beside: TempPath, target: &Path) -> io::Result<()> {
    match beside.persist_noclobber(target) {
        Ok(()) => Ok(()),
        Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => Err(failed.error),
        Err(_) if fs::symlink_metadata(target).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(failed) => persist(failed.path, target),
    }
}

fn new_in(folder: &Path, access: Access) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".part");
    match access {
        Access::Private => builder.tempfile_in(folder),
        Access::Usual => builder
            .make_in(folder, |path| OpenOptions::new().write(true).create_new(true).open(path)),
    }
}

fn failed(path: &Path, error: &io::Error) -> IoError {
    IoError::new(Operation::WriteFile, path.to_string_lossy(), error)
}

/// Larger pieces are written as they come.
const BUFFER: usize = 64 * 1024;
