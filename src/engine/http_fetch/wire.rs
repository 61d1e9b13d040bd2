//! A connected socket that speaks plainly or TLS.

use std::io::{self, Read as _, Write as _};
use std::mem::MaybeUninit;
use std::net::Shutdown;

use mio::{Interest, Registry, Token};

use crate::engine::net::stream::Stream;
use crate::engine::net::tls::Tls;
use crate::engine::net::{options, sockets};
use crate::types::{Address, EffectiveOptions, IoError};

/// The socket, and TLS over it once that is spoken.
pub(super) struct Wire {
    stream: Stream,
    tls: Option<Box<Tls>>,
}

impl Wire {
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, tls: None }
    }

    pub(super) fn register(&mut self, registry: &Registry, token: Token) -> io::Result<()> {
        registry.register(self.stream.source(), token, Interest::READABLE | Interest::WRITABLE)
    }

    pub(super) fn deregister(&mut self, registry: &Registry) -> io::Result<()> {
        registry.deregister(self.stream.source())
    }

    pub(super) fn local(&self) -> io::Result<Address> {
        sockets::local_address(&self.stream.socket())
    }

    pub(super) fn options(&self, remote: &Address) -> EffectiveOptions {
        options::effective(&self.stream.socket(), remote)
    }

    /// From now on everything is said in TLS.
    pub(super) fn secure(&mut self, tls: Tls) {
        self.tls = Some(Box::new(tls));
    }

    /// Go on with the handshake; whether it is done.
    pub(super) fn handshake(&mut self) -> Result<bool, IoError> {
        let Self { stream, tls } = self;
        tls.as_mut().map_or(Ok(true), |tls| tls.handshake(&mut &*stream))
    }

    pub(super) fn tls(&self) -> Option<&Tls> {
        self.tls.as_deref()
    }

    /// 0 at the end; with TLS, `UnexpectedEof` if the end was not announced.
    pub(super) fn read(&mut self, space: &mut [u8]) -> io::Result<usize> {
        let Self { stream, tls } = self;
        match tls {
            Some(tls) => tls.read(&mut &*stream, space),
            None => (&*stream).read(space),
        }
    }

    /// How many bytes were taken; see [`flush`](Self::flush).
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Self { stream, tls } = self;
        match tls {
            Some(tls) => tls.write(&mut &*stream, bytes),
            None => (&*stream).write(bytes),
        }
    }

    /// Hand everything that TLS has taken to the kernel.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        let Self { stream, tls } = self;
        tls.as_mut().map_or(Ok(()), |tls| tls.flush(&mut &*stream))
    }

    pub(super) fn wants_flush(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| tls.wants_write())
    }

    /// Whether the other end has said something unasked: how many bytes, 0 at the end, `WouldBlock` if nothing. Over TLS
    /// anything but its own matters, such as tickets, counts as the end.
    pub(super) fn unasked(&mut self) -> io::Result<usize> {
        let Self { stream, tls } = self;
        let Some(tls) = tls else {
            return stream.socket().peek(&mut [MaybeUninit::uninit(); 1]);
        };
        if tls.is_quiet(&mut &*stream) { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(0) }
    }

    /// Say goodbye, as far as that can be said at once: `close_notify`, then FIN.
    pub(super) fn end(&mut self) {
        let Self { stream, tls } = self;
        if let Some(tls) = tls {
            tls.send_close_notify(&mut &*stream).ok();
        }
        // Unread bytes would make close(2) send RST alone.
        stream.socket().shutdown(Shutdown::Write).ok();
    }
}
