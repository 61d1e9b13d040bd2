//! One line of text as a byte range.

use crate::types::{Direction, PeerId};

/// One line of text: a byte range of the capture, of one peer and direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLine {
    /// Absolute offset of the first byte.
    pub start: u64,
    /// Absolute offset behind the last byte.
    pub end: u64,
    /// Whose bytes.
    pub peer: PeerId,
    /// Which way they went.
    pub direction: Direction,
    /// Bytes of the first character that came in an earlier line of the same stream.
    pub carry: Carry,
}

impl TextLine {
    /// Bytes of the line, those carried over included.
    #[expect(clippy::len_without_is_empty, reason = "a line is never empty")]
    pub fn len(&self) -> usize {
        self.carry.as_slice().len() + usize::try_from(self.end - self.start).unwrap_or(usize::MAX)
    }
}

/// The first bytes of a character that was cut: at most three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Carry {
    bytes: [u8; 3],
    len: u8,
}

impl Carry {
    /// The bytes.
    pub fn as_slice(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    pub(super) fn new(tail: &[u8]) -> Self {
        let mut carry = Self::default();
        for (slot, byte) in carry.bytes.iter_mut().zip(tail) {
            *slot = *byte;
            carry.len += 1;
        }
        carry
    }
}
