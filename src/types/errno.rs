//! Names and plain words for the system's error numbers (errno(3)); the standard library has neither.

use std::io;

use crate::types::error::plain;

/// `ECONNREFUSED` for 111 on Linux.
pub fn name(code: i32) -> Option<&'static str> {
    find(code).map(|(_, name, _)| name)
}

/// "connection refused" for 111 on Linux.
pub fn words(code: i32) -> Option<&'static str> {
    find(code).map(|(_, _, words)| words)
}

/// The system's own text for a number that isn't in the table, with a small first letter.
pub fn system_words(code: i32) -> String {
    plain(&io::Error::from_raw_os_error(code))
}

fn find(code: i32) -> Option<(i32, &'static str, &'static str)> {
    TABLE.iter().copied().find(|entry| entry.0 == code)
}

#[cfg(unix)]
macro_rules! table {
    ($($name:ident $words:literal)*) => { [$((libc::$name, stringify!($name), $words)),*] };
}

#[cfg(unix)]
const TABLE: [(i32, &str, &str); 61] = table! {
    EACCES "permission denied"
    EADDRINUSE "address already in use"
    EADDRNOTAVAIL "address not available"
    EAFNOSUPPORT "address family not supported"
    EAGAIN "try again"
    EALREADY "operation already in progress"
    EBADF "bad file descriptor"
    EBUSY "device or resource busy"
    ECANCELED "operation cancelled"
    ECONNABORTED "connection aborted"
    ECONNREFUSED "connection refused"
    ECONNRESET "connection reset by peer"
    EDESTADDRREQ "destination address required"
    EDQUOT "disk quota exceeded"
    EEXIST "file exists"
    EFBIG "file too large"
    EHOSTDOWN "host is down"
    EHOSTUNREACH "no route to host"
    EINPROGRESS "operation in progress"
    EINTR "interrupted"
    EINVAL "invalid argument"
    EIO "input/output error"
    EISCONN "already connected"
    EISDIR "is a directory"
    ELOOP "too many levels of symbolic links"
    EMFILE "too many open files in this program"
    EMLINK "too many links"
    EMSGSIZE "message too long"
    ENAMETOOLONG "name too long"
    ENETDOWN "network is down"
    ENETRESET "connection reset by network"
    ENETUNREACH "network is unreachable"
    ENFILE "too many open files in the system"
    ENOBUFS "no buffer space available"
    ENODEV "no such device"
    ENOENT "no such file or directory"
    ENOMEM "out of memory"
    ENOPROTOOPT "protocol option not available"
    ENOSPC "no space left on device"
    ENOSYS "function not implemented"
    ENOTCONN "not connected"
    ENOTDIR "not a directory"
    ENOTSOCK "not a socket"
    ENXIO "no such device or address"
    EOPNOTSUPP "operation not supported"
    EOVERFLOW "value too large"
    EPERM "operation not permitted"
    EPFNOSUPPORT "protocol family not supported"
    EPIPE "broken pipe"
    EPROTO "protocol error"
    EPROTONOSUPPORT "protocol not supported"
    EPROTOTYPE "wrong protocol type for the socket"
    EROFS "read-only file system"
    ESHUTDOWN "cannot send after shutdown"
    ESOCKTNOSUPPORT "socket type not supported"
    ESPIPE "illegal seek"
    ESTALE "stale file handle"
    ETIMEDOUT "timed out"
    ETOOMANYREFS "too many references"
    ETXTBSY "text file busy"
    EXDEV "link across file systems"
};

#[cfg(windows)]
const TABLE: [(i32, &str, &str); 20] = [
    (10013, "WSAEACCES", "permission denied"),
    (10022, "WSAEINVAL", "invalid argument"),
    (10024, "WSAEMFILE", "too many open sockets"),
    (10035, "WSAEWOULDBLOCK", "try again"),
    (10036, "WSAEINPROGRESS", "operation in progress"),
    (10040, "WSAEMSGSIZE", "message too long"),
    (10043, "WSAEPROTONOSUPPORT", "protocol not supported"),
    (10045, "WSAEOPNOTSUPP", "operation not supported"),
    (10047, "WSAEAFNOSUPPORT", "address family not supported"),
    (10048, "EADDRINUSE", "address already in use"),
    (10049, "EADDRNOTAVAIL", "address not available"),
    (10050, "WSAENETDOWN", "network is down"),
    (10051, "WSAENETUNREACH", "network is unreachable"),
    (10053, "WSAECONNABORTED", "connection aborted"),
    (10054, "WSAECONNRESET", "connection reset by peer"),
    (10055, "WSAENOBUFS", "no buffer space available"),
    (10057, "WSAENOTCONN", "not connected"),
    (10060, "WSAETIMEDOUT", "timed out"),
    (10061, "ECONNREFUSED", "connection refused"),
    (10065, "WSAEHOSTUNREACH", "no route to host"),
];
