//! A session's bytes as lines of text. Lines are byte ranges of the capture, so that a gigabyte costs no copy; each peer and
//! direction is a stream of its own, so that a character cut between two reads appears whole.

mod line;

use std::collections::BTreeMap;

use crate::capture::{Capture, Kind, View};
use crate::codec::Encoding;
use crate::codec::show;
use crate::codec::text::{Decoder, Piece};
use crate::types::{Direction, PeerId};

pub use line::{Carry, TextLine};

/// The lines of a session in one encoding, extended as bytes arrive, while somebody looks at them.
#[derive(Debug, Default)]
pub struct TextView {
    watched: Option<Watched>,
}

#[derive(Debug)]
struct Watched {
    encoding: Encoding,
    /// The columns of a full line; a wide character takes two.
    width: usize,
    /// Those that the last line has.
    columns: usize,
    lines: Vec<TextLine>,
    /// The stream whose bytes go on in the last line.
    open: Option<(PeerId, Direction)>,
    decoders: BTreeMap<(PeerId, Direction), Decoder>,
    /// Characters cut where another stream went on.
    cut: BTreeMap<(PeerId, Direction), Carry>,
    /// Everything before this offset is in lines.
    done: u64,
}

impl TextView {
    /// Starts over in this encoding and width (columns a line) unless they are in force.
    pub fn watch(&mut self, encoding: Encoding, width: usize) {
        if self.watched.as_ref().is_some_and(|w| w.encoding == encoding && w.width == width) {
            return;
        }
        self.watched = Some(Watched::new(encoding, width.max(8)));
    }

    /// Nobody looks any more: forgets the lines.
    pub fn unwatch(&mut self) {
        self.watched = None;
    }

    /// Starts over, because the capture did.
    pub(super) fn reset(&mut self) {
        if let Some(watched) = &mut self.watched {
            *watched = Watched::new(watched.encoding, watched.width);
        }
    }

    /// The number of lines.
    pub fn len(&self) -> u64 {
        self.watched.as_ref().map_or(0, |w| w.lines.len() as u64)
    }

    /// No line yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A line.
    pub fn line(&self, number: u64) -> Option<TextLine> {
        self.watched.as_ref()?.lines.get(usize::try_from(number).ok()?).copied()
    }

    /// Characters that are still incomplete, with the streams they end.
    pub fn cut(&self) -> impl Iterator<Item = (PeerId, Direction, Carry)> {
        self.watched
            .iter()
            .flat_map(|w| &w.cut)
            .map(|((peer, direction), carry)| (*peer, *direction, *carry))
    }

    /// Bytes of the capture that are not in lines yet.
    pub fn behind(&self, capture: &Capture) -> u64 {
        self.watched.as_ref().map_or(0, |w| capture.bytes().end.saturating_sub(w.done))
    }

    /// Takes in at most so many bytes; `true` if it came further. Bytes on disk are asked for and taken in later.
    pub(super) fn advance(&mut self, capture: &Capture, budget: usize) -> bool {
        self.watched.as_mut().is_some_and(|watched| watched.advance(capture, budget))
    }
}

impl Watched {
    fn new(encoding: Encoding, width: usize) -> Self {
        let (decoders, cut) = (BTreeMap::new(), BTreeMap::new());
        Self { encoding, width, columns: 0, lines: Vec::new(), open: None, decoders, cut, done: 0 }
    }

