//! The visible bytes and records, as the source has them in this frame.

use std::fmt::Write as _;
use std::ops::Range;

use crate::ui::hex_view::grid::Grid;
use crate::ui::hex_view::source::{HexSource, Span};
use crate::ui::scroller::Rows;

/// What is visible, fetched anew in each frame; kept for its memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// The bytes of [`Self::range`]; 0 for those that are not in memory.
    pub(super) bytes: Vec<u8>,
    pub(super) range: Range<u64>,
    /// Parts of [`Self::range`] that are not in memory yet.
    missing: Vec<Range<u64>>,
    pub(super) spans: Vec<Span>,
}

impl Page {
    pub(super) fn fill(
        &mut self,
        source: &dyn HexSource,
        rows: &Rows,
        columns: u64,
        all: &Range<u64>,
    ) {
        let offset = |row: u64| row.saturating_mul(columns).clamp(all.start, all.end);
        self.range = offset(rows.range.start)..offset(rows.range.end);
        self.bytes.clear();
        self.missing.clear();
        self.spans.clear();
        source.spans(self.range.clone(), &mut self.spans);
        if source.read(self.range.clone(), &mut self.bytes) {
            return;
        }
        self.bytes.clear();
        for row in rows.range.clone() {
            let range = offset(row)..offset(row + 1);
            let before = self.bytes.len();
            if !source.read(range.clone(), &mut self.bytes) {
                self.bytes.truncate(before);
                self.bytes.extend(range.clone().map(|_| 0));
                self.missing.push(range);
            }
        }
    }

    /// Each byte with its offset; none where it is not in memory.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Option<u8>)> + '_ {
        let mut missing = self.missing.iter().peekable();
        self.range.clone().zip(&self.bytes).map(move |(offset, byte)| {
            while missing.next_if(|range| range.end <= offset).is_some() {}
            let known = missing.peek().is_none_or(|range| offset < range.start);
            (offset, known.then_some(*byte))
        })
    }

    /// The rows as text, for those who listen to them.
    pub(super) fn lines(&self, grid: Grid) -> Vec<String> {
        let bytes: Vec<(u64, Option<u8>)> = self.iter().collect();
        let rows = bytes.chunk_by(|(a, _), (b, _)| a / grid.columns == b / grid.columns);
        rows.map(|row| line(row, grid)).collect()
    }
}

fn line(row: &[(u64, Option<u8>)], grid: Grid) -> String {
    let first = row.first().map_or(0, |(offset, _)| *offset);
    let mut line = format!("{first:0digits$x} ", digits = grid.digits);
    for (_, byte) in row {
        let written = match byte {
            Some(byte) => write!(line, " {byte:02x}"),
            None => line.write_str(" .."),
        };
        written.ok(); // Writing into a String cannot fail.
    }
    line.push_str("  ");
    line.extend(row.iter().map(|(_, byte)| byte.map_or('.', character)));
    line
}

/// How a byte is shown as a character.
pub(super) fn character(byte: u8) -> char {
    if matches!(byte, b' '..=b'~') { char::from(byte) } else { '.' }
}
