//! Names of the system's error numbers (errno(3)), which the standard library doesn't have.

use std::io;

/// `ECONNREFUSED` for 111 on Linux.
pub fn name(code: i32) -> Option<&'static str> {
    TABLE.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// Every name of the table.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(_, name)| *name)
}

/// The system's own text for a number that isn't in the table, with a small first letter.
pub fn system_words(code: i32) -> String {
    plain(&io::Error::from_raw_os_error(code))
}

/// The standard library's text for an error, without its "(os error 98)" and with a small first letter.
pub(super) fn plain(source: &io::Error) -> String {
    let text = source.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(unix)]
macro_rules! table {
    ($($name:ident)*) => { [$((libc::$name, stringify!($name))),*] };
}

#[cfg(unix)]
const TABLE: [(i32, &str); 61] = table! {
    EACCES
    EADDRINUSE
    EADDRNOTAVAIL
    EAFNOSUPPORT
    EAGAIN
    EALREADY
    EBADF
    EBUSY
    ECANCELED
    ECONNABORTED
    ECONNREFUSED
    ECONNRESET
    EDESTADDRREQ
    EDQUOT
    EEXIST
    EFBIG
    EHOSTDOWN
    EHOSTUNREACH
    EINPROGRESS
    EINTR
    EINVAL
    EIO
    EISCONN
    EISDIR
    ELOOP
    EMFILE
    EMLINK
    EMSGSIZE
    ENAMETOOLONG
    ENETDOWN
    ENETRESET
    ENETUNREACH
    ENFILE
    ENOBUFS
    ENODEV
    ENOENT
    ENOMEM
    ENOPROTOOPT
    ENOSPC
    ENOSYS
    ENOTCONN
    ENOTDIR
    ENOTSOCK
    ENXIO
    EOPNOTSUPP
    EOVERFLOW
    EPERM
    EPFNOSUPPORT
    EPIPE
    EPROTO
    EPROTONOSUPPORT
    EPROTOTYPE
    EROFS
    ESHUTDOWN
    ESOCKTNOSUPPORT
    ESPIPE
    ESTALE
    ETIMEDOUT
    ETOOMANYREFS
    ETXTBSY
    EXDEV
};

#[cfg(windows)]
const TABLE: [(i32, &str); 20] = [
    (10013, "WSAEACCES"),
    (10022, "WSAEINVAL"),
    (10024, "WSAEMFILE"),
    (10035, "WSAEWOULDBLOCK"),
    (10036, "WSAEINPROGRESS"),
    (10040, "WSAEMSGSIZE"),
    (10043, "WSAEPROTONOSUPPORT"),
    (10045, "WSAEOPNOTSUPP"),
    (10047, "WSAEAFNOSUPPORT"),
    (10048, "EADDRINUSE"),
    (10049, "EADDRNOTAVAIL"),
    (10050, "WSAENETDOWN"),
    (10051, "WSAENETUNREACH"),
    (10053, "WSAECONNABORTED"),
    (10054, "WSAECONNRESET"),
    (10055, "WSAENOBUFS"),
    (10057, "WSAENOTCONN"),
    (10060, "WSAETIMEDOUT"),
    (10061, "ECONNREFUSED"),
    (10065, "WSAEHOSTUNREACH"),
];