    fn advance(&mut self, capture: &Capture, budget: usize) -> bool {
        let kept = capture.bytes();
        if self.done < kept.start {
            self.done = kept.start;
            self.open = None;
        }
        let Some(record) = capture.record_at(self.done).and_then(|number| capture.record(number))
        else {
            return false;
        };
        let direction = match record.kind {
            Kind::Received => Direction::Received,
            Kind::Sent(_) => Direction::Sent,
            Kind::Note(_) => return false,
        };
        let left = record.offset + u64::from(record.len) - self.done;
        let mut bytes = Vec::new();
        let len = usize::try_from(left).map_or(budget, |left| left.min(budget));
        if capture.view(self.done, len, &mut bytes) == View::Loading {
            return false;
        }
        self.take(record.peer, direction, &bytes);
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

    /// Bytes that fit into the line whatever they turn out to be: printable ASCII takes a column each, others up to four.
    fn room(&self, bytes: &[u8]) -> usize {
        let room = self.width.saturating_sub(self.columns);
        let units = matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let plain = bytes.iter().take(room).take_while(|byte| matches!(byte, b' '..=b'~')).count();
        if plain > 0 && !units { plain } else { (room / 4).max(1) }
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::capture::Limits;
    use crate::types::{Level, Stamp};

    const PEER: PeerId = PeerId(1);

    fn received(capture: &mut Capture, bytes: &[u8]) {
        capture.append(Stamp::default(), PEER, Kind::Received, Bytes::copy_from_slice(bytes));
    }

    fn lines(capture: &Capture, encoding: Encoding, width: usize) -> Vec<(Direction, String)> {
        let mut view = TextView::default();
        view.watch(encoding, width);
        while view.advance(capture, 5) {}
        assert_eq!(view.behind(capture), 0);
        (0..view.len())
            .map(|n| view.line(n).unwrap())
            .map(|line| (line.direction, shown(capture, &line, encoding)))
            .collect()
    }

    fn shown(capture: &Capture, line: &TextLine, encoding: Encoding) -> String {
        let mut bytes = line.carry.as_slice().to_vec();
        let len = usize::try_from(line.end - line.start).unwrap();
        capture.read(line.start, len, &mut bytes).unwrap();
        let mut text = String::new();
        let mut sink = |piece: Piece<'_>| match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Bad(bytes) => write!(text, "<{bytes:02x?}>").unwrap(),
        };
        let mut decoder = Decoder::new(encoding);
        decoder.decode(&bytes, &mut sink);
        decoder.finish(&mut sink);
        text
    }

    #[test]
    fn a_character_cut_between_two_reads_appears_whole() {
        let mut capture = Capture::new(Limits::default());
        received(&mut capture, b"a\xc4");
        received(&mut capture, b"\xe3b\nc");
        let expected =
            [(Direction::Received, "a你b\n".to_owned()), (Direction::Received, "c".to_owned())];
        assert_eq!(lines(&capture, Encoding::Gbk, 80), expected);
    }

    #[test]
    fn a_character_cut_by_the_other_direction_appears_whole() {
        let mut capture = Capture::new(Limits::default());
        received(&mut capture, b"a\xe4\xbd");
        capture.append(
            Stamp::default(),
            PEER,
            Kind::Sent(crate::types::Origin::User),
            Bytes::from_static(b"ping"),
        );
        capture.note(Stamp::default(), PEER, Level::Info, "a note in between");
        received(&mut capture, b"\xa0b");
        let expected =
            [(Direction::Received, "a"), (Direction::Sent, "ping"), (Direction::Received, "你b")];
        assert_eq!(
            lines(&capture, Encoding::Utf8, 80),
            expected.map(|(way, text)| (way, text.to_owned()))
        );
    }

    #[test]
    fn a_full_line_is_cut_between_characters() {
        let mut capture = Capture::new(Limits::default());
        received(&mut capture, "一二三四五".as_bytes());
        let texts: Vec<String> =
            lines(&capture, Encoding::Utf8, 8).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["一二三四", "五"]);
    }

    #[test]
    fn escapes_and_bad_bytes_fill_a_line_as_wide_as_they_are_shown() {
        let mut capture = Capture::new(Limits::default());
        received(&mut capture, b"\x1b\x1b\x1b\xff\xff\xff\xff\xffab");
        let texts: Vec<String> =
            lines(&capture, Encoding::Utf8, 8).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["\x1b\x1b", "\x1b<[ff]><[ff]>", "<[ff]><[ff]><[ff]>ab"]);
    }

    #[test]
    fn a_line_feed_of_two_bytes_is_found_at_even_places_only() {
        let mut capture = Capture::new(Limits::default());
        received(&mut capture, b"\x0a\x4e\n\0b\0");
        let texts: Vec<String> =
            lines(&capture, Encoding::Utf16Le, 80).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["\u{4e0a}\n", "b"]);
    }

    proptest! {
        #[test]
        fn every_way_of_cutting_shows_the_same_text(text in "[a-z一-龥\n]{0,60}", cuts in prop::collection::vec(1_usize..9, 0..40)) {
            let bytes = Encoding::Gbk.encode(&text).unwrap();
            let mut capture = Capture::new(Limits::default());
            let mut rest = bytes.as_slice();
            for cut in cuts {
                let (head, tail) = rest.split_at(cut.min(rest.len()));
                if !head.is_empty() {
                    received(&mut capture, head);
                }
                rest = tail;
            }
            if !rest.is_empty() {
                received(&mut capture, rest);
            }
            let shown: String = lines(&capture, Encoding::Gbk, 16).into_iter().map(|(_, text)| text).collect();
            prop_assert_eq!(shown, text);
        }
    }
}
