//! The peer table of a session: every connection, open or gone, in the order of joining.

use std::collections::VecDeque;

use crate::types::{Address, Direction, EffectiveOptions, LeaveReason, PeerId, Stamp, Target};

/// A connection as the peer table shows it.
#[derive(Debug, Clone)]
pub struct Peer {
    /// Its number.
    pub id: PeerId,
    /// Our end.
    pub local: Address,
    /// The other end.
    pub remote: Address,
    /// When it joined.
    pub joined: Stamp,
    /// When something last came from it.
    pub heard: Option<Stamp>,
    /// Bytes received from it.
    pub received: u64,
    /// Bytes sent to it.
    pub sent: u64,
    /// Reads that received from it: datagrams, or pieces of a stream.
    pub reads: u64,
    /// Writes that sent to it.
    pub writes: u64,
    /// Where it stands.
    pub state: PeerState,
    /// Reading from it is paused.
    pub paused: bool,
    /// Its socket options, as read back.
    pub options: EffectiveOptions,
}

/// Where a connection stands.
#[derive(Debug, Clone)]
pub enum PeerState {
    /// Both directions are open.
    Open,
    /// The peer sent FIN; we can still send.
    PeerClosed,
    /// We sent FIN; we can still receive.
    HalfClosed,
    /// Gone.
    Left {
        /// Why.
        reason: LeaveReason,
        /// When.
        at: Stamp,
    },
}

impl Peer {
    /// A connection that was just made; `ends` are ours and the other.
    pub fn new(
        id: PeerId,
        ends: (Address, Address),
        joined: Stamp,
        options: EffectiveOptions,
    ) -> Self {
        let (local, remote) = ends;
        Self {
            id,
            local,
            remote,
            joined,
            heard: None,
            received: 0,
            sent: 0,
            reads: 0,
            writes: 0,
            state: PeerState::Open,
            paused: false,
            options,
        }
    }

    /// Not gone.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, PeerState::Left { .. })
    }
}

/// Every connection of a session. The oldest that are gone fold away, counted, past [`PeerTable::KEPT_GONE`].
#[derive(Debug, Default)]
pub struct PeerTable {
    /// Invariant: ascending by id, so that a look-up is a binary search.
    peers: VecDeque<Peer>,
    open: usize,
    folded: u64,
}

impl PeerTable {
    /// How many connections that are gone stay in the table.
    pub const KEPT_GONE: usize = 20_000;

    /// A connection joins.
    pub fn join(&mut self, peer: Peer) {
        self.open += 1;
        self.peers.push_back(peer);
        self.fold();
    }

    /// A connection is gone.
    pub fn leave(&mut self, id: PeerId, reason: LeaveReason, at: Stamp) {
        let Some(peer) = self.find_mut(id).filter(|peer| peer.is_open()) else {
            return;
        };
        peer.state = PeerState::Left { reason, at };
        self.open -= 1;
    }

    /// The socket behind all of them was closed here.
    pub fn leave_all(&mut self, at: Stamp) {
        for peer in self.peers.iter_mut().filter(|peer| peer.is_open()) {
            peer.state = PeerState::Left { reason: LeaveReason::ClosedHere, at };
        }
        self.open = 0;
    }

    /// Bytes went over a connection.
    pub fn count(&mut self, id: PeerId, direction: Direction, bytes: u64, at: Stamp) {
        let Some(peer) = self.find_mut(id) else { return };
        match direction {
            Direction::Received => {
                peer.heard = Some(at);
                peer.received += bytes;
                peer.reads += 1;
            }
            Direction::Sent => {
                peer.sent += bytes;
                peer.writes += 1;
            }
        }
    }

    /// One direction of a connection was closed.
    pub fn half_close(&mut self, id: PeerId, direction: Direction) {
        let Some(peer) = self.find_mut(id).filter(|peer| peer.is_open()) else {
            return;
        };
        peer.state = match direction {
            Direction::Received => PeerState::PeerClosed,
            Direction::Sent => PeerState::HalfClosed,
        };
    }

    /// Changes a connection's row, if it is in the table.
    pub fn change(&mut self, id: PeerId, change: impl FnOnce(&mut Peer)) {
        if let Some(peer) = self.find_mut(id) {
            change(peer);
        }
    }

