//! The clocks, read together.

use std::sync::LazyLock;
use std::time::Instant;

use chrono::{DateTime, FixedOffset, Local};

use crate::types::Stamp;

/// Now, on both clocks. The monotonic one counts from the first reading.
pub fn stamp() -> Stamp {
    Stamp {
        mono_ns: u64::try_from(START.elapsed().as_nanos()).unwrap_or(u64::MAX),
        unix_us: chrono::Utc::now().timestamp_micros(),
    }
}

/// The time on the wall, here.
pub(super) fn wall() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_stamp_is_not_earlier() {
        let first = stamp();
        assert!(stamp().mono_ns >= first.mono_ns);
    }
}
