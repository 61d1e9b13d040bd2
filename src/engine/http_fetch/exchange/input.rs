//! Receives the response, and adapts the sending of the request to it.

use std::io;

use bytes::Bytes;

use crate::engine::http_fetch::connection::{End, Input};
use crate::engine::http_fetch::exchange::{Exchange, Sending, response_problem};
use crate::engine::http_fetch::hop_reporter::HopReporter;
use crate::engine::http_fetch::incoming_response::ResponseEvent;
use crate::engine::worker::hub::Hub;
use crate::types::http::Phase;
use crate::types::problem::http::HttpProblem;
use crate::types::{Cause, IoError, Operation};

impl Exchange {
    pub(super) fn wants_read(&self) -> bool {
        self.connection.may_read()
            && self.failure.is_none()
            && !self.response.is_over()
            && !self.response.is_behind()
    }

    pub(super) fn read(&mut self, reporter: &mut HopReporter, hub: &mut Hub) -> bool {
        if !self.wants_read() {
            return false;
        }
        match self.connection.read(hub.common.options.read_size.bytes(), hub) {
            Input::Nothing => return false,
            Input::End(end) => self.input_ended(end),
            Input::Bytes(bytes) => {
                self.active = self.connection.last_byte();
                self.consume(&bytes, reporter, hub);
            }
        }
        true
    }

    fn consume(&mut self, bytes: &Bytes, reporter: &mut HopReporter, hub: &mut Hub) {
        let mut at = 0;
        let mut event = ResponseEvent::Consumed;
        // A head may be all of a response: look once more, even without another byte.
        while !self.response.is_over() && (at < bytes.len() || event == ResponseEvent::Head) {
            reporter.end_phase(Phase::Wait, hub);
            reporter.begin_phase(Phase::Download, hub);
            event = self.response.take(bytes, &mut at, reporter, hub);
            self.on_event(event, reporter, hub);
        }
    }

    fn on_event(&mut self, event: ResponseEvent, reporter: &mut HopReporter, hub: &mut Hub) {
        match event {
            ResponseEvent::Consumed => {}
            ResponseEvent::Interim(status) => {
                reporter.begin_interim(self.connection.peer(), hub);
                if status == 100 {
                    self.release_body();
                }
                match self.sending {
                    Sending::Open => reporter.begin_phase(Phase::Send, hub),
                    _ => reporter.begin_phase(Phase::Wait, hub),
                }
            }
            ResponseEvent::Head => {
                let gives_up = self.response.head().is_some_and(|head| head.meaning.ends_upload);
                if gives_up || matches!(self.sending, Sending::Waiting(_)) {
                    self.sending_ended(reporter, hub);
                }
            }
        }
    }

    fn input_ended(&mut self, end: End) {
        let begun = self.response.has_begun();
        let error = match end {
            End::Lost(error) => error,
            End::Clean | End::Unannounced => match self.response.finish() {
                Ok(()) => match self.truncation_error(&end) {
                    Some(error) => error,
                    None => return,
                },
                Err(_) if !begun => self.receive_error(HttpProblem::NoResponse),
                Err(error) => self.receive_error(response_problem(&error)),
            },
        };
        let error = match &self.sending {
            Sending::Broken(broken) if !begun => self.connection.send_error(broken),
            _ => error,
        };
        self.failure = Some(self.unfinished(error));
    }

    /// Why the end of the connection can't be taken for the end of the body.
    fn truncation_error(&self, end: &End) -> Option<IoError> {
        match (&self.sending, end) {
            (_, End::Unannounced) => Some(self.receive_error(HttpProblem::NoCloseNotify)),
            // The kernel reports a reset only once, and sending got it: this end isn't a FIN.
            (Sending::Broken(error), _) if error.kind() == io::ErrorKind::ConnectionReset => {
                Some(self.connection.send_error(error))
            }
            _ => None,
        }
    }

    fn receive_error(&self, cause: impl Into<Cause>) -> IoError {
        IoError::other(Operation::Receive, self.connection.remote().to_string(), cause)
    }
}
