//! The time zone in which the log and the peer table show times.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wall_clock_is_shown_in_its_zone() {
        let zone = Zone::Fixed(FixedOffset::east_opt(8 * 3600).unwrap());
        let at = Stamp { mono_ns: 0, unix_us: 1_700_000_000_123_456 };
        assert_eq!(zone.clock(at), "06:13:20.123456");
        assert_eq!(zone.date(at), "2023-11-15 06:13:20.123456 +08:00");
    }
}
