//! The byte stream of one connection: a socket, plain or with TLS over it.
//!
//! Connections of TCP tabs and of HTTP fetches read, write and end a [`Wire`] without knowing which it is. The rule is the
//! same in both cases: try the operation; `WouldBlock` means that the next event of the socket is worth waiting for.

use std::io::{self, Read as _, Write as _};
use std::mem::MaybeUninit;
use std::net::Shutdown;

use mio::event::Event;
use mio::{Interest, Registry, Token};
use socket2::SockRef;

use crate::engine::net::sockets;
use crate::engine::net::stream::Stream;
use crate::engine::net::tls::Tls;
use crate::types::{Address, IoError, LeaveReason, Operation};

/// A connected socket and what is spoken over it.
pub(in crate::engine) struct Wire {
    stream: Stream,
    layer: Layer,
}

/// What lies between the bytes of the session and those of the socket.
enum Layer {
    Plain,
    Tls(Box<Tls>),
}

impl Wire {
    pub(in crate::engine) fn new(stream: Stream) -> Self {
        Self { stream, layer: Layer::Plain }
    }

    /// Speak TLS from now on, which begins with a [handshake](Self::handshake).
    pub(in crate::engine) fn secure(&mut self, tls: Tls) {
        self.layer = Layer::Tls(Box::new(tls));
    }

    /// Go on with the handshake; whether it is done.
    pub(in crate::engine) fn handshake(&mut self) -> Result<bool, IoError> {
        let Self { stream, layer } = self;
        match layer {
            Layer::Plain => Ok(true),
            Layer::Tls(tls) => tls.handshake(&mut &*stream),
        }
    }

    pub(in crate::engine) fn tls(&self) -> Option<&Tls> {
        match &self.layer {
            Layer::Plain => None,
            Layer::Tls(tls) => Some(tls),
        }
    }

    pub(in crate::engine) fn register(
        &mut self,
        registry: &Registry,
        token: Token,
    ) -> io::Result<()> {
        registry.register(self.stream.source(), token, Interest::READABLE | Interest::WRITABLE)
    }

    pub(in crate::engine) fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        registry.deregister(self.stream.source())
    }

    pub(in crate::engine) fn local(&self) -> io::Result<Address> {
        sockets::local_address(&self.stream.socket())
    }

    /// For options, buffer sizes and pending errors.
    pub(in crate::engine) fn socket(&self) -> SockRef<'_> {
        self.stream.socket()
    }

    /// Whether each write is one message, and each read takes one.
    pub(in crate::engine) fn keeps_messages(&self) -> bool {
        self.stream.keeps_messages()
    }

    /// Space for the next message, if messages are kept apart.
    pub(in crate::engine) fn next_message(&self) -> io::Result<Option<usize>> {
        self.stream.next_message()
    }

    /// Whether an empty message that was just read was in fact the end; see [`Stream::has_ended`].
    pub(in crate::engine) fn has_ended(&self) -> io::Result<bool> {
        self.stream.has_ended()
    }

    /// 0 at the end; with TLS, `UnexpectedEof` if the end was not announced.
    pub(in crate::engine) fn read(&mut self, space: &mut [u8]) -> io::Result<usize> {
        let Self { stream, layer } = self;
        match layer {
            Layer::Plain => (&*stream).read(space),
            Layer::Tls(tls) => tls.read(&mut &*stream, space),
        }
    }

    /// How many bytes were taken: by the kernel, or by TLS, which may still hold them; see [`flush`](Self::flush).
    pub(in crate::engine) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Self { stream, layer } = self;
        match layer {
            Layer::Plain => (&*stream).write(bytes),
            Layer::Tls(tls) => tls.write(&mut &*stream, bytes),
        }
    }

    /// Hand everything that TLS has taken to the kernel.
    pub(in crate::engine) fn flush(&mut self) -> io::Result<()> {
        let Self { stream, layer } = self;
        match layer {
            Layer::Plain => Ok(()),
            Layer::Tls(tls) => tls.flush(&mut &*stream),
        }
    }

    /// Whether TLS holds bytes that the kernel has not taken. They go with the next write or [`flush`](Self::flush).
    pub(in crate::engine) fn wants_flush(&self) -> bool {
        match &self.layer {
            Layer::Plain => false,
            Layer::Tls(tls) => tls.wants_write(),
        }
    }

    /// Half-close: `close_notify` with TLS, then FIN. After `WouldBlock` call it again when the socket can be written.
    pub(in crate::engine) fn shut_down_write(&mut self) -> io::Result<()> {
        let Self { stream, layer } = self;
        match layer {
            Layer::Plain => {}
            Layer::Tls(tls) => tls.send_close_notify(&mut &*stream)?,
        }
        stream.socket().shutdown(Shutdown::Write)
    }

    /// Half-close as far as that can be done at once, right before the socket is closed. Without FIN, unread bytes would
    /// make close(2) send RST alone.
    pub(in crate::engine) fn end(&mut self) {
        let Self { stream, layer } = self;
        match layer {
            Layer::Plain => {}
            Layer::Tls(tls) => {
                tls.send_close_notify(&mut &*stream).ok();
            }
        }
        stream.socket().shutdown(Shutdown::Write).ok();
    }

    /// Whether the other end has said something unasked: how many bytes, 0 at the end, `WouldBlock` if nothing. Over TLS
    /// anything but its own matters, such as tickets, counts as the end.
    pub(in crate::engine) fn unasked(&mut self) -> io::Result<usize> {
        let Self { stream, layer } = self;
        match layer {
            Layer::Plain => stream.socket().peek(&mut [MaybeUninit::uninit(); 1]),
            Layer::Tls(tls) => {
                let is_quiet = tls.is_quiet(&mut &*stream);
                if is_quiet { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(0) }
            }
        }
    }
}

/// Which operations may succeed, because they have not said `WouldBlock` since the last event. Events come once for each
/// change (edge-triggered), so what an event said must be remembered until an operation disproves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Readiness {
    pub(in crate::engine) read: bool,
    pub(in crate::engine) write: bool,
}

impl Readiness {
    /// Nothing is known, so everything is worth a try.
    pub(in crate::engine) const UNKNOWN: Self = Self { read: true, write: true };

    /// Remember what an event says.
    pub(in crate::engine) fn update(&mut self, event: &Event) {
        self.read |= event.is_readable() || event.is_read_closed();
        self.write |= event.is_writable();
    }
}

/// Why a connection is lost whose socket has failed with this error.
pub(in crate::engine) fn leave_reason(
    operation: Operation,
    remote: &Address,
    error: &io::Error,
) -> LeaveReason {
    match error.kind() {
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::NotConnected => LeaveReason::ResetByPeer,
        io::ErrorKind::TimedOut => LeaveReason::TimedOut,
        _ => LeaveReason::Failed(sockets::error_at(operation, remote, error)),
    }
}
