//! The objects of a fetch.
//!
//! Texts of a response are UTF-8; invalid bytes become U+FFFD there and are exact in `data`. Times are in microseconds.

use std::borrow::Cow;

use serde::Serialize;

use crate::cli::output::json::hex;
use crate::playground::{Fetch, Hop, Session};
use crate::types::http::{
    self, ChunkMark, HeaderField, HopCause, HopOutcome, HttpFact, Phase, ResponseHead, ServerEvent,
    TlsInfo, Verdict,
};
use crate::types::{HopId, HttpVersion, Stamp};
use crate::words;
use crate::words::problem::response;
use crate::words::problem::tls::{key, unreadable_certificate};
use crate::words::problem::trust::trust;

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Object<'a> {
    Hop {
        hop: u32,
        cause: &'static str,
        method: &'a str,
        url: &'a str,
    },
    Carried {
        hop: u32,
        peer: u32,
        reused: bool,
    },
    Phase {
        hop: u32,
        phase: &'static str,
        took_us: u64,
    },
    Tls {
        hop: u32,
        #[serde(flatten)]
        tls: Tls<'a>,
    },
    Head {
        hop: u32,
        #[serde(flatten)]
        head: Head,
    },
    Body {
        hop: u32,
        pieces: Vec<[u32; 2]>,
    },
    Decoded {
        hop: u32,
        len: usize,
        hex: String,
    },
    Chunks {
        hop: u32,
        chunks: Vec<Chunk>,
    },
    ServerEvent {
        hop: u32,
        name: &'a str,
        id: Option<&'a str>,
        data: &'a str,
        retry_ms: Option<u64>,
    },
    Trailers {
        hop: u32,
        fields: Vec<Field>,
    },
    HopEnded {
        hop: u32,
        #[serde(flatten)]
        end: End,
    },
    Fetched {
        status: Option<u16>,
        /// Of the body, content codings taken off.
        bytes: u64,
        took_us: u64,
        #[serde(flatten)]
        end: End,
    },
}

#[derive(Serialize)]
pub(super) struct Head {
    version: HttpVersion,
    status: u16,
    reason: String,
    fields: Vec<Field>,
    problems: Vec<&'static str>,
}

#[derive(Serialize)]
pub(super) struct Field {
    name: String,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Chunk {
    len: u64,
    offset: u64,
    #[serde(skip_serializing_if = "String::is_empty")]
    extensions: String,
}

#[derive(Serialize)]
pub(super) struct Tls<'a> {
    server_name: &'a str,
    version: Option<&'a str>,
    cipher: Option<&'a str>,
    key_exchange: Option<&'a str>,
    alpn: Option<&'a str>,
    resumed: Option<bool>,
    verdict: Option<&'static str>,
    why: Option<String>,
    chain: Vec<Certificate<'a>>,
}

#[derive(Serialize)]
struct Certificate<'a> {
    subject: Cow<'a, str>,
    issuer: &'a str,
    names: &'a [String],
    not_before: i64,
    not_after: i64,
    serial: &'a str,
    key: String,
}

#[derive(Serialize)]
pub(super) struct End {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errno: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

impl Object<'_> {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Hop { .. } => "hop",
            Self::Carried { .. } => "carried",
            Self::Phase { .. } => "phase",
            Self::Tls { .. } => "tls",
            Self::Head { .. } => "head",
            Self::Body { .. } => "body",
            Self::Decoded { .. } => "decoded",
            Self::Chunks { .. } => "chunks",
            Self::ServerEvent { .. } => "server-event",
            Self::Trailers { .. } => "trailers",
            Self::HopEnded { .. } => "hop-ended",
            Self::Fetched { .. } => "fetched",
        }
    }
}

/// The object of a fact of a hop. `session` has not taken it in yet.
pub(super) fn hop<'a>(
    session: &Session,
    at: Stamp,
    HopId(hop): HopId,
    fact: &'a HttpFact,
) -> Option<Object<'a>> {
    Some(match fact {
        HttpFact::Began { cause: why, method, url } => {
            Object::Hop { hop, cause: cause(*why), method, url }
        }
        HttpFact::Carried { peer, reused } => {
            Object::Carried { hop, peer: peer.0, reused: *reused }
        }
        HttpFact::PhaseBegan(_) | HttpFact::Warning(_) => return None,
        HttpFact::PhaseEnded(phase) => Object::Phase {
            hop,
            phase: words::phase_name(*phase),
            took_us: took(session, *phase, at)?,
        },
        HttpFact::Tls(info) => Object::Tls { hop, tls: tls(info) },
        HttpFact::Head(info) => Object::Head { hop, head: head(info) },
        HttpFact::Body(parts) => {
            let pieces = parts.iter().map(|part| [part.start, part.len]).collect();
            Object::Body { hop, pieces }
        }
        HttpFact::Decoded(bytes) => Object::Decoded { hop, len: bytes.len(), hex: hex(bytes) },
        HttpFact::Chunks(marks) => {
            Object::Chunks { hop, chunks: marks.iter().map(chunk).collect() }
        }
        HttpFact::ServerEvent(event) => server_event(hop, event),
        HttpFact::Trailers(lines) => Object::Trailers { hop, fields: fields(lines) },
        HttpFact::Ended(outcome) => Object::HopEnded { hop, end: end(outcome) },
    })
}

