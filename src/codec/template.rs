//! Payloads with fields, such as `{seq:u32be}` or `{crc16/modbus}`, that take their value when they are sent.
//!
//! A field is `{`, a letter, and everything up to `}` in the same line. `{{` is one brace; a `{` before anything else and
//! every `}` are themselves. Options follow colons.
//!
//! | field | becomes |
//! |---|---|
//! | `{seq:TYPE}`, `{seq:TYPE:START:STEP}` | START + n x STEP, wrapping in its width; START is 0 and STEP 1 if not said |
//! | `{len:TYPE}`, `{len:TYPE:rest}` | the length of the whole payload, or of what follows |
//! | `{crc16/modbus}`, `{crc32}`, `{sum8}`, `{xor8}`, `{lrc}`, `{inet}` | the checksum of all bytes before it
//! ([`Checksum`](crate::codec::checksum::Checksum)); with `:be`, `:le`, or as digits `:hex`, `:HEX` | | `{time:unix}`,
//! `{time:unix_ms}`, `{time:u32be}` | the time since 1970 as text, or in seconds as a number | | `{now:FORMAT}` | the local
//! time as `strftime` writes it, in the format of chrono | | `{random:N}` | N random bytes | | `{message}`, `{frame}`,
//! `{capture:N}` | the message being answered, without and with its framing, or a group of its pattern | | `{upper:SOURCE}`,
//! `{lower:SOURCE}` | one of these in capital or small letters | | `{strftime:SOURCE}` | the local time, in the format that one
//! of these is | | `{peer}`, `{count}` | the other end's address; the number of its message | | `{chargen}`, `{chargen:LINES}`
//! | lines of the character generator (RFC 864), going on in each round |
//!
//! TYPE is `u8`, or `u16`, `u24`, `u32`, `u64` with `be` or `le`; of a counter also `dec` and `hex`, which are text. Text
//! is sent in the encoding of the text around it; hex payloads take UTF-8.

mod catalogue;
mod field;
mod number;
mod render;
mod source;
mod split;
mod strftime;
mod values;

use bytes::Bytes;

use crate::codec::encoding::Encoding;
use crate::codec::error::ParseError;
use crate::codec::{escape, hex};
use crate::types::problem::template::{FieldProblem, FillProblem};
use field::Field;
use render::Part;
use split::Token;

pub use catalogue::{FieldHelp, catalogue};
pub use values::{Exchange, Scope, Values};

/// A payload, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Neighbours are never both fixed; without a field there is exactly one part.
    parts: Vec<Part>,
}

impl Template {
    /// Text with escapes and fields. `{{` is a brace, and so is a brace that no letter follows.
    pub fn text(text: &str, encoding: Encoding, scope: Scope) -> Result<Self, ParseError> {
        let literal = |text: &str| escape::parse(text, encoding);
        Self::of_tokens(text, split::text(text), encoding, scope, literal)
    }

    /// Hex digits, with fields between whole bytes.
    pub fn hex(text: &str, scope: Scope) -> Result<Self, ParseError> {
        // The text column of a pasted dump may have braces.
        let plain = hex::parse(text);
        let tokens = split::hex(text);
        if plain.is_ok() || tokens.iter().all(|token| matches!(token, Token::Literal(_))) {
            return plain.map(|bytes| Self::fixed(bytes.into()));
        }
        Self::of_tokens(text, tokens, Encoding::Utf8, scope, hex::parse)
    }

    /// These bytes, whatever is in them.
    pub fn fixed(bytes: Bytes) -> Self {
        Self { parts: vec![Part::Fixed(bytes)] }
    }

    /// The bytes, if they are the same each time.
    pub fn as_fixed(&self) -> Option<&Bytes> {
        match self.parts.as_slice() {
            [Part::Fixed(bytes)] => Some(bytes),
            _ => None,
        }
    }

    /// Whether the bytes depend on the time.
    pub fn follows_clock(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Field(field, _) if field.is_time()))
    }

    /// The highest group of a pattern that it copies, if any; 0 is the whole match.
    pub fn highest_group(&self) -> Option<usize> {
        let groups = self.parts.iter().filter_map(|part| match part {
            Part::Field(field, _) => field.group(),
            Part::Fixed(_) => None,
        });
        groups.max()
    }

    /// Appends another template. Its lengths and checksums cover the part before it too.
    pub fn append(&mut self, other: &Self) {
        for part in &other.parts {
            self.push(part.clone());
        }
    }

    /// The bytes, or why there are none.
    ///
    /// A template of `{frame}` or `{message}` alone shares the bytes, it does not copy them.
    pub fn render(&self, values: &mut Values<'_>) -> Result<Bytes, FillProblem> {
        match self.parts.as_slice() {
            [Part::Fixed(bytes)] => Ok(bytes.clone()),
            [Part::Field(Field::Copy(source), _)] => source.of(values),
            parts => render::render(parts, values).map(Bytes::from),
        }
    }

    fn of_tokens(
        text: &str,
        tokens: Vec<Token>,
        encoding: Encoding,
        scope: Scope,
        literal: impl Fn(&str) -> Result<Vec<u8>, ParseError>,
    ) -> Result<Self, ParseError> {
        let mut template = Self { parts: Vec::new() };
        for token in tokens {
            match token {
                Token::Literal(at) => {
                    let piece = text.get(at.clone()).unwrap_or_default();
                    let bytes = literal(piece).map_err(|error| error.shifted(at.start))?;
                    template.push(Part::Fixed(bytes.into()));
                }
                Token::Field(at) => {
                    let inside = text.get(at.clone()).unwrap_or_default();
                    let field =
                        field::parse(inside, scope).map_err(|error| error.shifted(at.start))?;
                    field.check(encoding).map_err(|problem| ParseError::new(at, problem))?;
                    template.push(Part::Field(field, encoding));
                }
                Token::Open(at) => {
                    return Err(ParseError::new(at, FieldProblem::Unclosed));
                }
            }
        }
        if template.parts.is_empty() {
            template.parts.push(Part::Fixed(Bytes::new()));
        }
        Ok(template)
    }

    /// Adds a part, keeping the invariant but for the part that there has to be.
    fn push(&mut self, part: Part) {
        match (self.parts.last_mut(), part) {
            (Some(Part::Fixed(before)), part) if before.is_empty() => {
                self.parts.pop();
                self.push(part);
            }
            (Some(Part::Fixed(before)), Part::Fixed(more)) => {
                *before = [before.as_ref(), more.as_ref()].concat().into();
            }
            (Some(_), Part::Fixed(more)) if more.is_empty() => {}
            (_, part) => self.parts.push(part),
        }
    }
}

#[cfg(test)]
mod tests;
