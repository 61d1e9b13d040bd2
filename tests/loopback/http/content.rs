//! Bodies with content codings, bombs among them, and streams of events.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use sockscope::engine::http_fetch::HttpFetchConfig;

use super::rig::{Fetched, Server, Tab, drain, fetch, get, raw, read_head};
use crate::loopback::rig;

fn gzip(pieces: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for piece in pieces {
        encoder.write_all(&piece).unwrap();
    }
    encoder.finish().unwrap()
}

fn answer(coding: &str, body: &[u8]) -> Vec<u8> {
    let len = body.len();
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn fetch_coded(coding: &str, body: &[u8]) -> Fetched {
    let server = Server::answer(answer(coding, body));
    let fetched = fetch(get(&server.url()));
    assert!(fetched.last().body == body);
    fetched
}

#[test]
fn both_the_coded_and_the_decoded_body_are_told() {
    let text: Vec<u8> =
        (0..3_000_000_u32).map(|n| n.wrapping_mul(0x9e37_79b1).to_be_bytes()[0]).collect();
    let once = gzip([text.clone()]);
    let fetched = fetch_coded("gzip", &once);
    assert!(fetched.is_complete() && fetched.last().decoded == text);
    let fetched = fetch_coded("gzip, gzip", &gzip([once]));
    assert!(fetched.is_complete() && fetched.last().decoded == text);
}

#[test]
fn an_empty_body_needs_no_coding() {
    let fetched = fetch_coded("gzip", b"");
    assert!(fetched.is_complete() && fetched.last().decoded.is_empty());
}

#[test]
fn a_body_that_cannot_be_decoded_is_received_all_the_same() {
    let mut damaged = gzip([vec![7; 100_000]]);
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x55;
    let cut = gzip([b"hello hello".to_vec()]);
    let cut = &cut[..cut.len() - 3];
    for (coding, body) in [("gzip", &damaged[..]), ("gzip", cut), ("br", b"xx")] {
        let failure = fetch_coded(coding, body).failure();
        assert!(failure.starts_with("failed: ") && failure.contains(coding), "{failure}");
    }
}

#[test]
fn a_content_coding_that_is_not_known_stays_and_is_noted() {
    let fetched = fetch_coded("rot13", b"uryyb");
    assert!(fetched.is_complete() && fetched.last().decoded.is_empty());
    assert_eq!(
        fetched.notes,
        ["Response: content coding \"rot13\" is unknown: the body is left as it came"]
    );
}

#[test]
fn a_transfer_coding_that_is_not_known_is_an_error() {
    let server = Server::answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\nuryyb");
    let fetched = fetch(get(&server.url()));
    assert!(fetched.last().body == b"uryyb");
    let failure = fetched.failure();
    assert!(failure.ends_with("transfer coding \"rot13\" can't be decoded"), "{failure}");
}

/// A bomb whose answer does not end, and what came of fetching it: the connection is closed then.
fn fetch_bomb(config: impl FnOnce(&str) -> HttpFetchConfig) -> Fetched {
    let bomb = gzip(std::iter::repeat_n(vec![0; 1024 * 1024], 120));
    let server = Server::run(move |listener| {
        let far = rig::accept(listener);
        read_head(&far);
        let head =
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
        rig::write(&far, format!("{head}{:x}\r\n", bomb.len()).as_bytes());
        rig::write(&far, &bomb);
        drain(&far);
    });
    let mut session = Tab::default().start_with(1024 * 1024, config(&server.url()));
    let fetched = Fetched::collect(&mut session);
    server.join();
    fetched
}

#[test]
fn a_bomb_ends_the_fetch_at_once() {
    let raw_request = |url: &str| raw(url, "GET / HTTP/1.1\r\n\r\n");
    for fetched in [fetch_bomb(get), fetch_bomb(raw_request)] {
        let decoded = fetched.last().decoded.len();
        assert!((1..=100 * 1024 * 1024).contains(&decoded), "{decoded}");
        let failure = fetched.failure();
        assert!(
            failure.starts_with("failed: ")
                && failure.contains(" bytes decode to more than 104,857,600: stopped"),
            "{failure}"
        );
        assert_eq!(fetched.left.len(), 1, "{failure}");
    }
}

#[test]
fn events_are_told_as_they_arrive() {
    let (go_on, may_go_on) = crossbeam_channel::bounded(1);
    let server = Server::run(move |listener| {
        let far = rig::accept(listener);
        read_head(&far);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n";
        rig::write(&far, head.as_bytes());
        rig::write(&far, b"data: one\n\nda");
        may_go_on.recv().unwrap();
        rig::write(&far, b"ta: two\nid: 7\n\n");
    });
    let mut session = Tab::default().start(get(&server.url()));
    let first = session.wait(|fact| match fact {
        sockscope::types::Fact::Http {
            fact: sockscope::types::HttpFact::ServerEvent(event),
            ..
        } => Some(event.data.clone()),
        _ => None,
    });
    assert_eq!(first, "one");
    go_on.send(()).unwrap();
    let second = session.wait(|fact| match fact {
        sockscope::types::Fact::Http {
            fact: sockscope::types::HttpFact::ServerEvent(event),
            ..
        } => Some((event.data.clone(), event.id.clone())),
        _ => None,
    });
    assert_eq!(second, ("two".to_owned(), Some("7".to_owned())));
    session.closed();
}
