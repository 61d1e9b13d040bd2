//! Facts as lines for people, without anything that moves a cursor.

use crate::capture::Totals;
use crate::codec::show;
use crate::playground::{Session, address, words};
use crate::types::{Direction, Fact, PeerId};

use super::Data;

/// "#1 <- 5 bytes received from 127.0.0.1:51234".
pub(super) fn data(session: &Session, data: &Data<'_>) -> String {
    let Data { peer, direction, is_reply, bytes } = *data;
    let count = words::bytes(bytes.len() as u64);
    let addr = session.peers().find(peer).map_or_else(String::new, |peer| peer.remote.to_string());
    match direction {
        Direction::Received => format!("#{} <- {count} received from {addr}", peer.0),
        Direction::Sent if is_reply => format!("#{} -> {count} sent to {addr} as a reply", peer.0),
        Direction::Sent => format!("#{} -> {count} sent to {addr}", peer.0),
    }
}

/// The lines that a fact makes: none, one, or one and a warning.
pub(super) fn facts(fact: &Fact) -> impl Iterator<Item = String> {
    let note = words::note(fact).map(|(peer, _, text)| {
        let text = show::inert(&text);
        if peer == PeerId::SESSION { text.into_owned() } else { format!("#{} {text}", peer.0) }
    });
    note.into_iter().chain(reachable(fact).map(str::to_owned))
}

/// In words, that other machines can connect.
pub(super) fn reachable(fact: &Fact) -> Option<&'static str> {
    let Fact::Opened { local, .. } = fact else {
        return None;
    };
    address::is_reachable(*local)
        .then_some("Other machines can connect: this address is reachable over the network")
}

/// "Closed: 5 bytes received, 0 bytes sent; of those received 5 bytes are kept, 0 bytes dropped".
pub(super) fn closed(totals: &Totals) -> String {
    let [received, sent, kept, dropped] = [
        totals.received,
        totals.sent,
        totals.received - totals.dropped_received,
        totals.dropped_received,
    ]
    .map(words::bytes);
    format!("Closed: received {received}, sent {sent}; kept {kept}, dropped {dropped}")
}
