//! A rule in a line: whether it is on, its name, what it does, and what can be done with it.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align, Button, Color32, EventFilter, Key, Layout, Modifiers, Pos2, Rect, Response, Role, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::codec::show;
use crate::respond::{Rule, RuleProblem, Transport};
use crate::ui::rules::change::Change;
use crate::ui::rules::summary;
use crate::ui::theme::{CORNER, Palette, SPACE_1, SPACE_2, Text};
use crate::words::capitalised;
use crate::words::problem::typed;
use crate::words::ui::rules as words;

/// What is to be known of a rule besides itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) number: usize,
    /// Rules in all.
    pub(super) count: usize,
    pub(super) is_open: bool,
    pub(super) transport: Transport,
    /// The first thing wrong with it.
    pub(super) problem: Option<&'a RuleProblem>,
    /// It is on its way to another place.
    pub(super) dragged: bool,
}

/// Draws the line.
pub(super) fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    rule: &mut Rule,
    row: Row<'_>,
    focus: bool,
) -> Option<Change> {
    let number = row.number;
    let line = ui.interact(rect, ui.scope_id().with(("rule", number)), Sense::click());
    let summary = summary::summary(rule, row.transport);
    let name = words::row(number + 1, &show::inert(&rule.name), &summary);
    line.widget_info(|| WidgetInfo::selected(Role::Button, true, row.is_open, &name));
    if focus {
        line.request_focus();
    }
    if line.gained_focus() {
        line.scroll_to_me(None);
    }
    ground_ui(ui, &line, row);
    let [left, middle, right] = parts(rect);
    let dragged = grip_ui(ui, left, number).then_some(Change::Drag(number));
    switch_ui(ui, left, rule, number);
    let colours = colours(ui, rule, row);
    let split = pos2(middle.min.x + NAME, middle.max.y);
    text_ui(ui, Rect::from_min_max(middle.min, split), &rule.name, Text::Body, colours.0);
    let behind = Rect::from_min_max(pos2(split.x + SPACE_2, middle.min.y), middle.max);
    match row.problem.filter(|_| !row.is_open) {
        Some(problem) => {
            text_ui(
                ui,
                behind,
                &capitalised(&typed(&problem.error.problem)),
                Text::Small,
                colours.1,
            );
        }
        None => text_ui(ui, behind, &summary, Text::Small, colours.1),
    }
    let clicked = line.clicked().then_some(Change::Toggle(number));
    menu_ui(ui, right, row).or_else(|| keys(ui, &line, row)).or(dragged).or(clicked)
}

/// The grip and the switch, the words, the menu.
fn parts(rect: Rect) -> [Rect; 3] {
    let (left, words) = rect.split_left_right_at_x(rect.min.x + SWITCH);
    let (middle, right) = words.split_left_right_at_x(words.max.x - MENU);
    [left, middle, right]
}

fn ground_ui(ui: &Ui, line: &Response, row: Row<'_>) {
    let palette = Palette::of_ui(ui);
    let rect = line.rect;
    let fill = if row.is_open || row.dragged {
        Some(palette.raised)
    } else {
        line.hovered().then_some(palette.hover)
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CORNER, fill);
    }
    if !row.is_open {
        let line = Stroke::new(1.0, palette.hairline);
        ui.painter().hline(rect.x_range(), rect.max.y - 0.5, line);
    }
    if line.has_focus() {
        let ring = Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(rect.shrink(1.0), CORNER, ring, StrokeKind::Inside);
    }
}

/// Six dots to pull the rule by; `true` when that begins.
fn grip_ui(ui: &Ui, left: Rect, number: usize) -> bool {
    let rect = left.with_max_x(left.min.x + GRIP);
    let id = ui.scope_id().with(("grip", number));
    let hint = words::drag_hint();
    let response = ui.interact(rect, id, Sense::drag()).on_hover_text(hint);
    let palette = Palette::of_ui(ui);
    let lit = response.hovered() || response.dragged();
    let colour = if lit { palette.text } else { palette.faint };
    let response = response.on_hover_cursor(egui::CursorIcon::Grab);
    for x in [-1.5, 1.5] {
        for y in [-4.0, 0.0, 4.0] {
            let dot: Pos2 = response.rect.center() + vec2(x, y);
            ui.painter().circle_filled(dot, 1.0, colour);
        }
    }
    response.drag_started()
}

