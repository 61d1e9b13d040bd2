//! What a body means: its codings taken off, its events read.

use std::collections::VecDeque;

use bytes::{Buf as _, Bytes};

use crate::engine::http_fetch::journal::Journal;
use crate::engine::worker::hub::Hub;
use crate::http::coding::Decoder;
use crate::http::sse::EventParser;
use crate::types::http::{BodyCodings, HeadMeaning, HttpFact, ServerEvent};
use crate::types::problem::coding::CodingProblem;
use crate::types::problem::http::HttpWarning;

/// The meaning of the body of one answer.
#[derive(Default)]
pub(super) struct Content {
    decoding: Decoding,
    events: Option<EventParser>,
    /// Read and not told.
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
        /// The decoder may have more of what it was given already.
        holds_more: bool,
    },
    /// For this reason; the body is received all the same, unless it decodes to too much.
    Failed(CodingProblem),
}

impl Content {
    /// What the head means for the body. A content coding that is not known is noted and stays.
    pub(super) fn of(meaning: &HeadMeaning, journal: &Journal, hub: &mut Hub) -> Self {
        let decoding = match &meaning.codings {
            BodyCodings::TakenOff(codings) if codings.is_empty() => Decoding::None,
            BodyCodings::TakenOff(codings) => Decoding::Running {
                decoder: Box::new(Decoder::new(codings)),
                pending: VecDeque::new(),
                holds_more: false,
            },
            BodyCodings::Kept(problem) => {
                journal.warn(HttpWarning::CodingKept(problem.clone()), hub);
                Decoding::None
            }
            BodyCodings::Failed(problem) => Decoding::Failed(problem.clone()),
        };
        let events = meaning.is_event_stream.then(EventParser::new);
        Self { decoding, events, found: Vec::new() }
    }

    /// The next bytes of the body.
    pub(super) fn push(&mut self, bytes: Bytes) {
        match &mut self.decoding {
            Decoding::None => self.read_events(&bytes),
            Decoding::Running { pending, .. } => pending.push_back(bytes),
            Decoding::Failed(_) => {}
        }
    }

    /// Why nothing more must be taken: it decodes to too much.
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

    /// Decode and tell at most so many bytes; whether there was something to do.
    pub(super) fn decode(&mut self, most: usize, journal: &Journal, hub: &mut Hub) -> bool {
        if !self.is_behind() {
            return false;
        }
        match self.next_piece(most, hub) {
            Ok(decoded) if decoded.is_empty() => {}
            Ok(decoded) => {
                journal.tell(HttpFact::Decoded(decoded.clone()), hub);
                self.read_events(&decoded);
                self.tell_events(journal, hub);
            }
            Err(error) => self.decoding = Decoding::Failed(error),
        }
        true
    }

    /// The body is whole: an error if its codings are not.
    pub(super) fn finish(&self, journal: &Journal, hub: &mut Hub) -> Result<(), CodingProblem> {
        match &self.decoding {
            Decoding::None => Ok(()),
            Decoding::Failed(error) => Err(error.clone()),
            Decoding::Running { decoder, .. } => {
                let surplus = decoder.surplus();
                if surplus > 0 {
                    journal.warn(HttpWarning::AfterCodedData { bytes: surplus }, hub);
                }
                decoder.finish()
            }
        }
    }

    /// Tell the events that were read.
    pub(super) fn tell_events(&mut self, journal: &Journal, hub: &mut Hub) {
        for event in self.found.drain(..) {
            journal.tell(HttpFact::ServerEvent(event), hub);
        }
    }

    fn read_events(&mut self, bytes: &[u8]) {
        if let Some(events) = &mut self.events {
            events.feed(bytes, &mut self.found);
        }
    }

    /// Into the worker's segments, like what is received.
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
            // Without output all the input is done with.
            let done = if *holds_more { consumed.min(front.len()) } else { front.len() };
            front.advance(done);
            if front.is_empty() {
                pending.pop_front();
            }
        }
        Ok(decoded)
    }
}
