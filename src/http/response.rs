//! Parses the response to one request.

mod error;

pub use error::ResponseError;

use crate::http::chunked::{ChunkEvent, Chunked, piece};
use crate::http::framing::{Asked, SWITCHING, framing, is_interim, keeps_connection, note_interim};
use crate::http::head::{Fault, Section, Used, Whole, parse, parse_trailers};
use crate::http::{Limits, Redirects, Request, meaning};
use crate::types::http::{BodyFraming, BodyPiece, ChunkMark, HeaderField, ResponseHead};
use crate::types::problem::response::{BodyProblem, Ended, HeadProblem, Limited, ResponseProblem};

/// Reads the response to one request as it arrives: heads with a status of 1xx, the final head, the body (RFC 9112).
///
/// The parts don't depend on how the bytes are cut, except for the pieces of the body. The body isn't copied; everything else is
/// held in memory within [`Limits`].
#[derive(Debug)]
pub struct ResponseReader {
    asked: Asked,
    limits: Limits,
    /// The request asks for another protocol.
    asks_upgrade: bool,
    /// How redirects are followed, if they are.
    redirects: Option<Redirects>,
    /// The request that follows the redirect of the final head.
    redirected: Option<Request>,
    state: ReaderState,
    /// Bytes of the response so far.
    at: u64,
    /// How many of them came before the latest head.
    head_at: u64,
    /// Heads with a status of 1xx so far.
    interim_heads: usize,
    /// Known after the final head.
    framing: Option<BodyFraming>,
    keeps_connection: bool,
    body_problem: Option<BodyProblem>,
}

/// What is expected next.
#[derive(Debug)]
enum ReaderState {
    Head(Section),
    /// This many more bytes of the body.
    Length(u64),
    Chunked(Chunked),
    Trailers(Section),
    UntilClose,
    /// Nothing, but [`Part::End`] wasn't returned yet.
    Ending,
    Ended,
    Failed(ResponseError),
}

/// The result of [`ResponseReader::read`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Bytes of the input that were consumed.
    pub consumed: usize,
    /// The part that was found. `None` if all input was consumed and more is needed, or if the response has ended.
    pub part: Option<Part>,
}

/// A part of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A head. After a 1xx status other than 101, another head follows.
    Head(ResponseHead),
    /// Bytes of the body, within the input of this call.
    Body(BodyPiece),
    /// The beginning of a chunk. The last one has length 0.
    Chunk(ChunkMark),
    /// The trailer section, if it isn't empty.
    Trailers(Vec<HeaderField>),
    /// The response is complete. What follows in the input doesn't belong to it: it may be the next response, or the data of a
    /// tunnel.
    End,
}

impl ResponseReader {
    /// For the response to a request with this method. Methods are case-sensitive; `HEAD` and `CONNECT` make a difference.
    pub fn new(method: &str, limits: Limits) -> Self {
        Self {
            asked: Asked::of(method),
            limits,
            asks_upgrade: false,
            redirects: None,
            redirected: None,
            state: ReaderState::Head(Section::head(limits, Used::default())),
            at: 0,
            head_at: 0,
            interim_heads: 0,
            framing: None,
            keeps_connection: false,
            body_problem: None,
        }
    }

    /// Sets whether the request asks for another protocol (RFC 9110, 7.8).
    #[must_use]
    pub fn upgrading(self, asks_upgrade: bool) -> Self {
        Self { asks_upgrade, ..self }
    }

    /// Follows redirects. Without this, none are followed.
    #[must_use]
    pub fn following(self, redirects: Redirects) -> Self {
        Self { redirects: Some(redirects), ..self }
    }

    /// Takes the request that follows, if the final head is a redirect to be followed.
    pub fn take_redirected(&mut self) -> Option<Request> {
        self.redirected.take()
    }

    /// Consumes bytes until a part is found. Call it again with the rest, even if that is empty, until it returns no part.
    ///
    /// After an error every call returns the same error.
    pub fn read(&mut self, input: &[u8]) -> Result<Step, ResponseError> {
        let mut step = self.step(input).inspect_err(|error| {
            self.state = ReaderState::Failed(error.clone());
        })?;
        if let Some(Part::Body(piece)) = &mut step.part {
            piece.offset = self.at.saturating_add(piece.start.into()).saturating_sub(self.head_at);
        }
        self.at = self.at.saturating_add(step.consumed as u64);
        if matches!(&step.part, Some(Part::Head(head)) if head.meaning.is_interim) {
            self.head_at = self.at;
        }
        Ok(step)
    }

    /// The connection has ended, which completes a body without a length. Fails if the response is incomplete.
    pub fn finish(&mut self) -> Result<(), ResponseError> {
        let place = match &self.state {
            ReaderState::Ended | ReaderState::Ending => return Ok(()),
            ReaderState::UntilClose => {
                self.state = ReaderState::Ended;
                return Ok(());
            }
            ReaderState::Failed(error) => return Err(error.clone()),
            ReaderState::Head(section) if section.len() > 0 => Ended::InHead,
            ReaderState::Head(_) if self.interim_heads > 0 => Ended::BeforeFinalHead,
            ReaderState::Head(_) => Ended::BeforeResponse,
            ReaderState::Length(left) => self.ended_in_body(*left),
            ReaderState::Chunked(chunked) => chunked.ended(),
            ReaderState::Trailers(_) => Ended::InTrailers,
        };
        let error = ResponseError { at: self.at, problem: ResponseProblem::Ended(place) };
        self.state = ReaderState::Failed(error.clone());
        Err(error)
    }

    /// Whether the connection may be reused, as far as the response determines that (RFC 9112, 9.3); `false` before its end. The
    /// caller must not reuse it either if bytes follow the end.
    pub fn keeps_connection(&self) -> bool {
        self.keeps_connection && matches!(self.state, ReaderState::Ending | ReaderState::Ended)
    }

