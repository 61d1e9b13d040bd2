//! The header lines of the request: those typed, in their order, and below them those that are added.

use egui::{
    Align, Align2, Button, Label, Layout, Role, ScrollArea, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, vec2,
};

use crate::form::{Field, HeaderRow};
use crate::playground::Session;
use crate::ui::composer::shown_filling;
use crate::ui::pass::Pass;
use crate::ui::theme::{CONTROL_HEIGHT, CORNER, Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::fetch as words;

/// Draws the heading, the lines typed and the lines added.
pub(super) fn request_ui(ui: &mut Ui, session: &mut Session, pass: &Pass<'_>) {
    let Some(draft) = session.draft.http_mut() else { return };
    let raw = draft.raw;
    ui.horizontal(|ui| {
        ui.label(Text::Strong.of(words::request_headers()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let add = ui.add_enabled(!raw, Button::new(words::add_header()));
            if add.on_hover_text(words::add_header_hint()).clicked() {
                draft.headers.push(HeaderRow::new("", ""));
            }
        });
    });
    if raw {
        let palette = Palette::of_ui(ui);
        ui.add(Label::new(Text::Body.of(words::raw_headers()).color(palette.quiet)).wrap());
        return;
    }
    ScrollArea::vertical().id_salt("request-headers").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(SPACE_1, SPACE_1);
        typed_ui(ui, session);
        added_ui(ui, session, pass);
    });
}

/// What a click did to the lines.
enum Change {
    Remove(usize),
    Up(usize),
    Down(usize),
}

fn typed_ui(ui: &mut Ui, session: &mut Session) {
    let wrong = match session.problem().map(|problem| problem.field) {
        Some(Field::Header(line)) => Some(line),
        _ => None,
    };
    let Some(draft) = session.draft.http_mut() else { return };
    let headers = &mut draft.headers;
    let mut change = None;
    let count = headers.len();
    for (line, row) in headers.iter_mut().enumerate() {
        let place = Place { line, count };
        let part = ui.horizontal(|ui| row_ui(ui, place, row));
        if wrong == Some(line) {
            let stroke = Stroke::new(1.5, Palette::of_ui(ui).danger);
            ui.painter().rect_stroke(part.response.rect, CORNER, stroke, StrokeKind::Outside);
        }
        change = part.inner.or(change);
    }
    match change {
        Some(Change::Remove(line)) => drop(headers.remove(line)),
        Some(Change::Up(line)) if line > 0 => headers.swap(line - 1, line),
        Some(Change::Down(line)) if line + 1 < headers.len() => headers.swap(line, line + 1),
        _ => {}
    }
}

/// Where a header line is.
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    /// Lines there are.
    count: usize,
}

fn row_ui(ui: &mut Ui, place: Place, row: &mut HeaderRow) -> Option<Change> {
    let number = place.line + 1;
    let on = ui.checkbox(&mut row.on, "");
    let sent = row.on;
    on.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, sent, words::send_header(number)));
    on.on_hover_text(words::send_header_hint());
    let name = ((ui.available_width() - MENU) * NAMES).min(MOST_NAME).round();
    let names = Names { hint: words::header_name(), accessible: words::name_of_header(number) };
    entry_ui(ui, &mut row.name, &names, name, sent);
    let mut change = None;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        change = change_ui(ui, place);
        let room = ui.available_width();
        let names =
            Names { hint: words::header_value(), accessible: words::value_of_header(number) };
        entry_ui(ui, &mut row.value, &names, room, sent);
    });
    change
}

/// The menu at the end of a line.
fn change_ui(ui: &mut Ui, place: Place) -> Option<Change> {
    let Place { line, count } = place;
    let mut change = None;
    let menu = ui.menu_button("…", |ui| {
        if ui.button(words::remove()).clicked() {
            change = Some(Change::Remove(line));
        }
        if ui.add_enabled(line > 0, Button::new(words::move_up())).clicked() {
            change = Some(Change::Up(line));
        }
        if ui.add_enabled(line + 1 < count, Button::new(words::move_down())).clicked() {
            change = Some(Change::Down(line));
        }
    });
    let label = words::change_header(line + 1);
    menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    menu.response.on_hover_text(words::change_header_hint());
    change
}

/// How an entry is called.
struct Names {
    /// Shown while it is empty.
    hint: &'static str,
    accessible: String,
}

fn entry_ui(ui: &mut Ui, text: &mut String, names: &Names, width: f32, on: bool) {
    let palette = Palette::of_ui(ui);
    let edit = TextEdit::singleline(text)
        .hint_text(names.hint)
        .font(Text::MonoSmall.style())
        .text_color(if on { palette.text } else { palette.faint })
        .align(Align2::LEFT_CENTER)
        .margin(vec2(SPACE_1, 2.0));
    let response = ui.add_sized(vec2(width, CONTROL_HEIGHT), edit);
    let shown = text.clone();
    response.widget_info(|| WidgetInfo {
        label: Some(names.accessible.clone()),
        ..WidgetInfo::text_edit(true, &shown, &shown, names.hint)
    });
    if response.hovered() && !text.is_empty() {
        response.on_hover_text(text.as_str());
    }
}

/// What goes with the lines typed, because nobody typed it.
fn added_ui(ui: &mut Ui, session: &Session, pass: &Pass<'_>) {
    let mut filling = shown_filling(session, pass);
    let draft = session.draft.http();
    let added = draft.map(|draft| draft.added(&session.payload, &mut filling)).unwrap_or_default();
    if added.is_empty() {
        return;
    }
    let palette = Palette::of_ui(ui);
    ui.add_space(SPACE_2);
    ui.label(Text::Small.of(words::added()).color(palette.quiet));
    for header in added {
        let line = format!("{}: {}", header.name, header.value);
        let label = Label::new(Text::MonoSmall.of(&line).color(palette.quiet)).truncate();
        ui.add(label).on_hover_text(line);
    }
}

/// The names' share of the width.
const NAMES: f32 = 0.42;
/// Most names fit.
const MOST_NAME: f32 = 150.0;
/// Width of the button at the end of a line.
const MENU: f32 = 34.0;
