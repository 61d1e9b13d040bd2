//! The secrets of a session for those who look into what was recorded: an NSS key log file.

use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustls::KeyLog;

use crate::types::{IoError, Operation};

/// A file that lines are appended to, each `LABEL CLIENT_RANDOM SECRET` in hex (draft-ietf-tls-keylogfile). Others may
/// append to it, too.
#[derive(Debug)]
pub(super) struct KeyLogFile {
    path: PathBuf,
    file: File,
    error: Mutex<Option<IoError>>,
}

impl KeyLogFile {
    /// Open the file or make it, readable for its owner only.
    pub(super) fn open(path: &Path) -> Result<Self, IoError> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| {
            IoError::new(Operation::WriteFile, path.display().to_string(), &error)
        })?;
        Ok(Self { path: path.to_owned(), file, error: Mutex::new(None) })
    }

    /// The first line that could not be written.
    pub(super) fn error(&self) -> Option<IoError> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl KeyLog for KeyLogFile {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let line = format!("{label} {} {}\n", hex(client_random), hex(secret));
        // One write, so that lines of connections at the same time do not mix.
        if let Err(error) = { &self.file }.write_all(line.as_bytes()) {
            let path = self.path.display().to_string();
            let mut first = self.error.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert_with(|| IoError::new(Operation::WriteFile, path, &error));
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}
