//! The direction from the peer to us.

use std::io;

use bytes::Bytes;

use crate::engine::net::sockets;
use crate::engine::tcp::connection::responding::Responder;
use crate::engine::tcp::connection::{Common, Connection, Input, Output};
use crate::types::{Direction, Fact, Operation};

impl Connection {
    pub(super) fn wants_read(&self, common: &Common) -> bool {
        let held_up = self.paused
            || common.conduct.faults.stops_reading
            || self.queue.is_behind_with_replies()
            || self.responder.as_ref().is_some_and(Responder::is_behind);
        self.readiness.read && self.input == Input::Open && (!held_up || self.lost.is_some())
    }

    pub(super) fn read(&mut self, common: &mut Common) {
        for _ in 0..READS_PER_TURN {
            let until_cut = self.until_cut(Direction::Received, common);
            if !self.wants_read(common) || !common.outbox.has_room() || until_cut == Some(0) {
                return;
            }
            match self.read_next(until_cut, common) {
                Ok(Some(bytes)) => self.received(bytes, common),
                Ok(None) => self.input_ended(common),
                Err(error) => self.read_failed(&error, common),
            }
        }
    }

    /// At most `most` bytes of the stream, or a whole message; `None` at the end.
    fn read_next(&mut self, most: Option<u64>, common: &mut Common) -> io::Result<Option<Bytes>> {
        let wire = &mut self.wire;
        if let Some(space) = wire.next_message()? {
            let bytes = common.segments.read_whole(space, |space| wire.read(space))?;
            let may_be_end = bytes.is_empty();
            return Ok((!(may_be_end && wire.has_ended()?)).then_some(bytes));
        }
        let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        let most = most.min(common.options.read_size.bytes());
        let bytes = common.segments.read(most, |space| wire.read(space))?;
        Ok((!bytes.is_empty()).then_some(bytes))
    }

    fn received(&mut self, bytes: Bytes, common: &mut Common) {
        let peer = self.peer;
        self.received += bytes.len() as u64;
        if self.responder.is_none() {
            return common.outbox.report(Fact::Received { peer, bytes });
        }
        common.outbox.begin_batch();
        common.outbox.report(Fact::Received { peer, bytes: bytes.clone() });
        self.hear(&bytes, common);
        common.outbox.end_batch();
    }

    fn input_ended(&mut self, common: &mut Common) {
        self.input =
            if self.output == Output::Ended { Input::EndedLast } else { Input::EndedFirst };
        if self.lost.is_some() {
            return;
        }
        common.outbox.report(Fact::HalfClosed { peer: self.peer, direction: Direction::Received });
        self.hear_end();
    }

    fn read_failed(&mut self, error: &io::Error, common: &mut Common) {
        match error.kind() {
            io::ErrorKind::Interrupted => return,
            io::ErrorKind::WouldBlock => {}
            // FIN without `close_notify` over TLS: possibly a truncation attack, but the end in any case.
            io::ErrorKind::UnexpectedEof => {
                let error = sockets::error_at(Operation::Receive, &self.remote, error);
                common.outbox.report(Fact::Failed { peer: self.peer, error });
                self.input_ended(common);
            }
            _ => self.lose(Operation::Receive, error),
        }
        self.readiness.read = false;
    }
}

/// Reads in a turn, so that other connections get theirs.
const READS_PER_TURN: usize = 8;
