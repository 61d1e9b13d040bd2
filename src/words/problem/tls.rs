//! Why TLS does not work.

pub mod alert;

use crate::types::inert::inert;
use crate::types::problem::{CertificateKey, TlsProblem};
use crate::words::problem::trust::trust;

/// As it stands after "could not complete the TLS handshake with ..:".
pub fn tls(problem: &TlsProblem) -> String {
    let words = match problem {
        TlsProblem::NotTrusted(problem) => return not_trusted(&trust(problem)),
        TlsProblem::NotProven { key: Some(key) } => return key_not_proven(&self::key(key)),
        TlsProblem::NotTls(start) => return not_tls(&start.escape_ascii().to_string()),
        TlsProblem::Malformed(how) => return malformed(&inert(how)),
        TlsProblem::OutOfTurn(what) => return out_of_turn(&inert(what)),
        TlsProblem::Misbehaved(how) => return misbehaved(&inert(how)),
        TlsProblem::Incompatible(why) => return incompatible(&inert(why)),
        TlsProblem::Alert { number, cipher_chosen } => {
            return alert::alert(*number, *cipher_chosen);
        }
        TlsProblem::Other(words) => return inert(words).into_owned(),
        TlsProblem::ServerName => server_name(),
        TlsProblem::NoCertificate => no_certificate(),
        TlsProblem::NotProven { key: None } => not_proven(),
        TlsProblem::Closed => closed(),
        TlsProblem::NoCloseNotify => no_close_notify(),
        TlsProblem::PlainHttp => plain_http(),
        TlsProblem::TooLong => too_long(),
        TlsProblem::Version => version(),
        TlsProblem::Decrypt => decrypt(),
        TlsProblem::NoApplicationProtocol => no_application_protocol(),
    };
    words.to_owned()
}

/// The key of a certificate: "EC 256 bit".
pub fn key(key: &CertificateKey) -> String {
    let CertificateKey { algorithm, bits } = key;
    let algorithm = inert(algorithm);
    match bits {
        Some(bits) => sized_key(&algorithm, *bits),
        None => algorithm.into_owned(),
    }
}

messages! {
    server_name = "no certificate can be for such a name";
    no_certificate = "the server sends no certificate";
    not_trusted(why: &str) = "the server's certificate is not trusted: {why}";
    not_proven = "what the server signed cannot be verified with the key of its certificate";
    key_not_proven(key: &str) =
        "what the server signed cannot be verified with the key of its certificate ({key})";
    closed = "the server closed the connection during the handshake";
    no_close_notify = "the connection ended without the close of TLS (close_notify)";
    plain_http = "the answer is not TLS but plain HTTP: is it an http:// port?";
    not_tls(start: &str) = "the answer is not TLS: it begins with \"{start}\"";
    too_long = "the server sends more at once than TLS allows";
    malformed(how: &str) = "the server sends malformed TLS ({how})";
    out_of_turn(what: &str) = "the server sends a TLS message out of turn ({what})";
    misbehaved(how: &str) = "the server breaks the rules of TLS ({how})";
    version = "the server speaks neither TLS 1.2 nor TLS 1.3";
    incompatible(why: &str) = "the server's TLS does not fit ({why})";
    decrypt = "what the server sends was changed on the way";
    no_application_protocol = "the server does not speak HTTP/1.1";
    unreadable_certificate(why: &str) = "(not readable: {})", inert(why);
    sized_key(algorithm: &str, bits: u32) = "{algorithm} {bits} bit";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::problem::TrustProblem;

    #[test]
    fn every_problem_has_words() {
        let key = CertificateKey { algorithm: "EC".to_owned(), bits: Some(256) };
        let alert = |number| TlsProblem::Alert { number, cipher_chosen: false };
        let table = [
            (TlsProblem::ServerName, "no certificate can be for such a name"),
            (
                TlsProblem::NotTrusted(TrustProblem::Revoked),
                "the server's certificate is not trusted: revoked by its issuer",
            ),
            (
                TlsProblem::NotProven { key: Some(key) },
                "what the server signed cannot be verified with the key of its certificate (EC 256 bit)",
            ),
            (TlsProblem::PlainHttp, "the answer is not TLS but plain HTTP: is it an http:// port?"),
            (
                TlsProblem::NotTls(b"SSH-2.0-OpenSSH_".to_vec()),
                "the answer is not TLS: it begins with \"SSH-2.0-OpenSSH_\"",
            ),
            (
                TlsProblem::NotTls(b"\0\xff\"".to_vec()),
                "the answer is not TLS: it begins with \"\\x00\\xff\\\"\"",
            ),
            (TlsProblem::Closed, "the server closed the connection during the handshake"),
            (
                TlsProblem::NoCloseNotify,
                "the connection ended without the close of TLS (close_notify)",
            ),
            (TlsProblem::Decrypt, "what the server sends was changed on the way"),
            (
                alert(40),
                "the server accepts none of the ciphers and keys on offer (alert handshake_failure, 40)",
            ),
            (
                alert(70),
                "the server speaks neither TLS 1.2 nor TLS 1.3 (alert protocol_version, 70)",
            ),
            (
                alert(112),
                "the server is not responsible for this name (alert unrecognized_name, 112)",
            ),
            (
                alert(116),
                "the server asks for a client certificate (alert certificate_required, 116)",
            ),
            (TlsProblem::Other("odd\u{202e}".to_owned()), r"odd\u{202e}"),
        ];
        for (problem, words) in table {
            assert_eq!(tls(&problem), words);
        }
    }

    #[test]
    fn a_key_without_size_is_its_algorithm() {
        let key = CertificateKey { algorithm: "Ed25519".to_owned(), bits: None };
        assert_eq!(super::key(&key), "Ed25519");
    }
}
