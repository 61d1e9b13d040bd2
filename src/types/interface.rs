//! The machine's network interfaces, and the multicast groups joined on them.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

/// A network interface.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "flags of the system, each for itself")]
pub struct Interface {
    /// As the system calls it: `eth0`; on Windows the name that people see.
    pub name: String,
    /// Its number, which is also the scope of link-local IPv6 addresses.
    pub index: u32,
    /// Every address, perhaps none.
    pub addresses: Vec<InterfaceAddress>,
    /// Reaches this machine only.
    pub loopback: bool,
    /// Takes multicast.
    pub multicast: bool,
    /// Takes broadcast.
    pub broadcast: bool,
    /// Switched on.
    pub up: bool,
}

/// An address of an interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterfaceAddress {
    /// The address.
    pub ip: IpAddr,
    /// The length of its network's prefix in bits.
    pub prefix: u8,
    /// What reaches everybody in its network (RFC 919): IPv4 only, and only where the interface takes broadcast.
    pub broadcast: Option<Ipv4Addr>,
}

/// A multicast group on an interface. Prints as `239.1.1.1`, `239.1.1.1%2`, `232.1.1.1 from 10.0.0.1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Membership {
    /// The group's address, of the same family as the socket's.
    pub group: IpAddr,
    /// The index of the interface; `None` lets the system pick.
    pub interface: Option<u32>,
    /// Only what this sender sends (source-specific multicast, RFC 4607); IPv4 only.
    pub source: Option<IpAddr>,
}

impl fmt::Display for Membership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.group.fmt(f)?;
        if let Some(index) = self.interface {
            write!(f, "%{index}")?;
        }
        match self.source {
            Some(source) => write!(f, " from {source}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_membership_prints_where_and_from_whom() {
        let group = "239.1.1.1".parse().unwrap();
        let membership = |interface, source| Membership { group, interface, source }.to_string();
        assert_eq!(membership(None, None), "239.1.1.1");
        assert_eq!(membership(Some(2), None), "239.1.1.1%2");
        let source = Some("10.0.0.1".parse().unwrap());
        assert_eq!(membership(Some(2), source), "239.1.1.1%2 from 10.0.0.1");
    }
}
