//! A running session and a plain socket on the other end; waiting means waiting for a fact, with a deadline.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use socket2::{Domain, Socket, Type};
use sockscope::engine::tcp;
use sockscope::engine::worker::queue;
use sockscope::engine::worker::queue::{EventReceiver, EventSender, Received};
use sockscope::engine::{
    Command, Conduct, Handle, PeerIds, Reuse, SendRequest, TcpClientConfig, TcpServerConfig,
    UdpConfig, UdpKind, WorkerId, udp,
};
use sockscope::respond::{Preset, Transport};
use sockscope::types::{
    Event, Fact, LeaveReason, Notice, PeerId, RuleTag, RunId, SendId, SendOutcome, SessionId,
    Target, TcpOptions, UdpOptions,
};

/// Longer than anything takes, even on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// What stop may take.
pub(crate) const PROMPT: Duration = Duration::from_millis(50);

pub(crate) fn server_config() -> TcpServerConfig {
    TcpServerConfig {
        bind: "127.0.0.1:0".parse().unwrap(),
        replace_stale: false,
        backlog: 1024,
        dual_stack: false,
        max_clients: None,
        close_on_peer_fin: true,
        options: TcpOptions::default(),
        conduct: Conduct::default(),
    }
}

pub(crate) fn client_config(remote: SocketAddr) -> TcpClientConfig {
    TcpClientConfig {
        to: remote.into(),
        bind: None,
        connect_timeout: PATIENCE,
        tls: None,
        reconnect: None,
        close_on_peer_fin: true,
        options: TcpOptions::default(),
        conduct: Conduct::default(),
    }
}

pub(crate) fn udp_config() -> UdpConfig {
    UdpConfig {
        bind: "127.0.0.1:0".parse().unwrap(),
        kind: UdpKind::Datagram,
        connect: None,
        dual_stack: false,
        replace_stale: false,
        reuse: Reuse::default(),
        options: UdpOptions::default(),
        conduct: Conduct::default(),
    }
}

/// What a worker does that follows the rules of a preset.
pub(crate) fn conduct(preset: Preset, transport: Transport) -> Conduct {
    let rules = preset.rule_set(transport).compile(|_| RuleTag(0)).unwrap();
    Conduct { rules: Arc::new(rules), ..Conduct::default() }
}

/// A running session and its events.
pub(crate) struct Session {
    pub(crate) handle: Handle,
    pub(crate) id: SessionId,
    events: EventReceiver,
    /// Everything taken from the queue so far, for the message of a wait that fails.
    seen: String,
    sends: u64,
}

impl Session {
    pub(crate) fn server(config: TcpServerConfig) -> Self {
        Self::with_budget(BUDGET, |id, events| {
            tcp::server::start(id, config, PeerIds::new(), events).unwrap()
        })
    }

    pub(crate) fn client(config: TcpClientConfig) -> Self {
        Self::with_budget(BUDGET, |id, events| {
            tcp::client::start(id, config, PeerIds::new(), events).unwrap()
        })
    }

    pub(crate) fn udp(config: UdpConfig) -> Self {
        Self::with_budget(BUDGET, |id, events| {
            udp::start(id, config, PeerIds::new(), events).unwrap()
        })
    }

    pub(crate) fn with_budget(
        budget: usize,
        start: impl FnOnce(WorkerId, EventSender) -> Handle,
    ) -> Self {
        let (sender, events) = queue::channel(budget);
        let session = SessionId(NEXT_SESSION.fetch_add(1, Ordering::Relaxed));
        let run = RunId(1);
        let handle = start(WorkerId { session, run }, sender);
        Self { handle, id: session, events, seen: String::new(), sends: 0 }
    }

    /// The next event, whatever it is.
    pub(crate) fn next(&mut self) -> Fact {
        let mut events = Vec::new();
        let end = self.events.recv(&mut events, 1, Some(PATIENCE));
        let Some(Event { session, fact, .. }) = events.pop() else {
            panic!("{end:?} after:\n{}", self.seen);
        };
        assert_eq!(session, self.id);
        if self.seen.len() < 10_000 {
            writeln!(self.seen, "{}", brief(&fact)).unwrap();
        }
        fact
    }

    /// Pass over facts until one is wanted.
    pub(crate) fn wait<T>(&mut self, wanted: impl Fn(&Fact) -> Option<T>) -> T {
        loop {
            if let Some(found) = wanted(&self.next()) {
                return found;
            }
        }
    }

    /// Nothing comes for so long.
    pub(crate) fn is_silent(&self, period: Duration) -> bool {
        let end = self.events.recv(&mut Vec::new(), 1, Some(period));
        end == Received::TimedOut
    }

    pub(crate) fn opened(&mut self) -> SocketAddr {
        self.wait(|fact| match fact {
            Fact::Opened { local, .. } => local.socket_addr(),
            _ => None,
        })
    }

    pub(crate) fn joined(&mut self) -> PeerId {
        self.wait(|fact| match fact {
            Fact::Joined { peer, .. } => Some(*peer),
            _ => None,
        })
    }

    /// So many bytes from one peer; nothing may be between them but other facts.
    pub(crate) fn received(&mut self, from: PeerId, len: usize) -> Vec<u8> {
        let mut all = Vec::new();
        while all.len() < len {
            all.extend(self.wait(|fact| match fact {
                Fact::Received { peer, bytes } if *peer == from => Some(bytes.clone()),
                _ => None,
            }));
        }
        all
    }

    pub(crate) fn left(&mut self, who: PeerId) -> LeaveReason {
        self.wait(|fact| match fact {
            Fact::Left { peer, reason } if *peer == who => Some(reason.clone()),
            _ => None,
        })
    }

