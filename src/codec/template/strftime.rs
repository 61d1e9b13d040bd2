//! Formats of `strftime`. They are checked before use, because chrono panics when it prints with a wrong one.

use std::fmt::Write as _;

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, FixedOffset};

use crate::codec::error::ParseError;
use crate::types::problem::template::FormatProblem;

/// A checked format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format(Vec<Item<'static>>);

impl Format {
    /// Reads a format of at most [`MOST_BYTES`]; an error points at the first specifier that doesn't exist.
    pub(super) fn parse(text: &str) -> Result<Self, ParseError> {
        if text.len() > MOST_BYTES {
            return Err(ParseError::new(0..text.len(), FormatProblem::TooLong(MOST_BYTES)));
        }
        check(text)?;
        let whole = StrftimeItems::new(text).parse_to_owned();
        let refused = |error: chrono::ParseError| FormatProblem::Refused(error.to_string());
        whole.map(Self).map_err(|error| ParseError::new(0..text.len(), refused(error)))
    }

    /// A moment in this format.
    pub(super) fn write(&self, at: DateTime<FixedOffset>) -> Result<String, FormatProblem> {
        let mut out = String::new();
        let written = write!(out, "{}", at.format_with_items(self.0.iter()));
        written.is_ok().then_some(out).ok_or(FormatProblem::Unwritable)
    }
}

/// Checks the specifiers one by one; none is a prefix of another.
fn check(text: &str) -> Result<(), ParseError> {
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find('%')) {
        at += offset;
        let rest = text.get(at..).unwrap_or_default();
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(LONGEST);
        let Some(end) = ends.clone().find(|end| is_right(rest.get(..*end).unwrap_or_default()))
        else {
            let end = ends.take(2).last().unwrap_or(1);
            let wrong = rest.get(..end).unwrap_or_default().to_owned();
            return Err(ParseError::new(at..at + end, FormatProblem::UnknownSpecifier(wrong)));
        };
        at += end;
    }
    Ok(())
}

/// Parsing isn't enough: some specifiers are for parsing times only and can't be written.
fn is_right(specifier: &str) -> bool {
    let items = StrftimeItems::new(specifier).parse();
    items.is_ok_and(|items| {
        let epoch = DateTime::<FixedOffset>::default();
        write!(String::new(), "{}", epoch.format_with_items(items.iter())).is_ok()
    })
}

/// More than any use; the longest output of a specifier is seven times its length.
const MOST_BYTES: usize = 4096;

/// Characters of the longest specifier, `%:::z`.
const LONGEST: usize = 5;
