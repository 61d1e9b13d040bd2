//! A run of hex digits in a larger text.

use crate::codec::error::ParseError;
use crate::types::problem::text::HexProblem;

/// A part of a text and where it starts there, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

impl Word<'_> {
    pub(super) fn error(&self, problem: HexProblem) -> ParseError {
        ParseError::new(self.at..self.at + self.text.len(), problem)
    }
}

/// The parts of a text between separators.
pub(super) fn words(text: &str, separates: fn(char) -> bool) -> impl Iterator<Item = Word<'_>> {
    text.split_inclusive(separates)
        .scan(0, move |next, piece| {
            let at = *next;
            *next += piece.len();
            let text = piece.trim_end_matches(separates);
            Some(Word { at, text })
        })
        .filter(|word| !word.text.is_empty())
}

/// Appends the bytes of a run of digits, perhaps with `0x` before it.
pub(super) fn push_word(word: &Word<'_>, bytes: &mut Vec<u8>) -> Result<(), ParseError> {
    let digits = without_prefix(word.text);
    let start = word.at + word.text.len() - digits.len();
    if digits.is_empty() {
        return Err(word.error(HexProblem::NoDigits));
    }
    if let Some((at, c)) = digits.char_indices().find(|(_, c)| !c.is_ascii_hexdigit()) {
        let at = start + at;
        return Err(ParseError::new(at..at + c.len_utf8(), HexProblem::NotADigit(c)));
    }
    let (pairs, odd) = digits.as_bytes().as_chunks::<2>();
    bytes.extend(pairs.iter().map(|&[high, low]| value(high) << 4 | value(low)));
    if let [digit] = odd {
        let at = start + digits.len() - 1;
        return Err(ParseError::new(at..at + 1, HexProblem::HalfByte(char::from(*digit))));
    }
    Ok(())
}

/// The digits after `0x`.
pub(super) fn without_prefix(word: &str) -> &str {
    word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")).unwrap_or(word)
}

/// The value of a hex digit.
fn value(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => (digit | 0x20) - b'a' + 10,
    }
}
