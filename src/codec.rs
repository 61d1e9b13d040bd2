//! Bytes to text and text to bytes. Pure: no sockets, no clocks, no state beyond a cut character.
//!
//! Typed text becomes bytes through [`Encoding::encode`], [`escape::parse`] or [`hex::parse`]; an error
//! is a [`ParseError`] that points at it, and nothing is dropped silently. Bytes become text through
//! [`Decoder`], [`show`] and [`dump`]; what doesn't decode stays visible as bytes.

pub mod checksum;
pub mod class;
pub mod dump;
pub mod encoding;
mod error;
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
pub use error::ParseError;
pub use line_ending::LineEnding;
pub use template::Template;
pub use text::{Decoder, Piece};
pub use typed::Typed;
