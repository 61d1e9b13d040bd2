//! Requests with a body, and answers that do not wait for it.

use std::io::Write as _;

use sockscope::engine::http_fetch::FetchBody;
use sockscope::types::http::{HopCause, Phase};

use super::rig::{Hop, Server, Tab, drain, fetch, read_head, send, with_header};
use crate::loopback::rig;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

fn pattern(len: usize) -> Vec<u8> {
    (0..=250).cycle().take(len).collect()
}

fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

#[test]
fn a_body_from_memory_or_a_file_arrives_whole() {
    const LEN: usize = 3 * 1024 * 1024 + 17;
    let file = file_of(&pattern(LEN));
    let memory = FetchBody::Bytes(pattern(LEN).into());
    for body in [memory, FetchBody::File(file.path().to_owned())] {
        let server = Server::run(|listener| {
            let far = rig::accept(listener);
            let head = read_head(&far);
            assert!(head.contains(&format!("\r\nContent-Length: {LEN}\r\n")), "{head}");
            assert!(rig::read(&far, LEN) == pattern(LEN));
            rig::write(&far, OK);
        });
        let fetched = fetch(send("POST", &server.url(), body));
        assert!(fetched.is_complete(), "{fetched:?}");
        assert!(fetched.sent_to_all().ends_with(&pattern(LEN)));
        server.join();
    }
}

#[test]
fn a_file_larger_than_the_queue_is_streamed() {
    const LEN: usize = 40 * 1024 * 1024;
    let file = file_of(&pattern(LEN));
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        assert!(rig::read(&far, LEN) == pattern(LEN));
        rig::write(&far, OK);
    });
    let body = FetchBody::File(file.path().to_owned());
    let mut session = Tab::default().start_with(1, send("PUT", &server.url(), body));
    let fetched = super::rig::Fetched::collect(&mut session);
    assert!(fetched.is_complete());
    assert!(fetched.sent_to_all().ends_with(&pattern(LEN)));
    server.join();
}

#[test]
fn a_typed_transfer_encoding_sends_chunks() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        let head = read_head(&far);
        assert!(!head.contains("Content-Length"), "{head}");
        assert_eq!(rig::read(&far, 15), b"5\r\nhello\r\n0\r\n\r\n");
        rig::write(&far, OK);
    });
    let config = send("POST", &server.url(), FetchBody::Bytes("hello".into()));
    let fetched = fetch(with_header(config, "Transfer-Encoding", "chunked"));
    assert!(fetched.is_complete(), "{fetched:?}");
    server.join();
}

#[test]
fn a_missing_file_is_an_error_before_anything_is_sent() {
    let body = FetchBody::File("/nowhere/at/all".into());
    let fetched = fetch(send("POST", "http://127.0.0.1:1/", body));
    assert!(fetched.failure().starts_with("failed: could not read /nowhere/at/all"));
    assert!(fetched.joined.is_empty());
}

#[test]
fn the_body_waits_for_100_continue_past_other_interim_answers() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
        rig::write(&far, b"HTTP/1.1 100 Continue\r\n\r\n");
        assert_eq!(rig::read(&far, 5), b"hello");
        rig::write(&far, OK);
    });
    let config = send("POST", &server.url(), FetchBody::Bytes("hello".into()));
    let fetched = fetch(with_header(config, "Expect", "100-continue"));
    assert!(fetched.is_complete(), "{fetched:?}");
    assert_eq!(fetched.statuses(), [103, 100, 200]);
    assert_eq!(fetched.causes(), [HopCause::Asked, HopCause::Interim, HopCause::Interim]);
    let is_reused = |hop: &Hop| hop.carried.unwrap().1;
    assert!(!fetched.hops.iter().any(is_reused), "one request, one connection: {fetched:?}");
    assert_eq!(fetched.hops[0].phases, [Phase::Connect, Phase::Send, Phase::Wait, Phase::Download]);
    assert_eq!(fetched.last().phases, [Phase::Send, Phase::Wait, Phase::Download]);
    server.join();
}

#[test]
fn without_100_continue_the_body_goes_out_after_a_second() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        assert_eq!(rig::read(&far, 5), b"hello");
        rig::write(&far, OK);
    });
    let config = send("POST", &server.url(), FetchBody::Bytes("hello".into()));
    let fetched = fetch(with_header(config, "Expect", "100-continue"));
    assert!(fetched.is_complete(), "{fetched:?}");
    let phases = [Phase::Connect, Phase::Send, Phase::Wait, Phase::Send, Phase::Wait];
    assert_eq!(fetched.last().phases[..5], phases);
    server.join();
}

#[test]
fn a_final_answer_instead_of_100_continue_keeps_the_body_here() {
    let server = Server::answer("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
    let config = send("POST", &server.url(), FetchBody::Bytes("hello".into()));
    let fetched = fetch(with_header(config, "Expect", "100-continue"));
    assert!(fetched.is_complete() && fetched.statuses() == [417], "{fetched:?}");
    assert!(fetched.sent_to_all().ends_with(b"\r\n\r\n"));
    assert_eq!(fetched.left.len(), 1);
}

#[test]
fn an_early_refusal_wins_over_the_rest_of_the_body() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::read(&far, 10_000);
        rig::write(
            &far,
            b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig",
        );
        drain(&far);
    });
    let body = FetchBody::Bytes(vec![1; 64 * 1024 * 1024].into());
    let fetched = fetch(send("POST", &server.url(), body));
    assert!(fetched.is_complete(), "{}", fetched.failure());
    assert_eq!((fetched.statuses(), &*fetched.last().body), (vec![413], &b"big"[..]));
    assert!(fetched.sent_to_all().len() < 64 * 1024 * 1024);
    server.join();
}

#[test]
fn an_answer_is_read_although_the_server_resets_the_upload() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
        // Unread bytes make this a reset.
    });
    let body = FetchBody::Bytes(vec![1; 8 * 1024 * 1024].into());
    let fetched = fetch(send("POST", &server.url(), body));
    assert!(fetched.is_complete(), "{}", fetched.failure());
    assert_eq!((fetched.statuses(), &*fetched.last().body), (vec![413], &b"big"[..]));
}

#[test]
fn an_early_success_does_not_stop_the_upload_while_it_comes() {
    const LEN: usize = 2 * 1024 * 1024;
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
        assert!(rig::read(&far, LEN) == pattern(LEN));
        rig::write(&far, b"cd");
    });
    let fetched = fetch(send("POST", &server.url(), FetchBody::Bytes(pattern(LEN).into())));
    assert!(fetched.is_complete(), "{}", fetched.failure());
    assert_eq!(fetched.last().body, b"abcd");
    server.join();
}
