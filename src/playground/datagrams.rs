//! What concerns datagrams only: multicast groups joined, and datagrams lost on the way in.

use std::collections::BTreeSet;

use crate::types::Membership;

/// What concerns datagrams only, since the socket was bound.
#[derive(Debug, Clone, Default)]
pub struct Datagrams {
    memberships: BTreeSet<Membership>,
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

    pub(super) fn lose(&mut self, datagrams: u64, bytes: u64) {
        self.queue_lost += datagrams;
        self.queue_lost_bytes += bytes;
    }
}
