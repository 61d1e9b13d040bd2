//! How the end of a body is found, and what is told when it is not there.

use sockscope::engine::http_fetch::{FetchBody, HttpFetchConfig};
use sockscope::types::http::{HopCause, Phase};
use sockscope::types::problem::response::HeadProblem;

use super::rig::{Fetched, Server, dribble, fetch, get, raw, read_head, send, with_header};
use crate::loopback::rig;

const HELLO: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

fn fetch_answer(answer: &str) -> Fetched {
    let server = Server::answer(answer);
    let fetched = fetch(get(&server.url()));
    server.join();
    fetched
}

#[test]
fn a_get_is_told_from_the_first_byte_to_the_last() {
    let server = Server::answer(HELLO);
    let fetched = fetch(get(&server.url()));
    assert!(fetched.is_complete(), "{fetched:?}");
    let hop = fetched.last();
    assert_eq!((hop.cause, &*hop.method, &*hop.url), (HopCause::Asked, "GET", &*server.url()));
    assert_eq!(hop.phases, [Phase::Connect, Phase::Send, Phase::Wait, Phase::Download]);
    assert_eq!(hop.head.as_ref().unwrap().status, 200);
    assert_eq!(hop.field("content-length"), Some(&b"5"[..]));
    assert_eq!(hop.body, b"hello");
    let (peer, reused) = hop.carried.unwrap();
    assert!(!reused && fetched.joined == [peer]);
    assert_eq!(fetched.received[&peer], HELLO.as_bytes());
    let sent = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    assert_eq!(String::from_utf8_lossy(&fetched.sent[&peer]), sent);
}

#[test]
fn a_body_ends_by_length_chunks_or_the_end_of_the_connection() {
    let table = [
        HELLO,
        "HTTP/1.1 200 OK\r\n\r\nhello",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
    ];
    for answer in table {
        let fetched = fetch_answer(answer);
        assert!(fetched.is_complete(), "{fetched:?}");
        assert_eq!(fetched.last().body, b"hello", "{answer}");
    }
}

#[test]
fn chunks_and_trailers_are_told() {
    let fetched = fetch_answer(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nX-Sum: 7\r\n\r\n",
    );
    let hop = fetched.last();
    let chunks: Vec<_> = hop.chunks.iter().map(|mark| (mark.len, mark.body_offset)).collect();
    assert_eq!(chunks, [(2, 0), (3, 2), (0, 5)]);
    assert_eq!(hop.chunks[0].extensions, ";a=b");
    assert_eq!((&*hop.trailers[0].name, &*hop.trailers[0].value), (&b"X-Sum"[..], &b"7"[..]));
}

#[test]
fn an_answer_that_comes_byte_by_byte_is_the_same() {
    let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\nX: y\r\n\r\n";
    let server = Server::run(move |listener| {
        let far = rig::accept(listener);
        read_head(&far);
        dribble(&far, answer.as_bytes());
    });
    let fetched = fetch(get(&server.url()));
    assert!(fetched.is_complete(), "{fetched:?}");
    assert_eq!(fetched.last().body, b"hello");
    assert_eq!(fetched.last().chunks.len(), 3);
}

#[test]
fn head_204_and_304_have_no_body() {
    let server = Server::answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    let head = fetch(send("HEAD", &server.url(), FetchBody::default()));
    assert!(head.is_complete() && head.last().body.is_empty(), "{head:?}");
    for answer in [
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    ] {
        let fetched = fetch_answer(answer);
        assert!(fetched.is_complete() && fetched.last().body.is_empty(), "{fetched:?}");
    }
}

#[test]
fn what_is_cut_short_is_kept_and_incomplete() {
    let table = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", "after 5 of 9 bytes of the body"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello", "chunk"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "chunk"),
    ];
    for (answer, words) in table {
        let fetched = fetch_answer(answer);
        let failure = fetched.failure();
        assert!(failure.starts_with("incomplete: ") && failure.contains(words), "{failure}");
        assert_eq!(fetched.last().body, b"hello");
    }
    let failure = fetch_answer("HTTP/1.1 200 OK\r\nContent-").failure();
    assert!(failure.starts_with("incomplete: ") && failure.contains("head"), "{failure}");
    let failure = fetch_answer("").failure();
    assert!(failure.ends_with("the connection was closed without a response"), "{failure}");
}

#[test]
fn what_is_malformed_is_an_error_that_says_where() {
    let table = [
        ("HTP/1.1 200 OK\r\n\r\n", "byte "),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX", "byte 55"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello",
            "byte 63",
        ),
    ];
    for (answer, words) in table {
        let fetched = fetch_answer(answer);
        let failure = fetched.failure();
        assert!(failure.starts_with("failed: ") && failure.contains(words), "{failure}");
        let (peer, _) = fetched.last().carried.unwrap();
        assert_eq!(fetched.received[&peer], answer.as_bytes());
    }
}

#[test]
fn a_head_without_end_is_stopped() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 200 OK\r\nX: ");
        rig::flood(&far);
    });
    let fetched = fetch(get(&server.url()));
    let failure = fetched.failure();
    assert!(failure.starts_with("failed: "), "{failure}");
    let received: usize = fetched.received.values().map(Vec::len).sum();
    assert!(received < 4 * 1024 * 1024, "{received}");
}

#[test]
fn interim_answers_without_end_are_stopped() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, &b"HTTP/1.1 102 Processing\r\n\r\n".repeat(2000));
    });
    let fetched = fetch(get(&server.url()));
    let failure = fetched.failure();
    assert!(failure.contains("1xx"), "{failure}");
    assert!(fetched.hops.len() <= 1001);
}

#[test]
fn bytes_after_the_answer_are_noted_and_end_the_connection() {
    let fetched = fetch_answer(&format!("{HELLO}HTTP/1.1 400 What\r\n\r\n"));
    assert!(fetched.is_complete());
    assert_eq!(fetched.notes.len(), 1, "{fetched:?}");
    assert_eq!(fetched.left.len(), 1);
}

#[test]
fn white_space_after_the_size_of_a_chunk_is_noted_once() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let fetched = fetch_answer(&format!("{head}2 \r\nhe\r\n3\t;a\r\nllo\r\n0 \r\n\r\n"));
    assert!(fetched.is_complete() && fetched.last().body == b"hello");
    assert_eq!(fetched.notes, ["Response: white space after the size of a chunk"]);
}

#[test]
fn another_protocol_that_was_not_asked_for_is_a_problem() {
    let problems = |config: &dyn Fn(&str) -> HttpFetchConfig| {
        let server = Server::answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nbytes");
        let fetched = fetch(config(&server.url()));
        assert!(fetched.is_complete() && fetched.last().body == b"bytes", "{fetched:?}");
        fetched.last().head.as_ref().unwrap().problems.clone()
    };
    let unasked = [HeadProblem::UnaskedUpgrade];
    assert_eq!(problems(&get), unasked);
    assert_eq!(problems(&|url| raw(url, "GET / HTTP/1.1\r\nA: upgrade\r\n\r\n")), unasked);
    assert!(problems(&|url| with_header(get(url), "upgrade", "x")).is_empty());
    assert!(problems(&|url| raw(url, "GET / HTTP/1.1\r\nUPGRADE: x\r\n\r\n")).is_empty());
}
