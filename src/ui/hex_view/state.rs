//! The state of a pane.

use crate::ui::glyphs::Canvas;
use crate::ui::hex_view::grid::Side;
use crate::ui::hex_view::page::Page;
use crate::ui::hex_view::selection::Selection;
use crate::ui::scroller::Scroller;

/// The state of a pane, kept by the caller: place and selection, both in absolute offsets.
#[derive(Debug, Clone)]
pub struct HexView {
    pub(super) scroller: Scroller,
    pub(super) columns: u64,
    pub(super) selection: Option<Selection>,
    /// The side the mouse selects on, while its button is down.
    pub(super) dragging: Option<Side>,
    pub(super) reveal: Option<u64>,
    pub(super) hovered: Option<u64>,
    pub(super) page: Page,
    pub(super) canvas: Canvas,
}

impl HexView {
    /// A pane that shows the first bytes.
    pub fn at_start() -> Self {
        Self::with(Scroller::at_start())
    }

    /// A pane that shows the last bytes and follows new ones.
    pub fn at_end() -> Self {
        Self::with(Scroller::at_end())
    }

    fn with(scroller: Scroller) -> Self {
        Self {
            scroller,
            columns: 16,
            selection: None,
            dragging: None,
            reveal: None,
            hovered: None,
            page: Page::default(),
            canvas: Canvas::default(),
        }
    }
}
