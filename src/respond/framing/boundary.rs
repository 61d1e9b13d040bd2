//! A framing, read and checked: where messages end.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::codec::ParseError;
use crate::respond::framing::needle::Needle;
use crate::respond::framing::{Framing, MAX_FRAME, PrefixWidth};
use crate::types::ByteOrder;
use crate::types::problem::{CutProblem, FramingProblem};

/// Knows where a message ends.
#[derive(Debug, Clone)]
pub(in crate::respond) enum Boundary {
    Read,
    /// The words are sorted.
    Text(Duration, Arc<[Bytes]>),
    Line,
    Delimiter(Needle),
    Fixed(usize),
    Prefix(Prefix),
    Idle(Duration),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::respond) struct Prefix {
    width: PrefixWidth,
    order: ByteOrder,
    includes_itself: bool,
}

/// Whether a piece ends a message.
pub(super) enum End {
    /// After this many of its bytes, at least one.
    At(usize),
    /// The message goes on.
    Open,
    /// The message has no end, for this reason.
    Never(CutProblem),
}

/// How many bytes of a frame are around its content.
pub(super) struct Frame {
    pub(super) before: usize,
    pub(super) after: usize,
}

impl Boundary {
    pub(in crate::respond) fn has_lines(&self) -> bool {
        matches!(self, Self::Text(..) | Self::Line)
    }

    pub(in crate::respond) fn new(
        framing: &Framing,
        words: &Arc<[Bytes]>,
    ) -> Result<Self, ParseError> {
        match framing {
            Framing::Read => Ok(Self::Read),
            Framing::Text { gap } => Ok(Self::Text(silence(*gap)?, sorted(words))),
            Framing::Line => Ok(Self::Line),
            Framing::Delimiter(typed) => match typed.bytes()? {
                bytes if bytes.is_empty() => Err(error(FramingProblem::EmptyDelimiter)),
                bytes => Ok(Self::Delimiter(Needle::new(bytes))),
            },
            Framing::Fixed(len) => match usize::try_from(*len).unwrap_or(usize::MAX) {
                0 => Err(error(FramingProblem::EmptyMessage)),
                len if len > MAX_FRAME => Err(error(FramingProblem::TooLong { most: MAX_FRAME })),
                len => Ok(Self::Fixed(len)),
            },
            Framing::LengthPrefix { width, order, includes_itself } => Ok(Self::Prefix(Prefix {
                width: *width,
                order: *order,
                includes_itself: *includes_itself,
            })),
            Framing::Idle(gap) => silence(*gap).map(Self::Idle),
        }
    }

