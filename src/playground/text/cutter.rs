//! Bytes of streams into lines.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::capture::{Capture, Kind, View};
use crate::codec::text::{Decoder, Piece};
use crate::codec::{Encoding, show};
use crate::playground::text::{Carry, TextLine};
use crate::types::{Direction, PeerId};

/// Bytes that are cut into lines, at absolute offsets.
pub(in crate::playground) trait Source {
    /// The offsets kept.
    fn kept(&self) -> Range<u64>;

    /// Whose byte that at `offset` is, which way it went, and how far the same goes on.
    fn run(&self, offset: u64) -> Option<Run>;

    /// As [`Capture::view`].
    fn view(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> View;
}

/// Bytes of one peer and direction.
#[derive(Debug, Clone, Copy)]
pub(in crate::playground) struct Run {
    pub(in crate::playground) peer: PeerId,
    pub(in crate::playground) direction: Direction,
    pub(in crate::playground) end: u64,
}

impl Source for Capture {
    fn kept(&self) -> Range<u64> {
        self.bytes()
    }

    fn run(&self, offset: u64) -> Option<Run> {
        let record = self.record_at(offset).and_then(|number| self.record(number))?;
        let direction = match record.kind {
            Kind::Received => Direction::Received,
            Kind::Sent(_) => Direction::Sent,
            Kind::Note(_) => return None,
        };
        Some(Run { peer: record.peer, direction, end: record.end() })
    }

    fn view(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> View {
        Self::view(self, offset, len, out)
    }
}

/// Cuts bytes into lines as they come. Any way of cutting the bytes gives the same lines.
#[derive(Debug)]
pub(in crate::playground) struct Cutter {
    encoding: Encoding,
    /// The columns of a full line; a wide character takes two.
    width: usize,
    /// Those that the last line has.
    columns: usize,
    pub(in crate::playground) lines: Vec<TextLine>,
    /// The stream whose bytes go on in the last line.
    open: Option<(PeerId, Direction)>,
    decoders: BTreeMap<(PeerId, Direction), Decoder>,
    /// Characters cut where another stream went on.
    cut: BTreeMap<(PeerId, Direction), Carry>,
    /// Everything before this offset is in lines.
    pub(in crate::playground) done: u64,
}

impl Cutter {
    /// Lines of at most so many columns, from this offset on.
    pub(in crate::playground) fn new(encoding: Encoding, width: usize, done: u64) -> Self {
        let (decoders, cut) = (BTreeMap::new(), BTreeMap::new());
        let (columns, lines, open) = (0, Vec::new(), None);
        Self { encoding, width: width.max(NARROWEST), columns, lines, open, decoders, cut, done }
    }

    pub(in crate::playground) fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(in crate::playground) fn width(&self) -> usize {
        self.width
    }

    /// Characters that are still incomplete, with the streams they end.
    pub(super) fn cut(&self) -> impl Iterator<Item = (PeerId, Direction, Carry)> {
        self.cut.iter().map(|((peer, direction), carry)| (*peer, *direction, *carry))
    }

    /// Takes in at most so many bytes; `true` if it came further.
    pub(in crate::playground) fn advance(&mut self, source: &impl Source, budget: usize) -> bool {
        let kept = source.kept();
        if self.done < kept.start {
            self.done = kept.start;
            self.open = None;
        }
        let Some(run) = source.run(self.done) else {
            return false;
        };
        let left = run.end.saturating_sub(self.done);
        let mut bytes = Vec::new();
        let len = usize::try_from(left).map_or(budget, |left| left.min(budget));
        if source.view(self.done, len, &mut bytes) == View::Loading && bytes.is_empty() {
            return false;
        }
        self.take(run.peer, run.direction, &bytes);
        true
    }

    /// Takes in the next bytes of the capture, all of one stream.
    fn take(&mut self, peer: PeerId, direction: Direction, mut bytes: &[u8]) {
        if self.open.is_some_and(|open| open != (peer, direction)) {
            self.leave_stream();
        }
        while !bytes.is_empty() {
            let filled = self.open_line(peer, direction);
            let room = self.room(bytes);
            let (taken, ended) = until_line_end(self.encoding, filled, bytes, room);
            let (head, rest) = bytes.split_at_checked(taken).unwrap_or((bytes, &[]));
            bytes = rest;
            self.extend(head);
            if ended {
                self.close_line();
            } else if self.columns >= self.width {
                self.wrap();
            }
        }
    }

