//! Messages kept apart over a connection: `SOCK_SEQPACKET`.

use std::io::Read as _;

use socket2::{Domain, SockAddr, Socket, Type};
use sockscope::engine::UdpKind;
use sockscope::types::{Cut, Direction};

use super::*;

fn packets_at(bind: Address) -> UdpConfig {
    UdpConfig { kind: UdpKind::SeqPacket, ..datagrams_at(bind) }
}

fn connected(path: &Path) -> Socket {
    let far = Socket::new(Domain::UNIX, Type::SEQPACKET, None).unwrap();
    far.connect(&SockAddr::unix(path).unwrap()).unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    far
}

fn receive(mut far: &Socket) -> Vec<u8> {
    let mut space = vec![0; 300_000];
    let len = far.read(&mut space).unwrap();
    space.truncate(len);
    space
}

#[test]
fn messages_stay_apart_both_ways() {
    let place = Place::new();
    let path = place.path("packets");
    let mut server = Session::udp(packets_at(at(&path)));
    opened(&mut server);
    let far = connected(&path);
    let peer = server.joined();
    let messages = [&b"one"[..], b"", b"three", &LONG, b""];
    for message in messages {
        far.send(message).unwrap();
        server.send(Target::One(peer), message);
    }
    for expected in messages {
        assert_eq!(message(&mut server), expected);
        assert_eq!(receive(&far), expected);
    }
    far.send(b"last").unwrap();
    drop(far);
    assert_eq!(message(&mut server), b"last");
    assert!(matches!(server.left(peer), LeaveReason::ClosedByPeer));
    server.stop();
    assert!(!path.exists());
}

#[test]
fn a_client_speaks_with_a_server() {
    let place = Place::new();
    let address = place.address("packets");
    let mut server = Session::udp(UdpConfig {
        conduct: conduct(Preset::Upper, Transport::Datagram),
        ..packets_at(address.clone())
    });
    opened(&mut server);
    let config = UdpConfig {
        connect: Some(address.into()),
        ..packets_at(Address::Unix(UnixAddress::Unnamed))
    };
    let mut client = Session::udp(config);
    assert!(matches!(client.next(), Fact::Connecting { .. }));
    let peer = client.joined();
    client.send(Target::One(peer), &b"first"[..]);
    client.send(Target::One(peer), &b"second"[..]);
    assert_eq!(message(&mut client), b"FIRST");
    assert_eq!(message(&mut client), b"SECOND");
}

#[test]
fn a_message_too_long_is_refused_and_the_next_one_sent() {
    let place = Place::new();
    let path = place.path("packets");
    let mut server = Session::udp(packets_at(at(&path)));
    opened(&mut server);
    let far = connected(&path);
    let peer = server.joined();
    let id = server.send(Target::One(peer), vec![0; 20_000_000]);
    assert_eq!(
        sockscope::words::cause(&failed(&mut server)),
        "message too long (20,000,000) (EMSGSIZE)"
    );
    let outcome = SendOutcome::Failed { unsent: 20_000_000 };
    assert_eq!(server.send_done(id), (peer, outcome));
    server.send(Target::One(peer), &b"next"[..]);
    assert_eq!(receive(&far), b"next");
}

#[test]
fn what_is_sent_to_an_address_reaches_nobody_and_says_so() {
    let place = Place::new();
    let address = place.address("packets");
    let mut server = Session::udp(packets_at(address.clone()));
    opened(&mut server);
    let (to, path) = (Destination::from(address), place.path("file"));
    let commands = [
        Command::Send(SendRequest::bytes(SendId(1), to.clone(), &b"x"[..])),
        Command::Send(SendRequest::file(SendId(2), to, path)),
    ];
    for (id, command) in [SendId(1), SendId(2)].into_iter().zip(commands) {
        server.handle.command(command);
        assert_eq!(server.send_done(id), (PeerId::SESSION, SendOutcome::Nobody));
    }
}

#[test]
fn a_cut_leaves_messages_whole() {
    let place = Place::new();
    let path = place.path("packets");
    let mut config = packets_at(at(&path));
    config.conduct.faults.cut = Some(Cut { after: 5, of: Direction::Sent, resets: false });
    let mut server = Session::udp(config);
    opened(&mut server);
    let far = connected(&path);
    let peer = server.joined();
    server.send(Target::One(peer), &b"abc"[..]);
    let id = server.send(Target::One(peer), &b"def"[..]);
    assert_eq!(receive(&far), b"abc");
    assert_eq!(receive(&far), b"");
    assert_eq!(server.send_done(id), (peer, SendOutcome::Cancelled { unsent: 3 }));
}

#[test]
fn a_message_is_answered_as_it_is_over_a_connection_that_keeps_messages() {
    let place = Place::new();
    let path = place.path("packets");
    let mut config = packets_at(at(&path));
    config.conduct = conduct(Preset::Greeting, Transport::Stream);
    let mut server = Session::udp(config);
    opened(&mut server);
    let far = connected(&path);
    let peer = server.joined();
    assert_eq!(receive(&far), b"Hello, type exit to leave\r\n");
    far.send(b"hi").unwrap();
    assert_eq!(receive(&far), b"hi");
    far.send(b"exit").unwrap();
    assert_eq!(receive(&far), b"");
    drop(far);
    assert!(matches!(server.left(peer), LeaveReason::ClosedHere));
}
