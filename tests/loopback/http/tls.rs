//! Fetches over TLS. The roots are those of the system, so that no server here is trusted.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use sockscope::engine::http_fetch::{HttpFetchConfig, Proxy};
use sockscope::types::http::{HopCause, Phase, Verdict};
use sockscope::words::problem::trust::trust;

use super::rig::{Server, Tab, drain, fetch, get, read_head};
use crate::loopback::rig;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/// Signed by itself, until this year.
pub(crate) fn identity(until: i32) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    params.not_after = date_time_ymd(until, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    Arc::new(config.with_single_cert(vec![certificate.der().clone()], key).unwrap())
}

fn secure(far: TcpStream, config: Arc<ServerConfig>) -> StreamOwned<ServerConnection, TcpStream> {
    StreamOwned::new(ServerConnection::new(config).unwrap(), far)
}

fn read_request(stream: &mut StreamOwned<ServerConnection, TcpStream>) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    String::from_utf8(head).unwrap()
}

/// Answers so many requests over one connection.
fn server(until: i32, requests: usize) -> Server {
    Server::run(move |listener| {
        let mut stream = secure(rig::accept(listener), identity(until));
        for _ in 0..requests {
            read_request(&mut stream);
            stream.write_all(OK).unwrap();
        }
        stream.flush().unwrap();
    })
}

fn lenient(server: &Server) -> HttpFetchConfig {
    let mut config = get(&server.url().replace("http:", "https:"));
    config.tls.accept_invalid = true;
    config
}

#[test]
fn a_server_that_is_not_trusted_is_refused_and_shown() {
    let server = Server::run(|listener| {
        let mut stream = secure(rig::accept(listener), identity(4000));
        assert!(stream.read(&mut [0]).is_err());
    });
    let fetched = fetch(get(&server.url().replace("http:", "https:")));
    let failure = fetched.failure();
    assert!(
        failure.starts_with("failed: could not complete the TLS handshake with 127.0.0.1:"),
        "{failure}"
    );
    let tls = fetched.last().tls.as_ref().unwrap();
    assert!(matches!(tls.verdict, Some(Verdict::Refused(_))) && tls.chain.len() == 1, "{tls:?}");
    assert!(fetched.sent.is_empty());
    server.join();
}

#[test]
fn a_server_that_is_not_trusted_is_fetched_from_if_that_is_asked_for() {
    for (until, words) in [(4000, "self-signed"), (2000, "expired")] {
        let server = server(until, 2);
        let tab = Tab::default();
        let fetched = tab.fetch(lenient(&server));
        assert!(fetched.is_complete(), "{fetched:?}");
        let hop = fetched.last();
        let tls = hop.tls.as_ref().unwrap();
        let Some(Verdict::Accepted(reason)) = &tls.verdict else {
            panic!("{tls:?}");
        };
        assert!(trust(reason).contains(words), "{reason:?}");
        let phases = [Phase::Connect, Phase::Tls, Phase::Send, Phase::Wait, Phase::Download];
        assert_eq!(hop.phases, phases);
        assert_eq!(fetched.received.values().next().unwrap(), OK);
        assert!(fetched.sent_to_all().starts_with(b"GET / HTTP/1.1\r\n"));
        let again = tab.fetch(lenient(&server));
        assert!(again.is_complete() && again.joined.is_empty(), "{again:?}");
        assert!(again.last().tls.is_some());
        server.join();
    }
}

#[test]
fn a_body_without_length_needs_close_notify() {
    for announces in [true, false] {
        let server = Server::run(move |listener| {
            let mut stream = secure(rig::accept(listener), identity(4000));
            read_request(&mut stream);
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nhello").unwrap();
            if announces {
                stream.conn.send_close_notify();
            }
            stream.flush().unwrap();
        });
        let fetched = fetch(lenient(&server));
        assert_eq!(fetched.last().body, b"hello");
        assert_eq!(fetched.is_complete(), announces, "{fetched:?}");
        if !announces {
            let failure = fetched.failure();
            assert!(failure.starts_with("incomplete: "), "{failure}");
            assert!(failure.contains("close_notify"), "{failure}");
        }
    }
}

#[test]
fn we_say_close_notify_ourselves() {
    let server = Server::run(|listener| {
        let mut stream = secure(rig::accept(listener), identity(4000));
        read_request(&mut stream);
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            .unwrap();
        stream.flush().unwrap();
        assert_eq!(stream.read(&mut [0]).unwrap(), 0);
    });
    assert!(fetch(lenient(&server)).is_complete());
    server.join();
}

#[test]
fn a_large_body_goes_both_ways() {
    const LEN: usize = 8 * 1024 * 1024;
    let server = Server::run(|listener| {
        let mut stream = secure(rig::accept(listener), identity(4000));
        read_request(&mut stream);
        let mut body = vec![0; LEN];
        stream.read_exact(&mut body).unwrap();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {LEN}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&body).unwrap();
        stream.flush().unwrap();
    });
    let body: Vec<u8> = (0..=250).cycle().take(LEN).collect();
    let sent = sockscope::engine::http_fetch::FetchBody::Bytes(body.clone().into());
    let mut config = super::rig::send("PUT", &server.url().replace("http:", "https:"), sent);
    config.tls.accept_invalid = true;
    let fetched = fetch(config);
    assert!(fetched.is_complete(), "{}", fetched.failure());
    assert!(fetched.last().body == body && fetched.sent_to_all().ends_with(&body));
    server.join();
}

#[test]
fn a_server_without_tls_is_told_in_words() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        rig::read(&far, 1);
        rig::write(&far, b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let failure = fetch(lenient(&server)).failure();
    assert!(failure.contains("HTTP"), "{failure}");
}

#[test]
fn tls_goes_through_a_tunnel() {
    let proxy = Server::run(|listener| {
        let far = rig::accept(listener);
        assert!(read_head(&far).starts_with("CONNECT 127.0.0.1:7 "));
        rig::write(&far, b"HTTP/1.1 200 Connection established\r\n\r\n");
        let mut stream = secure(far, identity(4000));
        let head = read_request(&mut stream);
        assert!(!head.contains("Proxy-Authorization"), "{head}");
        stream.write_all(OK).unwrap();
        stream.flush().unwrap();
        drain(&stream.sock);
    });
    let mut config = get("https://127.0.0.1:7/");
    config.tls.accept_invalid = true;
    config.proxy = Proxy::parse(&format!("u:p@{}", proxy.address)).unwrap();
    let fetched = fetch(config);
    assert!(fetched.is_complete(), "{fetched:?}");
    assert_eq!(fetched.causes(), [HopCause::Tunnel, HopCause::Asked]);
    assert_eq!(fetched.hops[0].phases[0], Phase::Connect);
    assert_eq!(fetched.last().phases[0], Phase::Tls);
    assert!(!fetched.last().carried.unwrap().1);
    proxy.join();
}

#[test]
fn making_tls_ready_is_time_of_tls() {
    let server = Server::run(|listener| drop(rig::accept(listener)));
    let mut config = lenient(&server);
    config.tls.key_log = Some("/nowhere/at/all".into());
    let fetched = fetch(config);
    assert!(fetched.failure().contains("/nowhere/at/all"), "{}", fetched.failure());
    assert_eq!(fetched.last().phases, [Phase::Connect, Phase::Tls]);
}
