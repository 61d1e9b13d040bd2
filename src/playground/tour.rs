//! "Try it: talk to yourself": a server and a client on loopback, and the first bytes between them.

use bytes::Bytes;

use crate::form::{Payload, ServerDraft};
use crate::playground::Playground;
use crate::types::{Address, Event, Fact, Kind, SessionId, Target};

/// How far the tour has come. It ends with the first bytes sent, or when something goes wrong.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tour {
    /// The server is about to listen.
    Listening {
        /// The server's session.
        server: SessionId,
    },
    /// The client is about to connect.
    Connecting {
        /// The client's session.
        client: SessionId,
    },
}

/// Starts a server on a port that the system picks; [`follow`] does the rest as the facts come in.
pub(super) fn begin(playground: &mut Playground) {
    let server = idle_or_new(playground, Kind::TcpServer);
    let Some(draft) = server_draft(playground, server) else { return };
    "127.0.0.1".clone_into(&mut draft.bind);
    "0".clone_into(&mut draft.port);
    playground.tour = Some(Tour::Listening { server });
    playground.start_from_form(server);
}

/// Takes the next step when the fact is the one that the tour waits for.
pub(super) fn follow(playground: &mut Playground, event: &Event) {
    let Some(tour) = playground.tour else { return };
    let (Tour::Listening { server: session } | Tour::Connecting { client: session }) = tour;
    if event.session != session {
        return;
    }
    match tour {
        Tour::Listening { server } => {
            if let Fact::Opened { local, .. } = &event.fact {
                connect(playground, server, local);
            }
        }
        Tour::Connecting { client } => {
            if let Fact::Joined { peer, .. } = &event.fact {
                playground.tour = None;
                let greeting = Payload::Bytes(Bytes::from_static(GREETING));
                playground.send(client, Target::One(*peer), &greeting, None);
            }
        }
    }
    if matches!(event.fact, Fact::Closed) {
        playground.tour = None;
    }
}

/// The server listens: a client connects to it.
fn connect(playground: &mut Playground, server: SessionId, local: &Address) {
    let port = local.port().unwrap_or(0).to_string();
    let client = idle_or_new(playground, Kind::TcpClient);
    let session = playground.session_mut(client);
    if let Some(draft) = session.and_then(|session| session.draft.client_mut()) {
        draft.host = local.ip().map_or_else(String::new, |ip| ip.to_string());
        draft.port.clone_from(&port);
    }
    if let Some(draft) = server_draft(playground, server) {
        draft.port = port;
    }
    playground.tour = Some(Tour::Connecting { client });
    playground.start_from_form(client);
}

fn server_draft(playground: &mut Playground, id: SessionId) -> Option<&mut ServerDraft> {
    playground.session_mut(id)?.draft.server_mut()
}

fn idle_or_new(playground: &mut Playground, kind: Kind) -> SessionId {
    let idle =
        playground.sessions().iter().find(|session| session.kind() == kind && !session.is_live());
    match idle.map(crate::playground::Session::id) {
        Some(id) => id,
        None => playground.add(kind),
    }
}

const GREETING: &[u8] = "Hello from the client, 你好\r\n".as_bytes();
