//! A socket for datagrams of any family.

use std::io;

use mio::event::Source;
use mio::net::UdpSocket;
#[cfg(unix)]
use mio::net::UnixDatagram;
use socket2::{SockRef, Socket};

use crate::engine::net::sockets;
use crate::types::{Address, IoError, Operation};

/// A bound socket that does not block.
pub(super) enum DatagramSocket {
    Udp(UdpSocket),
    #[cfg(unix)]
    Unix(UnixDatagram),
}

impl DatagramSocket {
    /// From a socket of the family of `address` that does not block.
    pub(super) fn new(socket: Socket, address: &Address) -> Self {
        match address {
            #[cfg(unix)]
            Address::Unix(_) => Self::Unix(UnixDatagram::from_std(socket.into())),
            _ => Self::Udp(UdpSocket::from_std(socket.into())),
        }
    }

    /// Space that the next datagram fits into whole.
    #[cfg_attr(not(unix), expect(clippy::unnecessary_wraps, reason = "only Unix sockets need it"))]
    pub(super) fn space(&self) -> io::Result<usize> {
        match self {
            Self::Udp(_) => Ok(LARGEST_UDP),
            #[cfg(unix)]
            Self::Unix(_) => sockets::next_len(&self.socket()),
        }
    }

    /// The next datagram and its sender.
    pub(super) fn receive(&self, space: &mut [u8]) -> io::Result<(usize, Address)> {
        match self {
            Self::Udp(socket) => {
                let (len, from) = socket.recv_from(space)?;
                Ok((len, from.into()))
            }
            #[cfg(unix)]
            Self::Unix(socket) => {
                let (len, from) = socket.recv_from(space)?;
                Ok((len, sockets::sender(&from).into()))
            }
        }
    }

    /// To the one connected to.
    pub(super) fn send(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Udp(socket) => socket.send(bytes),
            #[cfg(unix)]
            Self::Unix(socket) => socket.send(bytes),
        }
    }

    /// What the system says to it; an error of our own where the address is none that can be sent to.
    pub(super) fn send_to(&self, bytes: &[u8], to: &Address) -> Result<io::Result<usize>, IoError> {
        if let (Self::Udp(socket), Address::Ip(to)) = (self, to) {
            return Ok(socket.send_to(bytes, *to));
        }
        let to = sockets::sock_addr(to, Operation::Send)?;
        Ok(self.socket().send_to(bytes, &to))
    }

    /// For options, addresses and connecting.
    pub(super) fn socket(&self) -> SockRef<'_> {
        match self {
            Self::Udp(socket) => socket.into(),
            #[cfg(unix)]
            Self::Unix(socket) => socket.into(),
        }
    }

    /// For registering.
    pub(super) fn source(&mut self) -> &mut dyn Source {
        match self {
            Self::Udp(socket) => socket,
            #[cfg(unix)]
            Self::Unix(socket) => socket,
        }
    }
}

/// The length field of UDP counts to this, its header included (RFC 768).
const LARGEST_UDP: usize = 65_535;
