//! What a worker is started with.

use std::net::SocketAddr;
use std::time::Duration;

use crate::engine::conduct::Conduct;
use crate::engine::net::tls::TlsSettings;
use crate::types::{Address, Destination, TcpOptions, UdpOptions};

/// A TCP server, or the same on a Unix socket, to which the options of TCP and IP do not apply.
#[derive(Debug, Clone)]
pub struct TcpServerConfig {
    /// The address to listen on; port 0 lets the system pick.
    pub bind: Address,
    /// Remove a socket file that is left over where nothing listens.
    pub replace_stale: bool,
    /// How many connections the kernel keeps until they are accepted (listen(2)).
    pub backlog: u32,
    /// On an IPv6 address, accept IPv4 too (`IPV6_V6ONLY` off); such peers show as `::ffff:a.b.c.d`.
    pub dual_stack: bool,
    /// How many connections may be open at once; one more is accepted and closed at once.
    pub max_clients: Option<usize>,
    /// Answer a peer's FIN with ours once everything queued is sent; else the connection stays half-closed.
    pub close_on_peer_fin: bool,
    /// Options of the listener and of every connection.
    pub options: TcpOptions,
    /// What it does by itself.
    pub conduct: Conduct,
}

/// A TCP client, or the same on a Unix socket, to which the options of TCP and IP do not apply.
#[derive(Debug, Clone)]
pub struct TcpClientConfig {
    /// Where to connect to.
    pub to: Destination,
    /// The local IP address to connect from; port 0 lets the system pick.
    pub bind: Option<SocketAddr>,
    /// How long one address may take to answer.
    pub connect_timeout: Duration,
    /// Connect again when no address answered or the connection was lost.
    pub reconnect: Option<Backoff>,
    /// Speak TLS with the host (not with a Unix socket): an option of the engine that nothing offers yet.
    pub tls: Option<TlsSettings>,
    /// Answer the peer's FIN with ours once everything queued is sent; else the connection stays half-closed.
    pub close_on_peer_fin: bool,
    /// Options of the connection.
    pub options: TcpOptions,
    /// What it does by itself.
    pub conduct: Conduct,
}

/// One socket that sends and receives datagrams: UDP, or on a Unix socket.
#[derive(Debug, Clone)]
pub struct UdpConfig {
    /// The address to bind; port 0 lets the system pick, and an unnamed Unix socket stays unnamed.
    pub bind: Address,
    /// What kind of socket.
    pub kind: UdpKind,
    /// Hear only this peer, and learn when nothing listens there. With [`UdpKind::SeqPacket`]: connect there instead
    /// of listening.
    pub connect: Option<Destination>,
    /// On an IPv6 address, take IPv4 too (`IPV6_V6ONLY` off); such peers show as `::ffff:a.b.c.d`.
    pub dual_stack: bool,
    /// Remove a socket file that is left over where nothing listens.
    pub replace_stale: bool,
    /// What may share the address.
    pub reuse: Reuse,
    /// Options of the socket.
    pub options: UdpOptions,
    /// What it does by itself.
    pub conduct: Conduct,
}

/// How messages are carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UdpKind {
    /// Each for itself (`SOCK_DGRAM`).
    #[default]
    Datagram,
    /// In order, over a connection (`SOCK_SEQPACKET`): Unix sockets on Linux. Without `connect` it listens.
    SeqPacket,
}

/// Whether other sockets may be bound to the same address (socket(7)). Never on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reuse {
    /// `SO_REUSEADDR`: several members of a multicast group on one port.
    pub address: bool,
    /// `SO_REUSEPORT`: the system spreads senders over the sockets. Not on Windows.
    pub port: bool,
}

/// Pauses between attempts: each is twice the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The first pause, at least 10 ms.
    pub first: Duration,
    /// The longest pause.
    pub most: Duration,
}

impl TcpServerConfig {
    /// A listener without options: 1,024 connections may wait, an IPv6 listener takes IPv4 too, and a client's FIN is answered
    /// by closing.
    pub fn new(bind: Address) -> Self {
        Self {
            bind,
            replace_stale: false,
            backlog: 1024,
            dual_stack: true,
            max_clients: None,
            close_on_peer_fin: true,
            options: TcpOptions::default(),
            conduct: Conduct::default(),
        }
    }
}

impl TcpClientConfig {
    /// A connection without options: an address has 5 s to answer, and the server's FIN is answered by closing.
    pub fn new(to: Destination) -> Self {
        Self {
            to,
            bind: None,
            connect_timeout: Duration::from_secs(5),
            reconnect: None,
            tls: None,
            close_on_peer_fin: true,
            options: TcpOptions::default(),
            conduct: Conduct::default(),
        }
    }
}

impl UdpConfig {
    /// A socket for datagrams from anyone, without options.
    pub fn new(bind: Address) -> Self {
        Self {
            bind,
            kind: UdpKind::Datagram,
            connect: None,
            dual_stack: true,
            replace_stale: false,
            reuse: Reuse::default(),
            options: UdpOptions::default(),
            conduct: Conduct::default(),
        }
    }
}

impl Backoff {
    /// The pause before a round of attempts, numbered from 1.
    pub(super) fn pause(self, round: u32) -> Duration {
        let doublings = round.saturating_sub(1).min(31);
        let first = self.first.max(SHORTEST);
        first.saturating_mul(1 << doublings).min(self.most.max(first))
    }
}

const SHORTEST: Duration = Duration::from_millis(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_doubles_up_to_the_longest() {
        let backoff = Backoff { first: Duration::from_millis(100), most: Duration::from_secs(1) };
        let pauses = [1, 2, 3, 4, 5, 6, u32::MAX].map(|round| backoff.pause(round).as_millis());
        assert_eq!(pauses, [100, 200, 400, 800, 1000, 1000, 1000]);
    }

    #[test]
    fn a_pause_of_nothing_does_not_spin() {
        let backoff = Backoff { first: Duration::ZERO, most: Duration::ZERO };
        assert_eq!(backoff.pause(1), SHORTEST);
    }
}
