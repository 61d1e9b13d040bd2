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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::types::event::samples;
    use crate::types::{NotSent, Remark, RuleAct, RuleName};

    #[test]
    fn a_note_of_every_fact_is_read_as_it_was_written() {
        for fact in samples::facts() {
            let note = Note::Fact(Cow::Owned(fact));
            let bytes = encode(&note);
            assert_eq!(decode(&bytes), Ok(note));
        }
        let notes = [
            Note::Ruled { rule: Some(RuleName::Number(3)), act: RuleAct::HalfClose },
            Note::Remark(Remark::NotSent(NotSent::NoConnection)),
            Note::Remark(Remark::Unsent { bytes: u64::MAX }),
        ];
        for note in notes {
            assert_eq!(decode(&encode(&note)), Ok(note));
        }
    }

    #[test]
    fn a_note_is_compact() {
        assert_eq!(encode(&Note::Remark(Remark::Unsent { bytes: 5 })), [1, 2, 1, 5]);
        let closed = Note::Fact(Cow::Owned(crate::types::Fact::ListenStopped));
        assert_eq!(encode(&closed).len(), 3);
    }

    #[test]
    fn damaged_bytes_are_an_error_and_no_panic() {
        for fact in samples::facts() {
            let bytes = encode(&Note::Fact(Cow::Owned(fact)));
            for len in 0..bytes.len() {
                assert!(decode(&bytes[..len]).is_err(), "{len} of {bytes:?}");
            }
        }
        assert_eq!(decode(&[2, 0]), Err(NoteProblem::Version(2)));
    }
}
