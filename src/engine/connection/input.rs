//! The direction from the peer to us.

use std::io::{self, Read as _};

use bytes::Bytes;

use super::{Common, Connection, Input, Output};
use crate::engine::payload::Payload;
use crate::respond;
use crate::types::{Direction, Fact, Operation};

impl Connection {
    pub(super) fn wants_read(&self) -> bool {
        let held_up = self.paused || self.queue.is_behind_with_replies();
        self.may.read && self.input == Input::Open && (!held_up || self.lost.is_some())
    }

    pub(super) fn read(&mut self, common: &mut Common) {
        for _ in 0..READS_PER_TURN {
            if !self.wants_read() || !common.outbox.has_room() {
                return;
            }
            match self.read_next(common) {
                Ok(Some(bytes)) => self.received(bytes, common),
                Ok(None) => self.input_ended(common),
                Err(error) => self.read_failed(&error),
            }
        }
    }

    /// A piece of the stream, or a whole message; `None` at the end.
    fn read_next(&self, common: &mut Common) -> io::Result<Option<Bytes>> {
        if let Some(space) = self.stream.next_message()? {
            let bytes = common.segments.read_whole(space, |space| (&self.stream).read(space))?;
            let may_be_end = bytes.is_empty();
            return Ok((!(may_be_end && self.stream.has_ended()?)).then_some(bytes));
        }
        let most = common.options.read_size.bytes();
        let bytes = common.segments.read(most, |space| (&self.stream).read(space))?;
        Ok((!bytes.is_empty()).then_some(bytes))
    }

    fn received(&mut self, bytes: Bytes, common: &mut Common) {
        let answer = respond::answer(common.reply, &bytes).filter(|_| self.takes_payloads());
        let peer = self.peer;
        common.outbox.tell(Fact::Received { peer, bytes });
        if let Some(answer) = answer {
            self.queue.push(Payload::reply(answer));
        }
    }

    fn input_ended(&mut self, common: &mut Common) {
        self.input =
            if self.output == Output::Ended { Input::EndedLast } else { Input::EndedFirst };
        if self.lost.is_some() {
            return;
        }
        common.outbox.tell(Fact::HalfClosed { peer: self.peer, direction: Direction::Received });
        if common.close_on_peer_fin {
            self.half_close();
        }
    }

    fn read_failed(&mut self, error: &io::Error) {
        match error.kind() {
            io::ErrorKind::Interrupted => return,
            io::ErrorKind::WouldBlock => {}
            _ => self.lose(Operation::Receive, error),
        }
        self.may.read = false;
    }
}

/// Then the other connections have their turn.
const READS_PER_TURN: usize = 8;
