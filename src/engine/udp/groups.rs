//! Multicast groups.

use std::io;
use std::net::{IpAddr, Ipv4Addr};

use socket2::{InterfaceIndexOrAddress, Socket};

use crate::engine::net::interfaces;
use crate::engine::udp::bind::Bound;
use crate::engine::worker::hub::Hub;
use crate::types::problem::NetProblem;
use crate::types::{Address, Fact, IoError, Membership, Operation};

impl Bound {
    pub(super) fn join_group(&self, membership: Membership, hub: &mut Hub) {
        self.change_group(membership, true, hub);
    }

    pub(super) fn leave_group(&self, membership: Membership, hub: &mut Hub) {
        self.change_group(membership, false, hub);
    }

    fn change_group(&self, membership: Membership, joined: bool, hub: &mut Hub) {
        let operation = if joined { Operation::Join } else { Operation::Leave };
        let socket = self.socket.socket();
        let result = check(&self.local, &membership)
            .and_then(|()| interface_address(&membership))
            .map_err(|problem| IoError::other(operation, membership.to_string(), problem))
            .and_then(|from| {
                let result = change(&socket, &membership, from, joined);
                result.map_err(|error| IoError::new(operation, membership.to_string(), &error))
            });
        match result {
            Ok(()) => hub.common.outbox.report(Fact::Membership { membership, joined }),
            Err(error) => hub.fail(error),
        }
    }
}

/// What the system would refuse with a number that says little.
fn check(local: &Address, membership: &Membership) -> Result<(), NetProblem> {
    let Membership { group, source, .. } = membership;
    let Some(local) = local.ip() else {
        return Err(NetProblem::GroupOnUnix);
    };
    if !group.is_multicast() {
        return Err(NetProblem::NotMulticast);
    }
    match (local.is_ipv4(), group.is_ipv4()) {
        (true, false) => return Err(NetProblem::GroupIsV6),
        (false, true) => return Err(NetProblem::GroupIsV4),
        _ => {}
    }
    match source {
        Some(source) if group.is_ipv6() || source.is_ipv6() => Err(NetProblem::SourceNeedsV4),
        _ => Ok(()),
    }
}

/// `from` is the interface's address, which only source-specific membership needs.
fn change(socket: &Socket, membership: &Membership, from: Ipv4Addr, join: bool) -> io::Result<()> {
    let index = membership.interface.unwrap_or(0);
    match (membership.group, membership.source) {
        (IpAddr::V4(group), Some(IpAddr::V4(source))) => {
            if join {
                socket.join_ssm_v4(&source, &group, &from)
            } else {
                socket.leave_ssm_v4(&source, &group, &from)
            }
        }
        (IpAddr::V4(group), _) => {
            let interface = InterfaceIndexOrAddress::Index(index);
            if join {
                socket.join_multicast_v4_n(&group, &interface)
            } else {
                socket.leave_multicast_v4_n(&group, &interface)
            }
        }
        (IpAddr::V6(group), _) if join => socket.join_multicast_v6(&group, index),
        (IpAddr::V6(group), _) => socket.leave_multicast_v6(&group, index),
    }
}

/// The calls for one sender know interfaces by address alone.
fn interface_address(membership: &Membership) -> Result<Ipv4Addr, NetProblem> {
    match membership {
        Membership { interface: Some(index), source: Some(_), .. } => {
            interfaces::v4_address(*index).ok_or(NetProblem::InterfaceWithoutV4)
        }
        _ => Ok(Ipv4Addr::UNSPECIFIED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_joined_is_said_before_the_system_is_asked() {
        let refused = |local: &str, group: &str, source: Option<&str>| {
            let membership = Membership {
                group: group.parse().unwrap(),
                interface: None,
                source: source.map(|source| source.parse().unwrap()),
            };
            check(&local.parse().unwrap(), &membership).err()
        };
        let table = [
            ("127.0.0.1:1", "239.1.1.1", None, None),
            ("127.0.0.1:1", "232.1.1.1", Some("10.0.0.1"), None),
            ("[::]:1", "ff02::1", None, None),
            ("127.0.0.1:1", "10.0.0.1", None, Some(NetProblem::NotMulticast)),
            ("127.0.0.1:1", "ff02::1", None, Some(NetProblem::GroupIsV6)),
            ("[::]:1", "239.1.1.1", None, Some(NetProblem::GroupIsV4)),
            ("[::]:1", "ff02::1", Some("::1"), Some(NetProblem::SourceNeedsV4)),
            ("unix:/tmp/x", "239.1.1.1", None, Some(NetProblem::GroupOnUnix)),
        ];
        for (local, group, source, expected) in table {
            assert_eq!(refused(local, group, source), expected, "{local} {group}");
        }
    }
}
