//! Events as JSON, one object a line, for programs.
//!
//! Every object has `event`, `at` (RFC 3339 with microseconds) and `session`; the others depend on the event. `addr` is
//! the other end of a connection, of `opened` the address listened on. In the last one, `closed`, `kept` and `dropped`
//! are of the received bytes: received = kept + dropped. Of datagrams, `kernel_dropped` and `lost` count those that came to
//! this machine and are not among the received. `rule` names the rule that made a reply, `step` is that of a play list. In
//! `repeated`, the last word on a payload sent again and again, `missed` counts the moments that were passed over, `late_us`
//! is how late it was on average, `latest_us` at most.

mod fetch;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::time::Duration;

use chrono::SecondsFormat;
use serde::Serialize;

use crate::cli::output::{Data, lines, local, play};
use crate::playground::Session;
use crate::types::http::HttpFact;
use crate::types::{
    Direction, Event, Fact, IoError, LeaveReason, Level, PeerId, PlayFact, SessionTotals, Stamp,
    Tally,
};
use crate::words;
use crate::words::cli::failure::advice;
use crate::words::cli::output::Maker;

#[derive(Serialize)]
struct Line<'a> {
    event: &'static str,
    at: String,
    session: u64,
    #[serde(flatten)]
    body: Body<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Body<'a> {
    Opened {
        addr: String,
    },
    Resolved {
        host: &'a str,
        addresses: Vec<SocketAddr>,
        took_us: u64,
    },
    Connecting {
        addr: String,
    },
    Joined {
        peer: u32,
        addr: String,
        local: String,
    },
    Data {
        peer: u32,
        addr: Option<String>,
        direction: &'static str,
        reply: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<u32>,
        len: usize,
        hex: String,
    },
    HalfClosed {
        peer: u32,
        addr: Option<String>,
        direction: &'static str,
    },
    Left {
        peer: u32,
        addr: Option<String>,
        reason: &'static str,
        message: String,
    },
    Error {
        peer: Option<u32>,
        addr: Option<String>,
        errno: Option<&'static str>,
        message: String,
    },
    Repeated {
        done: u64,
        missed: u64,
        elapsed_us: u64,
        late_us: u64,
        latest_us: u64,
    },
    Note {
        level: &'static str,
        message: String,
    },
    Fetch(fetch::Object<'a>),
    Step(play::Step),
    Played(play::Tally),
    Closed(SessionTotals),
}

/// Bytes.
pub(super) fn data(
    out: &mut impl Write,
    session: &Session,
    at: Stamp,
    data: &Data<'_>,
) -> io::Result<()> {
    let body = Body::Data {
        peer: data.peer.0,
        addr: remote(session, data.peer),
        direction: direction(data.direction),
        reply: matches!(data.maker, Maker::Rule(_)),
        rule: if let Maker::Rule(name) = data.maker { name.map(words::rule_label) } else { None },
        step: if let Maker::Step(step) = data.maker { Some(step) } else { None },
        len: data.bytes.len(),
        hex: hex(data.bytes),
    };
    write(out, session, at, body)
}

/// Anything else that is worth a line.
pub(super) fn fact(out: &mut impl Write, session: &Session, event: &Event) -> io::Result<()> {
    if let Some(body) = body(session, event) {
        write(out, session, event.at, body)?;
    }
    match lines::reachable(session.kind(), &event.fact) {
        Some(warning) => write(out, session, event.at, note(Level::Info, &warning)),
        None => Ok(()),
    }
}

/// The totals.
pub(super) fn closed(
    out: &mut impl Write,
    session: &Session,
    at: Stamp,
    totals: SessionTotals,
) -> io::Result<()> {
    write(out, session, at, Body::Closed(totals))
}

fn write(out: &mut impl Write, session: &Session, at: Stamp, body: Body<'_>) -> io::Result<()> {
    let line = Line {
        event: body.name(),
        at: local(at).to_rfc3339_opts(SecondsFormat::Micros, false),
        session: session.id().0,
        body,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

impl Body<'_> {
    fn name(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Resolved { .. } => "resolved",
            Self::Connecting { .. } => "connecting",
            Self::Joined { .. } => "joined",
            Self::Data { .. } => "data",
            Self::HalfClosed { .. } => "half-closed",
            Self::Left { .. } => "left",
            Self::Error { .. } => "error",
            Self::Repeated { .. } => "repeated",
            Self::Note { .. } => "note",
            Self::Fetch(object) => object.name(),
            Self::Step(_) => "step",
            Self::Played(_) => "played",
            Self::Closed(_) => "closed",
        }
    }
}

