//! The log: one row a record, whatever their number.

mod columns;
mod in_words;
mod row;
mod selection;
mod view;

use std::ops::Range;

use egui::{Button, InputState, Key, Modifiers, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::playground::Session;
use crate::ui::command::{Command, SessionCommand};
use crate::ui::pass::Pass;
use crate::ui::scroller::{Rows, Scroller};
use crate::ui::theme::{Palette, ROW_HEIGHT, SPACE_1, SPACE_2, SPACE_4, Text};
use crate::words::ui::log as words;
use columns::Columns;
use selection::Selection;
pub use view::LogView;
use view::{PreviewStyle, Times};

/// Draws the headings and the rows.
pub fn log_ui(ui: &mut Ui, session: &Session, view: &mut LogView, pass: &mut Pass<'_>) {
    view.zone = pass.zone;
    let columns = Columns::fit(ui, session.kind());
    headings_ui(ui, &columns, view);
    let records = session.capture().records();
    take_keys(ui, session, view, &records);
    let back = ui.available_rect_before_wrap();
    ui.painter().rect_filled(back, 0, Palette::of_ui(ui).field);
    let rows = view.scroller.show(ui, words::log(), records.clone(), ROW_HEIGHT);
    take_clicks(ui, &rows, view, &records);
    row::rows_ui(ui, session, view, &columns, &rows);
    menu_ui(&rows.response, session, view, pass);
    new_rows_ui(ui, view, &rows);
    marked_ui(ui, session, view, &rows);
}

/// The heading of each column; those of time and preview switch what the column shows.
fn headings_ui(ui: &mut Ui, columns: &Columns, view: &mut LogView) {
    let palette = Palette::of_ui(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADINGS), Sense::hover());
    let heading = |ui: &Ui, x: f32, text: &str| {
        let at = egui::pos2(rect.min.x + x, rect.center().y);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, text, Text::Small.font(), palette.quiet);
    };
    if !columns.signs {
        heading(ui, columns.way, words::direction());
    }
    if let Some(peer) = columns.peer {
        heading(ui, peer, words::peer());
    }
    let length = egui::pos2(rect.min.x + columns.length_end, rect.center().y);
    ui.painter().text(
        length,
        egui::Align2::RIGHT_CENTER,
        words::length(),
        Text::Small.font(),
        palette.quiet,
    );
    let (name, next) = match view.times {
        Times::Clock => (words::time(), Times::Delta),
        Times::Delta => (words::since_previous(), Times::Start),
        Times::Start => (words::since_start(), Times::Clock),
    };
    if switch_ui(ui, rect, columns.time, name, words::switch_times()).clicked() {
        view.times = next;
    }
    let (name, next) = match view.preview {
        PreviewStyle::Text => (words::as_text(), PreviewStyle::Hex),
        PreviewStyle::Hex => (words::as_hex(), PreviewStyle::Text),
    };
    if switch_ui(ui, rect, columns.preview, name, words::switch_preview()).clicked() {
        view.preview = next;
    }
}

/// A heading that is a button.
fn switch_ui(ui: &Ui, line: Rect, x: f32, name: &str, hint: &str) -> Response {
    let palette = Palette::of_ui(ui);
    let text = format!("{name} ⏷");
    let galley = ui.painter().layout_no_wrap(text, Text::Small.font(), palette.quiet);
    let at = egui::pos2(line.min.x + x, line.center().y - galley.size().y / 2.0);
    let rect = Rect::from_min_size(at, galley.size());
    let response = ui.interact(
        rect.expand2(vec2(SPACE_1, 2.0)),
        ui.scope_id().with(("heading", x.to_bits())),
        Sense::click(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let colour =
        if response.hovered() || response.has_focus() { palette.text } else { palette.quiet };
    ui.painter().galley_with_override_text_color(at, galley, colour);
    response.on_hover_text(hint)
}

/// Arrows, Home and End move the selection; with Shift they mark what they pass.
fn take_keys(ui: &Ui, session: &Session, view: &mut LogView, records: &Range<u64>) {
    let id = Scroller::id(ui, words::log());
    if !ui.memory(|memory| memory.has_focus(id)) || records.is_empty() {
        return;
    }
    if let Some(row) = ui.input_mut(|input| take_moves(input, &mut view.selection, records)) {
        view.scroller.reveal(row);
    }
    let copied =
        ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Copy)));
    if copied {
        ui.ctx().copy_text(view.selection.dump(session, view.zone));
    }
}

