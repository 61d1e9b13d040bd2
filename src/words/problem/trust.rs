//! Why the certificates of a server are not to be trusted.

use crate::types::inert::inert;
use crate::types::problem::{TrustProblem, ValidityLimit};
use crate::words::{count, time};

/// As it stands after "the server's certificate is not trusted:".
pub fn trust(problem: &TrustProblem) -> String {
    let words = match problem {
        TrustProblem::Expired(Some(limit)) => {
            return whose(*limit, expired_on(&time::minute(limit.at)));
        }
        TrustProblem::NotValidYet(Some(limit)) => {
            return whose(*limit, not_valid_before(&time::minute(limit.at)));
        }
        TrustProblem::UntrustedAuthority(name) => return untrusted_authority(&inert(name)),
        TrustProblem::IssuerMissing(name) => return issuer_missing(&inert(name)),
        TrustProblem::WrongName { server, names, more } => return wrong_name(server, names, *more),
        TrustProblem::SignatureAlgorithm(Some(name)) => return signature_algorithm(&inert(name)),
        TrustProblem::Invalid(Some(name)) => return invalid_named(&inert(name)),
        TrustProblem::NoRoots(why) => return no_roots(&inert(why)),
        TrustProblem::Other(words) => return inert(words).into_owned(),
        TrustProblem::Expired(None) => expired(),
        TrustProblem::NotValidYet(None) => not_valid_yet(),
        TrustProblem::SelfSigned => self_signed(),
        TrustProblem::IssuerUnknown => issuer_unknown(),
        TrustProblem::BadSignature => bad_signature(),
        TrustProblem::SignatureAlgorithm(None) => unknown_signature_algorithm(),
        TrustProblem::NotForServers => not_for_servers(),
        TrustProblem::BadEncoding => bad_encoding(),
        TrustProblem::Revoked => revoked(),
        TrustProblem::CriticalExtension => critical_extension(),
        TrustProblem::RevocationUnknown => revocation_unknown(),
        TrustProblem::RevocationListExpired => revocation_list_expired(),
        TrustProblem::OcspResponse => ocsp_response(),
        TrustProblem::RefusedBySystem => refused_by_system(),
        TrustProblem::Authority { self_signed: true } => self_signed_authority(),
        TrustProblem::Authority { self_signed: false } => authority(),
        TrustProblem::IssuerNotAuthority => issuer_not_authority(),
        TrustProblem::IssuerNames => issuer_names(),
        TrustProblem::IssuerPath => issuer_path(),
        TrustProblem::NotVersion3 => not_version_3(),
        TrustProblem::ChainTooLong => chain_too_long(),
        TrustProblem::Invalid(None) => invalid(),
        TrustProblem::NoCertificate => no_certificate(),
    };
    words.to_owned()
}

fn whose(limit: ValidityLimit, words: String) -> String {
    if limit.is_own { words } else { of_another(&words) }
}

fn wrong_name(server: &str, names: &[String], more: u64) -> String {
    let server = inert(server);
    let listed = names.join(", ");
    let listed = inert(&listed);
    match (names, more) {
        ([], _) => not_valid_for_any(&server),
        (_, 0) => not_valid_for(&server, &listed),
        (_, more) => not_valid_for(&server, &and_more(&listed, &count(more))),
    }
}

messages! {
    expired = "expired";
    expired_on(time: &str) = "expired on {time}";
    not_valid_yet = "not valid yet";
    not_valid_before(time: &str) = "not valid before {time}";
    of_another(problem: &str) = "a certificate that it depends on: {problem}";
    self_signed = "self-signed";
    untrusted_authority(name: &str) = "signed by {name}, which this system does not trust";
    issuer_missing(name: &str) =
        "signed by {name}, which this system does not know and the server does not send";
    issuer_unknown = "signed by nobody that this system trusts";
    not_valid_for_any(server: &str) = "not valid for {server} nor any other name";
    not_valid_for(server: &str, names: &str) = "not valid for {server}, only for {names}";
    and_more(names: &str, more: &str) = "{names} and {more} more";
    bad_signature = "a signature in it is wrong";
    signature_algorithm(name: &str) = "signed with an algorithm that is not supported ({name})";
    unknown_signature_algorithm = "signed with an unknown algorithm";
    not_for_servers = "not meant for servers";
    bad_encoding = "it cannot be read";
    revoked = "revoked by its issuer";
    critical_extension = "it has a critical extension that is not supported";
    revocation_unknown = "whether it is revoked is not known";
    revocation_list_expired = "the list of revoked certificates has expired";
    ocsp_response = "the OCSP response for it is not valid";
    refused_by_system = "the system does not accept it";
    self_signed_authority = "self-signed, and for signing other certificates, not for a server";
    authority = "for signing other certificates, not for a server";
    issuer_not_authority = "signed by a certificate that is not meant for signing";
    issuer_names = "its issuer may not sign for this name";
    issuer_path = "its issuer may not have issuers below it";
    not_version_3 = "not an X.509 certificate of version 3";
    chain_too_long = "its chain of issuers is too long";
    invalid = "not valid";
    invalid_named(name: &str) = "not valid: {name}";
    no_certificate = "the server sends no certificate";
    no_roots(why: &str) =
        "this system has no list of trusted roots ({why}); SSL_CERT_FILE can name one";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_words() {
        let limit = |at, is_own| Some(ValidityLimit { at, is_own });
        let name = |name: &str| name.to_owned();
        let wrong = |names: &[&str], more| TrustProblem::WrongName {
            server: name("example.test"),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            more,
        };
        let table = [
            (TrustProblem::Expired(limit(315_532_800, true)), "expired on 1980-01-01 00:00 UTC"),
            (TrustProblem::Expired(None), "expired"),
            (
                TrustProblem::Expired(limit(315_532_800, false)),
                "a certificate that it depends on: expired on 1980-01-01 00:00 UTC",
            ),
            (
                TrustProblem::NotValidYet(limit(32_503_680_000, true)),
                "not valid before 3000-01-01 00:00 UTC",
            ),
            (wrong(&["a.b", "*.c.d"], 0), "not valid for example.test, only for a.b, *.c.d"),
            (wrong(&["a", "b"], 4), "not valid for example.test, only for a, b and 4 more"),
            (wrong(&[], 0), "not valid for example.test nor any other name"),
            (TrustProblem::SelfSigned, "self-signed"),
            (
                TrustProblem::Authority { self_signed: true },
                "self-signed, and for signing other certificates, not for a server",
            ),
            (
                TrustProblem::IssuerMissing(name("CN=nobody")),
                "signed by CN=nobody, which this system does not know and the server does not send",
            ),
            (
                TrustProblem::UntrustedAuthority(name("CN=no\u{1b}body")),
                r"signed by CN=no\x1bbody, which this system does not trust",
            ),
            (TrustProblem::NotForServers, "not meant for servers"),
            (TrustProblem::NotVersion3, "not an X.509 certificate of version 3"),
            (TrustProblem::Revoked, "revoked by its issuer"),
            (TrustProblem::Invalid(Some(name("Odd"))), "not valid: Odd"),
            (
                TrustProblem::NoRoots(name("no file")),
                "this system has no list of trusted roots (no file); SSL_CERT_FILE can name one",
            ),
        ];
        for (problem, words) in table {
            assert_eq!(trust(&problem), words);
        }
    }
}
