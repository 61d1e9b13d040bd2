//! Problems with what is typed into a form.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::problem::document::{PlayListFault, RuleFault};
use crate::types::problem::proxy::ProxyProblem;
use crate::types::problem::request::RequestProblem;
use crate::types::problem::typed::TypedProblem;
use crate::types::problem::url::UrlProblem;

/// What is wrong with an entry of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormProblem {
    /// The address to bind is missing.
    NoAddress,
    /// This isn't an IPv4 or IPv6 address.
    NotAnIpAddress(String),
    /// This has a scope and isn't an IPv6 address.
    NotAnIpv6Address(String),
    /// This isn't the address of a Unix socket.
    NotAUnixAddress(String),
    /// An address with a scheme where `host:port` belongs.
    AddressWithScheme,
    /// An IPv6 address and a port without brackets between them.
    Ipv6WithoutBrackets,
    /// The system has no interface of this name, number or address.
    UnknownInterface(String),
    /// This isn't a multicast group.
    NotAMulticastGroup(String),
    /// The port is missing.
    NoPort,
    /// This isn't a port number.
    NotAPort(String),
    /// Port 0 as the one to connect to.
    PortZero,
    /// The host is missing.
    NoHost,
    /// A URL or a path in place of a host.
    HostWithScheme,
    /// A port behind the host, which has a field of its own.
    HostWithPort,
    /// A number isn't one, or is out of range.
    Number {
        /// Which number.
        number: FormNumber,
        /// As typed.
        text: String,
        /// The smallest that is allowed.
        least: u32,
        /// The largest that is allowed.
        most: u32,
    },
    /// An interval isn't a duration, or is out of range.
    Interval {
        /// Which interval.
        interval: FormInterval,
        /// As typed.
        text: String,
        /// The shortest that is allowed.
        least: Duration,
        /// The longest that is allowed.
        most: Duration,
    },
    /// This isn't how often a payload can be repeated.
    NotARepeatCount(String),
    /// This isn't a duration.
    NotADuration(String),
    /// A file can't be repeated.
    FileRepeated,
    /// The payload is wrong.
    Payload(TypedProblem),
    /// The URL is missing.
    NoUrl,
    /// The URL is wrong.
    Url(UrlProblem),
    /// The request can't be sent as it is.
    Request(RequestProblem),
    /// The proxy is wrong.
    Proxy(ProxyProblem),
    /// A raw request is empty.
    NoRawRequest,
    /// A raw request can't come from a file.
    RawRequestInFile,
    /// A raw request has no equivalent in curl.
    RawRequestAsCurl,
    /// The rules have these faults.
    Rules(Vec<RuleFault>),
    /// The play list has these faults.
    PlayList(Vec<PlayListFault>),
}

/// A number that is typed into a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormNumber {
    /// The backlog of a listener.
    Backlog,
    /// The most clients at a time.
    MaxClients,
    /// Seconds until a connection attempt is given up.
    ConnectTimeout,
    /// `TCP_KEEPIDLE` in seconds.
    KeepaliveIdle,
    /// `TCP_KEEPINTVL` in seconds.
    KeepaliveInterval,
    /// `TCP_KEEPCNT`.
    KeepaliveCount,
    /// `SO_LINGER` in seconds.
    Linger,
    /// `SO_RCVBUF` in bytes.
    ReceiveBuffer,
    /// `SO_SNDBUF` in bytes.
    SendBuffer,
    /// `IP_TTL`.
    Ttl,
    /// `IP_MULTICAST_TTL`.
    MulticastTtl,
    /// The most that one read takes, in bytes.
    ReadSize,
    /// Bytes of a datagram before its counter.
    CounterOffset,
    /// Bytes of a piece of a payload.
    PieceSize,
    /// Milliseconds between the pieces that a fault makes.
    ChopPause,
    /// Milliseconds by which a fault delays what is sent.
    Delay,
    /// Bytes of which a fault changes one.
    GarbledBytes,
    /// Datagrams of which a fault leaves out one.
    DroppedDatagrams,
    /// Bytes after which a fault ends the connection.
    CutAfter,
}

/// An interval that is typed into a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormInterval {
    /// From the beginning of one payload to that of the next.
    Repeat,
    /// Between the pieces of a payload.
    PiecePause,
}
