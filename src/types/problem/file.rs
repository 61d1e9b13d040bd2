//! What can be wrong with a file.

use serde::{Deserialize, Serialize};

use crate::types::problem::DocumentProblem;

/// Why a file can't be used, beyond what the system says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileProblem {
    /// A device, pipe or socket.
    NotRegular,
    /// It was shorter when it was read than when it was opened.
    Shrunk,
    /// It has more bytes than are read of a file of its sort.
    TooLarge {
        /// The most, in bytes.
        limit: u64,
    },
    /// It has bytes that aren't UTF-8.
    NotUtf8 {
        /// The offset of the first of them.
        at: u64,
    },
    /// A pipe that nobody reads.
    NoReader,
    /// What it holds can't be used, in the words of whoever read it.
    Content(String),
    /// The rules or the play list in it can't be used.
    Document(DocumentProblem),
    /// A line of it can't be used.
    Line {
        /// Counted from 1.
        line: usize,
        /// In the words of whoever read it.
        message: String,
    },
    /// A payload of a shelf has several contents or none.
    PayloadContent {
        /// The name of the payload.
        name: String,
    },
    /// A file of payloads without any.
    NoPayload,
    /// The bytes that were to be written are no longer kept.
    BytesGone,
    /// Every name under which it could have been kept is taken.
    NoFreeName,
    /// The thread that worked with it ended before its work.
    Aborted,
}
