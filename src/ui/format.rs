//! Times as the log and the peer table show them.

use chrono::{DateTime, FixedOffset, Local};

use crate::types::Stamp;

/// The time zone in which wall clock times are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    /// The system's, with its changes between summer and winter.
    #[default]
    Local,
    /// A fixed distance to UTC.
    Fixed(FixedOffset),
}

impl Zone {
    /// The wall clock to the microsecond: "14:03:07.123456".
    pub fn clock(self, at: Stamp) -> String {
        self.format(at, "%H:%M:%S%.6f")
    }

    /// Date, time and distance to UTC: for a tooltip.
    pub fn date(self, at: Stamp) -> String {
        self.format(at, "%Y-%m-%d %H:%M:%S%.6f %:z")
    }

    /// The wall clock of this zone.
    pub fn at(self, at: Stamp) -> DateTime<FixedOffset> {
        let utc = DateTime::from_timestamp_micros(at.unix_us).unwrap_or_default();
        match self {
            Self::Local => utc.with_timezone(&Local).fixed_offset(),
            Self::Fixed(offset) => utc.with_timezone(&offset),
        }
    }

    fn format(self, at: Stamp, format: &str) -> String {
        self.at(at).format(format).to_string()
    }
}

/// Seconds from one moment to a later one, to the microsecond: "12.345678".
pub fn seconds(from: Stamp, to: Stamp) -> String {
    let micros = to.mono_ns.saturating_sub(from.mono_ns) / 1_000;
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// A stretch of time to the microsecond: "12.345 ms", "1.234567 s".
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
    utc.map_or_else(|| "a day out of range".to_owned(), |utc| utc.format("%Y-%m-%d").to_string())
}

/// How long ago, to the minute, and the seconds until that text is another one: a text that changed each second would keep
/// an idle window drawing.
pub fn age(from: Stamp, to: Stamp) -> (String, u64) {
    let seconds = to.mono_ns.saturating_sub(from.mono_ns) / 1_000_000_000;
    let text = match seconds / 60 {
        0 => "less than 1 min".to_owned(),
        minutes @ 1..60 => format!("{minutes} min"),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    };
    (text, 60 - seconds % 60)
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
    fn the_wall_clock_is_shown_in_its_zone() {
        let zone = Zone::Fixed(FixedOffset::east_opt(8 * 3600).unwrap());
        let at = Stamp { mono_ns: 0, unix_us: 1_700_000_000_123_456 };
        assert_eq!(zone.clock(at), "06:13:20.123456");
        assert_eq!(zone.date(at), "2023-11-15 06:13:20.123456 +08:00");
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
