//! Reading a sequence of bytes that lies in stretches of a capture, with the calls of a capture.

use std::io;
use std::ops::Range;

use crate::capture::{Capture, CopyJob, View};
use crate::playground::fetch::extents::Extents;

/// Bytes of a fetch as one sequence from 0 on, without a copy. It reads like a [`Capture`].
#[derive(Debug, Clone, Copy)]
pub struct Excerpt<'a> {
    source: Source<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    /// All of a capture.
    Whole(&'a Capture),
    /// Stretches of a capture from the byte `from` on, then all of another one.
    Parts { extents: &'a Extents, from: u64, capture: &'a Capture, rest: Option<&'a Capture> },
}

impl<'a> Excerpt<'a> {
    pub(super) fn whole(capture: &'a Capture) -> Self {
        Self { source: Source::Whole(capture) }
    }

    pub(super) fn new(
        extents: &'a Extents,
        from: u64,
        capture: &'a Capture,
        rest: Option<&'a Capture>,
    ) -> Self {
        let from = from.min(extents.end());
        Self { source: Source::Parts { extents, from, capture, rest } }
    }

    /// The offsets of the bytes that are kept: as with [`Capture::bytes`], the first ones may be gone.
    pub fn bytes(&self) -> Range<u64> {
        match self.source {
            Source::Whole(capture) => capture.bytes(),
            Source::Parts { extents, from, capture, rest } => {
                let border = extents.end() - from;
                let end = border + rest.map_or(0, |rest| rest.bytes().end);
                let first = extents.position(capture.bytes().start).saturating_sub(from);
                let gone = rest.map_or(0, |rest| rest.bytes().start);
                let start = if gone > 0 { border + gone } else { first };
                start.min(end)..end
            }
        }
    }

    /// Where a byte is in the session's capture; `None` if it is not kept, or not there but in a capture of its own.
    pub fn locate(&self, offset: u64) -> Option<u64> {
        match self.source {
            Source::Whole(_) => None,
            Source::Parts { extents, from, .. } => {
                let kept = self.bytes().contains(&offset);
                kept.then(|| extents.find(offset + from))?.map(|part| part.start)
            }
        }
    }

    /// As [`Capture::view`]: appends bytes from `offset` on, never from the disk. `out` always gets a stretch without gaps.
    pub fn view(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> View {
        let mut complete = View::Complete;
        self.each(offset, len, |capture, part| {
            let len = usize::try_from(part.end - part.start).unwrap_or(usize::MAX);
            let before = out.len();
            complete = capture.view(part.start, len, out);
            Ok(complete == View::Complete && out.len() - before == len)
        })
        .map_or(View::Complete, |()| complete)
    }

    /// As [`Capture::read`]: the same from the disk too, which may block. Gives the number of bytes appended.
    pub fn read(&self, offset: u64, len: usize, out: &mut Vec<u8>) -> io::Result<usize> {
        let before = out.len();
        self.each(offset, len, |capture, part| {
            let len = usize::try_from(part.end - part.start).unwrap_or(usize::MAX);
            Ok(capture.read(part.start, len, out)? == len)
        })?;
        Ok(out.len() - before)
    }

    /// The same as jobs to be run outside of the lock; right only while the byte at `offset` is still kept afterwards.
    pub(in crate::playground) fn copy_jobs(&self, offset: u64, len: usize) -> Vec<CopyJob> {
        let mut jobs = Vec::new();
        let taken = self.each(offset, len, |capture, part| {
            let len = usize::try_from(part.end - part.start).unwrap_or(usize::MAX);
            jobs.push(capture.copy_job(part.start, len));
            Ok(true)
        });
        taken.map_or_else(|_| Vec::new(), |()| jobs)
    }

    /// Calls `take` for the stretches that make up a range, in order, until it says `false`.
    fn each(
        &self,
        offset: u64,
        len: usize,
        mut take: impl FnMut(&Capture, Range<u64>) -> io::Result<bool>,
    ) -> io::Result<()> {
        let kept = self.bytes();
        let end = offset.saturating_add(len as u64).min(kept.end);
        let mut at = offset;
        while at < end && kept.contains(&at) {
            let Some((capture, part)) = self.stretch(at) else { return Ok(()) };
            let part = part.start..part.end.min(part.start + (end - at));
            at += part.end - part.start;
            if !take(capture, part)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The longest stretch of one capture that begins with the byte at `at`.
    fn stretch(&self, at: u64) -> Option<(&'a Capture, Range<u64>)> {
        match self.source {
            Source::Whole(capture) => Some((capture, at..capture.bytes().end)),
            Source::Parts { extents, from, capture, rest } => {
                let border = extents.end() - from;
                match (at.checked_sub(border), rest) {
                    (Some(at), Some(rest)) => Some((rest, at..rest.bytes().end)),
                    _ => extents.find(at + from).map(|part| (capture, part)),
                }
            }
        }
    }
}
