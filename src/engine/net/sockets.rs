//! Making and binding sockets of every family.

#[cfg_attr(not(unix), path = "sockets/absent.rs")]
mod unix;

use std::io;
use std::path::Path;

use socket2::{Domain, SockAddr, Socket, Type};

use crate::types::problem::NetProblem;
use crate::types::{Address, IoError, Operation, UnixAddress};
pub(in crate::engine) use unix::SocketFile;
#[cfg(unix)]
pub(in crate::engine) use unix::{is_closed_by_peer, next_len, sender};

/// A new socket that does not block, of the family of `address`.
pub(in crate::engine) fn create(address: &Address, kind: Type) -> Result<Socket, IoError> {
    let domain = match address {
        Address::Ip(ip) => Domain::for_address(*ip),
        Address::Unix(_) if cfg!(unix) => Domain::UNIX,
        Address::Unix(_) => {
            let problem = NetProblem::UnixUnavailable;
            return Err(IoError::other(Operation::Socket, address.to_string(), problem));
        }
    };
    let create = || {
        let socket = Socket::new(domain, kind, None)?;
        socket.set_nonblocking(true)?;
        Ok(socket)
    };
    create().map_err(|error: io::Error| error_at(Operation::Socket, address, &error))
}

/// Bind a socket. A socket file that this makes is removed when what is returned is dropped. One that is left over
/// from a program that has ended is named, or removed first if `replace_stale`.
pub(in crate::engine) fn bind(
    socket: &Socket,
    address: &Address,
    replace_stale: bool,
) -> Result<Option<SocketFile>, IoError> {
    let fail = |error: io::Error| error_at(Operation::Bind, address, &error);
    let path = match address {
        Address::Unix(UnixAddress::Unnamed) => return Ok(None),
        Address::Unix(UnixAddress::Path(path)) => Some(path),
        Address::Unix(UnixAddress::Abstract(_)) | Address::Ip(_) => None,
    };
    let target = sock_addr(address, Operation::Bind)?;
    match (socket.bind(&target), path) {
        (Err(error), Some(path)) if error.kind() == io::ErrorKind::AddrInUse => {
            match Occupant::of(socket, path, &target) {
                Occupant::Nobody if replace_stale => {
                    std::fs::remove_file(path).map_err(fail)?;
                    socket.bind(&target).map_err(fail)?;
                }
                occupant => return Err(occupant.error(address, &error)),
            }
        }
        (result, _) => result.map_err(fail)?,
    }
    Ok(path.and_then(|path| SocketFile::adopt(path)))
}

/// As the system takes it.
pub(in crate::engine) fn sock_addr(
    address: &Address,
    operation: Operation,
) -> Result<SockAddr, IoError> {
    let refuse = |problem: NetProblem| IoError::other(operation, address.to_string(), problem);
    let most = MOST_PATH;
    let made = match address {
        Address::Ip(ip) => return Ok((*ip).into()),
        Address::Unix(UnixAddress::Unnamed) => return Err(refuse(NetProblem::Unnamed)),
        Address::Unix(UnixAddress::Path(path)) => match path.as_os_str().len() {
            0..=MOST_PATH => SockAddr::unix(path),
            len => return Err(refuse(NetProblem::PathTooLong { len, most })),
        },
        Address::Unix(UnixAddress::Abstract(_)) if !cfg!(target_os = "linux") => {
            return Err(refuse(NetProblem::AbstractUnavailable));
        }
        Address::Unix(UnixAddress::Abstract(name)) => match name.len() {
            0..=MOST_PATH => unix::abstract_addr(name),
            len => return Err(refuse(NetProblem::NameTooLong { len, most })),
        },
    };
    made.map_err(|error| error_at(operation, address, &error))
}

/// As the system gives it.
pub(in crate::engine) fn address(given: &SockAddr) -> Address {
    match given.as_socket() {
        Some(ip) => Address::Ip(ip),
        None => Address::Unix(unix::address(given)),
    }
}

/// Where a socket is bound.
pub(in crate::engine) fn local_address(socket: &Socket) -> io::Result<Address> {
    Ok(address(&socket.local_addr()?))
}

pub(in crate::engine) fn error_at(
    operation: Operation,
    address: &Address,
    error: &io::Error,
) -> IoError {
    IoError::new(operation, address.to_string(), error)
}

/// What is where a socket file was to be made.
enum Occupant {
    /// A file of another kind, or a folder.
    OtherFile,
    /// A socket that somebody has open, as far as one can tell.
    Somebody,
    /// A socket file that is left over.
    Nobody,
}

impl Occupant {
    /// Only a connection attempt shows whether something listens; any other file refuses in the same way.
    fn of(socket: &Socket, path: &Path, target: &SockAddr) -> Self {
        if !unix::is_socket(path) {
            return Self::OtherFile;
        }
        let connect = || {
            let probe = Socket::new(Domain::UNIX, socket.r#type()?, None)?;
            probe.set_nonblocking(true)?;
            probe.connect(target)
        };
        match connect() {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Self::Nobody,
            _ => Self::Somebody,
        }
    }

    fn error(&self, address: &Address, error: &io::Error) -> IoError {
        let plain = error_at(Operation::Bind, address, error);
        match self {
            Self::Somebody => plain,
            Self::OtherFile => IoError {
                kind: io::ErrorKind::AlreadyExists,
                cause: NetProblem::NotASocket.into(),
                ..plain
            },
            Self::Nobody => IoError {
                kind: io::ErrorKind::NotConnected,
                cause: NetProblem::StaleSocketFile.into(),
                ..plain
            },
        }
    }
}

/// `sun_path` less its closing NUL (unix(7)).
const MOST_PATH: usize = if cfg!(target_os = "linux") { 107 } else { 103 };
