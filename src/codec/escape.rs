//! Typed text with backslash escapes to bytes.

use crate::codec::encoding::Encoding;
use crate::codec::error::ParseError;
use crate::types::problem::text::EscapeProblem;

/// The bytes of a text in an encoding, with escapes.
///
/// | escape | means |
/// |---|---|
/// | `\r` `\n` `\t` `\0` | the character U+000D, U+000A, U+0009, U+0000 |
/// | `\u{...}` | the character of one to six hex digits |
/// | `\xNN` | the byte NN as it is, whatever the encoding |
/// | `\\` | a backslash |
///
/// An error points at a wrong escape, or at the first character that the encoding lacks.
pub fn parse(text: &str, encoding: Encoding) -> Result<Vec<u8>, ParseError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (plain, escape) =
            rest.split_at_checked(rest.find('\\').unwrap_or(rest.len())).unwrap_or((rest, ""));
        bytes.extend(encoding.encode(plain).map_err(|e| e.shifted(at))?);
        at += plain.len();
        if escape.is_empty() {
            break;
        }
        let (meaning, len) = read(escape).map_err(|e| e.shifted(at))?;
        match meaning {
            Meaning::Byte(byte) => bytes.push(byte),
            Meaning::Char(c) => bytes.extend(
                encode_char(c, encoding).map_err(|e| ParseError::new(at..at + len, e.problem))?,
            ),
        }
        at += len;
    }
    Ok(bytes)
}

enum Meaning {
    Byte(u8),
    Char(char),
}

fn encode_char(c: char, encoding: Encoding) -> Result<Vec<u8>, ParseError> {
    encoding.encode(c.encode_utf8(&mut [0; 4]))
}

/// The escape at the start of `text`, which is a backslash, and its length in bytes.
fn read(text: &str) -> Result<(Meaning, usize), ParseError> {
    let mut chars = text.chars().skip(1);
    let c = match chars.next() {
        Some('r') => '\r',
        Some('n') => '\n',
        Some('t') => '\t',
        Some('0') => '\0',
        Some('\\') => '\\',
        Some('x') => return read_byte(text),
        Some('u') => return read_char(text),
        Some(other) => return Err(wrong_escape(other)),
        None => return Err(ParseError::new(0..1, EscapeProblem::Lone)),
    };
    Ok((Meaning::Char(c), 2))
}

fn wrong_escape(letter: char) -> ParseError {
    if matches!(letter, '\n' | '\r') {
        return ParseError::new(0..1, EscapeProblem::AtLineEnd);
    }
    ParseError::new(0..1 + letter.len_utf8(), EscapeProblem::Unknown(letter))
}

/// `\xNN`.
fn read_byte(text: &str) -> Result<(Meaning, usize), ParseError> {
    text.get(2..4)
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
        .and_then(|digits| u8::from_str_radix(digits, 16).ok())
        .map(|byte| (Meaning::Byte(byte), 4))
        .ok_or_else(|| {
            let digits = text.chars().skip(2).take_while(char::is_ascii_hexdigit).take(2).count();
            ParseError::new(0..2 + digits, EscapeProblem::ByteDigits)
        })
}

