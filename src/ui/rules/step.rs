//! A step of a rule: what is done.

use std::time::Duration;

use egui::{Align, Button, Layout, Role, Ui, WidgetInfo};

use crate::codec::template::Scope;
use crate::codec::{ParseError, Typed};
use crate::respond::{Step, Transport};
use crate::ui::choice::combo_ui;
use crate::ui::composer::fields::{FieldsButton, FieldsView, insert_typed, list_ui};
use crate::ui::entry::{Entry, duration_ui, typed_ui};
use crate::ui::kit::step::{StepChange, signs_ui};
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words::ui::rules as words;

/// What is to be known of a step besides itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// Counted from 0.
    pub(super) place: usize,
    /// Steps in all.
    pub(super) count: usize,
    pub(super) transport: Transport,
    pub(super) wrong: Option<&'a ParseError>,
}

/// What is done, without what is typed for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Reply,
    Wait,
    Close,
    Abort,
    HalfClose,
    Again,
    Stop,
}

impl Deed {
    const ALL: [Self; 7] = [
        Self::Reply,
        Self::Wait,
        Self::Close,
        Self::Abort,
        Self::HalfClose,
        Self::Again,
        Self::Stop,
    ];

    fn of(step: &Step) -> Self {
        match step {
            Step::Reply(_) => Self::Reply,
            Step::Wait(_) => Self::Wait,
            Step::Close => Self::Close,
            Step::Abort => Self::Abort,
            Step::HalfClose => Self::HalfClose,
            Step::Again => Self::Again,
            Step::Stop => Self::Stop,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Reply => words::reply_2(),
            Self::Wait => words::wait_2(),
            Self::Close => words::close(),
            Self::Abort => words::abort(),
            Self::HalfClose => "Half-close",
            Self::Again => words::begin_again(),
            Self::Stop => words::stop(),
        }
    }

    fn step(self) -> Step {
        match self {
            Self::Reply => Step::Reply(Typed::text("")),
            Self::Wait => Step::Wait(Duration::from_secs(1)),
            Self::Close => Step::Close,
            Self::Abort => Step::Abort,
            Self::HalfClose => Step::HalfClose,
            Self::Again => Step::Again,
            Self::Stop => Step::Stop,
        }
    }

    fn words(self, transport: Transport) -> &'static str {
        let streams = transport == Transport::Stream;
        match self {
            Self::Reply | Self::Wait => "",
            Self::Close if streams => words::fin_after_what_is_queued(),
            Self::Abort if streams => words::rst_after_what_is_queued(),
            Self::Close | Self::Abort => words::the_socket_after_what_is(),
            Self::HalfClose if streams => words::fin_and_go_on_reading(),
            Self::HalfClose => words::nothing_for_datagrams(),
            Self::Again => words::with_the_first_step(),
            Self::Stop => words::the_rules_below_do_not(),
        }
    }

    /// What a half-close is, datagrams do not know.
    fn fits(self, transport: Transport) -> bool {
        transport == Transport::Stream || self != Self::HalfClose
    }
}

/// Draws the step.
pub(super) fn step_ui(
    ui: &mut Ui,
    step: &mut Step,
    Row { place, count, transport, wrong }: Row<'_>,
    fields: &mut FieldsView,
) -> Option<StepChange> {
    let number = place + 1;
    let before = Deed::of(step);
    let mut deed = before;
    let fits = |deed: &Deed| deed.fits(transport) || *deed == before;
    let all: Vec<Deed> = Deed::ALL.into_iter().filter(fits).collect();
    ui.scope(|ui| {
        ui.spacing_mut().combo_width = CHOICE;
        combo_ui(ui, &words::step(number), &mut deed, &all, Deed::label);
    });
    if deed != before {
        *step = deed.step();
    }
    let operand = |ui: &mut Ui| match step {
        Step::Reply(typed) => reply_ui(ui, typed, number, wrong, fields),
        Step::Wait(time) => duration_ui(ui, &words::step_wait(number), time),
        _ => {
            let text = Text::Small.of(Deed::of(step).words(transport));
            ui.label(text.color(Palette::of_ui(ui).quiet));
        }
    };
    let line = |ui: &mut Ui| {
        let change = ui.scope(|ui| signs_ui(ui, place, count)).inner;
        ui.with_layout(Layout::left_to_right(Align::Center), operand);
        change
    };
    ui.with_layout(Layout::right_to_left(Align::Center), line).inner
}

/// What is replied, and the list of the fields it may have.
fn reply_ui(
    ui: &mut Ui,
    typed: &mut Typed,
    number: usize,
    wrong: Option<&ParseError>,
    fields: &mut FieldsView,
) {
    let name = words::step_reply(number);
    let width = ui.available_width() - FIELDS - SPACE_2;
    let entry = Entry { name: &name, hint: "Hello, {message}!\\r\\n", wrong, width };
    let editor = typed_ui(ui, entry, typed).id;
    let name = words::fields_for_step(number);
    let hint = words::fields_such_as_which_take();
    let button = FieldsButton { text: "{ }", name: &name, on: true, hint };
    if let Some(field) = list_ui(ui, button, fields, Scope::Reply, |_| ()) {
        insert_typed(ui.ctx(), editor, typed, &field.insert);
    }
}

/// Draws the button for one more step.
pub(super) fn add_ui(ui: &mut Ui, steps: &mut Vec<Step>, transport: Transport) {
    let menu = ui.menu_button(Text::Small.of(words::add_step()), |ui| {
        for deed in Deed::ALL.into_iter().filter(|deed| deed.fits(transport)) {
            let quiet = Text::Small.of(deed.words(transport)).color(Palette::of_ui(ui).quiet);
            let button = ui.add(Button::new(deed.label()).right_text(quiet));
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, deed.label()));
            if button.clicked() {
                steps.push(deed.step());
            }
        }
    });
    menu.response.on_hover_text(words::one_more_step_after_the());
}

/// Width of the choice.
const CHOICE: f32 = 92.0;
/// Width of the button of the fields.
const FIELDS: f32 = 34.0;
