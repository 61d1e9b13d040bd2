//! Deadlines.

use std::time::{Duration, Instant};

/// The time `after` from now. A duration that is too long for the clock becomes a year.
pub(in crate::engine) fn deadline(after: Duration) -> Instant {
    later(Instant::now(), after)
}

/// The time `after` from `start`.
pub(in crate::engine) fn later(start: Instant, after: Duration) -> Instant {
    start.checked_add(after).unwrap_or(start + YEAR)
}

const YEAR: Duration = Duration::from_hours(365 * 24);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_too_long_for_the_clock_is_a_deadline_all_the_same() {
        assert!(deadline(Duration::MAX) > Instant::now());
    }
}
