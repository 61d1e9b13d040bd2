//! The top of the form: the name of the list, the framing, Play, and how it went.

use egui::{Align, Button, Layout, Role, Ui, WidgetInfo, vec2};

use crate::playground::Session;
use crate::respond::{Framing, Transport};
use crate::ui::entry::{Entry, line_ui};
use crate::ui::framing::{CHOICE, framing_line_ui};
use crate::ui::kit;
use crate::ui::kit::caption::caption_ui;
use crate::ui::pass::Pass;
use crate::ui::peers::{PeersView, why_nobody};
use crate::ui::play::step::StepAction;
use crate::ui::play::{PlayView, outcome, toggle};
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_3, Text};
use crate::words::ui::play as words;

/// Draws the name, the way to files, Play, and the framing.
pub(super) fn head_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut PlayView,
    peers: &PeersView,
    pass: &mut Pass<'_>,
) {
    ui.horizontal(|ui| {
        caption_ui(ui, words::name());
        let width = CHOICE.min(ui.available_width() - BUTTONS);
        let entry = Entry { name: words::list_name(), hint: words::unnamed(), wrong: None, width };
        line_ui(ui, entry, &mut session.draft.play.name);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            if button_ui(ui, session, view, peers) {
                toggle(session, peers, pass);
            }
            view.file.toggle_ui(ui);
        });
    });
    let is_datagram = session.draft.transport() == Transport::Datagram;
    let framing = &mut session.draft.play.framing;
    framing_line_ui(ui, framing, view.problem(None), is_datagram.then_some(datagram_ui));
    pass.actions.extend(view.file.line_ui(ui, session));
}

/// Draws Play or Stop; `true` if it was clicked.
fn button_ui(ui: &mut Ui, session: &Session, view: &PlayView, peers: &PeersView) -> bool {
    let running = outcome::is_running(session);
    let why_not = match session.addressee(&peers.choice) {
        _ if running => None,
        _ if session.draft.play.steps.is_empty() => Some(words::no_steps()),
        _ if !view.problems.is_empty() => Some(words::fix_first()),
        Err(why) => Some(why_nobody(why)),
        Ok(_) => None,
    };
    let palette = Palette::of_ui(ui);
    let (label, fill, colour) = match (running, why_not) {
        (true, _) => (words::stop(), None, palette.text),
        (false, Some(_)) => (words::play(), None, palette.quiet),
        (false, None) => (words::play(), Some(palette.accent_fill), palette.on_accent),
    };
    let mut button = Button::new(Text::Strong.of(label).color(colour));
    if let Some(fill) = fill {
        button = button.fill(fill);
    }
    let name = if running { words::stop_playing() } else { words::play_list() };
    let size = vec2(PLAY, CONTROL_HEIGHT);
    let response = ui.add_enabled_ui(why_not.is_none(), |ui| ui.add_sized(size, button)).inner;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, why_not.is_none(), name));
    let hint = if running {
        words::stop_hint().to_owned()
    } else {
        words::play_hint(&peers.next_words(session))
    };
    response.on_hover_text(hint).on_disabled_hover_text(why_not.unwrap_or_default()).clicked()
}

/// Draws the heading of the steps: how the list went or what is wrong, and the way to more steps.
pub(super) fn heading_ui(ui: &mut Ui, session: &mut Session, view: &PlayView) {
    let palette = Palette::of_ui(ui);
    let status = match (view.problems.first(), session.play()) {
        (Some((step, _)), _) => (words::error(*step), palette.danger),
        (None, Some(run)) => outcome::summary(palette, session, run),
        (None, None) => (String::new(), palette.quiet),
    };
    kit::caption::heading_ui(ui, words::steps(), status, |ui| add_ui(ui, session));
}

/// A datagram always is a message.
fn datagram_ui(ui: &mut Ui, _: &mut Framing) {
    ui.label(Text::Body.of(words::datagram()).color(Palette::of_ui(ui).quiet));
}

/// Draws the button for one more step.
fn add_ui(ui: &mut Ui, session: &mut Session) {
    let choices = StepAction::ALL.map(|action| (action, action.hint()));
    if let Some(action) = kit::step::add_ui(ui, Text::Body, choices) {
        session.draft.play.steps.push(action.step());
    }
    ui.add_space(SPACE_1);
}

/// Width of the way to files, of the button and of what is around them.
const BUTTONS: f32 = 224.0;
/// Width of the button, whichever it is.
const PLAY: f32 = 72.0;
