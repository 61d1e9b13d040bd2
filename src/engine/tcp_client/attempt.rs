//! One attempt to connect to one address.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::Interest;
use socket2::{SockAddr, Socket, Type};

use super::deadline;
use crate::engine::config::TcpClientConfig;
use crate::engine::hub::Hub;
use crate::engine::options;
use crate::engine::sockets;
use crate::engine::stream::Stream;
use crate::engine::worker::ROLE;
use crate::types::{Address, IoError, Operation, TcpOptions};

/// A socket that is connecting.
pub(super) struct Attempt {
    stream: Stream,
    remote: Address,
    /// As set on the socket.
    options: TcpOptions,
    timeout: Duration,
    deadline: Instant,
}

impl Attempt {
    /// Begin; the socket speaks as the role's own.
    pub(super) fn start(
        kind: Type,
        remote: &Address,
        config: &TcpClientConfig,
        hub: &mut Hub,
    ) -> Result<Self, IoError> {
        let fail = |error: io::Error| connect_error(remote, &error);
        let socket = sockets::create(remote, kind)?;
        let options = hub.common.options.clone();
        for error in options::apply(&socket, remote, &TcpOptions::default(), &options) {
            hub.fail(error);
        }
        if let Some(local) = config.bind.filter(|_| !remote.is_unix()) {
            bind(&socket, local)
                .map_err(|error| IoError::new(Operation::Bind, local.to_string(), &error))?;
        }
        let target = sockets::sock_addr(remote, Operation::Connect)?;
        connect(&socket, &target).map_err(fail)?;
        let mut stream = Stream::new(socket, remote);
        let registry = hub.poll.registry();
        registry.register(stream.source(), ROLE, Interest::WRITABLE).map_err(fail)?;
        Ok(Self {
            stream,
            remote: remote.clone(),
            options,
            timeout: config.connect_timeout,
            deadline: deadline(config.connect_timeout),
        })
    }

    pub(super) fn remote(&self) -> &Address {
        &self.remote
    }

    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether it is connected or why not; `None` while that is open.
    pub(super) fn outcome(&self) -> Option<Result<(), IoError>> {
        let fail = |error: io::Error| Some(Err(connect_error(&self.remote, &error)));
        let socket = self.stream.socket();
        match socket.take_error() {
            Ok(Some(error)) | Err(error) => return fail(error),
            Ok(None) => {}
        }
        match socket.peer_addr() {
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
            .deregister(self.stream.source())
            .map_err(|error| connect_error(&self.remote, &error))?;
        hub.join(self.stream, self.remote, &self.options)
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

/// A fixed port can be used again while its last connection still waits in the kernel (TIME-WAIT).
fn bind(socket: &Socket, local: SocketAddr) -> io::Result<()> {
    if cfg!(unix) && local.port() != 0 {
        socket.set_reuse_address(true)?;
    }
    socket.bind(&local.into())
}

fn connect(socket: &Socket, remote: &SockAddr) -> io::Result<()> {
    match socket.connect(remote) {
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

fn connect_error(remote: &Address, error: &io::Error) -> IoError {
    sockets::error_at(Operation::Connect, remote, error)
}
