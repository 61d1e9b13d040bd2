//! Datagrams: every size both ways, who sent them, and what the system says about those that did not arrive.

use std::cell::Cell;
use std::net::{SocketAddr, UdpSocket};

use sockscope::engine::{Command, SendRequest, UdpConfig};
use sockscope::respond::{Preset, Transport};
use sockscope::types::{
    Address, Destination, Fact, IoError, Operation, Origin, PeerId, SendId, SendOutcome, Target,
};

use super::rig::{PATIENCE, Session, conduct, udp_config};

/// A bound session and a plain socket that talks to it.
pub(super) struct Pair {
    pub(super) session: Session,
    pub(super) local: SocketAddr,
    pub(super) far: UdpSocket,
}

impl Pair {
    pub(super) fn new() -> Self {
        Self::with(|_| {})
    }

    pub(super) fn with(change: impl FnOnce(&mut UdpConfig)) -> Self {
        let far = plain("127.0.0.1:0");
        let mut config = udp_config();
        change(&mut config);
        let mut session = Session::udp(config);
        let local = session.opened();
        Self { session, local, far }
    }

    pub(super) fn far_address(&self) -> SocketAddr {
        self.far.local_addr().unwrap()
    }

    /// A datagram from the far socket makes it a peer.
    pub(super) fn join(&mut self) -> PeerId {
        self.far.send_to(b"hello", self.local).unwrap();
        let peer = self.session.joined();
        assert_eq!(datagram(&mut self.session), (peer, b"hello".to_vec()));
        peer
    }
}

