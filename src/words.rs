//! Facts as people read them: counts, durations, reasons, log notes.

mod acting;
mod fetching;

use std::time::Duration;

use crate::types::http::Phase;
use crate::types::{Direction, Fact, Kind, LeaveReason, Level, Operation, PeerId, Remedy};

pub(crate) use acting::ruled;
pub use acting::{rate, rule};

/// 1234567 as "1,234,567".
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 byte", "1,234 bytes".
pub fn bytes(n: u64) -> String {
    match n {
        1 => "1 byte".to_owned(),
        _ => format!("{} bytes", count(n)),
    }
}

/// "1 datagram", "1,234 datagrams".
pub fn datagrams(n: u64) -> String {
    match n {
        1 => "1 datagram".to_owned(),
        _ => format!("{} datagrams", count(n)),
    }
}

/// A size in at most five characters and a unit: "999 B", "1.2 KiB", "3.4 GiB".
pub fn size(n: u64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    if n < 1024 {
        return format!("{n} B");
    }
    let mut value = n as f64;
    let mut unit = "B";
    for next in UNITS {
        if value < 999.95 {
            break;
        }
        value /= 1024.0;
        unit = next;
    }
    format!("{value:.1} {unit}")
}

/// A duration with the unit that fits: "0 s", "850 µs", "1.75 ms", "12 ms", "3.5 s", "2 min", "5 h".
pub fn duration(d: Duration) -> String {
    let micros = d.as_micros();
    let millis = micros.saturating_add(500) / 1_000;
    match micros {
        0 => "0 s".to_owned(),
        1..1_000 => format!("{micros} µs"),
        1_000..9_995 => {
            let digits = format!("{:.2}", micros as f64 / 1_000.0);
            format!("{} ms", digits.trim_end_matches('0').trim_end_matches('.'))
        }
        9_995..999_500 => format!("{millis} ms"),
        999_500..1_000_000 => "1 s".to_owned(),
        1_000_000..60_000_000 if micros.is_multiple_of(1_000_000) => {
            format!("{} s", micros / 1_000_000)
        }
        1_000_000..60_000_000 => format!("{:.1} s", d.as_secs_f64()),
        60_000_000..3_600_000_000 => format!("{} min", d.as_secs() / 60),
        _ => format!("{} h", d.as_secs() / 3_600),
    }
}

/// Why a connection is gone, as a phrase: "closed by peer".
pub fn reason(reason: &LeaveReason) -> String {
    match reason {
        LeaveReason::ClosedByPeer => "closed by peer".to_owned(),
        LeaveReason::ResetByPeer => "reset by peer (ECONNRESET)".to_owned(),
        LeaveReason::ClosedHere => "closed here".to_owned(),
        LeaveReason::AbortedHere => "aborted here (RST sent)".to_owned(),
        LeaveReason::TimedOut => "timed out (ETIMEDOUT)".to_owned(),
        LeaveReason::Folded => "folded away, the peer table was full".to_owned(),
        LeaveReason::Failed(error) => error.to_string(),
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
        Phase::Tls => "Agreeing on TLS",
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

/// The first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
        Fact::Opened { local, .. } if kind == Kind::UdpPeer => {
            Some((session, Level::Info, format!("Bound to {local}")))
        }
        Fact::Joined { .. } | Fact::Left { .. } if kind == Kind::UdpPeer => None,
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
            if kind == Kind::TcpClient && error.operation == Operation::Connect =>
        {
            None
        }
        Fact::ConnectFailed { error, .. } => {
            Some((session, Level::Warning, capitalised(&error.to_string())))
        }
        Fact::Failed { peer, error } => {
            Some((*peer, Level::Error, capitalised(&error.advised(advice))))
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
    fn counts_are_grouped_by_three() {
        for (n, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(count(n), text);
        }
        assert_eq!(bytes(1), "1 byte");
        assert_eq!(bytes(0), "0 bytes");
    }

    #[test]
    fn only_a_socket_for_datagrams_hears_only_one() {
        let remote: crate::types::Address = "unix:/tmp/x".parse().unwrap();
        let words = |fact| note(Kind::UdpPeer, &fact, advice).unwrap().2;
        let connecting = Fact::Connecting { remote: remote.clone() };
        assert_eq!(words(connecting), "Connecting to unix:/tmp/x");
        assert_eq!(words(Fact::HearsOnly { remote }), "Hears only unix:/tmp/x");
    }

    #[test]
    fn sizes_keep_one_decimal() {
        for (n, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (1 << 20, "1.0 MiB"),
            (u64::MAX, "16.0 EiB"),
        ] {
            assert_eq!(size(n), text);
        }
    }

    #[test]
    fn durations_take_the_unit_that_fits() {
        let table = [
            (0, "0 s"),
            (850, "850 µs"),
            (1_750, "1.75 ms"),
            (1_999, "2 ms"),
            (2_100, "2.1 ms"),
            (9_994, "9.99 ms"),
            (9_996, "10 ms"),
            (12_000, "12 ms"),
            (56_700, "57 ms"),
            (999_499, "999 ms"),
            (999_500, "1 s"),
            (3_500_000, "3.5 s"),
            (5_000_000, "5 s"),
            (120_000_000, "2 min"),
            (7_200_000_000, "2 h"),
        ];
        for (micros, text) in table {
            assert_eq!(duration(Duration::from_micros(micros)), text);
        }
    }
}
