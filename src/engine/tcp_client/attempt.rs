//! One attempt to connect to one address.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::Interest;
use mio::net::TcpStream;
use socket2::{Domain, Protocol, Socket, Type};

use super::deadline;
use crate::engine::config::TcpClientConfig;
use crate::engine::hub::Hub;
use crate::engine::options;
use crate::engine::worker::ROLE;
use crate::types::{IoError, Operation, TcpOptions};

/// A socket that is connecting.
pub(super) struct Attempt {
    socket: TcpStream,
    remote: SocketAddr,
    /// As set on the socket.
    options: TcpOptions,
    timeout: Duration,
    deadline: Instant,
}

impl Attempt {
    /// Begin; the socket speaks as the role's own.
    pub(super) fn start(
        remote: SocketAddr,
        config: &TcpClientConfig,
        hub: &mut Hub,
    ) -> Result<Self, IoError> {
        let fail = |error: io::Error| connect_error(remote, &error);
        let socket = create(remote)
            .map_err(|error| IoError::new(Operation::Socket, remote.to_string(), &error))?;
        let options = hub.common.options.clone();
        for error in options::apply(&socket, remote, &TcpOptions::default(), &options) {
            hub.fail(error);
        }
        if let Some(local) = config.bind {
            bind(&socket, local)
                .map_err(|error| IoError::new(Operation::Bind, local.to_string(), &error))?;
        }
        connect(&socket, remote).map_err(fail)?;
        let mut socket = TcpStream::from_std(socket.into());
        let registry = hub.poll.registry();
        registry.register(&mut socket, ROLE, Interest::WRITABLE).map_err(fail)?;
        Ok(Self {
            socket,
            remote,
            options,
            timeout: config.connect_timeout,
            deadline: deadline(config.connect_timeout),
        })
    }

    pub(super) fn remote(&self) -> SocketAddr {
        self.remote
    }

    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether it is connected or why not; `None` while that is open.
    pub(super) fn outcome(&self) -> Option<Result<(), IoError>> {
        let fail = |error: io::Error| Some(Err(connect_error(self.remote, &error)));
        match self.socket.take_error() {
            Ok(Some(error)) | Err(error) => return fail(error),
            Ok(None) => {}
        }
        match self.socket.peer_addr() {
            Ok(_) => Some(Ok(())),
            Err(error) if error.kind() != io::ErrorKind::NotConnected => fail(error),
            Err(_) if self.deadline <= Instant::now() => Some(Err(self.no_answer())),
            Err(_) => None,
        }
    }

    /// Hand the connected socket to the hub, which registers it under the number of its peer.
    pub(super) fn join(mut self, hub: &mut Hub) -> Result<(), IoError> {
        let registry = hub.poll.registry();
        registry
            .deregister(&mut self.socket)
            .map_err(|error| connect_error(self.remote, &error))?;
        hub.join(self.socket, self.remote, &self.options)
    }

    fn no_answer(&self) -> IoError {
        let words = if self.timeout.subsec_nanos() == 0 {
            format!("no answer within {} s", self.timeout.as_secs())
        } else {
            format!("no answer within {} ms", self.timeout.as_millis())
        };
        IoError {
            kind: io::ErrorKind::TimedOut,
            ..IoError::other(Operation::Connect, self.remote.to_string(), words)
        }
    }
}

fn create(remote: SocketAddr) -> io::Result<Socket> {
    let domain = Domain::for_address(remote);
    let socket = Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// A fixed port can be used again while its last connection still waits in the kernel (TIME-WAIT).
fn bind(socket: &Socket, local: SocketAddr) -> io::Result<()> {
    if cfg!(unix) && local.port() != 0 {
        socket.set_reuse_address(true)?;
    }
    socket.bind(&local.into())
}

fn connect(socket: &Socket, remote: SocketAddr) -> io::Result<()> {
    match socket.connect(&remote.into()) {
        Err(error) if is_under_way(&error) => Ok(()),
        result => result,
    }
}

#[cfg(unix)]
fn is_under_way(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::EINPROGRESS)
}

#[cfg(not(unix))]
fn is_under_way(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}

fn connect_error(remote: SocketAddr, error: &io::Error) -> IoError {
    IoError::new(Operation::Connect, remote.to_string(), error)
}
