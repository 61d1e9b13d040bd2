//! What can be wrong with a URL.

use serde::{Deserialize, Serialize};

/// What is wrong with a URL that was typed, or with the location of a redirect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UrlProblem {
    /// It contains this control character.
    ControlCharacter(char),
    /// A scheme other than `http`, `https` and `unix`.
    UnknownScheme(String),
    /// This scheme, without `//` after its colon.
    SlashesMissing(String),
    /// The user or the password is not percent-encoded UTF-8.
    UserinfoNotUtf8,
    /// There is no host.
    HostMissing,
    /// This host cannot be one.
    Host(String, HostProblem),
    /// This IPv6 address is not in brackets.
    Ipv6WithoutBrackets(String),
    /// The closing bracket of an IPv6 address is missing.
    BracketMissing,
    /// What stands in brackets is not an IPv6 address.
    Ipv6(String),
    /// The zone of an IPv6 address names no interface.
    Zone,
    /// Something other than a port follows the closing bracket.
    AfterBracket,
    /// This is not a port number.
    Port(String),
    /// The port number is larger than 65535.
    PortTooLarge,
    /// The path of a Unix socket is missing.
    SocketMissing,
    /// This is not the name of a Unix socket: one of its escapes is wrong.
    SocketName(String),
    /// A Unix socket without a name.
    SocketUnnamed,
    /// The name of the Unix socket contains what would end it.
    SocketAmbiguous,
    /// A redirect to a scheme other than `http` and `https`.
    RedirectScheme,
}

/// Why a text is not a host name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HostProblem {
    /// It is not percent-encoded UTF-8.
    NotUtf8,
    /// It contains this character, which is ASCII.
    Character(u8),
    /// IDNA does not allow it (UTS 46).
    Idna,
}
