//! Multicast groups.

use std::io;
use std::net::{IpAddr, Ipv4Addr};

use socket2::{InterfaceIndexOrAddress, Socket};

use crate::engine::net::interfaces;
use crate::engine::udp::bind::Bound;
use crate::engine::worker::hub::Hub;
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
            .map_err(|words| IoError::other(operation, membership.to_string(), words))
            .and_then(|()| {
                let result = change(&socket, &membership, joined);
                result.map_err(|error| IoError::new(operation, membership.to_string(), &error))
            });
        match result {
            Ok(()) => hub.common.outbox.tell(Fact::Membership { membership, joined }),
            Err(error) => hub.fail(error),
        }
    }
}

/// What the system would refuse with a number that says little.
fn check(local: &Address, membership: &Membership) -> Result<(), &'static str> {
    let Membership { group, source, .. } = membership;
    let Some(local) = local.ip() else {
        return Err("a Unix socket has no groups");
    };
    if !group.is_multicast() {
        return Err("not a multicast address (224.0.0.0 to 239.255.255.255, or ff00::/8)");
    }
    match (local.is_ipv4(), group.is_ipv4()) {
        (true, false) => return Err("the socket is bound to an IPv4 address, the group is IPv6"),
        (false, true) => return Err("the socket is bound to an IPv6 address, the group is IPv4"),
        _ => {}
    }
    match source {
        Some(source) if group.is_ipv6() || source.is_ipv6() => {
            Err("a sender can be chosen for IPv4 groups only")
        }
        _ => Ok(()),
    }
}

fn change(socket: &Socket, membership: &Membership, join: bool) -> io::Result<()> {
    let index = membership.interface.unwrap_or(0);
    match (membership.group, membership.source) {
        (IpAddr::V4(group), Some(IpAddr::V4(source))) => {
            let interface = interface_address(membership.interface)?;
            if join {
                socket.join_ssm_v4(&source, &group, &interface)
            } else {
                socket.leave_ssm_v4(&source, &group, &interface)
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
fn interface_address(index: Option<u32>) -> io::Result<Ipv4Addr> {
    match index {
        None => Ok(Ipv4Addr::UNSPECIFIED),
        Some(index) => interfaces::v4_address(index)
            .ok_or_else(|| io::Error::other("that interface has no IPv4 address")),
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
            ("127.0.0.1:1", "10.0.0.1", None, Some("not a multicast address")),
            ("127.0.0.1:1", "ff02::1", None, Some("the socket is bound to an IPv4 address")),
            ("[::]:1", "239.1.1.1", None, Some("the socket is bound to an IPv6 address")),
            ("[::]:1", "ff02::1", Some("::1"), Some("a sender can be chosen for IPv4")),
            ("unix:/tmp/x", "239.1.1.1", None, Some("a Unix socket has no groups")),
        ];
        for (local, group, source, expected) in table {
            let words = refused(local, group, source);
            assert_eq!(words.is_some(), expected.is_some(), "{local} {group}");
            assert!(words.unwrap_or_default().starts_with(expected.unwrap_or_default()));
        }
    }
}
