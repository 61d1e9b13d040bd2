//! The chunked transfer coding up to its last chunk (RFC 9112, 7.1).

use bytes::Bytes;

use crate::http::head::{Fault, Refusal, shown};
use crate::types::http::{BodyPiece, ChunkMark};

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
    pub(super) fn read(&mut self, input: &[u8]) -> Result<(usize, Option<Found>), Refusal> {
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
    pub(super) fn problem(&self) -> Option<&'static str> {
        self.has_blanks.then_some("white space after the size of a chunk")
    }

    /// What is missing, if the connection ends here.
    pub(super) fn missing(&self) -> String {
        match self.state {
            State::Data { left, len } => {
                format!("after {} of {len} bytes of a chunk", len.saturating_sub(left))
            }
            _ => "before the last chunk".to_owned(),
        }
    }

    /// A byte outside the data.
    fn step(&mut self, at: usize, byte: u8) -> Result<Option<ChunkMark>, Refusal> {
        let is_in_line = !matches!(self.state, State::DataCr | State::DataLf);
        self.line_len = if is_in_line { self.line_len + 1 } else { 0 };
        if self.line_len > self.line_limit {
            let words =
                format!("the line of a chunk's size has more than {} bytes", self.line_limit);
            return Err(Refusal::TooLarge(Fault::new(at, words)));
        }
        let wrong = |words: String| Refusal::Malformed(Fault::new(at, words));
        let state = std::mem::replace(&mut self.state, State::Ended);
        self.state = match (state, byte) {
            (State::Size(size), digit) if digit.is_ascii_hexdigit() => {
                let size = with_digit(size, digit).ok_or_else(|| {
                    let words = "the chunk is larger than any body can be".to_owned();
                    Refusal::TooLarge(Fault::new(at, words))
                })?;
                State::Size(Some(size))
            }
            (State::Size(None), _) => {
                let shown = shown(byte);
                return Err(wrong(format!(
                    "{shown} where a chunk's size in hex digits must stand"
                )));
            }
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

/// As much of `available` bytes from `at` on as belongs to a body that has `left` to come.
pub(super) fn piece(at: usize, available: usize, left: u64) -> BodyPiece {
    let start = u32::try_from(at).unwrap_or(u32::MAX);
    let longest = left.min(u64::from(u32::MAX - start)).min(available as u64);
    BodyPiece { start, len: u32::try_from(longest).unwrap_or(u32::MAX) }
}

fn with_digit(size: Option<u64>, digit: u8) -> Option<u64> {
    let value = char::from(digit).to_digit(16)?;
    size.unwrap_or(0).checked_mul(16)?.checked_add(value.into())
}

fn misplaced(state: &State, byte: u8) -> String {
    let shown = shown(byte);
    match state {
        State::SizeLf(..) | State::DataLf => format!("{shown} after CR, where only LF may follow"),
        State::DataCr => format!("{shown} after the data of a chunk, where CR LF must stand"),
        _ if byte == b'\n' => "the line of a chunk's size ends in LF alone, without CR".to_owned(),
        State::Extensions(..) => format!("{shown} cannot stand in a chunk extension"),
        _ => format!("{shown} is no hex digit of a chunk's size"),
    }
}

const KEPT_EXTENSIONS: usize = 256;
