//! A TCP connection: its socket, its send queue, and the state of both directions.

mod ending;
mod faults;
mod handshake;
mod input;
mod output;
mod pacing;
mod responding;

use std::time::{Duration, Instant};

use mio::event::Event;
use pacing::Pacing;
use responding::Responder;

use crate::engine::conduct::Conduct;
use crate::engine::net::options;
use crate::engine::net::wire::{Readiness, Wire};
use crate::engine::worker::outbox::Outbox;
use crate::engine::worker::payload::Payload;
use crate::engine::worker::segments::Segments;
use crate::engine::worker::send_queue::{SendQueue, Unsent};
use crate::engine::worker::timing::deadline;
use crate::types::{
    Address, Fact, LeaveReason, Operation, PeerId, SendId, SendOutcome, TcpOptions,
};

/// State shared by the connections of a worker.
pub(in crate::engine) struct Common {
    pub(in crate::engine) outbox: Outbox,
    pub(in crate::engine) segments: Segments,
    pub(in crate::engine) options: TcpOptions,
    pub(in crate::engine) conduct: Conduct,
    pub(in crate::engine) close_on_peer_fin: bool,
    pub(in crate::engine) random: fastrand::Rng,
    /// A rule has replied since the last wait, so that more may arrive at once; see `Worker::busy_poll`.
    pub(in crate::engine) has_replied: bool,
}

/// An open connection.
pub(in crate::engine) struct Connection {
    peer: PeerId,
    remote: Address,
    wire: Wire,
    queue: SendQueue,
    pacing: Pacing,
    /// Replies by the rules, if there are any.
    responder: Option<Responder>,
    input: Input,
    output: Output,
    paused: bool,
    goal: Goal,
    /// When to stop waiting for the peer's FIN.
    close_deadline: Option<Instant>,
    /// During the TLS handshake, when it times out. Nothing else is sent or received until it is done.
    handshake_deadline: Option<Instant>,
    readiness: Readiness,
    /// The connection is lost, for this reason; only what has already arrived is still read.
    lost: Option<LeaveReason>,
    /// Bytes so far.
    received: u64,
    /// Bytes so far.
    sent: u64,
    /// The deadline that is in the hub's timers.
    pub(in crate::engine) alarm: Option<Instant>,
}

/// What happens once the send queue is empty.
#[derive(PartialEq, Eq)]
enum Goal {
    /// It stays open.
    Stay,
    /// It is closed once both sides have sent FIN, or at `close_deadline`.
    Disconnect,
    /// It is aborted with RST.
    Abort,
}

/// The direction from the peer to us.
#[derive(PartialEq, Eq)]
enum Input {
    Open,
    /// The peer's FIN came before ours was sent.
    EndedFirst,
    /// The peer's FIN came after ours.
    EndedLast,
}

/// The direction from us to the peer.
#[derive(PartialEq, Eq)]
enum Output {
    Open,
    /// FIN follows what is queued.
    Ending,
    /// FIN is sent.
    Ended,
}

/// The result of a turn.
pub(in crate::engine) enum Turn {
    /// There is more to do without waiting.
    Again,
    /// There is nothing to do until the next event or deadline.
    Idle,
    /// The connection has ended.
    Left(LeaveReason),
}

impl Connection {
    /// A connection over a registered wire. `handshake_timeout` is the limit for the TLS handshake, if there is one to do.
    pub(in crate::engine) fn new(
        peer: PeerId,
        remote: Address,
        wire: Wire,
        handshake_timeout: Option<Duration>,
    ) -> Self {
        Self {
            peer,
            remote,
            wire,
            queue: SendQueue::default(),
            pacing: Pacing::default(),
            responder: None,
            input: Input::Open,
            output: Output::Open,
            paused: false,
            goal: Goal::Stay,
            close_deadline: None,
            handshake_deadline: handshake_timeout.map(deadline),
            readiness: Readiness { read: false, write: true },
            lost: None,
            received: 0,
            sent: 0,
            alarm: None,
        }
    }

