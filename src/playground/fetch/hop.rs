//! One hop of a fetch: a request and at most one head of an answer.

use crate::capture::Capture;
use crate::playground::fetch::body::{Body, BodyForm};
use crate::playground::fetch::excerpt::Excerpt;
use crate::playground::fetch::extents::Extents;
use crate::types::http::{HeaderField, HopCause, HopOutcome, Phase, ResponseHead, TlsInfo};
use crate::types::{HopId, PeerId, Stamp};

/// A request and at most one head of an answer.
#[derive(Debug)]
pub struct Hop {
    pub(super) id: HopId,
    pub(super) cause: HopCause,
    pub(super) method: String,
    pub(super) url: String,
    pub(super) began: Stamp,
    pub(super) ended: Option<Stamp>,
    pub(super) connection: Option<(PeerId, bool)>,
    pub(super) phases: Vec<PhaseSpan>,
    pub(super) tls: Option<Box<TlsInfo>>,
    pub(super) head: Option<Box<ResponseHead>>,
    pub(super) trailers: Vec<HeaderField>,
    pub(super) outcome: Option<HopOutcome>,
    pub(super) body: Body,
    /// What was sent in it.
    pub(super) sent: Extents,
    /// What was received in it, from the first byte of the head on.
    pub(super) received: Extents,
}

/// When a phase began and ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseSpan {
    /// Which phase.
    pub phase: Phase,
    /// Its start, in nanoseconds of the monotonic clock ([`Stamp::mono_ns`]).
    pub began_ns: u64,
    /// Its end on the same clock; `None` while it lasts.
    pub ended_ns: Option<u64>,
}

impl Hop {
    /// Its number within the fetch.
    pub fn id(&self) -> HopId {
        self.id
    }

    /// Why there is a hop.
    pub fn cause(&self) -> HopCause {
        self.cause
    }

    /// The method of its request; empty in raw mode.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Where to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// When it began.
    pub fn began(&self) -> Stamp {
        self.began
    }

    /// When it was over; `None` while it lasts.
    pub fn ended(&self) -> Option<Stamp> {
        self.ended
    }

    /// The connection that carries it, once there is one.
    pub fn peer(&self) -> Option<PeerId> {
        self.connection.map(|(peer, _)| peer)
    }

    /// Its connection was kept from an earlier answer; a 1xx is none.
    pub fn is_reused(&self) -> bool {
        self.connection.is_some_and(|(_, reused)| reused)
    }

    /// The phases begun so far, in order.
    pub fn phases(&self) -> &[PhaseSpan] {
        &self.phases
    }

    /// What is known of TLS, if it was tried.
    pub fn tls(&self) -> Option<&TlsInfo> {
        self.tls.as_deref()
    }

    /// The head of the answer.
    pub fn head(&self) -> Option<&ResponseHead> {
        self.head.as_deref()
    }

    /// The first header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        let mut fields = self.head()?.fields.iter();
        let field = fields.find(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))?;
        Some(&field.value)
    }

    /// The value of `Content-Type`.
    pub fn content_type(&self) -> Option<&[u8]> {
        self.header("Content-Type")
    }

    /// The trailer section after the last chunk.
    pub fn trailers(&self) -> &[HeaderField] {
        &self.trailers
    }

    /// How it ended; `None` while it lasts.
    pub fn outcome(&self) -> Option<&HopOutcome> {
        self.outcome.as_ref()
    }

    /// What is known of its body beside the bytes: chunks, server events, lengths.
    pub fn body_facts(&self) -> &Body {
        &self.body
    }

    /// The bytes of its body, `capture` being the session's.
    pub fn body<'a>(&'a self, form: BodyForm, capture: &'a Capture) -> Excerpt<'a> {
        match (form, &self.body.decoded) {
            (BodyForm::Decoded, Some(decoded)) => Excerpt::whole(decoded),
            (BodyForm::Raw, _) => Excerpt::new(&self.received, self.head_len(), capture, None),
            _ => Excerpt::new(&self.body.extents, 0, capture, self.body.overflow.as_deref()),
        }
    }

    /// The bytes of the request as sent, `capture` being the session's.
    pub fn request<'a>(&'a self, capture: &'a Capture) -> Excerpt<'a> {
        Excerpt::new(&self.sent, 0, capture, None)
    }

    /// The bytes of the answer as received, head included, `capture` being the session's.
    pub fn response<'a>(&'a self, capture: &'a Capture) -> Excerpt<'a> {
        Excerpt::new(&self.received, 0, capture, None)
    }

    /// Bytes of the answer before its body; all of them until the head is complete.
    pub(super) fn head_len(&self) -> u64 {
        self.head.as_ref().map_or(u64::MAX, |head| head.wire_len)
    }
}
