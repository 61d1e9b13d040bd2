//! The rows of the list: headings of groups, payloads.

use egui::{
    Align2, Button, EventFilter, Key, Label, Modifiers, Rect, Response, Role, Sense, StrokeKind,
    Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::codec::show;
use crate::form::PayloadMode;
use crate::store::shelf::{Item, ItemId, Saved};
use crate::ui::shelf::ShelfRequest;
use crate::ui::theme::{CORNER, Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::shelf as words;

/// What a heading shows.
pub(super) struct Heading<'a> {
    pub(super) group: &'a str,
    pub(super) count: usize,
    pub(super) folded: bool,
}

/// Draws a heading; `true` if it was clicked.
pub(super) fn heading_ui(ui: &Ui, rect: Rect, heading: &Heading<'_>) -> bool {
    let palette = Palette::of_ui(ui);
    let id = ui.scope_id().with(("group", heading.group));
    let response = ui.interact(rect, id, Sense::click());
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 2.0)), CORNER, palette.hover);
    }
    let arrow = if heading.folded { "⏵" } else { "⏷" };
    let painter = ui.painter_at(rect);
    let middle = rect.left_center();
    painter.text(
        middle + vec2(2.0, 0.0),
        Align2::LEFT_CENTER,
        arrow,
        Text::Small.font(),
        palette.quiet,
    );
    let count = heading.count.to_string();
    let right = rect.right_center() - vec2(SPACE_2, 0.0);
    let count = painter.text(right, Align2::RIGHT_CENTER, count, Text::Small.font(), palette.quiet);
    let room = count.left() - middle.x - NAME_X - SPACE_2;
    let name = cut(ui, &show::inert(heading.group), Text::Small, room);
    painter.text(
        middle + vec2(NAME_X, 0.0),
        Align2::LEFT_CENTER,
        name,
        Text::Small.font(),
        palette.quiet,
    );
    let name = words::group_heading(heading.group);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, !heading.folded, &name));
    response.clicked()
}

/// Draws a payload: its digit, its name, and below its first bytes; at the end what can be done with it.
pub(super) fn item_ui(
    ui: &mut Ui,
    rect: Rect,
    item: &Item,
    digit: Option<usize>,
    dragged: &mut Option<ItemId>,
) -> Option<ShelfRequest> {
    let id = item.id();
    let saved = item.saved();
    let response = ui.interact(rect, ui.scope_id().with(("payload", id)), Sense::click_and_drag());
    ground(ui, rect, &response, *dragged == Some(id));
    lines(ui, rect, saved, digit);
    let (mark, first) = content(saved);
    let name = words::item(&saved.name, &mark.to_lowercase(), &first);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.drag_started() {
        *dragged = Some(id);
    }
    let keys = taken_keys(ui, &response, id);
    let buttons = buttons_ui(ui, rect, saved, digit, id);
    let mut request = keys.or(buttons);
    if response.clicked() {
        request = request.or(Some(ShelfRequest::Load(id)));
    }
    response.context_menu(|ui| request = menu_ui(ui, id).or(request));
    if dragged.is_none() {
        response.on_hover_text(words::item_hint());
    }
    request
}

pub(super) fn nothing_found_ui(ui: &mut Ui) {
    ui.add_space(SPACE_2);
    let quiet = Palette::of_ui(ui).quiet;
    ui.add(Label::new(Text::Body.of(words::nothing_found()).color(quiet)).wrap());
}

fn ground(ui: &Ui, rect: Rect, response: &Response, is_lifted: bool) {
    let palette = Palette::of_ui(ui);
    let painter = ui.painter_at(rect);
    let rect = rect.shrink2(vec2(0.0, 1.0));
    if is_lifted {
        painter.rect_filled(rect, CORNER, palette.selection);
    } else if response.contains_pointer() || response.has_focus() {
        painter.rect_filled(rect, CORNER, palette.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, CORNER, (1.0, palette.accent), StrokeKind::Inside);
    }
}

fn lines(ui: &Ui, rect: Rect, saved: &Saved, digit: Option<usize>) {
    let palette = Palette::of_ui(ui);
    let painter = ui.painter_at(rect);
    let write = |at: egui::Vec2, style: Text, text: &str, colour, room: f32| {
        let text = cut(ui, text, style, room);
        painter.text(rect.min + at, Align2::LEFT_CENTER, text, style.font(), colour).right()
            - rect.left()
    };
    if let Some(digit) = digit {
        write(vec2(SPACE_1, FIRST), Text::MonoSmall, &(digit + 1).to_string(), palette.faint, 16.0);
    }
    let room = rect.width() - NAME_X - BUTTONS - SPACE_1;
    write(vec2(NAME_X, FIRST), Text::Body, &show::inert(&saved.name), palette.text, room);
    let (mark, first) = content(saved);
    let end = write(vec2(NAME_X, SECOND), Text::Small, mark, palette.faint, room);
    let room = rect.width() - end - BUTTONS - SPACE_1 - SPACE_2;
    let is_short = saved.payload.typed().len() < LONG;
    let wrong = is_short && saved.payload.parse().is_err();
    let colour = if wrong { palette.danger } else { palette.quiet };
    write(vec2(end + SPACE_2, SECOND), Text::MonoSmall, &first, colour, room);
}

