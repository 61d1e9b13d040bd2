//! Files that a person has had read or written: what is known of each, as data.

use std::io;
use std::path::PathBuf;

use crate::types::IoError;

/// A file that is being read or written, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileNotice {
    /// What it holds.
    pub content: FileContent,
    /// Where it is.
    pub path: PathBuf,
    /// How far it has come.
    pub state: FileState,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileContent {
    /// The rules of a session.
    Rules,
    /// The play list of a session.
    Play,
    /// Saved payloads.
    Payloads,
    /// The body of an HTTP response.
    Body,
    /// A whole HTTP response.
    Response,
}

/// How far the work with a file has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// It is being read.
    Reading,
    /// What it holds is in use.
    Read(FileAmount),
    /// It is being written beside its place.
    Writing {
        /// Bytes so far.
        done: u64,
        /// Bytes that it will have, if they are many.
        total: Option<u64>,
    },
    /// It is in its place.
    Written(FileAmount),
    /// It was cancelled; what was there before still is.
    Cancelled,
    /// It wasn't written, since there is a file of this name; that can be replaced.
    Exists,
    /// It couldn't be read or written; nothing was changed.
    Failed(IoError),
}

/// How much was read or written, in the unit of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAmount {
    /// One thing, all of it.
    All,
    /// So many bytes.
    Bytes(u64),
    /// Saved payloads.
    Payloads {
        /// Those that were added or written.
        new: u64,
        /// Those that were there already.
        known: u64,
    },
}

impl FileState {
    /// How writing ended that ended with this error.
    pub fn not_written(error: IoError) -> Self {
        if error.kind == io::ErrorKind::AlreadyExists { Self::Exists } else { Self::Failed(error) }
    }

    /// The work goes on.
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Reading | Self::Writing { .. })
    }
}

/// A file kept between starts that couldn't be used at this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadNotice {
    /// Which.
    pub file: KeptFile,
    /// Why.
    pub error: IoError,
    /// What became of it.
    pub disposition: FileDisposition,
}

/// A file kept between starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptFile {
    /// Settings and tabs.
    Settings,
    /// The shelf of saved payloads.
    Shelf,
}

/// What became of a kept file that couldn't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileDisposition {
    /// It stays, and nothing is written to it.
    Stays,
    /// It has this name now, and a new one takes its place.
    Renamed(PathBuf),
    /// It couldn't be renamed.
    NotRenamed(IoError),
}
