//! Errors and deviations in a head.

use httparse::Error;

use crate::http::head::{Fault, VERSION_LEN, status_line_start};
use crate::types::problem::response::{FieldProblem, HeadProblem, ResponseProblem};

/// Why a head is invalid, and where. `check` says whether a prefix of it may still become a valid head.
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
        Fault::new(valid, problem(error, byte, byte_before(bytes, valid)))
    })
}

/// An invalid status code, if that is the error.
fn bad_status(bytes: &[u8]) -> Option<Fault> {
    let at = status_line_start(bytes).saturating_add(VERSION_LEN).saturating_add(1);
    let mut parts = bytes.get(at..)?.split(|byte| matches!(byte, b' ' | b'\r' | b'\n'));
    let code = parts.next().filter(|code| !code.is_empty())?;
    if code.len() == 3 && code.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let code = code.get(..MOST_CODE).unwrap_or(code);
    Some(Fault::new(at, ResponseProblem::StatusCode(code.to_vec())))
}

/// A field name followed by white space or the end of the line instead of a colon; `at` is where it is noticed.
fn bad_name(bytes: &[u8], at: usize) -> Option<Fault> {
    let (before, rest) = bytes.split_at_checked(at)?;
    let blanks = before.iter().rev().take_while(|byte| is_blank(**byte)).count();
    let end = at.saturating_sub(blanks);
    let ends_line = matches!(rest.first(), Some(b'\r' | b'\n'));
    if matches!(byte_before(bytes, end), Some(b'\r' | b'\n') | None) || blanks == 0 && !ends_line {
        return None;
    }
    let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let problem = if line.contains(&b':') {
        ResponseProblem::NameByte(bytes.get(end).copied().unwrap_or_default())
    } else {
        ResponseProblem::ColonMissing
    };
    Some(Fault::new(end, problem))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn byte_before(bytes: &[u8], at: usize) -> Option<u8> {
    at.checked_sub(1).and_then(|at| bytes.get(at)).copied()
}

fn problem(error: Error, byte: u8, before: Option<u8>) -> ResponseProblem {
    let at_line_start = matches!(before, Some(b'\n'));
    match error {
        _ if before == Some(b'\r') => ResponseProblem::AfterCr(byte),
        Error::Version => ResponseProblem::Version,
        Error::Status => ResponseProblem::StatusLine(byte),
        Error::HeaderName if at_line_start && is_blank(byte) => ResponseProblem::LeadingWhitespace,
        Error::HeaderName if at_line_start && byte == b':' => ResponseProblem::NameMissing,
        Error::HeaderName => ResponseProblem::NameByte(byte),
        Error::HeaderValue => ResponseProblem::ValueByte(byte),
        Error::NewLine | Error::Token | Error::TooManyHeaders => {
            ResponseProblem::Misplaced(byte, error.to_string())
        }
    }
}

/// Deviations in the lines of a head that aren't fields.
pub(super) fn of_head(bytes: &[u8], status_at: usize) -> Vec<HeadProblem> {
    let status_line = bytes.get(status_at..).unwrap_or_default();
    let status_line = status_line.split_inclusive(|byte| *byte == b'\n').next();
    let found = [
        (status_at > 0, HeadProblem::EmptyLinesBefore),
        (status_line.is_some_and(|line| !line.ends_with(b"\r\n")), HeadProblem::StatusLineEnd),
        (!bytes.ends_with(b"\r\n"), HeadProblem::EmptyLineEnd),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, problem)| problem).collect()
}

/// Deviations in a field with this name, of which `line` is the line, or the folded lines, as received.
pub(super) fn of_field(name: &str, line: &[u8]) -> Vec<FieldProblem> {
    let mut lines = line.split_inclusive(|byte| *byte == b'\n');
    let found = [
        (line.get(name.len()) != Some(&b':'), FieldProblem::SpaceBeforeColon),
        (lines.clone().count() > 1, FieldProblem::Folded),
        (lines.any(|line| !line.ends_with(b"\r\n")), FieldProblem::LineEnd),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, problem)| problem).collect()
}

/// Bytes of an invalid status code that a problem holds.
const MOST_CODE: usize = 20;
