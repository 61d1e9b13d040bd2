//! Listening: addresses, limits, options, and what one client does to the others.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use sockscope::engine::Command;
use sockscope::types::{
    EffectiveOptions, Fact, IoError, Keepalive, Notice, Operation, PeerId, Target, TcpOptions,
};

use super::rig::{Rig, Session, dial, end, flood, notice, read, read_to_end, server_config, write};

fn failed(session: &mut Session) -> (PeerId, IoError) {
    session.wait(|fact| match fact {
        Fact::Failed { peer, error } => Some((*peer, error.clone())),
        _ => None,
    })
}

fn joined_options(session: &mut Session) -> EffectiveOptions {
    session.wait(|fact| match fact {
        Fact::Joined { options, .. } => Some(options.clone()),
        _ => None,
    })
}

fn server_on(bind: &str, dual_stack: bool) -> Session {
    let mut config = server_config();
    config.bind = bind.parse().unwrap();
    config.dual_stack = dual_stack;
    Session::server(config)
}

#[test]
fn a_port_in_use_is_named() {
    let mut first = Session::server(server_config());
    let address = first.opened();
    let mut second = server_on(&address.to_string(), false);
    let (peer, error) = failed(&mut second);
    assert_eq!(peer, PeerId::SESSION);
    assert_eq!(
        sockscope::words::io_error(&error),
        format!(
            "could not bind {address}: address already in use (EADDRINUSE) - another program or tab listens there"
        )
    );
    assert!(matches!(second.next(), Fact::Closed));
}

#[test]
fn ipv6_loopback_works() {
    let mut session = server_on("[::1]:0", false);
    let far = dial(session.opened());
    let peer = session.joined();
    write(&far, b"six");
    assert_eq!(session.received(peer, 3), b"six");
}

#[test]
fn dual_stack_accepts_ipv4_and_its_absence_does_not() {
    for dual_stack in [true, false] {
        let mut session = server_on("[::]:0", dual_stack);
        let port = session.opened().port();
        let connected = TcpStream::connect(("127.0.0.1", port)).is_ok();
        assert_eq!(connected, dual_stack);
    }
}

#[test]
fn one_client_too_many_is_closed_with_a_note() {
    let mut config = server_config();
    config.max_clients = Some(2);
    let mut session = Session::server(config);
    let address = session.opened();
    let first = dial(address);
    session.joined();
    let _second = dial(address);
    session.joined();
    assert_eq!(read_to_end(&dial(address)), b"");
    assert!(matches!(session.wait(notice), Notice::ClientRefused { most: 2, .. }));
    drop(first);
    session.wait(|fact| matches!(fact, Fact::Left { .. }).then_some(()));
    let _third = dial(address);
    session.joined();
}

#[test]
fn listening_stops_while_connections_stay() {
    let mut session = Session::server(server_config());
    let address = session.opened();
    let far = dial(address);
    let peer = session.joined();
    session.handle.command(Command::StopListening);
    session.wait(|fact| matches!(fact, Fact::ListenStopped).then_some(()));
    assert!(TcpStream::connect(address).is_err());
    session.send(Target::One(peer), &b"still here"[..]);
    assert_eq!(read(&far, 10), b"still here");
    end(&far);
    session.left(peer);
    assert!(matches!(session.next(), Fact::Closed));
}

#[test]
fn a_run_without_connections_ends_when_listening_stops() {
    let mut session = Session::server(server_config());
    session.opened();
    session.handle.command(Command::StopListening);
    session.closed();
}

#[test]
fn options_are_read_back_and_can_change() {
    let keepalive =
        Keepalive { idle: Duration::from_secs(11), interval: Duration::from_secs(3), count: 4 };
    let mut config = server_config();
    config.options = TcpOptions {
        nodelay: true,
        keepalive: Some(keepalive),
        ttl: Some(33),
        receive_buffer: Some(100_000),
        ..TcpOptions::default()
    };
    let mut rig_session = Session::server(config);
    let address = rig_session.opened();
    let _far = dial(address);
    let options = joined_options(&mut rig_session);
    assert_eq!(options.nodelay, Some(true));
    assert_eq!(options.keepalive, Some(Some(keepalive)));
    assert_eq!(options.ttl, Some(33));
    assert!(options.receive_buffer >= Some(100_000));

    let plain = TcpOptions::default();
    rig_session.handle.command(Command::SetOptions(plain));
    let changed = rig_session.wait(|fact| match fact {
        Fact::OptionsChanged { options, .. } => Some(options.clone()),
        _ => None,
    });
    assert_eq!(changed.nodelay, Some(false));
    assert_eq!(changed.keepalive, Some(None));
    let _another = dial(address);
    let options = joined_options(&mut rig_session);
    assert_eq!((options.nodelay, options.keepalive), (Some(false), Some(None)));
}

#[test]
fn an_option_that_cannot_be_set_does_not_end_the_connection() {
    let mut config = server_config();
    config.options.keepalive = Some(Keepalive { count: 100_000, ..Keepalive::default() });
    let mut rig = Rig::server_with(config);
    let (peer, error) = failed(&mut rig.session);
    assert_eq!(peer, rig.peer);
    assert_eq!(error.operation, Operation::SetOption);
    assert_eq!(error.target, "SO_KEEPALIVE");
    write(&rig.far, b"goes on");
    assert_eq!(rig.received(7), b"goes on");
}

#[test]
fn a_paused_peer_is_held_up_and_loses_nothing() {
    let mut rig = Rig::server();
    rig.session.pause(rig.peer, true);
    let written = flood(&rig.far);
    // More than this only goes through if somebody reads.
    assert!(written < 32 * 1024 * 1024);
    rig.session.pause(rig.peer, false);
    assert_eq!(rig.received(written).len(), written);
}

#[test]
fn a_flooding_client_does_not_starve_another() {
    let mut session = Session::server(server_config());
    let address = session.opened();
    let flooder = dial(address);
    session.joined();
    let quiet = dial(address);
    let quiet_peer = session.joined();
    let piece = vec![0; 256 * 1024];
    let flooding = std::thread::Builder::new().name("flood".to_owned());
    let flooding = flooding.spawn(move || while (&flooder).write_all(&piece).is_ok() {}).unwrap();
    for round in 0..20_u8 {
        write(&quiet, &[round]);
        assert_eq!(session.received(quiet_peer, 1), [round]);
    }
    session.stop();
    flooding.join().unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn a_scoped_address_is_listened_on() {
    // Index 1 is the loopback interface.
    let address: std::net::SocketAddr = "[::1%1]:0".parse().unwrap();
    let mut session = server_on(&address.to_string(), false);
    assert_eq!(session.opened().ip(), address.ip());
}
