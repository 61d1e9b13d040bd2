//! Deadlines, and durations in words.

use std::time::{Duration, Instant};

/// So long from now. A duration too long for the clock ends in a year.
pub(in crate::engine) fn deadline(after: Duration) -> Instant {
    later(Instant::now(), after)
}

/// So long after `start`.
pub(in crate::engine) fn later(start: Instant, after: Duration) -> Instant {
    start.checked_add(after).unwrap_or(start + YEAR)
}

/// "5 s" or "500 ms".
pub(in crate::engine) fn words(duration: Duration) -> String {
    if duration.subsec_nanos() == 0 {
        format!("{} s", duration.as_secs())
    } else {
        format!("{} ms", duration.as_millis())
    }
}

const YEAR: Duration = Duration::from_hours(365 * 24);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_in_seconds_if_it_can_be() {
        let table = [(0, "0 s"), (5000, "5 s"), (1500, "1500 ms"), (20, "20 ms")];
        for (millis, expected) in table {
            assert_eq!(words(Duration::from_millis(millis)), expected);
        }
    }

    #[test]
    fn a_duration_too_long_for_the_clock_is_a_deadline_all_the_same() {
        assert!(deadline(Duration::MAX) > Instant::now());
    }
}
