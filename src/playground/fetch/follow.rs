//! How the facts of a worker become a fetch.

use std::ops::Range;

use crate::capture::Limits;
use crate::http::coding::codings;
use crate::playground::fetch::body::{Body, Piece};
use crate::playground::fetch::{Extents, Fetch, Hop, PhaseSpan};
use crate::types::http::{HopCause, HopOutcome, HttpFact, Phase, ResponseHead};
use crate::types::{HopId, Stamp};

impl Fetch {
    /// Takes in bytes of the wire.
    pub(super) fn received(&mut self, piece: Piece) {
        let range = piece.offset.map(|offset| offset..offset + piece.bytes.len() as u64);
        if let Some(range) = &range {
            self.wire.push(range);
        }
        if let (Some(hop), Some(range)) = (self.hops.last_mut(), &range)
            && hop.peer() == Some(piece.peer)
        {
            hop.received.push(range);
        }
        self.last = Some(piece);
    }

    pub(super) fn sent(&mut self, range: &Range<u64>) {
        self.wire.push(range);
        if let Some(hop) = self.hops.last_mut() {
            hop.sent.push(range);
        }
    }

    pub(super) fn apply(&mut self, at: Stamp, id: HopId, fact: HttpFact) {
        if let HttpFact::Began { cause, method, url } = fact {
            if self.hops.is_empty() {
                // What the worker needed to start is no time of the fetch.
                self.began = at;
            }
            return self.begin_hop(Hop { cause, method, url, ..Hop::new(id, at, self.limits) });
        }
        let Some(hop) = self.hops.iter_mut().rev().find(|hop| hop.id == id) else {
            return;
        };
        match fact {
            HttpFact::Body(parts) => {
                if let Some(wire) = &self.last {
                    hop.body.extend(at, wire, &parts);
                }
            }
            fact => hop.apply(at, fact),
        }
    }

    pub(super) fn end(&mut self, at: Stamp, outcome: HopOutcome, end_record: u64) {
        for hop in self.hops.iter_mut().filter(|hop| hop.ended.is_none()) {
            hop.end(at, outcome.clone());
        }
        self.ended = Some(at);
        self.outcome = Some(outcome);
        self.end_record = Some(end_record);
        self.last = None;
    }

    /// The session's capture begins anew.
    pub(super) fn forget(&mut self) {
        self.wire = Extents::default();
        self.first_record = 0;
        if let Some(last) = &mut self.last {
            last.offset = None;
        }
        for hop in &mut self.hops {
            hop.sent.forget();
            hop.received.forget();
            hop.body.forget();
        }
    }

    /// After a 1xx the same connection goes on: what was received behind its head belongs to the next one.
    fn begin_hop(&mut self, mut hop: Hop) {
        if let Some(before) = self.hops.last_mut()
            && hop.cause == HopCause::Interim
        {
            hop.connection = before.connection.map(|(peer, _)| (peer, false));
            hop.received = before.received.split_off(before.head_len());
        }
        self.hops.push(hop);
    }
}

impl Hop {
    fn new(id: HopId, began: Stamp, limits: Limits) -> Self {
        Self {
            id,
            cause: HopCause::Asked,
            method: String::new(),
            url: String::new(),
            began,
            ended: None,
            connection: None,
            phases: Vec::new(),
            tls: None,
            head: None,
            trailers: Vec::new(),
            outcome: None,
            body: Body::new(limits),
            sent: Extents::default(),
            received: Extents::default(),
        }
    }

    fn apply(&mut self, at: Stamp, fact: HttpFact) {
        match fact {
            HttpFact::Carried { peer, reused } => self.connection = Some((peer, reused)),
            HttpFact::PhaseBegan(phase) => {
                self.phases.push(PhaseSpan { phase, began_ns: at.mono_ns, ended_ns: None });
            }
            HttpFact::PhaseEnded(phase) => self.end_phase(phase, at),
            HttpFact::Tls(info) => self.tls = Some(info),
            HttpFact::Head(head) => {
                self.body.announced = announced(&self.method, &head);
                if codings(&head.fields).is_ok_and(|codings| !codings.is_empty()) {
                    self.body.expect_decoded();
                }
                self.head = Some(head);
            }
            HttpFact::Chunks(marks) => {
                for mark in &marks {
                    self.body.begin_chunk(at, mark);
                }
            }
            HttpFact::Decoded(bytes) => {
                if let Some((peer, _)) = self.connection {
                    self.body.decode(at, peer, bytes);
                }
            }
            HttpFact::ServerEvent(event) => self.body.see(at, event),
            HttpFact::Trailers(fields) => self.trailers = fields,
            HttpFact::Ended(outcome) => self.end(at, outcome),
            HttpFact::Began { .. } | HttpFact::Body(_) => {}
        }
    }

    fn end(&mut self, at: Stamp, outcome: HopOutcome) {
        self.ended = Some(at);
        self.outcome = Some(outcome);
        for span in self.phases.iter_mut().filter(|span| span.ended_ns.is_none()) {
            span.ended_ns = Some(at.mono_ns);
        }
    }

    fn end_phase(&mut self, phase: Phase, at: Stamp) {
        let open = |span: &&mut PhaseSpan| span.phase == phase && span.ended_ns.is_none();
        if let Some(span) = self.phases.iter_mut().rev().find(open) {
            span.ended_ns = Some(at.mono_ns);
        }
    }
}

/// The length of the body that a head announces (RFC 9112, 6.3); the worker judges whether it is right.
fn announced(method: &str, head: &ResponseHead) -> Option<u64> {
    let field = |name: &str| {
        let mut fields = head.fields.iter();
        fields.find(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))
    };
    let is_empty = method == "HEAD" || matches!(head.status, 100..200 | 204 | 304);
    if is_empty || field("Transfer-Encoding").is_some() {
        return None;
    }
    let value = &field("Content-Length")?.value;
    let first = value.split(|byte| *byte == b',').next()?;
    std::str::from_utf8(first).ok()?.trim().parse().ok()
}
