//! Typed or pasted hex to bytes.

mod pasted;
mod word;

use crate::codec::error::ParseError;
use word::{push_word, words};

/// The bytes of hex digits.
///
/// Digits come in pairs, as many as liked in a row, each run of them with or without `0x` in front. White space,
/// line breaks, commas, colons and dashes separate. A hex dump in the layout of [`dump`](crate::codec::dump), `xxd`,
/// `hexdump -C` or Wireshark is read as its bytes: offsets and the text column are checked and ignored.
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::types::problem::text::HexProblem;

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
            ("48 6g 00", 4..5, HexProblem::NotADigit('g')),
            ("你", 0..3, HexProblem::NotADigit('你')),
            ("48 |", 3..4, HexProblem::NotADigit('|')),
            ("48 65\u{1b}", 5..6, HexProblem::NotADigit('\u{1b}')),
            ("48 0x480x65", 8..9, HexProblem::NotADigit('x')),
            ("48 486 00", 5..6, HexProblem::HalfByte('6')),
            ("1 2", 0..1, HexProblem::HalfByte('1')),
            ("0xA", 2..3, HexProblem::HalfByte('A')),
            ("00 0x", 3..5, HexProblem::NoDigits),
        ];
        for (text, at, problem) in table {
            assert_eq!(parse(text), Err(ParseError::new(at, problem)), "{text:?}");
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
