//! The received bytes, appended to a file as they arrive.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use crate::types::{IoError, Operation};

/// A file that bytes are appended to.
#[derive(Debug)]
pub(super) struct Save {
    file: BufWriter<File>,
    path: String,
}

impl Save {
    /// Creates the file if there is none; what it holds already stays.
    pub(super) fn open(path: &Path) -> Result<Self, IoError> {
        let path_shown = path.display().to_string();
        let opened = OpenOptions::new().create(true).append(true).open(path);
        let file =
            opened.map_err(|error| IoError::new(Operation::WriteFile, &path_shown, &error))?;
        Ok(Self { file: BufWriter::with_capacity(64 * 1024, file), path: path_shown })
    }

    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), IoError> {
        self.file.write_all(bytes).map_err(|error| self.failed(&error))
    }

    /// Hands what is buffered to the system.
    pub(super) fn flush(&mut self) -> Result<(), IoError> {
        self.file.flush().map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> IoError {
        IoError::new(Operation::WriteFile, &self.path, error)
    }
}
