//! Why a message was not sent: those that are kept apart have a longest length, and somebody must listen.

use std::io;
use std::net::IpAddr;

use crate::engine::net::sockets;
use crate::types::{Address, IoError, Operation};

/// Why a message of this length was not sent, or did not arrive.
pub(in crate::engine) fn error(remote: &Address, len: usize, error: &io::Error) -> IoError {
    if is_too_long(error) {
        return too_long(remote, len as u64);
    }
    let plain = sockets::error_at(Operation::Send, remote, error);
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            let words = format!("connection refused: nothing listens on {remote}");
            IoError { words, ..plain }
        }
        _ => plain,
    }
}

pub(in crate::engine) fn is_too_long(error: &io::Error) -> bool {
    error.raw_os_error() == Some(TOO_LONG)
}

/// Why a message longer than any can be is not even tried.
pub(in crate::engine) fn too_long(remote: &Address, len: u64) -> IoError {
    let source = io::Error::from_raw_os_error(TOO_LONG);
    let words = match most(remote) {
        Some(most) if len > most => {
            format!("message too long ({} > {})", grouped(len), grouped(most))
        }
        _ => format!("message too long ({})", grouped(len)),
    };
    IoError { words, ..sockets::error_at(Operation::Send, remote, &source) }
}

/// The longest payload of UDP: IPv4 counts its own header in 16 bits, too (RFC 791), IPv6 does not (RFC 8200).
pub(in crate::engine) fn most(remote: &Address) -> Option<u64> {
    match remote.ip()?.to_canonical() {
        IpAddr::V4(_) => Some(65_507),
        IpAddr::V6(_) => Some(65_527),
    }
}

/// 65508 as "65,508".
fn grouped(n: u64) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", grouped(n / 1000), n % 1000) }
}

#[cfg(unix)]
const TOO_LONG: i32 = libc::EMSGSIZE;
/// `WSAEMSGSIZE`.
#[cfg(not(unix))]
const TOO_LONG: i32 = 10_040;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_too_long_is_named_with_its_limit() {
        let words = |remote: &str, len| too_long(&remote.parse().unwrap(), len).cause();
        assert_eq!(words("127.0.0.1:9", 65_508), "message too long (65,508 > 65,507) (EMSGSIZE)");
        assert_eq!(
            words("[::ffff:127.0.0.1]:9", 65_508),
            "message too long (65,508 > 65,507) (EMSGSIZE)"
        );
        assert_eq!(words("[::1]:9", 1_065_528), "message too long (1,065,528 > 65,527) (EMSGSIZE)");
        assert_eq!(words("127.0.0.1:9", 999), "message too long (999) (EMSGSIZE)");
        assert_eq!(words("unix:/tmp/x", 300_000), "message too long (300,000) (EMSGSIZE)");
    }
}
