//! Connecting: every attempt and every failure is told.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use sockscope::engine::{Backoff, Command};
use sockscope::types::{Address, Destination, Fact, LeaveReason};

use super::rig::{PATIENCE, Rig, Session, accept, black_hole, client_config, end};

/// An address where nothing listens.
fn closed_port() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

fn retrying(session: &mut Session) -> (Duration, u32) {
    session.wait(|fact| match fact {
        Fact::Retrying { after, attempt } => Some((*after, *attempt)),
        _ => None,
    })
}

#[test]
fn a_refused_connection_names_errno_and_advice() {
    let remote = closed_port();
    let mut session = Session::client(client_config(remote));
    assert!(matches!(session.next(), Fact::Connecting { .. }));
    let Fact::ConnectFailed { error, .. } = session.next() else {
        panic!();
    };
    assert_eq!(
        sockscope::words::io_error(&error),
        format!(
            "could not connect to {remote}: connection refused (ECONNREFUSED) - nothing listens there"
        )
    );
    let Fact::Failed { error: last, .. } = session.next() else {
        panic!();
    };
    assert_eq!(last, error);
    assert!(matches!(session.next(), Fact::Closed));
}

#[test]
fn a_black_hole_ends_at_the_timeout() {
    let (hole, _fillers) = black_hole();
    let mut config = client_config(hole);
    config.connect_timeout = Duration::from_millis(150);
    let mut session = Session::client(config);
    let error = session.wait(|fact| match fact {
        Fact::Failed { error, .. } => Some(error.clone()),
        _ => None,
    });
    assert_eq!(sockscope::words::cause(&error), "no answer within 150 ms");
    session.closed();
}

#[test]
fn the_four_tuple_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut session = Session::client(client_config(address));
    let (local, remote) = session.wait(|fact| match fact {
        Fact::Joined { local, remote, .. } => Some((local.clone(), remote.clone())),
        _ => None,
    });
    assert_eq!(Address::Ip(accept(&listener).peer_addr().unwrap()), local);
    assert_eq!(remote, address.into());
}

/// Other systems have only 127.0.0.1 unless told.
#[test]
#[cfg(target_os = "linux")]
fn the_local_address_can_be_chosen() {
    let local: SocketAddr = "127.0.0.2:0".parse().unwrap();
    let rig = Rig::client_with(|config| config.bind = Some(local));
    assert_eq!(rig.far.peer_addr().unwrap().ip(), local.ip());
}

#[test]
fn a_local_address_that_is_not_ours_is_named() {
    let mut config = client_config(closed_port());
    let foreign = "192.0.2.1:0".parse().unwrap();
    config.bind = Some(foreign);
    let mut session = Session::client(config);
    let error = session.wait(|fact| match fact {
        Fact::ConnectFailed { error, .. } => Some(error.clone()),
        _ => None,
    });
    assert_eq!(error.name(), Some("EADDRNOTAVAIL"));
    assert_eq!(error.target, foreign.to_string());
    session.closed();
}

#[test]
fn a_name_is_looked_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut config = client_config(address);
    config.to = Destination::Host { host: "localhost".to_owned(), port: address.port() };
    let mut session = Session::client(config);
    assert!(matches!(session.next(), Fact::Resolving { host } if host == "localhost"));
    let Fact::Resolved { addresses, .. } = session.next() else {
        panic!();
    };
    assert!(addresses.contains(&address));
    session.joined();
}

#[test]
fn the_run_ends_with_its_connection() {
    let mut rig = Rig::client();
    end(&rig.far);
    assert!(matches!(rig.left(), LeaveReason::ClosedByPeer));
    assert!(matches!(rig.session.next(), Fact::Closed));
}

#[test]
fn a_lost_connection_is_made_again_until_it_is_closed_here() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = client_config(listener.local_addr().unwrap());
    config.reconnect =
        Some(Backoff { first: Duration::from_millis(10), most: Duration::from_millis(20) });
    let mut session = Session::client(config);
    let mut last = None;
    for _ in 0..3 {
        drop(accept(&listener));
        let peer = session.joined();
        assert!(last < Some(peer));
        last = Some(peer);
        assert!(matches!(session.left(peer), LeaveReason::ClosedByPeer));
        assert_eq!(retrying(&mut session), (Duration::from_millis(10), 1));
    }
    let far = accept(&listener);
    let peer = session.joined();
    let to = sockscope::types::Target::One(peer);
    session.handle.command(Command::Disconnect(to));
    drop(far);
    assert!(matches!(session.left(peer), LeaveReason::ClosedHere));
    assert!(matches!(session.next(), Fact::Closed));
}

#[test]
fn failed_rounds_are_repeated_with_longer_and_longer_pauses() {
    let mut config = client_config(closed_port());
    let millis = Duration::from_millis;
    config.reconnect = Some(Backoff { first: millis(10), most: millis(30) });
    let mut session = Session::client(config);
    let rounds: Vec<_> = (0..4).map(|_| retrying(&mut session)).collect();
    assert_eq!(rounds, [(millis(10), 1), (millis(20), 2), (millis(30), 3), (millis(30), 4)]);
    assert!(session.stop() < PATIENCE);
}
