//! Who has sent datagrams, or was sent some: a bounded table.

use std::collections::{BTreeMap, HashMap};

use crate::engine::udp::replies::Dialogue;
use crate::types::{Address, PeerId};

/// Addresses and their numbers. When it is full, one that was idle makes room: a hand goes round and takes the first
/// that was not seen since it last passed.
pub(super) struct Peers {
    most: usize,
    slots: Vec<Slot>,
    by_address: HashMap<Address, usize>,
    by_peer: BTreeMap<PeerId, usize>,
    hand: usize,
}

/// One address.
pub(super) struct Slot {
    pub(super) peer: PeerId,
    pub(super) address: Address,
    /// It has sent a datagram.
    pub(super) has_sent: bool,
    /// Only where there are rules.
    pub(super) dialogue: Option<Box<Dialogue>>,
    seen: bool,
}

/// Who had to make room.
pub(super) struct Folded {
    pub(super) peer: PeerId,
    pub(super) dialogue: Option<Box<Dialogue>>,
}

impl Peers {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most: most.max(1),
            slots: Vec::new(),
            by_address: HashMap::new(),
            by_peer: BTreeMap::new(),
            hand: 0,
        }
    }

    /// The number of an address that is known; it counts as seen.
    pub(super) fn find(&mut self, address: &Address) -> Option<PeerId> {
        let slot = self.slots.get_mut(*self.by_address.get(address)?)?;
        slot.seen = true;
        Some(slot.peer)
    }

    pub(super) fn address(&self, peer: PeerId) -> Option<&Address> {
        self.slots.get(*self.by_peer.get(&peer)?).map(|slot| &slot.address)
    }

    pub(super) fn slot_mut(&mut self, peer: PeerId) -> Option<&mut Slot> {
        self.slots.get_mut(*self.by_peer.get(&peer)?)
    }

    pub(super) fn slots_mut(&mut self) -> &mut [Slot] {
        &mut self.slots
    }

    /// Every number, in the order of joining.
    pub(super) fn all(&self) -> Vec<PeerId> {
        self.by_peer.keys().copied().collect()
    }

    /// Add an address that is not known; returns who had to make room.
    pub(super) fn add(&mut self, address: Address, peer: PeerId) -> Option<Folded> {
        let idle = if self.slots.len() < self.most { None } else { self.idle() };
        let place = idle.unwrap_or(self.slots.len());
        self.by_address.insert(address.clone(), place);
        self.by_peer.insert(peer, place);
        let slot = Slot { peer, address, has_sent: false, dialogue: None, seen: true };
        let Some(old) = self.slots.get_mut(place) else {
            self.slots.push(slot);
            return None;
        };
        let Slot { peer, dialogue, .. } = std::mem::replace(old, slot);
        Some(Folded { peer, dialogue })
    }

    /// The place of one that was idle and is known no more.
    fn idle(&mut self) -> Option<usize> {
        loop {
            let place = self.hand;
            self.hand = (self.hand + 1) % self.slots.len().max(1);
            let slot = self.slots.get_mut(place)?;
            if !std::mem::replace(&mut slot.seen, false) {
                self.by_address.remove(&slot.address);
                self.by_peer.remove(&slot.peer);
                return Some(place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(port: u16) -> Address {
        Address::Ip(([127, 0, 0, 1], port).into())
    }

    fn fold(peers: &mut Peers, n: u16) -> Option<u32> {
        peers.add(address(n), PeerId(n.into())).map(|folded| folded.peer.0)
    }

    fn full() -> Peers {
        let mut peers = Peers::new(4);
        for n in 1..=4 {
            assert_eq!(fold(&mut peers, n), None);
        }
        peers
    }

    #[test]
    fn numbers_and_addresses_find_each_other() {
        let mut peers = full();
        assert_eq!(peers.find(&address(3)), Some(PeerId(3)));
        assert_eq!(peers.address(PeerId(3)), Some(&address(3)));
        assert_eq!(peers.find(&address(9)), None);
        assert_eq!(peers.all(), [1, 2, 3, 4].map(PeerId));
    }

    #[test]
    fn an_idle_one_makes_room_and_a_busy_one_stays() {
        let mut peers = full();
        // All were seen since they joined: the first round only forgets that.
        assert_eq!(fold(&mut peers, 5), Some(1));
        peers.find(&address(2));
        assert_eq!(fold(&mut peers, 6), Some(3));
        assert_eq!(peers.find(&address(3)), None);
        assert_eq!(peers.address(PeerId(3)), None);
        assert_eq!(peers.find(&address(2)), Some(PeerId(2)));
        assert_eq!(peers.all(), [2, 4, 5, 6].map(PeerId));
    }

    #[test]
    fn it_never_grows_past_its_bound() {
        let mut peers = full();
        for n in 5..1000 {
            assert!(fold(&mut peers, n).is_some());
            assert_eq!((peers.slots.len(), peers.by_address.len(), peers.by_peer.len()), (4, 4, 4));
        }
    }
}
