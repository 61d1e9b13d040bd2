//! Why a connection is gone.

use serde::{Deserialize, Serialize};

use crate::types::error::IoError;

/// Why a connection is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeaveReason {
    /// The peer sent FIN and we have answered with ours.
    ClosedByPeer,
    /// The peer sent RST (`ECONNRESET`).
    ResetByPeer,
    /// Closed here, with FIN.
    ClosedHere,
    /// Aborted here, with RST.
    AbortedHere,
    /// No answer (`ETIMEDOUT`), keepalive included.
    TimedOut,
    /// Datagrams: the table of peers was full and this one was idle. Its next datagram makes it a new peer.
    Folded,
    /// Any other error.
    Failed(IoError),
}
