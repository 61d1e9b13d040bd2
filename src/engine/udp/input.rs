//! What is known about receiving.

use crate::types::Faults;

/// The direction to us.
#[derive(Default)]
pub(super) struct Input {
    /// It has not said `WouldBlock` since the last event.
    pub(super) may_read: bool,
    /// On purpose.
    pub(super) is_stopped: bool,
    /// Without a datagram between them.
    pub(super) errors: u32,
    pub(super) lost: Lost,
}

/// Datagrams that there was no room for.
#[derive(Default)]
pub(super) struct Lost {
    pub(super) datagrams: u64,
    pub(super) bytes: u64,
}

impl Input {
    pub(super) fn new(faults: &Faults) -> Self {
        Self { is_stopped: faults.stops_reading, ..Self::default() }
    }

    pub(super) fn has_lost(&self) -> bool {
        self.lost.datagrams > 0
    }
}
