//! More bytes than memory may hold: on disk, dropped, counted, and never changed.

use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use sockscope::playground::{Budget, Limits, Playground, drain};
use sockscope::types::{Event, Fact, Kind, Notice, PeerId, RunId, Stamp};

use super::rig::{Rig, connect, is_received};

/// Bytes of which no two neighbouring stretches are alike.
fn noise(len: u32) -> Vec<u8> {
    (0..len).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

/// Sends from another thread, since the model takes in only what this one asks for.
fn pour(address: SocketAddr, bytes: Vec<u8>) -> JoinHandle<TcpStream> {
    let pour = move || {
        let mut stream = connect(address);
        stream.write_all(&bytes).unwrap();
        stream
    };
    thread::Builder::new().spawn(pour).unwrap()
}

#[test]
fn a_stream_larger_than_memory_is_kept_byte_for_byte() {
    const MEMORY: u64 = 4 << 20;
    let bytes = noise(40_000_003);
    let mut rig = Rig::new(Budget { memory: MEMORY, ..Budget::default() });
    let (server, address) = rig.server();
    let sender = pour(address, bytes.clone());
    rig.until(server, |session| session.capture().totals().received == bytes.len() as u64);
    sender.join().unwrap();
    let totals = rig.session(server).capture().totals();
    assert!(totals.in_memory <= MEMORY, "{totals:?}");
    assert_eq!(totals.in_memory + totals.on_disk, bytes.len() as u64);
    assert_eq!((totals.dropped_received, totals.dropped_sent), (0, 0));
    assert!(rig.bytes(server, is_received) == bytes);
}

#[test]
fn what_the_disk_may_not_hold_is_dropped_at_the_front_and_counted() {
    const MEMORY: u64 = 1 << 20;
    const DISK: u64 = 8 << 20;
    let bytes = noise(30_000_001);
    let session = Limits { disk: DISK, ..Limits::default() };
    let mut rig = Rig::new(Budget { memory: MEMORY, session, ..Budget::default() });
    let (server, address) = rig.server();
    let sender = pour(address, bytes.clone());
    rig.until(server, |session| session.capture().totals().received == bytes.len() as u64);
    sender.join().unwrap();
    let capture = rig.session(server).capture();
    let totals = capture.totals();
    assert!(totals.on_disk <= DISK && totals.in_memory <= MEMORY, "{totals:?}");
    assert_eq!(totals.received, totals.in_memory + totals.on_disk + totals.dropped_received);
    let kept = capture.bytes();
    let mut read = Vec::new();
    capture.read(kept.start, usize::MAX, &mut read).unwrap();
    assert!(read == bytes[usize::try_from(kept.start).unwrap()..]);
}

#[test]
fn what_may_not_go_to_disk_leaves_memory_at_once() {
    const MEMORY: u64 = 1 << 20;
    let session = Limits { disk: 0, ..Limits::default() };
    let (mut playground, events) =
        Playground::new(Budget { memory: MEMORY, session, ..Budget::default() });
    let id = playground.add(Kind::TcpServer);
    for _ in 0..100 {
        let fact = Fact::Received { peer: PeerId(1), bytes: vec![0; 1 << 20].into() };
        playground.apply(Event { session: id, run: RunId(0), at: Stamp::default(), fact });
    }
    drain(&mut playground, &events, Some(Duration::ZERO), |_, _| {});
    assert!(playground.memory() <= MEMORY, "{}", playground.memory());
    let totals = playground.session(id).unwrap().capture().totals();
    assert_eq!(totals.received, totals.in_memory + totals.dropped_received);
}

#[test]
fn notes_leave_memory_as_bytes_do_and_say_the_same_from_disk() {
    const MEMORY: u64 = 2 << 20;
    const NOTES: u64 = 300_000;
    let (mut playground, events) = Playground::new(Budget { memory: MEMORY, ..Budget::default() });
    let id = playground.add(Kind::TcpServer);
    for n in 0..NOTES {
        let remote = format!("127.0.0.1:{}", n % 60_000 + 1).parse().unwrap();
        let fact = Fact::Notice(Notice::ClientRefused { remote, most: 7 });
        playground.apply(Event { session: id, run: RunId(0), at: Stamp::default(), fact });
        if n % 10_000 == 0 {
            drain(&mut playground, &events, Some(Duration::ZERO), |_, _| {});
        }
    }
    drain(&mut playground, &events, Some(Duration::ZERO), |_, _| {});
    assert!(playground.memory() <= MEMORY, "{}", playground.memory());
    let totals = playground.session(id).unwrap().capture().totals();
    assert!(totals.notes_on_disk > 0 && totals.on_disk == 0, "{totals:?}");
    assert_eq!(
        playground.session(id).unwrap().note_text(5).as_deref(),
        Some("(a note on disk, not loaded yet)")
    );
    drain(&mut playground, &events, Some(Duration::ZERO), |_, _| {});
    let session = playground.session(id).unwrap();
    for number in [5, NOTES - 1] {
        let port = number % 60_000 + 1;
        let expected = format!("127.0.0.1:{port} was closed: at most 7 connections");
        assert_eq!(session.note_text(number), Some(expected));
    }
}

#[test]
fn two_sessions_share_the_memory() {
    const MEMORY: u64 = 4 << 20;
    let bytes = noise(9_000_000);
    let mut rig = Rig::new(Budget { memory: MEMORY, ..Budget::default() });
    let servers = [rig.server(), rig.server()];
    let senders = servers.map(|(_, address)| pour(address, bytes.clone()));
    for (server, _) in servers {
        rig.until(server, |session| session.capture().totals().received == bytes.len() as u64);
    }
    for sender in senders {
        sender.join().unwrap();
    }
    assert!(rig.playground.memory() <= MEMORY, "{}", rig.playground.memory());
    for (server, _) in servers {
        assert!(rig.bytes(server, is_received) == bytes);
    }
}
