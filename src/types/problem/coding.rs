//! What can be wrong with the codings of a body.

use serde::{Deserialize, Serialize};

use crate::types::coding::Coding;

/// Why the codings of a body cannot be taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodingProblem {
    /// A content coding that is not known: the body stays as it came.
    UnknownContent(Vec<u8>),
    /// A transfer coding that is not known.
    UnknownTransfer(Vec<u8>),
    /// More codings on top of each other than are taken off.
    TooMany(usize),
    /// The data is damaged, or not in this coding.
    Damaged {
        /// Which coding.
        coding: Coding,
        /// Offset in the data of this coding.
        at: u64,
        /// What is wrong.
        damage: CodingDamage,
    },
    /// The data ends before its end.
    Truncated {
        /// Which coding.
        coding: Coding,
        /// Bytes of its data that came.
        at: u64,
    },
    /// It decodes to far more than was received.
    TooLarge {
        /// Bytes received.
        received: u64,
        /// The most bytes that they may become.
        most: u64,
    },
}

/// What is wrong with coded data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodingDamage {
    /// It is damaged, or not in this coding at all.
    Corrupt,
    /// It does not begin as gzip does.
    NotGzip,
    /// It does not begin as a zstd frame does.
    NotZstd,
    /// The compression method of gzip is not deflate.
    Method,
    /// Reserved flags of the gzip header are set.
    ReservedFlags,
    /// The checksum of the gzip header does not match.
    HeaderChecksum,
    /// The checksum does not match.
    Checksum,
    /// The length does not match.
    Length,
    /// A preset dictionary is needed.
    Dictionary,
    /// A reserved bit of the frame header is set.
    ReservedBit,
    /// The frame header is damaged, in the words of the decoder.
    FrameHeader(String),
    /// The frame cannot be read, in the words of the decoder.
    Frame(String),
    /// The block before is damaged, in the words of the decoder.
    Block(String),
    /// A block is larger than 128 KiB.
    BlockTooLarge,
    /// A block of the reserved type.
    ReservedBlock,
    /// A larger window is needed than HTTP allows (RFC 9659).
    Window {
        /// Bytes that are needed.
        needed: u64,
        /// Bytes that are allowed.
        most: u64,
    },
}
