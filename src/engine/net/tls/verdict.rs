//! Why certificates are not to be trusted, in words.

use chrono::DateTime;
use rustls::pki_types::UnixTime;
use rustls::{CertificateError, Error};
use x509_parser::der_parser::asn1_rs::FromDer as _;
use x509_parser::der_parser::oid::Oid;

use crate::engine::net::tls::failure;
use crate::types::http::CertificateInfo;

/// As it stands after "the certificate is not trusted:". `chain` begins with the server's own certificate, `server` is
/// what it should be for.
pub(super) fn words(error: &Error, chain: &[CertificateInfo], server: &str) -> String {
    match error {
        Error::InvalidCertificate(error) => certificate(error, chain, server),
        other => failure::words(other, &[]),
    }
}

fn certificate(error: &CertificateError, chain: &[CertificateInfo], server: &str) -> String {
    match error {
        CertificateError::Expired => "expired".to_owned(),
        CertificateError::ExpiredContext { not_after, .. } => {
            let own = is_own(*not_after, chain, |own| own.not_after);
            format!("{}expired on {}", whose(own), date(*not_after))
        }
        CertificateError::NotValidYet => "not valid yet".to_owned(),
        CertificateError::NotValidYetContext { not_before, .. } => {
            let own = is_own(*not_before, chain, |own| own.not_before);
            format!("{}not valid before {}", whose(own), date(*not_before))
        }
        CertificateError::UnknownIssuer => unknown_issuer(chain),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            wrong_name(chain, server)
        }
        CertificateError::BadSignature => "a signature in it is wrong".to_owned(),
        CertificateError::UnsupportedSignatureAlgorithmContext {
            signature_algorithm_id, ..
        }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext {
            signature_algorithm_id,
            ..
        } => {
            format!("signed in a way that is not supported ({})", algorithm(signature_algorithm_id))
        }
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "not meant for servers".to_owned()
        }
        CertificateError::Other(other) => webpki(&other.to_string(), chain),
        other => plain(other).to_owned(),
    }
}

/// Errors that need no details.
fn plain(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::BadEncoding => "it cannot be read",
        CertificateError::Revoked => "revoked by its issuer",
        CertificateError::UnhandledCriticalExtension => {
            "it has an extension that must be understood and is not known"
        }
        CertificateError::UnknownRevocationStatus => "nobody tells whether it is revoked",
        CertificateError::ExpiredRevocationList
        | CertificateError::ExpiredRevocationListContext { .. } => {
            "the list of revoked certificates has expired"
        }
        CertificateError::InvalidOcspResponse => "the answer on whether it is revoked is wrong",
        CertificateError::ApplicationVerificationFailure => "the system does not accept it",
        _ => "not valid",
    }
}

/// Errors that come as a name only, from `webpki`, or as words, from the system.
fn webpki(name: &str, chain: &[CertificateInfo]) -> String {
    let words = match name {
        "CaUsedAsEndEntity" if is_self_signed(chain) => {
            "self-signed, and for signing other certificates, not for a server"
        }
        "CaUsedAsEndEntity" => "for signing other certificates, not for a server",
        "EndEntityUsedAsCa" => "signed by a certificate that is not meant for signing",
        "NameConstraintViolation" => "its issuer may not sign for this name",
        "PathLenConstraintViolated" => "its issuer may not have issuers below it",
        "UnsupportedCertVersion" => "not an X.509 certificate of version 3",
        "EkuError" | "certificate had invalid extensions" => "not meant for servers",
        "MaximumPathDepthExceeded" => "its chain of issuers is too long",
        _ => return format!("not valid: {name}"),
    };
    words.to_owned()
}

fn unknown_issuer(chain: &[CertificateInfo]) -> String {
    match chain {
        _ if is_self_signed(chain) => "self-signed".to_owned(),
        [.., last] if last.subject == last.issuer => {
            format!("signed by {}, which this system does not trust", last.subject)
        }
        [.., last] => format!(
            "signed by {}, which this system does not know and the server does not send",
            last.issuer
        ),
        [] => "signed by nobody that this system trusts".to_owned(),
    }
}

fn is_self_signed(chain: &[CertificateInfo]) -> bool {
    chain.first().is_some_and(|own| own.subject == own.issuer)
}

fn wrong_name(chain: &[CertificateInfo], server: &str) -> String {
    let names = chain.first().map_or(&[][..], |own| own.names.as_slice());
    let shown: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
    let more = match names.len().saturating_sub(shown.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match names {
        [] => format!("not valid for {server} nor any other name"),
        _ => format!("not valid for {server}, only for {}{more}", shown.join(", ")),
    }
}

/// Whether it is the server's own certificate that has this time.
fn is_own(time: UnixTime, chain: &[CertificateInfo], of: impl Fn(&CertificateInfo) -> i64) -> bool {
    chain.first().is_none_or(|own| i64::try_from(time.as_secs()) == Ok(of(own)))
}

fn whose(own: bool) -> &'static str {
    if own { "" } else { "a certificate that it depends on: " }
}

fn date(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).ok();
    let date = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    date.map_or_else(String::new, |date| date.format("%Y-%m-%d %H:%M UTC").to_string())
}

/// The name of an algorithm, else its number.
fn algorithm(id: &[u8]) -> String {
    let Ok((_, oid)) = Oid::from_der(id) else {
        return "unknown".to_owned();
    };
    let registry = x509_parser::objects::oid_registry();
    registry.get(&oid).map_or_else(|| oid.to_id_string(), |entry| entry.description().to_owned())
}

const MOST_NAMES: usize = 5;
