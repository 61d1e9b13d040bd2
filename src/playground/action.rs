//! Everything that can be asked of the playground.

use crate::types::{Membership, SendId, SessionId, Target};

use super::draft::Kind;
use super::payload::Payload;

/// Something asked of the playground. The window collects these while it draws, and performs them after the last widget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Open another session.
    Add(Kind),
    /// Stop a session and forget it.
    Remove(SessionId),
    /// Start what the session's draft says: listen, connect.
    Start(SessionId),
    /// Stop it and close every connection.
    Stop(SessionId),
    /// Stop listening, keep the connections.
    StopListening(SessionId),
    /// Send a payload.
    Send {
        /// In which session.
        session: SessionId,
        /// To which connections.
        to: Target,
        /// What.
        payload: Payload,
    },
    /// Send a datagram to the address typed as remote, which need not be a peer yet.
    SendTo {
        /// In which session.
        session: SessionId,
        /// What.
        payload: Payload,
    },
    /// Join the multicast group that the session's draft names.
    Join(SessionId),
    /// Leave a multicast group.
    Leave(SessionId, Membership),
    /// Look again which interfaces and addresses the machine has.
    ListInterfaces,
    /// Give up a payload that is on its way.
    CancelSend(SessionId, SendId),
    /// Close connections with FIN, after what is queued.
    Disconnect(SessionId, Target),
    /// Send FIN, go on reading.
    HalfClose(SessionId, Target),
    /// Close connections with RST, at once.
    Abort(SessionId, Target),
    /// Stop or go on reading from connections.
    Pause {
        /// In which session.
        session: SessionId,
        /// Which connections.
        to: Target,
        /// The state asked for.
        paused: bool,
    },
    /// Give the draft's socket options and reply to a session that is running.
    ApplyOptions(SessionId),
    /// Tell the worker what to answer by itself from now on, as the draft says.
    SetReply(SessionId),
    /// Forget the connections of a session that are gone.
    ForgetGone(SessionId),
    /// Forget a session's record.
    Clear(SessionId),
    /// Start a server and a client on loopback that talk to each other.
    TryIt,
}
