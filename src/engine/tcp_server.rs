//! The TCP server: listens and accepts.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::Interest;
use mio::net::{TcpListener, TcpStream};
use socket2::{Domain, Protocol, SockRef, Socket, Type};

use super::command::{Command, Handle};
use super::config::TcpServerConfig;
use super::hub::Hub;
use super::queue::EventSender;
use super::worker::{self, Launch, ROLE, Role};
use super::{PeerIds, WorkerId, options};
use crate::types::{Fact, IoError, Level, Operation, TcpOptions};

/// Start a server; it listens when `Opened` comes, and has failed when `Failed` and `Closed` come.
///
/// The run ends on stop, and after [`Command::StopListening`] once the last connection has left.
pub fn start(
    id: WorkerId,
    config: TcpServerConfig,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    let launch = Launch {
        id,
        peers,
        events,
        options: config.options.clone(),
        reply: config.reply,
        close_on_peer_fin: config.close_on_peer_fin,
    };
    let server = Server { config, listener: None };
    worker::start("tcp-server", launch, server)
}

struct Server {
    config: TcpServerConfig,
    listener: Option<Listener>,
}

struct Listener {
    socket: TcpListener,
    local: SocketAddr,
    options: TcpOptions,
    accepting: Accepting,
}

enum Accepting {
    /// Nobody waits to be accepted.
    Idle,
    /// Somebody may wait.
    Ready,
    /// There are no descriptors left; tried again later or when a connection leaves.
    Exhausted { again: Instant, pause: Duration },
}

impl Role for Server {
    fn begin(&mut self, hub: &mut Hub) {
        match self.open(hub) {
            Ok(listener) => self.listener = Some(listener),
            Err(error) => hub.fail(error),
        }
    }

    fn notice(&mut self) {
        if let Some(listener) = &mut self.listener
            && matches!(listener.accepting, Accepting::Idle)
        {
            listener.accepting = Accepting::Ready;
        }
    }

    fn turn(&mut self, hub: &mut Hub) {
        let somebody_left = !hub.take_departures().is_empty();
        let Some(listener) = &mut self.listener else {
            return;
        };
        if listener.is_due(somebody_left) {
            listener.accept_some(self.config.max_clients, hub);
        }
    }

    fn is_ready(&self) -> bool {
        let listener = self.listener.as_ref();
        listener.is_some_and(|listener| matches!(listener.accepting, Accepting::Ready))
    }

    fn deadline(&self) -> Option<Instant> {
        match self.listener.as_ref()?.accepting {
            Accepting::Exhausted { again, .. } => Some(again),
            Accepting::Idle | Accepting::Ready => None,
        }
    }

    fn obey(&mut self, command: &Command, hub: &mut Hub) {
        match command {
            Command::StopListening if self.listener.take().is_some() => {
                hub.common.outbox.tell(Fact::ListenStopped);
            }
            Command::SetOptions(options) => {
                if let Some(listener) = &mut self.listener {
                    listener.change_options(options, hub);
                }
            }
            _ => {}
        }
    }

    fn is_over(&self, hub: &Hub) -> bool {
        self.listener.is_none() && hub.connections.is_empty()
    }
}

impl Server {
    fn open(&self, hub: &mut Hub) -> Result<Listener, IoError> {
        let config = &self.config;
        let (socket, failed) = listen(config)?;
        for error in failed {
            hub.fail(error);
        }
        let fail = |error: io::Error| listen_error(Operation::Listen, config, &error);
        let mut socket = TcpListener::from_std(socket.into());
        let local = socket.local_addr().map_err(fail)?;
        let registry = hub.poll.registry();
        registry.register(&mut socket, ROLE, Interest::READABLE).map_err(fail)?;
        let options = options::effective(&SockRef::from(&socket), local);
        hub.common.outbox.tell(Fact::Opened { local, options });
        Ok(Listener { socket, local, options: config.options.clone(), accepting: Accepting::Ready })
    }
}

