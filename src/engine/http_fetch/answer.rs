//! The answer as it arrives, told part by part.

use bytes::Bytes;

use crate::engine::http_fetch::content::Content;
use crate::engine::http_fetch::journal::Journal;
use crate::engine::worker::hub::Hub;
use crate::http::{Limits, Part, Redirects, Request, ResponseError, ResponseReader};
use crate::types::http::{BodyPiece, ChunkMark, HttpFact, Phase, ResponseHead};
use crate::types::problem::coding::CodingProblem;
use crate::types::problem::http::HttpWarning;
use crate::types::problem::response::BodyProblem;

/// What has come of the answer to one request.
pub(super) struct Answer {
    reader: ResponseReader,
    /// The final one.
    head: Option<ResponseHead>,
    content: Content,
    state: State,
    /// Bytes of the body.
    body_len: u64,
    /// What is wrong with the body has been told.
    has_warned: bool,
}

enum State {
    /// No byte has come.
    Awaited,
    Begun,
    Whole {
        /// Bytes that came after its end.
        leftover: usize,
    },
    Failed(ResponseError),
}

/// What was found, for who sends the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// A head of this status after which another one comes.
    Interim(u16),
    /// The final head.
    Head,
    /// Nothing that matters; there is nothing left.
    All,
}

impl Answer {
    /// To a request of this method, which may ask for another protocol, and whose redirects may be followed.
    pub(super) fn new(method: &str, asks_upgrade: bool, redirects: Option<Redirects>) -> Self {
        let reader = ResponseReader::new(method, Limits::default()).upgrading(asks_upgrade);
        Self {
            reader: match redirects {
                Some(redirects) => reader.following(redirects),
                None => reader,
            },
            head: None,
            content: Content::default(),
            state: State::Awaited,
            body_len: 0,
            has_warned: false,
        }
    }

    /// Take received bytes from `at` on, which is moved on, until something is heard. Not after the end.
    pub(super) fn take(
        &mut self,
        bytes: &Bytes,
        at: &mut usize,
        journal: &mut Journal,
        hub: &mut Hub,
    ) -> Heard {
        self.state = State::Begun;
        let mut found = Found::default();
        loop {
            let step = match self.reader.read(bytes.get(*at..).unwrap_or_default()) {
                Ok(step) => step,
                Err(error) => {
                    self.state = State::Failed(error);
                    break;
                }
            };
            let start = *at;
            *at = at.saturating_add(step.consumed);
            match step.part {
                None => break,
                Some(Part::Head(head)) => return self.head_came(head, journal, hub),
                Some(Part::Body(piece)) => found.push(start, piece),
                Some(Part::Chunk(mark)) => found.marks.push(mark),
                Some(Part::Trailers(fields)) => {
                    self.tell(&mut found, bytes, journal, hub);
                    journal.tell(HttpFact::Trailers(fields), hub);
                }
                Some(Part::End) => {
                    self.state = State::Whole { leftover: bytes.len().saturating_sub(*at) };
                    break;
                }
            }
        }
        self.tell(&mut found, bytes, journal, hub);
        self.warn(journal, hub);
        if self.is_whole() {
            journal.exit(Phase::Download, hub);
        }
        Heard::All
    }

    /// The connection has ended: that may be how the body ends.
    pub(super) fn finish(&mut self) -> Result<(), ResponseError> {
        self.reader.finish()?;
        self.state = State::Whole { leftover: 0 };
        Ok(())
    }

    /// Take the content codings off what has come, up to so many bytes; whether there was something to do.
    pub(super) fn decode(&mut self, most: usize, journal: &Journal, hub: &mut Hub) -> bool {
        self.content.decode(most, journal, hub)
    }

    /// What has come is not decoded yet; more should not be taken.
    pub(super) fn is_behind(&self) -> bool {
        self.content.is_behind()
    }

    /// Why nothing more must be taken.
    pub(super) fn excess(&self) -> Option<&CodingProblem> {
        self.content.excess()
    }

    /// Some byte has come.
    pub(super) fn has_begun(&self) -> bool {
        !matches!(self.state, State::Awaited)
    }

    pub(super) fn is_whole(&self) -> bool {
        matches!(self.state, State::Whole { .. })
    }

    pub(super) fn error(&self) -> Option<&ResponseError> {
        match &self.state {
            State::Failed(error) => Some(error),
            State::Awaited | State::Begun | State::Whole { .. } => None,
        }
    }

    /// Nothing more is to be taken.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Whole { .. } | State::Failed(_))
    }

    /// What is wrong with the codings of a body that is whole.
    pub(super) fn check_content(
        &self,
        journal: &Journal,
        hub: &mut Hub,
    ) -> Result<(), CodingProblem> {
        self.content.finish(journal, hub)
    }

    /// The final head.
    pub(super) fn head(&self) -> Option<&ResponseHead> {
        self.head.as_ref()
    }

    /// The final head, and the request that it leads to.
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
            State::Whole { leftover } => leftover,
            State::Awaited | State::Begun | State::Failed(_) => 0,
        }
    }

    /// The connection may carry another request.
    pub(super) fn keeps_connection(&self) -> bool {
        self.reader.keeps_connection() && self.leftover() == 0
    }

    /// Once.
    fn warn(&mut self, journal: &Journal, hub: &mut Hub) {
        if let Some(problem) = self.reader.body_problem()
            && !std::mem::replace(&mut self.has_warned, true)
        {
            journal.warn(
                match problem {
                    BodyProblem::SpaceAfterChunkSize => HttpWarning::SpaceAfterChunkSize,
                },
                hub,
            );
        }
    }

    fn head_came(&mut self, head: ResponseHead, journal: &Journal, hub: &mut Hub) -> Heard {
        journal.tell(HttpFact::Head(Box::new(head.clone())), hub);
        if head.meaning.is_interim {
            return Heard::Interim(head.status);
        }
        self.content = Content::of(&head.meaning, journal, hub);
        self.head = Some(head);
        Heard::Head
    }

    fn tell(&mut self, found: &mut Found, bytes: &Bytes, journal: &Journal, hub: &mut Hub) {
        let Found { pieces, marks } = std::mem::take(found);
        if !marks.is_empty() {
            journal.tell(HttpFact::Chunks(marks), hub);
        }
        if pieces.is_empty() {
            return;
        }
        for BodyPiece { start, len, .. } in &pieces {
            self.body_len = self.body_len.saturating_add(u64::from(*len));
            self.content.push(slice(bytes, *start, *len));
        }
        journal.tell(HttpFact::Body(pieces), hub);
        self.content.tell_events(journal, hub);
    }
}

/// Parts of the body within one received piece.
#[derive(Default)]
struct Found {
    pieces: Vec<BodyPiece>,
    marks: Vec<ChunkMark>,
}

impl Found {
    /// A piece whose offset counts from `start`.
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
