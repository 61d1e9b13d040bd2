//! Reading the text of files, never more than files of their sort have.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::engine::open_regular;
use crate::types::problem::FileProblem;
use crate::types::{IoError, Operation};

/// Bytes of a file that a person wrote: rules, a play list.
pub const WRITTEN_BY_HAND: u64 = 4 << 20;

/// The text of a regular file of at most `limit` bytes. It waits for nobody.
pub fn read_text(path: &Path, limit: u64) -> Result<String, IoError> {
    read_text_from(open_regular(path)?, &path.to_string_lossy(), limit)
}

/// The same for a command, which also takes a pipe and waits for whoever writes to it.
pub fn read_text_waiting(path: &Path, limit: u64) -> Result<String, IoError> {
    let name = path.to_string_lossy();
    let file = File::open(path).map_err(|error| failed(&name, &error))?;
    read_text_from(file, &name, limit)
}

/// The same of something that is open already.
pub fn read_text_from(from: impl Read, name: &str, limit: u64) -> Result<String, IoError> {
    let mut bytes = Vec::new();
    from.take(limit + 1).read_to_end(&mut bytes).map_err(|error| failed(name, &error))?;
    let problem = if bytes.len() as u64 > limit {
        FileProblem::TooLarge { limit }
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => return Ok(text),
            Err(error) => FileProblem::NotUtf8 { at: error.utf8_error().valid_up_to() as u64 },
        }
    };
    Err(IoError::other(Operation::ReadFile, name, problem))
}

/// Looks whether a file can be read, without waiting for whoever writes to a pipe.
pub fn check_readable(path: &Path) -> Result<(), IoError> {
    let found = fs::metadata(path).map_err(|error| failed(&path.to_string_lossy(), &error))?;
    if found.is_file() || found.is_dir() { open_regular(path).map(drop) } else { Ok(()) }
}

fn failed(name: &str, error: &io::Error) -> IoError {
    IoError::new(Operation::ReadFile, name, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_or_not_utf8_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "ab\u{e9}").unwrap();
        assert_eq!(read_text(&path, 4).unwrap(), "ab\u{e9}");
        let refused = |problem| {
            let name = path.to_string_lossy();
            IoError::other(Operation::ReadFile, name, problem)
        };
        assert_eq!(read_text(&path, 3).unwrap_err(), refused(FileProblem::TooLarge { limit: 3 }));
        fs::write(&path, b"ab\xff").unwrap();
        assert_eq!(read_text(&path, 9).unwrap_err(), refused(FileProblem::NotUtf8 { at: 2 }));
    }

    #[cfg(unix)]
    #[test]
    fn what_has_no_end_is_not_read_to_it() {
        let endless = read_text_waiting(Path::new("/dev/zero"), 9).unwrap_err();
        let problem = FileProblem::TooLarge { limit: 9 };
        assert_eq!(endless, IoError::other(Operation::ReadFile, "/dev/zero", problem));
        check_readable(Path::new("/dev/zero")).unwrap();
        check_readable(Path::new("/")).unwrap_err();
    }
}