/// A listening socket, and which of its options could not be set.
fn listen(config: &TcpServerConfig) -> Result<(Socket, Vec<IoError>), IoError> {
    let fail = |operation| move |error: io::Error| listen_error(operation, config, &error);
    let domain = Domain::for_address(config.bind);
    let socket =
        Socket::new(domain, Type::STREAM, Some(Protocol::TCP)).map_err(fail(Operation::Socket))?;
    socket.set_nonblocking(true).map_err(fail(Operation::Socket))?;
    let plain = TcpOptions::default();
    let mut failed = options::apply(&socket, config.bind, &plain, &config.options);
    let mut check = |name: &str, result: io::Result<()>| {
        let error = result.err();
        failed.extend(error.map(|error| IoError::new(Operation::SetOption, name, &error)));
    };
    // On Windows it would let two programs share a port.
    if cfg!(unix) {
        check("SO_REUSEADDR", socket.set_reuse_address(true));
    }
    if config.bind.is_ipv6() {
        check("IPV6_V6ONLY", socket.set_only_v6(!config.dual_stack));
    }
    socket.bind(&config.bind.into()).map_err(fail(Operation::Bind))?;
    let backlog = i32::try_from(config.backlog).unwrap_or(i32::MAX);
    socket.listen(backlog).map_err(fail(Operation::Listen))?;
    Ok((socket, failed))
}

fn listen_error(operation: Operation, config: &TcpServerConfig, error: &io::Error) -> IoError {
    IoError::new(operation, config.bind.to_string(), error)
}

impl Listener {
    fn is_due(&self, somebody_left: bool) -> bool {
        match self.accepting {
            Accepting::Idle => false,
            Accepting::Ready => true,
            Accepting::Exhausted { again, .. } => somebody_left || again <= Instant::now(),
        }
    }

    fn accept_some(&mut self, most_clients: Option<usize>, hub: &mut Hub) {
        for _ in 0..ACCEPTS_PER_TURN {
            if !hub.common.outbox.has_room() || hub.mailbox.is_stopped() {
                return;
            }
            match self.socket.accept() {
                Ok((socket, remote)) => welcome(socket, remote, most_clients, hub),
                Err(error) => match error.kind() {
                    io::ErrorKind::Interrupted => {}
                    io::ErrorKind::ConnectionAborted => note(
                        hub,
                        Level::Warning,
                        "a connection was aborted before it was accepted".to_owned(),
                    ),
                    io::ErrorKind::WouldBlock => return self.rest(hub),
                    _ => return self.back_off(&error, hub),
                },
            }
        }
    }

    /// Everybody is accepted.
    fn rest(&mut self, hub: &mut Hub) {
        if matches!(self.accepting, Accepting::Exhausted { .. }) {
            note(hub, Level::Info, "accepting connections again".to_owned());
        }
        self.accepting = Accepting::Idle;
    }

    /// Most likely there are no descriptors left. That is said once; the waiting connections keep waiting.
    fn back_off(&mut self, error: &io::Error, hub: &mut Hub) {
        let pause = match self.accepting {
            Accepting::Exhausted { pause, .. } => (pause * 2).min(LONGEST_PAUSE),
            Accepting::Idle | Accepting::Ready => {
                hub.fail(IoError::new(Operation::Accept, self.local.to_string(), error));
                FIRST_PAUSE
            }
        };
        let again = Instant::now() + pause;
        self.accepting = Accepting::Exhausted { again, pause };
    }

    fn change_options(&mut self, to: &TcpOptions, hub: &mut Hub) {
        let socket = SockRef::from(&self.socket);
        for error in options::apply(&socket, self.local, &self.options, to) {
            hub.fail(error);
        }
        self.options = to.clone();
    }
}

fn welcome(socket: TcpStream, remote: SocketAddr, most_clients: Option<usize>, hub: &mut Hub) {
    if let Some(most) = most_clients
        && hub.connections.len() >= most
    {
        drop(socket);
        let text = format!("{remote} was closed: at most {most} connections");
        return note(hub, Level::Warning, text);
    }
    if let Err(error) = hub.join(socket, remote, &TcpOptions::default()) {
        hub.fail(error);
    }
}

fn note(hub: &mut Hub, level: Level, text: String) {
    hub.common.outbox.tell(Fact::Note { level, text });
}

/// A full backlog of the default length at once, then the connections have their turn: a backlog that overflows costs
/// the client a second, the time until it sends its SYN again.
const ACCEPTS_PER_TURN: usize = 1024;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
