//! Instead of Unix sockets, where they are not supported: none can be made.

use std::io;
use std::path::Path;

use socket2::SockAddr;

use crate::types::UnixAddress;

/// Never made.
pub(in crate::engine) enum SocketFile {}

impl SocketFile {
    pub(super) fn adopt(_path: &Path) -> Option<Self> {
        None
    }
}

pub(super) fn is_socket(_path: &Path) -> bool {
    false
}

pub(super) fn abstract_addr(_name: &[u8]) -> io::Result<SockAddr> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(super) fn address(_given: &SockAddr) -> UnixAddress {
    UnixAddress::Unnamed
}
