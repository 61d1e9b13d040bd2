//! How a connection ends: by FIN from both sides, by an error, or at once.

use std::io;
use std::time::{Duration, Instant};

use crate::engine::net::wire::{self, Wire};
use crate::engine::tcp::connection::{Common, Connection, Goal, Input, Output};
use crate::engine::worker::send_queue::Unsent;
use crate::types::{Direction, Fact, LeaveReason, Operation, SendOutcome};

impl Connection {
    /// Send FIN after what is queued.
    pub(in crate::engine) fn half_close(&mut self) {
        if self.output == Output::Open {
            self.output = Output::Ending;
        }
    }

    /// Send FIN after what is queued, and close once the peer has sent FIN too. No rule replies any more.
    pub(in crate::engine) fn disconnect(&mut self) {
        self.half_close();
        self.responder = None;
        self.goal = Goal::Disconnect;
    }

    /// Send RST after what is queued.
    pub(super) fn abort_after_queue(&mut self) {
        self.disconnect();
        self.goal = Goal::Abort;
    }

    /// The peer has sent FIN; bytes that came before it may still be answered.
    pub(in crate::engine) fn is_half_closed_by_peer(&self) -> bool {
        self.input != Input::Open
    }

    pub(in crate::engine) fn is_disconnecting(&self) -> bool {
        self.goal != Goal::Stay
    }

    /// Close the socket, then report what remained unsent, and that the connection has left.
    pub(in crate::engine) fn leave(mut self, reason: LeaveReason, common: &mut Common) {
        self.clear_queue(&reason, common);
        let peer = self.peer;
        prepare_close(&mut self.wire, &reason, common.options.linger);
        drop(self.wire);
        common.outbox.report(Fact::Left { peer, reason });
    }

    /// Report what remained unsent.
    pub(super) fn clear_queue(&mut self, reason: &LeaveReason, common: &mut Common) {
        let closed_here = matches!(reason, LeaveReason::ClosedHere | LeaveReason::AbortedHere);
        for Unsent { tag, bytes: unsent } in self.queue.clear() {
            let outcome = if closed_here {
                SendOutcome::Cancelled { unsent }
            } else {
                SendOutcome::Failed { unsent }
            };
            self.report_done(tag, outcome, common);
        }
        self.pacing.reconsider();
    }

    /// Send FIN if it is due; returns the reason if the connection has ended.
    pub(super) fn end_if_due(&mut self, common: &mut Common) -> Option<LeaveReason> {
        if self.owes_fin(common) && self.is_answered() {
            self.half_close();
        }
        if self.output != Output::Open && self.queue.is_empty() && self.lost.is_none() {
            if self.ends_by_reset(common) {
                return Some(LeaveReason::AbortedHere);
            }
            self.end_output(common);
        }
        if self.lost.is_some() && !self.wants_read(common) {
            return self.lost.take();
        }
        if self.output != Output::Ended {
            return None;
        }
        if self.is_disconnecting() && self.close_deadline.is_none() {
            let patience = common.options.linger.unwrap_or(PATIENCE);
            self.close_deadline = Instant::now().checked_add(patience);
        }
        (self.input != Input::Open).then(|| self.both_ended())
    }

    fn ends_by_reset(&self, common: &Common) -> bool {
        let is_last = self.is_disconnecting() || self.input != Input::Open;
        self.goal == Goal::Abort || self.output == Output::Ending && common.aborts() && is_last
    }

    fn end_output(&mut self, common: &mut Common) {
        if self.output == Output::Ended {
            return;
        }
        match self.wire.shut_down_write() {
            Ok(()) => self.output = Output::Ended,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                // TLS still has something to send, at least `close_notify`: a later turn continues.
                self.readiness.write = false;
                return;
            }
            Err(error) => return self.lose(Operation::Shutdown, &error),
        }
        if self.input == Input::Open {
            common.outbox.report(Fact::HalfClosed { peer: self.peer, direction: Direction::Sent });
        }
    }

    fn both_ended(&self) -> LeaveReason {
        if self.input == Input::EndedFirst && !self.is_disconnecting() {
            LeaveReason::ClosedByPeer
        } else {
            LeaveReason::ClosedHere
        }
    }

    /// The socket has failed: read what arrived before, then close.
    pub(super) fn lose(&mut self, operation: Operation, error: &io::Error) {
        self.lost.get_or_insert_with(|| wire::leave_reason(operation, &self.remote, error));
        self.readiness.read = true;
    }
}

impl Common {
    /// The reason when closing at once: with `SO_LINGER` of zero every close is an abort.
    pub(in crate::engine) fn closing_reason(&self) -> LeaveReason {
        if self.aborts() { LeaveReason::AbortedHere } else { LeaveReason::ClosedHere }
    }

    fn aborts(&self) -> bool {
        self.options.linger == Some(Duration::ZERO)
    }
}

/// Clears `SO_LINGER` unless it is zero, which makes close(2) send RST. Otherwise close(2) would block the worker, which has
/// already waited.
fn prepare_close(wire: &mut Wire, reason: &LeaveReason, linger: Option<Duration>) {
    let socket = wire.socket();
    match reason {
        LeaveReason::AbortedHere => socket.set_linger(Some(Duration::ZERO)).ok(),
        _ if linger.is_some() => socket.set_linger(None).ok(),
        _ => None,
    };
    if matches!(reason, LeaveReason::ClosedHere) {
        wire.end();
    }
}

/// How long to wait for the peer's FIN without `SO_LINGER`.
const PATIENCE: Duration = Duration::from_secs(1);