pub(super) fn plain(address: &str) -> UdpSocket {
    let socket = UdpSocket::bind(address).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

fn datagram(session: &mut Session) -> (PeerId, Vec<u8>) {
    session.wait(|fact| match fact {
        Fact::Received { peer, bytes } => Some((*peer, bytes.to_vec())),
        _ => None,
    })
}

fn failed(session: &mut Session) -> (PeerId, IoError) {
    session.wait(|fact| match fact {
        Fact::Failed { peer, error } => Some((*peer, error.clone())),
        _ => None,
    })
}

pub(super) fn receive(far: &UdpSocket) -> Vec<u8> {
    let mut space = vec![0; 70_000];
    let len = far.recv(&mut space).unwrap();
    space.truncate(len);
    space
}

fn pattern(len: usize) -> Vec<u8> {
    (0..=250).cycle().take(len).collect()
}

fn send_to(session: &Session, id: u64, to: impl Into<Destination>, bytes: &[u8]) {
    let (id, to, bytes): (_, Destination, _) = (SendId(id), to.into(), bytes.to_vec());
    session.handle.command(Command::Send(SendRequest::bytes(id, to, bytes)));
}

const SIZES: [usize; 6] = [0, 1, 1472, 1473, 8192, 65_507];

#[test]
fn every_size_is_received_whole() {
    let mut pair = Pair::new();
    let peer = pair.join();
    for len in SIZES {
        pair.far.send_to(&pattern(len), pair.local).unwrap();
        assert_eq!(datagram(&mut pair.session), (peer, pattern(len)), "{len}");
    }
}

#[test]
fn every_size_is_sent_whole() {
    let mut pair = Pair::new();
    let peer = pair.join();
    for len in SIZES {
        let id = pair.session.send(Target::One(peer), pattern(len));
        assert_eq!(receive(&pair.far), pattern(len), "{len}");
        let sent = pair.session.wait(|fact| match fact {
            Fact::Sent { peer: to, bytes, origin: Origin::User, send } => {
                (*to == peer && *send == Some(id)).then(|| bytes.to_vec())
            }
            _ => None,
        });
        assert_eq!(sent, pattern(len));
        assert_eq!(pair.session.send_done(id), (peer, SendOutcome::Sent));
    }
}

#[test]
fn a_byte_too_many_is_refused_and_nothing_is_sent() {
    let mut pair = Pair::new();
    let peer = pair.join();
    let id = pair.session.send(Target::One(peer), pattern(65_508));
    let (about, error) = failed(&mut pair.session);
    assert_eq!(about, peer);
    assert_eq!(sockscope::words::cause(&error), "message too long (65,508 > 65,507) (EMSGSIZE)");
    let outcome = SendOutcome::Failed { unsent: 65_508 };
    assert_eq!(pair.session.send_done(id), (peer, outcome));
    pair.session.send(Target::One(peer), &b"next"[..]);
    assert_eq!(receive(&pair.far), b"next");
}

#[test]
fn the_true_sender_is_told_once() {
    let mut pair = Pair::new();
    pair.far.send_to(b"one", pair.local).unwrap();
    let (peer, local, remote) = pair.session.wait(|fact| match fact {
        Fact::Joined { peer, local, remote, .. } => Some((*peer, local.clone(), remote.clone())),
        _ => None,
    });
    assert_eq!(local, Address::Ip(pair.local));
    assert_eq!(remote, Address::Ip(pair.far_address()));
    assert_eq!(datagram(&mut pair.session), (peer, b"one".to_vec()));
    pair.far.send_to(b"two", pair.local).unwrap();
    assert!(matches!(pair.session.next(), Fact::Received { peer: from, .. } if from == peer));
    let other = plain("127.0.0.1:0");
    other.send_to(b"three", pair.local).unwrap();
    let second = pair.session.joined();
    assert_eq!(datagram(&mut pair.session), (second, b"three".to_vec()));
    assert!(peer < second);
}

#[test]
fn a_new_address_is_sent_to_and_joins() {
    let mut pair = Pair::new();
    let remote = pair.far_address();
    send_to(&pair.session, 7, remote, b"first");
    let peer = pair.session.joined();
    assert_eq!(pair.session.send_done(SendId(7)), (peer, SendOutcome::Sent));
    assert_eq!(receive(&pair.far), b"first");
    send_to(&pair.session, 8, remote, b"");
    assert_eq!(pair.session.send_done(SendId(8)), (peer, SendOutcome::Sent));
    assert_eq!(receive(&pair.far), b"");
    pair.far.send_to(b"answer", pair.local).unwrap();
    assert_eq!(datagram(&mut pair.session), (peer, b"answer".to_vec()));
}

#[test]
fn a_file_too_long_is_refused_by_the_name_of_its_destination() {
    let mut pair = Pair::new();
    let peer = pair.join();
    let remote = pair.far_address();
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(65_508).unwrap();
    let path = file.path().to_owned();
    let (id, host) = (SendId(7), Destination::Host { host: "localhost".to_owned(), port: 9 });
    let commands = [
        (
            remote.to_string(),
            Command::Send(SendRequest::file(id, Destination::from(remote), path.clone())),
        ),
        ("localhost:9".to_owned(), Command::Send(SendRequest::file(id, host, path.clone()))),
        (remote.to_string(), Command::Send(SendRequest::file(id, Target::One(peer), path))),
    ];
    for (target, command) in commands {
        pair.session.handle.command(command);
        let (_, error) = failed(&mut pair.session);
        assert_eq!(error.target, target);
        assert_eq!(
            sockscope::words::cause(&error),
            "message too long (65,508 > 65,507) (EMSGSIZE)"
        );
        let outcome = SendOutcome::Failed { unsent: 0 };
        assert_eq!(pair.session.send_done(id), (PeerId::SESSION, outcome));
    }
}

#[test]
fn the_name_that_is_connected_to_is_looked_up_once() {
    let far = plain("127.0.0.1:0");
    let port = far.local_addr().unwrap().port();
    let to = Destination::Host { host: "localhost".to_owned(), port };
    let mut config = udp_config();
    config.connect = Some(to.clone());
    let mut session = Session::udp(config);
    // Before and after the answer is there.
    send_to(&session, 7, to.clone(), b"first");
    let look_ups = Cell::new(0);
    let done = |session: &mut Session, id| {
        session.wait(|fact| {
            look_ups.set(look_ups.get() + u32::from(matches!(fact, Fact::Resolving { .. })));
            matches!(fact, Fact::SendDone { send, outcome: SendOutcome::Sent, .. } if *send == id)
                .then_some(())
        });
    };
    done(&mut session, SendId(7));
    send_to(&session, 8, to, b"second");
    done(&mut session, SendId(8));
    assert_eq!((receive(&far), receive(&far)), (b"first".to_vec(), b"second".to_vec()));
    assert_eq!(look_ups.get(), 1);
}

#[test]
fn a_name_is_looked_up_before_sending() {
    let mut pair = Pair::new();
    let to = Destination::Host { host: "localhost".to_owned(), port: pair.far_address().port() };
    send_to(&pair.session, 7, to, b"by name");
    assert!(matches!(pair.session.next(), Fact::Resolving { host } if host == "localhost"));
    assert!(matches!(pair.session.next(), Fact::Resolved { .. }));
    assert_eq!(receive(&pair.far), b"by name");
}

#[test]
fn replies_go_to_the_sender() {
    for (reply, expected) in [(Preset::Echo, b"MiXed 1"), (Preset::Upper, b"MIXED 1")] {
        let mut pair = Pair::with(|config| config.conduct = conduct(reply, Transport::Datagram));
        pair.far.send_to(b"MiXed 1", pair.local).unwrap();
        assert_eq!(receive(&pair.far), expected);
        pair.session.wait(|fact| match fact {
            Fact::Sent { origin: Origin::Reply(_), send: None, .. } => Some(()),
            _ => None,
        });
    }
}

#[test]
fn an_unreachable_peer_is_named_and_receiving_goes_on() {
    let closed = plain("127.0.0.1:0");
    let remote = closed.local_addr().unwrap();
    drop(closed);
    let mut pair = Pair::with(|config| config.connect = Some(remote.into()));
    let peer = pair.session.joined();
    for _ in 0..3 {
        let id = pair.session.send(Target::One(peer), &b"anybody?"[..]);
        assert_eq!(pair.session.send_done(id), (peer, SendOutcome::Sent));
        let (about, error) = failed(&mut pair.session);
        assert_eq!(about, peer);
        assert_eq!(
            sockscope::words::cause(&error),
            format!("connection refused: nothing listens on {remote} (ECONNREFUSED)")
        );
    }
    let back = plain(&remote.to_string());
    back.send_to(b"here I am", pair.local).unwrap();
    assert_eq!(datagram(&mut pair.session), (peer, b"here I am".to_vec()));
}

#[test]
fn a_connected_socket_hears_its_peer_alone() {
    let far = plain("127.0.0.1:0");
    let remote = far.local_addr().unwrap();
    let mut pair = Pair::with(|config| config.connect = Some(remote.into()));
    let peer = pair.session.joined();
    pair.far.send_to(b"stranger", pair.local).unwrap();
    far.send_to(b"friend", pair.local).unwrap();
    assert_eq!(datagram(&mut pair.session), (peer, b"friend".to_vec()));
}

#[test]
fn broadcast_is_refused_until_it_is_switched_on() {
    let mut pair = Pair::new();
    let everybody: SocketAddr = "127.255.255.255:9".parse().unwrap();
    send_to(&pair.session, 7, everybody, b"all");
    let (_, error) = failed(&mut pair.session);
    assert_eq!(
        sockscope::words::io_error(&error),
        "could not send to 127.255.255.255:9: permission denied (EACCES)"
    );
    let mut options = udp_config().options;
    options.broadcast = true;
    pair.session.handle.command(Command::SetUdpOptions(options));
    let changed = pair.session.wait(|fact| match fact {
        Fact::OptionsChanged { peer: PeerId::SESSION, options } => Some(options.clone()),
        _ => None,
    });
    assert_eq!(changed.broadcast, Some(true));
    send_to(&pair.session, 8, everybody, b"all");
    assert_eq!(pair.session.send_done(SendId(8)).1, SendOutcome::Sent);
}

#[test]
fn a_taken_port_is_named_and_shared_only_if_asked() {
    let first = Pair::new();
    let share = |config: &mut UdpConfig| config.bind = first.local.into();
    let mut config = udp_config();
    share(&mut config);
    let mut second = Session::udp(config);
    let (_, error) = failed(&mut second);
    assert_eq!((error.operation, error.name()), (Operation::Bind, Some("EADDRINUSE")));
    second.closed();

    let reuse = |config: &mut UdpConfig| config.reuse.address = true;
    let third = Pair::with(reuse);
    let mut fourth = Pair::with(|config| {
        reuse(config);
        config.bind = third.local.into();
    });
    assert_eq!(third.local, fourth.local);
    fourth.join();
    third.session.stop();
}
