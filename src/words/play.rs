//! Steps of play lists, in words.

use crate::types::inert::inert;
use crate::types::play::{Excerpt, ExpectedMessage, StepSummary};
use crate::words::unit::{bytes, exact_duration};

/// A step in one line: "send “PING\r\n”", "expect a message that contains “OK” within 2 s".
pub fn step(step: &StepSummary) -> String {
    match step {
        StepSummary::Send { payload, pace: None } => send(&excerpt(payload)),
        StepSummary::Send { payload, pace: Some(pace) } => send_in_pieces(
            &excerpt(payload),
            &bytes(pace.bytes.get().into()),
            &exact_duration(pace.every),
        ),
        StepSummary::Wait(time) => wait(&exact_duration(*time)),
        StepSummary::Expect { expected: ExpectedMessage::Empty, within } => {
            expect_empty(&exact_duration(*within))
        }
        StepSummary::Expect { expected, within } => {
            expect(&message(expected), &exact_duration(*within))
        }
        StepSummary::Repeat { from, times: 1 } => repeat_once(*from),
        StepSummary::Repeat { from, times } => repeat(*from, *times),
    }
}

/// "message that contains “OK”", "empty message".
pub fn message(expected: &ExpectedMessage) -> String {
    match expected {
        ExpectedMessage::Any => any_message().to_owned(),
        ExpectedMessage::Exact(text) => exact_message(&excerpt(text)),
        ExpectedMessage::Contains(text) => message_containing(&excerpt(text)),
        ExpectedMessage::StartsWith(text) => message_starting(&excerpt(text)),
        ExpectedMessage::EndsWith(text) => message_ending(&excerpt(text)),
        ExpectedMessage::Regex(text) => message_matching(&excerpt(text)),
        ExpectedMessage::Mask(text) => message_like(&excerpt(text)),
        ExpectedMessage::Empty => empty_message().to_owned(),
    }
}

/// The beginning of a text in quotes: "“PING…”", "hex “48 65”".
pub fn excerpt(excerpt: &Excerpt) -> String {
    let text = inert(&excerpt.text);
    let rest = if excerpt.is_cut { "…" } else { "" };
    let quoted = format!("“{text}{rest}”");
    if excerpt.is_hex { hex(&quoted) } else { quoted }
}

messages! {
    send(payload: &str) = "send {payload}";
    send_in_pieces(payload: &str, piece: &str, pause: &str) = "send {payload}, {piece} every {pause}";
    wait(time: &str) = "wait {time}";
    expect(message: &str, within: &str) = "expect a {message} within {within}";
    expect_empty(within: &str) = "expect an empty message within {within}";
    repeat_once(from: u32) = "repeat from step {from}, once";
    repeat(from: u32, times: u32) = "repeat from step {from}, {times} times";

    hex(digits: &str) = "hex {digits}";
    any_message = "message";
    exact_message(text: &str) = "message that is {text}";
    message_containing(text: &str) = "message that contains {text}";
    message_starting(text: &str) = "message that starts with {text}";
    message_ending(text: &str) = "message that ends with {text}";
    message_matching(regex: &str) = "message that matches {regex}";
    message_like(mask: &str) = "message like hex {mask}";
    empty_message = "empty message";
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;
    use std::time::Duration;

    use super::*;
    use crate::types::Pace;

    fn text(text: &str) -> Excerpt {
        Excerpt { text: text.to_owned(), ..Excerpt::default() }
    }

    #[test]
    fn a_step_reads_as_a_command() {
        let second = Duration::from_secs(1);
        let pace = |bytes| Some(Pace { bytes: NonZeroU32::new(bytes).unwrap(), every: second });
        let expect = |expected| StepSummary::Expect { expected, within: second };
        let table = [
            (StepSummary::Send { payload: text("A\n"), pace: None }, r"send “A\n”"),
            (
                StepSummary::Send { payload: Excerpt { is_hex: true, ..text("41") }, pace: None },
                "send hex “41”",
            ),
            (
                StepSummary::Send { payload: Excerpt { is_cut: true, ..text("A") }, pace: pace(1) },
                "send “A…”, 1 byte every 1 s",
            ),
            (
                StepSummary::Send { payload: text("A"), pace: pace(2) },
                "send “A”, 2 bytes every 1 s",
            ),
            (StepSummary::Wait(Duration::from_millis(1_500)), "wait 1500 ms"),
            (expect(ExpectedMessage::Any), "expect a message within 1 s"),
            (expect(ExpectedMessage::Exact(text("A"))), "expect a message that is “A” within 1 s"),
            (
                expect(ExpectedMessage::Contains(text("A"))),
                "expect a message that contains “A” within 1 s",
            ),
            (
                expect(ExpectedMessage::StartsWith(text("A"))),
                "expect a message that starts with “A” within 1 s",
            ),
            (
                expect(ExpectedMessage::EndsWith(text("A"))),
                "expect a message that ends with “A” within 1 s",
            ),
            (
                expect(ExpectedMessage::Regex(text("A+"))),
                "expect a message that matches “A+” within 1 s",
            ),
            (
                expect(ExpectedMessage::Mask(text("4?"))),
                "expect a message like hex “4?” within 1 s",
            ),
            (expect(ExpectedMessage::Empty), "expect an empty message within 1 s"),
            (StepSummary::Repeat { from: 2, times: 1 }, "repeat from step 2, once"),
            (StepSummary::Repeat { from: 2, times: 3 }, "repeat from step 2, 3 times"),
        ];
        for (summary, words) in table {
            assert_eq!(step(&summary), words);
        }
    }
}
