//! The response to one request, reported part by part as it arrives.

use bytes::Bytes;

use crate::engine::http_fetch::content::Content;
use crate::engine::http_fetch::hop_reporter::HopReporter;
use crate::engine::worker::hub::Hub;
use crate::http::{Limits, Part, Redirects, Request, ResponseError, ResponseReader};
use crate::types::http::{BodyPiece, ChunkMark, HttpFact, Phase, ResponseHead};
use crate::types::problem::coding::CodingProblem;
use crate::types::problem::http::HttpWarning;
use crate::types::problem::response::BodyProblem;

/// The response to one request, as far as it has arrived.
pub(super) struct IncomingResponse {
    reader: ResponseReader,
    /// The final head, not that of a 1xx response.
    head: Option<ResponseHead>,
    content: Content,
    state: ResponseState,
    /// Bytes of the body.
    body_len: u64,
    /// The warning about the body has been reported.
    has_warned: bool,
}

enum ResponseState {
    /// No byte has arrived.
    Awaited,
    Begun,
    Whole {
        /// Bytes received after its end.
        leftover: usize,
    },
    Failed(ResponseError),
}

/// What the sender of the request needs to know about the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseEvent {
    /// The head of a 1xx response with this status; another head follows.
    Interim(u16),
    /// The final head.
    Head,
    /// All bytes were consumed.
    Consumed,
}

impl IncomingResponse {
    /// For a request with this method. `asks_upgrade` says whether it asks for another protocol, `redirects` how redirects are
    /// followed.
    pub(super) fn new(method: &str, asks_upgrade: bool, redirects: Option<Redirects>) -> Self {
        let reader = ResponseReader::new(method, Limits::default()).upgrading(asks_upgrade);
        Self {
            reader: match redirects {
                Some(redirects) => reader.following(redirects),
                None => reader,
            },
            head: None,
            content: Content::default(),
            state: ResponseState::Awaited,
            body_len: 0,
            has_warned: false,
        }
    }

    /// Consume received bytes from `at` on and advance it, up to the next event. Must not be called once the response is over.
    pub(super) fn take(
        &mut self,
        bytes: &Bytes,
        at: &mut usize,
        reporter: &mut HopReporter,
        hub: &mut Hub,
    ) -> ResponseEvent {
        self.state = ResponseState::Begun;
        let mut found = Found::default();
        loop {
            let step = match self.reader.read(bytes.get(*at..).unwrap_or_default()) {
                Ok(step) => step,
                Err(error) => {
                    self.state = ResponseState::Failed(error);
                    break;
                }
            };
            let start = *at;
            *at = at.saturating_add(step.consumed);
            match step.part {
                None => break,
                Some(Part::Head(head)) => return self.on_head(head, reporter, hub),
                Some(Part::Body(piece)) => found.push(start, piece),
                Some(Part::Chunk(mark)) => found.marks.push(mark),
                Some(Part::Trailers(fields)) => {
                    self.report(&mut found, bytes, reporter, hub);
                    reporter.report(HttpFact::Trailers(fields), hub);
                }
                Some(Part::End) => {
                    self.state = ResponseState::Whole { leftover: bytes.len().saturating_sub(*at) };
                    break;
                }
            }
        }
        self.report(&mut found, bytes, reporter, hub);
        self.warn(reporter, hub);
        if self.is_whole() {
            reporter.end_phase(Phase::Download, hub);
        }
        ResponseEvent::Consumed
    }

    /// The connection has ended, which may be what delimits the body.
    pub(super) fn finish(&mut self) -> Result<(), ResponseError> {
        self.reader.finish()?;
        self.state = ResponseState::Whole { leftover: 0 };
        Ok(())
    }

    /// Decode at most `most` bytes of the body; returns whether there was anything to decode.
    pub(super) fn decode(&mut self, most: usize, reporter: &HopReporter, hub: &mut Hub) -> bool {
        self.content.decode(most, reporter, hub)
    }

    /// Received bytes are still to be decoded; don't read more until they are.
    pub(super) fn is_behind(&self) -> bool {
        self.content.is_behind()
    }

    /// The problem, if the body decodes to more than is allowed.
    pub(super) fn excess(&self) -> Option<&CodingProblem> {
        self.content.excess()
    }