/// How a fetch ended. `session` has not taken it in yet.
pub(super) fn fetched(session: &Session, at: Stamp, outcome: &HopOutcome) -> Object<'static> {
    let fetch = session.fetches().last();
    let hop = fetch.and_then(Fetch::answer);
    let began = fetch.map_or(at.mono_ns, |fetch| fetch.began().mono_ns);
    Object::Fetched {
        status: hop.and_then(Hop::head).map(|head| head.status),
        bytes: hop.map_or(0, |hop| hop.body_facts().decoded_len()),
        took_us: at.mono_ns.saturating_sub(began) / 1_000,
        end: end(outcome),
    }
}

fn took(session: &Session, phase: Phase, at: Stamp) -> Option<u64> {
    let hop = session.fetches().last()?.hops().last()?;
    let span = hop.phases().iter().rev().find(|span| span.phase == phase)?;
    Some(at.mono_ns.saturating_sub(span.began_ns) / 1_000)
}

fn head(head: &ResponseHead) -> Head {
    Head {
        version: head.version,
        status: head.status,
        reason: lossy(&head.reason),
        fields: fields(&head.fields),
        problems: head.problems.iter().map(|problem| response::head(*problem)).collect(),
    }
}

fn fields(fields: &[HeaderField]) -> Vec<Field> {
    let field = |field: &'_ HeaderField| (lossy(&field.name), lossy(&field.value));
    fields
        .iter()
        .map(|line| {
            let (name, value) = field(line);
            Field { name, value, problem: response::field(&line.problems) }
        })
        .collect()
}

fn chunk(mark: &ChunkMark) -> Chunk {
    Chunk { len: mark.len, offset: mark.body_offset, extensions: lossy(&mark.extensions) }
}

fn server_event(hop: u32, event: &ServerEvent) -> Object<'_> {
    let ServerEvent { name, id, data, retry } = event;
    let retry_ms = retry.map(|retry| u64::try_from(retry.as_millis()).unwrap_or(u64::MAX));
    Object::ServerEvent { hop, name, id: id.as_deref(), data, retry_ms }
}

fn tls(info: &TlsInfo) -> Tls<'_> {
    let (verdict, why) = match &info.verdict {
        None => (None, None),
        Some(Verdict::Trusted) => (Some("trusted"), None),
        Some(Verdict::Refused(problem)) => (Some("refused"), Some(trust(problem))),
        Some(Verdict::Accepted(problem)) => (Some("accepted"), Some(trust(problem))),
    };
    Tls {
        server_name: &info.server_name,
        version: info.version.as_deref(),
        cipher: info.cipher.as_deref(),
        key_exchange: info.key_exchange.as_deref(),
        alpn: info.alpn.as_deref(),
        resumed: info.resumed,
        verdict,
        why,
        chain: info.chain.iter().map(certificate).collect(),
    }
}

fn certificate(certificate: &http::Certificate) -> Certificate<'_> {
    match &certificate.info {
        Ok(info) => Certificate {
            subject: Cow::Borrowed(&info.subject),
            issuer: &info.issuer,
            names: &info.names,
            not_before: info.not_before,
            not_after: info.not_after,
            serial: &info.serial,
            key: key(&info.key),
        },
        Err(why) => Certificate {
            subject: Cow::Owned(unreadable_certificate(why)),
            issuer: "",
            names: &[],
            not_before: 0,
            not_after: 0,
            serial: "",
            key: String::new(),
        },
    }
}

fn end(outcome: &HopOutcome) -> End {
    let (outcome, error) = match outcome {
        HopOutcome::Complete => ("complete", None),
        HopOutcome::Incomplete(error) => ("incomplete", Some(error)),
        HopOutcome::Failed(error) => ("failed", Some(error)),
        HopOutcome::Cancelled => ("cancelled", None),
    };
    let message = error.map(words::io_error);
    End { outcome, errno: error.and_then(crate::types::IoError::name), message }
}

fn cause(cause: HopCause) -> &'static str {
    match cause {
        HopCause::Asked => "asked",
        HopCause::Redirected => "redirected",
        HopCause::Interim => "interim",
        HopCause::Retried => "retried",
        HopCause::Tunnel => "tunnel",
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