    /// Messages end at the same places.
    pub(in crate::respond) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Read, Self::Read) | (Self::Line, Self::Line) => true,
            (Self::Text(gap, words), Self::Text(other_gap, other_words)) => {
                gap == other_gap && words == other_words
            }
            (Self::Delimiter(needle), Self::Delimiter(other)) => needle.is_like(other),
            (Self::Fixed(len), Self::Fixed(other)) => len == other,
            (Self::Prefix(prefix), Self::Prefix(other)) => prefix == other,
            (Self::Idle(gap), Self::Idle(other)) => gap == other,
            _ => false,
        }
    }

    /// The shortest silence that makes a message.
    pub(super) fn gap(&self) -> Option<Duration> {
        match self {
            Self::Text(gap, _) | Self::Idle(gap) => Some(*gap),
            Self::Read | Self::Line | Self::Delimiter(_) | Self::Fixed(_) | Self::Prefix(_) => None,
        }
    }

    /// The silence after which these bytes are a message.
    pub(super) fn silence(&self, carry: &[u8]) -> Option<Duration> {
        match self {
            Self::Text(gap, words) if may_become(words, carry) => Some(HOLD.max(*gap)),
            _ => self.gap(),
        }
    }

    /// Whether bytes that are cut off at the end of the stream aren't a message.
    pub(super) fn needs_all(&self) -> bool {
        matches!(self, Self::Fixed(_) | Self::Prefix(_))
    }

    /// Whether the message that began with `carry` ends in `piece`, which is asked once for each byte.
    pub(super) fn end(&mut self, carry: &[u8], piece: &[u8]) -> End {
        let end = match self {
            Self::Read => Some(piece.len()),
            Self::Line | Self::Text(..) => memchr::memchr(b'\n', piece).map(|at| at + 1),
            Self::Delimiter(needle) => needle.end(piece),
            Self::Fixed(len) => {
                Some(len.saturating_sub(carry.len())).filter(|&end| end <= piece.len())
            }
            Self::Prefix(prefix) => return prefix.end(carry, piece),
            Self::Idle(_) => None,
        };
        end.map_or(End::Open, End::At)
    }

    /// The framing of a whole message.
    pub(super) fn frame(&self, frame: &[u8]) -> Frame {
        match self {
            Self::Line | Self::Text(..) => {
                Frame { before: 0, after: if frame.ends_with(b"\r\n") { 2 } else { 1 } }
            }
            Self::Delimiter(needle) => Frame { before: 0, after: needle.len() },
            Self::Prefix(prefix) => Frame { before: prefix.width.bytes(), after: 0 },
            Self::Read | Self::Fixed(_) | Self::Idle(_) => Frame { before: 0, after: 0 },
        }
    }

    /// How many bytes of a message that ended in silence are its line ending: a CR is one.
    pub(super) fn loose_end(&self, frame: &[u8]) -> usize {
        usize::from(matches!(self, Self::Text(..)) && frame.ends_with(b"\r"))
    }

    /// The bytes so far were taken as a message although nothing ended it.
    pub(super) fn restart(&mut self) {
        if let Self::Delimiter(needle) = self {
            needle.restart();
        }
    }
}

impl PrefixWidth {
    /// As a number.
    pub fn bytes(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }
}

impl Prefix {
    fn end(self, carry: &[u8], piece: &[u8]) -> End {
        let width = self.width.bytes();
        let mut head = carry.iter().chain(piece).take(width).copied();
        if carry.len().saturating_add(piece.len()) < width {
            return End::Open;
        }
        let len = match self.order {
            ByteOrder::Big => head.fold(0, |len: u64, byte| len << 8 | u64::from(byte)),
            ByteOrder::Little => {
                (0..width).fold(0, |len, at| len | u64::from(head.next().unwrap_or(0)) << (8 * at))
            }
        };
        let own = if self.includes_itself { 0 } else { width };
        let whole = usize::try_from(len).ok().and_then(|len| len.checked_add(own));
        match whole.filter(|&whole| whole <= MAX_FRAME) {
            None => End::Never(CutProblem::LengthTooLarge { length: len, most: MAX_FRAME }),
            Some(whole) if whole < width => {
                End::Never(CutProblem::LengthTooSmall { length: len, width })
            }
            Some(whole) => match whole.saturating_sub(carry.len()) {
                end if end <= piece.len() => End::At(end),
                _ => End::Open,
            },
        }
    }
}

/// Whether these bytes may still become one of the words, or a line after its CR.
fn may_become(words: &[Bytes], carry: &[u8]) -> bool {
    let place = words.partition_point(|word| **word < *carry);
    let is_begun = words.get(place).is_some_and(|word| word.starts_with(carry) && **word != *carry);
    is_begun || carry.ends_with(b"\r")
}

fn sorted(words: &Arc<[Bytes]>) -> Arc<[Bytes]> {
    if words.is_sorted() {
        return Arc::clone(words);
    }
    let mut words = words.to_vec();
    words.sort();
    words.into()
}

fn silence(gap: Duration) -> Result<Duration, ParseError> {
    if gap.is_zero() { Err(error(FramingProblem::NoGap)) } else { Ok(gap) }
}

fn error(problem: FramingProblem) -> ParseError {
    ParseError::whole(problem)
}

/// How long to wait for the rest of a word, or for LF after CR.
const HOLD: Duration = Duration::from_secs(1);
