//! Moments and stretches of time to the microsecond, and ages.

use chrono::DateTime;

use crate::types::Stamp;

/// Seconds from one moment to a later one: "12.345678".
pub fn seconds(from: Stamp, to: Stamp) -> String {
    let micros = to.mono_ns.saturating_sub(from.mono_ns) / 1_000;
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// A stretch of time: "12.345 ms", "1.234567 s".
pub fn elapsed(ns: u64) -> String {
    let micros = ns / 1_000;
    match micros {
        ..1_000_000 => format!("{}.{:03} ms", micros / 1_000, micros % 1_000),
        _ => format!("{}.{:06} s", micros / 1_000_000, micros % 1_000_000),
    }
}

/// The day of a moment in seconds since the Unix epoch, in UTC: "2026-01-31".
pub fn day(seconds: i64) -> String {
    let utc = DateTime::from_timestamp(seconds, 0);
    utc.map_or_else(|| out_of_range().to_owned(), |utc| utc.format("%Y-%m-%d").to_string())
}

/// A moment in seconds since the Unix epoch, to the minute: "2026-01-31 12:34 UTC".
pub fn minute(seconds: i64) -> String {
    let utc = DateTime::from_timestamp(seconds, 0);
    utc.map_or_else(
        || out_of_range().to_owned(),
        |utc| utc.format("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

/// How long ago, to the minute, and the seconds until that text is another one: a text that changed each second would keep
/// an idle window drawing.
pub fn age(from: Stamp, to: Stamp) -> (String, u64) {
    let seconds = to.mono_ns.saturating_sub(from.mono_ns) / 1_000_000_000;
    let text = match seconds / 60 {
        0 => under_a_minute().to_owned(),
        minutes @ 1..60 => format!("{minutes} min"),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    };
    (text, 60 - seconds % 60)
}

messages! {
    under_a_minute = "less than 1 min";
    out_of_range = "date out of range";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(seconds: u64) -> Stamp {
        Stamp { mono_ns: seconds * 1_000_000_000, unix_us: 0 }
    }

    #[test]
    fn ages_change_as_rarely_as_their_text() {
        let table = [
            (0, ("less than 1 min", 60)),
            (59, ("less than 1 min", 1)),
            (60, ("1 min", 60)),
            (119, ("1 min", 1)),
            (7_260, ("2 h 1 min", 60)),
        ];
        for (seconds, (text, next)) in table {
            assert_eq!(age(stamp(0), stamp(seconds)), (text.to_owned(), next));
        }
    }

    #[test]
    fn stretches_of_time_keep_microseconds() {
        for (ns, text) in [
            (999, "0.000 ms"),
            (1_234, "0.001 ms"),
            (12_345_678, "12.345 ms"),
            (1_234_567_890, "1.234567 s"),
        ] {
            assert_eq!(elapsed(ns), text);
        }
    }

    #[test]
    fn seconds_keep_microseconds() {
        let to = Stamp { mono_ns: 12_345_678_901, unix_us: 0 };
        assert_eq!(seconds(stamp(0), to), "12.345678");
        assert_eq!(seconds(to, stamp(0)), "0.000000");
    }
}
