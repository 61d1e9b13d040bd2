//! How fast a payload is sent.

use std::num::NonZeroU32;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// In pieces: so many bytes at a time, and a pause after each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// Bytes of a piece; the last one may be shorter.
    pub bytes: NonZeroU32,
    /// From the beginning of a piece to the beginning of the next.
    pub every: Duration,
}
