//! How a stream is cut into messages.

mod boundary;
mod carry;
mod form;
mod needle;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::codec::{ParseError, Typed};
use crate::types::ByteOrder;
use crate::types::problem::CutProblem;

pub(super) use boundary::Boundary;
use boundary::{End, Frame};
use carry::Carry;

/// How a stream is cut into messages. A datagram is always one message; where messages are lines, its last line ending isn't
/// part of the content.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "form::FramingForm", into = "form::FramingForm")]
pub enum Framing {
    /// Each read is a message.
    #[default]
    Read,
    /// A line, or whatever a silence follows. What could still become a word that a rule expects exactly is waited for
    /// longer, and so is LF after CR.
    Text {
        /// The silence.
        gap: Duration,
    },
    /// Up to LF; a CR before it belongs to the line ending.
    Line,
    /// Up to these bytes.
    Delimiter(Typed),
    /// This many bytes, at least 1.
    Fixed(u32),
    /// A length, and that many bytes.
    LengthPrefix {
        /// The width of the length.
        width: PrefixWidth,
        /// The byte order of the length.
        order: ByteOrder,
        /// The length counts itself too.
        includes_itself: bool,
    },
    /// Whatever a silence follows.
    Idle(Duration),
}

/// How many bytes a length has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(into = "u8")]
pub enum PrefixWidth {
    /// 1.
    One,
    /// 2.
    #[default]
    Two,
    /// 4.
    Four,
    /// 8.
    Eight,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// As it came.
    pub frame: Bytes,
    /// Without line ending, delimiter or length.
    pub content: Bytes,
}

/// Cuts the bytes of one peer into messages. A message within one piece shares its memory.
///
/// Each byte is looked at once, however small the pieces are. A message of more than [`MAX_FRAME`] bytes is a
/// failure, and nothing is kept after one.
#[derive(Debug)]
pub struct Cutter {
    boundary: Boundary,
    /// Pieces that were not examined yet.
    input: VecDeque<Bytes>,
    /// The beginning of a message.
    carry: Carry,
    ready: VecDeque<Message>,
    /// When the last piece came.
    heard: Option<Instant>,
    failure: Option<CutProblem>,
}

/// The most bytes of a message: 16 MiB.
pub const MAX_FRAME: usize = 16 << 20;

impl Framing {
    /// A cutter at the start of a stream. `words` are those that [`Framing::Text`] waits for longer. An error points into
    /// the delimiter.
    pub fn cutter(&self, words: &Arc<[Bytes]>) -> Result<Cutter, ParseError> {
        Boundary::new(self, words).map(Cutter::new)
    }
}

impl From<&Bytes> for Message {
    /// All of it is the content.
    fn from(bytes: &Bytes) -> Self {
        Self { frame: bytes.clone(), content: bytes.clone() }
    }
}

impl Message {
    /// A datagram, which is always one message. Where messages are lines, its last line ending isn't part of the content.
    pub(super) fn datagram(bytes: &Bytes, are_lines: bool) -> Self {
        let line = bytes.strip_suffix(b"\n").filter(|_| are_lines);
        let line = line.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let content = line.map_or_else(|| bytes.clone(), |line| bytes.slice_ref(line));
        Self { frame: bytes.clone(), content }
    }
}

impl Cutter {
    pub(super) fn new(boundary: Boundary) -> Self {
        Self {
            boundary,
            input: VecDeque::new(),
            carry: Carry::default(),
            ready: VecDeque::new(),
            heard: None,
            failure: None,
        }
    }

    /// Bytes came.
    pub fn push(&mut self, bytes: &Bytes, now: Instant) {
        if bytes.is_empty() || self.failure.is_some() {
            return;
        }
        if self.boundary.gap().is_some() {
            self.break_off(now);
        }
        self.heard = Some(now);
        self.input.push_back(bytes.clone());
    }

    /// The next whole message.
    pub fn next(&mut self, now: Instant) -> Option<Message> {
        self.ready.pop_front().or_else(|| self.cut()).or_else(|| {
            let is_due = self.deadline().is_some_and(|deadline| now >= deadline);
            is_due.then(|| self.rest())
        })
    }

