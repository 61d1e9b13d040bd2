//! Facts as lines for people, without anything that moves a cursor.

use crate::cli::output::Data;
use crate::codec::show;
use crate::form::address;
use crate::playground::Session;
use crate::types::{Fact, Kind, PeerId};
use crate::words;
use crate::words::cli::failure::advice;

/// "#1 <- 5 bytes received from 127.0.0.1:51234".
pub(super) fn data(session: &Session, data: &Data<'_>) -> String {
    let Data { peer, direction, maker, bytes } = *data;
    let address =
        session.peers().find(peer).map_or_else(String::new, |peer| peer.remote.to_string());
    words::cli::output::data(peer.0, direction, bytes.len() as u64, &address, maker)
}

/// The lines that a fact makes: none, one, or one and a warning.
pub(super) fn facts(session: &Session, fact: &Fact) -> impl Iterator<Item = String> {
    let note = session.note_of(fact).map(|(peer, _, note)| {
        let text = words::fact::note(session.kind(), &note, advice);
        let text = show::inert(&text);
        if peer == PeerId::SESSION { text.into_owned() } else { format!("#{} {text}", peer.0) }
    });
    note.into_iter().chain(reachable(session.kind(), fact))
}

/// In words, that other machines can connect.
pub(super) fn reachable(kind: Kind, fact: &Fact) -> Option<String> {
    let Fact::Opened { local, .. } = fact else {
        return None;
    };
    words::kind::reachable(kind, false).filter(|_| address::is_reachable(local))
}
