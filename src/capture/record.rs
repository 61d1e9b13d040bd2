//! One record: a read, a write or a note, and where its bytes are.

use std::ops::Range;

use crate::types::{Direction, Level, Origin, PeerId, Stamp};

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Bytes that arrived in one read.
    Received,
    /// Bytes that the kernel took in one write.
    Sent(Origin),
    /// Words about something that happened; holds no bytes.
    Note(Level),
}

impl Kind {
    /// Which way the bytes went; `None` for a note.
    pub fn direction(self) -> Option<Direction> {
        match self {
            Self::Received => Some(Direction::Received),
            Self::Sent(_) => Some(Direction::Sent),
            Self::Note(_) => None,
        }
    }
}

/// A read, a write or a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// When it happened.
    pub at: Stamp,
    /// Absolute offset of its first byte in the session; for a note, of the byte that came next.
    pub offset: u64,
    /// How many bytes it has; 0 for a note and for an empty datagram.
    pub len: u32,
    /// Whose it is.
    pub peer: PeerId,
    /// What it is.
    pub kind: Kind,
}

impl Record {
    /// Absolute offset after its last byte.
    pub fn end(&self) -> u64 {
        self.offset + u64::from(self.len)
    }

    /// Absolute offsets of its bytes. The first ones may have been dropped already: compare with [`crate::capture::Capture::bytes`].
    pub fn bytes(&self) -> Range<u64> {
        self.offset..self.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_takes_40_bytes() {
        assert_eq!(size_of::<Record>(), 40);
    }
}
