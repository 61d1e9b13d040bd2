//! What can be wrong with a socket or an address.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Why an operation on a socket failed, beyond what the system says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NetProblem {
    /// A message longer than the socket takes.
    TooLong {
        /// Its bytes.
        len: u64,
        /// The most that can be sent to that address, if this is more.
        most: Option<u64>,
    },
    /// A connection attempt took too long.
    NoAnswer {
        /// The time it was given.
        within: Duration,
    },
    /// Nothing listens at the address of the connected socket (`ECONNREFUSED`).
    NobodyListens {
        /// Where.
        remote: String,
    },
    /// The lookup found no address.
    NoAddress,
    /// The socket file is left over from a program that has ended.
    StaleSocketFile,
    /// A file that isn't a socket is in the place of a socket file.
    NotASocket,
    /// The peer has left meanwhile; nobody knows its address any more.
    PeerGone,
    /// `SOCK_SEQPACKET` was asked for at an address that isn't a Unix socket's.
    PacketsNeedUnix,
    /// This system has no Unix sockets that we can use.
    UnixUnavailable,
    /// This system has no abstract Unix sockets.
    AbstractUnavailable,
    /// The path of a Unix socket is longer than an address can hold (`sun_path`, unix(7)).
    PathTooLong {
        /// Its bytes.
        len: usize,
        /// The most bytes.
        most: usize,
    },
    /// The name of an abstract Unix socket is longer than an address can hold.
    NameTooLong {
        /// Its bytes.
        len: usize,
        /// The most bytes.
        most: usize,
    },
    /// A Unix socket without a name can't be addressed.
    Unnamed,
    /// None of the addresses found has the family of the bound socket.
    FamilyMismatch,
    /// A Unix socket can't join multicast groups.
    GroupOnUnix,
    /// The address isn't a multicast address.
    NotMulticast,
    /// An IPv6 group on a socket bound to an IPv4 address.
    GroupIsV6,
    /// An IPv4 group on a socket bound to an IPv6 address.
    GroupIsV4,
    /// Source-specific multicast is available for IPv4 only.
    SourceNeedsV4,
    /// The interface has no IPv4 address.
    InterfaceWithoutV4,
}
