//! Why a TLS handshake failed.

use crate::types::problem::TlsProblem;

/// As it stands after "could not complete the TLS handshake with ..:".
pub fn tls(problem: &TlsProblem) -> String {
    match problem {
        TlsProblem::NoCertificate => no_certificate(),
        TlsProblem::Closed => closed(),
    }
    .to_owned()
}

messages! {
    no_certificate = "the server sends no certificate";
    closed = "the server closed the connection during the handshake";
}
