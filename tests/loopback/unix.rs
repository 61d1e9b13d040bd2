//! Unix sockets: streams, datagrams and messages in order; files that are left over, in the way, or ours.

#[cfg(target_os = "linux")]
mod packets;

use std::fs;
use std::io::Write as _;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use sockscope::engine::{Command, SendRequest, TcpClientConfig, TcpServerConfig, UdpConfig};
use sockscope::respond::{Preset, Transport};
use sockscope::types::{
    Address, Destination, Fact, IoError, LeaveReason, Operation, PeerId, Remedy, SendId,
    SendOutcome, Target, TcpOptions, UnixAddress,
};
use tempfile::TempDir;

use super::rig::{PATIENCE, Session, client_config, conduct, server_config, udp_config};

/// A directory that goes away with its files.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn address(&self, name: &str) -> Address {
        at(&self.path(name))
    }
}

fn at(path: &Path) -> Address {
    UnixAddress::Path(path.to_owned()).into()
}

fn server_at(bind: Address) -> TcpServerConfig {
    TcpServerConfig { bind, ..server_config() }
}

fn client_to(to: Address) -> TcpClientConfig {
    TcpClientConfig { to: to.into(), ..client_config(([127, 0, 0, 1], 1).into()) }
}

fn datagrams_at(bind: Address) -> UdpConfig {
    UdpConfig { bind, ..udp_config() }
}

fn opened(session: &mut Session) -> Address {
    session.wait(|fact| match fact {
        Fact::Opened { local, .. } => Some(local.clone()),
        _ => None,
    })
}

fn ends(session: &mut Session) -> (PeerId, Address, Address) {
    session.wait(|fact| match fact {
        Fact::Joined { peer, local, remote, .. } => Some((*peer, local.clone(), remote.clone())),
        _ => None,
    })
}

fn failed(session: &mut Session) -> IoError {
    session.wait(|fact| match fact {
        Fact::Failed { error, .. } => Some(error.clone()),
        _ => None,
    })
}

/// The next piece or message.
fn message(session: &mut Session) -> Vec<u8> {
    session.wait(|fact| match fact {
        Fact::Received { bytes, .. } => Some(bytes.to_vec()),
        _ => None,
    })
}

fn dial(path: &Path) -> UnixStream {
    let far = UnixStream::connect(path).unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    far
}

/// What a program leaves behind that does not clean up.
fn leave_over(path: &Path) {
    drop(UnixListener::bind(path).unwrap());
    assert!(path.exists());
}

#[test]
fn a_stream_goes_both_ways() {
    let place = Place::new();
    let address = place.address("stream");
    let mut server = Session::server(server_at(address.clone()));
    assert_eq!(opened(&mut server), address);
    let mut client = Session::client(client_to(address.clone()));
    let unnamed = Address::Unix(UnixAddress::Unnamed);
    let (there, local, remote) = ends(&mut client);
    assert_eq!((&local, &remote), (&unnamed, &address));
    let (here, local, remote) = ends(&mut server);
    assert_eq!((local, remote), (address, unnamed));
    client.send(Target::One(there), &b"ping"[..]);
    assert_eq!(server.received(here, 4), b"ping");
    server.send(Target::One(here), &b"pong"[..]);
    assert_eq!(client.received(there, 4), b"pong");
    client.handle.command(Command::Disconnect(Target::All));
    assert!(matches!(server.left(here), LeaveReason::ClosedByPeer));
    assert!(matches!(client.left(there), LeaveReason::ClosedHere));
}

#[test]
fn options_of_tcp_are_passed_over() {
    let place = Place::new();
    let mut config = server_at(place.address("stream"));
    config.options = TcpOptions {
        nodelay: true,
        keepalive: Some(sockscope::types::Keepalive::default()),
        ttl: Some(9),
        receive_buffer: Some(100_000),
        ..TcpOptions::default()
    };
    let mut server = Session::server(config);
    let options = match server.next() {
        Fact::Opened { options, .. } => options,
        other => panic!("{other:?}"),
    };
    assert_eq!((options.nodelay, options.keepalive, options.ttl), (None, None, None));
    assert!(options.receive_buffer >= Some(100_000));
}

