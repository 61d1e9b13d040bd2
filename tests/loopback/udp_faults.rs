//! What goes wrong on purpose with datagrams.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use sockscope::engine::Command;
use sockscope::respond::{Preset, Transport};
use sockscope::types::{Cut, Direction, Fact, Faults, Notice, Pace, SendOutcome, Target};

use super::rig::{PATIENCE, conduct, notice};
use super::udp::{Pair, receive};

fn pair(faults: Faults) -> Pair {
    Pair::with(|config| config.conduct.faults = faults)
}

fn sent(pair: &mut Pair) -> Vec<u8> {
    pair.session.wait(|fact| match fact {
        Fact::Sent { bytes, .. } => Some(bytes.to_vec()),
        _ => None,
    })
}

#[test]
fn one_datagram_in_so_many_is_dropped_and_that_is_said() {
    let mut pair = pair(Faults { drop: NonZeroU32::new(3), ..Faults::default() });
    let peer = pair.join();
    let mut dropped = Vec::new();
    for n in 1..=9_u8 {
        let id = pair.session.send(Target::One(peer), vec![n; 5]);
        match pair.session.send_done(id).1 {
            SendOutcome::Sent => assert_eq!(receive(&pair.far), [n; 5]),
            outcome => {
                assert_eq!(outcome, SendOutcome::Cancelled { unsent: 5 });
                dropped.push(n);
            }
        }
    }
    assert_eq!(dropped, [3, 6, 9]);
}

#[test]
fn a_dropped_reply_is_named() {
    let mut pair = Pair::with(|config| {
        config.conduct = conduct(Preset::Echo, Transport::Datagram);
        config.conduct.faults.drop = NonZeroU32::new(2);
    });
    for n in [b"1", b"2", b"3"] {
        pair.far.send_to(n, pair.local).unwrap();
    }
    assert_eq!(receive(&pair.far), b"1");
    assert_eq!(receive(&pair.far), b"3");
    let notice = pair.session.wait(notice);
    let remote = pair.far_address().into();
    assert_eq!(notice, Notice::DroppedByFault { remote, bytes: 1 });
}

#[test]
fn one_byte_in_so_many_is_changed_and_the_record_says_so() {
    let mut pair = pair(Faults { garble: NonZeroU32::new(100), ..Faults::default() });
    let peer = pair.join();
    let mut arrived = Vec::new();
    for _ in 0..10 {
        pair.session.send(Target::One(peer), vec![b'x'; 64]);
        let bytes = receive(&pair.far);
        assert_eq!(sent(&mut pair), bytes);
        arrived.extend(bytes);
    }
    let changed = arrived.iter().enumerate().filter(|(_, byte)| **byte != b'x');
    let changed: Vec<usize> = changed.map(|(place, _)| place).collect();
    assert_eq!(changed, [99, 199, 299, 399, 499, 599]);
}

#[test]
fn each_is_delayed_and_the_order_is_kept() {
    let delay = Duration::from_millis(60);
    let mut pair = pair(Faults { delay: Some(delay), ..Faults::default() });
    let peer = pair.join();
    for n in 1..=3_u8 {
        let start = Instant::now();
        let (first, second) = (vec![n], vec![n, n]);
        pair.session.send(Target::One(peer), first.clone());
        pair.session.send(Target::One(peer), second.clone());
        assert_eq!(receive(&pair.far), first);
        assert!(start.elapsed() >= delay);
        assert_eq!(receive(&pair.far), second);
    }
}

#[test]
fn what_is_no_longer_delayed_does_not_overtake() {
    let delay = Duration::from_millis(150);
    let mut pair = pair(Faults { delay: Some(delay), ..Faults::default() });
    let peer = pair.join();
    let start = Instant::now();
    pair.session.send(Target::One(peer), &b"early"[..]);
    pair.session.handle.command(Command::SetFaults(Faults::default()));
    pair.session.send(Target::One(peer), &b"late"[..]);
    assert_eq!(receive(&pair.far), b"early");
    assert!(start.elapsed() >= delay);
    assert_eq!(receive(&pair.far), b"late");
}

#[test]
fn what_is_for_streams_only_changes_nothing() {
    let one = Pace { bytes: NonZeroU32::MIN, every: PATIENCE };
    let cut = Cut { after: 1, of: Direction::Sent, resets: true };
    let mut pair = pair(Faults { chop: Some(one), cut: Some(cut), ..Faults::default() });
    let peer = pair.join();
    for text in [&b"first"[..], b"second"] {
        pair.session.send(Target::One(peer), text);
        assert_eq!(receive(&pair.far), text);
    }
}

/// Only Linux counts what it drops.
#[cfg(target_os = "linux")]
#[test]
fn what_is_not_read_piles_up_and_is_counted() {
    let mut pair = Pair::with(|config| {
        config.options.receive_buffer = Some(16 * 1024);
        config.conduct.faults.stops_reading = true;
    });
    let count: u64 = 500;
    for _ in 0..count {
        pair.far.send_to(&[b'x'; 1000], pair.local).unwrap();
    }
    let first = pair.session.wait(|fact| match fact {
        Fact::KernelDropped { total } => Some(*total),
        Fact::Received { .. } => panic!("something was read"),
        _ => None,
    });
    assert!(0 < first && first < count);
    pair.session.handle.command(Command::SetFaults(Faults::default()));
    let (mut received, mut dropped) = (0, first);
    while received + dropped < count {
        match pair.session.next() {
            Fact::Received { .. } => received += 1,
            Fact::KernelDropped { total } => dropped = total,
            _ => {}
        }
    }
    assert_eq!(received + dropped, count);
}
