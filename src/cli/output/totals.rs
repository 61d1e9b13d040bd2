//! What a session amounts to.

use crate::playground::Session;
use crate::types::SessionTotals;

/// What a session amounts to so far.
pub(super) fn totals(session: &Session) -> SessionTotals {
    let totals = session.capture().totals();
    let datagrams = Some(session.datagrams()).filter(|_| session.kind().has_datagrams());
    SessionTotals {
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
