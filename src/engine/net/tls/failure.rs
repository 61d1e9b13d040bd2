//! Why TLS does not work, in words.

use rustls::{Error, InvalidMessage, PeerIncompatible};

use crate::engine::net::tls::alert;

/// As it stands after "could not complete the TLS handshake with ..:". `start` are the first bytes that the server sent, if it is at
/// the beginning.
pub(super) fn words(error: &Error, start: &[u8]) -> String {
    match error {
        Error::InvalidMessage(_) if !is_tls(start) => not_tls(start),
        Error::InvalidMessage(InvalidMessage::MessageTooLarge) | Error::PeerSentOversizedRecord => {
            "the server sends more at once than TLS allows".to_owned()
        }
        Error::InvalidMessage(what) => format!("the server sends malformed TLS ({what:?})"),
        Error::InappropriateMessage { got_type, .. } => out_of_turn(&format!("{got_type:?}")),
        Error::InappropriateHandshakeMessage { got_type, .. } => {
            out_of_turn(&format!("{got_type:?}"))
        }
        Error::AlertReceived(alert) => alert::words(*alert, false),
        Error::PeerIncompatible(why) => incompatible(why),
        Error::PeerMisbehaved(how) => format!("the server breaks the rules of TLS ({how:?})"),
        // Those of certificates are a verdict; here it is about the proof that the server has their key.
        Error::InvalidCertificate(_) => {
            "what the server signed cannot be verified with the key of its certificate".to_owned()
        }
        Error::NoCertificatesPresented => "the server sends no certificate".to_owned(),
        Error::DecryptError => "what the server sends was changed on the way".to_owned(),
        Error::NoApplicationProtocol => "the server does not speak HTTP/1.1".to_owned(),
        Error::General(words) => small(words),
        other => small(&other.to_string()),
    }
}

/// The server has closed the connection during the handshake.
pub(super) fn closed(start: &[u8]) -> String {
    if is_tls(start) {
        return "the server closed the connection during the handshake".to_owned();
    }
    not_tls(start)
}

/// Whether it may be the start of a record: its type, and version 3 (RFC 8446, 5.1).
fn is_tls(start: &[u8]) -> bool {
    match start {
        [] => true,
        [kind] => RECORDS.contains(kind),
        [kind, version, ..] => RECORDS.contains(kind) && *version == 3,
    }
}

fn not_tls(start: &[u8]) -> String {
    match start {
        // Some send no more than the page about the error.
        [b'H', b'T', b'T', b'P', ..] | [b'<', ..] => {
            "the answer is not TLS but plain HTTP: is it an http:// port?".to_owned()
        }
        _ => format!("the answer is not TLS: it begins with \"{}\"", start.escape_ascii()),
    }
}

fn out_of_turn(what: &str) -> String {
    format!("the server sends a TLS message out of turn ({what})")
}

fn incompatible(why: &PeerIncompatible) -> String {
    match why {
        PeerIncompatible::ServerDoesNotSupportTls12Or13
        | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig => {
            "the server speaks neither TLS 1.2 nor TLS 1.3".to_owned()
        }
        other => format!("the server's TLS does not fit ({other:?})"),
    }
}

/// With a small first letter.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// From `change_cipher_spec` to `heartbeat`.
const RECORDS: std::ops::RangeInclusive<u8> = 20..=24;
