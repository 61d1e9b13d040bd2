//! The TLS handshake, which precedes everything else.

use crate::engine::tcp::connection::{Common, Connection, Turn};
use crate::types::LeaveReason;

impl Connection {
    /// Continue the handshake; `None` once it is done. Payloads wait in the queue until then.
    pub(super) fn shake_hands(&mut self, common: &Common) -> Option<Turn> {
        if let Some(reason) = self.lost.take() {
            return Some(Turn::Left(reason));
        }
        match self.wire.handshake() {
            Ok(true) => {
                self.handshake_deadline = None;
                // TLS may already hold received bytes, for which the socket has no further event.
                self.readiness.read = true;
                self.begin(common);
                None
            }
            Ok(false) => Some(Turn::Idle),
            Err(error) => Some(Turn::Left(LeaveReason::Failed(error))),
        }
    }
}
