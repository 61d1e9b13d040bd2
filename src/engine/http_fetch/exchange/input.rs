//! The answer: read, and heeded by the request.

use std::io;

use bytes::Bytes;

use crate::engine::http_fetch::answer::Heard;
use crate::engine::http_fetch::carrier::{End, Input};
use crate::engine::http_fetch::exchange::{Exchange, Sending, response_problem};
use crate::engine::http_fetch::journal::Journal;
use crate::engine::worker::hub::Hub;
use crate::types::http::Phase;
use crate::types::problem::http::HttpProblem;
use crate::types::{Cause, IoError, Operation};

impl Exchange {
    pub(super) fn wants_read(&self) -> bool {
        self.carrier.may_read()
            && self.failure.is_none()
            && !self.answer.is_over()
            && !self.answer.is_behind()
    }

    pub(super) fn read(&mut self, journal: &mut Journal, hub: &mut Hub) -> bool {
        if !self.wants_read() {
            return false;
        }
        match self.carrier.read(hub.common.options.read_size.bytes(), hub) {
            Input::Nothing => return false,
            Input::End(end) => self.input_ended(end),
            Input::Bytes(bytes) => {
                self.active = self.carrier.last_byte();
                self.digest(&bytes, journal, hub);
            }
        }
        true
    }

    fn digest(&mut self, bytes: &Bytes, journal: &mut Journal, hub: &mut Hub) {
        let mut at = 0;
        let mut heard = Heard::All;
        // A head may be all of an answer.
        while !self.answer.is_over() && (at < bytes.len() || heard == Heard::Head) {
            journal.exit(Phase::Wait, hub);
            journal.enter(Phase::Download, hub);
            heard = self.answer.take(bytes, &mut at, journal, hub);
            self.heed(heard, journal, hub);
        }
    }

    fn heed(&mut self, heard: Heard, journal: &mut Journal, hub: &mut Hub) {
        match heard {
            Heard::All => {}
            Heard::Interim(status) => {
                journal.go_on(self.carrier.peer(), hub);
                if status == 100 {
                    self.let_through();
                }
                match self.sending {
                    Sending::Open => journal.enter(Phase::Send, hub),
                    _ => journal.enter(Phase::Wait, hub),
                }
            }
            Heard::Head => {
                let gives_up = self.answer.head().is_some_and(|head| head.meaning.ends_upload);
                if gives_up || matches!(self.sending, Sending::Waiting(_)) {
                    self.sending_ended(journal, hub);
                }
            }
        }
    }

    fn input_ended(&mut self, end: End) {
        let begun = self.answer.has_begun();
        let error = match end {
            End::Lost(error) => error,
            End::Clean | End::Unannounced => match self.answer.finish() {
                Ok(()) => match self.doubt(&end) {
                    Some(error) => error,
                    None => return,
                },
                Err(_) if !begun => self.receive_error(HttpProblem::NoResponse),
                Err(error) => self.receive_error(response_problem(&error)),
            },
        };
        let error = match &self.sending {
            Sending::Broken(broken) if !begun => self.carrier.send_error(broken),
            _ => error,
        };
        self.failure = Some(self.unfinished(error));
    }

    /// Why the end of the connection may not be that of the body.
    fn doubt(&self, end: &End) -> Option<IoError> {
        match (&self.sending, end) {
            (_, End::Unannounced) => Some(self.receive_error(HttpProblem::NoCloseNotify)),
            // The kernel reports a reset once, and has done so already.
            (Sending::Broken(error), _) if error.kind() == io::ErrorKind::ConnectionReset => {
                Some(self.carrier.send_error(error))
            }
            _ => None,
        }
    }

    fn receive_error(&self, cause: impl Into<Cause>) -> IoError {
        IoError::other(Operation::Receive, self.carrier.remote().to_string(), cause)
    }
}
