//! Where the time of a fetch went, and its TLS connections.

use crate::types::http::{HopCause, HopOutcome, Phase};
use crate::words::count;

/// A phase in the legend.
pub fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Resolve => dns(),
        Phase::Connect => tcp(),
        Phase::Tls => tls(),
        Phase::Send => send(),
        Phase::Wait => wait(),
        Phase::Download => download(),
    }
}

messages! {
    waterfall = "Waterfall";
    dns = "DNS";
    tcp = "TCP";
    tls = "TLS";
    send = "Send";
    wait = "Wait";
    download = "Download";
}

/// Why there was this hop, unless it was the first.
pub fn cause(cause: HopCause) -> Option<&'static str> {
    match cause {
        HopCause::Asked => None,
        HopCause::Redirected => Some(redirected()),
        HopCause::Interim => Some(after_1xx()),
        HopCause::Retried => Some(sent_again()),
        HopCause::Tunnel => Some(tunnel()),
    }
}

/// How a hop ended, unless it is on the way or complete.
pub fn outcome(outcome: &HopOutcome) -> Option<&'static str> {
    match outcome {
        HopOutcome::Complete => None,
        HopOutcome::Incomplete(_) => Some(incomplete()),
        HopOutcome::Failed(_) => Some(failed()),
        HopOutcome::Cancelled => Some(cancelled()),
    }
}

messages! {
    redirected = "redirected";
    after_1xx = "after 1xx";
    sent_again = "sent again";
    tunnel = "tunnel";
    reused = "reused";
    incomplete = "incomplete";
    failed = "failed";
    cancelled = "cancelled";

    hop(number: u32, request: &str) = "Hop {number}, {request}";
    phase_took(phase: &str, took: &str) = "{phase} {took}";
    total(took: &str) = "{took} in total";
}

// TLS.
messages! {
    tls_row(hop: u32, verdict: &str, agreed: &str) = "TLS of hop {hop}: {verdict}, {agreed}";
    tls_hint = "Certificates and how they were verified";
    alpn(protocol: &str) = "ALPN {protocol}";
    resumed = "resumed";
    session_resumed = "Session resumed, the server sent no certificate";
    server_name(name: &str) = "Server name {name}";
    trusted = "Trusted";
    refused(reason: &str) = "Refused: {reason}";
    accepted(reason: &str) = "Accepted although untrusted: {reason}";
    not_verified = "Not verified yet";
    certificate(number: usize, subject: &str) = "Certificate {number} for {subject}";
    issued_by(issuer: &str) = "Issued by {issuer}";
    names(names: &str) = "Names {names}";
    key(key: &str, serial: &str) = "Key {key}, serial {serial}";
    validity(from: &str, until: &str, state: &str) = "Valid from {from} to {until}, {state}";
    not_valid_yet = "not valid yet";
}

/// How long ago a certificate expired.
pub fn expired(days: u64) -> String {
    match days {
        1 => expired_yesterday().to_owned(),
        days => expired_days_ago(days),
    }
}

/// How long a certificate is valid.
pub fn left(days: u64) -> String {
    match days {
        1 => one_day_left().to_owned(),
        days => days_left(days),
    }
}

messages! {
    expired_yesterday = "expired 1 day ago";
    expired_days_ago(days: u64) = "expired {} days ago", count(days);
    one_day_left = "1 day left";
    days_left(days: u64) = "{} days left", count(days);
}
