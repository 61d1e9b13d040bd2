//! What only Unix has: socket files, and names without a file.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::os::unix::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mio::event::Event;
use mio::net::UnixStream;
use mio::{Events, Interest, Poll, Token};
use socket2::{SockAddr, SockRef, Socket};

use crate::types::UnixAddress;

/// A socket file that we made: it is removed when this is dropped, unless another has taken its place.
pub(in crate::engine) struct SocketFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl SocketFile {
    /// Of a socket that was just bound there.
    pub(super) fn adopt(path: &Path) -> Option<Self> {
        let path = std::path::absolute(path).ok()?;
        let identity = identity(&path)?;
        Some(Self { path, identity })
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity(&self.path) == Some(self.identity) {
            fs::remove_file(&self.path).ok();
        }
    }
}

pub(super) fn is_socket(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.file_type().is_socket())
}

pub(super) fn abstract_addr(name: &[u8]) -> io::Result<SockAddr> {
    let name = [b"\0", name].concat();
    SockAddr::unix(OsStr::from_bytes(&name))
}

pub(super) fn address(given: &SockAddr) -> UnixAddress {
    if let Some(path) = given.as_pathname() {
        return UnixAddress::Path(path.to_owned());
    }
    match given.as_abstract_namespace() {
        Some(name) => UnixAddress::Abstract(name.to_vec()),
        None => UnixAddress::Unnamed,
    }
}

/// The same from the type of the standard library.
pub(in crate::engine) fn sender(given: &SocketAddr) -> UnixAddress {
    match given.as_pathname() {
        Some(path) => UnixAddress::Path(path.to_owned()),
        None => abstract_name(given).map_or(UnixAddress::Unnamed, UnixAddress::Abstract),
    }
}

/// How long the next message is; 0 also at the end of a connection (`MSG_TRUNC`, recv(2)).
#[cfg(target_os = "linux")]
pub(in crate::engine) fn next_len(socket: &Socket) -> io::Result<usize> {
    socket.recv_with_flags(&mut [], libc::MSG_PEEK | libc::MSG_TRUNC)
}

/// Other systems do not say; on macOS the most is `net.local.dgram.maxdgram`, which is far less.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "on Linux the system is asked")]
pub(in crate::engine) fn next_len(_socket: &Socket) -> io::Result<usize> {
    Ok(256 * 1024)
}

/// Whether nothing more can come. Reading tells that apart from an empty message not at all, but a fresh look at the
/// readiness does.
pub(in crate::engine) fn is_closed_by_peer(socket: &UnixStream) -> io::Result<bool> {
    let mut poll = Poll::new()?;
    let mut twin = UnixStream::from_std(SockRef::from(socket).try_clone()?.into());
    poll.registry().register(&mut twin, Token(0), Interest::READABLE)?;
    let mut events = Events::with_capacity(1);
    poll.poll(&mut events, Some(Duration::ZERO))?;
    Ok(events.iter().any(Event::is_read_closed))
}

#[cfg(target_os = "linux")]
fn abstract_name(given: &SocketAddr) -> Option<Vec<u8>> {
    use std::os::linux::net::SocketAddrExt as _;
    given.as_abstract_name().map(<[u8]>::to_vec)
}

#[cfg(not(target_os = "linux"))]
fn abstract_name(_given: &SocketAddr) -> Option<Vec<u8>> {
    None
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    let file = fs::symlink_metadata(path).ok()?;
    Some((file.dev(), file.ino()))
}
