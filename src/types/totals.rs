//! What a session amounts to.

use serde::Serialize;

/// Bytes of a session, and datagrams that are not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SessionTotals {
    /// Bytes.
    pub received: u64,
    /// Bytes.
    pub sent: u64,
    /// Bytes of those received.
    pub kept: u64,
    /// Bytes of those received.
    pub dropped: u64,
    /// Datagrams; `None` where the system doesn't count them for each socket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kernel_dropped: Option<u64>,
    /// Datagrams; `None` without datagrams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<u64>,
}
