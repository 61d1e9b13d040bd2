//! Collects the lines of a section up to the empty line, within limits.

use std::mem;

use bytes::Bytes;

use crate::http::Limits;
use crate::http::head::Fault;
use crate::types::problem::response::{Limited, ResponseProblem};

/// The lines of a head or of a trailer section, as far as received.
#[derive(Debug)]
pub(in crate::http) struct Section {
    bytes: Vec<u8>,
    /// Offset of the current line.
    line_start: usize,
    /// Complete lines.
    lines: usize,
    /// The first line that isn't empty has begun; empty lines before it are skipped.
    has_begun: bool,
    limits: Limits,
    /// Used by the heads before it.
    used: Used,
}

/// A section with its empty line.
#[derive(Debug)]
pub(in crate::http) struct Whole {
    pub(in crate::http) bytes: Bytes,
    /// Without the empty line.
    pub(in crate::http) lines: usize,
    /// Used by it and the heads before it.
    pub(in crate::http) used: Used,
}

/// What counts against the limits.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::http) struct Used {
    bytes: usize,
    lines: usize,
}

impl Section {
    /// Prepended to a trailer section, so that it can be parsed as a head.
    pub(in crate::http) const TRAILERS_BEGIN: &[u8] = b"HTTP/1.1 200\r\n";

    /// For a head, after earlier heads of the same response.
    pub(in crate::http) fn head(limits: Limits, used: Used) -> Self {
        Self { bytes: Vec::new(), line_start: 0, lines: 0, has_begun: false, limits, used }
    }

    /// For a trailer section; its length and the offsets of faults include [`Self::TRAILERS_BEGIN`].
    pub(in crate::http) fn trailers(limits: Limits) -> Self {
        let bytes = Self::TRAILERS_BEGIN.to_vec();
        let line_start = bytes.len();
        Self { bytes, line_start, lines: 0, has_begun: true, limits, used: Used::default() }
    }

    /// Bytes so far.
    pub(in crate::http) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Consumes bytes up to the empty line; returns how many, and the section once it is complete.
    pub(in crate::http) fn push(&mut self, input: &[u8]) -> Result<(usize, Option<Whole>), Fault> {
        let mut taken = 0;
        for part in input.split_inclusive(|byte| *byte == b'\n') {
            self.push_part(part)?;
            taken += part.len();
            if part.ends_with(b"\n") && self.end_line()? {
                return Ok((taken, Some(self.take())));
            }
        }
        Ok((taken, None))
    }

    fn take(&mut self) -> Whole {
        let used =
            Used { bytes: self.used.bytes + self.bytes.len(), lines: self.used.lines + self.lines };
        Whole { bytes: mem::take(&mut self.bytes).into(), lines: self.lines, used }
    }

    /// Appends to the current line, within the limits.
    fn push_part(&mut self, part: &[u8]) -> Result<(), Fault> {
        let line_len = self.bytes.len() - self.line_start;
        let room_in_line = self.limits.header_line.saturating_sub(line_len);
        let used = self.used.bytes + self.bytes.len();
        let room = self.limits.header_bytes.saturating_sub(used);
        let (fitting, rest) = part.split_at_checked(room.min(room_in_line)).unwrap_or((part, &[]));
        self.bytes.extend_from_slice(fitting);
        self.check_begin()?;
        if rest.is_empty() {
            return Ok(());
        }
        let problem = if room_in_line < room {
            ResponseProblem::Limit(Limited::LineBytes, self.limits.header_line)
        } else {
            ResponseProblem::Limit(Limited::HeaderBytes, self.limits.header_bytes)
        };
        Err(Fault::new(self.bytes.len(), problem))
    }

    /// Ends a line; returns whether it was the empty line at the end.
    fn end_line(&mut self) -> Result<bool, Fault> {
        let line = self.bytes.get(self.line_start..).unwrap_or_default();
        let is_empty = matches!(line, b"\n" | b"\r\n");
        if is_empty && self.has_begun {
            return Ok(true);
        }
        if self.used.lines + self.lines >= self.limits.header_lines {
            let problem = ResponseProblem::Limit(Limited::HeaderLines, self.limits.header_lines);
            return Err(Fault::new(self.line_start, problem));
        }
        self.has_begun |= !is_empty;
        self.lines += 1;
        self.line_start = self.bytes.len();
        Ok(false)
    }

    /// Rejects a protocol other than HTTP by its first bytes: such a head might never end.
    fn check_begin(&self) -> Result<(), Fault> {
        if self.has_begun {
            return Ok(());
        }
        let line = self.bytes.get(self.line_start..).unwrap_or_default();
        if matches!(line, b"\n" | b"\r" | b"\r\n") {
            return Ok(());
        }
        line.iter()
            .zip(BEGIN)
            .position(|(a, b)| a != b)
            .map_or(Ok(()), |at| Err(Fault::new(self.line_start + at, ResponseProblem::NotHttp)))
    }
}

const BEGIN: &[u8] = b"HTTP/";
