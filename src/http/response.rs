//! The answer to one request, from bytes to parts.

mod error;

pub use error::ResponseError;

use crate::http::chunked::{Chunked, Found, piece};
use crate::http::framing::{Asked, SWITCHING, framing, is_interim, keeps_connection, note_interim};
use crate::http::head::{Fault, Section, Used, Whole, parse, parse_trailers};
use crate::http::{Limits, Redirects, Request, meaning};
use crate::types::http::{BodyFraming, BodyPiece, ChunkMark, HeaderField, ResponseHead};
use crate::types::problem::response::{BodyProblem, Ended, HeadProblem, Limited, ResponseProblem};

/// Reads the answer to one request as it arrives: heads with a status of 1xx, the final head, the body (RFC 9112).
///
/// However the bytes are cut, the parts are the same, but for the cuts of the body. The body is not copied; of anything
/// else no more is held than [`Limits`] allows.
#[derive(Debug)]
pub struct ResponseReader {
    asked: Asked,
    limits: Limits,
    /// The request is for another protocol.
    asks_upgrade: bool,
    /// How redirects are followed, if they are.
    redirects: Option<Redirects>,
    /// The request that the final head leads to.
    redirected: Option<Request>,
    state: State,
    /// Bytes of the answer so far.
    at: u64,
    /// How many of them came before the latest head.
    head_at: u64,
    /// Heads with a status of 1xx so far.
    interim_heads: usize,
    /// Since the final head.
    framing: Option<BodyFraming>,
    keeps_connection: bool,
    body_problem: Option<BodyProblem>,
}

/// What stands next.
#[derive(Debug)]
enum State {
    Head(Section),
    /// So many bytes of the body.
    Length(u64),
    Chunked(Chunked),
    Trailers(Section),
    UntilClose,
    /// Nothing, but that is still to be told.
    Ending,
    Ended,
    Failed(ResponseError),
}

/// How far a call of [`ResponseReader::read`] came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Bytes of the input that are done with.
    pub consumed: usize,
    /// What was found. `None`: all is consumed and more is needed, or the answer has ended and nothing was consumed.
    pub part: Option<Part>,
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A head. After a status of 1xx, but not 101, there comes another one.
    Head(ResponseHead),
    /// Bytes of the body, within the input of this call.
    Body(BodyPiece),
    /// A chunk begins. The last one has a length of 0.
    Chunk(ChunkMark),
    /// The trailer section, if it is not empty.
    Trailers(Vec<HeaderField>),
    /// The answer is whole. What follows in the input belongs to something else: to the next answer, to a tunnel, to
    /// nothing.
    End,
}

impl ResponseReader {
    /// For the answer to a request of this method. Methods are case-sensitive; of interest are `HEAD` and `CONNECT`.
    pub fn new(method: &str, limits: Limits) -> Self {
        Self {
            asked: Asked::of(method),
            limits,
            asks_upgrade: false,
            redirects: None,
            redirected: None,
            state: State::Head(Section::head(limits, Used::default())),
            at: 0,
            head_at: 0,
            interim_heads: 0,
            framing: None,
            keeps_connection: false,
            body_problem: None,
        }
    }

    /// For a request that asks for another protocol (RFC 9110, 7.8), or not.
    #[must_use]
    pub fn upgrading(self, asks_upgrade: bool) -> Self {
        Self { asks_upgrade, ..self }
    }

    /// Follow redirects. Without this none is followed.
    #[must_use]
    pub fn following(self, redirects: Redirects) -> Self {
        Self { redirects: Some(redirects), ..self }
    }

    /// The request that follows, if the final head is a redirect that is followed; once.
    pub fn take_redirected(&mut self) -> Option<Request> {
        self.redirected.take()
    }