    /// The stream has ended: what is left is a message, if it can be one.
    pub fn finish(&mut self) {
        self.cut_all();
        if self.carry.is_empty() {
            return;
        }
        if self.boundary.needs_all() {
            let have = self.carry.len();
            self.fail(CutProblem::CutOff { bytes: have });
        } else {
            let rest = self.rest();
            self.ready.push_back(rest);
        }
    }

    /// When the bytes so far become a message because of silence.
    pub fn deadline(&self) -> Option<Instant> {
        if self.carry.is_empty() || !self.input.is_empty() {
            return None;
        }
        let gap = self.boundary.silence(self.carry.as_slice())?;
        self.heard?.checked_add(gap)
    }

    /// Bytes that aren't a message yet, and bytes of messages not taken yet.
    pub fn pending(&self) -> usize {
        let ready = self.ready.iter().map(|message| message.frame.len());
        let input = self.input.iter().map(Bytes::len);
        ready.chain(input).fold(self.carry.len(), usize::saturating_add)
    }

    /// Why the bytes can't be cut any further: a length beyond reason, or an end in the middle.
    pub fn failure(&self) -> Option<CutProblem> {
        self.failure
    }

    /// Messages may be there without anything happening.
    pub(super) fn has_more(&self) -> bool {
        !self.ready.is_empty() || !self.input.is_empty()
    }

    pub(super) fn cuts_like(&self, boundary: &Boundary) -> bool {
        self.boundary.is_like(boundary)
    }

    /// Goes on with another framing, from the first byte that isn't part of a message yet.
    pub(super) fn change(&mut self, boundary: Boundary) {
        self.cut_all();
        let carry = std::mem::take(&mut self.carry).take();
        self.boundary = boundary;
        self.failure = None;
        if !carry.is_empty() {
            self.input.push_back(carry);
        }
    }

    /// Makes a message of the bytes so far if enough silence followed them.
    fn break_off(&mut self, now: Instant) {
        let since = self.heard.map(|heard| now.saturating_duration_since(heard));
        if since.zip(self.boundary.gap()).is_none_or(|(since, gap)| since < gap) {
            return;
        }
        self.cut_all();
        if self.deadline().is_some_and(|deadline| now >= deadline) {
            let rest = self.rest();
            self.ready.push_back(rest);
        }
    }

    fn cut_all(&mut self) {
        while let Some(message) = self.cut() {
            self.ready.push_back(message);
        }
    }

    /// The next message that is whole without silence.
    fn cut(&mut self) -> Option<Message> {
        while let Some(mut piece) = self.input.pop_front() {
            let end = self.boundary.end(self.carry.as_slice(), &piece);
            let taken = if let End::At(len) = end { len.min(piece.len()) } else { piece.len() };
            let head = piece.split_to(taken);
            if self.carry.len().saturating_add(head.len()) > MAX_FRAME {
                self.fail(CutProblem::TooLong { most: MAX_FRAME });
                return None;
            }
            self.carry.append(head);
            if !piece.is_empty() {
                self.input.push_front(piece);
            }
            match end {
                End::At(_) => return Some(self.whole()),
                End::Open => {}
                End::Never(problem) => self.fail(problem),
            }
        }
        None
    }

    fn whole(&mut self) -> Message {
        let frame = std::mem::take(&mut self.carry).take();
        let Frame { before, after } = self.boundary.frame(&frame);
        let end = frame.len().saturating_sub(after);
        let content = frame.slice(before.min(end)..end);
        Message { frame, content }
    }

    /// The bytes so far as a message, without an ending.
    fn rest(&mut self) -> Message {
        self.boundary.restart();
        let frame = std::mem::take(&mut self.carry).take();
        let end = frame.len() - self.boundary.loose_end(&frame);
        let content = frame.slice(..end);
        Message { frame, content }
    }

    fn fail(&mut self, problem: CutProblem) {
        self.input.clear();
        self.carry = Carry::default();
        self.failure = Some(problem);
    }
}
