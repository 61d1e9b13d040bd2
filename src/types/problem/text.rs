//! Problems with typed text: hex digits, escapes, encodings, and names to choose from.

use serde::{Deserialize, Serialize};

/// Why a text isn't hex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HexProblem {
    /// A character that isn't a hex digit.
    NotADigit(char),
    /// One digit of a byte, without the other.
    HalfByte(char),
    /// `0x` with nothing after it.
    NoDigits,
    /// A pasted dump lacks rows: this offset comes next.
    MissingRows {
        /// The offset of the first missing row.
        expected: u64,
    },
    /// A pasted dump has a `*` in place of repeated rows.
    RepeatedRows,
    /// A row of a pasted dump doesn't begin with an offset.
    NoOffset,
    /// Bytes without spaces between them, in a dump that separates its bytes.
    GroupedBytes,
    /// A part behind the bytes of a row is neither bytes nor the text of these bytes.
    ColumnMismatch(Box<Self>),
}

/// Why a text with backslash escapes can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EscapeProblem {
    /// A backslash with nothing after it.
    Lone,
    /// A backslash at the end of a line.
    AtLineEnd,
    /// A backslash before this character.
    Unknown(char),
    /// `\x` without two hex digits.
    ByteDigits,
    /// `\u` without braces.
    NoBraces,
    /// `\u{...}` without one to six hex digits, or without its closing brace.
    CharDigits,
    /// `\u{...}` with a number that no character has.
    NoSuchChar,
}

/// A character that an encoding lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmappable {
    /// The character.
    pub character: char,
    /// The encoding's label.
    pub encoding: String,
}

/// A name that isn't one of those to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownName {
    /// What is to be chosen.
    pub choice: Choice,
    /// As typed.
    pub name: String,
    /// The names to choose from.
    pub known: Vec<String>,
}

/// What is chosen by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// A character encoding.
    Encoding,
    /// A line ending.
    LineEnding,
}
