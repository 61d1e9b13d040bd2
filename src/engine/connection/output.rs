//! The direction from us to the peer.

use std::io::{self, Write as _};

use bytes::Bytes;

use super::{Common, Connection};
use crate::engine::send_queue::Unsent;
use crate::types::{Fact, IoError, Operation, SendId, SendOutcome};

impl Connection {
    pub(super) fn wants_write(&self) -> bool {
        self.may.write && !self.queue.is_empty() && self.lost.is_none()
    }

    pub(super) fn write(&mut self, common: &mut Common) {
        for _ in 0..WRITES_PER_TURN {
            if !self.wants_write() || !common.outbox.has_room() {
                return;
            }
            match self.queue.next_chunk() {
                Some(Ok(chunk)) => self.write_chunk(chunk, common),
                Some(Err(error)) => self.give_up_file(error, common),
                None => return,
            }
        }
    }

    fn write_chunk(&mut self, mut chunk: Bytes, common: &mut Common) {
        if chunk.is_empty() {
            return self.sent(chunk, common);
        }
        match (&self.socket).write(&chunk) {
            Ok(count) => {
                chunk.truncate(count);
                self.sent(chunk, common);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.may.write = false,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => self.lose(Operation::Send, &error),
        }
    }

    /// Exactly these bytes were taken by the kernel.
    fn sent(&mut self, bytes: Bytes, common: &mut Common) {
        let Some(progress) = self.queue.advance(bytes.len()) else {
            return;
        };
        if !bytes.is_empty() {
            common.outbox.tell(Fact::Sent {
                peer: self.peer,
                bytes,
                origin: progress.origin,
                send: progress.id,
            });
        }
        if let Some(send) = progress.id.filter(|_| progress.is_done) {
            self.tell_done(send, SendOutcome::Sent, common);
        }
    }

    fn give_up_file(&mut self, error: IoError, common: &mut Common) {
        let peer = self.peer;
        common.outbox.tell(Fact::Failed { peer, error });
        if let Some(Unsent { id, bytes: unsent }) = self.queue.give_up_first() {
            self.tell_done(id, SendOutcome::Failed { unsent }, common);
        }
    }

    pub(super) fn tell_done(&self, send: SendId, outcome: SendOutcome, common: &mut Common) {
        let peer = self.peer;
        common.outbox.tell(Fact::SendDone { send, peer, outcome });
    }
}

/// Then the other connections have their turn.
const WRITES_PER_TURN: usize = 8;
