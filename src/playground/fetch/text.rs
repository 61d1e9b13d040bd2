//! A body as lines of text, extended as it arrives, while somebody looks at it.

use std::ops::Range;

use crate::capture::{Capture, View};
use crate::codec::Encoding;
use crate::playground::fetch::{BodyForm, Excerpt, FetchNumber, Fetches};
use crate::playground::text::{Cutter, Run, Source, TextLine};
use crate::types::{Direction, PeerId};

/// The lines of one body in one form and encoding. Their offsets are those of the [`Excerpt`] of that form.
///
/// Only every so many lines the offset is kept, so that a gigabyte takes little memory; the lines in between are cut again
/// when they are looked at.
#[derive(Debug, Default)]
pub struct BodyText {
    watched: Option<Watched>,
}

#[derive(Debug)]
struct Watched {
    fetch: FetchNumber,
    form: BodyForm,
    /// Cuts on at the end; its lines come after the blocks.
    cutter: Cutter,
    /// Where each block of [`BLOCK`] lines begins.
    blocks: Vec<u64>,
}

impl BodyText {
    /// Starts over with this body, encoding and width (columns a line) unless they are in force.
    pub fn watch(&mut self, fetch: FetchNumber, form: BodyForm, encoding: Encoding, width: usize) {
        let next =
            Watched { fetch, form, cutter: Cutter::new(encoding, width, 0), blocks: Vec::new() };
        if self.watched.as_ref().is_none_or(|watched| !watched.is_like(&next)) {
            self.watched = Some(next);
        }
    }

    /// Nobody looks any more: forgets the lines.
    pub fn unwatch(&mut self) {
        self.watched = None;
    }

    /// The number of lines so far.
    pub fn len(&self) -> u64 {
        self.watched.as_ref().map_or(0, |w| w.in_blocks() + w.cutter.lines.len() as u64)
    }

    /// No line yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that are not in lines yet, `body` being what is watched.
    pub fn behind(&self, body: &Excerpt<'_>) -> u64 {
        let done = self.watched.as_ref().map(|watched| watched.cutter.done);
        done.map_or(0, |done| body.bytes().end.saturating_sub(done))
    }

    /// Appends the lines of these numbers, `body` being what is watched. Without their bytes at hand `out` gets the first of
    /// them only, or none, and the rest is asked for, as with [`Capture::view`]. No more than a screen should be asked for.
    pub fn view(&self, body: &Excerpt<'_>, lines: Range<u64>, out: &mut Vec<TextLine>) -> View {
        let Some(watched) = &self.watched else { return View::Complete };
        let in_blocks = watched.in_blocks();
        let early = lines.start..lines.end.min(in_blocks);
        if !early.is_empty() && watched.cut_again(body, early, out) == View::Loading {
            return View::Loading;
        }
        let late = saturate(lines.start.saturating_sub(in_blocks))
            ..saturate(lines.end.saturating_sub(in_blocks));
        let known = watched.cutter.lines.len();
        let late = late.start.min(known)..late.end.min(known);
        out.extend_from_slice(watched.cutter.lines.get(late).unwrap_or_default());
        View::Complete
    }

    /// Takes in at most so many bytes; `true` if it came further. Bytes on disk are asked for and taken in later.
    pub(in crate::playground) fn advance(
        &mut self,
        fetches: &Fetches,
        capture: &Capture,
        budget: usize,
    ) -> bool {
        let Some(watched) = &mut self.watched else { return false };
        let fetch = fetches.find(watched.fetch);
        let body = fetch.and_then(|fetch| fetch.body(watched.form, capture));
        body.is_some_and(|body| watched.advance(&body, budget))
    }
}

impl Watched {
    fn is_like(&self, other: &Self) -> bool {
        let key = |w: &Self| (w.fetch, w.form, w.cutter.encoding(), w.cutter.width());
        key(self) == key(other)
    }

    fn in_blocks(&self) -> u64 {
        (self.blocks.len() * BLOCK) as u64
    }

    fn advance(&mut self, body: &Excerpt<'_>, budget: usize) -> bool {
        let is_further = self.cutter.advance(body, budget);
        // The last line may still change.
        let full = self.cutter.lines.len().saturating_sub(1) / BLOCK;
        let done = self.cutter.lines.drain(..full * BLOCK);
        self.blocks.extend(done.step_by(BLOCK).map(|line| line.start));
        is_further
    }

