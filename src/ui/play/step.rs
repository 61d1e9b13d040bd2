//! A step of a play list in two lines, or three where it is narrow: what is done, and the rest of it beside how it ended.

use std::num::NonZeroU32;
use std::time::Duration;

use egui::{Align, Label, Layout, Stroke, Ui, vec2};

use crate::codec::template::Scope;
use crate::codec::{ParseError, Typed};
use crate::respond::{Matcher, PlayStep};
use crate::types::Pace;
use crate::ui::choice::combo_ui;
use crate::ui::composer::fields::FieldsView;
use crate::ui::entry::{Entry, SIGN, duration_ui, number_ui};
use crate::ui::kit::caption::quiet_ui;
use crate::ui::kit::step::{
    Action, StepChange, StepPayload, action_ui, payload_ui, signs_ui, wait_ui,
};
use crate::ui::matcher::{Like, operand_ui};
use crate::ui::play::outcome::Ended;
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, SPACE_3, Text};
use crate::words;
use crate::words::ui::play as labels;

/// What is to be known of a step besides itself.
pub(super) struct Row<'a> {
    /// Counted from 0.
    pub(super) place: usize,
    /// Steps in all.
    pub(super) count: usize,
    /// A message is expected before it, so it has the fields of a reply.
    pub(super) answers: bool,
    pub(super) wrong: Option<&'a ParseError>,
    /// How it ended the last time.
    pub(super) outcome: Option<Ended>,
    /// There is little room: what is typed has a line of its own.
    pub(super) narrow: bool,
}

/// What a step does, without what is typed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StepAction {
    Send,
    Wait,
    Expect,
    Repeat,
}

impl StepAction {
    pub(super) const ALL: [Self; 4] = [Self::Send, Self::Wait, Self::Expect, Self::Repeat];

    fn of(step: &PlayStep) -> Self {
        match step {
            PlayStep::Send { .. } => Self::Send,
            PlayStep::Wait(_) => Self::Wait,
            PlayStep::Expect { .. } => Self::Expect,
            PlayStep::Repeat { .. } => Self::Repeat,
        }
    }

    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Send => labels::send_hint(),
            Self::Wait => labels::wait_hint(),
            Self::Expect => labels::expect_hint(),
            Self::Repeat => labels::repeat_hint(),
        }
    }

    /// A step of this sort.
    pub(super) fn step(self) -> PlayStep {
        match self {
            Self::Send => PlayStep::Send { payload: Typed::text("\\r\\n"), pace: None },
            Self::Wait => PlayStep::Wait(Duration::from_secs(1)),
            Self::Expect => PlayStep::Expect { matcher: Matcher::Any, within: PATIENCE },
            Self::Repeat => PlayStep::Repeat { from: 1, times: 1 },
        }
    }
}

impl Action for StepAction {
    fn label(self) -> &'static str {
        match self {
            Self::Send => labels::send(),
            Self::Wait => labels::wait(),
            Self::Expect => labels::expect(),
            Self::Repeat => labels::repeat(),
        }
    }
}

/// Draws the step.
pub(super) fn step_ui(
    ui: &mut Ui,
    step: &mut PlayStep,
    row: &Row<'_>,
    fields: &mut FieldsView,
) -> Option<StepChange> {
    let number = row.place + 1;
    let mut change = None;
    ui.add_space(SPACE_1);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_2;
        number_label_ui(ui, &number.to_string());
        let before = StepAction::of(step);
        let mut action = before;
        action_ui(ui, number, ACTION, &mut action, &StepAction::ALL);
        if action != before {
            *step = action.step();
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            change = signs_ui(ui, row.place, row.count);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if let PlayStep::Expect { matcher, .. } = step {
                    like_ui(ui, matcher, row);
                }
                if !row.narrow {
                    typed_part_ui(ui, step, row, fields);
                }
            });
        });
    });
    if row.narrow {
        own_line_ui(ui, step, row, fields);
    }
    ui.add_space(SPACE_1);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_2;
        number_label_ui(ui, "");
        if !row.narrow {
            ui.add_space(ACTION + SPACE_2);
        }
        second_line_ui(ui, step, number);
        ended_ui(ui, row);
    });
    ui.add_space(SPACE_1);
    let line = Stroke::new(1.0, Palette::of_ui(ui).hairline);
    ui.painter().hline(ui.max_rect().x_range(), ui.cursor().min.y - 0.5, line);
    change
}

fn number_label_ui(ui: &mut Ui, number: &str) {
    let size = vec2(NUMBER, CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.label(Text::MonoSmall.of(number).color(Palette::of_ui(ui).quiet));
    });
}

fn own_line_ui(ui: &mut Ui, step: &mut PlayStep, row: &Row<'_>, fields: &mut FieldsView) {
    ui.add_space(SPACE_1);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_2;
        ui.set_min_height(CONTROL_HEIGHT);
        number_label_ui(ui, "");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                typed_part_ui(ui, step, row, fields);
            });
        });
    });
}

