//! Whom a person addresses, and where the next payload goes.

use std::collections::BTreeSet;

use crate::form::address;
use crate::playground::peers::Peer;
use crate::playground::session::Session;
use crate::types::{NotSent, PeerId, Peers, Recipients, Target};

/// The peers that a person has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeerChoice {
    /// Those marked in the list, open or gone.
    pub marked: BTreeSet<PeerId>,
    /// A UDP peer sends to all; only on request, never because nothing else was said.
    pub all: bool,
}

/// Where a payload goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    /// To these peers.
    Peers(Target),
    /// To the address typed as remote, which need not be a peer yet.
    Remote,
}

/// Why a payload goes to nobody.
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

impl From<Target> for Addressee {
    fn from(target: Target) -> Self {
        Self::Peers(target)
    }
}

impl PeerChoice {
    /// Nothing is marked any more; a UDP peer sends to all, or where it would by itself.
    pub fn choose(&mut self, all: bool) {
        self.marked.clear();
        self.all = all;
    }

    /// Every peer that was marked, open or gone.
    pub fn marked(&self) -> Target {
        Target::Many(self.marked.iter().copied().collect())
    }
}

impl Session {
    /// The marked peers that are open, or all if none is marked. When all that were marked are gone, that is nobody: what
    /// was meant for them must not go to the others.
    pub fn target(&self, choice: &PeerChoice) -> Target {
        if choice.marked.is_empty() {
            return Target::All;
        }
        let open = self.marked_open(choice);
        match open.as_slice() {
            [one] => Target::One(*one),
            _ => Target::Many(open),
        }
    }

    /// The marked peers that are open.
    pub fn marked_open(&self, choice: &PeerChoice) -> Vec<PeerId> {
        let open = |id: &PeerId| self.peers().find(*id).is_some_and(Peer::is_open);
        choice.marked.iter().copied().filter(open).collect()
    }

    /// Where the next payload goes.
    pub fn addressee(&self, choice: &PeerChoice) -> Result<Addressee, Unaddressed> {
        let udp = self.kind().has_datagrams();
        if !self.is_live() {
            return Err(if udp { Unaddressed::NotBound } else { Unaddressed::NotConnected });
        }
        if !choice.marked.is_empty() {
            return match self.target(choice) {
                Target::Many(ids) if ids.is_empty() => Err(Unaddressed::SelectedGone),
                target => Ok(target.into()),
            };
        }
        match (udp && !choice.all, self.peers().open()) {
            (true, _) if self.has_typed_remote() => Ok(Addressee::Remote),
            (true, 1) => match self.peers().targeted(&Target::All).as_slice() {
                [one] => Ok(Target::One(*one).into()),
                _ => Err(Unaddressed::NoTarget),
            },
            (true, _) => Err(Unaddressed::NoTarget),
            (false, 0) if udp => Err(Unaddressed::NoPeer),
            (false, 0) => Err(Unaddressed::NotConnected),
            (false, _) => Ok(Target::All.into()),
        }
    }

    /// The same for what goes on by itself; `None` for nobody.
    pub fn recipients(&self, choice: &PeerChoice) -> Option<Recipients> {
        match self.addressee(choice).ok()? {
            Addressee::Peers(to) => Some(Recipients::Peers(to)),
            Addressee::Remote => self.draft.udp()?.remote().ok().map(Recipients::Address),
        }
    }

    fn has_typed_remote(&self) -> bool {
        self.draft.udp().is_some_and(|typed| {
            !typed.remote_port.trim().is_empty() || address::is_unix(&typed.remote)
        })
    }

    /// Why a target means nobody.
    pub(in crate::playground) fn why_nobody(&self, to: &Target) -> NotSent {
        let marked = match to {
            Target::One(_) => true,
            Target::Many(ids) => !ids.is_empty(),
            Target::All => false,
        };
        let is_open = self.is_running();
        match self.kind().traits().peers {
            Peers::Correspondents if !is_open => NotSent::NotBound,
            _ if marked && is_open => NotSent::SelectedGone,
            Peers::Correspondents => NotSent::NoRecipient,
            Peers::Clients | Peers::Server | Peers::Origins => NotSent::NoConnection,
        }
    }
}