    /// Lines that are in blocks.
    fn cut_again(&self, body: &Excerpt<'_>, lines: Range<u64>, out: &mut Vec<TextLine>) -> View {
        let block = saturate(lines.start) / BLOCK;
        let Some(start) = self.blocks.get(block) else { return View::Complete };
        let skip = saturate(lines.start) % BLOCK;
        let wanted = saturate(lines.end - lines.start);
        let mut cutter = Cutter::new(self.cutter.encoding(), self.cutter.width(), *start);
        let mut view = View::Complete;
        // One more, since the last one may be cut short.
        while cutter.lines.len() <= skip + wanted {
            if !cutter.advance(body, STEP) {
                view = View::Loading;
                break;
            }
        }
        let known = cutter.lines.len().saturating_sub(1).min(skip + wanted);
        out.extend_from_slice(cutter.lines.get(skip..known).unwrap_or_default());
        view
    }
}

impl Source for Excerpt<'_> {
    fn kept(&self) -> Range<u64> {
        self.bytes()
    }

    fn run(&self, offset: u64) -> Option<Run> {
        let kept = self.bytes();
        let (peer, direction, end) = (PeerId::SESSION, Direction::Received, kept.end);
        kept.contains(&offset).then_some(Run { peer, direction, end })
    }

    fn view(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> View {
        Self::view(self, offset, len, out)
    }
}

fn saturate(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Lines that share one offset: 8 bytes for about 5 KiB of text, and no more than that to be cut again for a screen.
const BLOCK: usize = 64;
/// Bytes cut again at a time.
const STEP: usize = 8 * 1024;

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::capture::{Kind, Limits};
    use crate::types::Stamp;

    const FETCH: FetchNumber = FetchNumber(1);

    fn capture(bytes: &[u8], piece: usize) -> Capture {
        let mut capture = Capture::new(Limits::default());
        for piece in bytes.chunks(piece) {
            let bytes = Bytes::copy_from_slice(piece);
            capture.append(Stamp::default(), PeerId(1), Kind::Received, bytes);
        }
        capture
    }

    /// All lines, a few at a time, as byte ranges.
    fn ranges(text: &BodyText, body: &Excerpt<'_>, step: u64) -> Vec<Range<u64>> {
        let mut lines = Vec::new();
        let mut next = 0;
        while next < text.len() {
            let end = (next + step).min(text.len());
            assert_eq!(text.view(body, next..end, &mut lines), View::Complete);
            assert_eq!(lines.len() as u64, end);
            next = end;
        }
        lines.iter().map(|line| line.start..line.end).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn lines_cut_again_are_those_cut_at_first(
            text in prop::collection::vec(prop_oneof![
                10 => Just(b'a'), 1 => Just(b'\n'), 3 => any::<u8>(), 2 => Just(0x90), 1 => Just(0xe4),
            ], 0..2000),
            budget in 20_usize..500,
            step in 1_u64..200,
            encoding in prop::sample::select(&Encoding::ALL[..]),
        ) {
            let capture = capture(&text, 1000);
            let body = Excerpt::whole(&capture);
            let mut lines = BodyText::default();
            lines.watch(FETCH, BodyForm::Decoded, encoding, 10);
            let watched = lines.watched.as_mut().unwrap();
            while watched.advance(&body, budget) {}
            prop_assert_eq!(lines.behind(&body), 0);
            let ranges = ranges(&lines, &body, step);
            let covered: Vec<u64> = ranges.into_iter().flatten().collect();
            let all: Vec<u64> = (0..text.len() as u64).collect();
            prop_assert_eq!(covered, all, "each byte is in one line");
        }
    }

    #[test]
    fn a_long_text_keeps_an_offset_for_a_block_of_lines() {
        let text = "0123456789\n".repeat(10_000);
        let capture = capture(text.as_bytes(), 4096);
        let body = Excerpt::whole(&capture);
        let mut lines = BodyText::default();
        lines.watch(FETCH, BodyForm::Decoded, Encoding::Utf8, 80);
        let watched = lines.watched.as_mut().unwrap();
        while watched.advance(&body, 1 << 20) {}
        assert!(watched.cutter.lines.len() <= BLOCK);
        assert_eq!(lines.len(), 10_000);
        let mut out = Vec::new();
        lines.view(&body, 4_567..4_570, &mut out);
        let starts: Vec<u64> = out.iter().map(|line| line.start).collect();
        assert_eq!(starts, [4_567 * 11, 4_568 * 11, 4_569 * 11]);
    }
}
