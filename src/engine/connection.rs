//! One TCP connection: its socket, what it has still to send, and which of its directions are open.

mod ending;
mod input;
mod output;

use std::time::Instant;

use mio::event::Event;

use super::options;
use super::outbox::Outbox;
use super::payload::Payload;
use super::segments::Segments;
use super::send_queue::{SendQueue, Unsent};
use super::stream::Stream;
use crate::types::{
    Address, Fact, LeaveReason, Operation, PeerId, Reply, SendId, SendOutcome, TcpOptions,
};

/// What the connections of a worker have in common.
pub(super) struct Common {
    pub(super) outbox: Outbox,
    pub(super) segments: Segments,
    pub(super) options: TcpOptions,
    pub(super) reply: Reply,
    pub(super) close_on_peer_fin: bool,
}

/// A connection that has joined and not left.
pub(super) struct Connection {
    peer: PeerId,
    remote: Address,
    stream: Stream,
    queue: SendQueue,
    input: Input,
    output: Output,
    paused: bool,
    /// Leave as soon as both sides have sent FIN, or at `farewell`.
    disconnecting: bool,
    /// When to wait no longer for the peer's FIN.
    farewell: Option<Instant>,
    may: May,
    /// It is lost, for this reason; only what has arrived already is still to be read.
    lost: Option<LeaveReason>,
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

/// What may succeed, because it has not said `WouldBlock` since the last event about it.
struct May {
    read: bool,
    write: bool,
}

/// What a turn ended with.
pub(super) enum Turn {
    /// There is more to do.
    Again,
    /// Nothing to do until the next event.
    Idle,
    /// It is over.
    Left(LeaveReason),
}

impl Connection {
    pub(super) fn new(peer: PeerId, remote: Address, stream: Stream) -> Self {
        Self {
            peer,
            remote,
            stream,
            queue: SendQueue::default(),
            input: Input::Open,
            output: Output::Open,
            paused: false,
            disconnecting: false,
            farewell: None,
            may: May { read: false, write: true },
            lost: None,
        }
    }

    /// Note what an event says; the next turn acts on it.
    pub(super) fn notice(&mut self, event: &Event) {
        self.may.read |= event.is_readable() || event.is_read_closed();
        self.may.write |= event.is_writable();
        if (event.is_error() || event.is_write_closed())
            && let Ok(Some(error)) = self.stream.socket().take_error()
        {
            self.lose(Operation::Receive, &error);
        }
    }

    /// Read, write and end, each as far as possible within bounds.
    pub(super) fn turn(&mut self, common: &mut Common) -> Turn {
        self.read(common);
        self.write(common);
        match self.settle(common) {
            Some(reason) => Turn::Left(reason),
            None if self.wants_read() || self.wants_write() => Turn::Again,
            None => Turn::Idle,
        }
    }

    /// Whether more can be handed over for sending.
    pub(super) fn takes_payloads(&self) -> bool {
        self.output == Output::Open && self.lost.is_none()
    }

    pub(super) fn push(&mut self, payload: Payload) {
        self.queue.push(payload);
    }

    /// Whether the payload was still to be sent.
    pub(super) fn cancel(&mut self, id: SendId, common: &mut Common) -> bool {
        let Some(Unsent { bytes: unsent, .. }) = self.queue.cancel(id) else {
            return false;
        };
        self.tell_done(id, SendOutcome::Cancelled { unsent }, common);
        true
    }

    /// Whether this changed anything.
    pub(super) fn pause(&mut self, paused: bool) -> bool {
        std::mem::replace(&mut self.paused, paused) != paused
    }

    pub(super) fn change_options(&self, from: &TcpOptions, common: &mut Common) {
        let peer = self.peer;
        let socket = self.stream.socket();
        for error in options::apply(&socket, &self.remote, from, &common.options) {
            common.outbox.tell(Fact::Failed { peer, error });
        }
        let options = options::effective(&socket, &self.remote);
        common.outbox.tell(Fact::OptionsChanged { peer, options });
    }
}