    /// Takes bytes until a part is found. Call it again with the rest, even if that is empty, until there is no part.
    ///
    /// After an error every call gives the same error.
    pub fn read(&mut self, input: &[u8]) -> Result<Step, ResponseError> {
        let mut step = self.step(input).inspect_err(|error| {
            self.state = State::Failed(error.clone());
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

    /// The connection has ended. An error unless the answer is whole, which a body without a length is now.
    pub fn finish(&mut self) -> Result<(), ResponseError> {
        let place = match &self.state {
            State::Ended | State::Ending => return Ok(()),
            State::UntilClose => {
                self.state = State::Ended;
                return Ok(());
            }
            State::Failed(error) => return Err(error.clone()),
            State::Head(section) if section.len() > 0 => Ended::InHead,
            State::Head(_) if self.interim_heads > 0 => Ended::BeforeFinalHead,
            State::Head(_) => Ended::BeforeResponse,
            State::Length(left) => self.ended_in_body(*left),
            State::Chunked(chunked) => chunked.ended(),
            State::Trailers(_) => Ended::InTrailers,
        };
        let error = ResponseError { at: self.at, problem: ResponseProblem::Ended(place) };
        self.state = State::Failed(error.clone());
        Err(error)
    }

    /// Whether the connection may carry another request now, as far as the answer tells (RFC 9112, 9.3). Never before it
    /// has ended. Bytes after the end are a reason against that the caller knows.
    pub fn keeps_connection(&self) -> bool {
        self.keeps_connection && matches!(self.state, State::Ending | State::Ended)
    }

    /// Bytes of the body, if they are known before it comes.
    pub fn body_len(&self) -> Option<u64> {
        self.framing?.known_len()
    }

    /// What is wrong with the transfer coding of the body so far although it could be read.
    pub fn body_problem(&self) -> Option<BodyProblem> {
        self.body_problem
    }

    /// Whether only the end of the connection ends the body.
    pub fn is_close_delimited(&self) -> bool {
        self.framing == Some(BodyFraming::UntilClose)
    }

    fn step(&mut self, input: &[u8]) -> Result<Step, ResponseError> {
        match &mut self.state {
            State::Head(section) => {
                let start = Start { at: self.at, before: section.len() };
                let (consumed, whole) = section.push(input).map_err(|fault| start.fault(fault))?;
                let part = whole.map(|whole| self.end_head(start, &whole)).transpose()?;
                Ok(Step { consumed, part })
            }
            State::Length(left) => {
                let step = body(input, *left);
                *left = left.saturating_sub(step.consumed as u64);
                if *left == 0 {
                    self.state = State::Ending;
                }
                Ok(step)
            }
            State::Chunked(chunked) => {
                let start = Start { at: self.at, before: 0 };
                let (consumed, found) = chunked.read(input).map_err(|fault| start.fault(fault))?;
                self.body_problem = chunked.problem();
                Ok(Step { consumed, part: found.map(|found| self.found(found)) })
            }
            State::Trailers(section) => {
                let start = Start { at: self.at, before: section.len() };
                let (consumed, whole) = section.push(input).map_err(|fault| start.fault(fault))?;
                let part = whole.map(|whole| self.end_trailers(start, &whole)).transpose()?;
                Ok(Step { consumed, part })
            }
            State::UntilClose => Ok(body(input, u64::MAX)),
            State::Ending => {
                self.state = State::Ended;
                Ok(Step { consumed: 0, part: Some(Part::End) })
            }
            State::Ended => Ok(Step { consumed: 0, part: None }),
            State::Failed(error) => Err(error.clone()),
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
            self.state = State::Head(Section::head(self.limits, whole.used));
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
            BodyFraming::None | BodyFraming::Length(0) => State::Ending,
            BodyFraming::Length(len) => State::Length(len),
            BodyFraming::Chunked => State::Chunked(Chunked::new(self.limits.chunk_line)),
            BodyFraming::UntilClose => State::UntilClose,
        };
        Ok(Part::Head(parsed.head))
    }

    fn found(&mut self, found: Found) -> Part {
        match found {
            Found::Body(piece) => Part::Body(piece),
            Found::Chunk(mark) => {
                if mark.len == 0 {
                    self.state = State::Trailers(Section::trailers(self.limits));
                }
                Part::Chunk(mark)
            }
        }
    }

    fn end_trailers(&mut self, start: Start, whole: &Whole) -> Result<Part, ResponseError> {
        let fields = parse_trailers(whole).map_err(|fault| start.fault(fault))?;
        if fields.is_empty() {
            self.state = State::Ended;
            return Ok(Part::End);
        }
        self.state = State::Ending;
        Ok(Part::Trailers(fields))
    }

    fn ended_in_body(&self, left: u64) -> Ended {
        let len = self.body_len().unwrap_or_default();
        Ended::InBody { received: len.saturating_sub(left), len }
    }
}

/// Where faults count from.
#[derive(Debug, Clone, Copy)]
struct Start {
    /// Bytes of the answer so far.
    at: u64,
    /// How many of them the faults count.
    before: usize,
}

impl Start {
    fn fault(self, fault: Fault) -> ResponseError {
        let at = self.at.saturating_add(fault.at as u64).saturating_sub(self.before as u64);
        ResponseError { at, problem: fault.problem }
    }
}

/// As much of the input as belongs to a body that has `left` to come.
fn body(input: &[u8], left: u64) -> Step {
    let piece = piece(0, input.len(), left);
    let part = (piece.len > 0).then_some(Part::Body(piece));
    Step { consumed: piece.len as usize, part }
}

#[cfg(test)]
mod tests;
