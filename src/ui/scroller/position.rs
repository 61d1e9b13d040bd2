//! Where a list of up to 2^64 rows is scrolled to: whole rows in u64, the rest in points. Nothing is multiplied by the number of rows in f32.

use std::ops::Range;

/// The row at the top edge, and how many points of it are above that edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Position {
    pub(super) row: u64,
    /// Invariant: at least 0, less than the height of a row.
    pub(super) within: f32,
}

impl Position {
    pub(super) const fn top_of(row: u64) -> Self {
        Self { row, within: 0.0 }
    }

    /// Further down by so many points; up, if negative.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a wheel moves far less than 2^53 rows at once, and what remains is less than a row"
    )]
    pub(super) fn moved(self, points: f32, row_height: f32) -> Self {
        let (points, height) = (f64::from(self.within) + f64::from(points), f64::from(row_height));
        let rows = (points / height).floor();
        let within = ((points - rows * height) as f32).clamp(0.0, row_height.next_down());
        if rows >= 0.0 {
            return Self { row: self.row.saturating_add(rows as u64), within };
        }
        let above = self.row.checked_sub(-rows as u64);
        above.map_or(Self::top_of(0), |row| Self { row, within })
    }
}

/// The rows there are, and how many of them fit into the view whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) rows: Range<u64>,
    /// Invariant: at least 1.
    pub(super) page: u64,
}

impl Extent {
    /// The first row shown when the last one is at the bottom.
    pub(super) fn last_top(&self) -> u64 {
        self.rows.end.saturating_sub(self.page).max(self.rows.start)
    }

    /// Nothing is shown before the first row or after the last one.
    pub(super) fn clamp(&self, position: Position) -> Position {
        if position.row >= self.last_top() {
            Position::top_of(self.last_top())
        } else if position.row < self.rows.start {
            Position::top_of(self.rows.start)
        } else {
            position
        }
    }

    /// The nearest position that shows this row whole.
    pub(super) fn reveal(&self, row: u64, position: Position) -> Position {
        if row <= position.row {
            Position::top_of(row)
        } else if row - position.row >= self.page {
            Position::top_of(row.saturating_sub(self.page - 1))
        } else {
            position
        }
    }

    /// How far down a position is, 0 to 1.
    pub(super) fn share_of(&self, position: Position) -> f64 {
        let span = self.last_top() - self.rows.start;
        if span == 0 {
            0.0
        } else {
            position.row.saturating_sub(self.rows.start) as f64 / span as f64
        }
    }

    /// The position that is so far down, 0 to 1; 1 is the very last.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 1 times a u64 fits, and the cast saturates"
    )]
    pub(super) fn at_share(&self, share: f64) -> Position {
        let span = self.last_top() - self.rows.start;
        let rows =
            if share >= 1.0 { span } else { ((share.max(0.0) * span as f64) as u64).min(span) };
        Position::top_of(self.rows.start + rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wheel_step_is_exact_however_far_down() {
        for row in [0, 1 << 24, 1 << 59, u64::MAX - 100] {
            let mut position = Position::top_of(row);
            for _ in 0..18 {
                position = position.moved(7.0, 18.0);
            }
            assert_eq!(position, Position::top_of(row + 7));
            for _ in 0..18 {
                position = position.moved(-7.0, 18.0);
            }
            assert_eq!(position, Position::top_of(row));
        }
    }

    #[test]
    fn moving_stops_at_both_ends() {
        let extent = Extent { rows: 10..100, page: 20 };
        let table = [
            (10, -5.0, 10, 0.0),
            (10, 5.0, 10, 5.0),
            (12, -1e9, 10, 0.0),
            (79, 17.0, 79, 17.0),
            (79, 19.0, 80, 0.0),
            (79, 1e9, 80, 0.0),
        ];
        for (row, points, expected, within) in table {
            let moved = extent.clamp(Position::top_of(row).moved(points, 18.0));
            assert_eq!(moved, Position { row: expected, within }, "from {row} by {points}");
        }
    }

    #[test]
    fn a_short_list_stays_at_its_start() {
        let extent = Extent { rows: 5..8, page: 20 };
        assert_eq!(extent.last_top(), 5);
        assert_eq!(extent.clamp(Position::top_of(6)), Position::top_of(5));
        assert_eq!(extent.share_of(Position::top_of(5)).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn the_share_reaches_both_ends_of_the_longest_list() {
        let extent = Extent { rows: 0..u64::MAX - 5, page: 30 };
        assert_eq!(extent.at_share(0.0).row, 0);
        assert_eq!(extent.at_share(1.0).row, u64::MAX - 35);
        let half = extent.at_share(0.5);
        assert!((extent.share_of(half) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn revealing_moves_as_little_as_possible() {
        let extent = Extent { rows: 0..100, page: 10 };
        let position = Position { row: 40, within: 3.0 };
        for (row, expected) in [
            (40, Position::top_of(40)),
            (41, position),
            (49, position),
            (50, Position::top_of(41)),
            (7, Position::top_of(7)),
        ] {
            assert_eq!(extent.reveal(row, position), expected, "row {row}");
        }
    }
}
