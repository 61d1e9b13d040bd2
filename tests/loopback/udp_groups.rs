//! Multicast on the loopback interface.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use sockscope::engine::{Command, UdpConfig};
use sockscope::engine::{SendRequest, interfaces};
use sockscope::types::{Destination, Fact, IoError, Membership, SendId, SendOutcome};

use super::rig::{Session, udp_config};

fn group_config(bind: &str) -> UdpConfig {
    let mut config = udp_config();
    config.bind = bind.parse().unwrap();
    config.options.multicast.interface = Some(loopback());
    config
}

fn loopback() -> u32 {
    interfaces().iter().find(|interface| interface.loopback).unwrap().index
}

fn membership(group: &str) -> Membership {
    Membership { group: group.parse().unwrap(), interface: Some(loopback()), source: None }
}

/// Joined or left, or why not.
fn outcome(session: &mut Session) -> Result<(Membership, bool), IoError> {
    session.wait(|fact| match fact {
        Fact::Membership { membership, joined } => Some(Ok((membership.clone(), *joined))),
        Fact::Failed { error, .. } => Some(Err(error.clone())),
        _ => None,
    })
}

fn join(session: &mut Session, membership: &Membership) {
    session.handle.command(Command::Join(membership.clone()));
    assert_eq!(outcome(session), Ok((membership.clone(), true)));
}

fn leave(session: &mut Session, membership: &Membership) {
    session.handle.command(Command::Leave(membership.clone()));
    assert_eq!(outcome(session), Ok((membership.clone(), false)));
}

fn send(session: &mut Session, to: SocketAddr, bytes: &'static [u8]) {
    let id = SendId(1);
    session.handle.command(Command::Send(SendRequest::bytes(id, Destination::from(to), bytes)));
    assert_eq!(session.send_done(id).1, SendOutcome::Sent);
}

fn datagram(session: &mut Session) -> Vec<u8> {
    session.wait(|fact| match fact {
        Fact::Received { bytes, .. } => Some(bytes.to_vec()),
        _ => None,
    })
}

#[test]
fn a_member_hears_the_group_until_it_leaves() {
    let mut member = Session::udp(group_config("0.0.0.0:0"));
    let port = member.opened().port();
    let group: SocketAddr = (Ipv4Addr::new(239, 7, 7, 1), port).into();
    let alone: SocketAddr = (Ipv4Addr::LOCALHOST, port).into();
    // It sends without being a member.
    let mut sender = Session::udp(group_config("127.0.0.1:0"));
    sender.opened();
    let membership = membership("239.7.7.1");
    send(&mut sender, group, b"before");
    send(&mut sender, alone, b"only you");
    assert_eq!(datagram(&mut member), b"only you");
    join(&mut member, &membership);
    send(&mut sender, group, b"everybody");
    assert_eq!(datagram(&mut member), b"everybody");
    leave(&mut member, &membership);
    send(&mut sender, group, b"after");
    send(&mut sender, alone, b"only you again");
    assert_eq!(datagram(&mut member), b"only you again");
}

#[test]
fn two_members_share_a_port() {
    let mut config = group_config("0.0.0.0:0");
    config.reuse.address = true;
    let mut first = Session::udp(config.clone());
    let port = first.opened().port();
    config.bind = SocketAddr::from(([0, 0, 0, 0], port)).into();
    let mut second = Session::udp(config);
    second.opened();
    let membership = membership("239.7.7.2");
    join(&mut first, &membership);
    join(&mut second, &membership);
    let mut sender = Session::udp(group_config("127.0.0.1:0"));
    sender.opened();
    send(&mut sender, (Ipv4Addr::new(239, 7, 7, 2), port).into(), b"both");
    assert_eq!(datagram(&mut first), b"both");
    assert_eq!(datagram(&mut second), b"both");
}

#[test]
fn one_sender_can_be_chosen() {
    let mut member = Session::udp(group_config("0.0.0.0:0"));
    let port = member.opened().port();
    let group: SocketAddr = (Ipv4Addr::new(232, 7, 7, 3), port).into();
    let chosen = Membership {
        source: Some(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 5))),
        ..membership("232.7.7.3")
    };
    join(&mut member, &chosen);
    for (from, text) in [("127.0.0.6:0", &b"stranger"[..]), ("127.0.0.5:0", b"chosen")] {
        let far = socket2::Socket::from(UdpSocket::bind(from).unwrap());
        far.set_multicast_if_v4(&Ipv4Addr::LOCALHOST).unwrap();
        far.send_to(text, &group.into()).unwrap();
    }
    assert_eq!(datagram(&mut member), b"chosen");
    leave(&mut member, &chosen);
}

/// Linux routes no IPv6 groups over loopback; the scope of `ff01` keeps them in this machine on any interface.
#[test]
fn ipv6_groups_are_joined_and_heard() {
    let far = UdpSocket::bind("[::]:0").unwrap();
    let mut member = Session::udp(group_config("[::]:0"));
    let port = member.opened().port();
    let group =
        |index: u32| -> SocketAddr { format!("[ff01::7:7%{index}]:{port}").parse().unwrap() };
    let mut routes = interfaces().into_iter().map(|interface| interface.index);
    let Some(index) = routes.find(|index| far.send_to(b"too early", group(*index)).is_ok()) else {
        println!("skipped: this machine routes no IPv6 groups");
        return;
    };
    let membership = Membership { interface: Some(index), ..membership("ff01::7:7") };
    join(&mut member, &membership);
    far.send_to(b"six", group(index)).unwrap();
    assert_eq!(datagram(&mut member), b"six");
    leave(&mut member, &membership);
}

#[test]
fn what_cannot_be_joined_is_named() {
    let mut session = Session::udp(group_config("0.0.0.0:0"));
    session.opened();
    let nowhere = Membership { interface: Some(999_999), ..membership("239.7.7.4") };
    session.handle.command(Command::Join(nowhere));
    let error = outcome(&mut session).unwrap_err();
    assert_eq!(
        sockscope::words::io_error(&error),
        "could not join 239.7.7.4%999999: no such device (ENODEV) - pick an interface"
    );
    session.handle.command(Command::Leave(membership("239.7.7.4")));
    let error = outcome(&mut session).unwrap_err();
    assert_eq!(error.name(), Some("EADDRNOTAVAIL"));
}
