//! The bytes of a message that has not ended.

use bytes::{Bytes, BytesMut};

/// The piece that they came in, or a copy once there are several pieces.
#[derive(Debug)]
pub(super) enum Carry {
    One(Bytes),
    Several(BytesMut),
}

impl Carry {
    pub(super) fn len(&self) -> usize {
        self.as_slice().len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        match self {
            Self::One(bytes) => bytes,
            Self::Several(bytes) => bytes,
        }
    }

    pub(super) fn append(&mut self, piece: Bytes) {
        match self {
            Self::One(bytes) if bytes.is_empty() => *bytes = piece,
            Self::One(bytes) => {
                let mut copy = BytesMut::with_capacity(bytes.len().saturating_add(piece.len()));
                copy.extend_from_slice(bytes);
                copy.extend_from_slice(&piece);
                *self = Self::Several(copy);
            }
            Self::Several(bytes) => bytes.extend_from_slice(&piece),
        }
    }

    pub(super) fn take(self) -> Bytes {
        match self {
            Self::One(bytes) => bytes,
            Self::Several(bytes) => bytes.freeze(),
        }
    }
}

impl Default for Carry {
    fn default() -> Self {
        Self::One(Bytes::new())
    }
}
