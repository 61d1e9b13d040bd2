//! An answer from any bytes: no panic, and the same parts however the bytes are cut.
//!
//! `cargo +nightly fuzz run response`. The first byte tells the method and the second one where to cut.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sockscope::http::{Limits, Part, ResponseError, ResponseReader};
use sockscope::types::http::BodyPiece;

fuzz_target!(|data: &[u8]| {
    let [method, cut, answer @ ..] = data else { return };
    let method = ["GET", "HEAD", "CONNECT"][usize::from(*method) % 3];
    let whole = read(method, [answer]);
    let (left, right) = answer.split_at(usize::from(*cut) % (answer.len() + 1));
    assert_eq!(read(method, [left, right]), whole);
    assert_eq!(read(method, answer.chunks(1)), whole);
});

/// The parts, the body joined over its cuts, and how the answer ends.
#[derive(Debug, PartialEq)]
struct Seen {
    parts: Vec<Part>,
    bodies: Vec<Vec<u8>>,
    end: Result<bool, ResponseError>,
}

fn read<'a>(method: &str, pieces: impl IntoIterator<Item = &'a [u8]>) -> Seen {
    let mut reader = ResponseReader::new(method, Limits::default());
    let mut seen = Seen { parts: Vec::new(), bodies: vec![Vec::new()], end: Ok(false) };
    for piece in pieces {
        if let Err(error) = feed(&mut reader, &mut seen, piece) {
            seen.end = Err(error);
            return seen;
        }
    }
    let keeps = reader.keeps_connection();
    seen.end = reader.finish().map(|()| keeps);
    seen
}

fn feed(reader: &mut ResponseReader, seen: &mut Seen, piece: &[u8]) -> Result<(), ResponseError> {
    let mut rest = piece;
    loop {
        let step = reader.read(rest)?;
        let Some(part) = step.part else { return Ok(()) };
        if let Part::Body(BodyPiece { start, len }) = part {
            let body = &rest[start as usize..][..len as usize];
            seen.bodies.last_mut().expect("there is one").extend(body);
        } else {
            seen.parts.push(part);
            seen.bodies.push(Vec::new());
        }
        rest = &rest[step.consumed..];
    }
}
