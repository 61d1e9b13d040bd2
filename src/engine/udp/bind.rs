//! The bound socket: how it comes to be, its turns, and its end.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use mio::Interest;
use socket2::{Socket, Type};

use crate::engine::config::UdpConfig;
use crate::engine::net::resolve::{LookUp, Resolve, Route};
use crate::engine::net::sockets::SocketFile;
use crate::engine::net::{options, resolve, sockets};
use crate::engine::udp::drops::Drops;
use crate::engine::udp::input::Input;
use crate::engine::udp::output::Output;
use crate::engine::udp::peers::Peers;
use crate::engine::udp::replies::Replies;
use crate::engine::udp::socket::DatagramSocket;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::role::ROLE;
use crate::types::problem::NetProblem;
use crate::types::{
    Address, Destination, EffectiveOptions, Fact, IoError, Operation, PeerId, UdpOptions,
};

/// Whether it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Open,
    /// A rule has closed it, and nothing is queued any more.
    Over,
}

/// A socket that is bound, and everything about it.
pub(super) struct Bound {
    pub(super) socket: DatagramSocket,
    pub(super) local: Address,
    pub(super) options: UdpOptions,
    pub(super) effective: EffectiveOptions,
    pub(super) peers: Peers,
    /// The only one heard.
    pub(super) connected: Option<PeerId>,
    /// The name to connect to is being looked up.
    connecting: Option<LookUp>,
    pub(super) input: Input,
    pub(super) output: Output,
    pub(super) replies: Replies,
    pub(super) drops: Drops,
    /// Removed with the socket.
    _file: Option<SocketFile>,
}

impl Bound {
    /// Make and bind the socket, and say so.
    pub(super) fn open(config: &UdpConfig, hub: &mut Hub) -> Result<Self, IoError> {
        let socket = sockets::create(&config.bind, Type::DGRAM)?;
        let file = prepare(&socket, config, hub)?;
        let fail = |error: io::Error| sockets::error_at(Operation::Bind, &config.bind, &error);
        let mut socket = DatagramSocket::new(socket, &config.bind);
        let local = sockets::local_address(&socket.socket()).map_err(fail)?;
        let registry = hub.poll.registry();
        registry.register(socket.source(), ROLE, Interest::READABLE).map_err(fail)?;
        let effective = options::effective_datagram(&socket.socket(), &local);
        let opened = Fact::Opened { local: local.clone(), options: effective.clone() };
        hub.common.outbox.report(opened);
        Ok(Self {
            drops: Drops::of(&socket.socket(), &local),
            socket,
            local,
            options: config.options.clone(),
            effective,
            peers: Peers::new(MOST_PEERS),
            connected: None,
            connecting: None,
            input: Input::new(&hub.common.conduct.faults),
            output: Output::new(&hub.common.conduct.faults),
            replies: Replies::default(),
            _file: file,
        })
    }

    /// Hear only one peer from now on.
    pub(super) fn connect(
        &mut self,
        to: &Destination,
        resolver: &Arc<dyn Resolve>,
        hub: &mut Hub,
    ) -> Result<(), IoError> {
        match resolve::route(resolver, to, hub)? {
            Route::Known(remote) => self.connect_to(&self.reachable(remote), hub),
            Route::LookUp(look_up) => {
                self.connecting = Some(look_up);
                Ok(())
            }
        }
    }

    /// What a socket of our family calls an address: on IPv6, IPv4 addresses are mapped (RFC 4291 section 2.5.5.2).
    pub(super) fn reachable(&self, remote: Address) -> Address {
        match (self.local.socket_addr(), remote) {
            (Some(local), Address::Ip(std::net::SocketAddr::V4(v4))) if local.is_ipv6() => {
                Address::Ip((v4.ip().to_ipv6_mapped(), v4.port()).into())
            }
            (_, remote) => remote,
        }
    }

    /// The peer at this address, which joins if it is new.
    pub(super) fn peer(&mut self, remote: &Address, hub: &mut Hub) -> PeerId {
        if let Some(peer) = self.peers.find(remote) {
            return peer;
        }
        let peer = hub.next_peer();
        if let Some(folded) = self.peers.add(remote.clone(), peer) {
            self.replies.forget(folded.peer, folded.dialogue.as_deref());
            let reason = crate::types::LeaveReason::Folded;
            hub.common.outbox.report(Fact::Left { peer: folded.peer, reason });
        }
        hub.common.outbox.report(Fact::Joined {
            peer,
            local: self.local.clone(),
            remote: remote.clone(),
            options: self.effective.clone(),
        });
        peer
    }

    pub(super) fn notice(&mut self) {
        self.input.may_read = true;
        self.output.may_write();
        if self.input.is_stopped {
            self.drops.expect();
        }
    }

