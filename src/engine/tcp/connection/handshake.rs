//! TLS is agreed on before anything else passes.

use crate::engine::tcp::connection::{Common, Connection, Turn};
use crate::types::LeaveReason;

impl Connection {
    /// Go on with the handshake; `None` when it is done. Payloads that are handed over meanwhile wait in the queue.
    pub(super) fn shake_hands(&mut self, common: &Common) -> Option<Turn> {
        if let Some(reason) = self.lost.take() {
            return Some(Turn::Left(reason));
        }
        match self.wire.handshake() {
            Ok(true) => {
                self.handshake_deadline = None;
                // Received bytes may wait in TLS already, of which the socket says nothing more.
                self.readiness.read = true;
                self.begin(common);
                None
            }
            Ok(false) => Some(Turn::Idle),
            Err(error) => Some(Turn::Left(LeaveReason::Failed(error))),
        }
    }
}
