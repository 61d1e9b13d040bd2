//! The recipients of a repeated payload.

use crate::engine::net::resolve;
use crate::engine::net::resolve::Route;
use crate::engine::udp::UdpPeer;
use crate::engine::udp::bind::Bound;
use crate::engine::udp::output::{Datagram, Pending};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::payload::Replica;
use crate::engine::worker::repeat::Handover;
use crate::types::{Address, Destination, PeerId, Recipients, Target};

/// An address that is repeated to.
pub(super) enum Aim {
    /// Known once this is.
    Open(Pending),
    Known(Address),
    /// It could not be looked up.
    Lost,
}

impl UdpPeer {
    /// Find out once where a destination leads.
    pub(super) fn find(&self, to: &Destination, hub: &mut Hub) -> Aim {
        if self.config.connect.as_ref() == Some(to) {
            return Aim::Open(Pending::Connection);
        }
        match (resolve::route(&self.resolver, to, hub), &self.bound) {
            (Ok(Route::Known(remote)), Some(bound)) => Aim::Known(bound.reachable(remote)),
            (Ok(Route::LookUp(look_up)), _) => Aim::Open(Pending::LookUp(look_up)),
            (Ok(Route::Known(_)), None) => Aim::Lost,
            (Err(error), _) => {
                hub.fail(error);
                Aim::Lost
            }
        }
    }

    /// Queue a copy of a repeated payload for each recipient.
    pub(super) fn take_replica(
        &mut self,
        to: &Recipients,
        replica: &Replica,
        hub: &mut Hub,
    ) -> Handover {
        let Some(bound) = self.bound.as_mut().filter(|bound| !bound.replies.is_closing()) else {
            return Handover::Never;
        };
        if bound.output.is_behind_with_replicas() {
            return Handover::Behind;
        }
        let peers = match to {
            Recipients::Peers(to) => bound.known(to),
            Recipients::Address(_) => bound.aimed_at(&mut self.aim, hub),
        };
        match peers {
            Ok(peers) => {
                for peer in peers {
                    bound.output.push(Datagram::replica(peer, replica));
                }
                Handover::Taken
            }
            Err(outcome) => outcome,
        }
    }
}

impl Bound {
    fn known(&self, to: &Target) -> Result<Vec<PeerId>, Handover> {
        let peers = self.targets(to);
        match to {
            _ if !peers.is_empty() => Ok(peers),
            Target::All => Err(Handover::Nobody),
            Target::One(_) | Target::Many(_) => Err(Handover::Never),
        }
    }

    fn aimed_at(&mut self, aim: &mut Aim, hub: &mut Hub) -> Result<Vec<PeerId>, Handover> {
        if let Aim::Open(way) = aim {
            *aim = match self.follow(way, hub) {
                None => return Err(Handover::Nobody),
                Some(Ok(remote)) => Aim::Known(remote),
                Some(Err(error)) => {
                    hub.fail(error);
                    Aim::Lost
                }
            };
        }
        match aim {
            Aim::Known(remote) => Ok(vec![self.peer(remote, hub)]),
            Aim::Open(_) | Aim::Lost => Err(Handover::Never),
        }
    }
}
