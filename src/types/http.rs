//! What a worker reports of an HTTP fetch, beside the bytes on the wire.
//!
//! A fetch is one run of a session. It is a row of hops: each has one request and at most one head of an answer. A
//! redirect, a 1xx answer, a tunnel through a proxy and a second try on a fresh connection each begin a hop of their own.

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::types::coding::Coding;
use crate::types::problem::coding::CodingProblem;
use crate::types::problem::http::HttpWarning;
use crate::types::problem::request::RedirectProblem;
use crate::types::problem::response::{FieldProblem, HeadProblem};
use crate::types::problem::{CertificateKey, TrustProblem};
use crate::types::{IoError, PeerId};

/// A hop, numbered from 1 within a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HopId(pub u32);

/// The version in a request line or status line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum HttpVersion {
    /// HTTP/1.0 (RFC 1945).
    #[serde(rename = "1.0")]
    Http10,
    /// HTTP/1.1 (RFC 9112).
    #[default]
    #[serde(rename = "1.1")]
    Http11,
}

/// What happened in a hop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HttpFact {
    /// The hop begins.
    Began {
        /// Why there is a hop.
        cause: HopCause,
        /// The method of its request; empty in raw mode.
        method: String,
        /// Where to, as text.
        url: String,
    },
    /// The connection that carries it.
    Carried {
        /// Its peer, which a `Joined` made known.
        peer: PeerId,
        /// It was kept from an earlier answer. Not so after a 1xx, and not so through a tunnel that was just made.
        reused: bool,
    },
    /// A phase begins; the event's time is its start.
    PhaseBegan(Phase),
    /// A phase ends; the event's time is its end.
    PhaseEnded(Phase),
    /// What the TLS handshake agreed on, or why it was refused.
    Tls(Box<TlsInfo>),
    /// The head of the answer.
    Head(Box<ResponseHead>),
    /// Where bytes of the body lie within the bytes of the last `Received` of this hop's connection, transfer coding taken
    /// off. In order, never empty, neither overlapping nor adjacent.
    Body(Vec<BodyPiece>),
    /// Chunks that began, in order.
    Chunks(Vec<ChunkMark>),
    /// The next bytes of the body with the content codings taken off. Comes only if there are such codings.
    Decoded(Bytes),
    /// An event of a `text/event-stream`.
    ServerEvent(ServerEvent),
    /// The trailer section after the last chunk.
    Trailers(Vec<HeaderField>),
    /// Something is odd, and the hop goes on all the same.
    Warning(HttpWarning),
    /// The hop is over.
    Ended(HopOutcome),
}

/// Why there is a hop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HopCause {
    /// It is what was asked for.
    Asked,
    /// The answer before was a redirect.
    Redirected,
    /// The answer before was a 1xx: the same request waits for its next answer.
    Interim,
    /// The reused connection was gone; the request is sent again on a fresh one.
    Retried,
    /// A tunnel is asked of a proxy (`CONNECT`).
    Tunnel,
}

/// What time is spent on within a hop, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Phase {
    /// The name is looked up.
    Resolve,
    /// The connection is opened, the talk with a SOCKS proxy included.
    Connect,
    /// The TLS handshake.
    Tls,
    /// The request is written.
    Send,
    /// Until the first byte of an answer.
    Wait,
    /// Until the answer is whole.
    Download,
}

/// The head of an answer, exactly as it came, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseHead {
    /// As in the status line.
    pub version: HttpVersion,
    /// 100 to 999.
    pub status: u16,
    /// As in the status line, often empty; any bytes.
    pub reason: Bytes,
    /// The header section in order, names and values as they came.
    pub fields: Vec<HeaderField>,
    /// Bytes on the wire, the empty line included.
    pub wire_len: u64,
    /// What is wrong with it although it could be read.
    pub problems: Vec<HeadProblem>,
    /// What it means for what follows it.
    pub meaning: HeadMeaning,
}

/// What a head means for what follows it. Decided once, in [`http`](crate::http), and read by everyone else.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct HeadMeaning {
    /// Another head follows, for the same request (RFC 9110, 15.2).
    pub is_interim: bool,
    /// Where the body ends.
    pub framing: BodyFraming,
    /// What becomes of the codings of the body.
    pub codings: BodyCodings,
    /// The body is a `text/event-stream`.
    pub is_event_stream: bool,
    /// Where it leads.
    pub redirect: Redirect,
    /// The connection leads through a proxy to the server from now on (RFC 9110, 9.3.6).
    pub is_tunnel: bool,
    /// The server refuses the request or closes the connection, and wants no more of the body (RFC 9112, 9.5).
    pub ends_upload: bool,
}

