//! Facts as lines for people, without anything that moves a cursor.

use crate::cli::failure::advice;
use crate::cli::output::{Data, Maker, Totals};
use crate::codec::show;
use crate::form::address;
use crate::playground::Session;
use crate::types::{Direction, Fact, Kind, PeerId};
use crate::words;

/// "#1 <- 5 bytes received from 127.0.0.1:51234".
pub(super) fn data(session: &Session, data: &Data<'_>) -> String {
    let Data { peer, direction, maker, bytes } = *data;
    let count = words::bytes(bytes.len() as u64);
    let addr = session.peers().find(peer).map_or_else(String::new, |peer| peer.remote.to_string());
    let maker = match maker {
        Maker::Given => String::new(),
        Maker::Rule(name) => format!(" by {}", show::inert(&words::rule(name))),
        Maker::Step(step) => format!(" by step {step}"),
    };
    match direction {
        Direction::Received => format!("#{} <- {count} received from {addr}", peer.0),
        Direction::Sent => format!("#{} -> {count} sent to {addr}{maker}", peer.0),
    }
}

/// The lines that a fact makes: none, one, or one and a warning.
pub(super) fn facts(session: &Session, fact: &Fact) -> impl Iterator<Item = String> {
    let note = session.note_of(fact, advice).map(|(peer, _, text)| {
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

/// "Closed: received 5 bytes, sent 0 bytes; kept 5 bytes, dropped 0 bytes", and what became of datagrams.
pub(super) fn closed(totals: &Totals) -> String {
    let Totals { received, sent, kept, dropped, kernel_dropped, lost } = *totals;
    let [received, sent, kept, dropped] = [received, sent, kept, dropped].map(words::bytes);
    let lost = lost.map_or_else(String::new, |lost| {
        let kernel = kernel_dropped.map(|n| format!("{} dropped by the kernel, ", words::count(n)));
        format!("; datagrams: {}{} lost here", kernel.unwrap_or_default(), words::count(lost))
    });
    format!("Closed: received {received}, sent {sent}; kept {kept}, dropped {dropped}{lost}")
}
