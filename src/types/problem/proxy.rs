//! What can be wrong with a proxy: with how it is written, and with what it answers.

use serde::{Deserialize, Serialize};

/// Why a text is not a proxy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProxyProblem {
    /// A proxy that is reached over TLS.
    Tls,
    /// A proxy that speaks SOCKS 4.
    Socks4,
    /// A scheme other than `http` and `socks5`.
    UnknownScheme(String),
    /// It has a path.
    Path,
    /// The user is not percent-encoded UTF-8.
    UserNotUtf8,
    /// The password is not percent-encoded UTF-8.
    PasswordNotUtf8,
    /// The closing bracket of an IPv6 address is missing.
    BracketMissing,
    /// Something other than a port follows the closing bracket.
    AfterBracket,
    /// What stands in brackets is not an IPv6 address.
    Ipv6(String),
    /// There is no host.
    HostMissing,
    /// A host cannot contain this character.
    HostCharacter(char),
    /// This is not a port number from 1 on.
    Port(String),
}

/// Why a proxy does not connect to a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TunnelProblem {
    /// It closed the connection.
    Closed,
    /// An HTTP proxy did not answer 2xx.
    Status {
        /// The status that it answered.
        status: u16,
        /// The reason that it gave, often empty.
        reason: Vec<u8>,
    },
    /// An HTTP proxy sent bytes before the server was asked anything.
    EarlyBytes(u64),
    /// The host has a scope or colons, which mean nothing to a SOCKS proxy.
    Host(String),
    /// The name of the host is longer than SOCKS can carry.
    HostTooLong,
    /// The user is longer than SOCKS can carry.
    UserTooLong,
    /// The password is longer than SOCKS can carry.
    PasswordTooLong,
    /// The answer is not SOCKS 5: it begins with this byte.
    NotSocks(u8),
    /// It wants a user and a password.
    LoginWanted,
    /// It wants neither a user and password nor none.
    NoMethod,
    /// It selected this method, which was not offered.
    Method(u8),
    /// It does not accept the user or the password.
    LoginRefused,
    /// It refused with this SOCKS reply.
    Reply(u8),
    /// Its reply has an address of this type, which is not known.
    AddressType(u8),
}