    /// The length of the body, if it is known in advance.
    pub fn body_len(&self) -> Option<u64> {
        self.framing?.known_len()
    }

    /// A deviation in the transfer coding of the body so far that didn't prevent reading it.
    pub fn body_problem(&self) -> Option<BodyProblem> {
        self.body_problem
    }

    /// Whether the body is delimited by the end of the connection.
    pub fn is_close_delimited(&self) -> bool {
        self.framing == Some(BodyFraming::UntilClose)
    }

    fn step(&mut self, input: &[u8]) -> Result<Step, ResponseError> {
        match &mut self.state {
            ReaderState::Head(section) => {
                let start = Start { at: self.at, before: section.len() };
                let (consumed, whole) = section.push(input).map_err(|fault| start.fault(fault))?;
                let part = whole.map(|whole| self.end_head(start, &whole)).transpose()?;
                Ok(Step { consumed, part })
            }
            ReaderState::Length(left) => {
                let step = body(input, *left);
                *left = left.saturating_sub(step.consumed as u64);
                if *left == 0 {
                    self.state = ReaderState::Ending;
                }
                Ok(step)
            }
            ReaderState::Chunked(chunked) => {
                let start = Start { at: self.at, before: 0 };
                let (consumed, found) = chunked.read(input).map_err(|fault| start.fault(fault))?;
                self.body_problem = chunked.problem();
                Ok(Step { consumed, part: found.map(|found| self.found(found)) })
            }
            ReaderState::Trailers(section) => {
                let start = Start { at: self.at, before: section.len() };
                let (consumed, whole) = section.push(input).map_err(|fault| start.fault(fault))?;
                let part = whole.map(|whole| self.end_trailers(start, &whole)).transpose()?;
                Ok(Step { consumed, part })
            }
            ReaderState::UntilClose => Ok(body(input, u64::MAX)),
            ReaderState::Ending => {
                self.state = ReaderState::Ended;
                Ok(Step { consumed: 0, part: Some(Part::End) })
            }
            ReaderState::Ended => Ok(Step { consumed: 0, part: None }),
            ReaderState::Failed(error) => Err(error.clone()),
        }
    }

    fn end_head(&mut self, start: Start, whole: &Whole) -> Result<Part, ResponseError> {
        let mut parsed = parse(whole).map_err(|fault| start.fault(fault))?;
        if is_interim(parsed.head.status) {
            self.interim_heads += 1;
            if self.interim_heads > self.limits.interim_heads {
                let most = self.limits.interim_heads;
                let problem = ResponseProblem::Limit(Limited::InterimHeads, most);
                return Err(start.fault(Fault::new(0, problem)));
            }
            self.state = ReaderState::Head(Section::head(self.limits, whole.used));
            note_interim(&mut parsed);
            parsed.head.meaning = meaning::of_interim();
            return Ok(Part::Head(parsed.head));
        }
        let framing = framing(self.asked, &mut parsed).map_err(|fault| start.fault(fault))?;
        self.framing = Some(framing);
        if parsed.head.status == SWITCHING && !self.asks_upgrade {
            parsed.head.problems.push(HeadProblem::UnaskedUpgrade);
        }
        let redirects = self.redirects.as_ref();
        let (redirect, next) =
            redirects.map(|redirects| redirects.after(&parsed.head)).unwrap_or_default();
        self.redirected = next;
        parsed.head.meaning = meaning::of_final(self.asked, &parsed.head, framing, redirect);
        self.keeps_connection = keeps_connection(self.asked, &parsed.head, framing);
        self.state = match framing {
            BodyFraming::None | BodyFraming::Length(0) => ReaderState::Ending,
            BodyFraming::Length(len) => ReaderState::Length(len),
            BodyFraming::Chunked => ReaderState::Chunked(Chunked::new(self.limits.chunk_line)),
            BodyFraming::UntilClose => ReaderState::UntilClose,
        };
        Ok(Part::Head(parsed.head))
    }

    fn found(&mut self, found: ChunkEvent) -> Part {
        match found {
            ChunkEvent::Body(piece) => Part::Body(piece),
            ChunkEvent::Chunk(mark) => {
                if mark.len == 0 {
                    self.state = ReaderState::Trailers(Section::trailers(self.limits));
                }
                Part::Chunk(mark)
            }
        }
    }

    fn end_trailers(&mut self, start: Start, whole: &Whole) -> Result<Part, ResponseError> {
        let fields = parse_trailers(whole).map_err(|fault| start.fault(fault))?;
        if fields.is_empty() {
            self.state = ReaderState::Ended;
            return Ok(Part::End);
        }
        self.state = ReaderState::Ending;
        Ok(Part::Trailers(fields))
    }

    fn ended_in_body(&self, left: u64) -> Ended {
        let len = self.body_len().unwrap_or_default();
        Ended::InBody { received: len.saturating_sub(left), len }
    }
}

/// What the offsets of faults are relative to.
#[derive(Debug, Clone, Copy)]
struct Start {
    /// Bytes of the response so far.
    at: u64,
    /// How many of those bytes the faults count too.
    before: usize,
}

impl Start {
    fn fault(self, fault: Fault) -> ResponseError {
        let at = self.at.saturating_add(fault.at as u64).saturating_sub(self.before as u64);
        ResponseError { at, problem: fault.problem }
    }
}

/// The part of the input that belongs to a body of which `left` bytes are missing.
fn body(input: &[u8], left: u64) -> Step {
    let piece = piece(0, input.len(), left);
    let part = (piece.len > 0).then_some(Part::Body(piece));
    Step { consumed: piece.len as usize, part }
}

#[cfg(test)]
mod tests;
