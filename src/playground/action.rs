//! Everything that can be asked of the playground.

use crate::types::{SendId, SessionId, Target};

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
    /// Forget a session's record.
    Clear(SessionId),
    /// Start a server and a client on loopback that talk to each other.
    TryIt,
}
