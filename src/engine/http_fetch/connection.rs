//! A connection that carries hops. The bytes on it are reported as they are sent and received.

use std::io;
use std::time::Instant;

use bytes::Bytes;

use crate::engine::net::stream::Connected;
use crate::engine::net::tls::Tls;
use crate::engine::net::wire::{self, Readiness, Wire};
use crate::engine::worker::hub::{Hub, Peer};
use crate::engine::worker::role::ROLE;
use crate::types::{Address, Direction, Fact, IoError, LeaveReason, Operation, Origin, PeerId};

/// An open connection.
pub(super) struct HttpConnection {
    peer: PeerId,
    remote: Address,
    wire: Wire,
    readiness: Readiness,
    last_byte: Instant,
    /// It was kept from an earlier request.
    is_reused: bool,
    /// How the peer has ended it.
    ended: Option<LeaveReason>,
}

/// What a read returned.
pub(super) enum Input {
    Bytes(Bytes),
    /// Nothing for now.
    Nothing,
    /// The connection has ended.
    End(End),
}

/// How a connection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// FIN, over TLS after `close_notify`.
    Clean,
    /// FIN without `close_notify` over TLS: possibly truncated.
    Unannounced,
    /// An error.
    Lost(IoError),
}

impl HttpConnection {
    /// Make a connected socket a peer of the session.
    pub(super) fn join(connected: Connected, hub: &mut Hub) -> Result<Self, IoError> {
        let Peer { id: peer, remote, wire } = hub.admit(connected, Some(ROLE))?;
        Ok(Self {
            peer,
            remote,
            wire,
            readiness: Readiness::UNKNOWN,
            last_byte: Instant::now(),
            is_reused: false,
            ended: None,
        })
    }

    pub(super) fn peer(&self) -> PeerId {
        self.peer
    }

    pub(super) fn remote(&self) -> &Address {
        &self.remote
    }

    /// When the last byte was sent or received.
    pub(super) fn last_byte(&self) -> Instant {
        self.last_byte
    }

    /// The socket has an event: try every operation again.
    pub(super) fn notice(&mut self) {
        self.readiness = Readiness::UNKNOWN;
    }

    pub(super) fn may_read(&self) -> bool {
        self.readiness.read && self.ended.is_none()
    }

    pub(super) fn may_write(&self) -> bool {
        self.readiness.write
    }

    pub(super) fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    pub(super) fn is_reused(&self) -> bool {
        self.is_reused
    }

    pub(super) fn secure(&mut self, tls: Tls) {
        self.wire.secure(tls);
    }

    pub(super) fn tls(&self) -> Option<&Tls> {
        self.wire.tls()
    }

    /// Continue the TLS handshake; returns whether it is complete.
    pub(super) fn handshake(&mut self) -> Result<bool, IoError> {
        let done = self.wire.handshake();
        // An unfinished handshake has tried until it would block.
        self.readiness.read = !matches!(done, Ok(false));
        done
    }

    /// Receive at most `most` bytes.
    pub(super) fn read(&mut self, most: usize, hub: &mut Hub) -> Input {
        let wire = &mut self.wire;
        match hub.common.segments.read(most, |space| wire.read(space)) {
            Ok(bytes) if bytes.is_empty() => self.input_ended(End::Clean, hub),
            Ok(bytes) => {
                self.last_byte = Instant::now();
                hub.common.outbox.report(Fact::Received { peer: self.peer, bytes: bytes.clone() });
                Input::Bytes(bytes)
            }
            Err(error) => self.read_failed(&error, hub),
        }
    }

    /// Send as many of these bytes as the socket takes now; returns how many, which may be 0.
    pub(super) fn write(
        &mut self,
        bytes: &Bytes,
        origin: Origin,
        hub: &mut Hub,
    ) -> Result<usize, io::Error> {
        let len = match self.wire.write(bytes.get(..MOST_WRITTEN).unwrap_or(bytes)) {
            Ok(len) => len,
            Err(error) => return self.write_failed(error).map(|()| 0),
        };
        self.last_byte = Instant::now();
        let bytes = bytes.slice(..len.min(bytes.len()));
        hub.common.outbox.report(Fact::Sent { peer: self.peer, bytes, origin, send: None });
        Ok(len)
    }

    /// Whether everything written has been handed to the kernel.
    pub(super) fn flush(&mut self) -> Result<bool, io::Error> {
        if self.wire.wants_flush()
            && let Err(error) = self.wire.flush()
        {
            return self.write_failed(error).map(|()| false);
        }
        Ok(true)
    }

    /// Why nothing more can be sent.
    pub(super) fn send_error(&self, error: &io::Error) -> IoError {
        IoError::new(Operation::Send, self.remote.to_string(), error)
    }

    /// Give it up by this worker, so that another one can resume it later.
    pub(super) fn park(&mut self, hub: &Hub) -> io::Result<()> {
        self.wire.deregister(hub.poll.registry())
    }

    /// Continue to use it in this worker.
    pub(super) fn resume(&mut self, hub: &Hub) -> io::Result<()> {
        self.notice();
        self.is_reused = true;
        self.last_byte = Instant::now();
        self.wire.register(hub.poll.registry(), ROLE)
    }

    /// Whether the idle connection can still be used. It can't if the peer has sent anything: no request was open.
    pub(super) fn check_silence(&mut self) -> bool {
        let reason = match self.wire.unasked() {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return true,
            Err(error) => self.reason(&error),
            Ok(0) => LeaveReason::ClosedByPeer,
            Ok(_) => return false,
        };
        self.ended = Some(reason);
        false
    }

    /// Close the socket.
    pub(super) fn leave(self, hub: &mut Hub) {
        let Self { peer, mut wire, ended, .. } = self;
        let reason = ended.unwrap_or_else(|| hub.common.closing_reason());
        wire.end();
        drop(wire);
        hub.common.outbox.report(Fact::Left { peer, reason });
    }

    /// Close the socket without a report; returns the peer that has left.
    pub(super) fn close(mut self) -> PeerId {
        self.wire.end();
        self.peer
    }

    fn input_ended(&mut self, end: End, hub: &mut Hub) -> Input {
        let direction = Direction::Received;
        hub.common.outbox.report(Fact::HalfClosed { peer: self.peer, direction });
        self.ended = Some(LeaveReason::ClosedByPeer);
        Input::End(end)
    }

    fn read_failed(&mut self, error: &io::Error, hub: &mut Hub) -> Input {
        match error.kind() {
            io::ErrorKind::Interrupted => Input::Nothing,
            io::ErrorKind::WouldBlock => {
                self.readiness.read = false;
                Input::Nothing
            }
            io::ErrorKind::UnexpectedEof => self.input_ended(End::Unannounced, hub),
            _ => {
                self.ended = Some(self.reason(error));
                let error = IoError::new(Operation::Receive, self.remote.to_string(), error);
                Input::End(End::Lost(error))
            }
        }
    }

    /// A failed write leaves reading open: a response, or the reason for the failure, may be there to be received.
    fn write_failed(&mut self, error: io::Error) -> Result<(), io::Error> {
        match error.kind() {
            io::ErrorKind::Interrupted => Ok(()),
            io::ErrorKind::WouldBlock => {
                self.readiness.write = false;
                Ok(())
            }
            _ => {
                self.readiness = Readiness { read: true, write: false };
                Err(error)
            }
        }
    }

    fn reason(&self, error: &io::Error) -> LeaveReason {
        wire::leave_reason(Operation::Receive, &self.remote, error)
    }
}

/// Bytes handed to one write.
const MOST_WRITTEN: usize = 256 * 1024;
