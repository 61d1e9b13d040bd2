//! Handshakes that work and that do not, in memory.

mod handshakes;
mod key_log;
mod link;
mod pki;
mod sockets;
mod streams;
mod trust;

use std::sync::Arc;

use rustls::server::ServerConfig;

use super::*;
use crate::types::error::Cause;
use crate::types::http::Verdict;
use link::Link;
use pki::{Authority, Identity};

const HOST: &str = "example.test";

/// The client's end, for a host.
fn client(client: &Arc<Client>, host: &str) -> Tls {
    Tls::with(Arc::clone(client), &TlsSettings::default(), host, 443).unwrap()
}

/// Shake hands until it is done or refused.
fn agree(tls: &mut Tls, link: &mut Link) -> Result<(), IoError> {
    for _ in 0..1_000_000 {
        if tls.handshake(link)? {
            return Ok(());
        }
    }
    panic!("the handshake does not end");
}

/// What TLS says is wrong.
fn problem(error: &IoError) -> &TlsProblem {
    match &error.cause {
        Cause::Tls(problem) => problem,
        other => panic!("{other:?}"),
    }
}

/// A server for [`HOST`] that the authority has signed.
fn good(authority: &Authority) -> Arc<ServerConfig> {
    Arc::new(authority.sign(&[HOST], 1975..4000).server(&[]))
}

/// Both ends after the handshake.
fn agreed(step: usize) -> (Tls, Link) {
    let authority = Authority::new("root");
    let mut link = Link::new(&good(&authority), step);
    let mut tls = client(&authority.client(false), HOST);
    agree(&mut tls, &mut link).unwrap();
    (tls, link)
}

/// A ticket comes with the first bytes after the handshake.
fn take_ticket(tls: &mut Tls, link: &mut Link) {
    link.say(b"x");
    assert_eq!(tls.read(link, &mut [0; 9]).unwrap(), 1);
}