    /// Receive and send, each within bounds. An error ends it all.
    pub(super) fn turn(&mut self, hub: &mut Hub) -> Result<Phase, IoError> {
        if let Some(look_up) = &self.connecting {
            let Some(outcome) = look_up.outcome(hub) else {
                return Ok(Phase::Open);
            };
            self.connecting = None;
            let remote = self.choose(&outcome?)?;
            self.connect_to(&remote, hub)?;
        }
        self.report_lost(hub);
        if !hub.common.conduct.rules.is_empty() {
            hub.common.outbox.begin_batch();
        }
        self.receive(hub);
        self.answer_due(hub);
        self.follow_look_ups(hub);
        self.send(hub);
        hub.common.outbox.end_batch();
        if let Some(total) = self.drops.grown() {
            hub.common.outbox.report(Fact::KernelDropped { total });
        }
        if self.input.may_read && self.input.is_stopped {
            self.drops.expect();
        }
        let is_over = self.replies.is_closing() && self.output.is_empty();
        Ok(if is_over { Phase::Over } else { Phase::Open })
    }

    pub(super) fn is_ready(&self, hub: &Hub) -> bool {
        let has_room = hub.common.outbox.has_room();
        self.connecting.is_none()
            && (self.wants_receive()
                || has_room && (self.wants_send() || self.input.has_lost() || self.wants_answer()))
    }

    pub(super) fn deadline(&self, hub: &Hub) -> Option<Instant> {
        let with_room = [self.output.retry(), self.output.due(), self.next_answer()];
        let has_room = hub.common.outbox.has_room();
        let with_room = with_room.into_iter().flatten().filter(|_| has_room);
        with_room.chain(self.drops.due()).min()
    }

    /// Close the socket, and tell what became of everything.
    pub(super) fn close(mut self, hub: &mut Hub) {
        self.report_lost(hub);
        if let Some(total) = self.drops.look() {
            hub.common.outbox.report(Fact::KernelDropped { total });
        }
        self.output.cancel_all(hub);
    }

    fn connect_to(&mut self, remote: &Address, hub: &mut Hub) -> Result<(), IoError> {
        hub.common.outbox.report(Fact::HearsOnly { remote: remote.clone() });
        let fail = |error: io::Error| sockets::error_at(Operation::Connect, remote, &error);
        let target = sockets::sock_addr(remote, Operation::Connect)?;
        let socket = self.socket.socket();
        socket.connect(&target).map_err(fail)?;
        // An address left open is decided now.
        self.local = sockets::local_address(&socket).map_err(fail)?;
        self.connected = Some(self.peer(remote, hub));
        Ok(())
    }

    /// The first address that a socket of our family reaches.
    pub(super) fn choose(&self, found: &[std::net::SocketAddr]) -> Result<Address, IoError> {
        let v6 = self.local.socket_addr().is_some_and(|local| local.is_ipv6());
        let same = found.iter().find(|address| address.is_ipv6() == v6);
        let chosen = same.or_else(|| found.first().filter(|_| v6));
        let chosen = chosen.map(|address| self.reachable(Address::Ip(*address)));
        chosen.ok_or_else(|| {
            let all: Vec<String> = found.iter().map(ToString::to_string).collect();
            IoError::other(Operation::Send, all.join(", "), NetProblem::FamilyMismatch)
        })
    }
}

/// Set everything that has to be set before binding, and bind.
fn prepare(
    socket: &Socket,
    config: &UdpConfig,
    hub: &mut Hub,
) -> Result<Option<SocketFile>, IoError> {
    for error in options::apply_datagram(socket, &config.bind, None, &config.options) {
        hub.fail(error);
    }
    let mut check = |name: &str, result: io::Result<()>| {
        if let Err(error) = result {
            hub.fail(IoError::new(Operation::SetOption, name, &error));
        }
    };
    if config.reuse.address {
        check("SO_REUSEADDR", socket.set_reuse_address(true));
    }
    #[cfg(unix)]
    if config.reuse.port {
        check("SO_REUSEPORT", socket.set_reuse_port(true));
    }
    if config.bind.ip().is_some_and(|ip| ip.is_ipv6()) {
        check("IPV6_V6ONLY", socket.set_only_v6(!config.dual_stack));
    }
    // Else the socket also hears groups that only others on this machine have joined.
    #[cfg(target_os = "linux")]
    match config.bind.ip() {
        Some(ip) if ip.is_ipv4() => check("IP_MULTICAST_ALL", socket.set_multicast_all_v4(false)),
        Some(_) => check("IPV6_MULTICAST_ALL", socket.set_multicast_all_v6(false)),
        None => {}
    }
    sockets::bind(socket, &config.bind, config.replace_stale)
}

const MOST_PEERS: usize = 100_000;
