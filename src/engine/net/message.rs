//! Why a message was not sent: those that are kept apart have a longest length, and somebody must listen.

use std::io;
use std::net::IpAddr;

use crate::engine::net::sockets;
use crate::types::problem::NetProblem;
use crate::types::{Address, IoError, Operation};

/// Why a message of this length was not sent, or did not arrive.
pub(in crate::engine) fn error(remote: &Address, len: usize, error: &io::Error) -> IoError {
    if is_too_long(error) {
        return too_long(remote, len as u64);
    }
    let plain = sockets::error_at(Operation::Send, remote, error);
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            plain.because(NetProblem::NobodyListens { remote: remote.to_string() })
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
    let most = most(remote).filter(|most| len > *most);
    sockets::error_at(Operation::Send, remote, &source).because(NetProblem::TooLong { len, most })
}

/// The longest payload of UDP: IPv4 counts its own header in 16 bits, too (RFC 791), IPv6 does not (RFC 8200).
pub(in crate::engine) fn most(remote: &Address) -> Option<u64> {
    match remote.ip()?.to_canonical() {
        IpAddr::V4(_) => Some(65_507),
        IpAddr::V6(_) => Some(65_527),
    }
}

#[cfg(unix)]
const TOO_LONG: i32 = libc::EMSGSIZE;
/// `WSAEMSGSIZE`.
#[cfg(not(unix))]
const TOO_LONG: i32 = 10_040;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Cause;

    #[test]
    fn a_datagram_too_long_is_named_with_its_limit() {
        let table = [
            ("127.0.0.1:9", 65_508, Some(65_507)),
            ("[::ffff:127.0.0.1]:9", 65_508, Some(65_507)),
            ("[::1]:9", 1_065_528, Some(65_527)),
            ("127.0.0.1:9", 999, None),
            ("unix:/tmp/x", 300_000, None),
        ];
        for (remote, len, most) in table {
            let error = too_long(&remote.parse().unwrap(), len);
            assert_eq!(error.cause, Cause::Net(NetProblem::TooLong { len, most }));
            assert_eq!(error.name(), Some("EMSGSIZE"));
        }
    }
}
