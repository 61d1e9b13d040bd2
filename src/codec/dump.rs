//! The hex dump: one layout for the command line, the clipboard and files.
//!
//! ```text
//! 00000000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 21 0d 0a 00  |Hello, world!...|
//! 00000010  e4 bd a0                                          |...|
//! ```
//!
//! The offset has 8 digits, 12 from 4 GiB on, 16 from 256 TiB on.

use std::io::{self, Write};

/// Bytes in a row.
pub const ROW: usize = 16;

/// The dump of at most [`ROW`] bytes, without line break. More bytes give more rows, with line breaks between.
pub fn row(offset: u64, bytes: &[u8]) -> String {
    let mut text = Vec::new();
    let mut at = offset;
    for row in bytes.chunks(ROW) {
        push_row(at, row, &mut text);
        at = at.wrapping_add(ROW as u64);
    }
    text.pop();
    text.into_iter().map(char::from).collect()
}

/// Writes a dump of bytes that come in any portions. [`Dumper::finish`] writes the last, shorter row.
#[derive(Debug)]
#[must_use = "the last row is written by finish"]
pub struct Dumper<W: Write> {
    out: W,
    /// Of the next row.
    offset: u64,
    /// The start of the next row. Invariant: shorter than a row between calls.
    started: Vec<u8>,
    /// Finished rows on their way out.
    text: Vec<u8>,
}

impl<W: Write> Dumper<W> {
    /// A dump whose first byte is numbered `offset`.
    pub fn new(out: W, offset: u64) -> Self {
        Self { out, offset, started: Vec::new(), text: Vec::new() }
    }

    /// Dumps the next bytes. Whole rows are passed on in blocks, so that `out` need not be buffered.
    pub fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let missing = (ROW - self.started.len()) % ROW;
        let (head, rest) = bytes.split_at_checked(missing).unwrap_or((bytes, &[]));
        self.started.extend_from_slice(head);
        if self.started.len() == ROW {
            self.push_started();
        }
        let (rows, tail) = rest.as_chunks::<ROW>();
        for block in rows.chunks(BLOCK / ROW_TEXT) {
            for row in block {
                push_row(self.offset, row, &mut self.text);
                self.offset = self.offset.wrapping_add(ROW as u64);
            }
            if self.text.len() > BLOCK / 2 {
                self.pass_on()?;
            }
        }
        self.started.extend_from_slice(tail);
        Ok(())
    }

    /// Writes the rest and returns the writer, without flushing it.
    pub fn finish(mut self) -> io::Result<W> {
        if !self.started.is_empty() {
            self.push_started();
        }
        self.pass_on()?;
        Ok(self.out)
    }

    fn push_started(&mut self) {
        push_row(self.offset, &self.started, &mut self.text);
        self.offset = self.offset.wrapping_add(ROW as u64);
        self.started.clear();
    }

    fn pass_on(&mut self) -> io::Result<()> {
        self.out.write_all(&self.text)?;
        self.text.clear();
        Ok(())
    }
}

/// A row of at most [`ROW`] bytes and its line break. Generic so that the loops of a full row have a fixed length.
fn push_row(offset: u64, bytes: &(impl AsRef<[u8]> + ?Sized), out: &mut Vec<u8>) {
    let bytes = bytes.as_ref();
    push_offset(offset, out);
    out.extend_from_slice(BLANK);
    if let Some(row) = out.last_chunk_mut() {
        fill(row, bytes);
    }
    out.extend(bytes.iter().map(|&byte| shown(byte)));
    out.extend_from_slice(b"|\n");
}

fn push_offset(offset: u64, out: &mut Vec<u8>) {
    match offset.to_be_bytes() {
        [0, 0, 0, 0, low @ ..] => out.extend_from_slice(low.map(pair).as_flattened()),
        [0, 0, low @ ..] => out.extend_from_slice(low.map(pair).as_flattened()),
        all => out.extend_from_slice(all.map(pair).as_flattened()),
    }
}

/// Writes over a blank row: putting its parts together one by one takes twice the time.
fn fill(row: &mut [u8; BLANK.len()], bytes: &[u8]) {
    let (halves, _) = row.as_chunks_mut::<25>();
    for (half, bytes) in halves.iter_mut().zip(bytes.chunks(ROW / 2)) {
        let (_, cells) = half.as_rchunks_mut();
        for (cell, &byte) in cells.iter_mut().zip(bytes) {
            *cell = cell_of(byte);
        }
    }
}

fn pair(byte: u8) -> [u8; 2] {
    let [_, high, low] = cell_of(byte);
    [high, low]
}

