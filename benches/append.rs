//! How fast small records are appended and indexed: 64-byte slices of larger segments, as a worker cuts them.
#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]

use std::time::Instant;

use bytes::{Bytes, BytesMut};
use sockscope::capture::{Capture, Kind, Limits};
use sockscope::types::{PeerId, Stamp};

fn main() {
    let segments = RECORDS / (SEGMENT / LEN);
    let mut best = f64::MAX;
    for _ in 0..ROUNDS {
        let mut capture = Capture::new(Limits::default());
        let start = Instant::now();
        for _ in 0..segments {
            append_segment(&mut capture, BytesMut::zeroed(SEGMENT).freeze());
        }
        best = best.min(start.elapsed().as_secs_f64());
        assert_eq!(capture.totals().received, (segments * SEGMENT) as u64);
    }
    let records = (segments * SEGMENT / LEN) as f64;
    println!(
        "append and index: {:.1} M records of {LEN} bytes a second (at least 3)",
        records / best / 1e6
    );
}

fn append_segment(capture: &mut Capture, mut segment: Bytes) {
    while !segment.is_empty() {
        let piece = segment.split_to(LEN);
        capture.append(Stamp::default(), PeerId(1), Kind::Received, piece);
    }
}

const RECORDS: usize = 5_000_000;
const LEN: usize = 64;
const SEGMENT: usize = 64 * 1024;
const ROUNDS: usize = 3;
