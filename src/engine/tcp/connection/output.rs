//! The direction from us to the peer.

use std::io;

use bytes::Bytes;

use crate::engine::command::SendTag;
use crate::engine::net::message;
use crate::engine::tcp::connection::{Common, Connection};
use crate::engine::worker::corrupt::corrupted;
use crate::engine::worker::send_queue::Unsent;
use crate::types::{Direction, Fact, IoError, Operation, SendOutcome};

impl Connection {
    pub(super) fn wants_write(&self) -> bool {
        self.wants_flush() || self.wants_send()
    }

    fn wants_send(&self) -> bool {
        let is_held = self.pacing.held_until().is_some();
        self.readiness.write && !self.queue.is_empty() && !is_held && self.lost.is_none()
    }

    fn wants_flush(&self) -> bool {
        self.wire.wants_flush() && self.readiness.write && self.lost.is_none()
    }

    pub(super) fn write(&mut self, common: &mut Common) {
        // These bytes were already reported as sent: no pace delays them, and they need no room for events.
        if self.wants_flush()
            && let Err(error) = self.wire.flush()
        {
            self.write_failed(&error);
        }
        for _ in 0..WRITES_PER_TURN {
            if !self.wants_send() || !common.outbox.has_room() {
                return;
            }
            let Some(most) = self.room(common) else {
                return;
            };
            match self.next_piece(most) {
                Some(Ok(piece)) => {
                    let garble = common.conduct.faults.garble;
                    let piece = match garble {
                        Some(every) => corrupted(piece, self.sent, every),
                        None => piece,
                    };
                    self.write_piece(piece, common);
                }
                Some(Err(error)) => self.give_up_first(error, common),
                None => return,
            }
        }
    }

    /// How many bytes may be sent now; `None` if none may yet, or ever.
    fn room(&mut self, common: &Common) -> Option<u64> {
        let until_cut = self.until_cut(Direction::Sent, common).unwrap_or(u64::MAX);
        let is_message = self.wire.keeps_messages();
        if until_cut == 0 || is_message && self.queue.next_len() > until_cut {
            return None;
        }
        self.allowance(common).map(|most| most.min(until_cut))
    }

    /// The next bytes, at most `most` for a stream, or a whole message.
    fn next_piece(&self, most: u64) -> Option<Result<Bytes, IoError>> {
        if !self.wire.keeps_messages() {
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            let cut = |chunk: Bytes| chunk.slice(..chunk.len().min(most));
            return self.queue.next_chunk().map(|chunk| chunk.map(cut));
        }
        let len = self.queue.next_len();
        let most = self.wire.socket().send_buffer_size().unwrap_or(usize::MAX) as u64;
        if len > most {
            return Some(Err(message::too_long(&self.remote, len)));
        }
        self.queue.next_whole()
    }

    fn write_piece(&mut self, mut piece: Bytes, common: &mut Common) {
        if piece.is_empty() && !self.wire.keeps_messages() {
            return self.sent(piece, common);
        }
        match self.wire.write(&piece) {
            Ok(count) => {
                piece.truncate(count);
                self.sent(piece, common);
            }
            Err(error) if message::is_too_long(&error) => {
                self.give_up_first(message::too_long(&self.remote, piece.len() as u64), common);
            }
            Err(error) => self.write_failed(&error),
        }
    }

    fn write_failed(&mut self, error: &io::Error) {
        match error.kind() {
            io::ErrorKind::WouldBlock => self.readiness.write = false,
            io::ErrorKind::Interrupted => {}
            _ => self.lose(Operation::Send, error),
        }
    }

    /// Exactly these bytes were accepted, by the kernel or by TLS.
    fn sent(&mut self, bytes: Bytes, common: &mut Common) {
        let Some(progress) = self.queue.advance(bytes.len()) else {
            return;
        };
        self.sent += bytes.len() as u64;
        self.pacing.sent(bytes.len() as u64, progress.is_done);
        if !bytes.is_empty() || self.wire.keeps_messages() {
            common.outbox.report(Fact::Sent {
                peer: self.peer,
                bytes,
                origin: progress.origin,
                send: progress.id,
            });
        }
        let is_reported = progress.is_done && !progress.is_replica;
        if let Some(id) = progress.id.filter(|_| is_reported) {
            self.report_done(SendTag { id, origin: progress.origin }, SendOutcome::Sent, common);
        }
    }

    fn give_up_first(&mut self, error: IoError, common: &mut Common) {
        let peer = self.peer;
        common.outbox.report(Fact::Failed { peer, error });
        self.pacing.reconsider();
        if let Some(Unsent { tag, bytes: unsent }) = self.queue.give_up_first() {
            self.report_done(tag, SendOutcome::Failed { unsent }, common);
        }
    }

    pub(super) fn report_done(&self, tag: SendTag, outcome: SendOutcome, common: &mut Common) {
        let (SendTag { id: send, origin }, peer) = (tag, self.peer);
        common.outbox.report(Fact::SendDone { send, origin, peer, outcome });
    }
}

/// Writes in a turn, so that other connections get theirs.
const WRITES_PER_TURN: usize = 8;
