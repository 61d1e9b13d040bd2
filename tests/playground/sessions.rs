//! Sessions started, stopped and started again.

use std::io::{Read as _, Write as _};

use sockscope::playground::{Action, Budget, PeerState, SessionState, Tone};
use sockscope::respond::{Preset, Transport};
use sockscope::types::{Direction, Kind, LeaveReason, Target};

use super::rig::{Rig, connect, is_received};

#[test]
fn a_server_and_a_client_exchange_bytes() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let client = rig.client(address);
    rig.send(client, b"ping");
    rig.until(server, |session| session.capture().totals().received == 4);
    rig.send(server, b"\x00pong\xff");
    rig.until(client, |session| session.capture().totals().received == 6);
    // The word that something was sent may come after its arrival.
    rig.until(server, |session| session.capture().totals().sent == 6);
    rig.until(client, |session| session.capture().totals().sent == 4);
    assert_eq!(rig.bytes(server, is_received), b"ping");
    assert_eq!(rig.bytes(client, is_received), b"\x00pong\xff");
    let sent =
        |record: &sockscope::capture::Record| record.kind.direction() == Some(Direction::Sent);
    assert_eq!(rig.bytes(client, sent), b"ping");
    let peer = rig.session(server).peers().row(0).unwrap();
    assert_eq!((peer.received, peer.sent, &peer.local), (4, 6, &address.into()));
    assert!(
        rig.session(client)
            .state()
            .words()
            .starts_with(&format!("Connected to {address} from 127.0.0.1:"))
    );
}

#[test]
fn an_echo_is_answered_by_the_worker() {
    let mut rig = Rig::new(Budget::default());
    let server = rig.playground.add(Kind::TcpServer);
    let draft = &mut rig.playground.session_mut(server).unwrap().draft;
    "0".clone_into(draft.address_mut().unwrap().1);
    draft.rules = Preset::Echo.rule_set(Transport::Stream);
    rig.playground.perform(Action::Start(server));
    let address = rig.listening(server);
    let mut stream = connect(address);
    rig.until(server, |session| session.peers().open() == 1);
    stream.write_all(b"again").unwrap();
    rig.until(server, |session| session.capture().totals().sent == 5);
    let mut answer = [0; 5];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"again");
}

#[test]
fn a_stopped_session_starts_again_as_a_new_run_of_the_same_record() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let _first = connect(address);
    rig.until(server, |session| session.peers().open() == 1);
    rig.stop(server);
    let session = rig.session(server);
    assert!(matches!(session.state(), SessionState::Idle));
    let peer = session.peers().row(0).unwrap();
    assert!(matches!(peer.state, PeerState::Left { reason: LeaveReason::ClosedHere, .. }));
    rig.playground.perform(Action::Start(server));
    let again = rig.listening(server);
    let mut second = connect(again);
    second.write_all(b"second").unwrap();
    rig.until(server, |session| session.capture().totals().received == 6);
    let numbers: Vec<u32> =
        (0..2).map(|row| rig.session(server).peers().row(row).unwrap().id.0).collect();
    assert_eq!(numbers, [1, 2], "a number is used once");
    assert_eq!(rig.session(server).peers().open(), 1);
    let notes = rig.notes(server);
    assert_eq!(
        notes.iter().filter(|note| note.starts_with("Listening on ")).count(),
        2,
        "{notes:?}"
    );
}

#[test]
fn a_port_in_use_is_the_state_in_words() {
    let mut rig = Rig::new(Budget::default());
    let (_, address) = rig.server();
    let second = rig.playground.add(Kind::TcpServer);
    *rig.playground.session_mut(second).unwrap().draft.address_mut().unwrap().1 =
        address.port().to_string();
    rig.playground.perform(Action::Start(second));
    rig.until(second, |session| !session.is_live());
    let state = rig.session(second).state();
    assert_eq!(state.words(), format!("Port {} is already in use (EADDRINUSE)", address.port()));
    assert_eq!(state.tone(), Tone::Bad);
}

