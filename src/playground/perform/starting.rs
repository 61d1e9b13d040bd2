//! Starts workers.

use crate::engine::worker::queue::EventSender;
use crate::engine::{Handle, UdpKind, WorkerId, http_fetch, tcp, udp};
use crate::form::Config;
use crate::playground::Playground;
use crate::playground::session::Session;
use crate::playground::state::SessionState;
use crate::types::{IoError, Membership, RunId, SessionId};

impl Playground {
    /// Starts a session that isn't running, with a configuration of its kind.
    pub fn start(&mut self, id: SessionId, config: Config) {
        let events = self.events.clone();
        let now = self.now();
        let is_ready =
            |session: &&mut Session| !session.is_live() && session.kind() == config.kind();
        let Some(session) = self.session_mut(id).filter(is_ready) else { return };
        session.run = RunId(session.run.0 + 1);
        let connects = connects(&config);
        let (state, worker) = launch(session, config, events);
        match worker {
            Ok(link) => {
                session.begin_fetch(now);
                session.begin(link, state, connects);
            }
            Err(error) => {
                session.note_error(now, &error);
                session.enter(SessionState::Failed(error));
            }
        }
    }

    /// Joins a multicast group.
    pub fn join(&mut self, id: SessionId, membership: Membership) {
        self.command(id, crate::engine::Command::Join(membership));
    }
}

/// Its peers are connections, which come and go; datagrams only have senders.
fn connects(config: &Config) -> bool {
    match config {
        Config::TcpServer { .. } | Config::TcpClient { .. } | Config::HttpFetch(_) => {
            config.kind().has_connections()
        }
        Config::UdpPeer { socket, .. } => socket.kind == UdpKind::SeqPacket,
    }
}

/// Starts the worker; gives the state that this leads to.
fn launch(
    session: &mut Session,
    config: Config,
    events: EventSender,
) -> (SessionState, Result<Handle, IoError>) {
    let worker = WorkerId { session: session.id(), run: session.run };
    let peers = session.peer_ids.clone();
    match config {
        Config::TcpServer { mut socket, behaviour } => {
            socket.conduct = session.conduct(behaviour);
            let state = SessionState::Binding(socket.bind.clone());
            (state, tcp::server::start(worker, socket, peers, events))
        }
        Config::TcpClient { mut socket, behaviour } => {
            socket.conduct = session.conduct(behaviour);
            let state = SessionState::Resolving(socket.to.to_string());
            (state, tcp::client::start(worker, socket, peers, events))
        }
        Config::UdpPeer { mut socket, behaviour, counter } => {
            socket.conduct = session.conduct(behaviour);
            session.measure(counter);
            let state = SessionState::Binding(socket.bind.clone());
            (state, udp::start(worker, socket, peers, events))
        }
        Config::HttpFetch(fetch) => {
            let idle = session.idle().clone();
            (SessionState::Fetching(None), http_fetch::start(worker, fetch, idle, peers, events))
        }
    }
}
