//! Steps, and why they fail, in words.

use std::time::Duration;

use bytes::Bytes;

use crate::codec::{Encoding, Typed, show};
use crate::respond::matcher::Matcher;
use crate::respond::play::PlayStep;
use crate::types::Pace;

impl PlayStep {
    /// In one line: `send “PING\r\n”`, `expect a message that contains “OK” within 2 s`.
    pub fn words(&self) -> String {
        match self {
            Self::Send { payload, pace: None } => format!("send {}", typed(payload)),
            Self::Send { payload, pace: Some(Pace { bytes, every }) } => {
                let noun = if bytes.get() == 1 { "byte" } else { "bytes" };
                format!("send {}, {bytes} {noun} every {}", typed(payload), span(*every))
            }
            Self::Wait(duration) => format!("wait {}", span(*duration)),
            Self::Expect { matcher, within } => {
                let article = if *matcher == Matcher::Empty { "an" } else { "a" };
                format!("expect {article} {} within {}", wanted(matcher), span(*within))
            }
            Self::Repeat { from, times } => {
                let noun = if *times == 1 { "time" } else { "times" };
                format!("repeat from step {from}, {times} {noun}")
            }
        }
    }
}

/// "message that contains “OK”".
pub(super) fn wanted(matcher: &Matcher) -> String {
    let that = |verb: &str, what: String| format!("message that {verb} {what}");
    match matcher {
        Matcher::Any => "message".to_owned(),
        Matcher::Exact(text) => that("is", typed(text)),
        Matcher::Contains(text) => that("contains", typed(text)),
        Matcher::StartsWith(text) => that("starts with", typed(text)),
        Matcher::EndsWith(text) => that("ends with", typed(text)),
        Matcher::Regex(regex) => that("matches", short(regex)),
        Matcher::Mask(mask) => that("is like hex", short(mask)),
        Matcher::Empty => "empty message".to_owned(),
    }
}

/// "5 s", "500 ms", "2 min": in the largest unit of which it is a whole number.
pub(super) fn span(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match duration.subsec_nanos() {
        0 if seconds > 0 && seconds.is_multiple_of(3600) => format!("{} h", seconds / 3600),
        0 if seconds > 0 && seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        0 => format!("{seconds} s"),
        nanos if nanos % 1_000_000 == 0 => format!("{} ms", duration.as_millis()),
        nanos if nanos % 1_000 == 0 => format!("{} µs", duration.as_micros()),
        _ => format!("{} ns", duration.as_nanos()),
    }
}

/// The beginning of a message in quotes.
pub(super) fn preview(bytes: &Bytes) -> String {
    let mut text = String::new();
    let is_cut = show::preview(bytes, Encoding::Utf8, MOST, &mut text);
    format!("“{text}{}”", if is_cut { "…" } else { "" })
}

fn typed(payload: &Typed) -> String {
    match payload {
        Typed::Text { text, .. } => short(text),
        Typed::Hex(hex) => format!("hex {}", short(hex)),
    }
}

/// As it was typed, but on one line and not too long.
fn short(text: &str) -> String {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(MOST).collect();
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!("“{}{rest}”", show::inert(&head))
}

/// Characters of a payload or a message that are shown.
const MOST: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_in_the_largest_unit_that_is_whole() {
        let table = [
            (0, "0 s"),
            (20_000, "20 µs"),
            (20_000_000, "20 ms"),
            (1_500_000_000, "1500 ms"),
            (90_000_000_000, "90 s"),
            (120_000_000_000, "2 min"),
            (7_200_000_000_000, "2 h"),
            (1, "1 ns"),
        ];
        for (nanos, words) in table {
            assert_eq!(span(Duration::from_nanos(nanos)), words);
        }
    }

    #[test]
    fn what_is_shown_of_a_payload_is_one_short_inert_line() {
        let long = Typed::text(format!("\u{1b}\n{}", "x".repeat(99)));
        let words = PlayStep::Send { payload: long, pace: None }.words();
        assert_eq!(words, format!(r"send “\x1b\n{}…”", "x".repeat(58)));
    }
}
