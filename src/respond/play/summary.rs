//! What a step does, cut to what is shown of it.

use crate::codec::{Encoding, Typed, show};
use crate::respond::matcher::Matcher;
use crate::respond::play::PlayStep;
use crate::types::play::{Excerpt, ExpectedMessage, StepSummary};

impl PlayStep {
    /// What it does, to be shown in one line.
    pub fn summary(&self) -> StepSummary {
        match self {
            Self::Send { payload, pace } => {
                StepSummary::Send { payload: typed(payload), pace: *pace }
            }
            Self::Wait(time) => StepSummary::Wait(*time),
            Self::Expect { matcher, within } => {
                StepSummary::Expect { expected: expected(matcher), within: *within }
            }
            Self::Repeat { from, times } => StepSummary::Repeat { from: *from, times: *times },
        }
    }
}

/// The message that a matcher is for.
pub(super) fn expected(matcher: &Matcher) -> ExpectedMessage {
    match matcher {
        Matcher::Any => ExpectedMessage::Any,
        Matcher::Exact(payload) => ExpectedMessage::Exact(typed(payload)),
        Matcher::Contains(payload) => ExpectedMessage::Contains(typed(payload)),
        Matcher::StartsWith(payload) => ExpectedMessage::StartsWith(typed(payload)),
        Matcher::EndsWith(payload) => ExpectedMessage::EndsWith(typed(payload)),
        Matcher::Regex(regex) => ExpectedMessage::Regex(start(regex)),
        Matcher::Mask(mask) => ExpectedMessage::Mask(start(mask)),
        Matcher::Empty => ExpectedMessage::Empty,
    }
}

/// The beginning of a message.
pub(super) fn preview(bytes: &[u8]) -> Excerpt {
    let mut text = String::new();
    let is_cut = show::preview(bytes, Encoding::Utf8, MOST, &mut text);
    Excerpt { text, is_hex: false, is_cut }
}

fn typed(payload: &Typed) -> Excerpt {
    match payload {
        Typed::Text { text, .. } => start(text),
        Typed::Hex(hex) => Excerpt { is_hex: true, ..start(hex) },
    }
}

fn start(text: &str) -> Excerpt {
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(MOST).collect();
    Excerpt { text: head, is_hex: false, is_cut: chars.next().is_some() }
}

/// The most characters of a payload or a message that are shown.
const MOST: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_start_of_a_payload_is_shown() {
        let long = Typed::text(format!("\u{1b}\n{}", "x".repeat(99)));
        let StepSummary::Send { payload, .. } =
            (PlayStep::Send { payload: long, pace: None }).summary()
        else {
            panic!("it sends");
        };
        let text = format!("\u{1b}\n{}", "x".repeat(58));
        assert_eq!(payload, Excerpt { text, is_hex: false, is_cut: true });
    }
}
