//! What a command prints about an exchange.

use std::time::Duration;

use crate::types::http::Phase;
use crate::types::{Direction, RuleName, SessionTotals};
use crate::words::{bytes, count, duration, phase_name, rule};

/// Who made bytes that were sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maker<'a> {
    /// The peer, or the arguments.
    Given,
    /// A rule of this name.
    Rule(Option<&'a RuleName>),
    /// A step of a play list.
    Step(u32),
}

/// "#1 <- 5 bytes received from 127.0.0.1:51234", "#1 -> 5 bytes sent to 127.0.0.1:51234 by the rule “Echo”".
pub fn data(peer: u32, direction: Direction, len: u64, address: &str, maker: Maker<'_>) -> String {
    let bytes = bytes(len);
    match (direction, maker) {
        (Direction::Received, _) => received(peer, &bytes, address),
        (Direction::Sent, Maker::Given) => sent(peer, &bytes, address),
        (Direction::Sent, Maker::Rule(name)) => sent_by_rule(peer, &bytes, address, &rule(name)),
        (Direction::Sent, Maker::Step(step)) => sent_by_step(peer, &bytes, address, step),
    }
}

/// "Closed: received 5 bytes, sent 0 bytes; kept 5 bytes, dropped 0 bytes", and what became of datagrams.
pub fn closed(totals: &SessionTotals) -> String {
    let SessionTotals { received, sent, kept, dropped, kernel_dropped, lost } = *totals;
    let [received, sent, kept, dropped] = [received, sent, kept, dropped].map(bytes);
    let all = total(&received, &sent, &kept, &dropped);
    match (lost, kernel_dropped) {
        (None, _) => all,
        (Some(lost), None) => total_lost(&all, &count(lost)),
        (Some(lost), Some(kernel)) => total_dropped(&all, &count(kernel), &count(lost)),
    }
}

/// "2 ok send “x” (1 ms)", "2 FAILED wait 1 h: stopped (1 s)".
pub fn step(step: u32, what: &str, problem: Option<&str>, took: Duration) -> String {
    let took = duration(took);
    match problem {
        None => step_ok(step, what, &took),
        Some(problem) => step_failed(step, what, problem, &took),
    }
}

/// "3 steps passed, 1 failed, 2 not reached".
pub fn tally(passed: usize, failed: usize, left: usize) -> String {
    let number = |n: usize| count(n as u64);
    let mut words = match passed {
        1 => one_passed().to_owned(),
        n => many_passed(&number(n)),
    };
    if failed > 0 {
        words = and_failed(&words, &number(failed));
    }
    if left > 0 {
        words = and_left(&words, &number(left));
    }
    words
}

/// A row of the table of times: a phase, when it began since the fetch did, and how long it took.
pub fn phase(phase: Phase, at: Duration, took: Duration) -> String {
    phase_row(phase_name(phase), &micros(at), &micros(took))
}

/// The last row of the table of times.
pub fn all_phases(took: Duration) -> String {
    total_row(&micros(took))
}

/// "1,234 µs".
fn micros(duration: Duration) -> String {
    microseconds(&count(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)))
}

messages! {
    received(peer: u32, bytes: &str, address: &str) = "#{peer} <- {bytes} received from {address}";
    sent(peer: u32, bytes: &str, address: &str) = "#{peer} -> {bytes} sent to {address}";
    sent_by_rule(peer: u32, bytes: &str, address: &str, rule: &str) = "#{peer} -> {bytes} sent to {address} by {rule}";
    sent_by_step(peer: u32, bytes: &str, address: &str, step: u32) = "#{peer} -> {bytes} sent to {address} by step {step}";

    total(received: &str, sent: &str, kept: &str, dropped: &str) = "Closed: received {received}, sent {sent}; kept {kept}, dropped {dropped}";
    total_lost(all: &str, lost: &str) = "{all}; datagrams: {lost} lost here";
    total_dropped(all: &str, kernel: &str, lost: &str) = "{all}; datagrams: {kernel} dropped by the kernel, {lost} lost here";

    step_ok(step: u32, what: &str, took: &str) = "{step} ok {what} ({took})";
    step_failed(step: u32, what: &str, problem: &str, took: &str) = "{step} FAILED {what}: {problem} ({took})";
    one_passed = "1 step passed";
    many_passed(passed: &str) = "{passed} steps passed";
    and_failed(words: &str, failed: &str) = "{words}, {failed} failed";
    and_left(words: &str, left: &str) = "{words}, {left} not reached";

    phase_row(phase: &str, at: &str, took: &str) = "   {phase:<8} from {at:>12} took {took:>12}";
    total_row(took: &str) = "   in all{took:>35}";
    microseconds(count: &str) = "{count} µs";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_name_where_they_came_from_or_went() {
        let data = |direction, maker| data(1, direction, 5, "[::1]:9", maker);
        assert_eq!(data(Direction::Received, Maker::Given), "#1 <- 5 bytes received from [::1]:9");
        assert_eq!(data(Direction::Sent, Maker::Given), "#1 -> 5 bytes sent to [::1]:9");
        assert_eq!(
            data(Direction::Sent, Maker::Step(2)),
            "#1 -> 5 bytes sent to [::1]:9 by step 2"
        );
        let rule = data(Direction::Sent, Maker::Rule(Some(&RuleName::Number(3))));
        assert_eq!(rule, "#1 -> 5 bytes sent to [::1]:9 by rule 3");
    }

    #[test]
    fn totals_count_what_was_lost() {
        let totals = SessionTotals {
            received: 5,
            sent: 1,
            kept: 5,
            dropped: 0,
            kernel_dropped: None,
            lost: None,
        };
        let all = "Closed: received 5 bytes, sent 1 byte; kept 5 bytes, dropped 0 bytes";
        assert_eq!(closed(&totals), all);
        let here = SessionTotals { lost: Some(2), ..totals };
        assert_eq!(closed(&here), format!("{all}; datagrams: 2 lost here"));
        let kernel = SessionTotals { kernel_dropped: Some(1_000), ..here };
        let words = format!("{all}; datagrams: 1,000 dropped by the kernel, 2 lost here");
        assert_eq!(closed(&kernel), words);
    }

    #[test]
    fn steps_are_counted_by_how_they_ended() {
        assert_eq!(tally(1, 0, 0), "1 step passed");
        assert_eq!(tally(0, 1, 2), "0 steps passed, 1 failed, 2 not reached");
        let second = Duration::from_secs(1);
        assert_eq!(step(2, "wait 1 h", None, second), "2 ok wait 1 h (1 s)");
        assert_eq!(step(2, "wait 1 h", Some("no"), second), "2 FAILED wait 1 h: no (1 s)");
    }
}
