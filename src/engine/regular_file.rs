//! Opening a file that a person names, without waiting for anybody.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use crate::types::problem::FileProblem;
use crate::types::{IoError, Operation};

/// Opens a regular file for reading. What isn't one is refused: it could block for ever, or have no end.
pub fn open_regular(path: &Path) -> Result<File, IoError> {
    let failed =
        |error: io::Error| IoError::new(Operation::ReadFile, path.to_string_lossy(), &error);
    // A look before, since opening alone means something to a device: a tape rewinds.
    check(path, &fs::metadata(path).map_err(failed)?)?;
    let file = open_without_waiting(path).map_err(failed)?;
    // And a look after, since the name may have come to stand for something else in between.
    check(path, &file.metadata().map_err(failed)?)?;
    Ok(file)
}

fn check(path: &Path, found: &Metadata) -> Result<(), IoError> {
    let name = path.to_string_lossy();
    if found.is_file() {
        Ok(())
    } else if found.is_dir() {
        Err(IoError::new(Operation::ReadFile, name, &io::ErrorKind::IsADirectory.into()))
    } else {
        Err(IoError::other(Operation::ReadFile, name, FileProblem::NotRegular))
    }
}

/// Opening a pipe that nobody writes to waits for a writer, unless asked not to. A regular file knows no difference.
fn open_without_waiting(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        libc::O_NONBLOCK | libc::O_NOCTTY,
    );
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_refused_and_a_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(open_regular(folder.path()).unwrap_err().kind, io::ErrorKind::IsADirectory);
        let path = folder.path().join("file");
        assert_eq!(open_regular(&path).unwrap_err().kind, io::ErrorKind::NotFound);
        fs::write(&path, "x").unwrap();
        open_regular(&path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_and_sockets_are_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for path in [pipe.as_path(), socket.as_path(), Path::new("/dev/zero")] {
            let error = open_regular(path).unwrap_err();
            assert_eq!(
                error,
                IoError::other(
                    Operation::ReadFile,
                    path.to_string_lossy(),
                    FileProblem::NotRegular
                )
            );
        }
        // As if it had come between both looks.
        let opened = open_without_waiting(&pipe).unwrap();
        check(&pipe, &opened.metadata().unwrap()).unwrap_err();
    }
}
