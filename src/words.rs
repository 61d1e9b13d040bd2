//! Every sentence, unit and count that a person reads: typed messages in, text out.

#[macro_use]
mod message;

pub mod acting;
pub mod body;
pub mod cli;
pub mod fact;
mod fetching;
pub mod field;
pub mod kind;
pub mod play;
pub mod preset;
pub mod problem;
pub mod session;
pub mod start;
pub mod time;
pub mod ui;
pub mod unit;

use crate::types::Remedy;
use crate::types::http::Phase;

pub use acting::{rate, rule, rule_label};
pub use fact::reason;
pub use problem::io::{cause, io_error, io_error_with};
pub use unit::{byte_order, bytes, capitalised, count, datagrams, duration, exact_duration, size};

/// A phase of a fetch in one word.
pub fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Resolve => "resolve",
        Phase::Connect => "connect",
        Phase::Tls => "tls",
        Phase::Send => "send",
        Phase::Wait => "wait",
        Phase::Download => "download",
    }
}

/// What a fetch is doing, as a state.
pub fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Resolve => "Looking up the host",
        Phase::Connect => "Connecting",
        Phase::Tls => "TLS handshake",
        Phase::Send => "Sending the request",
        Phase::Wait => "Waiting for the answer",
        Phase::Download => "Receiving the answer",
    }
}

/// What to do about an error, as the window calls it.
pub fn advice(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::RemoveStale => "press Remove it",
        Remedy::AllowBroadcast => "switch on Broadcast",
    }
}
