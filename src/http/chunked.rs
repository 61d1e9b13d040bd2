//! The chunked transfer coding up to its last chunk (RFC 9112, 7.1).

use bytes::Bytes;

use crate::http::head::Fault;
use crate::types::http::{BodyPiece, ChunkMark};
use crate::types::problem::response::{BodyProblem, Ended, Limited, ResponseProblem};

/// Parses chunks.
#[derive(Debug)]
pub(super) struct Chunked {
    state: ChunkedState,
    /// Bytes of the body so far.
    body_len: u64,
    /// Bytes of the size line so far.
    line_len: usize,
    /// Most bytes of a size line.
    line_limit: usize,
    /// White space followed a size.
    has_blanks: bool,
}

/// What is expected next.
#[derive(Debug)]
enum ChunkedState {
    /// A digit of the size, or its end. `None` before the first digit.
    Size(Option<u64>),
    /// White space after the size.
    Blank(u64),
    /// The rest of the size line, kept up to a limit.
    Extensions(u64, Vec<u8>),
    /// The LF of the size line.
    SizeLf(u64, Vec<u8>),
    /// `left` more bytes of a chunk with `len` bytes.
    Data { left: u64, len: u64 },
    /// The CR after a chunk.
    DataCr,
    /// The LF after a chunk.
    DataLf,
    /// The trailer section.
    Ended,
}

/// What [`Chunked::read`] found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ChunkEvent {
    Chunk(ChunkMark),
    Body(BodyPiece),
}

impl Chunked {
    pub(super) fn new(line_limit: usize) -> Self {
        Self {
            state: ChunkedState::Size(None),
            body_len: 0,
            line_len: 0,
            line_limit,
            has_blanks: false,
        }
    }

    /// Consumes bytes until something is found; the last chunk has length 0. Offsets of faults are relative to `input`.
    pub(super) fn read(&mut self, input: &[u8]) -> Result<(usize, Option<ChunkEvent>), Fault> {
        for (at, byte) in input.iter().enumerate() {
            if let ChunkedState::Data { left, len } = self.state {
                let rest = input.get(at..).unwrap_or_default();
                let piece = piece(at, rest.len(), left);
                self.body_len = self.body_len.saturating_add(piece.len.into());
                let left = left.saturating_sub(piece.len.into());
                self.state =
                    if left == 0 { ChunkedState::DataCr } else { ChunkedState::Data { left, len } };
                return Ok((at.saturating_add(piece.len as usize), Some(ChunkEvent::Body(piece))));
            }
            if let Some(mark) = self.step(at, *byte)? {
                return Ok((at + 1, Some(ChunkEvent::Chunk(mark))));
            }
        }
        Ok((input.len(), None))
    }

    /// A deviation in the chunks so far that didn't prevent reading them.
    pub(super) fn problem(&self) -> Option<BodyProblem> {
        self.has_blanks.then_some(BodyProblem::SpaceAfterChunkSize)
    }

    /// The place of the end, if the connection ends now.
    pub(super) fn ended(&self) -> Ended {
        match self.state {
            ChunkedState::Data { left, len } => {
                Ended::InChunk { received: len.saturating_sub(left), len }
            }
            _ => Ended::BeforeLastChunk,
        }
    }

    /// Handles a byte outside the data.
    fn step(&mut self, at: usize, byte: u8) -> Result<Option<ChunkMark>, Fault> {
        let is_in_line = !matches!(self.state, ChunkedState::DataCr | ChunkedState::DataLf);
        self.line_len = if is_in_line { self.line_len + 1 } else { 0 };
        if self.line_len > self.line_limit {
            let problem = ResponseProblem::Limit(Limited::ChunkLineBytes, self.line_limit);
            return Err(Fault::new(at, problem));
        }
        let wrong = |problem| Fault::new(at, problem);
        let state = std::mem::replace(&mut self.state, ChunkedState::Ended);
        self.state = match (state, byte) {
            (ChunkedState::Size(size), digit) if digit.is_ascii_hexdigit() => {
                let size = with_digit(size, digit);
                ChunkedState::Size(Some(size.ok_or_else(|| wrong(ResponseProblem::ChunkTooLarge))?))
            }
            (ChunkedState::Size(None), _) => {
                return Err(wrong(ResponseProblem::ChunkSizeMissing(byte)));
            }
            (ChunkedState::Size(Some(size)) | ChunkedState::Blank(size), b' ' | b'\t') => {
                self.has_blanks = true;
                ChunkedState::Blank(size)
            }
            (ChunkedState::Size(Some(size)) | ChunkedState::Blank(size), b';') => {
                ChunkedState::Extensions(size, vec![b';'])
            }
            (ChunkedState::Size(Some(size)) | ChunkedState::Blank(size), b'\r') => {
                ChunkedState::SizeLf(size, Vec::new())
            }
            (ChunkedState::Extensions(size, kept), b'\r') => ChunkedState::SizeLf(size, kept),
            (ChunkedState::Extensions(size, mut kept), b'\t' | b' '..=b'~' | 0x80..) => {
                if kept.len() < KEPT_EXTENSIONS {
                    kept.push(byte);
                }
                ChunkedState::Extensions(size, kept)
            }
            (ChunkedState::SizeLf(size, extensions), b'\n') => {
                return Ok(Some(self.begin(size, extensions)));
            }
            (ChunkedState::DataCr, b'\r') => ChunkedState::DataLf,
            (ChunkedState::DataLf, b'\n') => ChunkedState::Size(None),
            (state, _) => return Err(wrong(misplaced(&state, byte))),
        };
        Ok(None)
    }

    fn begin(&mut self, len: u64, extensions: Vec<u8>) -> ChunkMark {
        self.state =
            if len == 0 { ChunkedState::Ended } else { ChunkedState::Data { left: len, len } };
        ChunkMark { len, body_offset: self.body_len, extensions: Bytes::from(extensions) }
    }
}

/// The piece at `at` of a body: `available` bytes, or `left` if fewer are missing. The caller sets its offset in the response.
pub(super) fn piece(at: usize, available: usize, left: u64) -> BodyPiece {
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    let longest = left.min(u64::from(u32::MAX - start)).min(available as u64);
    BodyPiece { start, len: u32::try_from(longest).unwrap_or(u32::MAX), offset: 0 }
}

fn with_digit(size: Option<u64>, digit: u8) -> Option<u64> {
    let value = char::from(digit).to_digit(16)?;
    size.unwrap_or(0).checked_mul(16)?.checked_add(value.into())
}

fn misplaced(state: &ChunkedState, byte: u8) -> ResponseProblem {
    match state {
        ChunkedState::SizeLf(..) | ChunkedState::DataLf => ResponseProblem::AfterCr(byte),
        ChunkedState::DataCr => ResponseProblem::AfterChunk(byte),
        _ if byte == b'\n' => ResponseProblem::ChunkLineEnd,
        ChunkedState::Extensions(..) => ResponseProblem::ChunkExtension(byte),
        _ => ResponseProblem::ChunkSize(byte),
    }
}

const KEPT_EXTENSIONS: usize = 256;
