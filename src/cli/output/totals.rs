//! What a session came to.

use serde::Serialize;

use crate::playground::Session;

/// Bytes, and of a UDP peer datagrams that are not among them.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Totals {
    pub(super) received: u64,
    pub(super) sent: u64,
    /// Of those received.
    pub(super) kept: u64,
    /// Of those received.
    pub(super) dropped: u64,
    /// Datagrams; `None` where the system does not count them for each socket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kernel_dropped: Option<u64>,
    /// Datagrams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lost: Option<u64>,
}

impl Totals {
    pub(super) fn of(session: &Session) -> Self {
        let totals = session.capture().totals();
        let datagrams = Some(session.datagrams()).filter(|_| session.kind().has_datagrams());
        Self {
            received: totals.received,
            sent: totals.sent,
            kept: totals.received - totals.dropped_received,
            dropped: totals.dropped_received,
            kernel_dropped: datagrams
                .filter(|_| cfg!(target_os = "linux"))
                .map(|datagrams| datagrams.kernel_dropped),
            lost: datagrams.map(|datagrams| datagrams.queue_lost),
        }
    }
}
