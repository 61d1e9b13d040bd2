//! Bytes to text as they arrive, whatever the cuts between reads. No byte is lost.

use std::mem;

use encoding_rs::DecoderResult;

use crate::codec::Encoding;
use crate::codec::encoding::Scheme;

/// A part of decoded bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Decoded text, never empty. A text may come in several pieces.
    Text(&'a str),
    /// Bytes that don't decode, one malformed sequence at a time.
    Bad(&'a [u8]),
}

/// A streaming decoder. Any way of cutting the bytes gives the same text and the same bad sequences.
///
/// A byte order mark is a character like any other.
#[derive(Debug)]
pub struct Decoder {
    encoding: Encoding,
    /// A character cut at the end. Invariant: a proper prefix of a character, at most 3 bytes.
    pending: Vec<u8>,
    /// Scratch space for text that isn't borrowed from the input; empty between calls.
    text: String,
}

impl Decoder {
    /// A decoder at the start of a text.
    pub fn new(encoding: Encoding) -> Self {
        Self { encoding, pending: Vec::new(), text: String::new() }
    }

    /// Decodes the next bytes. A character cut at their end waits for the next call.
    pub fn decode(&mut self, bytes: &[u8], sink: &mut dyn FnMut(Piece<'_>)) {
        let rest = self.complete(bytes, sink);
        let decoded = self.run(rest, sink);
        self.pending.extend_from_slice(rest.get(decoded..).unwrap_or_default());
    }

    /// Ends the text: a character that is still incomplete is bad. The decoder can then be used again.
    pub fn finish(&mut self, sink: &mut dyn FnMut(Piece<'_>)) {
        if !self.pending.is_empty() {
            sink(Piece::Bad(&self.pending));
            self.pending.clear();
        }
    }

    /// The bytes of a character cut at the end, at most 3.
    pub fn pending(&self) -> &[u8] {
        &self.pending
    }

    /// Decodes the pending bytes with the first of the new ones; returns the new ones that are left.
    fn complete<'a>(&mut self, bytes: &'a [u8], sink: &mut dyn FnMut(Piece<'_>)) -> &'a [u8] {
        if self.pending.is_empty() {
            return bytes;
        }
        let mut seam = mem::take(&mut self.pending);
        let old = seam.len();
        seam.extend(bytes.iter().take(LONGEST));
        let decoded = self.run(&seam, sink);
        if let Some(rest) = decoded.checked_sub(old).and_then(|new| bytes.get(new..)) {
            return rest;
        }
        // Only when there are few new bytes, all of them in the seam: otherwise more than 3 would be cut off.
        seam.drain(..decoded);
        self.pending = seam;
        &[]
    }

    /// Decodes from the start of a character; returns how many bytes that took. The rest is a cut character.
    fn run(&mut self, bytes: &[u8], sink: &mut dyn FnMut(Piece<'_>)) -> usize {
        match self.encoding.scheme() {
            Scheme::Utf8 => run_utf8(bytes, sink),
            Scheme::Latin1 => run_latin1(bytes, sink),
            Scheme::Utf16(table, _) | Scheme::Table(table) => self.run_table(table, bytes, sink),
        }
    }

    fn run_table(
        &mut self,
        table: &'static encoding_rs::Encoding,
        bytes: &[u8],
        sink: &mut dyn FnMut(Piece<'_>),
    ) -> usize {
        let mut at = 0;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            match self.run_to_bad(table, rest, sink) {
                Stop::Bad { start, end } => {
                    sink(Piece::Bad(rest.get(start..end).unwrap_or_default()));
                    at += end;
                }
                Stop::End { cut } => return bytes.len() - cut,
            }
        }
    }

    /// Decodes up to the first bad sequence. Each sequence ends in the initial state, so that a new decoder can
    /// go on behind it, and behind exactly it: the old one may have looked further.
    fn run_to_bad(
        &mut self,
        table: &'static encoding_rs::Encoding,
        bytes: &[u8],
        sink: &mut dyn FnMut(Piece<'_>),
    ) -> Stop {
        let mut decoder = table.new_decoder_without_bom_handling();
        let mut at = 0;
        self.text.reserve(bytes.len().saturating_mul(2).clamp(64, BLOCK));
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let (result, read) =
                decoder.decode_to_string_without_replacement(rest, &mut self.text, false);
            at += read;
            if !self.text.is_empty() {
                sink(Piece::Text(&self.text));
                self.text.clear();
            }
            match result {
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(bad, after) => {
                    let end = at - usize::from(after);
                    let start = end - usize::from(bad);
                    return Stop::Bad { start, end };
                }
                DecoderResult::InputEmpty => {
                    let cut = self.cut(&mut decoder);
                    return Stop::End { cut };
                }
            }
        }
    }

    /// How many bytes the decoder holds of a cut character: those that it would call bad at the end.
    fn cut(&mut self, decoder: &mut encoding_rs::Decoder) -> usize {
        match decoder.decode_to_string_without_replacement(&[], &mut self.text, true) {
            (DecoderResult::Malformed(bad, after), _) => usize::from(bad) + usize::from(after),
            _ => 0,
        }
    }
}

enum Stop {
    /// At a bad sequence.
    Bad { start: usize, end: usize },
    /// The end, with this many bytes of a cut character.
    End { cut: usize },
}

fn run_utf8(bytes: &[u8], sink: &mut dyn FnMut(Piece<'_>)) -> usize {
    if let Ok(text) = str::from_utf8(bytes) {
        emit(text, sink);
        return bytes.len();
    }
    let mut decoded = 0;
    for chunk in bytes.utf8_chunks() {
        emit(chunk.valid(), sink);
        decoded += chunk.valid().len();
        let bad = chunk.invalid();
        let is_cut = decoded + bad.len() == bytes.len() && is_cut_utf8(bad);
        if !bad.is_empty() && !is_cut {
            sink(Piece::Bad(bad));
            decoded += bad.len();
        }
    }
    decoded
}

fn is_cut_utf8(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn run_latin1(bytes: &[u8], sink: &mut dyn FnMut(Piece<'_>)) -> usize {
    for block in bytes.chunks(BLOCK) {
        emit(&encoding_rs::mem::decode_latin1(block), sink);
    }
    bytes.len()
}

fn emit(text: &str, sink: &mut dyn FnMut(Piece<'_>)) {
    if !text.is_empty() {
        sink(Piece::Text(text));
    }
}

/// The most bytes of a character in any encoding.
const LONGEST: usize = 4;

/// The most that is decoded at once where it must be copied: fits the first-level cache.
const BLOCK: usize = 8 * 1024;

#[cfg(test)]
mod tests;
