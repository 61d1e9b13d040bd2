//! What handshakes end with, and what is known then.

use rustls::server::WebPkiClientVerifier;
use rustls::version::{TLS12, TLS13};

use super::*;
use crate::engine::net::tls::tests::trust::{refused, wrong_name};

#[test]
fn a_handshake_tells_what_was_agreed_on() {
    let authority = Authority::new("root");
    for (version, name, cipher) in [
        (&TLS12, "TLS 1.2", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
        (&TLS13, "TLS 1.3", "TLS13_AES_256_GCM_SHA384"),
    ] {
        let names = [HOST, "127.0.0.1", "::1"];
        let config = Arc::new(authority.sign(&names, 1975..4000).server(&[version]));
        let mut tls = client(&authority.client(false), HOST);
        let mut link = Link::new(&config, usize::MAX);
        assert_eq!(tls.info().version, None);
        agree(&mut tls, &mut link).unwrap();
        let info = tls.info();
        assert_eq!(info.server_name, HOST);
        assert_eq!(info.version.as_deref(), Some(name));
        assert_eq!(info.cipher.as_deref(), Some(cipher));
        assert_eq!(info.key_exchange.as_deref(), Some("X25519"));
        assert_eq!(info.alpn.as_deref(), Some("http/1.1"));
        assert_eq!(info.resumed, Some(false));
        assert_eq!(info.verdict, Some(Verdict::Trusted));
        let [certificate] = info.chain.as_slice() else { panic!("{:?}", info.chain) };
        let certificate = certificate.info.as_ref().unwrap();
        assert_eq!(certificate.subject, "CN=the server");
        assert_eq!(certificate.issuer, "CN=root");
        assert_eq!(certificate.names, names);
        assert_eq!(link.server.unwrap().server_name(), Some(HOST));
    }
}

#[test]
fn a_handshake_comes_in_any_pieces() {
    for step in [1, 2, 3, 5, 64, 1000] {
        let (tls, _) = agreed(step);
        assert_eq!(tls.info().verdict, Some(Verdict::Trusted), "{step}");
    }
}

#[test]
fn a_name_with_capitals_or_a_dot_at_its_end_is_the_same_name() {
    let authority = Authority::new("root");
    for host in ["EXAMPLE.test", "example.test."] {
        let mut tls = client(&authority.client(false), host);
        let mut link = Link::new(&good(&authority), usize::MAX);
        agree(&mut tls, &mut link).unwrap();
        assert_eq!(link.server.unwrap().server_name(), Some(HOST));
    }
}

#[test]
fn an_address_is_verified_and_not_sent_as_a_name() {
    let authority = Authority::new("root");
    let config = Arc::new(authority.sign(&["127.0.0.1", "fe80::1"], 1975..4000).server(&[]));
    for host in ["127.0.0.1", "fe80::1", "fe80::1%eth0"] {
        let mut tls = client(&authority.client(false), host);
        let mut link = Link::new(&config, usize::MAX);
        agree(&mut tls, &mut link).unwrap();
        assert_eq!(tls.info().server_name, host);
        assert_eq!(link.server.unwrap().server_name(), None);
    }
    let why = refused(&authority, &config, "127.0.0.2", 1);
    assert_eq!(why, wrong_name("127.0.0.2", &["127.0.0.1", "fe80::1"], 0));
}

#[test]
fn a_session_is_resumed_and_its_certificates_stay_known() {
    for version in [&TLS12, &TLS13] {
        let authority = Authority::new("root");
        let config = Arc::new(authority.sign(&[HOST], 1975..4000).server(&[version]));
        let common = authority.client(false);
        for resumed in [false, true] {
            let mut tls = client(&common, HOST);
            let mut link = Link::new(&config, usize::MAX);
            agree(&mut tls, &mut link).unwrap();
            take_ticket(&mut tls, &mut link);
            let info = tls.info();
            assert_eq!(info.resumed, Some(resumed), "{version:?}");
            assert_eq!((info.chain.len(), info.verdict), (1, Some(Verdict::Trusted)));
        }
    }
}

#[test]
fn what_is_not_tls_is_told_as_such() {
    let alert = |number| TlsProblem::Alert { number, cipher_chosen: false };
    let table: [(&[u8], TlsProblem); 10] = [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", TlsProblem::PlainHttp),
        (b"<!DOCTYPE HTML>\n", TlsProblem::PlainHttp),
        (b"HTTP", TlsProblem::PlainHttp),
        (b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n", TlsProblem::NotTls(b"SSH-2.0-OpenSSH_".to_vec())),
        (b"\x00\xff\"", TlsProblem::NotTls(b"\x00\xff\"".to_vec())),
        (b"", TlsProblem::Closed),
        (b"\x16\x03\x03\x00", TlsProblem::Closed),
        (b"\x15\x03\x03\x00\x02\x02\x28", alert(40)),
        (b"\x15\x03\x01\x00\x02\x02\x46", alert(70)),
        (b"\x15\x03\x03\x00\x02\x02\x70", alert(112)),
    ];
    let common = Authority::new("root").client(false);
    for (says, expected) in table {
        let mut tls = client(&common, HOST);
        let error = agree(&mut tls, &mut Link::to(says)).unwrap_err();
        assert_eq!(error.operation, Operation::Handshake);
        assert_eq!((error.target.as_str(), problem(&error)), ("example.test:443", &expected));
        assert_eq!((tls.info().chain.len(), tls.info().verdict), (0, None));
    }
}

#[test]
fn a_byte_that_was_changed_on_the_way_ends_the_handshake() {
    let authority = Authority::new("root");
    for version in [&TLS12, &TLS13] {
        let config = Arc::new(authority.sign(&[HOST], 1975..4000).server(&[version]));
        let mut agreed = Vec::new();
        for at in 0..600 {
            // Of its own, so that no session is resumed.
            let mut tls = client(&authority.client(false), HOST);
            let mut link = Link::new(&config, usize::MAX);
            (link.changes, link.ended) = (Some(at), true);
            match agree(&mut tls, &mut link) {
                Ok(()) => agreed.push(at),
                Err(error) => assert_eq!(error.operation, Operation::Handshake),
            }
        }
        // The minor version of a record in clear text isn't verified.
        assert!(agreed.len() <= 8, "{version:?} {agreed:?}");
    }
}

#[test]
fn an_alert_is_told_although_writing_fails_first() {
    let common = Authority::new("root").client(false);
    let mut tls = client(&common, HOST);
    let mut link = Link::to(b"\x15\x03\x03\x00\x02\x02\x28");
    link.breaks = Some(io::ErrorKind::BrokenPipe);
    let error = agree(&mut tls, &mut link).unwrap_err();
    assert_eq!(problem(&error), &TlsProblem::Alert { number: 40, cipher_chosen: false });
    let mut link = Link::to(b"");
    link.breaks = Some(io::ErrorKind::BrokenPipe);
    let error = agree(&mut client(&common, HOST), &mut link).unwrap_err();
    assert_eq!(error.text(), "broken pipe");
}

#[test]
fn a_server_that_wants_to_know_the_client_is_told_as_such() {
    let authority = Authority::new("root");
    let mut tls = client(&authority.client(false), HOST);
    let mut link = Link::new(&nosy(&authority, &TLS13), usize::MAX);
    agree(&mut tls, &mut link).unwrap();
    let error = tls.read(&mut link, &mut [0; 9]).unwrap_err();
    let error = IoError::new(Operation::Receive, HOST, &error);
    assert_eq!(problem(&error), &TlsProblem::Alert { number: 116, cipher_chosen: false });
    let mut tls = client(&authority.client(false), HOST);
    let error = agree(&mut tls, &mut Link::new(&nosy(&authority, &TLS12), usize::MAX));
    let expected = TlsProblem::Alert { number: 116, cipher_chosen: true };
    assert_eq!(problem(&error.unwrap_err()), &expected);
    assert_eq!(tls.info().verdict, Some(Verdict::Trusted));
}

/// A server that wants a certificate of the client.
fn nosy(
    authority: &Authority,
    version: &'static rustls::SupportedProtocolVersion,
) -> Arc<ServerConfig> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority.der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let clients = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(&provider));
    let Identity { chain, key } = authority.sign(&[HOST], 1975..4000);
    let config = ServerConfig::builder_with_provider(provider);
    let config = config.with_protocol_versions(&[version]).unwrap();
    let config = config.with_client_cert_verifier(clients.build().unwrap());
    Arc::new(config.with_single_cert(chain, key).unwrap())
}

#[test]
fn a_name_that_no_certificate_can_have_is_refused_at_once() {
    for host in ["", "a b", "a..b", "[::1]"] {
        let error = Tls::new(&TlsSettings::default(), host, 443).err().unwrap();
        assert_eq!(problem(&error), &TlsProblem::ServerName, "{host:?}");
        assert_eq!(error.operation, Operation::Handshake);
    }
}
