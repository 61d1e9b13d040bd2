//! The request: sent as the socket takes it, and no longer than the server wants it.

use std::io;
use std::time::Duration;

use crate::engine::http_fetch::exchange::{Exchange, Sending};
use crate::engine::http_fetch::journal::Journal;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::timing;
use crate::types::http::Phase;

impl Exchange {
    pub(super) fn wants_write(&self) -> bool {
        self.carrier.may_write() && self.failure.is_none() && matches!(self.sending, Sending::Open)
    }

    pub(super) fn write(&mut self, journal: &mut Journal, hub: &mut Hub) -> bool {
        if !self.wants_write() {
            return false;
        }
        let piece = match self.parcel.upload.next() {
            Ok(piece) => piece,
            Err(error) => {
                self.fail(error);
                return false;
            }
        };
        let result = match &piece {
            Some((bytes, origin)) => self.carrier.write(bytes, *origin, hub),
            None => return self.pause_or_end(journal, hub),
        };
        match result {
            Ok(0) => false,
            Ok(len) => {
                self.active = self.carrier.last_byte();
                self.parcel.upload.advance(len);
                if matches!(self.parcel.upload.next(), Ok(None)) {
                    // Before anything is read, since from now on the server may answer.
                    self.pause_or_end(journal, hub);
                }
                true
            }
            Err(error) => self.broken(error, journal, hub),
        }
    }

    /// Nothing is to be sent: all is sent, or the body waits.
    fn pause_or_end(&mut self, journal: &mut Journal, hub: &mut Hub) -> bool {
        match self.carrier.flush() {
            Ok(true) => {}
            Ok(false) => return false,
            Err(error) => return self.broken(error, journal, hub),
        }
        if !self.parcel.upload.is_at_gate() {
            self.sending_ended(journal, hub);
        } else if self.parcel.expects_continue {
            self.sending = Sending::Waiting(timing::deadline(LONGEST_EXPECTED));
            journal.exit(Phase::Send, hub);
            journal.enter(Phase::Wait, hub);
        } else {
            self.parcel.upload.open_gate();
        }
        true
    }

    pub(super) fn sending_ended(&mut self, journal: &mut Journal, hub: &mut Hub) {
        if matches!(self.sending, Sending::Open | Sending::Waiting(_)) {
            self.sending = Sending::Over;
        }
        journal.exit(Phase::Send, hub);
        if !journal.is_in(Phase::Download) && !self.answer.is_over() {
            journal.enter(Phase::Wait, hub);
        }
    }

    fn broken(&mut self, error: io::Error, journal: &mut Journal, hub: &mut Hub) -> bool {
        self.sending = Sending::Broken(error);
        self.sending_ended(journal, hub);
        true
    }

    /// The body need not wait any more.
    pub(super) fn let_through(&mut self) {
        self.parcel.expects_continue = false;
        self.parcel.upload.open_gate();
        if matches!(self.sending, Sending::Waiting(_)) {
            self.sending = Sending::Open;
        }
    }
}

/// How long `100 Continue` is waited for, as in curl.
const LONGEST_EXPECTED: Duration = Duration::from_secs(1);