fn body<'a>(session: &Session, event: &'a Event) -> Option<Body<'a>> {
    Some(match &event.fact {
        Fact::Http { fact: HttpFact::Warning(warning), .. } => {
            note(Level::Warning, &words::problem::http::warning(warning))
        }
        Fact::Http { hop, fact } => Body::Fetch(fetch::hop(session, event.at, *hop, fact)?),
        Fact::FetchDone(outcome) => Body::Fetch(fetch::fetched(session, event.at, outcome)),
        Fact::Play { fact: PlayFact::Step { step, outcome, took }, .. } => {
            Body::Step(play::Step::of(session, *step, outcome, *took))
        }
        Fact::Play { fact: PlayFact::Done { passed }, .. } => {
            Body::Played(play::Tally::of(session, *passed))
        }
        Fact::Opened { local, .. } => Body::Opened { addr: local.to_string() },
        Fact::Resolved { host, addresses, took } => {
            Body::Resolved { host, addresses: addresses.clone(), took_us: micros(*took) }
        }
        Fact::Connecting { remote } | Fact::HearsOnly { remote } => {
            Body::Connecting { addr: remote.to_string() }
        }
        Fact::ConnectFailed { remote, error: why } => error(None, Some(remote.to_string()), why),
        Fact::Joined { peer, local, remote, .. } => {
            Body::Joined { peer: peer.0, addr: remote.to_string(), local: local.to_string() }
        }
        Fact::HalfClosed { peer, direction: way } => Body::HalfClosed {
            peer: peer.0,
            addr: remote(session, *peer),
            direction: direction(*way),
        },
        Fact::Left { peer, reason: why } => Body::Left {
            peer: peer.0,
            addr: remote(session, *peer),
            reason: reason(why),
            message: words::reason(why),
        },
        Fact::Failed { peer, error: why } => {
            error((*peer != PeerId::SESSION).then_some(peer.0), remote(session, *peer), why)
        }
        Fact::Repeated { tally, .. } if tally.is_over => repeated(tally),
        fact @ (Fact::ListenStopped
        | Fact::Retrying { .. }
        | Fact::Paused { .. }
        | Fact::OptionsChanged { .. }
        | Fact::Membership { .. }
        | Fact::KernelDropped { .. }
        | Fact::QueueLost { .. }
        | Fact::Ruled { .. }
        | Fact::Notice(_)) => {
            let (_, level, told) = session.note_of(fact)?;
            note(level, &words::fact::note(session.kind(), &told, advice))
        }
        // Bytes have an object of their own, and progress and states have none.
        Fact::Play { fact: PlayFact::Began, .. }
        | Fact::Received { .. }
        | Fact::Sent { .. }
        | Fact::Repeated { .. }
        | Fact::Resolving { .. }
        | Fact::FileOpened { .. }
        | Fact::SendDone { .. }
        | Fact::Closed => return None,
    })
}

fn repeated(tally: &Tally) -> Body<'static> {
    Body::Repeated {
        done: tally.done,
        missed: tally.missed,
        elapsed_us: micros(tally.elapsed),
        late_us: micros(tally.late),
        latest_us: micros(tally.latest),
    }
}

fn error(peer: Option<u32>, addr: Option<String>, error: &IoError) -> Body<'static> {
    Body::Error { peer, addr, errno: error.name(), message: words::io_error_with(error, advice) }
}

fn note(level: Level, text: &str) -> Body<'static> {
    let level = match level {
        Level::Info => "info",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    Body::Note { level, message: text.to_owned() }
}

fn remote(session: &Session, peer: PeerId) -> Option<String> {
    session.peers().find(peer).map(|peer| peer.remote.to_string())
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Received => "received",
        Direction::Sent => "sent",
    }
}

fn reason(reason: &LeaveReason) -> &'static str {
    match reason {
        LeaveReason::ClosedByPeer => "closed-by-peer",
        LeaveReason::ResetByPeer => "reset-by-peer",
        LeaveReason::ClosedHere => "closed-here",
        LeaveReason::AbortedHere => "aborted-here",
        LeaveReason::TimedOut => "timed-out",
        LeaveReason::Folded => "folded",
        LeaveReason::Failed(_) => "failed",
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    let mut text = vec![0; bytes.len() * 2];
    let (pairs, _) = text.as_chunks_mut();
    for (pair, byte) in pairs.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    String::from_utf8(text).unwrap_or_default()
}

#[cfg(test)]
mod tests;
