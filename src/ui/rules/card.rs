//! An open rule: its name, when it applies, and what it does then.

use egui::{Align, Button, CornerRadius, Frame, Layout, Margin, Ui, vec2};

use crate::codec::ParseError;
use crate::respond::{Rule, RulePart, RuleProblem, Step, Transport};
use crate::ui::composer::fields::FieldsView;
use crate::ui::entry::{Entry, line_ui, sign_ui, wrong_ui};
use crate::ui::kit::caption::wide_caption_ui;
use crate::ui::rules::change::Change;
use crate::ui::rules::step::Row;
use crate::ui::rules::{About, step, when};
use crate::ui::theme::{Palette, SPACE_1, SPACE_2, Text};
use crate::words::ui::rules as words;

/// Draws the rule of this number.
pub(super) fn card_ui(
    ui: &mut Ui,
    rule: &mut Rule,
    number: usize,
    about: About<'_>,
    fields: &mut FieldsView,
) -> Option<Change> {
    let About { transport, count, problems } = about;
    let corners = CornerRadius { nw: 0, ne: 0, ..crate::ui::theme::CORNER };
    let margin = Margin { left: 44, right: 8, top: 2, bottom: 10 };
    let frame = Frame::new().fill(Palette::of_ui(ui).raised).corner_radius(corners);
    let wrong = |part| {
        let is = |problem: &&RuleProblem| problem.rule == Some(number) && problem.part == part;
        problems.iter().find(is).map(|problem| &problem.error)
    };
    let content = |ui: &mut Ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(SPACE_2, SPACE_1);
        let change = name_ui(ui, rule, (number, count));
        let error = wrong(RulePart::When);
        part_ui(ui, words::when(), |ui| when::when_ui(ui, &mut rule.when, transport, error));
        if let Some(error) = error {
            part_ui(ui, "", |ui| wrong_ui(ui, error));
        }
        steps_ui(ui, &mut rule.then, transport, &wrong, fields);
        change
    };
    frame.inner_margin(margin).show(ui, content).inner
}

fn steps_ui<'a>(
    ui: &mut Ui,
    steps: &mut Vec<Step>,
    transport: Transport,
    wrong: &impl Fn(RulePart) -> Option<&'a ParseError>,
    fields: &mut FieldsView,
) {
    let count = steps.len();
    let mut change = None;
    for (place, step) in steps.iter_mut().enumerate() {
        let error = wrong(RulePart::Step(place));
        let row = Row { place, count, transport, wrong: error };
        part_ui(ui, if place == 0 { words::then() } else { "" }, |ui| {
            let one = |ui: &mut Ui| step::step_ui(ui, step, row, fields);
            change = ui.push_id(place, one).inner.or(change);
        });
        if let Some(error) = error {
            part_ui(ui, "", |ui| wrong_ui(ui, error));
        }
    }
    if let Some(change) = change {
        change.apply(steps);
    }
    part_ui(ui, if count == 0 { words::then() } else { "" }, |ui| {
        step::add_ui(ui, steps, transport);
    });
}

/// The name, and what can be done with all of the rule.
fn name_ui(ui: &mut Ui, rule: &mut Rule, (number, count): (usize, usize)) -> Option<Change> {
    let mut change = None;
    part_ui(ui, words::name(), |ui| {
        let hint = words::unnamed();
        let entry = Entry { name: words::rule_name(), hint, wrong: None, width: NAME };
        line_ui(ui, entry, &mut rule.name).on_hover_text(words::rule_name_hint());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = SPACE_1;
            let small = |name: &str| Button::new(Text::Small.of(name));
            if ui.add(small(words::delete())).on_hover_text(words::delete_hint()).clicked() {
                change = Some(Change::Delete(number));
            }
            if ui.add(small(words::duplicate())).on_hover_text(words::duplicate_hint()).clicked() {
                change = Some(Change::Duplicate(number));
            }
            if sign_ui(ui, number + 1 < count, "↓", words::move_down_hint()) {
                change = Some(Change::Move(number, number + 2));
            }
            if sign_ui(ui, number > 0, "↑", words::move_up_hint()) {
                change = Some(Change::Move(number, number.saturating_sub(1)));
            }
        });
    });
    change
}

/// A line of the form, with a quiet name before it.
fn part_ui(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        wide_caption_ui(ui, name, NAMES);
        content(ui);
    });
}

/// Width of the names of the parts.
const NAMES: f32 = 36.0;
/// Width of the name of the rule.
const NAME: f32 = 180.0;