#[test]
#[cfg(target_os = "linux")]
fn a_name_without_a_file_is_listened_on() {
    let name = format!("sockscope-test-{}", std::process::id());
    let address: Address = format!("unix:@{name}").parse().unwrap();
    let mut server = Session::server(server_at(address.clone()));
    assert_eq!(opened(&mut server), address);
    let mut client = Session::client(client_to(address.clone()));
    let (_, _, remote) = ends(&mut client);
    assert_eq!(remote, address);
    client.send(Target::All, &b"abstract"[..]);
    assert_eq!(message(&mut server), b"abstract");
}

#[test]
fn the_file_goes_with_the_listener() {
    let place = Place::new();
    let path = place.path("ours");
    let mut server = Session::server(server_at(at(&path)));
    opened(&mut server);
    let far = dial(&path);
    server.joined();
    server.handle.command(Command::StopListening);
    server.wait(|fact| matches!(fact, Fact::ListenStopped).then_some(()));
    assert!(!path.exists());
    drop(far);
    server.closed();

    let mut server = Session::server(server_at(at(&path)));
    opened(&mut server);
    assert!(path.exists());
    server.stop();
    assert!(!path.exists());
}

#[test]
fn a_file_that_took_its_place_stays() {
    let place = Place::new();
    let path = place.path("ours");
    let mut server = Session::server(server_at(at(&path)));
    opened(&mut server);
    fs::remove_file(&path).unwrap();
    fs::write(&path, "another").unwrap();
    server.stop();
    assert_eq!(fs::read(&path).unwrap(), b"another");
}

#[test]
fn a_file_left_over_is_named_and_replaced_only_if_asked() {
    let place = Place::new();
    let path = place.path("stale");
    leave_over(&path);
    let mut server = Session::server(server_at(at(&path)));
    let error = failed(&mut server);
    assert_eq!(
        sockscope::words::cause(&error),
        "its socket file is left over, nobody listens there (EADDRINUSE)"
    );
    assert_eq!(error.remedy(), Some(Remedy::RemoveStale));
    server.closed();
    assert!(path.exists());
    let config = TcpServerConfig { replace_stale: true, ..server_at(at(&path)) };
    let mut server = Session::server(config);
    opened(&mut server);
    dial(&path).write_all(b"alive").unwrap();
    assert_eq!(message(&mut server), b"alive");
}

#[test]
fn what_is_not_left_over_is_never_removed() {
    let place = Place::new();
    let (live, file) = (place.path("live"), place.path("file"));
    let _listener = UnixListener::bind(&live).unwrap();
    fs::write(&file, "precious").unwrap();
    let taken = "address already in use (EADDRINUSE) - another program or tab listens there";
    let no_socket = "there is already a file that isn't a socket (EADDRINUSE)";
    for (path, words) in [(&live, taken), (&file, no_socket), (&place.path(""), no_socket)] {
        let config = TcpServerConfig { replace_stale: true, ..server_at(at(path)) };
        let mut server = Session::server(config);
        let error = failed(&mut server);
        assert_eq!((error.operation, error.name()), (Operation::Bind, Some("EADDRINUSE")));
        let words = format!("could not bind unix:{}: {words}", path.display());
        assert_eq!((sockscope::words::io_error(&error), error.remedy()), (words, None));
        server.closed();
        assert!(path.exists());
    }
}

#[test]
fn a_path_too_long_is_an_error_in_words() {
    let long = Address::Unix(UnixAddress::Path("x".repeat(200).into()));
    let words = "the path of a socket has at most 10";
    let mut server = Session::server(server_at(long.clone()));
    assert!(sockscope::words::cause(&failed(&mut server)).starts_with(words));
    let mut client = Session::client(client_to(long));
    let error = failed(&mut client);
    assert_eq!(error.operation, Operation::Connect);
    assert!(
        sockscope::words::cause(&error).starts_with(words)
            && sockscope::words::cause(&error).ends_with("this one has 200")
    );
}

