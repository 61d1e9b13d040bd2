//! Redirects: chains, loops, other origins, and what becomes of the connection.

use sockscope::engine::http_fetch::{FetchBody, FetchRequest};
use sockscope::types::http::{HopCause, HopOutcome};

use super::rig::{Server, drain, fetch, get, read_head, send, with_header};
use crate::loopback::rig;

fn to(status: u16, location: &str) -> String {
    format!("HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 5\r\n\r\nmoved")
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

#[test]
fn a_chain_is_followed_over_one_connection() {
    let server = Server::answers(&[&to(301, "/a/b"), &to(302, "../c"), &to(308, "?q"), OK]);
    let fetched = fetch(get(&server.url()));
    assert!(fetched.is_complete(), "{}", fetched.failure());
    assert_eq!(fetched.statuses(), [301, 302, 308, 200]);
    let urls: Vec<_> = fetched.hops.iter().map(|hop| hop.url.replace(&server.url(), "/")).collect();
    assert_eq!(urls, ["/", "/a/b", "/c", "/c?q"]);
    assert_eq!(fetched.joined.len(), 1);
    assert!(fetched.hops[1..].iter().all(|hop| hop.cause == HopCause::Redirected));
    assert!(fetched.hops[1..].iter().all(|hop| hop.carried.unwrap().1));
    assert_eq!((&*fetched.hops[0].body, &*fetched.last().body), (&b"moved"[..], &b"ok"[..]));
}

#[test]
fn a_loop_ends_in_words() {
    let server = Server::answers(&[&*to(302, "/"); 4]);
    let mut config = get(&server.url());
    config.redirects = Some(3);
    let fetched = fetch(config);
    assert!(fetched.failure().ends_with("too many redirects: more than 3"), "{fetched:?}");
    assert_eq!(fetched.statuses(), [302; 4]);
    assert_eq!(fetched.last().outcome, Some(HopOutcome::Complete));
}

#[test]
fn a_redirect_that_is_not_to_be_followed_is_the_answer() {
    let server = Server::answers(&[&to(302, "/")]);
    let mut config = get(&server.url());
    config.redirects = None;
    let fetched = fetch(config);
    assert!(fetched.is_complete() && fetched.statuses() == [302], "{fetched:?}");
}

#[test]
fn a_redirect_to_another_scheme_is_refused_in_words() {
    let server = Server::answers(&[&to(302, "file:///etc/passwd")]);
    let fetched = fetch(get(&server.url()));
    assert!(fetched.failure().contains("file"), "{}", fetched.failure());
    assert_eq!(fetched.hops.len(), 1);
}

#[test]
fn another_origin_does_not_learn_the_secrets() {
    let other = Server::run(|listener| {
        let far = rig::accept(listener);
        let head = read_head(&far);
        assert!(head.contains("\r\nX-Plain: 1\r\n") && !head.contains("secret"), "{head}");
        rig::write(&far, OK.as_bytes());
    });
    let first = Server::answers(&[&to(302, &other.url())]);
    let mut config = get(&first.url());
    for (name, value) in [("Authorization", "secret"), ("Cookie", "secret"), ("X-Plain", "1")] {
        config = with_header(config, name, value);
    }
    let fetched = fetch(config);
    assert!(fetched.is_complete(), "{}", fetched.failure());
    assert!(fetched.hops[0].carried != fetched.last().carried && fetched.joined.len() == 2);
    other.join();
}

#[test]
fn a_307_sends_the_file_again_and_a_303_gets() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), b"hello").unwrap();
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        for status in [307, 303] {
            assert!(read_head(&far).starts_with("POST"));
            assert_eq!(rig::read(&far, 5), b"hello");
            rig::write(&far, to(status, "/next").as_bytes());
        }
        let head = read_head(&far);
        assert!(head.starts_with("GET") && !head.contains("Content-Length"), "{head}");
        rig::write(&far, OK.as_bytes());
    });
    let body = FetchBody::File(file.path().to_owned());
    let fetched = fetch(send("POST", &server.url(), body));
    assert!(fetched.is_complete(), "{}", fetched.failure());
    assert_eq!(fetched.statuses(), [307, 303, 200]);
    server.join();
}

#[test]
fn a_large_body_of_a_redirect_is_not_waited_for() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 302 Moved\r\nLocation: /next\r\n\r\n");
        rig::flood(&far);
        drop(far);
        let far = rig::accept(listener);
        assert!(read_head(&far).starts_with("GET /next "));
        rig::write(&far, OK.as_bytes());
    });
    let fetched = fetch(get(&server.url()));
    assert!(fetched.is_complete(), "{}", fetched.failure());
    assert!(matches!(fetched.hops[0].outcome, Some(HopOutcome::Incomplete(_))));
    assert!(fetched.hops[0].body.len() < 4 * 1024 * 1024);
    server.join();
}

#[test]
fn a_slow_body_of_a_redirect_is_not_waited_for() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 302 Moved\r\nLocation: /next\r\nContent-Length: 9\r\n\r\n");
        let next = rig::accept(listener);
        read_head(&next);
        rig::write(&next, OK.as_bytes());
        assert_eq!(drain(&far), b"");
    });
    let fetched = fetch(get(&server.url()));
    assert!(fetched.is_complete(), "{}", fetched.failure());
    server.join();
}

#[test]
fn a_raw_request_is_not_redirected() {
    let server = Server::answers(&[&to(302, "/")]);
    let config = super::rig::raw(&server.url(), "GET / HTTP/1.1\r\n\r\n");
    assert!(matches!(config.request, FetchRequest::Raw { .. }));
    let fetched = fetch(config);
    assert!(fetched.is_complete() && fetched.hops.len() == 1, "{fetched:?}");
}
