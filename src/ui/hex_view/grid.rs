//! Where offset, hex digits and characters stand, and which byte is under a point.

use std::ops::Range;

use egui::{Pos2, Rangef, Vec2};

use crate::ui::theme::SPACE_2;

/// Bytes in a row, widest first.
const COLUMNS: [u64; 3] = [32, 16, 8];

/// The two ways every byte is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Hex,
    Text,
}

impl Side {
    pub(super) const BOTH: [Self; 2] = [Self::Hex, Self::Text];
}

/// The columns of the pane, in points right of its left edge. The offset comes first, at [`SPACE_2`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grid {
    /// Bytes in a row.
    pub(super) columns: u64,
    /// Hex digits of an offset.
    pub(super) digits: usize,
    /// Size of a character.
    pub(super) cell: Vec2,
}

impl Grid {
    /// The widest grid that fits; the narrowest, if none does.
    pub(super) fn fit(width: f32, cell: Vec2, end: u64) -> Self {
        let grids = COLUMNS.map(|columns| Self { columns, digits: offset_digits(end), cell });
        let [.., narrowest] = grids;
        grids.into_iter().find(|grid| grid.width() <= width).unwrap_or(narrowest)
    }

    pub(super) fn width(self) -> f32 {
        self.left(Side::Text, self.columns) + SPACE_2
    }

    /// The left edge of the first character of a byte.
    pub(super) fn left(self, side: Side, column: u64) -> f32 {
        let hex = self.digits as f32 + 2.0;
        let characters = match side {
            Side::Hex => hex + hex_characters(column),
            Side::Text => hex + hex_characters(self.columns) + 1.0 + column as f32,
        };
        SPACE_2 + characters * self.cell.x
    }

    /// What belongs to these bytes of a row: no gaps between neighbours.
    pub(super) fn span(self, side: Side, columns: Range<u64>) -> Rangef {
        let last = columns.end.saturating_sub(1);
        match side {
            Side::Hex => {
                let half = self.cell.x / 2.0;
                Rangef::new(
                    self.left(side, columns.start) - half,
                    self.left(side, last) + 2.0 * self.cell.x + half,
                )
            }
            Side::Text => Rangef::new(self.left(side, columns.start), self.left(side, columns.end)),
        }
    }

    /// The x of the line before a byte: in the middle of the gap, where there is one.
    pub(super) fn edge(self, side: Side, column: u64) -> f32 {
        let after_gap = side == Side::Hex && column > 0 && column.is_multiple_of(8);
        let gap = if after_gap { self.cell.x / 2.0 } else { 0.0 };
        self.span(side, column..column + 1).min - gap
    }

    /// Which side a point is on; none between and outside.
    pub(super) fn side_at(self, x: f32) -> Option<Side> {
        Side::BOTH.into_iter().find(|side| self.span(*side, 0..self.columns).contains(x))
    }

    /// The column nearest to a point, on that side.
    pub(super) fn column_at(self, side: Side, x: f32) -> u64 {
        (1..self.columns).take_while(|column| self.edge(side, *column) <= x).count() as u64
    }

    /// The column under a point, if there is one.
    pub(super) fn hit(self, left: f32, pointer: Pos2) -> Option<u64> {
        let x = pointer.x - left;
        self.side_at(x).map(|side| self.column_at(side, x))
    }
}

/// Characters from the first hex digit of a row to that of a byte: two digits and a gap each, a wider gap after eight.
fn hex_characters(column: u64) -> f32 {
    (column * 3 + column / 8) as f32
}

/// As many as the last offset needs: 8, 12 or 16.
fn offset_digits(end: u64) -> usize {
    match end.saturating_sub(1) {
        0..=0xffff_ffff => 8,
        0x1_0000_0000..=0xffff_ffff_ffff => 12,
        _ => 16,
    }
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};

    use super::*;

    const CELL: Vec2 = vec2(8.0, 16.0);

    #[test]
    fn columns_and_digits_adapt() {
        for (width, columns) in
            [(2000.0, 32), (1200.0, 32), (1000.0, 16), (700.0, 16), (500.0, 8), (10.0, 8)]
        {
            assert_eq!(Grid::fit(width, CELL, 1).columns, columns, "{width} points");
        }
        for (end, digits) in [
            (0, 8),
            (1 << 32, 8),
            ((1 << 32) + 1, 12),
            (1 << 48, 12),
            ((1 << 48) + 1, 16),
            (u64::MAX, 16),
        ] {
            assert_eq!(Grid::fit(700.0, CELL, end).digits, digits, "{end} bytes");
        }
    }

    #[test]
    fn every_byte_is_hit_on_both_sides() {
        let grid = Grid::fit(700.0, CELL, 1);
        for side in Side::BOTH {
            for column in 0..16 {
                let span = grid.span(side, column..column + 1);
                for x in [span.min + 0.5, span.center(), span.max - 0.5] {
                    assert_eq!(
                        grid.hit(100.0, pos2(100.0 + x, 0.0)),
                        Some(column),
                        "{side:?} {column}"
                    );
                }
            }
        }
        assert_eq!(grid.hit(100.0, pos2(104.0, 0.0)), None);
        assert_eq!(grid.hit(100.0, pos2(100.0 + grid.left(Side::Text, 0) - 4.0, 0.0)), None);
        assert_eq!(grid.hit(100.0, pos2(100.0 + grid.width(), 0.0)), None);
    }

    #[test]
    fn neighbouring_spans_touch_within_a_group_of_eight() {
        let grid = Grid::fit(700.0, CELL, 1);
        for column in (1..16).filter(|column| *column != 8) {
            let (before, after) = (
                grid.span(Side::Hex, column - 1..column),
                grid.span(Side::Hex, column..column + 1),
            );
            assert!((before.max - after.min).abs() < 1e-3);
        }
        assert!(grid.span(Side::Hex, 0..16).contains(grid.edge(Side::Hex, 8)));
    }
}
