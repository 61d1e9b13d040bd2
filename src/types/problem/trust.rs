//! Why the certificates of a server are not to be trusted.

use serde::{Deserialize, Serialize};

/// Why the certificates of a server are not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrustProblem {
    /// A certificate has expired; when and which one, if that is known.
    Expired(Option<ValidityLimit>),
    /// A certificate is not valid yet; until when and which one, if that is known.
    NotValidYet(Option<ValidityLimit>),
    /// The server has signed its certificate itself.
    SelfSigned,
    /// The chain ends at an authority of this name, which the system does not trust.
    UntrustedAuthority(String),
    /// The chain lacks an issuer of this name, which the system does not know either.
    IssuerMissing(String),
    /// No issuer is trusted by the system, and the chain is missing that would name it.
    IssuerUnknown,
    /// The server's certificate is for other names.
    WrongName {
        /// The name asked for.
        server: String,
        /// The first names that the certificate is for.
        names: Vec<String>,
        /// How many more there are.
        more: u64,
    },
    /// A signature does not fit.
    BadSignature,
    /// A signature is made with this algorithm, which is not supported; `None` if it cannot be read.
    SignatureAlgorithm(Option<String>),
    /// The certificate is not meant for servers.
    NotForServers,
    /// The certificate is not well-formed.
    BadEncoding,
    /// The issuer has revoked the certificate.
    Revoked,
    /// A critical extension is not supported.
    CriticalExtension,
    /// Whether the certificate is revoked is not known.
    RevocationUnknown,
    /// The list of revoked certificates has expired.
    RevocationListExpired,
    /// The OCSP response is not valid.
    OcspResponse,
    /// The system does not accept the certificate.
    RefusedBySystem,
    /// The server shows the certificate of an authority as its own.
    Authority {
        /// It has signed itself.
        self_signed: bool,
    },
    /// A certificate is signed with one that is not meant for signing.
    IssuerNotAuthority,
    /// The issuer may not sign for this name.
    IssuerNames,
    /// The issuer may not have other issuers below it.
    IssuerPath,
    /// The certificate is not an X.509 certificate of version 3.
    NotVersion3,
    /// Too many certificates lie between the server's and a trusted one.
    ChainTooLong,
    /// Anything else about a certificate, by the name that the library has for it, if it has one.
    Invalid(Option<String>),
    /// The server sends no certificate.
    NoCertificate,
    /// The system has no list of trusted roots, for this reason in the words of the library.
    NoRoots(String),
    /// Anything else, in the words of the library.
    Other(String),
}

/// When a certificate begins or ceases to be valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidityLimit {
    /// In seconds since the Unix epoch.
    pub at: i64,
    /// It is the server's own certificate, not one that it depends on.
    pub is_own: bool,
}
