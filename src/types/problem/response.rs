//! What can be wrong with a response: so wrong that it cannot be read, or only to be pointed out.

use serde::{Deserialize, Serialize};

/// Why a response cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResponseProblem {
    /// It does not begin with `HTTP/`.
    NotHttp,
    /// The version is neither HTTP/1.0 nor HTTP/1.1.
    Version,
    /// This byte does not belong in a status line there.
    StatusLine(u8),
    /// This is not a status code; cut if it is very long.
    StatusCode(Vec<u8>),
    /// The status code is below 100.
    StatusRange(u16),
    /// The first header line begins with white space.
    LeadingWhitespace,
    /// A header has no name.
    NameMissing,
    /// No colon follows the name of a header.
    ColonMissing,
    /// A header name cannot contain this byte.
    NameByte(u8),
    /// A header value cannot contain this byte.
    ValueByte(u8),
    /// This byte follows CR instead of LF.
    AfterCr(u8),
    /// This byte does not belong there, in the words of the parser.
    Misplaced(u8, String),
    /// The parser does not find the end of the head.
    Head,
    /// `Content-Length` is empty.
    LengthEmpty,
    /// This `Content-Length` is not a number; cut if it is very long.
    LengthNumber(Vec<u8>),
    /// This `Content-Length` is larger than any body; cut if it is very long.
    LengthTooLarge(Vec<u8>),
    /// `Content-Length` contradicts the one before it.
    LengthConflict {
        /// What it says.
        len: u64,
        /// What the one before says.
        before: u64,
    },
    /// The coding `chunked` has a parameter.
    ChunkedParameter(Vec<u8>),
    /// This byte is in the place of the size of a chunk.
    ChunkSizeMissing(u8),
    /// This byte is not a hex digit of the size of a chunk.
    ChunkSize(u8),
    /// The line with the size of a chunk ends in LF alone.
    ChunkLineEnd,
    /// A chunk extension cannot contain this byte.
    ChunkExtension(u8),
    /// This byte follows the data of a chunk instead of CR LF.
    AfterChunk(u8),
    /// The chunk is larger than any body.
    ChunkTooLarge,
    /// The connection ended too early.
    Ended(Ended),
    /// More of something than is accepted.
    Limit(Limited, usize),
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limited {
    /// Bytes of a line of a head or trailer section.
    LineBytes,
    /// Bytes of all heads together, or of the trailer section.
    HeaderBytes,
    /// Lines of all heads together, or of the trailer section.
    HeaderLines,
    /// Heads with a status of 1xx.
    InterimHeads,
    /// Bytes of the line with the size of a chunk.
    ChunkLineBytes,
}

/// Where the connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ended {
    /// Before the first byte of a response.
    BeforeResponse,
    /// Within a head.
    InHead,
    /// After a 1xx, before the final head.
    BeforeFinalHead,
    /// Within a body of known length.
    InBody {
        /// Bytes of it that came.
        received: u64,
        /// Its length.
        len: u64,
    },
    /// Within a chunk.
    InChunk {
        /// Bytes of it that came.
        received: u64,
        /// Its length.
        len: u64,
    },
    /// Before the last chunk.
    BeforeLastChunk,
    /// Within the trailer section.
    InTrailers,
}

/// What is odd about a head, beside its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeadProblem {
    /// Empty lines before the status line.
    EmptyLinesBefore,
    /// The status line ends in LF alone.
    StatusLineEnd,
    /// The empty line after the headers is LF alone.
    EmptyLineEnd,
    /// It switches protocols, and no upgrade was asked for.
    UnaskedUpgrade,
}

/// What is odd about a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldProblem {
    /// White space before its colon.
    SpaceBeforeColon,
    /// It is folded over several lines.
    Folded,
    /// Its line ends in LF alone.
    LineEnd,
    /// It does not count in a trailer section.
    NotInTrailers,
    /// It is ignored, as such a response has no body.
    WithoutBody,
    /// It is ignored, as `Transfer-Encoding` decides.
    Overruled,
    /// It repeats a length.
    LengthAgain,
    /// `chunked` is not the last coding: the body lasts until the connection ends.
    ChunkedNotLast,
    /// `chunked` comes more than once, and counts once.
    ChunkedAgain,
    /// HTTP/1.0 does not have it.
    NotInHttp10,
    /// It is empty.
    Empty,
}

/// What is odd about a body that can be read all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyProblem {
    /// White space follows the size of a chunk.
    SpaceAfterChunkSize,
}
