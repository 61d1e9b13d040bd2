//! A file that takes its place only when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::types::{IoError, Operation};

/// A file that takes its place only when it is whole: until then it is written beside it, and what was there before stays.
/// What is no regular file, such as `/dev/null`, is written to as it is.
#[derive(Debug)]
pub struct NewFile {
    target: PathBuf,
    kind: Kind,
    replaces: bool,
}

#[derive(Debug)]
enum Kind {
    Beside(BufWriter<File>, TempPath),
    Straight(BufWriter<File>),
}

impl NewFile {
    /// Begins a file. A symbolic link stays, and what it points to is replaced; a file that is replaced gives its permissions
    /// to the new one.
    pub fn create(path: &Path) -> Result<Self, IoError> {
        Self::begin(path, true)
    }

    /// The same, but where a file is already that stays, also if it comes while this one is written: an error of kind
    /// [`io::ErrorKind::AlreadyExists`], here or when this one is to be placed.
    pub fn create_new(path: &Path) -> Result<Self, IoError> {
        Self::begin(path, false)
    }

    fn begin(path: &Path, replaces: bool) -> Result<Self, IoError> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let kind = Kind::create(&target, replaces).map_err(|error| failed(path, &error))?;
        Ok(Self { target, kind, replaces })
    }

    /// Appends bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), IoError> {
        let written = match &mut self.kind {
            Kind::Beside(file, _) | Kind::Straight(file) => file.write_all(bytes),
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
        let Self { target, kind, replaces } = self;
        let placed = match kind {
            Kind::Beside(file, beside) => {
                file.into_inner().map_err(io::IntoInnerError::into_error).map(drop).and_then(|()| {
                    if replaces { persist(beside, &target) } else { persist_new(beside, &target) }
                })
            }
            Kind::Straight(mut file) => file.flush(),
        };
        placed.map_err(|error| failed(&target, &error))
    }
}

impl Kind {
    fn create(target: &Path, replaces: bool) -> io::Result<Self> {
        let old = match fs::metadata(target) {
            Ok(old) if old.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(old) if !old.is_file() => {
                let file = OpenOptions::new().write(true).open(target)?;
                return Ok(Self::Straight(BufWriter::with_capacity(BUFFER, file)));
            }
            Ok(_) if !replaces => return Err(io::ErrorKind::AlreadyExists.into()),
            Ok(old) => Some(old.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let (file, beside) = beside(folder.unwrap_or_else(|| Path::new(".")))?.into_parts();
        if let Some(permissions) = old {
            file.set_permissions(permissions)?;
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

/// With the permissions that any new file has.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let create = |path: &Path| OpenOptions::new().write(true).create_new(true).open(path);
    tempfile::Builder::new().prefix(".").suffix(".part").make_in(folder, create)
}

fn failed(path: &Path, error: &io::Error) -> IoError {
    IoError::new(Operation::WriteFile, path.to_string_lossy(), error)
}

/// Larger pieces are written as they come.
const BUFFER: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_it_is_whole_the_old_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("body");
        fs::write(&path, "old").unwrap();
        let mut file = NewFile::create(&path).unwrap();
        file.write(b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        file.sync().unwrap();
        file.place().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_one_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("body");
        let mut file = NewFile::create_new(&path).unwrap();
        file.write(b"new").unwrap();
        fs::write(&path, "meanwhile").unwrap();
        assert_eq!(file.place().unwrap_err().kind, io::ErrorKind::AlreadyExists);
        assert_eq!(NewFile::create_new(&path).unwrap_err().kind, io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"meanwhile");
        fs::remove_file(&path).unwrap();
        let mut file = NewFile::create_new(&path).unwrap();
        file.write(b"new").unwrap();
        file.place().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn one_that_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("body");
        fs::write(&path, "old").unwrap();
        let mut file = NewFile::create(&path).unwrap();
        file.write(&vec![0; 100_000]).unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_and_a_folder_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing/body");
        let error = NewFile::create(&missing).unwrap_err();
        assert_eq!(error.kind, io::ErrorKind::NotFound);
        assert!(error.to_string().starts_with(&format!("could not write {}", missing.display())));
        let error = NewFile::create(folder.path()).unwrap_err();
        assert_eq!(error.kind, io::ErrorKind::IsADirectory);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_permissions_are_kept() {
        use std::fs::Permissions;
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("body"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let mut file = NewFile::create(&link).unwrap();
        file.write(b"new").unwrap();
        file.place().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error() {
        let mut file = NewFile::create(Path::new("/dev/full")).unwrap();
        let error = file.write(&vec![0; 100_000]).unwrap_err();
        assert_eq!(error.kind, io::ErrorKind::StorageFull);
        assert!(error.to_string().starts_with("could not write /dev/full: "), "{error}");
    }
}
