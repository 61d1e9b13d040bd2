//! Socket options: what is asked for, and what the kernel made of it.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Options asked for on a TCP socket. `None` leaves the system's default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TcpOptions {
    /// `TCP_NODELAY`: send small segments at once (switches Nagle's algorithm off, RFC 896).
    pub nodelay: bool,
    /// `SO_KEEPALIVE` with its times (RFC 9293 section 3.8.4).
    pub keepalive: Option<Keepalive>,
    /// `SO_LINGER`: how long a close waits for unsent data; zero makes every close an abort (RST).
    pub linger: Option<Duration>,
    /// `SO_RCVBUF` in bytes. Linux doubles it and caps it at `net.core.rmem_max` (socket(7)).
    pub receive_buffer: Option<u32>,
    /// `SO_SNDBUF` in bytes. Linux doubles it and caps it at `net.core.wmem_max` (socket(7)).
    pub send_buffer: Option<u32>,
    /// `IP_TTL`, or `IPV6_UNICAST_HOPS` on an IPv6 socket.
    pub ttl: Option<u8>,
    /// The most that one read takes.
    pub read_size: ReadSize,
}

/// The times of `SO_KEEPALIVE` (tcp(7)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keepalive {
    /// `TCP_KEEPIDLE`: silence before the first probe.
    pub idle: Duration,
    /// `TCP_KEEPINTVL`: time between probes.
    pub interval: Duration,
    /// `TCP_KEEPCNT`: unanswered probes before the connection is given up.
    pub count: u32,
}

impl Default for Keepalive {
    fn default() -> Self {
        Self { idle: Duration::from_mins(1), interval: Duration::from_secs(10), count: 5 }
    }
}

/// The most bytes that one read takes, 1 B to 256 KiB. A small one shows that TCP is a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct ReadSize(u32);

impl ReadSize {
    /// 256 KiB: larger reads were slower when measured.
    pub const MAX: Self = Self(256 * 1024);

    /// `None` outside 1 B to 256 KiB.
    pub fn new(bytes: u32) -> Option<Self> {
        (1..=Self::MAX.0).contains(&bytes).then_some(Self(bytes))
    }

    /// In bytes.
    pub fn bytes(self) -> usize {
        self.0 as usize
    }
}

/// So many bytes are not a [`ReadSize`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadSizeOutOfRange(pub u32);

/// As serde needs it.
impl fmt::Display for ReadSizeOutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Default for ReadSize {
    fn default() -> Self {
        Self::MAX
    }
}

impl TryFrom<u32> for ReadSize {
    type Error = ReadSizeOutOfRange;

    fn try_from(bytes: u32) -> Result<Self, Self::Error> {
        Self::new(bytes).ok_or(ReadSizeOutOfRange(bytes))
    }
}

impl From<ReadSize> for u32 {
    fn from(size: ReadSize) -> Self {
        size.0
    }
}

/// Options asked for on a socket for datagrams. `None` leaves the system's default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UdpOptions {
    /// `SO_BROADCAST`: sending to broadcast addresses is allowed.
    pub broadcast: bool,
    /// `SO_RCVBUF` in bytes, 4 MiB unless changed: bursts that find it full are lost. Linux doubles it and caps it at
    /// `net.core.rmem_max` (socket(7)).
    pub receive_buffer: Option<u32>,
    /// `SO_SNDBUF` in bytes. Linux doubles it and caps it at `net.core.wmem_max` (socket(7)).
    pub send_buffer: Option<u32>,
    /// `IP_TTL`, or `IPV6_UNICAST_HOPS` on an IPv6 socket.
    pub ttl: Option<u8>,
    /// What governs sending to groups.
    pub multicast: MulticastOptions,
}

impl Default for UdpOptions {
    fn default() -> Self {
        Self {
            broadcast: false,
            receive_buffer: Some(4 * 1024 * 1024),
            send_buffer: None,
            ttl: None,
            multicast: MulticastOptions::default(),
        }
    }
}

/// Options of sending to multicast groups (ip(7), ipv6(7)); no group needs to be joined for that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MulticastOptions {
    /// `IP_MULTICAST_TTL` or `IPV6_MULTICAST_HOPS`; the system's default is 1, which stays in the local network.
    pub ttl: Option<u8>,
    /// `IP_MULTICAST_LOOP` or `IPV6_MULTICAST_LOOP`: members on this machine receive it too.
    pub loopback: bool,
    /// `IP_MULTICAST_IF` or `IPV6_MULTICAST_IF`: the index of the interface to send from; `None` leaves it to the routes.
    pub interface: Option<u32>,
}

impl Default for MulticastOptions {
    fn default() -> Self {
        Self { ttl: None, loopback: true, interface: None }
    }
}

/// Options as the kernel reports them after setting; `None` where the kernel would not say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EffectiveOptions {
    /// `TCP_NODELAY`.
    pub nodelay: Option<bool>,
    /// `SO_KEEPALIVE` and its times; `Some(None)` is off.
    pub keepalive: Option<Option<Keepalive>>,
    /// `SO_LINGER`; `Some(None)` is off.
    pub linger: Option<Option<Duration>>,
    /// `SO_RCVBUF` in bytes.
    pub receive_buffer: Option<usize>,
    /// `SO_SNDBUF` in bytes.
    pub send_buffer: Option<usize>,
    /// `IP_TTL` or `IPV6_UNICAST_HOPS`.
    pub ttl: Option<u32>,
    /// `SO_BROADCAST`.
    pub broadcast: Option<bool>,
    /// `IP_MULTICAST_TTL` or `IPV6_MULTICAST_HOPS`.
    pub multicast_ttl: Option<u32>,
    /// `IP_MULTICAST_LOOP` or `IPV6_MULTICAST_LOOP`.
    pub multicast_loopback: Option<bool>,
}
