//! Arbitrary bytes and damaged answers.

use proptest::prelude::*;

use super::*;

const SAMPLES: &[&[u8]] = &[
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103\nLink: <a>\n\nHTTP/1.0 404 \r\nA: b\r\n c\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5;a=b\r\nhello\r\na\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x05hello",
    b"\r\nHTTP/1.1 204 No Content\r\nContent-Length: 1, 1\r\nContent-Length: 2\r\n\r\n",
];

/// Where a sample is changed, and to what.
fn damage() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, Vec<u8>)>> {
    let new = prop::collection::vec(
        prop_oneof![any::<u8>(), prop::sample::select(&b"\r\n\t :;,0159afHT/.\0\xff"[..])],
        0..4,
    );
    prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, new), 0..6)
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_survived_and_read_the_same_however_cut(
        bytes: Vec<u8>,
        has_head: bool,
        cut: prop::sample::Index,
    ) {
        let head: &[u8] = if has_head { b"HTTP/1.1 200 OK\r\n" } else { b"" };
        let bytes = [head, &bytes].concat();
        assert_same_however_cut(&bytes, cut.index(bytes.len() + 1));
    }

    #[test]
    fn damaged_answers_are_survived_and_read_the_same_however_cut(
        sample in prop::sample::select(SAMPLES),
        damage in damage(),
        cut: prop::sample::Index,
    ) {
        let mut bytes = sample.to_vec();
        for (at, removed, new) in damage {
            let at = at.index(bytes.len() + 1);
            let end = bytes.len().min(at + usize::from(removed));
            bytes.splice(at..end, new);
        }
        assert_same_however_cut(&bytes, cut.index(bytes.len() + 1));
    }
}

fn assert_same_however_cut(bytes: &[u8], cut: usize) {
    for method in ["GET", "HEAD", "CONNECT"] {
        let whole = outcome(method, Limits::default(), [bytes]);
        let (left, right) = bytes.split_at(cut);
        assert_eq!(outcome(method, Limits::default(), [left, right]), whole);
        assert_eq!(outcome(method, Limits::default(), bytes.chunks(1)), whole);
    }
}
