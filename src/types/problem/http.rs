//! What can go wrong with a fetch.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Why a fetch failed, beyond what the system says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HttpProblem {
    /// Nothing arrived for so long.
    Idle {
        /// The time it was given.
        limit: Duration,
    },
    /// The whole fetch took too long.
    NotDone {
        /// The time it was given.
        limit: Duration,
    },
}
