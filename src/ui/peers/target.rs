//! Whom the marks in the peers panel mean, and where the next payload goes, in words.

use crate::playground::{Addressee, Session, Unaddressed};
use crate::types::Target;
use crate::ui::peers::view::PeersView;
use crate::words::ui::peers as words;

/// Why the next payload goes to nobody.
pub fn why_nobody(why: Unaddressed) -> &'static str {
    match why {
        Unaddressed::NotBound => words::bind_first(),
        Unaddressed::NotConnected => words::not_connected(),
        Unaddressed::SelectedGone => words::selected_are_gone(),
        Unaddressed::NoTarget => words::no_target(),
        Unaddressed::NoPeer => words::nobody_was_heard(),
    }
}

/// Whom a target means: "all 3", "2 selected", "127.0.0.1:5000".
pub(super) fn target_words(session: &Session, target: &Target) -> String {
    match target {
        Target::All if session.peers().open() == 0 => words::nobody().to_owned(),
        Target::All if session.kind().has_one_peer() => words::the_server().to_owned(),
        Target::All => words::all(session.peers().open() as u64),
        Target::Many(marked) if marked.is_empty() => words::nobody_selected_is_left().to_owned(),
        Target::Many(marked) => words::selected(marked.len() as u64),
        Target::One(id) => {
            session.peers().find(*id).map_or_else(String::new, |peer| peer.remote.to_string())
        }
    }
}

impl PeersView {
    /// Where the next payload goes: "To all 3", or why to nobody.
    pub fn next_words(&self, session: &Session) -> String {
        match session.addressee(&self.choice) {
            Ok(Addressee::Peers(target)) => words::to(&target_words(session, &target)),
            Ok(Addressee::Remote) => {
                let to = session.draft.udp().map_or_else(String::new, |udp| {
                    udp.remote().map_or_else(|_| udp.remote.clone(), |to| to.to_string())
                });
                words::to(&to)
            }
            Err(why) => why_nobody(why).to_owned(),
        }
    }
}
