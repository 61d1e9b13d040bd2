//! The rules in their order: a line each, one of them open. Only those in sight are drawn.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::respond::Rule;
use crate::ui::composer::fields::FieldsView;
use crate::ui::rules::change::Change;
use crate::ui::rules::row::Row;
use crate::ui::rules::{About, card, row};
use crate::ui::theme::{Palette, SPACE_3};
use crate::words::ui::rules as words;

/// The state of the list.
#[derive(Debug, Default)]
pub(super) struct ListView {
    open: Option<usize>,
    /// Height of what is open, as drawn last.
    card: f32,
    /// To be brought into sight.
    reveal: Option<usize>,
    /// To be given the keyboard.
    focus: Option<usize>,
    /// Being dragged, and before which one it would go.
    dragged: Option<(usize, usize)>,
    /// The list of fields of a reply.
    fields: FieldsView,
}

impl ListView {
    /// Opens a rule and brings it into sight.
    pub(super) fn open(&mut self, rule: usize) {
        self.open = Some(rule);
        self.card = 0.0;
        self.reveal = Some(rule);
    }
}

/// Where the lines stand.
#[derive(Debug, Clone, Copy)]
struct Lines {
    top: f32,
    /// What is in sight.
    seen: (f32, f32),
    count: usize,
    open: Option<usize>,
    card: f32,
}

impl Lines {
    fn y(&self, rule: usize) -> f32 {
        let card = if self.open.is_some_and(|open| open < rule) { self.card } else { 0.0 };
        self.top + rule as f32 * ROW + card
    }

    /// It is in sight, or next to what is: the keyboard can go there.
    fn shows(&self, rule: usize) -> bool {
        self.y(rule + 1) + ROW >= self.seen.0 && self.y(rule) <= self.seen.1 + ROW
    }

    fn height(&self) -> f32 {
        self.y(self.count) - self.top
    }

    /// Before which rule something at this height would go.
    fn slot(&self, y: f32) -> usize {
        (0..self.count).filter(|rule| self.y(*rule) + ROW / 2.0 < y).count()
    }
}

/// Draws the list.
pub(super) fn list_ui(ui: &mut Ui, rules: &mut Vec<Rule>, view: &mut ListView, about: About<'_>) {
    view.open = view.open.filter(|open| *open < rules.len());
    let area = ScrollArea::vertical().id_salt("rules").auto_shrink([false, false]);
    let change = area.show_viewport(ui, |ui, seen| {
        let top = ui.max_rect().min.y;
        let seen = (top + seen.min.y, top + seen.max.y);
        let lines = Lines { top, seen, count: rules.len(), open: view.open, card: view.card };
        ui.set_width((ui.available_width() - SPACE_3).max(0.0));
        ui.set_height(lines.height());
        reveal(ui, &lines, view);
        let change = lines_ui(ui, rules, view, &lines, about);
        drag_ui(ui, &lines, view).or(change)
    });
    if let Some(change) = change.inner {
        apply(change, rules, view);
        ui.ctx().request_repaint();
    }
}

fn reveal(ui: &Ui, lines: &Lines, view: &mut ListView) {
    if let Some(rule) = view.reveal.take() {
        let card = if view.open == Some(rule) { lines.card } else { 0.0 };
        let size = vec2(1.0, ROW + card);
        let at = pos2(ui.max_rect().min.x, lines.y(rule));
        ui.scroll_to_rect(Rect::from_min_size(at, size), None);
    }
}

/// Draws the lines in sight, and the open rule.
fn lines_ui(
    ui: &mut Ui,
    rules: &mut [Rule],
    view: &mut ListView,
    lines: &Lines,
    about: About<'_>,
) -> Option<Change> {
    let mut change = None;
    for (number, rule) in rules.iter_mut().enumerate().filter(|(number, _)| lines.shows(*number)) {
        let is_open = view.open == Some(number);
        let row = Row {
            number,
            count: about.count,
            is_open,
            transport: about.transport,
            problem: about.problems.iter().find(|problem| problem.rule == Some(number)),
            dragged: view.dragged.is_some_and(|(from, _)| from == number),
        };
        let size = vec2(ui.max_rect().width(), ROW);
        let rect = Rect::from_min_size(pos2(ui.max_rect().min.x, lines.y(number)), size);
        let focus = view.focus.take_if(|focus| *focus == number).is_some();
        change = row::row_ui(ui, rect, rule, row, focus).or(change);
        if is_open {
            let rect = Rect::from_min_size(rect.left_bottom(), vec2(size.x, f32::INFINITY));
            change = open_ui(ui, rect, rule, (number, view), about).or(change);
        }
    }
    change
}

