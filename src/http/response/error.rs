//! Why an answer is none.

use std::fmt;

/// What is wrong with an answer, and where. Prints as `byte 17: ...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseError {
    /// Offset in the answer, from the first byte of its first head.
    pub at: u64,
    /// The kind, for decisions.
    pub kind: ResponseErrorKind,
    /// What is wrong, for people, in lower case.
    pub words: String,
}

/// What kind of wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResponseErrorKind {
    /// Against the rules.
    Malformed,
    /// The connection ended too early.
    Incomplete,
    /// Over a limit.
    TooLarge,
}

impl ResponseError {
    /// The connection ended there.
    pub(super) fn incomplete(at: u64, place: &str) -> Self {
        let words = format!("the connection ended {place}");
        Self { at, kind: ResponseErrorKind::Incomplete, words }
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: {}", self.at, self.words)
    }
}

impl std::error::Error for ResponseError {}
