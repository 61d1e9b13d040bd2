//! The chunked transfer coding up to its last chunk (RFC 9112, 7.1).

use bytes::Bytes;

use crate::http::head::Fault;
use crate::types::http::{BodyPiece, ChunkMark};
use crate::types::problem::response::{BodyProblem, Ended, Limited, ResponseProblem};

/// Takes chunks apart.
#[derive(Debug)]
pub(super) struct Chunked {
    state: State,
    /// Bytes of the body so far.
    body_len: u64,
    /// Bytes of the size line so far.
    line_len: usize,
    /// Most bytes of a size line.
    line_limit: usize,
    /// White space stood after a size.
    has_blanks: bool,
}

/// What stands next.
#[derive(Debug)]
enum State {
    /// A digit of the size, or what ends it. `None` before the first digit.
    Size(Option<u64>),
    /// White space after the size.
    Blank(u64),
    /// The rest of the size line, kept up to a limit.
    Extensions(u64, Vec<u8>),
    /// The LF of the size line.
    SizeLf(u64, Vec<u8>),
    /// So much of a chunk of this length.
    Data { left: u64, len: u64 },
    /// The CR after a chunk.
    DataCr,
    /// The LF after a chunk.
    DataLf,
    /// The trailer section.
    Ended,
}

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    Chunk(ChunkMark),
    Body(BodyPiece),
}

impl Chunked {
    pub(super) fn new(line_limit: usize) -> Self {
        Self { state: State::Size(None), body_len: 0, line_len: 0, line_limit, has_blanks: false }
    }

    /// Takes bytes until something is found; a chunk of length 0 is the last. Faults count from the start of `input`.
    pub(super) fn read(&mut self, input: &[u8]) -> Result<(usize, Option<Found>), Fault> {
        for (at, byte) in input.iter().enumerate() {
            if let State::Data { left, len } = self.state {
                let rest = input.get(at..).unwrap_or_default();
                let piece = piece(at, rest.len(), left);
                self.body_len = self.body_len.saturating_add(piece.len.into());
                let left = left.saturating_sub(piece.len.into());
                self.state = if left == 0 { State::DataCr } else { State::Data { left, len } };
                return Ok((at.saturating_add(piece.len as usize), Some(Found::Body(piece))));
            }
            if let Some(mark) = self.step(at, *byte)? {
                return Ok((at + 1, Some(Found::Chunk(mark))));
            }
        }
        Ok((input.len(), None))
    }

    /// What is wrong with the chunks so far although they can be read.
    pub(super) fn problem(&self) -> Option<BodyProblem> {
        self.has_blanks.then_some(BodyProblem::SpaceAfterChunkSize)
    }

    /// Where that is, if the connection ends here.
    pub(super) fn ended(&self) -> Ended {
        match self.state {
            State::Data { left, len } => Ended::InChunk { received: len.saturating_sub(left), len },
            _ => Ended::BeforeLastChunk,
        }
    }

    /// A byte outside the data.
    fn step(&mut self, at: usize, byte: u8) -> Result<Option<ChunkMark>, Fault> {
        let is_in_line = !matches!(self.state, State::DataCr | State::DataLf);
        self.line_len = if is_in_line { self.line_len + 1 } else { 0 };
        if self.line_len > self.line_limit {
            let problem = ResponseProblem::Limit(Limited::ChunkLineBytes, self.line_limit);
            return Err(Fault::new(at, problem));
        }
        let wrong = |problem| Fault::new(at, problem);
        let state = std::mem::replace(&mut self.state, State::Ended);
        self.state = match (state, byte) {
            (State::Size(size), digit) if digit.is_ascii_hexdigit() => {
                let size = with_digit(size, digit);
                State::Size(Some(size.ok_or_else(|| wrong(ResponseProblem::ChunkTooLarge))?))
            }
            (State::Size(None), _) => return Err(wrong(ResponseProblem::ChunkSizeMissing(byte))),
            (State::Size(Some(size)) | State::Blank(size), b' ' | b'\t') => {
                self.has_blanks = true;
                State::Blank(size)
            }
            (State::Size(Some(size)) | State::Blank(size), b';') => {
                State::Extensions(size, vec![b';'])
            }
            (State::Size(Some(size)) | State::Blank(size), b'\r') => {
                State::SizeLf(size, Vec::new())
            }
            (State::Extensions(size, kept), b'\r') => State::SizeLf(size, kept),
            (State::Extensions(size, mut kept), b'\t' | b' '..=b'~' | 0x80..) => {
                if kept.len() < KEPT_EXTENSIONS {
                    kept.push(byte);
                }
                State::Extensions(size, kept)
            }
            (State::SizeLf(size, extensions), b'\n') => {
                return Ok(Some(self.begin(size, extensions)));
            }
            (State::DataCr, b'\r') => State::DataLf,
            (State::DataLf, b'\n') => State::Size(None),
            (state, _) => return Err(wrong(misplaced(&state, byte))),
        };
        Ok(None)
    }

    fn begin(&mut self, len: u64, extensions: Vec<u8>) -> ChunkMark {
        self.state = if len == 0 { State::Ended } else { State::Data { left: len, len } };
        ChunkMark { len, body_offset: self.body_len, extensions: Bytes::from(extensions) }
    }
}

/// As much of `available` bytes from `at` on as belongs to a body that has `left` to come. The reader knows its offset.
pub(super) fn piece(at: usize, available: usize, left: u64) -> BodyPiece {
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    let longest = left.min(u64::from(u32::MAX - start)).min(available as u64);
    BodyPiece { start, len: u32::try_from(longest).unwrap_or(u32::MAX), offset: 0 }
}

fn with_digit(size: Option<u64>, digit: u8) -> Option<u64> {
    let value = char::from(digit).to_digit(16)?;
    size.unwrap_or(0).checked_mul(16)?.checked_add(value.into())
}

fn misplaced(state: &State, byte: u8) -> ResponseProblem {
    match state {
        State::SizeLf(..) | State::DataLf => ResponseProblem::AfterCr(byte),
        State::DataCr => ResponseProblem::AfterChunk(byte),
        _ if byte == b'\n' => ResponseProblem::ChunkLineEnd,
        State::Extensions(..) => ResponseProblem::ChunkExtension(byte),
        _ => ResponseProblem::ChunkSize(byte),
    }
}

const KEPT_EXTENSIONS: usize = 256;