fn typed_part_ui(ui: &mut Ui, step: &mut PlayStep, row: &Row<'_>, fields: &mut FieldsView) {
    let number = row.place + 1;
    match step {
        PlayStep::Send { payload, .. } => send_ui(ui, payload, row, fields),
        PlayStep::Wait(time) => wait_ui(ui, number, time),
        PlayStep::Expect { matcher, .. } => {
            let name = labels::message(number);
            let width = ui.available_width();
            operand_ui(ui, Entry { name: &name, hint: "", wrong: row.wrong, width }, matcher);
        }
        PlayStep::Repeat { from, times } => {
            quiet_ui(ui, labels::first_repeated_unit());
            number_ui(ui, &labels::first_repeated(number), from, &(1..=MOST_STEPS));
            number_ui(ui, &labels::repeat_count(number), times, &(1..=MOST_TIMES));
            quiet_ui(ui, labels::repetitions(*times));
        }
    }
}

/// The payload, and the list of its fields.
fn send_ui(ui: &mut Ui, typed: &mut Typed, row: &Row<'_>, fields: &mut FieldsView) {
    let number = row.place + 1;
    let payload = StepPayload {
        number,
        name: &labels::payload(number),
        example: "Hello\\r\\n",
        fields_hint: labels::payload_fields_hint(),
        scope: if row.answers { Scope::Reply } else { Scope::Payload },
        wrong: row.wrong,
    };
    payload_ui(ui, payload, typed, fields);
}

/// What a message has to be like.
fn like_ui(ui: &mut Ui, matcher: &mut Matcher, row: &Row<'_>) {
    let number = row.place + 1;
    let before = Like::of(matcher);
    let mut like = before;
    ui.scope(|ui| {
        ui.spacing_mut().combo_width = if row.narrow { SHORT_LIKE } else { LIKE };
        combo_ui(ui, &labels::matcher(number), &mut like, &Like::ALL, Like::label);
    });
    if like != before {
        *matcher = like.matcher(matcher);
    }
}

fn second_line_ui(ui: &mut Ui, step: &mut PlayStep, number: usize) {
    match step {
        PlayStep::Send { pace, .. } => pace_ui(ui, pace, number),
        PlayStep::Expect { within, .. } => {
            quiet_ui(ui, labels::timeout_unit());
            duration_ui(ui, &labels::timeout(number), within);
        }
        PlayStep::Wait(_) | PlayStep::Repeat { .. } => {}
    }
}

fn pace_ui(ui: &mut Ui, pace: &mut Option<Pace>, number: usize) {
    let mut in_pieces = pace.is_some();
    let switch = ui.checkbox(&mut in_pieces, Text::Small.of(labels::in_pieces()));
    let name = labels::step_in_pieces(number);
    switch.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, in_pieces, &name));
    if in_pieces != pace.is_some() {
        *pace = in_pieces.then_some(Pace { bytes: NonZeroU32::MIN, every: PIECES });
    }
    if let Some(pace) = pace {
        let mut bytes = pace.bytes.get();
        quiet_ui(ui, labels::piece_size_unit());
        number_ui(ui, &labels::piece_size(number), &mut bytes, &(1..=MOST_PIECE));
        quiet_ui(ui, labels::piece_pause_unit());
        duration_ui(ui, &labels::piece_pause(number), &mut pace.every);
        pace.bytes = NonZeroU32::new(bytes).unwrap_or(pace.bytes);
    }
}

/// What is wrong with the step, or how it ended.
fn ended_ui(ui: &mut Ui, row: &Row<'_>) {
    let palette = Palette::of_ui(ui);
    let (text, colour) = match (row.wrong, &row.outcome) {
        (Some(error), _) => {
            (words::capitalised(&words::problem::typed(&error.problem)), palette.danger)
        }
        (None, Some(ended)) => (ended.words(), ended.colour(palette)),
        (None, None) => return,
    };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(SPACE_3);
        ui.add(Label::new(Text::Small.of(&text).color(colour)).truncate()).on_hover_text(text);
    });
}

/// Height of a step.
pub(super) fn height(narrow: bool) -> f32 {
    let lines = if narrow { 3.0 } else { 2.0 };
    lines * (CONTROL_HEIGHT + SPACE_1) + SPACE_1
}

/// Of a list whose steps have their choices and what is typed in one line.
pub(super) const ROOMY: f32 = 560.0;
/// How long a message is waited for at first.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);
/// Slow enough to be seen.
const PIECES: Duration = Duration::from_millis(20);
/// Width of the column of numbers.
const NUMBER: f32 = SIGN - SPACE_1;
/// Width of the choice of what is done.
const ACTION: f32 = 84.0;
/// Width of the choice of what a message has to be like.
const LIKE: f32 = 192.0;
/// The same where it is narrow.
const SHORT_LIKE: f32 = 168.0;
/// Beyond any use.
const MOST_STEPS: u32 = 1_000_000;
const MOST_TIMES: u32 = 1_000_000_000;
const MOST_PIECE: u32 = 16 << 20;