#[test]
fn stopping_to_listen_keeps_the_connections() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let mut stream = connect(address);
    rig.until(server, |session| session.peers().open() == 1);
    rig.playground.perform(Action::StopListening(server));
    rig.until(server, |session| matches!(session.state(), SessionState::Draining));
    stream.write_all(b"still here").unwrap();
    rig.until(server, |session| session.capture().totals().received == 10);
    drop(stream);
    rig.until(server, |session| !session.is_live());
    assert!(matches!(rig.session(server).state(), SessionState::Idle));
}

#[test]
fn one_client_is_disconnected_and_the_others_stay() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let mut streams = [connect(address), connect(address)];
    rig.until(server, |session| session.peers().open() == 2);
    let first = rig.session(server).peers().row(0).unwrap();
    let of_first = streams
        .iter()
        .position(|stream| Some(stream.local_addr().unwrap()) == first.remote.socket_addr())
        .unwrap();
    rig.playground.perform(Action::Disconnect(server, Target::One(first.id)));
    assert_eq!(streams[of_first].read(&mut [0]).unwrap(), 0);
    rig.send(server, b"you");
    rig.until(server, |session| session.sends().is_idle() && session.capture().totals().sent >= 3);
    let mut heard = [0; 3];
    streams[1 - of_first].read_exact(&mut heard).unwrap();
    assert_eq!(&heard, b"you");
}

#[test]
fn a_payload_without_a_connection_is_said_and_not_lost_in_silence() {
    let mut rig = Rig::new(Budget::default());
    let (server, _) = rig.server();
    rig.send(server, b"anybody?");
    assert_eq!(
        rig.notes(server).last().map(String::as_str),
        Some("Nothing was sent, there is no connection")
    );
    assert!(rig.session(server).sends().is_idle());
}

#[test]
fn the_tour_ends_with_the_first_bytes_at_the_server() {
    let mut rig = Rig::new(Budget::default());
    rig.playground.perform(Action::TryIt);
    let [server] = rig.playground.sessions() else { panic!("one server at first") };
    let server = server.id();
    let greeting = "Hello from the client, 你好\r\n".as_bytes();
    rig.until(server, |session| session.capture().totals().received == greeting.len() as u64);
    assert_eq!(rig.bytes(server, is_received), greeting);
    let kinds: Vec<Kind> =
        rig.playground.sessions().iter().map(sockscope::playground::Session::kind).collect();
    assert_eq!(kinds, [Kind::TcpServer, Kind::TcpClient]);
}

#[test]
fn a_removed_session_closes_its_connections() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let mut stream = connect(address);
    rig.until(server, |session| session.peers().open() == 1);
    rig.playground.perform(Action::Remove(server));
    assert_eq!(stream.read(&mut [0]).unwrap(), 0);
    assert!(rig.playground.sessions().is_empty());
}

#[test]
fn what_the_kernel_did_not_take_of_a_cancelled_payload_is_counted_as_unsent() {
    const LEN: usize = 64 * 1024 * 1024;
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let mut far = connect(address);
    rig.until(server, |session| session.peers().open() == 1);
    rig.send(server, vec![b'x'; LEN]);
    rig.until(server, |session| session.capture().totals().sent > 0);
    let (send, _) = rig.session(server).sends().under_way().next().unwrap();
    rig.playground.perform(Action::CancelSend(server, send));
    rig.until(server, |session| session.sends().is_idle());
    let taken = rig.session(server).capture().totals().sent;
    let given_up = rig.session(server).sends().unsent();
    assert!(given_up > 0);
    assert_eq!(taken + given_up, LEN as u64);
    assert_eq!(rig.session(server).peers().row(0).unwrap().sent, taken);
    rig.stop(server);
    let mut arrived = Vec::new();
    far.read_to_end(&mut arrived).unwrap();
    assert_eq!(arrived.len() as u64, taken);
}
