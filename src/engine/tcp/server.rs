//! The TCP server: listens and accepts. On a Unix socket just so.

use std::io;
use std::time::{Duration, Instant};

use mio::Interest;
use socket2::{Socket, Type};

use crate::engine::command::{Command, Handle};
use crate::engine::config::TcpServerConfig;
use crate::engine::net::sockets::SocketFile;
use crate::engine::net::stream::{Connected, Stream};
use crate::engine::net::{options, sockets, stream};
use crate::engine::worker::Launch;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::queue::EventSender;
use crate::engine::worker::role::{ROLE, Role};
use crate::engine::{PeerIds, WorkerId, worker};
use crate::types::{Address, Fact, IoError, Notice, Operation, TcpOptions};

/// Start a server; it listens when `Opened` comes, and has failed when `Failed` and `Closed` come.
///
/// The run ends on stop, and after [`Command::StopListening`] once the last connection has left.
pub fn start(
    id: WorkerId,
    config: TcpServerConfig,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    start_kind(Type::STREAM, id, config, peers, events)
}

/// The same for sockets of any kind that listens.
pub(in crate::engine) fn start_kind(
    kind: Type,
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
        conduct: config.conduct.clone(),
        close_on_peer_fin: config.close_on_peer_fin,
    };
    let server = Server { kind, config, listener: None };
    worker::start("tcp-server", launch, server)
}

struct Server {
    kind: Type,
    config: TcpServerConfig,
    listener: Option<Listener>,
}

struct Listener {
    socket: stream::Listener,
    local: Address,
    options: TcpOptions,
    accepting: Accepting,
    /// Removed with the listener.
    _file: Option<SocketFile>,
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

    fn is_ready(&self, _hub: &Hub) -> bool {
        let listener = self.listener.as_ref();
        listener.is_some_and(|listener| matches!(listener.accepting, Accepting::Ready))
    }

    fn deadline(&self, _hub: &Hub) -> Option<Instant> {
        match self.listener.as_ref()?.accepting {
            Accepting::Exhausted { again, .. } => Some(again),
            Accepting::Idle | Accepting::Ready => None,
        }
    }

    fn execute(&mut self, command: Command, hub: &mut Hub) {
        if matches!(command, Command::StopListening) && self.listener.take().is_some() {
            hub.common.outbox.report(Fact::ListenStopped);
        }
        if let (Command::SetOptions(options), Some(listener)) = (&command, &mut self.listener) {
            listener.change_options(options, hub);
        }
        hub.perform(command);
    }

    fn keeps_messages(&self) -> bool {
        self.kind != Type::STREAM
    }

    fn close(&mut self, hub: &mut Hub) {
        self.listener = None;
        hub.leave_all();
    }

    fn is_over(&self, hub: &Hub) -> bool {
        self.listener.is_none() && hub.connections.is_empty()
    }
}

impl Server {
    fn open(&self, hub: &mut Hub) -> Result<Listener, IoError> {
        let config = &self.config;
        let (socket, file) = self.listen(hub)?;
        let fail = |error: io::Error| sockets::error_at(Operation::Listen, &config.bind, &error);
        let mut socket = stream::Listener::new(socket, &config.bind);
        let local = sockets::local_address(&socket.socket()).map_err(fail)?;
        let registry = hub.poll.registry();
        registry.register(socket.source(), ROLE, Interest::READABLE).map_err(fail)?;
        let options = options::effective(&socket.socket(), &local);
        hub.common.outbox.report(Fact::Opened { local: local.clone(), options });
        Ok(Listener {
            socket,
            local,
            options: config.options.clone(),
            accepting: Accepting::Ready,
            _file: file,
        })
    }

    /// A listening socket. Options that could not be set are reported.
    fn listen(&self, hub: &mut Hub) -> Result<(Socket, Option<SocketFile>), IoError> {
        let config = &self.config;
        let socket = sockets::create(&config.bind, self.kind)?;
        let plain = TcpOptions::default();
        for error in options::apply(&socket, &config.bind, &plain, &config.options) {
            hub.fail(error);
        }
        let mut check = |name: &str, result: io::Result<()>| {
            if let Err(error) = result {
                hub.fail(IoError::new(Operation::SetOption, name, &error));
            }
        };
        // On Windows it would let two programs share a port.
        if cfg!(unix) && !config.bind.is_unix() {
            check("SO_REUSEADDR", socket.set_reuse_address(true));
        }
        if config.bind.ip().is_some_and(|ip| ip.is_ipv6()) {
            check("IPV6_V6ONLY", socket.set_only_v6(!config.dual_stack));
        }
        let file = sockets::bind(&socket, &config.bind, config.replace_stale)?;
        let backlog = i32::try_from(config.backlog).unwrap_or(i32::MAX);
        socket
            .listen(backlog)
            .map_err(|error| sockets::error_at(Operation::Listen, &config.bind, &error))?;
        Ok((socket, file))
    }
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
                Ok((stream, remote)) => welcome(stream, remote, most_clients, hub),
                Err(error) => match error.kind() {
                    io::ErrorKind::Interrupted => {}
                    io::ErrorKind::ConnectionAborted => tell(hub, Notice::ClientAborted),
                    io::ErrorKind::WouldBlock => return self.rest(hub),
                    _ => return self.back_off(&error, hub),
                },
            }
        }
    }

    /// Everybody is accepted.
    fn rest(&mut self, hub: &mut Hub) {
        if matches!(self.accepting, Accepting::Exhausted { .. }) {
            tell(hub, Notice::AcceptingAgain);
        }
        self.accepting = Accepting::Idle;
    }

    /// Most likely there are no descriptors left. That is said once; the waiting connections keep waiting.
    fn back_off(&mut self, error: &io::Error, hub: &mut Hub) {
        let pause = match self.accepting {
            Accepting::Exhausted { pause, .. } => (pause * 2).min(LONGEST_PAUSE),
            Accepting::Idle | Accepting::Ready => {
                hub.fail(sockets::error_at(Operation::Accept, &self.local, error));
                FIRST_PAUSE
            }
        };
        let again = Instant::now() + pause;
        self.accepting = Accepting::Exhausted { again, pause };
    }

    fn change_options(&mut self, to: &TcpOptions, hub: &mut Hub) {
        let socket = self.socket.socket();
        for error in options::apply(&socket, &self.local, &self.options, to) {
            hub.fail(error);
        }
        self.options = to.clone();
    }
}

fn welcome(stream: Stream, remote: Address, most_clients: Option<usize>, hub: &mut Hub) {
    if let Some(most) = most_clients
        && hub.connections.len() >= most
    {
        drop(stream);
        return tell(hub, Notice::ClientRefused { remote, most });
    }
    let connected = Connected { stream, remote, options: TcpOptions::default() };
    if let Err(error) = hub.join(connected, None) {
        hub.fail(error);
    }
}

fn tell(hub: &mut Hub, notice: Notice) {
    hub.common.outbox.report(Fact::Notice(notice));
}

/// A full backlog of the default length at once, then the connections have their turn: a backlog that overflows costs
/// the client a second, the time until it sends its SYN again.
const ACCEPTS_PER_TURN: usize = 1024;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
