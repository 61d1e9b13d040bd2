//! The top of the form: the name of the set, the framing, and what is wrong.

use egui::{Align, Button, Layout, Ui};

use crate::playground::{Action, Session};
use crate::respond::{Framing, Rule, RulePart, Transport};
use crate::ui::entry::{Entry, line_ui};
use crate::ui::framing::{CHOICE, framing_line_ui};
use crate::ui::kit;
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
            Entry { name: words::set_name(), hint: words::unnamed(), wrong: None, width: CHOICE };
        line_ui(ui, entry, &mut session.draft.rules.name);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            view.file.toggle_ui(ui);
            side::bring_back_ui(ui, session, view);
        });
    });
    let wrong = view.problem(None, RulePart::Framing).map(|problem| &problem.error);
    let is_datagram = transport(session) == Transport::Datagram;
    let framing = &mut session.draft.rules.framing;
    framing_line_ui(ui, framing, wrong, is_datagram.then_some(datagram_ui));
    if let Some(action) = view.file.line_ui(ui, session) {
        view.importing |= matches!(action, Action::ImportDocument(..));
        pass.actions.push(action);
    }
}

/// Draws the heading of the list: how it is read, or what is wrong, and the way to more rules.
pub(super) fn heading_ui(ui: &mut Ui, session: &mut Session, view: &mut RulesView) {
    let palette = Palette::of_ui(ui);
    let status = match view.error(session) {
        Some(error) => (error, palette.danger),
        None => (words::order_hint().to_owned(), palette.quiet),
    };
    kit::caption::heading_ui(ui, words::rules(), status, |ui| add_ui(ui, session, view));
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
