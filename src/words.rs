//! Every sentence, unit and count that a person reads: typed messages in, text out.

#[macro_use]
mod message;

pub mod acting;
pub mod body;
pub mod cli;
pub mod fact;
pub mod fetching;
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

/// A phase of a fetch in one word, as JSON has it too.
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
        Phase::Resolve => phase_resolve(),
        Phase::Connect => phase_connect(),
        Phase::Tls => phase_tls(),
        Phase::Send => phase_send(),
        Phase::Wait => phase_wait(),
        Phase::Download => phase_download(),
    }
}

/// What to do about an error, as the window calls it.
pub fn advice(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::RemoveStale => press_remove(),
        Remedy::AllowBroadcast => switch_on_broadcast(),
    }
}

messages! {
    phase_resolve = "Looking up the host";
    phase_connect = "Connecting";
    phase_tls = "TLS handshake";
    phase_send = "Sending the request";
    phase_wait = "Waiting for the answer";
    phase_download = "Receiving the answer";
    press_remove = "press Remove it";
    switch_on_broadcast = "switch on Broadcast";
}
