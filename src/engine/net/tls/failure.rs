//! Why TLS does not work, from the errors of rustls.

use rustls::{Error, InvalidMessage, PeerIncompatible};

use crate::types::problem::TlsProblem;

/// The problem behind an error. `start` are the first bytes that the server sent, if it is at the beginning.
pub(super) fn problem(error: &Error, start: &[u8]) -> TlsProblem {
    match error {
        Error::InvalidMessage(_) if !is_tls(start) => not_tls(start),
        Error::InvalidMessage(InvalidMessage::MessageTooLarge) | Error::PeerSentOversizedRecord => {
            TlsProblem::TooLong
        }
        Error::InvalidMessage(what) => TlsProblem::Malformed(format!("{what:?}")),
        Error::InappropriateMessage { got_type, .. } => {
            TlsProblem::OutOfTurn(format!("{got_type:?}"))
        }
        Error::InappropriateHandshakeMessage { got_type, .. } => {
            TlsProblem::OutOfTurn(format!("{got_type:?}"))
        }
        Error::AlertReceived(alert) => {
            TlsProblem::Alert { number: u8::from(*alert), cipher_chosen: false }
        }
        Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => TlsProblem::Version,
        Error::PeerIncompatible(why) => TlsProblem::Incompatible(format!("{why:?}")),
        Error::PeerMisbehaved(how) => TlsProblem::Misbehaved(format!("{how:?}")),
        // Those of certificates are a verdict; here it is about the proof that the server has their key.
        Error::InvalidCertificate(_) => TlsProblem::NotProven { key: None },
        Error::NoCertificatesPresented => TlsProblem::NoCertificate,
        Error::DecryptError => TlsProblem::Decrypt,
        Error::NoApplicationProtocol => TlsProblem::NoApplicationProtocol,
        other => TlsProblem::Other(text(other)),
    }
}

/// The server has closed the connection during the handshake.
pub(super) fn closed(start: &[u8]) -> TlsProblem {
    if is_tls(start) { TlsProblem::Closed } else { not_tls(start) }
}

/// In the words of rustls, with a small first letter.
pub(super) fn text(error: &Error) -> String {
    let text = match error {
        Error::General(text) => text.clone(),
        other => other.to_string(),
    };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Whether it may be the start of a record: its type, and version 3 (RFC 8446, 5.1).
fn is_tls(start: &[u8]) -> bool {
    match start {
        [] => true,
        [kind] => RECORDS.contains(kind),
        [kind, version, ..] => RECORDS.contains(kind) && *version == 3,
    }
}

fn not_tls(start: &[u8]) -> TlsProblem {
    match start {
        // Some send no more than the page about the error.
        [b'H', b'T', b'T', b'P', ..] | [b'<', ..] => TlsProblem::PlainHttp,
        _ => TlsProblem::NotTls(start.to_vec()),
    }
}

/// From `change_cipher_spec` to `heartbeat`.
const RECORDS: std::ops::RangeInclusive<u8> = 20..=24;
