//! One attempt to connect to one address.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::Interest;
use socket2::{SockAddr, Socket, Type};

use crate::engine::net::stream::{Connected, Stream};
use crate::engine::net::{options, sockets};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::role::ROLE;
use crate::engine::worker::timing;
use crate::types::problem::NetProblem;
use crate::types::{Address, IoError, Operation, TcpOptions};

/// A socket that is connecting.
pub(in crate::engine) struct Attempt {
    stream: Stream,
    remote: Address,
    /// As set on the socket.
    options: TcpOptions,
    timeout: Duration,
    deadline: Instant,
}

/// How to connect, apart from socket options.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct ConnectOptions {
    pub(in crate::engine) kind: Type,
    /// The local address to connect from.
    pub(in crate::engine) bind: Option<SocketAddr>,
    /// How long the attempt may take.
    pub(in crate::engine) timeout: Duration,
}

impl Attempt {
    /// Start to connect; events of the socket come with the role's token.
    pub(in crate::engine) fn start(
        remote: &Address,
        settings: ConnectOptions,
        hub: &mut Hub,
    ) -> Result<Self, IoError> {
        let fail = |error: io::Error| connect_error(remote, &error);
        let socket = sockets::create(remote, settings.kind)?;
        let options = hub.common.options.clone();
        for error in options::apply(&socket, remote, &TcpOptions::default(), &options) {
            hub.fail(error);
        }
        if let Some(local) = settings.bind.filter(|_| !remote.is_unix()) {
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
            timeout: settings.timeout,
            deadline: timing::deadline(settings.timeout),
        })
    }

    pub(in crate::engine) fn remote(&self) -> &Address {
        &self.remote
    }

    pub(in crate::engine) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether it has connected, or why not; `None` while that isn't known.
    pub(in crate::engine) fn outcome(&self) -> Option<Result<(), IoError>> {
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

    /// The connected socket, no longer registered with the role's token.
    pub(in crate::engine) fn into_connected(mut self, hub: &Hub) -> Result<Connected, IoError> {
        let Self { stream, remote, .. } = &mut self;
        let registry = hub.poll.registry();
        registry.deregister(stream.source()).map_err(|error| connect_error(remote, &error))?;
        let Self { stream, remote, options, .. } = self;
        Ok(Connected { stream, remote, options })
    }

    fn no_answer(&self) -> IoError {
        let cause = NetProblem::NoAnswer { within: self.timeout };
        IoError::other(Operation::Connect, self.remote.to_string(), cause)
    }
}

/// A fixed port can be reused while its last connection is still in TIME-WAIT.
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
