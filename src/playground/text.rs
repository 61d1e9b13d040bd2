//! A session's bytes as lines of text. Lines are byte ranges of the capture, so that a gigabyte costs no copy; each peer and
//! direction is a stream of its own, so that a character cut between two reads appears whole.

mod cutter;
mod line;

use crate::capture::Capture;
use crate::codec::Encoding;
use crate::types::{Direction, PeerId};

pub(super) use cutter::{Cutter, Run, Source};
pub use line::{Carry, TextLine};

/// The lines of a session in one encoding, extended as bytes arrive, while somebody looks at them.
#[derive(Debug, Default)]
pub struct TextView {
    watched: Option<Cutter>,
    /// Where the first line begins.
    from: u64,
}

impl TextView {
    /// Starts over in this encoding and width (columns a line) unless they are in force.
    pub fn watch(&mut self, encoding: Encoding, width: usize) {
        self.watch_from(encoding, width, 0);
    }

    /// The same, with the bytes from this offset on only.
    pub fn watch_from(&mut self, encoding: Encoding, width: usize, from: u64) {
        let is_in_force = |w: &Cutter| w.encoding() == encoding && w.width() == width;
        if self.from != from || !self.watched.as_ref().is_some_and(is_in_force) {
            self.from = from;
            self.watched = Some(Cutter::new(encoding, width, from));
        }
    }

    /// Nobody looks any more: forgets the lines.
    pub fn unwatch(&mut self) {
        self.watched = None;
    }

    /// Starts over, because the capture did.
    pub(super) fn reset(&mut self) {
        self.from = 0;
        if let Some(watched) = &mut self.watched {
            *watched = Cutter::new(watched.encoding(), watched.width(), 0);
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
        self.watched.iter().flat_map(Cutter::cut)
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

#[cfg(test)]
mod tests;
