//! What concerns datagrams only: multicast groups joined, and datagrams lost on the way in.

use std::collections::BTreeSet;

use crate::types::Membership;

/// What concerns datagrams only. The counters go with the record: they begin anew when it is cleared, not when the socket is
/// bound again.
#[derive(Debug, Clone, Default)]
pub struct Datagrams {
    memberships: BTreeSet<Membership>,
    /// The kernel's own count, which begins anew with each socket.
    kernel_total: u64,
    /// Datagrams in the record that came.
    pub received: u64,
    /// Datagrams in the record that were sent.
    pub sent: u64,
    /// Datagrams that the kernel threw away because the receive buffer was full.
    pub kernel_dropped: u64,
    /// Datagrams that came while the queue of events was full.
    pub queue_lost: u64,
    /// Their bytes.
    pub queue_lost_bytes: u64,
}

impl Datagrams {
    /// The multicast groups that are joined.
    pub fn memberships(&self) -> impl Iterator<Item = &Membership> {
        self.memberships.iter()
    }

    pub(super) fn member(&mut self, membership: Membership, joined: bool) {
        if joined {
            self.memberships.insert(membership);
        } else {
            self.memberships.remove(&membership);
        }
    }

    /// Another socket: nothing is joined, and the kernel counts from 0.
    pub(super) fn begin(&mut self) {
        self.memberships.clear();
        self.kernel_total = 0;
    }

    /// The record was cleared.
    pub(super) fn clear(&mut self) {
        *self = Self {
            memberships: std::mem::take(&mut self.memberships),
            kernel_total: self.kernel_total,
            ..Self::default()
        };
    }

    /// The kernel has dropped this many from the socket in all.
    pub(super) fn drop_by_kernel(&mut self, total: u64) {
        self.kernel_dropped += total.saturating_sub(self.kernel_total);
        self.kernel_total = total;
    }

    pub(super) fn lose(&mut self, datagrams: u64, bytes: u64) {
        self.queue_lost += datagrams;
        self.queue_lost_bytes += bytes;
    }
}
