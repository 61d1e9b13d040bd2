//! Whom the marks in the peers panel mean, and where the next payload goes.

use crate::form::address;
use crate::playground::{Peer, Session};
use crate::types::{PeerId, Recipients, Target};
use crate::ui::peers::view::PeersView;
use crate::words::ui::peers as words;

/// Where the next payload goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// To these connections.
    Peers(Target),
    /// To the address typed as remote.
    Remote,
    /// Nowhere, and why.
    Nobody(Unaddressed),
}

/// Why the next payload goes to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unaddressed {
    /// The socket is not bound.
    NotBound,
    /// There is no connection.
    NotConnected,
    /// Every peer that was selected is gone.
    SelectedGone,
    /// Neither a remote address was typed nor peers were selected.
    NoTarget,
    /// All peers are meant, and there is none yet.
    NoPeer,
}

impl Unaddressed {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotBound => words::bind_first(),
            Self::NotConnected => words::not_connected(),
            Self::SelectedGone => words::selected_are_gone(),
            Self::NoTarget => words::no_target(),
            Self::NoPeer => words::nobody_was_heard(),
        }
    }
}

impl PeersView {
    /// The marked connections that are open, or all if none is marked. When all that were marked are gone, that is nobody:
    /// what was meant for them must not go to the others.
    pub fn target(&self, session: &Session) -> Target {
        if self.marked.is_empty() {
            return Target::All;
        }
        let open = self.marked_open(session);
        match open.as_slice() {
            [one] => Target::One(*one),
            _ => Target::Many(open),
        }
    }

    /// There is somebody whom the target means.
    pub fn has_target(&self, session: &Session) -> bool {
        match self.target(session) {
            Target::All => session.peers().open() > 0,
            Target::One(_) => true,
            Target::Many(ids) => !ids.is_empty(),
        }
    }

    /// A UDP peer sends to the address typed as remote while no peer is marked.
    pub fn sends_to_remote(&self, session: &Session) -> bool {
        self.marked.is_empty()
            && session.draft.udp().is_some_and(|typed| {
                !typed.remote_port.trim().is_empty() || address::is_unix(&typed.remote)
            })
    }

    /// Whom the target means, in words: "all 3", "2 selected", "127.0.0.1:5000".
    pub(super) fn target_words(&self, session: &Session) -> String {
        Self::words(session, &self.target(session))
    }

    fn words(session: &Session, target: &Target) -> String {
        match target {
            Target::All if session.peers().open() == 0 => words::nobody().to_owned(),
            Target::All if session.kind().has_one_peer() => words::the_server().to_owned(),
            Target::All => words::all(session.peers().open() as u64),
            Target::Many(marked) if marked.is_empty() => {
                words::nobody_selected_is_left().to_owned()
            }
            Target::Many(marked) => words::selected(marked.len() as u64),
            Target::One(id) => {
                session.peers().find(*id).map_or_else(String::new, |peer| peer.remote.to_string())
            }
        }
    }

    /// Where the next payload goes.
    pub fn next(&self, session: &Session) -> Next {
        let udp = session.kind().has_datagrams();
        let open = session.peers().open();
        if !session.is_live() {
            return Next::Nobody(if udp {
                Unaddressed::NotBound
            } else {
                Unaddressed::NotConnected
            });
        }
        if !self.marked.is_empty() {
            return match self.target(session) {
                Target::Many(ids) if ids.is_empty() => Next::Nobody(Unaddressed::SelectedGone),
                target => Next::Peers(target),
            };
        }
        match (udp && !self.all, open) {
            (true, _) if self.sends_to_remote(session) => Next::Remote,
            (true, 1) => match session.peers().targeted(&Target::All).as_slice() {
                [one] => Next::Peers(Target::One(*one)),
                _ => Next::Nobody(Unaddressed::NoTarget),
            },
            (true, _) => Next::Nobody(Unaddressed::NoTarget),
            (false, 0) if udp => Next::Nobody(Unaddressed::NoPeer),
            (false, 0) => Next::Nobody(Unaddressed::NotConnected),
            (false, _) => Next::Peers(Target::All),
        }
    }

    /// The same for what goes on by itself; `None` for nobody.
    pub fn recipients(&self, session: &Session) -> Option<Recipients> {
        match self.next(session) {
            Next::Peers(to) => Some(Recipients::Peers(to)),
            Next::Remote => session.draft.udp()?.remote().ok().map(Recipients::Address),
            Next::Nobody(_) => None,
        }
    }

    /// That in words: "To all 3", or why to nobody.
    pub fn next_words(&self, session: &Session) -> String {
        match self.next(session) {
            Next::Peers(target) => words::to(&Self::words(session, &target)),
            Next::Remote => {
                let to = session.draft.udp().map_or_else(String::new, |udp| {
                    udp.remote().map_or_else(|_| udp.remote.clone(), |to| to.to_string())
                });
                words::to(&to)
            }
            Next::Nobody(why) => why.words().to_owned(),
        }
    }

    /// Every connection that was marked, open or gone.
    pub fn marked(&self) -> Target {
        Target::Many(self.marked.iter().copied().collect())
    }

    /// Nothing is marked any more; a UDP peer sends to all, or where it would by itself.
    pub fn choose(&mut self, all: bool) {
        self.marked.clear();
        self.all = all;
    }

    pub(super) fn marked_open(&self, session: &Session) -> Vec<PeerId> {
        let open = |id: &PeerId| session.peers().find(*id).is_some_and(Peer::is_open);
        self.marked.iter().copied().filter(open).collect()
    }
}
