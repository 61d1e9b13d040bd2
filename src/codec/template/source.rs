//! Parts of a message that its reply can copy.

use bytes::Bytes;

use crate::codec::encoding::Encoding;
use crate::codec::error::ParseError;
use crate::codec::template::values::{Exchange, Values};
use crate::codec::text::{Decoder, Piece};
use crate::types::problem::template::FillProblem;

/// A part of the message being answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Without its framing.
    Message,
    /// As it came.
    Frame,
    /// A group of the pattern; 0 is the whole match.
    Capture(usize),
}

impl Source {
    pub(super) fn group(self) -> Option<usize> {
        match self {
            Self::Capture(group) => Some(group),
            Self::Message | Self::Frame => None,
        }
    }

    /// These bytes, shared.
    pub(super) fn of(self, values: &Values<'_>) -> Result<Bytes, FillProblem> {
        let exchange = exchange(values)?;
        match self {
            Self::Message => Ok(exchange.message.clone()),
            Self::Frame => Ok(exchange.frame.clone()),
            Self::Capture(group) => match exchange.captures.get(group) {
                Some(bytes) => Ok(bytes.clone().unwrap_or_default()),
                None => Err(FillProblem::NoGroup(group)),
            },
        }
    }
}

pub(super) fn exchange<'a>(values: &Values<'a>) -> Result<Exchange<'a>, FillProblem> {
    values.exchange.ok_or(FillProblem::NoMessage)
}

/// Capital or small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Upper,
    Lower,
}

impl Case {
    /// A text in this case. Bytes that don't decode stay as they are, and so does a letter whose other form the encoding
    /// lacks.
    pub(super) fn of(self, bytes: &[u8], encoding: Encoding) -> Vec<u8> {
        let is_wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        if bytes.is_ascii() && !is_wide {
            return match self {
                Self::Upper => bytes.to_ascii_uppercase(),
                Self::Lower => bytes.to_ascii_lowercase(),
            };
        }
        let mut out = Vec::with_capacity(bytes.len());
        decode(bytes, encoding, |piece| match piece {
            Piece::Text(text) => out.extend(self.of_text(text, encoding)),
            Piece::Bad(bytes) => out.extend(bytes),
        });
        out
    }

    fn of_text(self, text: &str, encoding: Encoding) -> Vec<u8> {
        let other = match self {
            Self::Upper => text.to_uppercase(),
            Self::Lower => text.to_lowercase(),
        };
        encoding.encode(&other).unwrap_or_else(|_: ParseError| {
            let one = |c: char| {
                let other: String = match self {
                    Self::Upper => c.to_uppercase().collect(),
                    Self::Lower => c.to_lowercase().collect(),
                };
                let same = || encoding.encode(c.encode_utf8(&mut [0; 4])).unwrap_or_default();
                encoding.encode(&other).unwrap_or_else(|_: ParseError| same())
            };
            text.chars().flat_map(one).collect()
        })
    }
}

/// Bytes as text; bytes that don't decode become U+FFFD.
pub(super) fn text(bytes: &[u8], encoding: Encoding) -> String {
    let mut out = String::new();
    decode(bytes, encoding, |piece| match piece {
        Piece::Text(text) => out.push_str(text),
        Piece::Bad(_) => out.push(char::REPLACEMENT_CHARACTER),
    });
    out
}

fn decode(bytes: &[u8], encoding: Encoding, mut sink: impl FnMut(Piece<'_>)) {
    let mut decoder = Decoder::new(encoding);
    decoder.decode(bytes, &mut sink);
    decoder.finish(&mut sink);
}