fn cell_of(byte: u8) -> [u8; 3] {
    CELLS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// The byte in the text column.
fn shown(byte: u8) -> u8 {
    if matches!(byte, b' '..=b'~') { byte } else { b'.' }
}

/// Each byte as a space and two digits.
#[expect(
    clippy::indexing_slicing,
    reason = "computed by the compiler, where a wrong index is an error"
)]
static CELLS: [[u8; 3]; 256] = {
    let digits = b"0123456789abcdef";
    let mut cells = [[b' '; 3]; 256];
    let mut byte = 0;
    while byte < cells.len() {
        cells[byte] = [b' ', digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    cells
};

/// Columns between the offset and the text: two halves of eight cells and a space each, and the bar.
const BLANK: &[u8; 53] = &{
    let mut blank = [b' '; 53];
    blank[52] = b'|';
    blank
};

/// Length of a row with a short offset.
const ROW_TEXT: usize = 79;

/// Text passed on at once, about.
const BLOCK: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codec::hex;

    fn dump(offset: u64, portions: &[&[u8]]) -> String {
        let mut dumper = Dumper::new(Vec::new(), offset);
        for portion in portions {
            dumper.write_all(portion).unwrap();
        }
        String::from_utf8(dumper.finish().unwrap()).unwrap()
    }

    #[test]
    fn the_layout_is_this() {
        let bytes = b"Hello, world!\r\n\0|~\x7f\x80 \xe4\xbd\xa0";
        assert_eq!(
            dump(0, &[bytes]),
            "00000000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 21 0d 0a 00  |Hello, world!...|\n\
             00000010  7c 7e 7f 80 20 e4 bd a0                           ||~.. ...|\n"
        );
    }

    #[test]
    fn every_length_of_a_row_keeps_the_text_column_in_place() {
        for len in 1..=ROW {
            let text = row(0, &[b'a'; ROW][..len]);
            assert_eq!(text.find('|'), Some(60), "{text}");
            assert_eq!(text.len(), 62 + len, "{text}");
        }
    }

    #[test]
    fn the_offset_grows_with_the_address() {
        let table = [
            (0xffff_ffff, "ffffffff  61"),
            (0x1_0000_0000, "000100000000  61"),
            (0xffff_ffff_ffff, "ffffffffffff  61"),
            (0x1_0000_0000_0000, "0001000000000000  61"),
            (u64::MAX, "ffffffffffffffff  61"),
        ];
        for (offset, start) in table {
            assert!(row(offset, b"a").starts_with(start), "{start}");
        }
    }

    #[test]
    fn the_offset_grows_in_the_middle_of_a_dump() {
        let text = dump(0xffff_fff8, &[&[b'a'; 20]]);
        let starts: Vec<_> = text
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(offset, _)| offset)
            .collect();
        assert_eq!(starts, ["fffffff8", "000100000008"]);
    }

    #[test]
    fn a_row_of_more_bytes_is_several_rows() {
        let bytes: Vec<u8> = (0..40).collect();
        assert_eq!(row(7, &bytes) + "\n", dump(7, &[&bytes]));
        assert_eq!(row(7, &[]), "");
    }

    #[test]
    fn no_bytes_give_no_dump() {
        assert_eq!(dump(0, &[]), "");
        assert_eq!(dump(0, &[b""]), "");
    }

    #[test]
    fn every_split_gives_the_same_dump() {
        let bytes: Vec<u8> = (0..=50).collect();
        let whole = dump(3, &[&bytes]);
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let portions = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                assert_eq!(dump(3, &portions), whole, "{first} {second}");
            }
        }
    }

    #[test]
    fn a_large_dump_passes_through_in_blocks_and_whole() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
        let mut dumper = Dumper::new(Vec::new(), 0);
        dumper.write_all(&bytes).unwrap();
        assert!(dumper.text.len() <= BLOCK);
        let text = String::from_utf8(dumper.finish().unwrap()).unwrap();
        assert_eq!(hex::parse(&text).unwrap(), bytes);
    }

    #[test]
    fn an_error_of_the_writer_is_passed_on() {
        let mut room = [0; 100];
        let mut dumper = Dumper::new(&mut room[..], 0);
        assert!(dumper.write_all(&vec![0; 100_000]).is_err());
    }

    proptest! {
        #[test]
        fn a_dump_parses_back_to_its_bytes(
            offset: u64,
            portions in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..6),
        ) {
            let portions: Vec<&[u8]> = portions.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(hex::parse(&dump(offset, &portions)).unwrap(), portions.concat());
        }
    }
}
