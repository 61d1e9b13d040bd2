//! How the facts of a worker become a fetch.

use std::ops::Range;

use crate::capture::Limits;
use crate::playground::fetch::body::{Body, Piece};
use crate::playground::fetch::{Extents, Fetch, Hop, PhaseSpan};
use crate::types::http::{BodyFraming, HopCause, HopOutcome, HttpFact, Phase};
use crate::types::{HopId, Stamp};

impl Fetch {
    /// Takes in bytes of the wire.
    pub(super) fn received(&mut self, piece: Piece) {
        let range = piece.offset.map(|offset| offset..offset + piece.bytes.len() as u64);
        if let Some(range) = &range {
            self.wire.push(range);
        }
        if let Some(hop) = self.hops.last_mut()
            && hop.peer() == Some(piece.peer)
        {
            match &range {
                Some(range) => hop.received.push(range),
                // The offsets of its body count what is not in the capture, too.
                None => hop.received.skip(piece.bytes.len() as u64),
            }
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
                // The time that the worker needed to start isn't part of the fetch.
                self.began = at;
            }
            return self.begin_hop(Hop { cause, method, url, ..Hop::new(id, at, self.limits) });
        }
        let Some(hop) = self.hops.iter_mut().rev().find(|hop| hop.id == id) else {
            return;
        };
        if let HttpFact::Body(parts) = fact {
            if let Some(wire) = &self.last {
                hop.body.extend(at, &hop.received, wire, &parts);
            }
        } else {
            hop.apply(at, fact);
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
                self.body.announced = match head.meaning.framing {
                    BodyFraming::Length(len) => Some(len),
                    BodyFraming::None | BodyFraming::Chunked | BodyFraming::UntilClose => None,
                };
                if head.meaning.codings.are_taken_off() {
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
            HttpFact::Began { .. } | HttpFact::Body(_) | HttpFact::Warning(_) => {}
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
