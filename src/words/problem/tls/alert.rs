//! What an alert of the peer means (RFC 8446, 6).

/// In words, with the alert's name and number. `cipher_chosen` says that the server has chosen a cipher before.
pub fn alert(number: u8, cipher_chosen: bool) -> String {
    let meaning = match number {
        // No client certificate is ever sent.
        HANDSHAKE_FAILURE if cipher_chosen => Some(("handshake_failure", wants_certificate())),
        _ => meaning(number),
    };
    match meaning {
        Some((name, meaning)) => named(meaning, name, number),
        None => unnamed(number),
    }
}

/// Its name in the RFC, and what the server means by it.
fn meaning(number: u8) -> Option<(&'static str, &'static str)> {
    Some(match number {
        0 => ("close_notify", closed()),
        10 => ("unexpected_message", out_of_turn()),
        20 => ("bad_record_mac", changed()),
        22 => ("record_overflow", too_long()),
        HANDSHAKE_FAILURE => ("handshake_failure", no_common_cipher()),
        42 => ("bad_certificate", wants_certificate()),
        43 => ("unsupported_certificate", wants_certificate()),
        44 => ("certificate_revoked", refuses_client()),
        45 => ("certificate_expired", refuses_client()),
        46 => ("certificate_unknown", wants_certificate()),
        47 => ("illegal_parameter", illegal_value()),
        48 => ("unknown_ca", refuses_client()),
        49 => ("access_denied", denies_access()),
        50 => ("decode_error", cannot_read()),
        51 => ("decrypt_error", cannot_verify()),
        _ => return less_common(number),
    })
}

fn less_common(number: u8) -> Option<(&'static str, &'static str)> {
    Some(match number {
        70 => ("protocol_version", version()),
        71 => ("insufficient_security", wants_stronger()),
        80 => ("internal_error", failed()),
        86 => ("inappropriate_fallback", speaks_newer()),
        90 => ("user_canceled", gave_up()),
        100 => ("no_renegotiation", no_renegotiation()),
        109 => ("missing_extension", missing_extension()),
        110 => ("unsupported_extension", unasked_extension()),
        112 => ("unrecognized_name", unknown_name()),
        113 => ("bad_certificate_status_response", bad_ocsp()),
        115 => ("unknown_psk_identity", unknown_key()),
        116 => ("certificate_required", asks_for_certificate()),
        120 => ("no_application_protocol", no_application_protocol()),
        _ => return None,
    })
}

messages! {
    named(meaning: &str, name: &str, number: u8) = "{meaning} (alert {name}, {number})";
    unnamed(number: u8) = "the server refuses (alert {number})";
    closed = "the server closed the connection";
    out_of_turn = "the server got a message out of turn";
    changed = "what the server got was changed on the way";
    too_long = "the server got more at once than allowed";
    no_common_cipher = "the server accepts none of the ciphers and keys on offer";
    wants_certificate = "the server seems to want a client certificate";
    refuses_client = "the server does not accept the client";
    illegal_value = "the server got a value that is not allowed";
    denies_access = "the server denies access";
    cannot_read = "the server cannot read a message";
    cannot_verify = "the server cannot verify a message";
    version = "the server speaks neither TLS 1.2 nor TLS 1.3";
    wants_stronger = "the server wants stronger ciphers";
    failed = "the server failed";
    speaks_newer = "the server speaks newer TLS";
    gave_up = "the server gave up";
    no_renegotiation = "the server does not renegotiate";
    missing_extension = "the server requires an extension that was not sent";
    unasked_extension = "the server got an extension it did not ask for";
    unknown_name = "the server is not responsible for this name";
    bad_ocsp = "the server rejects the OCSP response";
    unknown_key = "the server does not know the pre-shared key";
    asks_for_certificate = "the server asks for a client certificate";
    no_application_protocol = "the server does not speak HTTP/1.1";
}

const HANDSHAKE_FAILURE: u8 = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_after_a_cipher_was_chosen_is_about_the_client() {
        let early = "the server accepts none of the ciphers and keys on offer";
        let late = "the server seems to want a client certificate";
        for (chosen, expected) in [(false, early), (true, late)] {
            let words = alert(HANDSHAKE_FAILURE, chosen);
            assert_eq!(words, format!("{expected} (alert handshake_failure, 40)"));
        }
    }

    #[test]
    fn every_alert_has_words() {
        for number in 0..=u8::MAX {
            let words = alert(number, false);
            assert!(words.starts_with("the server") || words.starts_with("what the"), "{words}");
            assert!(words.contains(&number.to_string()), "{words}");
        }
    }
}