    pub(crate) fn send_done(&mut self, which: SendId) -> (PeerId, SendOutcome) {
        self.wait(|fact| match fact {
            Fact::SendDone { send, peer, outcome, .. } if *send == which => {
                Some((*peer, outcome.clone()))
            }
            _ => None,
        })
    }

    pub(crate) fn closed(&mut self) {
        self.wait(|fact| matches!(fact, Fact::Closed).then_some(()));
    }

    pub(crate) fn send(&mut self, to: Target, bytes: impl Into<Bytes>) -> SendId {
        self.sends += 1;
        let id = SendId(self.sends);
        let bytes = bytes.into();
        self.handle.command(Command::Send(SendRequest::bytes(id, to, bytes)));
        id
    }

    pub(crate) fn pause(&mut self, peer: PeerId, paused: bool) {
        let to = Target::One(peer);
        self.handle.command(Command::Pause { to, paused });
        self.wait(|fact| match fact {
            Fact::Paused { paused: now, .. } => (*now == paused).then_some(()),
            _ => None,
        });
    }

    /// Take no more events.
    pub(crate) fn abandon(self) -> Handle {
        self.handle
    }

    /// How long stop takes.
    pub(crate) fn stop(mut self) -> Duration {
        let start = Instant::now();
        self.handle.stop();
        self.closed();
        start.elapsed()
    }
}

/// A session with one connection.
pub(crate) struct Rig {
    pub(crate) session: Session,
    pub(crate) peer: PeerId,
    /// The other end.
    pub(crate) far: TcpStream,
}

impl Rig {
    pub(crate) fn server() -> Self {
        Self::server_with(server_config())
    }

    pub(crate) fn server_with(config: TcpServerConfig) -> Self {
        Self::server_in(Session::server(config))
    }

    pub(crate) fn server_in(mut session: Session) -> Self {
        let far = dial(session.opened());
        let peer = session.joined();
        Self { session, peer, far }
    }

    pub(crate) fn client() -> Self {
        Self::client_with(|_| {})
    }

    pub(crate) fn client_with(change: impl FnOnce(&mut TcpClientConfig)) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut config = client_config(listener.local_addr().unwrap());
        change(&mut config);
        let mut session = Session::client(config);
        let far = accept(&listener);
        let peer = session.joined();
        Self { session, peer, far }
    }

    pub(crate) fn send(&mut self, bytes: impl Into<Bytes>) -> SendId {
        self.session.send(Target::One(self.peer), bytes)
    }

    pub(crate) fn command(&self, command: impl FnOnce(Target) -> Command) {
        self.session.handle.command(command(Target::One(self.peer)));
    }

    pub(crate) fn received(&mut self, len: usize) -> Vec<u8> {
        self.session.received(self.peer, len)
    }

    pub(crate) fn left(&mut self) -> LeaveReason {
        self.session.left(self.peer)
    }

    /// Queue 64 MiB for a peer that never reads, and wait until no more is taken.
    pub(crate) fn clog(&mut self) -> SendId {
        let id = self.send(vec![b'x'; 64 * 1024 * 1024]);
        while !self.session.is_silent(Duration::from_millis(200)) {}
        id
    }
}

/// A plain connection whose calls fail rather than hang.
pub(crate) fn dial(address: SocketAddr) -> TcpStream {
    impatient(TcpStream::connect(address).unwrap())
}

pub(crate) fn accept(listener: &TcpListener) -> TcpStream {
    impatient(listener.accept().unwrap().0)
}

fn impatient(stream: TcpStream) -> TcpStream {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// So many bytes.
pub(crate) fn read(mut far: &TcpStream, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    far.read_exact(&mut bytes).unwrap();
    bytes
}

/// Everything until FIN.
pub(crate) fn read_to_end(mut far: &TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    far.read_to_end(&mut bytes).unwrap();
    bytes
}

pub(crate) fn write(mut far: &TcpStream, bytes: &[u8]) {
    far.write_all(bytes).unwrap();
}

pub(crate) fn end(far: &TcpStream) {
    far.shutdown(Shutdown::Write).unwrap();
}

/// Send RST.
pub(crate) fn reset(far: TcpStream) {
    let socket = Socket::from(far);
    socket.set_linger(Some(Duration::ZERO)).unwrap();
}

/// Write until nothing more is taken, because the worker has stopped reading; returns how much was.
pub(crate) fn flood(mut far: &TcpStream) -> usize {
    let patience = Some(Duration::from_millis(200));
    far.set_write_timeout(patience).unwrap();
    let piece = vec![b'f'; 64 * 1024];
    let mut taken = 0;
    while let Ok(count) = far.write(&piece) {
        taken += count;
    }
    taken
}

/// An address that never answers: its queue of connections is full. Keep what fills it.
pub(crate) fn black_hole() -> (SocketAddr, (Socket, TcpStream)) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
    socket.bind(&any.into()).unwrap();
    socket.listen(0).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    let filler = TcpStream::connect(address).unwrap();
    (address, (socket, filler))
}

fn brief(fact: &Fact) -> String {
    match fact {
        Fact::Received { peer, bytes } => format!("Received {peer:?} {}", bytes.len()),
        Fact::Sent { peer, bytes, .. } => format!("Sent {peer:?} {}", bytes.len()),
        other => format!("{other:?}"),
    }
}

const BUDGET: usize = 64 * 1024 * 1024;

static NEXT_SESSION: AtomicU64 = AtomicU64::new(1);

/// What a worker said out of the ordinary.
pub(crate) fn notice(fact: &Fact) -> Option<Notice> {
    match fact {
        Fact::Notice(notice) => Some(notice.clone()),
        _ => None,
    }
}
