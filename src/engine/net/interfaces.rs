//! The machine's network interfaces.

use std::net::{IpAddr, Ipv4Addr};

use crate::types::{Interface, InterfaceAddress};

/// The interfaces as they are now, in the order of their indices. Takes some milliseconds.
pub fn interfaces() -> Vec<Interface> {
    let mut interfaces: Vec<_> = netdev::get_interfaces().iter().map(interface).collect();
    interfaces.sort_by_key(|interface| interface.index);
    interfaces
}

/// The IPv4 address by which older system calls know an interface.
pub(in crate::engine) fn v4_address(index: u32) -> Option<Ipv4Addr> {
    let interfaces = netdev::get_interfaces();
    let interface = interfaces.iter().find(|interface| interface.index == index)?;
    interface.ipv4.first().map(netdev::ipnet::Ipv4Net::addr)
}

fn interface(given: &netdev::Interface) -> Interface {
    let takes_broadcast = given.is_broadcast();
    let v4 = given.ipv4.iter().map(|net| InterfaceAddress {
        ip: IpAddr::V4(net.addr()),
        prefix: net.prefix_len(),
        broadcast: (takes_broadcast && net.prefix_len() < 31).then(|| net.broadcast()),
    });
    let v6 = given.ipv6.iter().map(|net| InterfaceAddress {
        ip: IpAddr::V6(net.addr()),
        prefix: net.prefix_len(),
        broadcast: None,
    });
    Interface {
        name: given.friendly_name.clone().unwrap_or_else(|| given.name.clone()),
        index: given.index,
        addresses: v4.chain(v6).collect(),
        loopback: given.is_loopback(),
        multicast: given.is_multicast(),
        broadcast: takes_broadcast,
        up: given.is_up(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loopback_interface_has_its_address() {
        let all = interfaces();
        let loopback = all.iter().find(|interface| interface.loopback).unwrap();
        assert!(loopback.up);
        let ip = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let address = loopback.addresses.iter().find(|address| address.ip == ip).unwrap();
        assert_eq!((address.prefix, address.broadcast), (8, None));
        assert_eq!(v4_address(loopback.index), Some(Ipv4Addr::LOCALHOST));
    }

    #[test]
    fn an_index_that_is_not_there_has_no_address() {
        assert_eq!(v4_address(u32::MAX), None);
    }
}
