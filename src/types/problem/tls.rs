//! What can go wrong with TLS.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::types::problem::trust::TrustProblem;

/// Why a TLS handshake or connection failed, beyond what the system says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TlsProblem {
    /// No certificate can be issued for the name of the server.
    ServerName,
    /// The server sends no certificate.
    NoCertificate,
    /// The server's certificates are refused.
    NotTrusted(TrustProblem),
    /// The server's signature does not verify with the key of its certificate.
    NotProven {
        /// The key, if the certificate can be read.
        key: Option<CertificateKey>,
    },
    /// The server closed the connection during the handshake.
    Closed,
    /// The connection ended without `close_notify`.
    NoCloseNotify,
    /// The answer is HTTP without TLS.
    PlainHttp,
    /// The answer is not TLS: it begins with these bytes.
    NotTls(Vec<u8>),
    /// A message or record is longer than TLS allows.
    TooLong,
    /// A message is malformed: how, by the name that the library has for it.
    Malformed(String),
    /// A message of this type came out of turn.
    OutOfTurn(String),
    /// The server does something that TLS forbids: what, by the name that the library has for it.
    Misbehaved(String),
    /// The server speaks neither TLS 1.2 nor TLS 1.3.
    Version,
    /// The server's TLS does not fit: why, by the name that the library has for it.
    Incompatible(String),
    /// What was received cannot be decrypted.
    Decrypt,
    /// The server does not speak HTTP/1.1.
    NoApplicationProtocol,
    /// The server sent an alert.
    Alert {
        /// Its number (RFC 8446, 6).
        number: u8,
        /// The server had chosen a cipher before.
        cipher_chosen: bool,
    },
    /// Anything else, in the words of the library.
    Other(String),
}

/// As a part of a standard [`std::io::Error`], from which [`IoError`](crate::types::IoError) takes it out again.
impl std::error::Error for TlsProblem {}

/// As [`std::error::Error`] needs it. The words are in [`words::problem::tls`](crate::words::problem::tls).
impl fmt::Display for TlsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The public key of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateKey {
    /// Its algorithm, such as "EC", else the number of the algorithm.
    pub algorithm: String,
    /// Its size in bits, where that says something.
    pub bits: Option<u32>,
}