    /// Bytes that fit into the line whatever they turn out to be: printable ASCII takes a column each, others up to eight. A
    /// character that was cut is completed alone, since it may take the whole room.
    fn room(&self, bytes: &[u8]) -> usize {
        if !self.pending().is_empty() {
            return 1;
        }
        let room = self.width.saturating_sub(self.columns);
        let units = matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let plain = bytes.iter().take(room).take_while(|byte| matches!(byte, b' '..=b'~')).count();
        if plain > 0 && !units { plain } else { (room / 8).max(1) }
    }

    fn close_line(&mut self) {
        self.open = None;
        self.columns = 0;
    }

    /// Makes sure that the last line takes bytes of this stream; gives the bytes it has.
    fn open_line(&mut self, peer: PeerId, direction: Direction) -> usize {
        let stream = (peer, direction);
        if self.open.is_none() {
            let carry = self.cut.remove(&stream).unwrap_or_default();
            self.lines.push(TextLine { start: self.done, end: self.done, peer, direction, carry });
            self.open = Some(stream);
            self.columns = 0;
        }
        self.lines.last().map_or(0, TextLine::len)
    }

    fn extend(&mut self, bytes: &[u8]) {
        let Some((line, stream)) = self.lines.last_mut().zip(self.open) else {
            return;
        };
        line.end += bytes.len() as u64;
        self.done += bytes.len() as u64;
        let (encoding, columns) = (self.encoding, &mut self.columns);
        let decoder = self.decoders.entry(stream).or_insert_with(|| Decoder::new(encoding));
        decoder.decode(bytes, &mut |piece| *columns += width(&piece));
    }

    /// The line is full: a character cut at its end begins the next one.
    fn wrap(&mut self) {
        let cut = self.pending().len() as u64;
        let Some(line) = self.lines.last_mut() else {
            return;
        };
        line.end -= cut;
        let next = TextLine { start: line.end, end: self.done, carry: Carry::default(), ..*line };
        self.close_line();
        if cut > 0 {
            self.open = Some((next.peer, next.direction));
            self.lines.push(next);
        }
    }

    /// Another stream goes on: a character cut here waits for the rest of its own stream.
    fn leave_stream(&mut self) {
        let carry = Carry::new(self.pending());
        let Some((line, stream)) = self.lines.last_mut().zip(self.open.take()) else {
            return;
        };
        let cut = carry.as_slice().len();
        if cut == 0 {
            return;
        }
        self.cut.insert(stream, carry);
        if cut >= line.len() {
            self.lines.pop();
        } else {
            line.end -= cut as u64;
        }
    }

    fn pending(&self) -> &[u8] {
        self.open.and_then(|stream| self.decoders.get(&stream)).map_or(&[], Decoder::pending)
    }
}

/// Columns on screen: escapes count as written, a byte that does not decode as two hex digits.
fn width(piece: &Piece<'_>) -> usize {
    match piece {
        Piece::Text(text) => {
            show::inert(text).chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
        }
        Piece::Bad(bytes) => 2 * bytes.len(),
    }
}

/// As wide as two digits: Hangul, kana, hanzi and what stands behind them.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..)
}

/// How many bytes go into the line, and whether a line feed ends it there.
fn until_line_end(encoding: Encoding, filled: usize, bytes: &[u8], room: usize) -> (usize, bool) {
    let window = bytes.get(..room).unwrap_or(bytes);
    let feed = match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => line_feed_16(encoding, filled, window),
        _ => window.iter().position(|byte| *byte == b'\n').map(|at| at + 1),
    };
    feed.map_or((window.len(), false), |end| (end, true))
}

/// A line feed of two bytes, at an even place of the line.
fn line_feed_16(encoding: Encoding, filled: usize, window: &[u8]) -> Option<usize> {
    let feed: [u8; 2] = if encoding == Encoding::Utf16Le { [b'\n', 0] } else { [0, b'\n'] };
    let skip = filled % 2;
    let units = window.get(skip..)?.chunks_exact(2);
    units.clone().position(|unit| unit == feed).map(|at| skip + at * 2 + 2)
}

/// The fewest columns of a line.
const NARROWEST: usize = 8;
