//! What TLS agreed on, and certificates that are not to be trusted.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::Builder;

use egui::Role;
use egui_kittest::kittest::Queryable as _;
use rcgen::{CertificateParams, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{fetch, tab};
use crate::rig::PATIENCE;

/// Signed by itself: nobody vouches for it.
fn identity() -> Arc<ServerConfig> {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(["127.0.0.1".to_owned()]).expect("a name");
    let certificate = params.self_signed(&key).expect("a certificate");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().expect("the provider has them");
    let config = config.with_no_client_auth();
    let config = config.with_single_cert(vec![certificate.der().clone()], key);
    Arc::new(config.expect("the key fits"))
}

/// Takes two connections: who is refused in the first comes back in the second.
fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has ports");
    let address = listener.local_addr().expect("it is bound");
    let config = identity();
    let serve = move || {
        for _ in 0..2 {
            let (stream, _) = listener.accept().expect("a connection comes");
            stream.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
            let tls = ServerConnection::new(Arc::clone(&config)).expect("a good configuration");
            let mut stream = StreamOwned::new(tls, stream);
            // A client that refuses the certificate goes away in between.
            if stream.read(&mut [0; 4096]).is_ok_and(|len| len > 0) {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret").ok();
                stream.flush().ok();
            }
        }
    };
    Builder::new().name("TLS server".to_owned()).spawn(serve).expect("a thread");
    address
}

#[test]
fn a_refused_server_shows_its_certificate_and_can_be_accepted_loudly() {
    let url = format!("https://{}/", server());
    let mut window = tab();
    fetch(&mut window, &url);
    window.until_text("Could not complete the TLS handshake with 127.0.0.1");
    window.until_text("TLS of hop 1: Refused: ");
    assert!(window.shows("Certificate 1 for "), "{:#?}", window.texts());
    window.click("Options");
    window.harness.get_by_role_and_label(Role::CheckBox, "Accept invalid certificates").click();
    window.harness.run_steps(2);
    window.until_text("Invalid certificates are accepted");
    window.click("Fetch");
    window.until_text("200 OK, 6 bytes in ");
    window.until_text("secret");
    let row = window.until_text("TLS of hop 1: Accepted although untrusted: ");
    assert!(row.contains("TLS 1.3"), "{row}");
    assert!(!window.shows("Certificate 1 for "), "folded away until it is asked for");
    window.click(&row);
    assert!(window.shows("Certificate 1 for "));
}
