//! A connected socket of any family, and one that listens.

use std::io::{self, Read, Write};

use mio::event::Source;
use mio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use mio::net::{UnixListener, UnixStream};
#[cfg(unix)]
use socket2::Type;
use socket2::{SockRef, Socket};

#[cfg(unix)]
use crate::engine::net::sockets;
use crate::types::{Address, TcpOptions};

/// A connected socket.
pub(in crate::engine) enum Stream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
    /// It keeps messages apart (`SOCK_SEQPACKET`, unix(7)).
    #[cfg(unix)]
    Packets(UnixStream),
}

/// A connected socket that is not registered.
pub(in crate::engine) struct Connected {
    pub(in crate::engine) stream: Stream,
    pub(in crate::engine) remote: Address,
    /// As set on the socket.
    pub(in crate::engine) options: TcpOptions,
}

impl Stream {
    /// From a socket of the family of `address` that does not block.
    pub(in crate::engine) fn new(socket: Socket, address: &Address) -> Self {
        match address {
            #[cfg(unix)]
            Address::Unix(_) if keeps_messages(&socket) => {
                Self::Packets(UnixStream::from_std(socket.into()))
            }
            #[cfg(unix)]
            Address::Unix(_) => Self::Unix(UnixStream::from_std(socket.into())),
            _ => Self::Tcp(TcpStream::from_std(socket.into())),
        }
    }

    /// Whether each write is one message, and each read takes one.
    #[cfg_attr(not(unix), expect(clippy::unused_self, reason = "only Unix sockets need it"))]
    pub(in crate::engine) fn keeps_messages(&self) -> bool {
        #[cfg(unix)]
        return matches!(self, Self::Packets(_));
        #[cfg(not(unix))]
        return false;
    }

    /// Space for the next message, if messages are kept apart.
    #[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, reason = "only Unix sockets need it"))]
    pub(in crate::engine) fn next_message(&self) -> io::Result<Option<usize>> {
        match self {
            #[cfg(unix)]
            Self::Packets(socket) => sockets::next_len(&SockRef::from(socket)).map(Some),
            _ => Ok(None),
        }
    }

    /// Whether an empty message that was just read was none, but the end. An empty message right before the end counts
    /// as the end, too.
    #[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, reason = "only Unix sockets need it"))]
    pub(in crate::engine) fn has_ended(&self) -> io::Result<bool> {
        match self {
            #[cfg(unix)]
            Self::Packets(socket) if sockets::is_closed_by_peer(socket)? => {
                Ok(sockets::next_len(&SockRef::from(socket))? == 0)
            }
            _ => Ok(false),
        }
    }

    /// For options, addresses and shutdown.
    pub(in crate::engine) fn socket(&self) -> SockRef<'_> {
        match self {
            Self::Tcp(socket) => socket.into(),
            #[cfg(unix)]
            Self::Unix(socket) | Self::Packets(socket) => socket.into(),
        }
    }

    /// For registering.
    pub(in crate::engine) fn source(&mut self) -> &mut dyn Source {
        match self {
            Self::Tcp(socket) => socket,
            #[cfg(unix)]
            Self::Unix(socket) | Self::Packets(socket) => socket,
        }
    }
}

impl Read for &Stream {
    fn read(&mut self, space: &mut [u8]) -> io::Result<usize> {
        match self {
            Stream::Tcp(socket) => { socket }.read(space),
            #[cfg(unix)]
            Stream::Unix(socket) | Stream::Packets(socket) => { socket }.read(space),
        }
    }
}

impl Write for &Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Tcp(socket) => { socket }.write(bytes),
            #[cfg(unix)]
            Stream::Unix(socket) | Stream::Packets(socket) => { socket }.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A listening socket.
pub(in crate::engine) enum Listener {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix {
        socket: UnixListener,
        /// Its connections keep messages apart.
        packets: bool,
    },
}

impl Listener {
    /// From a socket of the family of `address` that listens and does not block.
    pub(in crate::engine) fn new(socket: Socket, address: &Address) -> Self {
        match address {
            #[cfg(unix)]
            Address::Unix(_) => {
                let packets = keeps_messages(&socket);
                Self::Unix { socket: UnixListener::from_std(socket.into()), packets }
            }
            _ => Self::Tcp(TcpListener::from_std(socket.into())),
        }
    }

    /// The next connection and its other end.
    pub(in crate::engine) fn accept(&self) -> io::Result<(Stream, Address)> {
        match self {
            Self::Tcp(listener) => {
                let (socket, remote) = listener.accept()?;
                Ok((Stream::Tcp(socket), remote.into()))
            }
            #[cfg(unix)]
            Self::Unix { socket, packets } => {
                let (socket, _) = socket.accept()?;
                let remote = sockets::address(&SockRef::from(&socket).peer_addr()?);
                Ok((if *packets { Stream::Packets(socket) } else { Stream::Unix(socket) }, remote))
            }
        }
    }

    /// For options and addresses.
    pub(in crate::engine) fn socket(&self) -> SockRef<'_> {
        match self {
            Self::Tcp(socket) => socket.into(),
            #[cfg(unix)]
            Self::Unix { socket, .. } => socket.into(),
        }
    }

    /// For registering.
    pub(in crate::engine) fn source(&mut self) -> &mut dyn Source {
        match self {
            Self::Tcp(socket) => socket,
            #[cfg(unix)]
            Self::Unix { socket, .. } => socket,
        }
    }
}

#[cfg(unix)]
fn keeps_messages(socket: &Socket) -> bool {
    socket.r#type().is_ok_and(|kind| kind == Type::SEQPACKET)
}
