//! Datagrams faster than anyone can take them: none goes missing uncounted, and many senders are many peers.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sockscope::engine::{PeerIds, udp};
use sockscope::types::{Fact, PeerId, SendOutcome, Target};

use super::rig::{Session, udp_config};

/// What became of the datagrams sent.
#[derive(Debug, Default)]
struct Account {
    received: u64,
    lost: u64,
    dropped: u64,
}

impl Account {
    fn add(&mut self, fact: &Fact) {
        match fact {
            Fact::Received { .. } => self.received += 1,
            Fact::QueueLost { datagrams, bytes } => {
                assert_eq!(*bytes, datagrams * PAYLOAD.len() as u64);
                self.lost += datagrams;
            }
            Fact::KernelDropped { total } => {
                assert!(*total > self.dropped);
                self.dropped = *total;
            }
            _ => {}
        }
    }

    fn sum(&self) -> u64 {
        self.received + self.lost + self.dropped
    }
}

const PAYLOAD: &[u8] = &[b'.'; 64];

#[test]
fn received_and_lost_and_dropped_are_what_was_sent() {
    let mut config = udp_config();
    config.options.receive_buffer = Some(4096);
    let mut session = Session::with_budget(64 * 1024, |id, events| {
        udp::start(id, config, PeerIds::new(), events).unwrap()
    });
    let local = session.opened();
    let enough = Arc::new(AtomicBool::new(false));
    let (many, wait_for_many) = crossbeam_channel::bounded(1);
    let until = Arc::clone(&enough);
    let flood = move || {
        let far = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut sent = 0_u64;
        while !until.load(Ordering::Relaxed) {
            far.send_to(PAYLOAD, local).unwrap();
            sent += 1;
            if sent == 10_000 {
                many.send(()).unwrap();
            }
        }
        sent
    };
    let flooding = std::thread::Builder::new().name("flood".to_owned()).spawn(flood).unwrap();
    // Nobody takes events until then.
    wait_for_many.recv().unwrap();
    let mut account = Account::default();
    while account.lost == 0 || account.dropped == 0 {
        account.add(&session.next());
    }
    enough.store(true, Ordering::Relaxed);
    let sent = flooding.join().unwrap();
    while account.sum() < sent {
        account.add(&session.next());
    }
    assert_eq!(account.sum(), sent, "{account:?}");
    session.handle.stop();
    loop {
        match session.next() {
            Fact::Closed => break,
            fact => account.add(&fact),
        }
    }
    assert_eq!(account.sum(), sent, "{account:?}");
}

/// Every address of 127.0.0.0/8 is here on Linux.
#[test]
fn twenty_thousand_senders_are_as_many_peers() {
    const SENDERS: u32 = 20_000;
    let mut session = Session::udp(udp_config());
    let local = session.opened();
    for n in 0..SENDERS {
        let [_, a, b, c] = (0x7f00_0002 + n).to_be_bytes();
        let far = UdpSocket::bind(SocketAddr::from(([127, a, b, c], 0))).unwrap();
        far.send_to(&n.to_be_bytes(), local).unwrap();
        assert_eq!(session.joined(), PeerId(n + 1));
        assert_eq!(session.received(PeerId(n + 1), 4), n.to_be_bytes());
    }
    let id = session.send(Target::All, &b"to all"[..]);
    for n in 0..SENDERS {
        assert_eq!(session.send_done(id), (PeerId(n + 1), SendOutcome::Sent));
    }
}
