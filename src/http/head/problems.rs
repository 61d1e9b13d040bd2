//! What is wrong with a head, in words: so wrong that it cannot be read, or only to be pointed out.

use httparse::Error;

use crate::http::head::{Fault, VERSION_LEN, status_line_start};

/// Why a head cannot be read, and at which byte. `check` says whether a beginning of it may still become a head.
pub(super) fn explain(
    bytes: &[u8],
    error: Error,
    check: impl Fn(&[u8]) -> Result<(), Error>,
) -> Fault {
    let (mut valid, mut wrong) = (0, bytes.len());
    while wrong.saturating_sub(valid) > 1 {
        let middle = usize::midpoint(valid, wrong);
        let is_valid = bytes.get(..middle).is_some_and(|prefix| check(prefix).is_ok());
        *if is_valid { &mut valid } else { &mut wrong } = middle;
    }
    match error {
        Error::Status => bad_status(bytes),
        Error::HeaderName => bad_name(bytes, valid),
        _ => None,
    }
    .unwrap_or_else(|| {
        let byte = bytes.get(valid).copied().unwrap_or_default();
        Fault::new(valid, words(error, byte, byte_before(bytes, valid)))
    })
}

/// What stands for the status code, if it is none.
fn bad_status(bytes: &[u8]) -> Option<Fault> {
    let at = status_line_start(bytes).saturating_add(VERSION_LEN).saturating_add(1);
    let mut words = bytes.get(at..)?.split(|byte| matches!(byte, b' ' | b'\r' | b'\n'));
    let code = words.next().filter(|code| !code.is_empty())?;
    if code.len() == 3 && code.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let shown = code.get(..SHOWN).unwrap_or(code).escape_ascii();
    Some(Fault::new(at, format!("{shown} is no status code")))
}

/// A name that ends, in white space or with its line, before a colon; `at` is what follows.
fn bad_name(bytes: &[u8], at: usize) -> Option<Fault> {
    let (before, rest) = bytes.split_at_checked(at)?;
    let blanks = before.iter().rev().take_while(|byte| is_blank(**byte)).count();
    let end = at.saturating_sub(blanks);
    let ends_line = matches!(rest.first(), Some(b'\r' | b'\n'));
    if matches!(byte_before(bytes, end), Some(b'\r' | b'\n') | None) || blanks == 0 && !ends_line {
        return None;
    }
    let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Some(if line.contains(&b':') {
        let blank = shown(bytes.get(end).copied().unwrap_or_default());
        Fault::new(end, format!("{blank} cannot stand in a header name"))
    } else {
        Fault::new(end, "no colon after the header's name")
    })
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn byte_before(bytes: &[u8], at: usize) -> Option<u8> {
    at.checked_sub(1).and_then(|at| bytes.get(at)).copied()
}

/// A byte as it stands in a message.
pub(in crate::http) fn shown(byte: u8) -> String {
    match byte {
        b'\r' => "CR".to_owned(),
        b'\n' => "LF".to_owned(),
        b'\t' => "a tab".to_owned(),
        b' ' => "a space".to_owned(),
        b'!'..=b'~' => format!("'{}'", char::from(byte)),
        _ => format!("the byte {byte:02x}"),
    }
}

fn words(error: Error, byte: u8, before: Option<u8>) -> String {
    let at_line_start = matches!(before, Some(b'\n'));
    let shown = shown(byte);
    match error {
        _ if before == Some(b'\r') => format!("{shown} after CR, where only LF may follow"),
        Error::Version => "the version must be HTTP/1.0 or HTTP/1.1".to_owned(),
        Error::Status => format!("{shown} does not belong in a status line here"),
        Error::HeaderName if at_line_start && is_blank(byte) => {
            "the first header line begins with white space".to_owned()
        }
        Error::HeaderName if at_line_start && byte == b':' => "a header without a name".to_owned(),
        Error::HeaderName => format!("{shown} cannot stand in a header name"),
        Error::HeaderValue => format!("{shown} cannot stand in a header value"),
        Error::NewLine | Error::Token | Error::TooManyHeaders => {
            format!("{shown} does not belong here: {error}")
        }
    }
}

/// What is wrong with the lines of a head that are not fields.
pub(super) fn of_head(bytes: &[u8], status_at: usize) -> Vec<String> {
    let status_line = bytes.get(status_at..).unwrap_or_default();
    let status_line = status_line.split_inclusive(|byte| *byte == b'\n').next();
    let found = [
        (status_at > 0, "empty lines before the status line"),
        (
            status_line.is_some_and(|line| !line.ends_with(b"\r\n")),
            "the status line ends in LF alone",
        ),
        (!bytes.ends_with(b"\r\n"), "the empty line after the headers is LF alone"),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words.to_owned()).collect()
}

/// What is wrong with a field of this name, whose line or folded lines are given as they came.
pub(super) fn of_field(name: &str, line: &[u8]) -> Option<String> {
    let mut found = None;
    if line.get(name.len()) != Some(&b':') {
        add(&mut found, "white space before the colon");
    }
    let mut lines = line.split_inclusive(|byte| *byte == b'\n');
    if lines.clone().count() > 1 {
        add(&mut found, "folded over several lines");
    }
    if lines.any(|line| !line.ends_with(b"\r\n")) {
        add(&mut found, "its line ends in LF alone");
    }
    found
}

/// Adds a problem to those of a field.
pub(in crate::http) fn add(problem: &mut Option<String>, words: &str) {
    match problem {
        Some(before) => {
            before.push_str("; ");
            before.push_str(words);
        }
        None => *problem = Some(words.to_owned()),
    }
}

/// Bytes of what should be a status code.
const SHOWN: usize = 20;
