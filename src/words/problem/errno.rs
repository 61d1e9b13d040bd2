//! Error numbers of the system (errno(3)) in plain words, by their names.

/// "connection refused" for `ECONNREFUSED`; `None` for a name that isn't in the table.
pub fn errno(name: &str) -> Option<&'static str> {
    let words = match name {
        "WSAEMFILE" => "too many open sockets",
        "WSAEWOULDBLOCK" => "try again",
        _ => posix(name.strip_prefix("WSA").unwrap_or(name))?,
    };
    Some(words)
}

/// Winsock has the same names behind `WSA`.
#[expect(clippy::too_many_lines, reason = "a table")]
fn posix(name: &str) -> Option<&'static str> {
    let words = match name {
        "EACCES" => "permission denied",
        "EADDRINUSE" => "address already in use",
        "EADDRNOTAVAIL" => "address not available",
        "EAFNOSUPPORT" => "address family not supported",
        "EAGAIN" => "try again",
        "EALREADY" => "operation already in progress",
        "EBADF" => "bad file descriptor",
        "EBUSY" => "device or resource busy",
        "ECANCELED" => "operation cancelled",
        "ECONNABORTED" => "connection aborted",
        "ECONNREFUSED" => "connection refused",
        "ECONNRESET" => "connection reset by peer",
        "EDESTADDRREQ" => "destination address required",
        "EDQUOT" => "disk quota exceeded",
        "EEXIST" => "file exists",
        "EFBIG" => "file too large",
        "EHOSTDOWN" => "host is down",
        "EHOSTUNREACH" => "no route to host",
        "EINPROGRESS" => "operation in progress",
        "EINTR" => "interrupted",
        "EINVAL" => "invalid argument",
        "EIO" => "input/output error",
        "EISCONN" => "already connected",
        "EISDIR" => "is a directory",
        "ELOOP" => "too many levels of symbolic links",
        "EMFILE" => "too many open files in this program",
        "EMLINK" => "too many links",
        "EMSGSIZE" => "message too long",
        "ENAMETOOLONG" => "name too long",
        "ENETDOWN" => "network is down",
        "ENETRESET" => "connection reset by network",
        "ENETUNREACH" => "network is unreachable",
        "ENFILE" => "too many open files in the system",
        "ENOBUFS" => "no buffer space available",
        "ENODEV" => "no such device",
        "ENOENT" => "no such file or directory",
        "ENOMEM" => "out of memory",
        "ENOPROTOOPT" => "protocol option not available",
        "ENOSPC" => "no space left on device",
        "ENOSYS" => "function not implemented",
        "ENOTCONN" => "not connected",
        "ENOTDIR" => "not a directory",
        "ENOTSOCK" => "not a socket",
        "ENXIO" => "no such device or address",
        "EOPNOTSUPP" => "operation not supported",
        "EOVERFLOW" => "value too large",
        "EPERM" => "operation not permitted",
        "EPFNOSUPPORT" => "protocol family not supported",
        "EPIPE" => "broken pipe",
        "EPROTO" => "protocol error",
        "EPROTONOSUPPORT" => "protocol not supported",
        "EPROTOTYPE" => "wrong protocol type for the socket",
        "EROFS" => "read-only file system",
        "ESHUTDOWN" => "cannot send after shutdown",
        "ESOCKTNOSUPPORT" => "socket type not supported",
        "ESPIPE" => "illegal seek",
        "ESTALE" => "stale file handle",
        "ETIMEDOUT" => "timed out",
        "ETOOMANYREFS" => "too many references",
        "ETXTBSY" => "text file busy",
        "EXDEV" => "link across file systems",
        _ => return None,
    };
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::errno::names;

    #[test]
    fn every_number_with_a_name_has_words() {
        for name in names() {
            assert!(errno(name).is_some(), "{name}");
        }
        assert_eq!(errno("WSAECONNRESET"), Some("connection reset by peer"));
        assert_eq!(errno("EUNHEARDOF"), None);
    }
}
