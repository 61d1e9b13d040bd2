//! Bytes of which some may be anything: `48 ?? 0A 4?`.

use crate::codec::ParseError;
use crate::types::problem::MatcherProblem;

/// Matches messages of its length with these digits.
#[derive(Debug, Clone)]
pub(in crate::respond) struct Mask(Box<[Place]>);

/// A byte whose bits under `fixed` must be those of `value`.
#[derive(Debug, Clone, Copy)]
struct Place {
    fixed: u8,
    value: u8,
}

impl Mask {
    /// Pairs of hex digits and `?`, in a row or apart.
    pub(in crate::respond) fn new(text: &str) -> Result<Self, ParseError> {
        let mut places = Vec::new();
        let mut high: Option<(usize, Place)> = None;
        for (at, c) in text.char_indices() {
            if is_separator(c) {
                if let Some((start, _)) = high {
                    return Err(half(text, start));
                }
                continue;
            }
            let digit = digit(at, c)?;
            match high.take() {
                None => high = Some((at, digit)),
                Some((_, high)) => places.push(Place {
                    fixed: high.fixed << 4 | digit.fixed,
                    value: high.value << 4 | digit.value,
                }),
            }
        }
        match high {
            Some((start, _)) => Err(half(text, start)),
            None if places.is_empty() => {
                Err(ParseError::new(0..text.len(), MatcherProblem::EmptyMask))
            }
            None => Ok(Self(places.into())),
        }
    }

    pub(in crate::respond) fn len(&self) -> usize {
        self.0.len()
    }

    /// The byte at a place, if all of it is given.
    pub(in crate::respond) fn byte(&self, at: usize) -> Option<u8> {
        self.0.get(at).filter(|place| place.fixed == u8::MAX).map(|place| place.value)
    }

    pub(super) fn is_match(&self, message: &[u8]) -> bool {
        message.len() == self.0.len()
            && message.iter().zip(&self.0).all(|(byte, place)| byte & place.fixed == place.value)
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ':' | '-')
}

fn digit(at: usize, c: char) -> Result<Place, ParseError> {
    if c == '?' {
        return Ok(Place { fixed: 0, value: 0 });
    }
    let value = c.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    value
        .map(|value| Place { fixed: 0xf, value })
        .ok_or_else(|| ParseError::new(at..at + c.len_utf8(), MatcherProblem::NotAMaskDigit(c)))
}

fn half(text: &str, at: usize) -> ParseError {
    let end = text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
    ParseError::new(at..end, MatcherProblem::HalfByte)
}