fn open_ui(
    ui: &mut Ui,
    rect: Rect,
    rule: &mut Rule,
    (number, view): (usize, &mut ListView),
    about: About<'_>,
) -> Option<Change> {
    let builder = UiBuilder::new().max_rect(rect).id_salt(("card", number));
    let card =
        ui.scope_builder(builder, |ui| card::card_ui(ui, rule, number, about, &mut view.fields));
    let height = card.response.rect.height();
    if (height - view.card).abs() > 0.5 {
        if view.card <= 0.0 {
            // Its height was not known when it was brought into sight.
            view.reveal = Some(number);
        }
        view.card = height;
        ui.ctx().request_repaint();
    }
    card.inner
}

/// Shows where a dragged rule would go, until it is let go there.
fn drag_ui(ui: &Ui, lines: &Lines, view: &mut ListView) -> Option<Change> {
    let (from, _) = view.dragged?;
    let pointer = ui.input(|input| input.pointer.interact_pos());
    let Some(point) = pointer.filter(|_| ui.input(|input| input.pointer.any_down())) else {
        let (from, to) = view.dragged.take()?;
        return Some(Change::Move(from, to));
    };
    let slot = lines.slot(point.y);
    view.dragged = Some((from, slot));
    let seen = ui.clip_rect();
    let y = lines.y(slot).clamp(seen.min.y + 1.0, seen.max.y - 1.0);
    let stroke = egui::Stroke::new(2.0, Palette::of_ui(ui).accent);
    ui.painter().hline(ui.max_rect().x_range(), y, stroke);
    for (is_near, step) in [(point.y < seen.min.y + ROW, 1.0), (point.y > seen.max.y - ROW, -1.0)] {
        if is_near {
            ui.scroll_with_delta(vec2(0.0, step * SPEED));
            ui.ctx().request_repaint();
        }
    }
    None
}

fn apply(change: Change, rules: &mut Vec<Rule>, view: &mut ListView) {
    match change {
        Change::Toggle(rule) if view.open == Some(rule) => view.open = None,
        Change::Toggle(rule) => view.open(rule),
        Change::Focus(rule) => {
            view.focus = Some(rule);
            view.reveal = Some(rule);
        }
        Change::Drag(rule) => view.dragged = Some((rule, rule)),
        Change::Delete(rule) if rule < rules.len() => {
            rules.remove(rule);
            view.open = view.open.filter(|open| *open != rule);
            view.open = view.open.map(|open| if open > rule { open - 1 } else { open });
        }
        Change::Duplicate(rule) => {
            if let Some(mut copy) = rules.get(rule).cloned() {
                copy.name = words::duplicate_name(&copy.name);
                rules.insert(rule + 1, copy);
                view.open(rule + 1);
            }
        }
        Change::Move(from, before) if from < rules.len() => {
            let to = if before > from { before - 1 } else { before };
            let rule = rules.remove(from);
            rules.insert(to.min(rules.len()), rule);
            view.open = view.open.map(|open| after_move(open, from, to));
            view.focus = Some(to);
            view.reveal = Some(to);
        }
        Change::Delete(_) | Change::Move(..) => {}
    }
}

/// Where a rule is after another one, or itself, went somewhere else.
fn after_move(rule: usize, from: usize, to: usize) -> usize {
    if rule == from {
        to
    } else if from < rule && rule <= to {
        rule - 1
    } else if to <= rule && rule < from {
        rule + 1
    } else {
        rule
    }
}

/// Height of the line of a rule.
const ROW: f32 = 28.0;
/// Points that a list scrolls by in a pass, while something is dragged to its edge.
const SPEED: f32 = 8.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_rule_stays_open_wherever_it_goes() {
        let names = |rules: &[Rule]| rules.iter().map(|rule| rule.name.clone()).collect::<String>();
        for open in 0..4 {
            for from in 0..4 {
                for before in 0..=4 {
                    let rule = |name: &str| Rule { name: name.to_owned(), ..Rule::default() };
                    let mut rules: Vec<Rule> = ["a", "b", "c", "d"].map(rule).into();
                    let opened = rules[open].name.clone();
                    let mut view = ListView { open: Some(open), ..ListView::default() };
                    apply(Change::Move(from, before), &mut rules, &mut view);
                    assert_eq!(rules[view.open.unwrap()].name, opened, "{from} {before}");
                    let mut sorted: Vec<char> = names(&rules).chars().collect();
                    sorted.sort_unstable();
                    assert_eq!(sorted, ['a', 'b', 'c', 'd']);
                }
            }
        }
    }

    #[test]
    fn a_rule_goes_before_the_one_it_is_dropped_on() {
        let rule = |name: &str| Rule { name: name.to_owned(), ..Rule::default() };
        for (from, before, order) in
            [(0, 2, "bac"), (0, 3, "bca"), (2, 0, "cab"), (1, 1, "abc"), (1, 2, "abc")]
        {
            let mut rules: Vec<Rule> = ["a", "b", "c"].map(rule).into();
            apply(Change::Move(from, before), &mut rules, &mut ListView::default());
            let names: String = rules.iter().map(|rule| rule.name.as_str()).collect();
            assert_eq!(names, order, "{from} before {before}");
        }
    }
}
