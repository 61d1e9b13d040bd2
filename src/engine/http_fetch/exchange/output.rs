//! Sends the request as the socket takes it, until the server wants no more of it.

use std::io;
use std::time::Duration;

use crate::engine::http_fetch::exchange::{Exchange, Sending};
use crate::engine::http_fetch::hop_reporter::HopReporter;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::timing;
use crate::types::http::Phase;

impl Exchange {
    pub(super) fn wants_write(&self) -> bool {
        self.connection.may_write()
            && self.failure.is_none()
            && matches!(self.sending, Sending::Open)
    }

    pub(super) fn write(&mut self, reporter: &mut HopReporter, hub: &mut Hub) -> bool {
        if !self.wants_write() {
            return false;
        }
        let piece = match self.request.upload.next() {
            Ok(piece) => piece,
            Err(error) => {
                self.fail(error);
                return false;
            }
        };
        let result = match &piece {
            Some((bytes, origin)) => self.connection.write(bytes, *origin, hub),
            None => return self.pause_or_end(reporter, hub),
        };
        match result {
            Ok(0) => false,
            Ok(len) => {
                self.active = self.connection.last_byte();
                self.request.upload.advance(len);
                if matches!(self.request.upload.next(), Ok(None)) {
                    // Before anything is read: the response may arrive from now on, and its phases begin after this one.
                    self.pause_or_end(reporter, hub);
                }
                true
            }
            Err(error) => self.broken(error, reporter, hub),
        }
    }

    /// There is nothing to send now: everything was sent, or the body waits for `100 Continue`.
    fn pause_or_end(&mut self, reporter: &mut HopReporter, hub: &mut Hub) -> bool {
        match self.connection.flush() {
            Ok(true) => {}
            Ok(false) => return false,
            Err(error) => return self.broken(error, reporter, hub),
        }
        if !self.request.upload.is_at_gate() {
            self.sending_ended(reporter, hub);
        } else if self.request.expects_continue {
            self.sending = Sending::Waiting(timing::deadline(LONGEST_EXPECTED));
            reporter.end_phase(Phase::Send, hub);
            reporter.begin_phase(Phase::Wait, hub);
        } else {
            self.request.upload.open_gate();
        }
        true
    }

    pub(super) fn sending_ended(&mut self, reporter: &mut HopReporter, hub: &mut Hub) {
        if matches!(self.sending, Sending::Open | Sending::Waiting(_)) {
            self.sending = Sending::Over;
        }
        reporter.end_phase(Phase::Send, hub);
        if !reporter.is_in_phase(Phase::Download) && !self.response.is_over() {
            reporter.begin_phase(Phase::Wait, hub);
        }
    }

    fn broken(&mut self, error: io::Error, reporter: &mut HopReporter, hub: &mut Hub) -> bool {
        self.sending = Sending::Broken(error);
        self.sending_ended(reporter, hub);
        true
    }

    /// Stop waiting for `100 Continue` and send the body.
    pub(super) fn release_body(&mut self) {
        self.request.expects_continue = false;
        self.request.upload.open_gate();
        if matches!(self.sending, Sending::Waiting(_)) {
            self.sending = Sending::Open;
        }
    }
}

/// How long to wait for `100 Continue`, as curl does.
const LONGEST_EXPECTED: Duration = Duration::from_secs(1);