/// The row that the selection has moved to.
fn take_moves(
    input: &mut InputState,
    selection: &mut Selection,
    records: &Range<u64>,
) -> Option<u64> {
    if input.consume_key(Modifiers::COMMAND, Key::A) {
        selection.mark_all(records);
    }
    if input.consume_key(Modifiers::NONE, Key::Space) {
        selection.toggle_cursor();
    }
    let mut moved = None;
    for (keys, extend) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
        for (key, step) in [(Key::ArrowDown, 1), (Key::ArrowUp, -1)] {
            if input.consume_key(keys, key) {
                moved = Some(selection.step(step, extend, records));
            }
        }
        for (key, row) in [(Key::Home, records.start), (Key::End, records.end.saturating_sub(1))] {
            if input.consume_key(keys, key) {
                moved = Some(selection.go(row, extend, records));
            }
        }
    }
    moved
}

fn take_clicks(ui: &Ui, rows: &Rows, view: &mut LogView, records: &Range<u64>) {
    let pressed = rows.response.clicked() || rows.response.secondary_clicked();
    let point = rows.response.interact_pointer_pos().filter(|_| pressed);
    let Some(row) = point.and_then(|point| rows.row_at(point)) else {
        return;
    };
    rows.response.request_focus();
    if rows.response.secondary_clicked() && view.selection.contains(row) {
        return;
    }
    let keys = ui.input(|input| input.modifiers);
    if keys.shift {
        view.selection.extend_to(row, records);
    } else if keys.command {
        view.selection.toggle(row);
    } else {
        view.selection.select(row);
    }
}

fn menu_ui(response: &Response, session: &Session, view: &LogView, pass: &mut Pass<'_>) {
    response.context_menu(|ui| {
        if ui.button(words::copy_as_dump()).clicked() {
            ui.ctx().copy_text(view.selection.dump(session, view.zone));
        }
        let clear = Command::from(SessionCommand::ClearLog);
        if ui.button(clear.text(session.kind())).clicked() {
            pass.give(clear);
        }
    });
}

/// While the user looks at older rows, a button counts the new ones and returns to them.
fn new_rows_ui(ui: &mut Ui, view: &mut LogView, rows: &Rows) {
    let new = view.scroller.unseen_rows();
    if view.scroller.is_following() || new == 0 {
        return;
    }
    let palette = Palette::of_ui(ui);
    let text = Text::Strong.of(words::new_rows(new)).color(palette.on_accent);
    let size = vec2(120.0, 26.0);
    let rect =
        Rect::from_center_size(rows.rect.center_bottom() - vec2(0.0, SPACE_4 + SPACE_2), size);
    let button = ui.put(rect, Button::new(text).fill(palette.accent_fill));
    if button.on_hover_text(words::follow()).clicked() {
        view.scroller.follow();
        view.selection = Selection::default();
    }
}

/// How much is marked, when it is more than one row.
fn marked_ui(ui: &Ui, session: &Session, view: &LogView, rows: &Rows) {
    let Some((count, bytes)) = view.selection.summary(session) else {
        return;
    };
    let palette = Palette::of_ui(ui);
    let text = words::selected(count, bytes);
    let galley = ui.painter().layout_no_wrap(text, Text::Small.font(), palette.text);
    let at = rows.rect.right_bottom() - galley.size() - vec2(SPACE_4, SPACE_2);
    let back = Rect::from_min_size(at, galley.size()).expand2(vec2(SPACE_2, SPACE_1));
    ui.painter().rect_filled(back, crate::ui::theme::CORNER, palette.raised);
    ui.painter().galley(at, galley, palette.text);
}

const HEADINGS: f32 = 22.0;
