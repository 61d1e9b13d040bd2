//! Every sentence, unit and count that a person reads: typed messages in, text out.

#[macro_use]
mod message;

pub mod acting;
pub mod body;
pub mod cli;
mod fetching;
pub mod field;
pub mod form;
pub mod kind;
pub mod play;
pub mod preset;
pub mod problem;
pub mod session;
pub mod start;
pub mod time;
pub mod ui;
pub mod unit;

use crate::types::http::Phase;
use crate::types::{Direction, Fact, Kind, LeaveReason, Level, Operation, PeerId, Remedy};

pub(crate) use acting::ruled;
pub use acting::{rate, rule, rule_label};
pub use problem::io::{cause, io_error, io_error_with};
pub use unit::{byte_order, bytes, capitalised, count, datagrams, duration, exact_duration, size};

/// Why a connection is gone, as a phrase: "closed by peer".
pub fn reason(reason: &LeaveReason) -> String {
    match reason {
        LeaveReason::ClosedByPeer => "closed by peer".to_owned(),
        LeaveReason::ResetByPeer => "reset by peer (ECONNRESET)".to_owned(),
        LeaveReason::ClosedHere => "closed here".to_owned(),
        LeaveReason::AbortedHere => "aborted here (RST sent)".to_owned(),
        LeaveReason::TimedOut => "timed out (ETIMEDOUT)".to_owned(),
        LeaveReason::Folded => "folded away, the peer table was full".to_owned(),
        LeaveReason::Failed(error) => io_error(error),
    }
}

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

/// The log note that a fact leaves in a session of this kind: about whom, how loud, in words. Bytes are records of their own,
/// and that a datagram came from somebody new is no event. What rules do is told by [`Session::note_of`](crate::playground::Session::note_of),
/// which knows their names.
/// `advice` says what to do about an error.
pub fn note(
    kind: Kind,
    fact: &Fact,
    advice: fn(Remedy) -> &'static str,
) -> Option<(PeerId, Level, String)> {
    let session = PeerId::SESSION;
    match fact {
        Fact::Opened { local, .. } if !kind.accepts() => {
            Some((session, Level::Info, format!("Bound to {local}")))
        }
        Fact::Joined { .. } | Fact::Left { .. } if kind.has_datagrams() => None,
        Fact::Joined { .. } | Fact::Left { .. } => connection(fact),
        Fact::KernelDropped { total } => Some((session, Level::Warning, kernel_dropped(*total))),
        Fact::QueueLost { datagrams, bytes: lost } => {
            let text = format!(
                "{} ({}) came too fast and were lost",
                self::datagrams(*datagrams),
                bytes(*lost)
            );
            Some((session, Level::Warning, text))
        }
        // Each attempt that failed has a row already.
        Fact::Failed { peer: PeerId::SESSION, error }
            if kind.connects() && error.operation == Operation::Connect =>
        {
            None
        }
        Fact::ConnectFailed { error, .. } => {
            Some((session, Level::Warning, capitalised(&io_error(error))))
        }
        Fact::Failed { peer, error } => {
            Some((*peer, Level::Error, capitalised(&io_error_with(error, advice))))
        }
        Fact::Http { fact, .. } => fetching::note(fact).map(|(level, text)| (session, level, text)),
        Fact::FetchDone(outcome) => {
            fetching::outcome(outcome).map(|(level, text)| (session, level, text))
        }
        Fact::Repeated { tally, .. } if tally.is_over => {
            Some((session, Level::Info, acting::repeated(tally)))
        }
        Fact::Play { peer, fact } => {
            let (level, text) = acting::play(fact);
            Some((*peer, level, text))
        }
        Fact::Note { level, text } => Some((session, *level, text.clone())),
        _ => info(fact).map(|(peer, text)| (peer, Level::Info, text)),
    }
}

/// The log note of a connection that came or went.
pub fn connection(fact: &Fact) -> Option<(PeerId, Level, String)> {
    match fact {
        Fact::Joined { peer, local, remote, .. } => {
            Some((*peer, Level::Info, format!("Connected {local} with {remote}")))
        }
        Fact::Left { peer, reason: why } => {
            Some((*peer, leave_level(why), capitalised(&reason(why))))
        }
        _ => None,
    }
}

/// "5 bytes of a payload were not sent".
pub fn unsent(n: u64) -> String {
    format!("{} of a payload were not sent", bytes(n))
}

fn kernel_dropped(total: u64) -> String {
    format!("{} datagrams dropped by the kernel in all, the receive buffer was full", count(total))
}

/// A fact that is neither good nor bad.
fn info(fact: &Fact) -> Option<(PeerId, String)> {
    let session = PeerId::SESSION;
    match fact {
        Fact::Opened { local, .. } => Some((session, format!("Listening on {local}"))),
        Fact::ListenStopped => {
            Some((session, "Stopped listening, connections stay open".to_owned()))
        }
        Fact::Resolved { host, addresses, took } => {
            let list: Vec<String> =
                addresses.iter().map(|address| address.ip().to_string()).collect();
            Some((session, format!("{host} is {} ({})", list.join(", "), duration(*took))))
        }
        Fact::Connecting { remote } => Some((session, format!("Connecting to {remote}"))),
        Fact::HearsOnly { remote } => Some((session, format!("Hears only {remote}"))),
        Fact::Retrying { after, attempt } => {
            Some((session, format!("Trying again in {}, attempt {attempt}", duration(*after))))
        }
        Fact::HalfClosed { peer, direction: Direction::Received } => {
            Some((*peer, "Half-closed by peer (FIN received), it sends no more".to_owned()))
        }
        Fact::HalfClosed { peer, direction: Direction::Sent } => {
            Some((*peer, "Half-closed here (FIN sent), we send no more".to_owned()))
        }
        Fact::Paused { peer, paused: true } => Some((*peer, "Reading paused".to_owned())),
        Fact::Paused { peer, paused: false } => Some((*peer, "Reading resumed".to_owned())),
        Fact::Membership { membership, joined: true } => {
            Some((session, format!("Joined {membership}")))
        }
        Fact::Membership { membership, joined: false } => {
            Some((session, format!("Left {membership}")))
        }
        Fact::OptionsChanged { peer, .. } => Some((*peer, "Socket options changed".to_owned())),
        _ => None,
    }
}

fn leave_level(reason: &LeaveReason) -> Level {
    match reason {
        LeaveReason::ClosedByPeer
        | LeaveReason::ClosedHere
        | LeaveReason::AbortedHere
        | LeaveReason::Folded => Level::Info,
        LeaveReason::ResetByPeer | LeaveReason::TimedOut => Level::Warning,
        LeaveReason::Failed(_) => Level::Error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_socket_for_datagrams_hears_only_one() {
        let remote: crate::types::Address = "unix:/tmp/x".parse().unwrap();
        let words = |fact| note(Kind::UdpPeer, &fact, advice).unwrap().2;
        let connecting = Fact::Connecting { remote: remote.clone() };
        assert_eq!(words(connecting), "Connecting to unix:/tmp/x");
        assert_eq!(words(Fact::HearsOnly { remote }), "Hears only unix:/tmp/x");
    }
}