/// `\u{...}`.
fn read_char(text: &str) -> Result<(Meaning, usize), ParseError> {
    let Some(inside) = text.get(2..).and_then(|rest| rest.strip_prefix('{')) else {
        return Err(ParseError::new(0..2, EscapeProblem::NoBraces));
    };
    let digits = inside.bytes().take_while(u8::is_ascii_hexdigit).count();
    let end = 3 + digits;
    if !text.get(end..).is_some_and(|rest| rest.starts_with('}')) || !(1..=6).contains(&digits) {
        return Err(ParseError::new(0..end, EscapeProblem::CharDigits));
    }
    text.get(3..end)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .and_then(char::from_u32)
        .map(|c| (Meaning::Char(c), end + 1))
        .ok_or_else(|| ParseError::new(0..end + 1, EscapeProblem::NoSuchChar))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::types::problem::text::Unmappable;

    #[test]
    fn escapes_mean_what_the_table_says() {
        let table: [(Encoding, &str, &[u8]); 11] = [
            (Encoding::Utf8, "", b""),
            (Encoding::Utf8, "plain 你", "plain 你".as_bytes()),
            (Encoding::Utf8, r"a\r\n\t\0\\z", b"a\r\n\t\0\\z"),
            (Encoding::Utf8, r"\x00\xfF\x4a", b"\x00\xff\x4a"),
            (Encoding::Utf8, r"\u{4f60}\u{1F600}\u{0}", "你😀\0".as_bytes()),
            (Encoding::Utf8, r"\\x41\012", b"\\x41\x0012"),
            (Encoding::Gbk, r"你\u{4f60}\xff", b"\xc4\xe3\xc4\xe3\xff"),
            (Encoding::Latin1, r"é\u{e9}", b"\xe9\xe9"),
            (Encoding::Utf16Le, r"a\n\x01\0", b"a\0\n\0\x01\0\0"),
            (Encoding::Utf16Be, r"a\\\u{1f600}", b"\0a\0\\\xd8\x3d\xde\x00"),
            (Encoding::Utf8, "real\nbreak", b"real\nbreak"),
        ];
        for (encoding, text, bytes) in table {
            assert_eq!(parse(text, encoding).unwrap(), bytes, "{encoding:?} {text}");
        }
    }

    #[test]
    fn a_wrong_escape_is_pointed_at() {
        let table = [
            (r"ab\", 2..3, EscapeProblem::Lone),
            (r"你\q", 3..5, EscapeProblem::Unknown('q')),
            (r"\你", 0..4, EscapeProblem::Unknown('你')),
            ("\\\n", 0..1, EscapeProblem::AtLineEnd),
            (r"\x", 0..2, EscapeProblem::ByteDigits),
            (r"a\x4", 1..4, EscapeProblem::ByteDigits),
            (r"\x4g", 0..3, EscapeProblem::ByteDigits),
            (r"\xg4", 0..2, EscapeProblem::ByteDigits),
            (r"\x+4", 0..2, EscapeProblem::ByteDigits),
            (r"\x4你", 0..3, EscapeProblem::ByteDigits),
            (r"\u41", 0..2, EscapeProblem::NoBraces),
            (r"\u", 0..2, EscapeProblem::NoBraces),
            (r"\u{}", 0..3, EscapeProblem::CharDigits),
            (r"\u{41", 0..5, EscapeProblem::CharDigits),
            (r"\u{41g}", 0..5, EscapeProblem::CharDigits),
            (r"\u{0000041}", 0..10, EscapeProblem::CharDigits),
            (r"\u{d800}", 0..8, EscapeProblem::NoSuchChar),
            (r"a\u{110000}", 1..11, EscapeProblem::NoSuchChar),
        ];
        for (text, at, problem) in table {
            let error = parse(text, Encoding::Utf8).unwrap_err();
            assert_eq!(error, ParseError::new(at, problem), "{text}");
        }
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_pointed_at_in_the_draft() {
        let table = [(r"\nab é", 5..7), (r"\n\u{e9}x", 2..8), (r"\né\q", 2..4)];
        for (text, at) in table {
            let error = parse(text, Encoding::Big5).unwrap_err();
            let lacks = Unmappable { character: 'é', encoding: "Big5".to_owned() };
            assert_eq!(error, ParseError::new(at, lacks), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_bytes_or_points_into_the_text(text in r"(\\[rnt0xu\\{}]|[0-9a-f{}\\x]|.){0,20}") {
            for encoding in Encoding::ALL {
                if let Err(error) = parse(&text, encoding) {
                    prop_assert!(text.get(error.at).is_some_and(|part| !part.is_empty()));
                }
            }
        }

        #[test]
        fn text_without_a_backslash_is_the_encoded_text(text in r"[^\\]*") {
            for encoding in Encoding::ALL {
                prop_assert_eq!(parse(&text, encoding), encoding.encode(&text));
            }
        }
    }
}
