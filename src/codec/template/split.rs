//! A typed payload split at its fields.

use std::ops::Range;

/// A part of a typed payload, as a range of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Text outside fields.
    Literal(Range<usize>),
    /// The inside of a field, between its braces.
    Field(Range<usize>),
    /// The beginning of a field without a closing brace.
    Open(Range<usize>),
}

/// Splits a text into its parts. Braces of escapes stay in the literals, and the second brace of `{{` is dropped.
pub(super) fn text(text: &str) -> Vec<Token> {
    tokens(text, |rest| {
        let mut chars = rest.chars();
        match (chars.next(), chars.next()) {
            (Some('\\'), Some('u')) if chars.next() == Some('{') => Found::Plain(3),
            (Some('\\'), Some(c)) => Found::Plain(1 + c.len_utf8()),
            (Some('{'), Some('{')) => Found::Brace,
            _ => field(rest),
        }
    })
}

/// The parts of hex digits.
pub(super) fn hex(text: &str) -> Vec<Token> {
    tokens(text, field)
}

/// What begins with a brace or a backslash.
enum Found {
    /// This many bytes without a meaning here.
    Plain(usize),
    /// `{{`.
    Brace,
    /// A field with this many bytes between its braces.
    Field(usize),
    /// The brace and name of a field without a closing brace, this many bytes.
    Open(usize),
}

fn field(rest: &str) -> Found {
    let Some(inside) = rest.strip_prefix('{') else {
        return Found::Plain(1);
    };
    let name = inside.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Found::Plain(1);
    }
    match inside.find(['}', '\n']) {
        Some(end) if inside.as_bytes().get(end) == Some(&b'}') => Found::Field(end),
        _ => Found::Open(1 + name),
    }
}

fn tokens(text: &str, find: impl Fn(&str) -> Found) -> Vec<Token> {
    let mut tokens = Vec::new();
    // The start of the current literal; the rest that isn't parsed yet.
    let (mut start, mut at) = (0, 0);
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(['\\', '{'])) {
        at += offset;
        let (kept, left_out, token) = match find(text.get(at..).unwrap_or_default()) {
            Found::Plain(len) => {
                at += len;
                continue;
            }
            Found::Brace => (1, 1, None),
            Found::Field(len) => (0, len + 2, Some(Token::Field(at + 1..at + 1 + len))),
            Found::Open(len) => (0, text.len() - at, Some(Token::Open(at..at + len))),
        };
        tokens.extend((at + kept > start).then_some(Token::Literal(start..at + kept)));
        tokens.extend(token);
        at += kept + left_out;
        start = at;
    }
    tokens.extend((text.len() > start).then_some(Token::Literal(start..text.len())));
    tokens
}
