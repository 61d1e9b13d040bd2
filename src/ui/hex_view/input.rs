//! Mouse and keys of the pane.

use std::ops::Range;

use egui::{
    Button, CursorIcon, Event, EventFilter, Id, Key, Modifiers, PointerButton, Pos2, Response, Ui,
};

use crate::ui::hex_view::grid::{Grid, Side};
use crate::ui::hex_view::selection::{Selection, Step};
use crate::ui::hex_view::source::{COPY_LIMIT, CopyFormat};
use crate::ui::hex_view::state::HexView;
use crate::ui::scroller::Rows;
use crate::words::ui::bytes as words;

impl HexView {
    /// Moves the selection and says whether it is to be copied. Comes before the scroller, which would take the arrows to scroll.
    pub(super) fn take_keys(&mut self, ui: &Ui, id: Id, bytes: &Range<u64>) -> Option<CopyFormat> {
        if bytes.is_empty() || !ui.memory(|memory| memory.has_focus(id)) {
            return None;
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
            self.selection = Selection::of(bytes);
        }
        let page = self.scroller.page().saturating_mul(self.columns);
        let table = [
            (Modifiers::COMMAND, Key::Home, Step::First),
            (Modifiers::COMMAND, Key::End, Step::Last),
            (Modifiers::NONE, Key::Home, Step::RowStart),
            (Modifiers::NONE, Key::End, Step::RowEnd),
            (Modifiers::NONE, Key::ArrowLeft, Step::Back(1)),
            (Modifiers::NONE, Key::ArrowRight, Step::Forward(1)),
            (Modifiers::NONE, Key::ArrowUp, Step::Back(self.columns)),
            (Modifiers::NONE, Key::ArrowDown, Step::Forward(self.columns)),
            (Modifiers::NONE, Key::PageUp, Step::Back(page)),
            (Modifiers::NONE, Key::PageDown, Step::Forward(page)),
        ];
        for (modifiers, key, step) in table {
            for _ in 0..ui.input_mut(|input| input.count_and_consume_key(modifiers, key)) {
                self.step(step, ui.input(|input| input.modifiers.shift), bytes);
            }
        }
        ui.input(|input| input.events.contains(&Event::Copy)).then_some(CopyFormat::Hex)
    }

    fn step(&mut self, step: Step, extend: bool, bytes: &Range<u64>) {
        let first_shown = self
            .scroller
            .first_row()
            .saturating_mul(self.columns)
            .clamp(bytes.start, bytes.end - 1);
        let moved = match self.selection {
            None => Selection::byte(first_shown),
            Some(selection) => {
                let head = step.from(selection.head, self.columns, bytes);
                if extend { selection.to(head) } else { Selection::byte(head) }
            }
        };
        self.selection = Some(moved);
        self.reveal = Some(moved.head);
    }

    /// Hover and selection by mouse.
    pub(super) fn take_pointer(&mut self, ui: &Ui, rows: &Rows, grid: Grid, bytes: &Range<u64>) {
        let response = &rows.response;
        if response.has_focus() {
            let filter = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        let under = |pointer: Pos2| {
            let offset = rows
                .row_at(pointer)?
                .checked_mul(grid.columns)?
                .checked_add(grid.hit(rows.rect.min.x, pointer)?)?;
            bytes.contains(&offset).then_some(offset)
        };
        self.hovered = response.hover_pos().and_then(under);
        if self.hovered.is_some() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        let Some(pointer) = response.interact_pointer_pos() else {
            self.dragging = None;
            return;
        };
        let pressed = |button| ui.input(|input| input.pointer.button_pressed(button));
        if pressed(PointerButton::Primary) {
            self.press(under(pointer), ui.input(|input| input.modifiers.shift));
            self.dragging = grid.side_at(pointer.x - rows.rect.min.x);
        } else if pressed(PointerButton::Secondary) {
            self.press_for_menu(under(pointer));
        } else if let Some(side) = self.dragging
            && let Some(selection) = self.selection
        {
            let head = nearest(rows, grid, side, pointer, bytes);
            self.selection = Some(selection.to(head));
            if head != selection.head {
                self.reveal = Some(head);
                ui.request_repaint();
            }
        }
    }

    fn press(&mut self, under: Option<u64>, extend: bool) {
        self.selection = match (under, self.selection) {
            (Some(offset), Some(selection)) if extend => Some(selection.to(offset)),
            (None, selection) if extend => selection,
            (under, _) => under.map(Selection::byte),
        };
    }

    /// A menu is for the bytes that are selected, or else for the one under it.
    fn press_for_menu(&mut self, under: Option<u64>) {
        let Some(offset) = under else { return };
        if !self.selection().is_some_and(|range| range.contains(&offset)) {
            self.selection = Some(Selection::byte(offset));
        }
    }

    pub(super) fn menu(&self, response: &Response) -> Option<CopyFormat> {
        let selected = self.selection().map_or(0, |range| range.end - range.start);
        let mut chosen = None;
        response.context_menu(|ui| {
            let table = [
                (CopyFormat::Hex, words::copy_as_hex()),
                (CopyFormat::Text, words::copy_as_text()),
                (CopyFormat::Dump, words::copy_as_dump()),
            ];
            for (format, label) in table {
                let button = if selected > COPY_LIMIT {
                    Button::new(words::first_4_mib(label))
                } else {
                    Button::new(label)
                };
                if ui.add_enabled(selected > 0, button).clicked() {
                    chosen = Some(format);
                    response.request_focus();
                }
            }
        });
        chosen
    }
}

/// The byte nearest to the pointer, which may be anywhere: a row above or below what is visible, if it is there.
fn nearest(rows: &Rows, grid: Grid, side: Side, pointer: Pos2, bytes: &Range<u64>) -> u64 {
    let row = match rows.row_at(Pos2::new(rows.rect.center().x, pointer.y)) {
        Some(row) => row,
        None if pointer.y < rows.rect.min.y => rows.range.start.saturating_sub(1),
        None => rows.range.end,
    };
    let offset = row
        .saturating_mul(grid.columns)
        .saturating_add(grid.column_at(side, pointer.x - rows.rect.min.x));
    offset.clamp(bytes.start, bytes.end.saturating_sub(1).max(bytes.start))
}
