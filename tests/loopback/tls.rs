//! TLS under the TCP client: the same connection, whose bytes are encrypted on their way.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use rustls::{ServerConnection, StreamOwned};
use sockscope::engine::{Command, SendRequest, TcpClientConfig, TlsSettings};
use sockscope::types::{
    Cut, Direction, Fact, Faults, LeaveReason, Operation, Pace, SendId, SendOutcome, Target,
};

use super::http::tls::identity;
use super::rig::{PATIENCE, PROMPT, Rig, Session, accept, client_config, reset};

type Far = StreamOwned<ServerConnection, TcpStream>;

fn ask_for_tls(config: &mut TcpClientConfig) {
    config.tls = Some(TlsSettings { accept_invalid: true, ..TlsSettings::default() });
}

/// A client that speaks TLS, and its server.
fn secured(change: impl FnOnce(&mut TcpClientConfig)) -> (Rig, Far) {
    let rig = Rig::client_with(|config| {
        ask_for_tls(config);
        change(config);
    });
    let far = rig.far.try_clone().unwrap();
    let mut far = StreamOwned::new(ServerConnection::new(identity(4000)).unwrap(), far);
    while far.conn.is_handshaking() {
        far.conn.complete_io(&mut far.sock).unwrap();
    }
    (rig, far)
}

fn half_closed(rig: &mut Rig) -> Direction {
    rig.session.wait(|fact| match fact {
        Fact::HalfClosed { direction, .. } => Some(*direction),
        _ => None,
    })
}

/// Everything until `close_notify`; FIN or RST instead of it is an error.
fn read_to_end(far: &mut Far) -> Result<Vec<u8>, ErrorKind> {
    let mut bytes = Vec::new();
    far.read_to_end(&mut bytes).map(|_| bytes).map_err(|error| error.kind())
}

fn close_notify(far: &mut Far) {
    far.conn.send_close_notify();
    far.flush().unwrap();
}

fn pattern(len: usize) -> Vec<u8> {
    (0..=250).cycle().take(len).collect()
}

#[test]
fn bytes_pass_both_ways_and_are_told_as_they_were_typed() {
    let (mut rig, mut far) = secured(|_| {});
    let id = rig.send("hello");
    let mut bytes = [0; 5];
    far.read_exact(&mut bytes).unwrap();
    assert_eq!(&bytes, b"hello");
    let sent = rig.session.wait(|fact| match fact {
        Fact::Sent { bytes, .. } => Some(bytes.clone()),
        _ => None,
    });
    assert_eq!(*sent, *b"hello");
    assert_eq!(rig.session.send_done(id), (rig.peer, SendOutcome::Sent));
    far.write_all(b"world").unwrap();
    assert_eq!(rig.received(5), b"world");
}

#[test]
fn what_tls_holds_goes_out_although_nothing_is_written_after_it() {
    let (mut rig, mut far) = secured(|_| {});
    // The kernel takes nothing more: of what counts as sent, TLS holds a part.
    let id = rig.clog();
    rig.session.handle.command(Command::CancelSend(id));
    let (_, SendOutcome::Cancelled { unsent }) = rig.session.send_done(id) else {
        panic!("all of it was taken");
    };
    let mut got = vec![0; 64 * 1024 * 1024 - usize::try_from(unsent).unwrap()];
    far.read_exact(&mut got).unwrap();
    assert!(got.iter().all(|byte| *byte == b'x'));
}

#[test]
fn megabytes_are_read_however_they_are_cut_into_records() {
    let (mut rig, mut far) = secured(|_| {});
    let bytes = pattern(5_000_000);
    let expected = bytes.clone();
    let writer = thread::Builder::new().name("writer".to_owned());
    let writer = writer.spawn(move || {
        for piece in bytes.chunks(77_777) {
            far.write_all(piece).unwrap();
        }
        close_notify(&mut far);
        far
    });
    let writer = writer.unwrap();
    assert!(rig.received(expected.len()) == expected);
    assert!(matches!(rig.left(), LeaveReason::ClosedByPeer));
    assert_eq!(read_to_end(&mut writer.join().unwrap()), Ok(Vec::new()));
}

