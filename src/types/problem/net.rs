//! What can be wrong with a socket or an address.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Why an operation on a socket failed, beyond what the system says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NetProblem {
    /// A message longer than the socket takes.
    TooLong {
        /// Its bytes.
        len: u64,
        /// The most that can be sent to that address, if this is more.
        most: Option<u64>,
    },
    /// A connection attempt took too long.
    NoAnswer {
        /// The time it was given.
        within: Duration,
    },
    /// The connected socket was told that no one listens there (`ECONNREFUSED`).
    NobodyListens {
        /// Where.
        remote: String,
    },
    /// The lookup found no address.
    NoAddress,
    /// The socket file is left over from a program that has ended.
    StaleSocketFile,
    /// A file that isn't a socket is in the place of a socket file.
    NotASocket,
}
