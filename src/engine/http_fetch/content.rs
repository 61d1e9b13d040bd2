//! The content of a body: decodes its content codings and parses its server-sent events.

use std::collections::VecDeque;

use bytes::{Buf as _, Bytes};

use crate::engine::http_fetch::hop_reporter::HopReporter;
use crate::engine::worker::hub::Hub;
use crate::http::coding::Decoder;
use crate::http::sse::EventParser;
use crate::types::http::{BodyCodings, HeadMeaning, HttpFact, ServerEvent};
use crate::types::problem::coding::CodingProblem;
use crate::types::problem::http::HttpWarning;

/// Decodes the body of one response.
#[derive(Default)]
pub(super) struct Content {
    decoding: Decoding,
    events: Option<EventParser>,
    /// Parsed, and not reported yet.
    found: Vec<ServerEvent>,
}

#[derive(Default)]
enum Decoding {
    /// There are no codings.
    #[default]
    None,
    Running {
        decoder: Box<Decoder>,
        /// Received and not decoded.
        pending: VecDeque<Bytes>,
        /// The decoder may produce more from the input that it has.
        holds_more: bool,
    },
    /// Decoding has failed. The rest of the body is still received, unless the problem is that it decodes to too much.
    Failed(CodingProblem),
}

impl Content {
    /// As the head requires. A body with an unknown content coding stays as it is, with a warning.
    pub(super) fn of(meaning: &HeadMeaning, reporter: &HopReporter, hub: &mut Hub) -> Self {
        let decoding = match &meaning.codings {
            BodyCodings::TakenOff(codings) if codings.is_empty() => Decoding::None,
            BodyCodings::TakenOff(codings) => Decoding::Running {
                decoder: Box::new(Decoder::new(codings)),
                pending: VecDeque::new(),
                holds_more: false,
            },
            BodyCodings::Kept(problem) => {
                reporter.warn(HttpWarning::CodingKept(problem.clone()), hub);
                Decoding::None
            }
            BodyCodings::Failed(problem) => Decoding::Failed(problem.clone()),
        };
        let events = meaning.is_event_stream.then(EventParser::new);
        Self { decoding, events, found: Vec::new() }
    }

    /// Add the next bytes of the body.
    pub(super) fn push(&mut self, bytes: Bytes) {
        match &mut self.decoding {
            Decoding::None => self.read_events(&bytes),
            Decoding::Running { pending, .. } => pending.push_back(bytes),
            Decoding::Failed(_) => {}
        }
    }

    /// The problem, if the body decodes to more than is allowed: then nothing more must be read.
    pub(super) fn excess(&self) -> Option<&CodingProblem> {
        match &self.decoding {
            Decoding::Failed(error @ CodingProblem::TooLarge { .. }) => Some(error),
            Decoding::Failed(_) | Decoding::None | Decoding::Running { .. } => None,
        }
    }

    /// Bytes wait to be decoded.
    pub(super) fn is_behind(&self) -> bool {
        match &self.decoding {
            Decoding::Running { pending, holds_more, .. } => *holds_more || !pending.is_empty(),
            Decoding::None | Decoding::Failed(_) => false,
        }
    }

    /// Decode and report at most `most` bytes; returns whether there was anything to decode.
    pub(super) fn decode(&mut self, most: usize, reporter: &HopReporter, hub: &mut Hub) -> bool {
        if !self.is_behind() {
            return false;
        }
        match self.next_piece(most, hub) {
            Ok(decoded) if decoded.is_empty() => {}
            Ok(decoded) => {
                reporter.report(HttpFact::Decoded(decoded.clone()), hub);
                self.read_events(&decoded);
                self.report_events(reporter, hub);
            }
            Err(error) => self.decoding = Decoding::Failed(error),
        }
        true
    }

    /// The body is complete. Fails if its content codings have not ended.
    pub(super) fn finish(
        &self,
        reporter: &HopReporter,
        hub: &mut Hub,
    ) -> Result<(), CodingProblem> {
        match &self.decoding {
            Decoding::None => Ok(()),
            Decoding::Failed(error) => Err(error.clone()),
            Decoding::Running { decoder, .. } => {
                let surplus = decoder.surplus();
                if surplus > 0 {
                    reporter.warn(HttpWarning::AfterCodedData { bytes: surplus }, hub);
                }
                decoder.finish()
            }
        }
    }

    /// Report the parsed events.
    pub(super) fn report_events(&mut self, reporter: &HopReporter, hub: &mut Hub) {
        for event in self.found.drain(..) {
            reporter.report(HttpFact::ServerEvent(event), hub);
        }
    }

    fn read_events(&mut self, bytes: &[u8]) {
        if let Some(events) = &mut self.events {
            events.feed(bytes, &mut self.found);
        }
    }

    /// Decode into the worker's segments, like received bytes.
    fn next_piece(&mut self, most: usize, hub: &mut Hub) -> Result<Bytes, CodingProblem> {
        let Decoding::Running { decoder, pending, holds_more } = &mut self.decoding else {
            return Ok(Bytes::new());
        };
        let input = pending.front().cloned().unwrap_or_default();
        let mut outcome = Ok(0);
        let decoded = hub.common.segments.read(most, |space| {
            let progress = decoder.decode(&input, space);
            outcome = progress.as_ref().map(|progress| progress.consumed).map_err(Clone::clone);
            Ok(progress.map_or(0, |progress| progress.produced))
        });
        let (consumed, decoded) = (outcome?, decoded.unwrap_or_default());
        *holds_more = !decoded.is_empty();
        if let Some(front) = pending.front_mut() {
            // The decoder produces nothing only when it has consumed all the input.
            let done = if *holds_more { consumed.min(front.len()) } else { front.len() };
            front.advance(done);
            if front.is_empty() {
                pending.pop_front();
            }
        }
        Ok(decoded)
    }
}
