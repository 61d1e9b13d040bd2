//! Where the columns of the waterfall stand, and what its rows are drawn with.

use std::ops::Range;

use egui::{Painter, Rangef, Rect, Ui};

use crate::ui::tab::http::waterfall::axis::Axis;
use crate::ui::theme::{Palette, SCROLL_BAR_WIDTH, SPACE_1};

/// Where the columns stand, in points from the left edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) bars: Rangef,
    /// Totals end here.
    pub(super) total_end: f32,
}

impl Columns {
    pub(super) fn fit(ui: &Ui) -> Self {
        let width = ui.available_width() - SCROLL_BAR_WIDTH;
        let label = (width * 0.38).clamp(190.0, 560.0);
        let total_end = width - SPACE_1;
        Self { bars: Rangef::new(label, (total_end - TOTAL).max(label + 40.0)), total_end }
    }

    pub(super) fn axis(self, times: &Range<u64>, rect: Rect) -> Axis {
        Axis::new(times, Rangef::new(rect.min.x + self.bars.min, rect.min.x + self.bars.max))
    }
}

/// What a hop's row is drawn with.
pub(super) struct Sheet<'a> {
    pub(super) painter: &'a Painter,
    pub(super) palette: &'static Palette,
    pub(super) axis: Axis,
    pub(super) columns: Columns,
    /// The end of what is still going on.
    pub(super) now: u64,
}

/// Width of the column of totals.
const TOTAL: f32 = 76.0;
