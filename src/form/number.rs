//! Numbers as people type them.

use std::ops::RangeInclusive;

use crate::types::problem::{FormNumber, FormProblem};

/// A number in this range; empty is none.
pub(super) fn optional(
    text: &str,
    which: FormNumber,
    range: RangeInclusive<u32>,
) -> Result<Option<u32>, FormProblem> {
    match text.trim() {
        "" => Ok(None),
        text => number(text, which, range).map(Some),
    }
}

/// A number in this range.
pub(super) fn number(
    text: &str,
    which: FormNumber,
    range: RangeInclusive<u32>,
) -> Result<u32, FormProblem> {
    let text = text.trim();
    text.parse().ok().filter(|n| range.contains(n)).ok_or_else(|| FormProblem::Number {
        number: which,
        text: text.to_owned(),
        least: *range.start(),
        most: *range.end(),
    })
}
