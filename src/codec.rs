//! Bytes to text and text to bytes. Pure: no sockets, no clocks, no state beyond a cut character.
//!
//! What a person types becomes bytes through [`Encoding::encode`], [`escape::parse`] or [`hex::parse`]; a mistake
//! is a [`ParseError`] that points at it, and nothing is dropped in silence. Bytes become text through
//! [`Decoder`], [`show`] and [`dump`]; what does not decode stays visible as bytes.

pub mod checksum;
pub mod class;
pub mod dump;
pub mod encoding;
pub mod escape;
pub mod hex;
pub mod line_ending;
pub mod sequence;
pub mod show;
pub mod template;
pub mod text;
pub mod typed;

pub use class::ByteClass;
pub use dump::Dumper;
pub use encoding::{Declared, Encoding};
pub use line_ending::LineEnding;
pub use template::Template;
pub use text::{Decoder, Piece};
pub use typed::Typed;

use std::fmt;
use std::ops::Range;

/// What is wrong with a draft, and where. Prints as the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The wrong part, as a range of bytes of the draft; both ends are borders of characters.
    pub at: Range<usize>,
    /// What is wrong, for people.
    pub message: String,
}

impl ParseError {
    fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }

    /// A name that is none of the labels to choose from.
    fn unknown<const N: usize>(what: &str, name: &str, labels: [&str; N]) -> Self {
        let name_shown = show::inert(name);
        let message = format!("unknown {what} “{name_shown}”, one of {}", labels.join(", "));
        Self::new(0..name.len(), message)
    }

    /// The same error in a larger text that holds the parsed one at `start`.
    fn shifted(self, start: usize) -> Self {
        Self { at: self.at.start + start..self.at.end + start, ..self }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}
