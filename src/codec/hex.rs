//! Typed or pasted hex to bytes.

mod pasted;

use crate::codec::ParseError;
use crate::types::inert::quoted;

/// The bytes of hex digits.
///
/// Digits come in pairs, as many as liked in a row, each run of them with or without `0x` in front. White space,
/// line breaks, commas, colons and dashes separate. A hex dump in the layout of [`dump`](crate::codec::dump), `xxd`,
/// `hexdump -C` or Wireshark is read as its bytes: offsets and text column are checked and left out.
///
/// An error points at a wrong digit, at half a byte, or at the part of a dump that contradicts the rest.
pub fn parse(text: &str) -> Result<Vec<u8>, ParseError> {
    pasted::parse(text).unwrap_or_else(|| plain(text))
}

fn plain(text: &str) -> Result<Vec<u8>, ParseError> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    for word in words(text, is_separator) {
        push_word(&word, &mut bytes)?;
    }
    Ok(bytes)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ':' | '-')
}

/// A part of a text and where it starts there, in bytes.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    at: usize,
    text: &'a str,
}

impl Word<'_> {
    fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError::new(self.at..self.at + self.text.len(), message)
    }
}

fn words(text: &str, separates: fn(char) -> bool) -> impl Iterator<Item = Word<'_>> {
    text.split_inclusive(separates)
        .scan(0, move |next, piece| {
            let at = *next;
            *next += piece.len();
            let text = piece.trim_end_matches(separates);
            Some(Word { at, text })
        })
        .filter(|word| !word.text.is_empty())
}

fn push_word(word: &Word<'_>, bytes: &mut Vec<u8>) -> Result<(), ParseError> {
    let digits = without_prefix(word.text);
    let start = word.at + word.text.len() - digits.len();
    if digits.is_empty() {
        return Err(word.error("digits are missing after 0x"));
    }
    if let Some((at, c)) = digits.char_indices().find(|(_, c)| !c.is_ascii_hexdigit()) {
        let at = start + at;
        let message = format!("{} is not a hex digit", quoted(c));
        return Err(ParseError::new(at..at + c.len_utf8(), message));
    }
    let (pairs, odd) = digits.as_bytes().as_chunks::<2>();
    bytes.extend(pairs.iter().map(|&[high, low]| value(high) << 4 | value(low)));
    if let [digit] = odd {
        let at = start + digits.len() - 1;
        let digit = quoted(char::from(*digit));
        let message = format!("{digit} is half a byte: a byte has two digits");
        return Err(ParseError::new(at..at + 1, message));
    }
    Ok(())
}

fn without_prefix(word: &str) -> &str {
    word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")).unwrap_or(word)
}

/// Of a hex digit.
fn value(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => (digit | 0x20) - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits_come_with_any_separators() {
        let table: [(&str, &[u8]); 12] = [
            ("", b""),
            (" \n, ", b""),
            ("48656c6c6f", b"Hello"),
            ("48 65 6C 6c 6F", b"Hello"),
            ("48:65:6c:6c:6f", b"Hello"),
            ("48-65-6c-6c-6f", b"Hello"),
            ("0x48, 0x65,\n0X6c6C, 0x6f,\n", b"Hello"),
            ("4865 6c6c\r\n\t6f", b"Hello"),
            ("00", b"\0"),
            ("0000 0000 0006  11 03", b"\0\0\0\0\0\x06\x11\x03"),
            ("deadbeef  cafe", b"\xde\xad\xbe\xef\xca\xfe"),
            ("00\u{a0}01\u{3000}02", b"\0\x01\x02"),
        ];
        for (text, bytes) in table {
            assert_eq!(parse(text).unwrap(), bytes, "{text:?}");
        }
    }

    #[test]
    fn a_wrong_digit_is_pointed_at() {
        let table = [
            ("48 6g 00", 4..5, "“g” is not a hex digit"),
            ("你", 0..3, "“你” is not a hex digit"),
            ("48 |", 3..4, "“|” is not a hex digit"),
            ("48 65\u{1b}", 5..6, "U+001B is not a hex digit"),
            ("48 0x480x65", 8..9, "“x” is not a hex digit"),
            ("48 486 00", 5..6, "“6” is half a byte: a byte has two digits"),
            ("1 2", 0..1, "“1” is half a byte: a byte has two digits"),
            ("0xA", 2..3, "“A” is half a byte: a byte has two digits"),
            ("00 0x", 3..5, "digits are missing after 0x"),
        ];
        for (text, at, message) in table {
            let error = parse(text).unwrap_err();
            assert_eq!((error.at, error.message.as_str()), (at, message), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_bytes_or_points_into_the_text(text in r"([0-9a-f]{2,8}|0000000[0-9a-f]0|[ :|>\n*.-]{1,3}|.){0,30}") {
            if let Err(error) = parse(&text) {
                prop_assert!(text.get(error.at).is_some_and(|part| !part.is_empty()));
            }
        }

        #[test]
        fn really_any_text_is_survived(text: String) {
            parse(&text).ok();
        }

        #[test]
        fn digits_parse_to_their_bytes_however_grouped(bytes: Vec<u8>, group in 1_usize..20, separator in "[ ,\n-]|, ") {
            let mut text = String::new();
            for (number, byte) in bytes.iter().enumerate() {
                if number > 0 && number % group == 0 {
                    text.push_str(&separator);
                }
                write!(text, "{byte:02X}").unwrap();
            }
            prop_assert_eq!(parse(&text).unwrap(), bytes);
        }
    }
}
