//! The worker of one HTTP fetch: it connects, sends the request, reads the response, and follows redirects.
//!
//! A fetch is one run. The bytes on its connections are reported as `Sent` and `Received`, what they mean as facts of a hop.

mod after_response;
mod config;
mod connection;
mod content;
mod dial;
mod environment;
mod exchange;
mod fetch;
mod hop_reporter;
mod idle;
mod incoming_response;
mod outgoing_request;
mod proxy;
mod route;
mod socks5;
mod socks_handshake;
mod upload;

use std::sync::Arc;

use crate::engine::command::Handle;
use crate::engine::conduct::Conduct;
use crate::engine::net::resolve::System;
use crate::engine::worker::Launch;
use crate::engine::worker::queue::EventSender;
use crate::engine::{PeerIds, WorkerId, worker};
use crate::types::{IoError, TcpOptions};
pub use config::{FetchBody, FetchRequest, HttpFetchConfig, Timeouts};
use fetch::Fetch;
pub use idle::Idle;
pub use proxy::{Proxy, UserInfo};

/// Start a fetch. The run ends by itself: its last events are `FetchDone` and `Closed`. Stopping it cancels the fetch.
///
/// A connection that can be reused stays open in `idle`, without a `Left`.
pub fn start(
    id: WorkerId,
    config: HttpFetchConfig,
    idle: Idle,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    start_fetch(id, Fetch::new(config, idle, Arc::new(System)), peers, events)
}

fn start_fetch(
    id: WorkerId,
    fetch: Fetch,
    peers: PeerIds,
    events: EventSender,
) -> Result<Handle, IoError> {
    let launch = Launch {
        id,
        peers,
        events,
        options: TcpOptions { nodelay: true, ..TcpOptions::default() },
        conduct: Conduct::default(),
        close_on_peer_fin: true,
    };
    worker::start("http-fetch", launch, fetch)
}
