//! Addresses of sockets: IP with a port, or the Unix kind.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a socket is. Prints as `127.0.0.1:80`, `[::1]:80`, `unix:/tmp/x`, `unix:@name` or `unix:(unnamed)`, and is
/// read back from that.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Address {
    /// IPv4 or IPv6, and a port.
    Ip(SocketAddr),
    /// On this machine only (unix(7)).
    Unix(UnixAddress),
}

/// Where a Unix socket is (unix(7)).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum UnixAddress {
    /// A socket that was not bound: it can send, but nobody can send to it.
    Unnamed,
    /// A socket file.
    Path(#[serde(with = "os_path")] PathBuf),
    /// A name without a file, any bytes (Linux only). Bytes that do not print are shown as `\x00`.
    Abstract(Vec<u8>),
}

/// Where to connect or send to, before any look-up. Prints as `host:port`, `[::1]:port` or like a [`UnixAddress`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Destination {
    /// By name or IP address.
    Host {
        /// A host name or an IP address, without brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// A Unix socket.
    Unix(UnixAddress),
}

/// A text is not an address of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAddress;

impl Address {
    /// The IP address.
    pub fn ip(&self) -> Option<IpAddr> {
        self.socket_addr().map(|address| address.ip())
    }

    /// The port.
    pub fn port(&self) -> Option<u16> {
        self.socket_addr().map(|address| address.port())
    }

    /// IP address and port.
    pub fn socket_addr(&self) -> Option<SocketAddr> {
        match self {
            Self::Ip(address) => Some(*address),
            Self::Unix(_) => None,
        }
    }

    /// Of a Unix socket.
    pub fn is_unix(&self) -> bool {
        matches!(self, Self::Unix(_))
    }
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        Self::Ip(address)
    }
}

impl From<UnixAddress> for Address {
    fn from(address: UnixAddress) -> Self {
        Self::Unix(address)
    }
}

impl From<Address> for Destination {
    fn from(address: Address) -> Self {
        match address {
            Address::Ip(address) => address.into(),
            Address::Unix(address) => Self::Unix(address),
        }
    }
}

impl From<SocketAddr> for Destination {
    fn from(address: SocketAddr) -> Self {
        let host = match address {
            SocketAddr::V6(v6) if v6.scope_id() != 0 => format!("{}%{}", v6.ip(), v6.scope_id()),
            _ => address.ip().to_string(),
        };
        Self::Host { host, port: address.port() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Unix(address) => address.fmt(f),
        }
    }
}

impl fmt::Display for UnixAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SCHEME)?;
        match self {
            Self::Unnamed => f.write_str(UNNAMED),
            Self::Path(path) => path.display().fmt(f),
            Self::Abstract(name) => write!(f, "@{}", name.escape_ascii()),
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Host { host, port } => write!(f, "{host}:{port}"),
            Self::Unix(address) => address.fmt(f),
        }
    }
}

impl std::error::Error for NotAnAddress {}

impl fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        if text.starts_with(SCHEME) {
            return text.parse().map(Self::Unix);
        }
        let address = text.parse().map(Self::Ip);
        address.ok().ok_or(NotAnAddress)
    }
}

impl FromStr for UnixAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        match text.strip_prefix(SCHEME).ok_or(NotAnAddress)? {
            "" => Err(NotAnAddress),
            UNNAMED => Ok(Self::Unnamed),
            rest => match rest.strip_prefix('@') {
                Some(name) => unescape(name).map(Self::Abstract).ok_or(NotAnAddress),
                None => Ok(Self::Path(rest.into())),
            },
        }
    }
}

/// A path that need not be UTF-8, as the system has it.
mod os_path {
    use std::ffi::OsString;
    use std::path::{Path, PathBuf};

    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(super) fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        path.as_os_str().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        OsString::deserialize(from).map(PathBuf::from)
    }
}

/// The inverse of `escape_ascii`, which also leaves other characters as they are.
fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let kind = after.chars().next()?;
        let (byte, len) = match kind {
            'x' => (u8::from_str_radix(after.get(1..3)?, 16).ok()?, 3),
            't' => (b'\t', 1),
            'r' => (b'\r', 1),
            'n' => (b'\n', 1),
            '\\' | '\'' | '"' => (u8::try_from(kind).ok()?, 1),
            _ => return None,
        };
        bytes.push(byte);
        rest = after.get(len..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(bytes)
}

const SCHEME: &str = "unix:";
const UNNAMED: &str = "(unnamed)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        let every: Vec<u8> = (0..=255).collect();
        let table = [
            (Address::Ip(([127, 0, 0, 1], 80).into()), "127.0.0.1:80"),
            (Address::Ip("[fe80::1%3]:80".parse().unwrap()), "[fe80::1%3]:80"),
            (UnixAddress::Path("/tmp/a b".into()).into(), "unix:/tmp/a b"),
            (UnixAddress::Abstract(b"name".to_vec()).into(), "unix:@name"),
            (UnixAddress::Abstract(b"a\0\\\xff".to_vec()).into(), "unix:@a\\x00\\\\\\xff"),
            (UnixAddress::Unnamed.into(), "unix:(unnamed)"),
        ];
        for (address, text) in table {
            assert_eq!(address.to_string(), text);
            assert_eq!(text.parse(), Ok(address));
        }
        let every = Address::Unix(UnixAddress::Abstract(every));
        assert_eq!(every.to_string().parse(), Ok(every));
    }

    #[test]
    fn a_name_may_be_typed_in_any_script() {
        let typed: UnixAddress = "unix:@北京".parse().unwrap();
        assert_eq!(typed, UnixAddress::Abstract("北京".as_bytes().to_vec()));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "127.0.0.1", "unix:", "unix:@\\xg0", "unix:@\\", "unix:@\\q"] {
            assert_eq!(text.parse::<Address>(), Err(NotAnAddress), "{text}");
        }
    }

    #[test]
    fn a_destination_prints_with_its_port() {
        let table = [
            ("127.0.0.1:80", "127.0.0.1:80"),
            ("[::1]:80", "[::1]:80"),
            ("[fe80::1%3]:80", "[fe80::1%3]:80"),
            ("unix:/tmp/x", "unix:/tmp/x"),
        ];
        for (address, expected) in table {
            let address: Address = address.parse().unwrap();
            assert_eq!(Destination::from(address).to_string(), expected);
        }
    }
}
