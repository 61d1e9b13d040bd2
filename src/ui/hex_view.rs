//! A pane of bytes: offset, hex and characters of any part of up to 2^64 bytes, wherever they come from.

mod grid;
mod input;
mod page;
mod paint;
mod selection;
mod source;
mod state;

use std::ops::Range;

use egui::accesskit::Role;
use egui::{Response, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use crate::ui::glyphs::Atlas;
use crate::ui::scroller::{Rows, Scroller};
use crate::ui::theme::{HEX_ROW_HEIGHT, SCROLL_BAR_WIDTH, Text};
use crate::words::ui::bytes as words;
use grid::Grid;
use selection::Selection;
pub use source::{COPY_LIMIT, CopyFormat, HexAction, HexSource, Span};
pub use state::HexView;

/// What happened in the pane in this frame.
#[derive(Debug)]
pub struct HexOutput {
    /// Of the place where the bytes are.
    pub response: Response,
    /// The byte under the pointer.
    pub hovered: Option<u64>,
    /// To be done by the caller.
    pub action: Option<HexAction>,
}

impl HexView {
    /// The selected bytes.
    pub fn selection(&self) -> Option<Range<u64>> {
        self.selection.map(Selection::range)
    }

    /// Selects these bytes, nothing if there are none, and shows the first of them.
    pub fn select(&mut self, range: &Range<u64>) {
        self.selection = Selection::of(range);
        self.reveal = self.selection.map(|selection| selection.anchor);
    }

    /// Goes to the last byte and stays there as bytes are added.
    pub fn follow(&mut self) {
        self.scroller.follow();
    }

    /// Whether the pane stays at the end as bytes are added.
    pub fn is_following(&self) -> bool {
        self.scroller.is_following()
    }

    /// Takes all the room there is in `ui`. `name` is the accessible name and must be unique within `ui`.
    pub fn show(&mut self, ui: &mut Ui, name: &str, source: &dyn HexSource) -> HexOutput {
        let builder = UiBuilder::new().max_rect(ui.available_rect_before_wrap());
        let inner = ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            self.pane_ui(ui, name, source)
        });
        inner.inner
    }

    fn pane_ui(&mut self, ui: &mut Ui, name: &str, source: &dyn HexSource) -> HexOutput {
        let bytes = source.range();
        self.selection = self.selection.and_then(|selection| selection.kept(&bytes));
        let atlas = Atlas::fetch(ui, Text::Mono.font());
        let grid = Grid::fit(ui.available_width() - SCROLL_BAR_WIDTH, atlas.cell(), bytes.end);
        self.adopt_columns(grid.columns);
        let (ruler, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), HEX_ROW_HEIGHT), Sense::hover());

        let copy = self.take_keys(ui, Scroller::id(ui, name), &bytes);
        if let Some(offset) = self.reveal.take() {
            self.scroller.reveal(offset / self.columns);
        }
        let rows = bytes.start / grid.columns..bytes.end.div_ceil(grid.columns);
        let rows = self.scroller.show(ui, name, rows, HEX_ROW_HEIGHT);
        self.take_pointer(ui, &rows, grid, &bytes);
        let menu = self.menu(&rows.response);

        self.page.fill(source, &rows, grid.columns, &bytes);
        paint::ruler(ui, ruler, grid, &atlas, self.hovered);
        self.paint(ui, &rows, grid, &atlas);
        self.describe(ui, &rows, grid);
        let action = copy.or(menu).and_then(|format| self.copy(format));
        HexOutput { hovered: self.hovered, action, response: rows.response }
    }

    /// Another width must not lose the place.
    fn adopt_columns(&mut self, columns: u64) {
        if columns != self.columns {
            let offset = self.scroller.first_row().saturating_mul(self.columns);
            self.columns = columns;
            if !self.scroller.is_following() {
                self.scroller.scroll_to(offset / columns);
            }
        }
    }

    fn copy(&self, format: CopyFormat) -> Option<HexAction> {
        let Range { start, end } = self.selection()?;
        let cut = end.min(start.saturating_add(COPY_LIMIT));
        Some(HexAction::Copy { format, range: start..cut, left_out: end - cut })
    }

    /// A node for each visible row, and the selection as the value of the pane.
    fn describe(&self, ui: &mut Ui, rows: &Rows, grid: Grid) {
        let active = ui.ctx().accesskit_node_builder(rows.response.id, |node| {
            node.set_role(Role::Document);
            if let Some(Range { start, end }) = self.selection() {
                node.set_value(words::selected_from(end - start, start));
            }
        });
        if active.is_none() {
            return;
        }
        let pane = UiBuilder::new().max_rect(rows.rect).accessibility_parent(rows.response.id);
        let pane = ui.new_child(pane);
        for ((row, rect), line) in rows.iter().zip(self.page.lines(grid)) {
            let response = pane.interact(rect, rows.response.id.with(row), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &line));
        }
    }
}

#[cfg(test)]
mod tests;
