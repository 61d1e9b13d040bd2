//! A row of the log in words.

use crate::capture::{Kind, Record};
use crate::codec::show;
use crate::playground::Session;
use crate::types::{Origin, PeerId};
use crate::words::rule_label;
use crate::words::ui::log as words;

/// A row in words that begin with its time, for the clipboard and for assistive tools.
pub(super) fn in_words(session: &Session, number: u64, record: &Record, time: &str) -> String {
    let peer = peer_words(session, record.peer, true);
    let len = u64::from(record.len);
    match record.kind {
        Kind::Note(_) => {
            let text = session.note_text(number).unwrap_or_default();
            words::note_row(time, &peer, &text)
        }
        Kind::Received => words::received_row(time, &peer, len),
        Kind::Sent(origin) => match author(session, origin) {
            Some(author) => words::sent_by_row(time, &peer, len, &author),
            None => words::sent_row(time, &peer, len),
        },
    }
}

/// What sent it by itself: the name of a rule, a step of a play list.
pub(super) fn author(session: &Session, origin: Origin) -> Option<String> {
    match origin {
        Origin::User | Origin::File => None,
        Origin::Reply(tag) => match session.rule_name(tag) {
            None => Some(words::a_rule().to_owned()),
            Some(name) => Some(show::inert(&rule_label(name)).into_owned()),
        },
        Origin::Play(step) => Some(words::step(step)),
    }
}

pub(super) fn peer_words(session: &Session, peer: PeerId, address: bool) -> String {
    match session.peers().find(peer) {
        Some(peer) if address => peer.remote.to_string(),
        _ if peer == PeerId::SESSION => String::new(),
        _ => format!("#{}", peer.0),
    }
}
