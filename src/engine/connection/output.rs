//! The direction from us to the peer.

use std::io::{self, Write as _};

use bytes::Bytes;

use super::{Common, Connection};
use crate::engine::message;
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
            match self.next_piece() {
                Some(Ok(piece)) => self.write_piece(piece, common),
                Some(Err(error)) => self.give_up_first(error, common),
                None => return,
            }
        }
    }

    /// A chunk of the stream, or a whole message.
    fn next_piece(&self) -> Option<Result<Bytes, IoError>> {
        if !self.stream.keeps_messages() {
            return self.queue.next_chunk();
        }
        let len = self.queue.next_len();
        let most = self.stream.socket().send_buffer_size().unwrap_or(usize::MAX) as u64;
        if len > most {
            return Some(Err(message::too_long(&self.remote, len)));
        }
        self.queue.next_whole()
    }

    fn write_piece(&mut self, mut piece: Bytes, common: &mut Common) {
        if piece.is_empty() && !self.stream.keeps_messages() {
            return self.sent(piece, common);
        }
        match (&self.stream).write(&piece) {
            Ok(count) => {
                piece.truncate(count);
                self.sent(piece, common);
            }
            Err(error) if message::is_too_long(&error) => {
                self.give_up_first(message::too_long(&self.remote, piece.len() as u64), common);
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
        if !bytes.is_empty() || self.stream.keeps_messages() {
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

    fn give_up_first(&mut self, error: IoError, common: &mut Common) {
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
