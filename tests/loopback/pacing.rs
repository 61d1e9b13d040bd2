//! Payloads in pieces.

use std::io::Write as _;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use sockscope::engine::{Command, SendRequest};
use sockscope::types::{Fact, Pace, SendId, SendOutcome, Target};

use super::rig::{Rig, read, read_to_end};

const NEVER: Duration = Duration::from_hours(1);
const PACED: SendId = SendId(77);

fn pace(bytes: u32, every: Duration) -> Pace {
    Pace { bytes: NonZeroU32::new(bytes).unwrap(), every }
}

fn send(rig: &Rig, bytes: &[u8], pace: Pace) {
    let (bytes, pace) = (bytes.to_vec(), Some(pace));
    rig.command(|to| Command::Send(SendRequest::bytes(PACED, to, bytes).paced(pace)));
}

/// How the payload was cut, until all of it is sent.
fn pieces(rig: &mut Rig) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    loop {
        match rig.session.next() {
            Fact::Sent { bytes, .. } => pieces.push(bytes.to_vec()),
            Fact::SendDone { send: PACED, outcome, .. } => {
                assert_eq!(outcome, SendOutcome::Sent);
                return pieces;
            }
            _ => {}
        }
    }
}

#[test]
fn pieces_have_exactly_so_many_bytes_and_go_one_by_one() {
    let every = Duration::from_millis(30);
    let mut rig = Rig::server();
    let start = Instant::now();
    send(&rig, b"0123456789", pace(4, every));
    assert_eq!(pieces(&mut rig), [&b"0123"[..], b"4567", b"89"]);
    assert!(start.elapsed() >= every * 2);
    assert_eq!(read(&rig.far, 10), b"0123456789");
}

#[test]
fn a_piece_as_long_as_the_payload_is_the_only_one() {
    for bytes in [10, 11, u32::MAX] {
        let mut rig = Rig::client();
        send(&rig, b"0123456789", pace(bytes, NEVER));
        assert_eq!(pieces(&mut rig), [b"0123456789"]);
    }
}

#[test]
fn an_empty_payload_has_no_pieces() {
    let mut rig = Rig::client();
    send(&rig, b"", pace(1, NEVER));
    assert!(pieces(&mut rig).is_empty());
}

#[test]
fn many_small_pieces_keep_their_distance() {
    let every = Duration::from_millis(2);
    let bytes: Vec<u8> = (0..100).collect();
    let mut rig = Rig::server();
    let start = Instant::now();
    send(&rig, &bytes, pace(1, every));
    assert_eq!(pieces(&mut rig).len(), 100);
    assert!(start.elapsed() >= every * 99);
    assert_eq!(read(&rig.far, 100), bytes);
}

#[test]
fn without_a_pause_pieces_follow_each_other_at_once() {
    let mut rig = Rig::server();
    send(&rig, &[7; 1000], pace(10, Duration::ZERO));
    assert_eq!(pieces(&mut rig), vec![vec![7; 10]; 100]);
}

#[test]
fn what_follows_waits_for_the_last_piece() {
    let mut rig = Rig::server();
    send(&rig, b"slow", pace(1, Duration::from_millis(5)));
    rig.send(&b" and quick"[..]);
    rig.command(Command::Disconnect);
    assert_eq!(read_to_end(&rig.far), b"slow and quick");
}

#[test]
fn a_file_goes_in_pieces() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"from a file").unwrap();
    let mut rig = Rig::client();
    let path = file.path().to_owned();
    let pace = Some(pace(6, Duration::from_millis(5)));
    rig.command(|to| Command::Send(SendRequest::file(PACED, to, path).paced(pace)));
    assert_eq!(pieces(&mut rig), [&b"from a"[..], b" file"]);
}

#[test]
fn a_piece_that_the_kernel_takes_in_part_goes_on_at_once() {
    const LEN: usize = 16 * 1024 * 1024;
    let mut rig = Rig::server();
    let bytes: Vec<u8> = (0..=250).cycle().take(LEN).collect();
    send(&rig, &bytes, pace(u32::try_from(LEN).unwrap(), NEVER));
    assert!(read(&rig.far, LEN) == bytes);
    assert_eq!(pieces(&mut rig).concat().len(), LEN);
}

#[test]
fn a_cancelled_payload_ends_between_two_pieces_and_the_next_one_goes_at_once() {
    let mut rig = Rig::server();
    send(&rig, b"begun and not finished", pace(5, NEVER));
    assert_eq!(read(&rig.far, 5), b"begun");
    rig.session.handle.command(Command::CancelSend(PACED));
    let (peer, outcome) = rig.session.send_done(PACED);
    assert_eq!((peer, outcome), (rig.peer, SendOutcome::Cancelled { unsent: 17 }));
    rig.send(&b"next"[..]);
    assert_eq!(read(&rig.far, 4), b"next");
}

#[test]
fn a_stop_waits_for_no_piece() {
    let mut rig = Rig::server();
    send(&rig, b"begun", pace(1, NEVER));
    assert_eq!(read(&rig.far, 1), b"b");
    rig.session.handle.stop();
    assert_eq!(rig.session.send_done(PACED).1, SendOutcome::Cancelled { unsent: 4 });
    assert_eq!(read_to_end(&rig.far), b"");
    rig.session.closed();
}

#[test]
fn each_connection_keeps_its_own_pace() {
    let mut session = super::rig::Session::server(super::rig::server_config());
    let address = session.opened();
    let clients: Vec<_> = (0..10).map(|_| super::rig::dial(address)).collect();
    let peers: Vec<_> = clients.iter().map(|_| session.joined()).collect();
    let (start, every) = (Instant::now(), Duration::from_millis(100));
    let bytes = &b"abcde"[..];
    let to = Target::Many(peers);
    session
        .handle
        .command(Command::Send(SendRequest::bytes(PACED, to, bytes).paced(Some(pace(1, every)))));
    for client in &clients {
        assert_eq!(read(client, 5), b"abcde");
    }
    let took = start.elapsed();
    assert!(took >= every * 4 && took < every * 40, "{took:?}");
}