fn switch_ui(ui: &mut Ui, left: Rect, rule: &mut Rule, number: usize) {
    let rect = left.with_min_x(left.min.x + GRIP);
    let builder = UiBuilder::new().max_rect(rect).id_salt(("switch", number));
    let mut place = ui.new_child(builder.layout(Layout::left_to_right(Align::Center)));
    let mut on = !rule.off;
    let switch = place.checkbox(&mut on, "");
    let name = words::use_rule(number + 1);
    switch.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, &name));
    rule.off = !on;
    switch.on_hover_text(if on { words::switch_off_hint() } else { words::switch_on_hint() });
}

/// Of the name and of the words.
fn colours(ui: &Ui, rule: &Rule, row: Row<'_>) -> (Color32, Color32) {
    let palette = Palette::of_ui(ui);
    match row.problem {
        _ if rule.off => (palette.faint, palette.faint),
        Some(_) => (palette.text, palette.danger),
        None => (palette.text, palette.quiet),
    }
}

/// Cut with an ellipsis where the place ends.
fn text_ui(ui: &Ui, rect: Rect, text: &str, style: Text, colour: Color32) {
    let text = show::inert(text).into_owned();
    let mut job = LayoutJob::single_section(text, TextFormat::simple(style.font(), colour));
    job.wrap = TextWrapping::truncate_at_width(rect.width());
    let galley = ui.painter().layout_job(job);
    let at = pos2(rect.min.x, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, colour);
}

fn menu_ui(ui: &mut Ui, rect: Rect, row: Row<'_>) -> Option<Change> {
    let Row { number, count, .. } = row;
    let mut change = None;
    let builder = UiBuilder::new().max_rect(rect).id_salt(("menu", number));
    let mut line = ui.new_child(builder.layout(Layout::left_to_right(Align::Center)));
    line.spacing_mut().button_padding.x = SPACE_1;
    let menu = line.menu_button("…", |ui| {
        let choices = [
            (words::duplicate(), true, Change::Duplicate(number)),
            (words::move_up(), number > 0, Change::Move(number, number.saturating_sub(1))),
            (words::move_down(), number + 1 < count, Change::Move(number, number + 2)),
            (words::delete(), true, Change::Delete(number)),
        ];
        for (name, possible, choice) in choices {
            if ui.add_enabled(possible, Button::new(name)).clicked() {
                change = Some(choice);
            }
        }
    });
    let name = words::menu(number + 1);
    menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    menu.response.on_hover_text(words::menu_hint());
    change
}

/// Up and down go from rule to rule, with Alt they take it along; Delete drops it.
fn keys(ui: &Ui, line: &Response, row: Row<'_>) -> Option<Change> {
    if !line.has_focus() {
        return None;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(line.id, filter));
    let number = row.number;
    let last = row.count.saturating_sub(1);
    ui.input_mut(|input| {
        let mut take = |keys, key| input.consume_key(keys, key);
        if take(Modifiers::ALT, Key::ArrowUp) {
            return (number > 0).then(|| Change::Move(number, number - 1));
        }
        if take(Modifiers::ALT, Key::ArrowDown) {
            return (number < last).then(|| Change::Move(number, number + 2));
        }
        if take(Modifiers::NONE, Key::ArrowUp) {
            return Some(Change::Focus(number.saturating_sub(1)));
        }
        if take(Modifiers::NONE, Key::ArrowDown) {
            return Some(Change::Focus((number + 1).min(last)));
        }
        take(Modifiers::NONE, Key::Delete).then_some(Change::Delete(number))
    })
}

/// Width of the grip.
const GRIP: f32 = 18.0;
/// Width of grip and switch.
const SWITCH: f32 = GRIP + 26.0;
/// Width of the name.
const NAME: f32 = 150.0;
/// Width of the menu's button.
const MENU: f32 = 28.0;
