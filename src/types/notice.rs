//! What a worker reports beside the life of its sockets.

use serde::{Deserialize, Serialize};

use crate::types::{Address, Cut};

/// Something out of the ordinary that a worker did, or could not do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// A client was closed at once, because as many as allowed are connected.
    ClientRefused {
        /// Who.
        remote: Address,
        /// The most connections at a time.
        most: usize,
    },
    /// Connections are accepted again, after the process had run out of descriptors.
    AcceptingAgain,
    /// A client was gone before its connection was accepted (`ECONNABORTED`).
    ClientAborted,
    /// A fault ended a connection.
    CutByFault {
        /// Whose connection was ended on purpose.
        remote: Address,
        /// The fault.
        cut: Cut,
        /// Bytes counted until then, in the direction of the fault.
        bytes: u64,
    },
    /// A datagram wasn't sent, on purpose.
    DroppedByFault {
        /// Where it would have gone.
        remote: Address,
        /// Its bytes.
        bytes: u64,
    },
    /// A payload isn't repeated any more, because everyone it was for is gone.
    NoRecipientLeft,
    /// A peer sends more datagrams than the rules can answer; until they have caught up, none of its datagrams is answered.
    RepliesBehind {
        /// Who.
        remote: Address,
    },
    /// The worker panicked, and its run ends.
    WorkerFailed {
        /// What the panic said, if it was text.
        message: Option<String>,
    },
}
