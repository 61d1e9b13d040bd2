//! What a worker is started with.

use std::net::SocketAddr;
use std::time::Duration;

use crate::types::{Reply, TcpOptions};

/// A TCP server.
#[derive(Debug, Clone)]
pub struct TcpServerConfig {
    /// The address to listen on; port 0 lets the system pick.
    pub bind: SocketAddr,
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
    /// What is answered to received bytes.
    pub reply: Reply,
}

/// A TCP client.
#[derive(Debug, Clone)]
pub struct TcpClientConfig {
    /// A host name or an address.
    pub host: String,
    /// The port to connect to.
    pub port: u16,
    /// The local address to connect from; port 0 lets the system pick.
    pub bind: Option<SocketAddr>,
    /// How long one address may take to answer.
    pub connect_timeout: Duration,
    /// Connect again when no address answered or the connection was lost.
    pub reconnect: Option<Backoff>,
    /// Answer the peer's FIN with ours once everything queued is sent; else the connection stays half-closed.
    pub close_on_peer_fin: bool,
    /// Options of the connection.
    pub options: TcpOptions,
    /// What is answered to received bytes.
    pub reply: Reply,
}

/// Pauses between attempts: each is twice the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    /// The first pause, at least 10 ms.
    pub first: Duration,
    /// The longest pause.
    pub most: Duration,
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