#[test]
fn nobody_listening_is_named() {
    let place = Place::new();
    let path = place.path("stale");
    leave_over(&path);
    let mut client = Session::client(client_to(at(&path)));
    let error = failed(&mut client);
    assert_eq!(
        sockscope::words::io_error(&error),
        format!(
            "could not connect to unix:{}: connection refused (ECONNREFUSED) - nothing listens there",
            path.display()
        )
    );
}

#[test]
fn datagrams_go_both_ways_and_know_their_sender() {
    let place = Place::new();
    let (here, there) = (place.path("here"), place.path("there"));
    let far = UnixDatagram::bind(&there).unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut session = Session::udp(datagrams_at(at(&here)));
    assert_eq!(opened(&mut session), at(&here));
    for bytes in [&b"with a name"[..], b"", &LONG] {
        far.send_to(bytes, &here).unwrap();
        assert_eq!(message(&mut session), bytes);
    }
    let id = session.send(Target::All, &b"back"[..]);
    let mut space = [0; 10];
    assert_eq!(far.recv(&mut space).unwrap(), 4);
    session.send_done(id);
    assert!(here.exists());
    session.stop();
    assert!(!here.exists());
}

#[test]
fn an_unnamed_sender_is_heard_but_cannot_be_answered() {
    let place = Place::new();
    let here = place.path("here");
    let mut config = datagrams_at(at(&here));
    config.conduct = conduct(Preset::Echo, Transport::Stream);
    let mut session = Session::udp(config);
    opened(&mut session);
    UnixDatagram::unbound().unwrap().send_to(b"guess who", &here).unwrap();
    let (peer, _, remote) = ends(&mut session);
    assert_eq!(remote.to_string(), "unix:(unnamed)");
    assert_eq!(message(&mut session), b"guess who");
    let id = session.send(Target::One(peer), &b"you"[..]);
    let (_, outcome) = session.send_done(id);
    assert_eq!(outcome, SendOutcome::Failed { unsent: 3 });
}

#[test]
fn a_datagram_to_a_new_path_is_sent_and_a_refused_one_named() {
    let place = Place::new();
    let (there, nowhere) = (place.path("there"), place.path("nowhere"));
    let far = UnixDatagram::bind(&there).unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    let unnamed = Address::Unix(UnixAddress::Unnamed);
    let mut session = Session::udp(datagrams_at(unnamed.clone()));
    assert_eq!(opened(&mut session), unnamed);
    let send = |session: &Session, path: &Path| {
        let (id, to, bytes) = (SendId(1), Destination::from(at(path)), &b"hi"[..]);
        session.handle.command(Command::Send(SendRequest::bytes(id, to, bytes)));
    };
    send(&session, &there);
    assert_eq!(far.recv(&mut [0; 10]).unwrap(), 2);
    drop(far);
    send(&session, &there);
    let path = there.display();
    assert_eq!(
        sockscope::words::cause(&failed(&mut session)),
        format!("connection refused: nothing listens on unix:{path} (ECONNREFUSED)")
    );
    send(&session, &nowhere);
    assert_eq!(failed(&mut session).name(), Some("ENOENT"));
}

/// The queue of a Unix socket is short, and nothing says when there is room in it again.
#[test]
fn a_peer_that_reads_later_gets_every_datagram() {
    const DATAGRAMS: u16 = 2_000;
    let place = Place::new();
    let there = place.path("there");
    let far = UnixDatagram::bind(&there).unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut session = Session::udp(datagrams_at(Address::Unix(UnixAddress::Unnamed)));
    for n in 0..DATAGRAMS {
        let (to, bytes) = (Destination::from(at(&there)), n.to_be_bytes().to_vec());
        session.handle.command(Command::Send(SendRequest::bytes(SendId(n.into()), to, bytes)));
    }
    for n in 0..DATAGRAMS {
        let mut space = [0; 2];
        far.recv(&mut space).unwrap();
        assert_eq!(u16::from_be_bytes(space), n);
    }
    let (_, outcome) = session.send_done(SendId((DATAGRAMS - 1).into()));
    assert_eq!(outcome, SendOutcome::Sent);
}

/// More than one read takes.
static LONG: [u8; 150_000] = [7; 150_000];
