//! The UDP peer: one socket that sends datagrams to anyone and hears everyone, or only the one it is connected to.
//! On a Unix socket just so.
//!
//! Reading goes on without room for events: to wait would only move the loss into the kernel. What can't be reported is
//! counted, so that received + lost here + dropped by the kernel is what was sent.

mod aim;
mod bind;
mod commands;
mod drops;
mod faults;
mod groups;
mod input;
mod output;
mod peers;
mod receive;
mod replies;
mod responding;
mod send;
mod socket;

use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::Type;

use crate::engine::command::{Command, Handle};
use crate::engine::config::{TcpClientConfig, TcpServerConfig, UdpConfig, UdpKind};
use crate::engine::net::resolve::{Resolve, System};
use crate::engine::tcp;
use crate::engine::worker::Launch;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::payload::Replica;
use crate::engine::worker::queue::EventSender;
use crate::engine::worker::repeat::Handover;
use crate::engine::worker::role::Role;
use crate::engine::{PeerIds, WorkerId, worker};
use crate::types::problem::NetProblem;
use crate::types::{Address, IoError, Operation, PeerId, Recipients, TcpOptions, UdpOptions};
use aim::Aim;
use bind::{Bound, Phase};

/// Start a UDP peer; it is bound when `Opened` comes, and has failed when `Failed` and `Closed` come.
///
/// A peer is reported as `Joined` before anything else. They do not leave one by one: `Closed` ends them all, and
/// one that was idle is [`Folded`](crate::types::LeaveReason::Folded) when there are very many.
pub fn start(
    id: WorkerId,
    config: UdpConfig,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    if config.kind == UdpKind::SeqPacket {
        return start_packets(id, config, peers, events);
    }
    let launch = Launch {
        id,
        peers,
        events,
        options: TcpOptions::default(),
        conduct: config.conduct.clone(),
        close_on_peer_fin: false,
    };
    let peer = UdpPeer { config, resolver: Arc::new(System), bound: None, aim: Aim::Lost };
    worker::start("udp-peer", launch, peer)
}

/// Sockets that keep messages apart but are connected: a server or a client.
fn start_packets(
    id: WorkerId,
    config: UdpConfig,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    let UdpConfig { bind, connect, replace_stale, options, conduct, .. } = config;
    let UdpOptions { receive_buffer, send_buffer, .. } = options;
    let options = TcpOptions { receive_buffer, send_buffer, ..TcpOptions::default() };
    match connect {
        None if !bind.is_unix() => {
            let problem = NetProblem::PacketsNeedUnix;
            Err(IoError::other(Operation::Socket, bind.to_string(), problem))
        }
        None => {
            let config = TcpServerConfig {
                replace_stale,
                backlog: BACKLOG,
                dual_stack: false,
                options,
                conduct,
                ..TcpServerConfig::new(bind)
            };
            tcp::server::start_kind(Type::SEQPACKET, id, config, peers, events)
        }
        Some(to) => {
            let config = TcpClientConfig {
                connect_timeout: CONNECT_TIMEOUT,
                options,
                conduct,
                ..TcpClientConfig::new(to)
            };
            tcp::client::start_kind(Type::SEQPACKET, id, config, peers, events)
        }
    }
}

struct UdpPeer {
    config: UdpConfig,
    resolver: Arc<dyn Resolve>,
    /// `None` when it is over.
    bound: Option<Bound>,
    /// If an address is repeated to.
    aim: Aim,
}

impl Role for UdpPeer {
    const WAITS_FOR_ROOM: bool = false;

    fn begin(&mut self, hub: &mut Hub) {
        match Bound::open(&self.config, hub) {
            Ok(bound) => self.bound = Some(bound),
            Err(error) => return hub.fail(error),
        }
        if let (Some(bound), Some(to)) = (&mut self.bound, &self.config.connect)
            && let Err(error) = bound.connect(to, &self.resolver, hub)
        {
            self.fail(error, hub);
        }
    }

    fn notice(&mut self) {
        if let Some(bound) = &mut self.bound {
            bound.notice();
        }
    }

    fn turn(&mut self, hub: &mut Hub) {
        match self.bound.as_mut().map(|bound| bound.turn(hub)) {
            Some(Err(error)) => self.fail(error, hub),
            Some(Ok(Phase::Over)) => self.close(hub),
            Some(Ok(Phase::Open)) | None => {}
        }
    }

    fn is_ready(&self, hub: &Hub) -> bool {
        self.bound.as_ref().is_some_and(|bound| bound.is_ready(hub))
    }

    fn deadline(&self, hub: &Hub) -> Option<Instant> {
        self.bound.as_ref()?.deadline(hub)
    }

    fn execute(&mut self, command: Command, hub: &mut Hub) {
        self.perform(command, hub);
    }

    fn partner(&self, to: &Recipients, _hub: &Hub) -> Option<(PeerId, Address)> {
        let bound = self.bound.as_ref()?;
        let peer = match to {
            Recipients::Peers(to) => bound.targets(to).first().copied(),
            Recipients::Address(to) if self.config.connect.as_ref() == Some(to) => bound.connected,
            Recipients::Address(_) => None,
        };
        Some((peer?, bound.peers.address(peer?)?.clone()))
    }

    fn keeps_messages(&self) -> bool {
        true
    }

    fn aim(&mut self, to: &Recipients, hub: &mut Hub) {
        self.aim = match to {
            Recipients::Peers(_) => Aim::Lost,
            Recipients::Address(to) => self.find(to, hub),
        };
    }

    fn take(&mut self, to: &Recipients, replica: &Replica, hub: &mut Hub) -> Handover {
        self.take_replica(to, replica, hub)
    }

    fn close(&mut self, hub: &mut Hub) {
        if let Some(bound) = self.bound.take() {
            bound.close(hub);
        }
    }

    fn is_over(&self, _hub: &Hub) -> bool {
        self.bound.is_none()
    }
}

impl UdpPeer {
    /// It could not be connected.
    fn fail(&mut self, error: IoError, hub: &mut Hub) {
        hub.fail(error);
        self.close(hub);
    }
}

/// Of seqpacket sockets; there is nobody to ask for more.
const BACKLOG: u32 = 128;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
