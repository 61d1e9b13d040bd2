//! The backslash escapes of `$'...'` (POSIX.1-2024, XCU 2.2.4; bash(1), QUOTING) and of `printf`.

use crate::http::curl::CurlError;
use crate::types::problem::curl::CurlProblem;

/// The bytes between `$'` and `'`, at `start` of the command, and the length without the closing quote.
pub(super) fn quoted(inside: &str, start: usize) -> Result<(Vec<u8>, usize), CurlError> {
    let mut bytes = Vec::new();
    let mut rest = inside;
    loop {
        let Some(c) = rest.chars().next() else {
            let at = start.saturating_sub(2)..start + inside.len();
            return Err(CurlError::new(at, CurlProblem::QuoteMissing('\'')));
        };
        rest = match c {
            '\'' => return Ok((bytes, inside.len() - rest.len())),
            '\\' => escape(rest.get(1..).unwrap_or_default(), &mut bytes),
            c => push(c, rest, &mut bytes),
        };
    }
}

/// The output of `printf` for a format with only escapes and `%%`.
pub(super) fn printf(format: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = format;
    while let [first, after @ ..] = rest {
        rest = match after {
            [b'%', after @ ..] if *first == b'%' => {
                bytes.push(b'%');
                after
            }
            [a @ b'0'..=b'7', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..] if *first == b'\\' => {
                let digit = |digit: u8| u32::from(digit - b'0');
                bytes.extend(u8::try_from(digit(*a) * 64 + digit(*b) * 8 + digit(*c)));
                after
            }
            after => {
                bytes.push(*first);
                after
            }
        };
    }
    bytes
}

/// Appends the bytes of the escape after a backslash; returns the rest.
fn escape<'a>(text: &'a str, bytes: &mut Vec<u8>) -> &'a str {
    let Some(kind) = text.chars().next() else {
        bytes.push(b'\\');
        return text;
    };
    let after = text.get(kind.len_utf8()..).unwrap_or_default();
    if let Some((_, byte)) = SINGLE.iter().find(|(letter, _)| *letter == kind) {
        bytes.push(*byte);
        return after;
    }
    let numbered = match kind {
        '0'..='7' => number(text, 3, 8).map(|(value, rest)| (Value::Byte(value), rest)),
        'x' => number(after, 2, 16).map(|(value, rest)| (Value::Byte(value), rest)),
        'u' => utf_16(after),
        'U' => number(after, 8, 16).map(|(value, rest)| (Value::Char(value), rest)),
        'c' => control(after),
        _ => None,
    };
    let Some((value, rest)) = numbered else {
        bytes.push(b'\\');
        return push(kind, text, bytes);
    };
    match value {
        // Three octal digits may exceed a byte; shells use the low bits.
        Value::Byte(byte) => bytes.push(byte.to_le_bytes()[0]),
        Value::Char(code) => {
            let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    rest
}

enum Value {
    Byte(u32),
    Char(u32),
}

/// `\uXXXX`; two of them may be a UTF-16 surrogate pair, as browsers write it.
fn utf_16(text: &str) -> Option<(Value, &str)> {
    let (high, rest) = number(text, 4, 16)?;
    if (0xD800..0xDC00).contains(&high)
        && let Some(after) = rest.strip_prefix("\\u")
        && let Some((low @ 0xDC00..0xE000, rest)) = number(after, 4, 16)
    {
        return Some((Value::Char(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)), rest));
    }
    Some((Value::Char(high), rest))
}

fn control(text: &str) -> Option<(Value, &str)> {
    let letter = text.chars().next().filter(char::is_ascii)?;
    Some((Value::Byte(u32::from(letter) & 0x1f), text.get(1..)?))
}

/// At most this many digits, at least one.
fn number(text: &str, most: usize, radix: u32) -> Option<(u32, &str)> {
    let len = text.chars().take(most).take_while(|c| c.is_digit(radix)).count();
    let (digits, rest) = text.split_at_checked(len)?;
    Some((u32::from_str_radix(digits, radix).ok()?, rest))
}

/// The character at the start of `text`; returns what follows it.
fn push<'a>(c: char, text: &'a str, bytes: &mut Vec<u8>) -> &'a str {
    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    text.get(c.len_utf8()..).unwrap_or_default()
}

const SINGLE: [(char, u8); 13] = [
    ('a', 7),
    ('b', 8),
    ('e', 0x1b),
    ('E', 0x1b),
    ('f', 0x0c),
    ('n', b'\n'),
    ('r', b'\r'),
    ('t', b'\t'),
    ('v', 0x0b),
    ('\\', b'\\'),
    ('\'', b'\''),
    ('"', b'"'),
    ('?', b'?'),
];
