//! Threads and sockets: one worker per session, which owns every socket of that session.
//!
//! A worker is started with a configuration and an event sender, and receives commands through its
//! [`Handle`]. Everything that happens comes back as an [`Event`](crate::types::Event).
//!
//! * A worker waits in exactly one place, `mio`'s `Poll::poll`, for a socket, a command, a timer, stop or room
//!   in the queue. Its sockets do not block: the operation is tried first, and only `WouldBlock` leads to the
//!   wait. So stop is a flag and a wake-up, and an idle worker never wakes. Only the last two milliseconds before
//!   a repeated payload are passed in naps and very short waits, because `mio` keeps whole milliseconds, and in the
//!   moment after a reply a worker looks around before it waits: who was answered may go on at once.
//! * A worker never blocks on the queue. Without room its events wait in its own outbox, and until they are
//!   gone it reads, writes and accepts nothing: the peers slow down, nothing is lost. Only commands and stop
//!   still work, and a worker that stops hands over its last events past the limit.
//! * Nothing here is asked to end by joining: dropping a handle stops the worker.

mod command;
mod conduct;
mod config;
mod net;
mod regular_file;

pub mod clock;
pub mod http_fetch;
pub mod tcp;
pub mod udp;
pub mod worker;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::types::{PeerId, RunId, SessionId};

pub use command::{Body, Command, Handle, PlayRequest, RepeatRequest, SendRequest};
pub use conduct::Conduct;
pub use config::{Backoff, Reuse, TcpClientConfig, TcpServerConfig, UdpConfig, UdpKind};
pub use net::interfaces::interfaces;
pub use net::limit::raise_descriptor_limit;
pub use net::tls::TlsSettings;
pub use regular_file::open_regular;

/// Whose worker it is; stamped on each of its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WorkerId {
    /// The session.
    pub session: SessionId,
    /// The start of the session.
    pub run: RunId,
}

/// The numbers of a session's connections: one counter for all its runs, so that no number is used twice.
#[derive(Debug, Clone, Default)]
pub struct PeerIds(Arc<AtomicU32>);

impl PeerIds {
    /// Numbers from 1.
    pub fn new() -> Self {
        Self::default()
    }

    fn next(&self) -> PeerId {
        PeerId(self.0.fetch_add(1, Ordering::Relaxed).saturating_add(1))
    }
}
