//! Why certificates are not to be trusted, from the errors of rustls.

use rustls::pki_types::UnixTime;
use rustls::{CertificateError, Error};
use x509_parser::der_parser::asn1_rs::FromDer as _;
use x509_parser::der_parser::oid::Oid;

use crate::engine::net::tls::failure;
use crate::types::http::{Certificate, CertificateInfo};
use crate::types::problem::{TrustProblem, ValidityLimit};

/// The problem behind an error. `chain` begins with the server's own certificate, `server` is what it should be for.
pub(super) fn problem(error: &Error, chain: &[Certificate], server: &str) -> TrustProblem {
    match error {
        Error::InvalidCertificate(error) => certificate(error, chain, server),
        Error::NoCertificatesPresented => TrustProblem::NoCertificate,
        other => TrustProblem::Other(failure::text(other)),
    }
}

fn certificate(error: &CertificateError, chain: &[Certificate], server: &str) -> TrustProblem {
    match error {
        CertificateError::ExpiredContext { not_after, .. } => {
            TrustProblem::Expired(limit(*not_after, chain, |own| own.not_after))
        }
        CertificateError::NotValidYetContext { not_before, .. } => {
            TrustProblem::NotValidYet(limit(*not_before, chain, |own| own.not_before))
        }
        CertificateError::UnknownIssuer => unknown_issuer(chain),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            wrong_name(chain, server)
        }
        CertificateError::UnsupportedSignatureAlgorithmContext {
            signature_algorithm_id, ..
        }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext {
            signature_algorithm_id,
            ..
        } => TrustProblem::SignatureAlgorithm(algorithm(signature_algorithm_id)),
        CertificateError::Other(other) => webpki(&other.to_string(), chain),
        other => plain(other),
    }
}

/// Errors that need no details.
fn plain(error: &CertificateError) -> TrustProblem {
    match error {
        CertificateError::Expired => TrustProblem::Expired(None),
        CertificateError::NotValidYet => TrustProblem::NotValidYet(None),
        CertificateError::BadSignature => TrustProblem::BadSignature,
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            TrustProblem::NotForServers
        }
        CertificateError::BadEncoding => TrustProblem::BadEncoding,
        CertificateError::Revoked => TrustProblem::Revoked,
        CertificateError::UnhandledCriticalExtension => TrustProblem::CriticalExtension,
        CertificateError::UnknownRevocationStatus => TrustProblem::RevocationUnknown,
        CertificateError::ExpiredRevocationList
        | CertificateError::ExpiredRevocationListContext { .. } => {
            TrustProblem::RevocationListExpired
        }
        CertificateError::InvalidOcspResponse => TrustProblem::OcspResponse,
        CertificateError::ApplicationVerificationFailure => TrustProblem::RefusedBySystem,
        _ => TrustProblem::Invalid(None),
    }
}

/// Errors that come as a name only, from `webpki`, or as words, from the system.
fn webpki(name: &str, chain: &[Certificate]) -> TrustProblem {
    match name {
        "CaUsedAsEndEntity" => TrustProblem::Authority { self_signed: is_self_signed(chain) },
        "EndEntityUsedAsCa" => TrustProblem::IssuerNotAuthority,
        "NameConstraintViolation" => TrustProblem::IssuerNames,
        "PathLenConstraintViolated" => TrustProblem::IssuerPath,
        "UnsupportedCertVersion" => TrustProblem::NotVersion3,
        "EkuError" | INVALID_EXTENSIONS => TrustProblem::NotForServers,
        "MaximumPathDepthExceeded" => TrustProblem::ChainTooLong,
        _ => TrustProblem::Invalid(Some(name.to_owned())),
    }
}

fn unknown_issuer(chain: &[Certificate]) -> TrustProblem {
    if is_self_signed(chain) {
        return TrustProblem::SelfSigned;
    }
    match chain.last().and_then(|last| last.info.as_ref().ok()) {
        Some(last) if last.subject == last.issuer => {
            TrustProblem::UntrustedAuthority(last.subject.clone())
        }
        Some(last) => TrustProblem::IssuerMissing(last.issuer.clone()),
        None => TrustProblem::IssuerUnknown,
    }
}

fn is_self_signed(chain: &[Certificate]) -> bool {
    own(chain).is_some_and(|own| own.subject == own.issuer)
}

fn wrong_name(chain: &[Certificate], server: &str) -> TrustProblem {
    let names = own(chain).map_or(&[][..], |own| own.names.as_slice());
    let shown = names.get(..MOST_NAMES).unwrap_or(names);
    TrustProblem::WrongName {
        server: server.to_owned(),
        names: shown.to_vec(),
        more: names.len().saturating_sub(shown.len()) as u64,
    }
}

fn limit(
    time: UnixTime,
    chain: &[Certificate],
    of: impl Fn(&CertificateInfo) -> i64,
) -> Option<ValidityLimit> {
    let at = i64::try_from(time.as_secs()).ok()?;
    Some(ValidityLimit { at, is_own: own(chain).is_none_or(|own| at == of(own)) })
}

/// The server's own certificate, if it can be read.
fn own(chain: &[Certificate]) -> Option<&CertificateInfo> {
    chain.first()?.info.as_ref().ok()
}

/// The name of an algorithm, else its number.
fn algorithm(id: &[u8]) -> Option<String> {
    let (_, oid) = Oid::from_der(id).ok()?;
    let registry = x509_parser::objects::oid_registry();
    let name = registry.get(&oid).map(|entry| entry.description().to_owned());
    Some(name.unwrap_or_else(|| oid.to_id_string()))
}

const MOST_NAMES: usize = 5;

/// What the system's verifier says of a certificate that is not for servers.
const INVALID_EXTENSIONS: &str = "certificate had invalid extensions";
