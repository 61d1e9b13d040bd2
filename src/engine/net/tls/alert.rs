//! What an alert of the peer means (RFC 8446, 6).

use rustls::AlertDescription as Alert;

/// In words, with the alert's name and number. `chosen` says that the server has chosen a cipher before.
pub(super) fn words(alert: Alert, chosen: bool) -> String {
    let number = u8::from(alert);
    let meaning = match alert {
        Alert::HandshakeFailure if chosen => Some(("handshake_failure", MAY_WANT_CERTIFICATE)),
        _ => meaning(alert),
    };
    match meaning {
        Some((name, words)) => format!("{words} (alert {name}, {number})"),
        None => format!("the server refuses (alert {number})"),
    }
}

/// Its name in the RFC, and what the server means by it.
fn meaning(alert: Alert) -> Option<(&'static str, &'static str)> {
    Some(match alert {
        Alert::CloseNotify => ("close_notify", "the server closed the connection"),
        Alert::UnexpectedMessage => ("unexpected_message", OUT_OF_TURN),
        Alert::BadRecordMac => ("bad_record_mac", "what the server got was changed on the way"),
        Alert::RecordOverflow => ("record_overflow", "the server got more at once than allowed"),
        Alert::HandshakeFailure => {
            ("handshake_failure", "the server accepts none of the ciphers and keys on offer")
        }
        Alert::BadCertificate => ("bad_certificate", MAY_WANT_CERTIFICATE),
        Alert::UnsupportedCertificate => ("unsupported_certificate", MAY_WANT_CERTIFICATE),
        Alert::CertificateRevoked => ("certificate_revoked", CLIENTS_CERTIFICATE),
        Alert::CertificateExpired => ("certificate_expired", CLIENTS_CERTIFICATE),
        Alert::CertificateUnknown => ("certificate_unknown", MAY_WANT_CERTIFICATE),
        Alert::IllegalParameter => ("illegal_parameter", "the server finds a value not allowed"),
        Alert::UnknownCA => ("unknown_ca", CLIENTS_CERTIFICATE),
        Alert::AccessDenied => ("access_denied", "the server denies access"),
        Alert::DecodeError => ("decode_error", "the server cannot read a message"),
        Alert::DecryptError => ("decrypt_error", "the server cannot verify a message"),
        other => return less_common(other),
    })
}

fn less_common(alert: Alert) -> Option<(&'static str, &'static str)> {
    Some(match alert {
        Alert::ProtocolVersion => {
            ("protocol_version", "the server speaks neither TLS 1.2 nor TLS 1.3")
        }
        Alert::InsufficientSecurity => {
            ("insufficient_security", "the server wants stronger ciphers")
        }
        Alert::InternalError => ("internal_error", "the server failed"),
        Alert::InappropriateFallback => ("inappropriate_fallback", "the server speaks newer TLS"),
        Alert::UserCanceled => ("user_canceled", "the server gave up"),
        Alert::NoRenegotiation => ("no_renegotiation", "the server does not renegotiate"),
        Alert::MissingExtension => ("missing_extension", "the server misses an extension"),
        Alert::UnsupportedExtension => {
            ("unsupported_extension", "the server got an extension it did not ask for")
        }
        Alert::UnrecognisedName => {
            ("unrecognized_name", "the server is not responsible for this name")
        }
        Alert::BadCertificateStatusResponse => {
            ("bad_certificate_status_response", "the server dislikes the OCSP answer")
        }
        Alert::UnknownPSKIdentity => ("unknown_psk_identity", "the server knows no such key"),
        Alert::CertificateRequired => {
            ("certificate_required", "the server asks for a client certificate")
        }
        Alert::NoApplicationProtocol => {
            ("no_application_protocol", "the server does not speak HTTP/1.1")
        }
        _ => return None,
    })
}

/// No client certificate is ever sent.
const MAY_WANT_CERTIFICATE: &str = "the server seems to want a client certificate";
const CLIENTS_CERTIFICATE: &str = "the server does not accept the client";
const OUT_OF_TURN: &str = "the server got a message out of turn";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_after_a_cipher_was_chosen_is_about_the_client() {
        let early = "the server accepts none of the ciphers and keys on offer";
        let late = "the server seems to want a client certificate";
        for (chosen, expected) in [(false, early), (true, late)] {
            let words = words(Alert::HandshakeFailure, chosen);
            assert_eq!(words, format!("{expected} (alert handshake_failure, 40)"));
        }
    }

    #[test]
    fn every_alert_has_words() {
        for number in 0..=u8::MAX {
            let words = words(Alert::from(number), false);
            assert!(words.starts_with("the server") || words.starts_with("what the"), "{words}");
            assert!(words.contains(&number.to_string()), "{words}");
        }
    }
}