    /// The address of the peer.
    pub(in crate::engine) fn remote(&self) -> &Address {
        &self.remote
    }

    /// Remember an event; the next turn acts on it.
    pub(in crate::engine) fn notice(&mut self, event: &Event) {
        self.readiness.update(event);
        if (event.is_error() || event.is_write_closed())
            && let Ok(Some(error)) = self.wire.socket().take_error()
        {
            self.lose(Operation::Receive, &error);
        }
    }

    /// Receive, reply, send and close, each as far as possible without waiting, and a bounded amount.
    pub(in crate::engine) fn turn(&mut self, common: &mut Common) -> Turn {
        if self.handshake_deadline.is_some()
            && let Some(turn) = self.shake_hands(common)
        {
            return turn;
        }
        self.read(common);
        self.respond(common);
        self.write(common);
        match self.cut(common).or_else(|| self.end_if_due(common)) {
            Some(reason) => Turn::Left(reason),
            None if self.has_more(common) => Turn::Again,
            None => Turn::Idle,
        }
    }

    fn has_more(&self, common: &Common) -> bool {
        self.wants_read(common) || self.wants_respond() || self.wants_write()
    }

    /// When a turn is due even without an event of the socket.
    pub(in crate::engine) fn deadline(&self) -> Option<Instant> {
        let responder = self.responder.as_ref().and_then(Responder::deadline);
        let waits =
            [self.close_deadline, self.handshake_deadline, self.pacing.held_until(), responder];
        waits.into_iter().flatten().min()
    }

    /// Handle the deadline; returns why the connection ends, or `None` if it only needs a turn.
    pub(in crate::engine) fn expire(&mut self, now: Instant) -> Option<LeaveReason> {
        self.alarm = None;
        if self.close_deadline.is_some_and(|at| at <= now) {
            return Some(LeaveReason::ClosedHere);
        }
        if self.handshake_deadline.is_some_and(|at| at <= now) {
            return Some(LeaveReason::TimedOut);
        }
        self.pacing.expire(now);
        if let Some(responder) = &mut self.responder {
            responder.expire(now);
        }
        None
    }

    /// Whether payloads can still be queued.
    pub(in crate::engine) fn takes_payloads(&self) -> bool {
        self.output == Output::Open && self.lost.is_none()
    }

    pub(in crate::engine) fn push(&mut self, mut payload: Payload, common: &Common) {
        payload.handed_over = common.conduct.faults.delay.map(|_| Instant::now());
        self.queue.push(payload);
    }

    /// Whether another copy of a repeated payload can be queued.
    pub(in crate::engine) fn takes_replicas(&self) -> bool {
        self.takes_payloads() && !self.queue.is_behind_with_replicas()
    }

    /// Cancel a payload; returns whether it was still queued.
    pub(in crate::engine) fn cancel(&mut self, id: SendId, common: &mut Common) -> bool {
        if self.queue.first().is_some_and(|payload| payload.id == Some(id)) {
            self.pacing.reconsider();
        }
        let Some(Unsent { tag, bytes: unsent }) = self.queue.cancel(id) else {
            return self.queue.cancel_replicas(id);
        };
        self.report_done(tag, SendOutcome::Cancelled { unsent }, common);
        true
    }

    /// Stop or resume reading; returns whether this changed anything.
    pub(in crate::engine) fn pause(&mut self, paused: bool) -> bool {
        std::mem::replace(&mut self.paused, paused) != paused
    }

    pub(in crate::engine) fn change_options(&self, from: &TcpOptions, common: &mut Common) {
        let peer = self.peer;
        let socket = self.wire.socket();
        for error in options::apply(&socket, &self.remote, from, &common.options) {
            common.outbox.report(Fact::Failed { peer, error });
        }
        let options = options::effective(&socket, &self.remote);
        common.outbox.report(Fact::OptionsChanged { peer, options });
    }
}
