//! Repeating and pacing.

use std::time::Duration;

use crate::types::{Schedule, Tally};
use crate::words::{count, duration};

messages! {
    repeat = "Repeat";
    repeating = "Repeating";
    repeat_hint = "Send repeatedly, or in pieces";
    every = "Every";
    every_name = "Repeat: every";
    times = "Times";
    times_name = "Repeat: times";
    endless = "endless";

    in_pieces = "In pieces";
    in_pieces_of = "In pieces of";
    in_pieces_hint = "Send every payload in pieces with a pause after each, so that the peer may read it in parts";
    piece_bytes = "Bytes of a piece";
    bytes_every = "bytes every";
    piece_pause = "Pause between pieces";

    start = "Start";
    start_name = "Start repeating";
    stop = "Stop";
    stop_name = "Stop repeating";
    fix_payload = "Fix the error in the payload first";
    no_file = "Only text and hex can be repeated, not a file";
}

/// "1,234 of 2,000 sent, 99.8/s of 100/s, jitter 40 µs, 3 missed": the most important first, since the end may be cut.
pub fn summary(asked: &Schedule, tally: &Tally, achieved: Option<f64>) -> String {
    let done = count(tally.done);
    let wanted = frequency(1.0 / asked.every.as_secs_f64());
    let mut parts = vec![match asked.times {
        Some(times) => sent_of(&done, &count(times.get())),
        None => sent(&done),
    }];
    parts.push(match achieved {
        Some(achieved) => rate_of(&frequency(achieved), &wanted),
        None => target(&wanted),
    });
    if tally.done > 0 {
        parts.push(jitter(&lateness(tally.late)));
    }
    if tally.missed > 0 {
        parts.push(missed(&count(tally.missed)));
    }
    parts.join(", ")
}

/// All of it, a line each.
pub fn details(asked: &Schedule, tally: &Tally, achieved: Option<f64>) -> String {
    let achieved = achieved.map_or_else(|| not_known_yet().to_owned(), frequency);
    [
        requested_line(&duration(asked.every), &frequency(1.0 / asked.every.as_secs_f64())),
        achieved_line(&achieved),
        sent_line(&count(tally.done), &duration(tally.elapsed)),
        missed_line(&count(tally.missed)),
        late_line(&lateness(tally.late), &lateness(tally.latest)),
    ]
    .join("\n")
}

messages! {
    sent(done: &str) = "{done} sent";
    sent_of(done: &str, times: &str) = "{done} of {times} sent";
    rate_of(achieved: &str, wanted: &str) = "{achieved} of {wanted}";
    target(wanted: &str) = "target {wanted}";
    jitter(late: &str) = "jitter {late}";
    missed(count: &str) = "{count} missed";
    under_one_us = "under 1 µs";
    not_known_yet = "not known yet";
    requested_line(every: &str, rate: &str) = "Requested: every {every}, {rate}";
    achieved_line(rate: &str) = "Achieved: {rate}";
    sent_line(count: &str, time: &str) = "Sent: {count} in {time}";
    missed_line(count: &str) = "Missed because the socket was still busy: {count}";
    late_line(average: &str, most: &str) = "Late by {average} on average, {most} at most";
    per_second(n: &str) = "{n}/s";
    per_minute(n: &str) = "{n}/min";
    per_hour(n: &str) = "{n}/h";
}

fn lateness(late: Duration) -> String {
    if late < Duration::from_micros(1) { under_one_us().to_owned() } else { duration(late) }
}

/// "9,998/s", "99.8/s", "0.2/s", "6/min".
fn frequency(per_second: f64) -> String {
    let digits = |value: f64| {
        let text = format!("{value:.1}");
        text.strip_suffix(".0").unwrap_or(&text).to_owned()
    };
    if per_second >= 999.95 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and `as` saturates"
        )]
        let whole = per_second.round() as u64;
        return self::per_second(&count(whole));
    }
    if per_second >= 0.95 {
        return self::per_second(&digits(per_second));
    }
    if per_second >= 1.0 / 60.0 {
        return per_minute(&digits(per_second * 60.0));
    }
    per_hour(&digits(per_second * 3_600.0))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;

    use super::*;

    #[test]
    fn a_rate_has_the_unit_that_fits() {
        for (per_second, expected) in [
            (10_000.4, "10,000/s"),
            (999.96, "1,000/s"),
            (99.84, "99.8/s"),
            (1.0, "1/s"),
            (0.5, "30/min"),
            (1.0 / 60.0, "1/min"),
            (1.0 / 600.0, "6/h"),
        ] {
            assert_eq!(frequency(per_second), expected);
        }
    }

    #[test]
    fn the_summary_names_what_was_asked_and_achieved() {
        let asked = Schedule {
            every: Duration::from_millis(10),
            times: NonZeroU64::new(2_000),
            first: 0,
            pace: None,
        };
        let none = Tally::default();
        assert_eq!(summary(&asked, &none, None), "0 of 2,000 sent, target 100/s");
        let tally = Tally { done: 1_234, missed: 3, late: Duration::from_micros(40), ..none };
        assert_eq!(
            summary(&asked, &tally, Some(99.81)),
            "1,234 of 2,000 sent, 99.8/s of 100/s, jitter 40 µs, 3 missed"
        );
        let exact = Tally { late: Duration::from_nanos(999), ..tally };
        assert!(summary(&asked, &exact, None).contains("jitter under 1 µs"));
    }
}
