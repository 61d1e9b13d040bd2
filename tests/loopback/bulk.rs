//! Much of everything, byte-exact.

use std::io::Write as _;
use std::net::TcpStream;

use sockscope::engine::PeerIds;
use sockscope::engine::tcp;
use sockscope::types::Fact;

use super::rig::{Rig, Session, server_config};

/// Bytes that repeat after a prime number, so that a lost or doubled piece shows.
struct Pattern(Vec<u8>);

impl Pattern {
    fn new() -> Self {
        let scattered = |n: u32| n.wrapping_mul(0x9e37_79b1).to_be_bytes()[0];
        let period = (0..).map(scattered).take(PRIME);
        Self(period.cycle().take(PRIME + PIECE).collect())
    }

    /// What stands at an offset of the stream.
    fn at(&self, offset: usize, len: usize) -> &[u8] {
        &self.0[offset % PRIME..][..len]
    }

    fn write(&self, mut far: &TcpStream, len: usize, piece: usize) {
        for offset in (0..len).step_by(piece) {
            far.write_all(self.at(offset, piece.min(len - offset))).unwrap();
        }
    }
}

/// Take the whole stream while the peer sends it piece by piece.
fn stream(rig: Rig, len: usize, piece: usize) {
    let Rig { mut session, far, .. } = rig;
    let sender = std::thread::Builder::new().name("sender".to_owned());
    let sender = sender.spawn(move || Pattern::new().write(&far, len, piece)).unwrap();
    let pattern = Pattern::new();
    let mut arrived = 0;
    while arrived < len {
        let bytes = session.wait(|fact| match fact {
            Fact::Received { bytes, .. } => Some(bytes.clone()),
            _ => None,
        });
        assert!(bytes == pattern.at(arrived, bytes.len()), "at {arrived}");
        arrived += bytes.len();
    }
    assert_eq!(arrived, len);
    sender.join().unwrap();
}

#[test]
fn a_stream_of_a_gigabyte_arrives_byte_exact() {
    stream(Rig::server(), 1024 * 1024 * 1024, PIECE);
}

#[test]
fn a_hundred_thousand_tiny_messages_arrive_byte_exact() {
    let rig = Rig::server();
    rig.far.set_nodelay(true).unwrap();
    stream(rig, 100_000 * 7, 7);
}

#[test]
fn nothing_is_lost_when_the_queue_is_small() {
    let session = Session::with_budget(1, |id, events| {
        tcp::server::start(id, server_config(), PeerIds::new(), events).unwrap()
    });
    stream(Rig::server_in(session), 16 * 1024 * 1024, 100_000);
}

const PRIME: usize = 65_521;
/// As much as one read takes.
const PIECE: usize = 256 * 1024;
