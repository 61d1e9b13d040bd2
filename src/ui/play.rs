//! The play list of a session: steps that are played one after the other, edited here, and how each of them ended.

mod head;
mod outcome;
mod step;

use egui::{Button, Frame, Margin, ScrollArea, Ui, vec2};

use crate::codec::{ParseError, Typed};
use crate::playground::{Action, Document, Session};
use crate::respond::{Matcher, PlayList, PlayStep};
use crate::ui::composer::fields::FieldsView;
use crate::ui::kit::file::FileLine;
use crate::ui::pass::Pass;
use crate::ui::peers::PeersView;
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, SPACE_4, Text};
use crate::words::ui::play as words;
use step::Row;

/// The editor's own state.
#[derive(Debug)]
pub struct PlayView {
    /// The list as last seen, and what is wrong with it.
    checked: Option<PlayList>,
    problems: Vec<(Option<usize>, ParseError)>,
    file: FileLine,
    fields: FieldsView,
}

impl Default for PlayView {
    fn default() -> Self {
        let (problems, fields) = (Vec::new(), FieldsView::default());
        Self { checked: None, problems, file: FileLine::new(Document::Play), fields }
    }
}

impl PlayView {
    /// Knows what is wrong with the list after each change of it.
    fn keep_up(&mut self, list: &PlayList) {
        if self.checked.as_ref() != Some(list) {
            self.problems = list.compile().err().unwrap_or_default();
            self.checked = Some(list.clone());
        }
    }

    /// What is wrong with a step, counted from 0, or with the framing.
    fn problem(&self, step: Option<usize>) -> Option<&ParseError> {
        problem_of(&self.problems, step)
    }
}

/// What is wrong with a step, counted from 0, or with the framing.
fn problem_of(
    problems: &[(Option<usize>, ParseError)],
    step: Option<usize>,
) -> Option<&ParseError> {
    problems.iter().find(|(wrong, _)| *wrong == step).map(|(_, error)| error)
}

/// Draws the form that edits the list and plays it.
pub fn play_ui(
    ui: &mut Ui,
    session: &mut Session,
    peers: &PeersView,
    view: &mut PlayView,
    pass: &mut Pass<'_>,
) {
    view.keep_up(&session.draft.play);
    let frame = Frame::new().inner_margin(Margin { left: 12, right: 0, top: 2, bottom: 0 });
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = SPACE_1;
        head::head_ui(ui, session, view, peers, pass);
        ui.add_space(SPACE_2);
        head::heading_ui(ui, session, view);
        if session.draft.play.steps.is_empty() {
            empty_ui(ui, session);
        } else {
            steps_ui(ui, session, view);
        }
    });
}

fn steps_ui(ui: &mut Ui, session: &mut Session, view: &mut PlayView) {
    let run = session.play().cloned();
    let steps = &mut session.draft.play.steps;
    let count = steps.len();
    let expects = |step: &PlayStep| matches!(step, PlayStep::Expect { .. });
    let first_expected = steps.iter().position(expects).unwrap_or(count);
    let mut change = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let PlayView { problems, fields, .. } = view;
    let narrow = ui.available_width() < step::ROOMY;
    let list = ScrollArea::vertical().id_salt("steps").auto_shrink([false, false]);
    list.show_rows(ui, step::height(narrow), count, |ui, shown| {
        for (place, step) in steps.iter_mut().enumerate().skip(shown.start).take(shown.len()) {
            let row = Row {
                place,
                count,
                answers: place > first_expected,
                wrong: problem_of(problems, Some(place)),
                outcome: run.as_ref().and_then(|run| outcome::of_step(run, place, step)),
                narrow,
            };
            let fields = &mut *fields;
            let change_of_it = ui.push_id(place, |ui| step::step_ui(ui, step, &row, fields));
            change = change_of_it.inner.or(change);
        }
    });
    if let Some(change) = change {
        change.apply(steps);
    }
}

/// Says what a list is for, and gives one to begin with.
fn empty_ui(ui: &mut Ui, session: &mut Session) {
    let room = ui.available_size();
    ui.vertical_centered(|ui| {
        ui.add_space(((room.y - EMPTY) / 2.0).max(SPACE_4));
        ui.label(Text::Title.of(words::no_steps_yet()));
        ui.add_space(SPACE_2);
        let hint = words::no_steps_hint();
        ui.label(Text::Body.of(hint).color(Palette::of_ui(ui).quiet));
        ui.add_space(SPACE_4);
        let button = Button::new(words::example()).min_size(vec2(0.0, CONTROL_HEIGHT + 4.0));
        let response = ui.add(button).on_hover_text(words::example_hint());
        if response.clicked() {
            session.draft.play.steps = example();
        }
    });
}

fn example() -> Vec<PlayStep> {
    let hello = Typed::text("Hello {seq:dec:1}\\r\\n");
    vec![
        PlayStep::Send { payload: hello, pace: None },
        PlayStep::Expect {
            matcher: Matcher::Contains(Typed::text(words::example_reply())),
            within: step::PATIENCE,
        },
        PlayStep::Repeat { from: 1, times: 1 },
    ]
}

/// Stops or begins to play.
fn toggle(session: &Session, peers: &PeersView, pass: &mut Pass<'_>) {
    if outcome::is_running(session) {
        pass.actions.push(Action::StopPlay(session.id()));
    } else if let Some(to) = session.recipients(&peers.choice) {
        pass.actions.push(Action::Play { session: session.id(), to });
    }
}

/// Height of what an empty form shows.
const EMPTY: f32 = 120.0;
