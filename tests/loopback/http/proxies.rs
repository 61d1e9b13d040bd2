//! Proxies: HTTP with and without a tunnel, SOCKS 5, and those that refuse.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use sockscope::engine::http_fetch::{HttpFetchConfig, Proxy};
use sockscope::types::http::{HopCause, HopOutcome, Phase};

use super::rig::{Server, drain, fetch, get, read_head};
use crate::loopback::rig;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

fn through(server: &Server, scheme: &str, url: &str) -> HttpFetchConfig {
    let mut config = get(url);
    let text = format!("{scheme}://user:p%20w@{}", server.address);
    config.proxy = Proxy::parse(&text).unwrap();
    config
}

#[test]
fn an_http_proxy_gets_the_whole_url() {
    let proxy = Server::run(|listener| {
        let far = rig::accept(listener);
        let head = read_head(&far);
        assert!(head.starts_with("GET http://example.test/a?b HTTP/1.1\r\nHost: example.test\r\n"));
        assert!(head.contains("\r\nProxy-Authorization: Basic dXNlcjpwIHc=\r\n"), "{head}");
        rig::write(&far, OK);
    });
    let fetched = fetch(through(&proxy, "http", "http://example.test/a?b"));
    assert!(fetched.is_complete(), "{fetched:?}");
    assert_eq!(fetched.hops.len(), 1);
    proxy.join();
}

#[test]
fn a_refused_tunnel_shows_the_answer_of_the_proxy() {
    let proxy = Server::run(|listener| {
        let far = rig::accept(listener);
        let head = read_head(&far);
        assert!(
            head.starts_with("CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\n")
        );
        rig::write(&far, b"HTTP/1.1 407 Who Are You\r\nContent-Length: 2\r\n\r\nno");
    });
    let fetched = fetch(through(&proxy, "http", "https://example.test/"));
    let failure = fetched.failure();
    assert!(failure.starts_with("failed: could not get through the proxy 127.0.0.1:"), "{failure}");
    assert!(failure.contains("it answered 407 Who Are You"), "{failure}");
    assert_eq!(fetched.causes(), [HopCause::Tunnel]);
    let hop = fetched.last();
    assert_eq!((&*hop.method, &*hop.url), ("CONNECT", "example.test:443"));
    assert_eq!((hop.outcome.as_ref(), &*hop.body), (Some(&HopOutcome::Complete), &b"no"[..]));
    proxy.join();
}

/// What a SOCKS proxy hears up to its reply, which is this code.
fn socks(far: &TcpStream, code: u8) -> Vec<u8> {
    assert_eq!(rig::read(far, 4), [5, 2, 0, 2]);
    rig::write(far, &[5, 2]);
    assert_eq!(rig::read(far, 10), b"\x01\x04user\x03p w");
    rig::write(far, &[1, 0]);
    let mut asked = rig::read(far, 5);
    asked.extend(rig::read(far, usize::from(asked[4]) + 2));
    rig::write(far, &[5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
    asked
}

#[test]
fn a_socks_proxy_gets_the_name_and_passes_the_request_on() {
    let proxy = Server::run(|listener| {
        let far = rig::accept(listener);
        assert_eq!(socks(&far, 0), b"\x05\x01\x00\x03\x0cexample.test\x00\x50");
        assert!(read_head(&far).starts_with("GET /a HTTP/1.1\r\nHost: example.test\r\n"));
        rig::write(&far, OK);
    });
    let fetched = fetch(through(&proxy, "socks5", "http://example.test/a"));
    assert!(fetched.is_complete(), "{fetched:?}");
    let phases = [Phase::Connect, Phase::Send, Phase::Wait, Phase::Download];
    assert_eq!(fetched.last().phases, phases);
    assert!(fetched.sent_to_all().starts_with(&[5, 2, 0, 2]));
    proxy.join();
}

#[test]
fn a_socks_proxy_that_refuses_is_quoted_in_words() {
    let proxy = Server::run(|listener| drop(socks(&rig::accept(listener), 5)));
    let failure = fetch(through(&proxy, "socks5", "http://example.test/")).failure();
    assert!(failure.contains("the server refused the connection"), "{failure}");
    let proxy = Server::run(|listener| drop(rig::read(&rig::accept(listener), 4)));
    let failure = fetch(through(&proxy, "socks5", "http://example.test/")).failure();
    assert!(failure.contains("it closed the connection"), "{failure}");
}

#[test]
fn a_tunnel_with_more_than_its_head_is_refused() {
    let proxy = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        (&far).write_all(b"HTTP/1.1 200 OK\r\n\r\nsurprise").unwrap();
    });
    let failure = fetch(through(&proxy, "http", "https://example.test/")).failure();
    assert!(failure.contains("8 bytes before the server was asked"), "{failure}");
}

#[test]
fn a_proxy_that_never_answers_has_the_limit_of_connecting() {
    let table =
        [("http", "https", "no byte for 200 ms"), ("socks5", "http", "no answer within 200 ms")];
    for (scheme, wanted, words) in table {
        let proxy = Server::run(|listener| drop(drain(&rig::accept(listener))));
        let mut config = through(&proxy, scheme, &format!("{wanted}://example.test/"));
        config.timeouts.connect = Duration::from_millis(200);
        let failure = fetch(config).failure();
        assert!(failure.starts_with("failed: ") && failure.ends_with(words), "{failure}");
        proxy.join();
    }
}
