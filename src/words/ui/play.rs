//! The play list of a session.

use std::time::Duration;

use crate::types::StepOutcome;
use crate::words::problem::step;
use crate::words::{capitalised, count, time};

/// Where the first error is; `step` is counted from 0, `None` is the framing.
pub fn error(step: Option<usize>) -> String {
    step.map_or_else(|| error_in_framing().to_owned(), |step| error_in_step(step + 1))
}

/// "Passed in 1.234 ms", or why not.
pub fn outcome(outcome: &StepOutcome, took: Duration) -> String {
    let took = time::elapsed(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    match outcome {
        StepOutcome::Passed => passed_in(&took),
        StepOutcome::Failed(problem) => failed_after(&took, &capitalised(&step(problem))),
    }
}

/// How a play list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is being played.
    Playing,
    /// Every step passed.
    Passed,
    /// This step failed, counted from 1.
    Failed(usize),
    /// It ended before a step failed.
    Stopped,
}

/// "Playing with 127.0.0.1:9000, 2 of 3 steps passed".
pub fn progress(verdict: Verdict, peer: Option<&str>, passed: usize, all: usize) -> String {
    let [passed, all] = [passed, all].map(|n| count(n as u64));
    match (verdict, peer) {
        (Verdict::Playing, None) => playing(&passed, &all),
        (Verdict::Playing, Some(peer)) => playing_with(peer, &passed, &all),
        (Verdict::Passed, None) => all_passed(&all),
        (Verdict::Passed, Some(peer)) => all_passed_with(peer, &all),
        (Verdict::Failed(step), None) => failed(step, &passed, &all),
        (Verdict::Failed(step), Some(peer)) => failed_with(peer, step, &passed, &all),
        (Verdict::Stopped, None) => stopped(&passed, &all),
        (Verdict::Stopped, Some(peer)) => stopped_with(peer, &passed, &all),
    }
}

/// What stands behind the number of repetitions.
pub fn repetitions(times: u32) -> &'static str {
    if times == 1 { one_repetition() } else { many_repetitions() }
}

messages! {
    error_in_framing = "Error in framing";
    error_in_step(number: usize) = "Error in step {number}";
    passed_in(took: &str) = "Passed in {took}";
    failed_after(took: &str, problem: &str) = "Failed after {took}: {problem}";

    playing(passed: &str, all: &str) = "Playing, {passed} of {all} steps passed";
    playing_with(peer: &str, passed: &str, all: &str) = "Playing with {peer}, {passed} of {all} steps passed";
    all_passed(all: &str) = "Passed, all {all} steps";
    all_passed_with(peer: &str, all: &str) = "Passed with {peer}, all {all} steps";
    failed(step: usize, passed: &str, all: &str) = "Failed at step {step}, {passed} of {all} steps passed";
    failed_with(peer: &str, step: usize, passed: &str, all: &str) = "Failed with {peer} at step {step}, {passed} of {all} steps passed";
    stopped(passed: &str, all: &str) = "Stopped, {passed} of {all} steps passed";
    stopped_with(peer: &str, passed: &str, all: &str) = "Stopped with {peer}, {passed} of {all} steps passed";
}

// The head of the form, and what it shows while there are no steps.
messages! {
    name = "Name";
    list_name = "Name of the list";
    unnamed = "Unnamed";
    datagram = "One datagram is one message";
    play = "Play";
    play_list = "Play the list";
    play_hint(recipients: &str) = "{recipients}; with the first of them, if there are several";
    stop = "Stop";
    stop_playing = "Stop playing";
    stop_hint = "Give up what is left of the list";
    no_steps = "There are no steps";
    fix_first = "Fix the error first";

    steps = "Steps";
    no_steps_yet = "No steps yet";
    no_steps_hint = "A list sends, waits, and checks what comes back, the same way each time";
    example = "Begin with an example";
    example_hint = "Send a line, expect it to come back, twice";
    example_reply = "Hello";
}

// A step.
messages! {
    send = "Send";
    send_hint = "A payload, whole or in pieces";
    wait = "Wait";
    wait_hint = "For so long";
    expect = "Expect";
    expect_hint = "A message, within a time";
    repeat = "Repeat";
    repeat_hint = "The steps before it, so many times";

    payload(number: usize) = "Step {number} payload";
    payload_fields_hint = "Fields such as {seq:u32be}, which take their value when it is sent";
    in_pieces = "In pieces";
    step_in_pieces(number: usize) = "Step {number} in pieces";
    piece_size_unit = "of";
    piece_size(number: usize) = "Step {number} bytes of a piece";
    piece_pause_unit = "bytes every";
    piece_pause(number: usize) = "Step {number} pause";

    matcher(number: usize) = "Step {number} expects";
    message(number: usize) = "Step {number} message";
    timeout_unit = "within";
    timeout(number: usize) = "Step {number} within";

    first_repeated_unit = "from step";
    first_repeated(number: usize) = "Step {number} from";
    repeat_count(number: usize) = "Step {number} times";
    one_repetition = "more time";
    many_repetitions = "more times";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_names_the_peer_if_it_is_known() {
        let words = |verdict, peer| progress(verdict, peer, 2, 1_000);
        let table = [
            (Verdict::Playing, None, "Playing, 2 of 1,000 steps passed"),
            (Verdict::Playing, Some("a:1"), "Playing with a:1, 2 of 1,000 steps passed"),
            (Verdict::Passed, None, "Passed, all 1,000 steps"),
            (Verdict::Passed, Some("a:1"), "Passed with a:1, all 1,000 steps"),
            (Verdict::Failed(3), None, "Failed at step 3, 2 of 1,000 steps passed"),
            (Verdict::Failed(3), Some("a:1"), "Failed with a:1 at step 3, 2 of 1,000 steps passed"),
            (Verdict::Stopped, None, "Stopped, 2 of 1,000 steps passed"),
            (Verdict::Stopped, Some("a:1"), "Stopped with a:1, 2 of 1,000 steps passed"),
        ];
        for (verdict, peer, expected) in table {
            assert_eq!(words(verdict, peer), expected);
        }
    }
}
