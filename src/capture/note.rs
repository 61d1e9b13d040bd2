//! Notes as bytes: a version, then the fact.
//!
//! The fact is encoded by [`postcard`]: variants by their place in the declaration, numbers as varints. So bytes of one
//! version are read by programs whose facts are declared alike; whoever changes a fact that may be stored beyond the
//! process gives the version a new number.

use crate::types::Note;

/// Why a note can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteProblem {
    /// It was written by a program with other facts.
    Version(u8),
    /// Its bytes aren't those of a note.
    Damaged,
}

/// The bytes of a note.
pub(super) fn encode(note: &Note<'_>) -> Vec<u8> {
    // Writing into memory can't fail, and no fact holds what the encoding lacks (a test encodes one of each).
    postcard::to_extend(note, vec![VERSION]).unwrap_or_default()
}

/// The note that these bytes are.
pub(super) fn decode(bytes: &[u8]) -> Result<Note<'static>, NoteProblem> {
    match bytes {
        [VERSION, fact @ ..] => {
            let decoded = postcard::from_bytes(fact);
            decoded.ok().ok_or(NoteProblem::Damaged)
        }
        [version, ..] => Err(NoteProblem::Version(*version)),
        [] => Err(NoteProblem::Damaged),
    }
}

const VERSION: u8 = 1;
