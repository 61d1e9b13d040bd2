//! Numbers as people type them.

use crate::words::form as words;
use std::ops::RangeInclusive;

/// A number in this range; empty is none.
pub(super) fn optional(
    text: &str,
    what: &str,
    range: RangeInclusive<u32>,
) -> Result<Option<u32>, String> {
    match text.trim() {
        "" => Ok(None),
        text => number(text, what, range).map(Some),
    }
}

/// A number in this range.
pub(super) fn number(text: &str, what: &str, range: RangeInclusive<u32>) -> Result<u32, String> {
    let text = text.trim();
    text.parse()
        .ok()
        .filter(|n| range.contains(n))
        .ok_or_else(|| words::out_of_range(text, what, range.start(), range.end()))
}