    fn find_mut(&mut self, id: PeerId) -> Option<&mut Peer> {
        let at = self.position(id)?;
        self.peers.get_mut(at)
    }

    /// A connection's row.
    pub fn find(&self, id: PeerId) -> Option<&Peer> {
        self.peers.get(self.position(id)?)
    }

    /// The row at a place of the table.
    pub fn row(&self, row: usize) -> Option<&Peer> {
        self.peers.get(row)
    }

    /// Rows in the table.
    pub fn len(&self) -> usize {
        self.peers.len()
    }

    /// No connection ever joined, or all folded away.
    pub fn is_empty(&self) -> bool {
        self.peers.is_empty()
    }

    /// Connections that are not gone.
    pub fn open(&self) -> usize {
        self.open
    }

    /// Connections that are gone and no longer in the table.
    pub fn folded(&self) -> u64 {
        self.folded
    }

    /// The open connections that a target means.
    pub fn targeted(&self, to: &Target) -> Vec<PeerId> {
        let open = |id: &PeerId| self.find(*id).is_some_and(Peer::is_open);
        match to {
            Target::One(id) => Some(*id).into_iter().filter(open).collect(),
            Target::Many(ids) => ids.iter().copied().filter(open).collect(),
            Target::All => {
                self.peers.iter().filter(|peer| peer.is_open()).map(|peer| peer.id).collect()
            }
        }
    }

    /// Takes those that are gone out of the table.
    pub fn forget_gone(&mut self) {
        self.peers.retain(Peer::is_open);
        self.peers.shrink_to_fit();
        self.folded = 0;
    }

    fn position(&self, id: PeerId) -> Option<usize> {
        self.peers.binary_search_by_key(&id, |peer| peer.id).ok()
    }

    fn fold(&mut self) {
        if self.peers.len() - self.open <= Self::KEPT_GONE {
            return;
        }
        if let Some(at) = self.peers.iter().position(|peer| !peer.is_open()) {
            self.peers.remove(at);
            self.folded += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(id: u32) -> Peer {
        let address: Address = "127.0.0.1:1".parse().unwrap();
        Peer::new(
            PeerId(id),
            (address.clone(), address),
            Stamp::default(),
            EffectiveOptions::default(),
        )
    }

    #[test]
    fn only_open_connections_are_targets() {
        let mut table = PeerTable::default();
        (1..=3).for_each(|id| table.join(peer(id)));
        table.leave(PeerId(2), LeaveReason::ClosedByPeer, Stamp::default());
        assert_eq!(table.targeted(&Target::All), [PeerId(1), PeerId(3)]);
        assert_eq!(table.targeted(&Target::One(PeerId(2))), []);
        assert_eq!(table.targeted(&Target::Many(vec![PeerId(2), PeerId(3)])), [PeerId(3)]);
        assert_eq!((table.open(), table.len()), (2, 3));
    }

    #[test]
    fn leaving_twice_counts_once() {
        let mut table = PeerTable::default();
        table.join(peer(1));
        table.leave(PeerId(1), LeaveReason::ClosedByPeer, Stamp::default());
        table.leave(PeerId(1), LeaveReason::ClosedHere, Stamp::default());
        assert_eq!(table.open(), 0);
        assert!(matches!(
            table.row(0).unwrap().state,
            PeerState::Left { reason: LeaveReason::ClosedByPeer, .. }
        ));
    }

    #[test]
    fn the_oldest_that_are_gone_fold_away_counted() {
        let mut table = PeerTable::default();
        table.join(peer(1));
        for id in 2..u32::try_from(PeerTable::KEPT_GONE).unwrap() + 5 {
            table.join(peer(id));
            table.leave(PeerId(id), LeaveReason::ClosedByPeer, Stamp::default());
        }
        assert_eq!(table.len() as u64 + table.folded(), PeerTable::KEPT_GONE as u64 + 4);
        assert!(table.folded() > 0);
        assert!(table.find(PeerId(1)).is_some(), "an open connection never folds away");
        assert!(table.find(PeerId(2)).is_none());
    }
}