    /// At least one byte has arrived.
    pub(super) fn has_begun(&self) -> bool {
        !matches!(self.state, ResponseState::Awaited)
    }

    pub(super) fn is_whole(&self) -> bool {
        matches!(self.state, ResponseState::Whole { .. })
    }

    pub(super) fn error(&self) -> Option<&ResponseError> {
        match &self.state {
            ResponseState::Failed(error) => Some(error),
            ResponseState::Awaited | ResponseState::Begun | ResponseState::Whole { .. } => None,
        }
    }

    /// Nothing more is read: it is complete or invalid.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, ResponseState::Whole { .. } | ResponseState::Failed(_))
    }

    /// Check that the content codings of a complete body ended properly.
    pub(super) fn check_content(
        &self,
        reporter: &HopReporter,
        hub: &mut Hub,
    ) -> Result<(), CodingProblem> {
        self.content.finish(reporter, hub)
    }

    /// The final head.
    pub(super) fn head(&self) -> Option<&ResponseHead> {
        self.head.as_ref()
    }

    /// The final head, and the request that it redirects to.
    pub(super) fn into_head(mut self) -> (Option<ResponseHead>, Option<Request>) {
        (self.head, self.reader.take_redirected())
    }

    /// Bytes of the body so far.
    pub(super) fn body_len(&self) -> u64 {
        self.body_len
    }

    /// Bytes after its end.
    pub(super) fn leftover(&self) -> usize {
        match self.state {
            ResponseState::Whole { leftover } => leftover,
            ResponseState::Awaited | ResponseState::Begun | ResponseState::Failed(_) => 0,
        }
    }

    /// The connection may be reused for another request.
    pub(super) fn keeps_connection(&self) -> bool {
        self.reader.keeps_connection() && self.leftover() == 0
    }

    /// Report what is wrong with the transfer coding, once.
    fn warn(&mut self, reporter: &HopReporter, hub: &mut Hub) {
        if let Some(problem) = self.reader.body_problem()
            && !std::mem::replace(&mut self.has_warned, true)
        {
            reporter.warn(
                match problem {
                    BodyProblem::SpaceAfterChunkSize => HttpWarning::SpaceAfterChunkSize,
                },
                hub,
            );
        }
    }

    fn on_head(
        &mut self,
        head: ResponseHead,
        reporter: &HopReporter,
        hub: &mut Hub,
    ) -> ResponseEvent {
        reporter.report(HttpFact::Head(Box::new(head.clone())), hub);
        if head.meaning.is_interim {
            return ResponseEvent::Interim(head.status);
        }
        self.content = Content::of(&head.meaning, reporter, hub);
        self.head = Some(head);
        ResponseEvent::Head
    }

    fn report(&mut self, found: &mut Found, bytes: &Bytes, reporter: &HopReporter, hub: &mut Hub) {
        let Found { pieces, marks } = std::mem::take(found);
        if !marks.is_empty() {
            reporter.report(HttpFact::Chunks(marks), hub);
        }
        if pieces.is_empty() {
            return;
        }
        for BodyPiece { start, len, .. } in &pieces {
            self.body_len = self.body_len.saturating_add(u64::from(*len));
            self.content.push(slice(bytes, *start, *len));
        }
        reporter.report(HttpFact::Body(pieces), hub);
        self.content.report_events(reporter, hub);
    }
}

/// Parts of the body found in one received piece.
#[derive(Default)]
struct Found {
    pieces: Vec<BodyPiece>,
    marks: Vec<ChunkMark>,
}

impl Found {
    /// Add a piece whose offset is relative to `start`.
    fn push(&mut self, start: usize, piece: BodyPiece) {
        let start = u32::try_from(start).unwrap_or(u32::MAX).saturating_add(piece.start);
        match self.pieces.last_mut() {
            Some(last) if last.start.saturating_add(last.len) == start => {
                last.len = last.len.saturating_add(piece.len);
            }
            _ => self.pieces.push(BodyPiece { start, ..piece }),
        }
    }
}

fn slice(bytes: &Bytes, start: u32, len: u32) -> Bytes {
    let start = (start as usize).min(bytes.len());
    let end = start.saturating_add(len as usize).min(bytes.len());
    bytes.slice(start..end)
}