/// How it is typed, and the beginning of that.
fn content(saved: &Saved) -> (&'static str, String) {
    let mark = match saved.payload.mode {
        PayloadMode::Text => words::text(),
        PayloadMode::Hex => words::hex(),
        PayloadMode::File => words::file(),
    };
    let start: String = saved.payload.typed().chars().take(START).collect();
    (mark, show::inert(&start).into_owned())
}

/// With Alt the arrows move it; F2 renames and Delete deletes it.
fn taken_keys(ui: &Ui, response: &Response, id: ItemId) -> Option<ShelfRequest> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter::default();
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    ui.input_mut(|input| {
        let keys = [
            (Modifiers::ALT, Key::ArrowUp, ShelfRequest::Up(id)),
            (Modifiers::ALT, Key::ArrowDown, ShelfRequest::Down(id)),
            (Modifiers::NONE, Key::F2, ShelfRequest::Edit(id)),
            (Modifiers::NONE, Key::Delete, ShelfRequest::Remove(id)),
        ];
        keys.into_iter().find_map(|(modifiers, key, request)| {
            input.consume_key(modifiers, key).then_some(request)
        })
    })
}

/// The menu, and at the very end the arrow that sends.
fn buttons_ui(
    ui: &mut Ui,
    rect: Rect,
    saved: &Saved,
    digit: Option<usize>,
    id: ItemId,
) -> Option<ShelfRequest> {
    let palette = Palette::of_ui(ui);
    let place = Rect::from_center_size(
        pos2(rect.right() - BUTTONS / 2.0, rect.center().y),
        vec2(BUTTONS - SPACE_1, BUTTON),
    );
    let builder = UiBuilder::new().max_rect(place).id_salt(("buttons", id));
    let mut request = None;
    ui.scope_builder(builder, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.spacing_mut().button_padding = vec2(0.0, 0.0);
            let more = Button::new(Text::Body.of("…").color(palette.quiet))
                .frame_when_inactive(false)
                .min_size(vec2(BUTTON, BUTTON));
            let (menu, inner) =
                egui::containers::menu::MenuButton::from_button(more).ui(ui, |ui| menu_ui(ui, id));
            let name = words::menu(&saved.name);
            menu.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            request = inner.and_then(|inner| inner.inner);
            let arrow = Button::new(Text::Small.of("▶").color(palette.accent))
                .min_size(vec2(BUTTON, BUTTON));
            let send = ui.add(arrow);
            let name = words::send(&saved.name);
            send.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
            let hint = words::send_hint(digit.map(|digit| digit + 1));
            if send.on_hover_text(hint).clicked() {
                request = Some(ShelfRequest::Send(id));
            }
        });
    });
    request
}

fn menu_ui(ui: &mut Ui, id: ItemId) -> Option<ShelfRequest> {
    let choices = [
        (words::menu_send(), "", ShelfRequest::Send(id)),
        (words::menu_load(), "", ShelfRequest::Load(id)),
        (words::menu_edit(), "F2", ShelfRequest::Edit(id)),
        (words::menu_replace(), "", ShelfRequest::Replace(id)),
        (words::move_up(), "Alt+Up", ShelfRequest::Up(id)),
        (words::move_down(), "Alt+Down", ShelfRequest::Down(id)),
        (words::delete(), words::delete_key(), ShelfRequest::Remove(id)),
    ];
    let mut request = None;
    for (name, keys, choice) in choices {
        let button = ui.add(Button::new(name).shortcut_text(keys).min_size(vec2(MENU, 0.0)));
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        if button.clicked() {
            request = Some(choice);
        }
    }
    request
}

/// As much of the text as fits.
fn cut(ui: &Ui, text: &str, style: Text, room: f32) -> String {
    let colour = Palette::of_ui(ui).text;
    let width = |text: String| ui.painter().layout_no_wrap(text, style.font(), colour).size().x;
    if width(text.to_owned()) <= room {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let start = |len: usize| letters.iter().take(len).chain(&['…']).collect::<String>();
    let (mut fits, mut over) = (0, letters.len());
    while fits + 1 < over {
        let middle = fits.midpoint(over);
        if width(start(middle)) <= room { fits = middle } else { over = middle }
    }
    start(fits)
}

/// Where names begin: right of the digits and of the arrows.
const NAME_X: f32 = 20.0;
/// The middles of the two lines.
const FIRST: f32 = 13.0;
const SECOND: f32 = 29.0;
/// Width of what is at the end.
const BUTTONS: f32 = 56.0;
const BUTTON: f32 = 24.0;
const MENU: f32 = 200.0;
/// Characters of the beginning, more than fit.
const START: usize = 120;
/// Texts below this are checked each time they are drawn.
const LONG: usize = 16 * 1024;