/// Where a body ends (RFC 9112, 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum BodyFraming {
    /// There is none.
    #[default]
    None,
    /// After so many bytes.
    Length(u64),
    /// After the last chunk and the trailer section.
    Chunked,
    /// Where the connection ends.
    UntilClose,
}

impl BodyFraming {
    /// Bytes of the body, if they are known before it comes.
    pub fn known_len(self) -> Option<u64> {
        match self {
            Self::None => Some(0),
            Self::Length(len) => Some(len),
            Self::Chunked | Self::UntilClose => None,
        }
    }
}

/// What becomes of the codings of a body: those of `Content-Encoding`, then those of `Transfer-Encoding` but for the chunks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyCodings {
    /// They are taken off: these, in the order in which they were applied. Often none.
    TakenOff(Vec<Coding>),
    /// They stay, for this reason: the body is as it came.
    Kept(CodingProblem),
    /// They stay, for this reason, and the fetch fails: what came is not the body.
    Failed(CodingProblem),
}

impl BodyCodings {
    /// There are some, and they are taken off.
    pub fn are_taken_off(&self) -> bool {
        matches!(self, Self::TakenOff(codings) if !codings.is_empty())
    }
}

impl Default for BodyCodings {
    fn default() -> Self {
        Self::TakenOff(Vec::new())
    }
}

/// Where a head leads.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Redirect {
    /// Nowhere: it isn't a redirect, or redirects aren't followed.
    #[default]
    None,
    /// To another request.
    Followed {
        /// Its method.
        method: String,
        /// Where to, without password and fragment.
        url: String,
    },
    /// It is a redirect, and cannot be followed.
    Refused(RedirectProblem),
}

/// One line of a header or trailer section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderField {
    /// As it came, case kept.
    pub name: Bytes,
    /// As it came, spaces around it taken off; any bytes but CR, LF, NUL.
    pub value: Bytes,
    /// What is wrong with it.
    pub problems: Vec<FieldProblem>,
}

/// A part of a piece of received bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BodyPiece {
    /// Offset within the received piece.
    pub start: u32,
    /// Bytes, at least 1.
    pub len: u32,
    /// Offset within all that is received in this hop, from the first byte of the head on.
    pub offset: u64,
}

/// The beginning of a chunk (RFC 9112, 7.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChunkMark {
    /// Bytes as announced; 0 for the last chunk.
    pub len: u64,
    /// Bytes of the body before it.
    pub body_offset: u64,
    /// What stands after the size, from `;` on; cut at 256 bytes.
    pub extensions: Bytes,
}

/// An event of a `text/event-stream` (WHATWG HTML, 9.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerEvent {
    /// The `event` field, "message" if there was none.
    pub name: String,
    /// The last `id` field, if there was one.
    pub id: Option<String>,
    /// The `data` fields, joined by LF.
    pub data: String,
    /// The `retry` field.
    pub retry: Option<Duration>,
}

/// How a hop ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HopOutcome {
    /// Its answer is whole and well-formed.
    Complete,
    /// The answer ended too early; what came is kept.
    Incomplete(IoError),
    /// Anything else: what was malformed, refused, not reachable.
    Failed(IoError),
    /// Cancelled by the user.
    Cancelled,
}

/// What is known of a TLS connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsInfo {
    /// The name asked for and verified.
    pub server_name: String,
    /// "TLS 1.3"; `None` if the handshake did not come so far. So the next four.
    pub version: Option<String>,
    /// The cipher suite's name, such as `TLS13_AES_256_GCM_SHA384`.
    pub cipher: Option<String>,
    /// The key exchange group, such as `X25519`.
    pub key_exchange: Option<String>,
    /// The protocol agreed on (ALPN).
    pub alpn: Option<String>,
    /// The session was resumed, without certificates.
    pub resumed: Option<bool>,
    /// The server's certificates as it sent them, its own first.
    pub chain: Vec<Certificate>,
    /// What came of verifying them; `None` if it did not come so far.
    pub verdict: Option<Verdict>,
}

/// What came of verifying a server's certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Trusted.
    Trusted,
    /// Not to be trusted, for this reason, and refused.
    Refused(TrustProblem),
    /// Not to be trusted, for this reason, and accepted because the user said so.
    Accepted(TrustProblem),
}

/// One certificate (RFC 5280).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// What it says, or why it cannot be read, in the words of the parser.
    pub info: Result<CertificateInfo, String>,
    /// The certificate itself (DER).
    pub der: Bytes,
}

/// What a certificate says; characters that do not print are escaped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateInfo {
    /// Whose it is.
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// The host names and addresses that it is for.
    pub names: Vec<String>,
    /// Valid from, in seconds since the Unix epoch.
    pub not_before: i64,
    /// Valid until, in seconds since the Unix epoch.
    pub not_after: i64,
    /// The serial number as hex.
    pub serial: String,
    /// The public key.
    pub key: CertificateKey,
}
