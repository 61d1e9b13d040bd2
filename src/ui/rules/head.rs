//! The top of the form: the name of the set, the framing, and what is wrong.

use egui::{Align, Button, Label, Layout, Ui};

use crate::playground::{Action, Session};
use crate::respond::{Framing, Rule, RulePart, Transport};
use crate::ui::entry::{Entry, line_ui, wrong_ui};
use crate::ui::framing::framing_ui;
use crate::ui::kit::caption::caption_ui;
use crate::ui::pass::Pass;
use crate::ui::rules::{RulesView, side, transport};
use crate::ui::theme::{Palette, SPACE_3, Text};
use crate::words::ui::rules as words;

/// Draws the name, the way to files, and the framing.
pub(super) fn head_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut RulesView,
    pass: &mut Pass<'_>,
) {
    ui.horizontal(|ui| {
        caption_ui(ui, words::name());
        let entry =
            Entry { name: words::set_name(), hint: words::unnamed(), wrong: None, width: NAME };
        line_ui(ui, entry, &mut session.draft.rules.name);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            view.file.toggle_ui(ui);
            side::bring_back_ui(ui, session, view);
        });
    });
    ui.horizontal(|ui| {
        caption_ui(ui, words::framing());
        ui.horizontal_wrapped(|ui| {
            ui.set_max_width(ui.available_width() - SPACE_3);
            if transport(session) == Transport::Datagram {
                datagram_ui(ui, &mut session.draft.rules.framing);
            } else {
                let wrong = view.problem(None, RulePart::Framing).map(|problem| &problem.error);
                framing_ui(ui, &mut session.draft.rules.framing, wrong, NAME);
            }
        });
    });
    if let Some(problem) = view.problem(None, RulePart::Framing) {
        ui.horizontal(|ui| {
            caption_ui(ui, "");
            wrong_ui(ui, &problem.error);
        });
    }
    if let Some(action) = view.file.line_ui(ui, session) {
        view.importing |= matches!(action, Action::ImportDocument(..));
        pass.actions.push(action);
    }
}

/// Draws the heading of the list: how it is read, or what is wrong, and the way to more rules.
pub(super) fn heading_ui(ui: &mut Ui, session: &mut Session, view: &mut RulesView) {
    let palette = Palette::of_ui(ui);
    ui.horizontal(|ui| {
        ui.label(Text::Strong.of(words::rules()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            add_ui(ui, session, view);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let (text, colour) = match view.error(session) {
                    Some(error) => (error, palette.danger),
                    None => (words::order_hint().to_owned(), palette.quiet),
                };
                ui.add(Label::new(Text::Small.of(&text).color(colour)).truncate())
                    .on_hover_text(text);
            });
        });
    });
}

/// Draws the button for one more rule, which opens.
pub(super) fn add_ui(ui: &mut Ui, session: &mut Session, view: &mut RulesView) {
    let button = ui.add(Button::new(words::add_rule()));
    if button.on_hover_text(words::add_rule_hint()).clicked() {
        let rules = &mut session.draft.rules.rules;
        let name = words::new_rule(rules.len() + 1);
        rules.push(Rule { name, ..Rule::default() });
        view.list.open(rules.len() - 1);
    }
}

/// A datagram always is a message; what may be chosen is whether its line ending counts.
fn datagram_ui(ui: &mut Ui, framing: &mut Framing) {
    ui.label(Text::Body.of(words::datagram()));
    ui.add_space(SPACE_3);
    let was = matches!(framing, Framing::Line | Framing::Text { .. });
    let mut is = was;
    let hint = words::strip_line_ending_hint();
    ui.checkbox(&mut is, words::strip_line_ending()).on_hover_text(hint);
    if is != was {
        *framing = if is { Framing::Line } else { Framing::Read };
    }
}

/// Width of the name of the set, and of the choice of the framing.
const NAME: f32 = 196.0;