#[test]
fn a_half_close_is_close_notify_and_reading_goes_on() {
    let (mut rig, mut far) = secured(|_| {});
    rig.send("all");
    rig.command(Command::HalfClose);
    assert_eq!(half_closed(&mut rig), Direction::Sent);
    assert_eq!(read_to_end(&mut far), Ok(b"all".to_vec()));
    far.write_all(b"and more").unwrap();
    assert_eq!(rig.received(8), b"and more");
    close_notify(&mut far);
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn a_close_by_the_server_is_answered_with_close_notify() {
    let (mut rig, mut far) = secured(|_| {});
    close_notify(&mut far);
    assert_eq!(half_closed(&mut rig), Direction::Received);
    assert!(matches!(rig.left(), LeaveReason::ClosedByPeer));
    assert_eq!(read_to_end(&mut far), Ok(Vec::new()));
}

#[test]
fn an_end_without_close_notify_is_told() {
    let (mut rig, _far) = secured(|_| {});
    rig.far.shutdown(Shutdown::Write).unwrap();
    let error = rig.session.wait(|fact| match fact {
        Fact::Failed { peer, error } => Some((*peer, error.clone())),
        _ => None,
    });
    assert_eq!((error.0, error.1.operation), (rig.peer, Operation::Receive));
    assert_eq!(half_closed(&mut rig), Direction::Received);
    assert!(matches!(rig.left(), LeaveReason::ClosedByPeer));
}

#[test]
fn a_reset_is_a_reset() {
    let (rig, far) = secured(|_| {});
    drop(far);
    let Rig { mut session, peer, far } = rig;
    reset(far);
    assert!(matches!(session.left(peer), LeaveReason::ResetByPeer));
    let (mut rig, mut far) = secured(|_| {});
    rig.command(Command::Abort);
    assert!(matches!(rig.left(), LeaveReason::AbortedHere));
    assert_eq!(read_to_end(&mut far), Err(ErrorKind::ConnectionReset));
}

#[test]
fn disconnecting_sends_what_is_queued_first() {
    let (mut rig, mut far) = secured(|_| {});
    rig.send("last words");
    rig.command(Command::Disconnect);
    assert_eq!(read_to_end(&mut far), Ok(b"last words".to_vec()));
    close_notify(&mut far);
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn stop_is_prompt_and_says_goodbye() {
    let (rig, mut far) = secured(|_| {});
    assert!(rig.session.stop() < PROMPT);
    assert_eq!(read_to_end(&mut far), Ok(Vec::new()));
}

#[test]
fn a_pace_a_pause_and_a_cut_work_as_without_tls() {
    let (mut rig, mut far) = secured(|config| {
        config.conduct.faults.cut = Some(Cut { after: 6, of: Direction::Sent, resets: false });
    });
    rig.session.pause(rig.peer, true);
    far.write_all(b"held").unwrap();
    assert!(rig.session.is_silent(Duration::from_millis(100)));
    rig.session.pause(rig.peer, false);
    assert_eq!(rig.received(4), b"held");
    let (id, to, bytes) = (SendId(77), Target::One(rig.peer), &b"12345678"[..]);
    let pace = Some(Pace { bytes: 2.try_into().unwrap(), every: Duration::from_millis(5) });
    rig.session.handle.command(Command::Send(SendRequest::bytes(id, to, bytes).paced(pace)));
    assert_eq!(read_to_end(&mut far), Ok(b"123456".to_vec()));
    assert_eq!(rig.session.send_done(id).1, SendOutcome::Cancelled { unsent: 2 });
    close_notify(&mut far);
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn faults_change_what_is_encrypted() {
    let (rig, mut far) = secured(|_| {});
    let faults = Faults { garble: 2.try_into().ok(), ..Faults::default() };
    rig.session.handle.command(Command::SetFaults(faults));
    rig.command(|to| Command::Send(SendRequest::bytes(SendId(1), to, vec![0; 4])));
    let mut bytes = [0; 4];
    far.read_exact(&mut bytes).unwrap();
    assert_eq!(bytes, [0, 0xff, 0, 0xff]);
}

#[test]
fn what_is_sent_before_tls_is_agreed_on_waits_for_it() {
    let mut rig = Rig::client_with(ask_for_tls);
    let id = rig.send("early");
    assert!(rig.session.is_silent(Duration::from_millis(100)));
    let far = rig.far.try_clone().unwrap();
    let mut far = StreamOwned::new(ServerConnection::new(identity(4000)).unwrap(), far);
    let mut bytes = [0; 5];
    far.read_exact(&mut bytes).unwrap();
    assert_eq!(&bytes, b"early");
    assert_eq!(rig.session.send_done(id).1, SendOutcome::Sent);
}

#[test]
fn a_server_that_is_not_trusted_is_left() {
    let mut rig = Rig::client_with(|config| config.tls = Some(TlsSettings::default()));
    let far = rig.far.try_clone().unwrap();
    let mut far = StreamOwned::new(ServerConnection::new(identity(4000)).unwrap(), far);
    assert!(far.read(&mut [0]).is_err());
    let LeaveReason::Failed(error) = rig.left() else { panic!("left without an error") };
    assert_eq!(error.operation, Operation::Handshake);
    rig.session.closed();
}

#[test]
fn a_server_that_never_answers_is_left_in_time_and_stop_does_not_wait_for_it() {
    let mut rig = Rig::client_with(|config| {
        ask_for_tls(config);
        config.connect_timeout = Duration::from_millis(200);
    });
    assert!(matches!(rig.left(), LeaveReason::TimedOut));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut config = client_config(listener.local_addr().unwrap());
    ask_for_tls(&mut config);
    config.connect_timeout = PATIENCE;
    let mut session = Session::client(config);
    let _far = accept(&listener);
    session.joined();
    assert!(session.stop() < PROMPT);
}
