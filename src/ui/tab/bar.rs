//! The bar of a tab: where to, the one big button, and the state in words.

mod fields;

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Align, Button, Frame, Galley, Label, Layout, Margin, Ui, vec2};

use crate::form::address;
use crate::playground::{Action, Session, SessionState, Tone};
use crate::types::Remedy;
use crate::ui::faults;
use crate::ui::pass::{Pass, tone_colour};
use crate::ui::theme::{CONTROL_HEIGHT, Palette, SPACE_1, SPACE_2, SPACE_4, Text};
use crate::words::kind as kinds;
use crate::words::ui::tab as words;
use crate::words::{capitalised, problem};
pub(super) use fields::BAR_CONTROL;

/// Draws the bar of a session, and under it how it stands.
pub(super) fn bar_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 10, bottom: 2 }).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = BAR_CONTROL;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE_2;
            let entered = fields::fields_ui(ui, session, pass);
            ui.add_space(SPACE_1);
            main_button_ui(ui, session, entered, pass);
        });
        if session.kind().has_datagrams() {
            ui.add_space(SPACE_1);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = SPACE_2;
                fields::remote_ui(ui, session, pass);
            });
        }
        ui.add_space(SPACE_1);
        state_line_ui(ui, session, pass);
    });
}

/// What the one big button does in a state.
struct MainButton {
    name: &'static str,
    hint: &'static str,
    action: Action,
}

impl MainButton {
    fn of(session: &Session) -> Self {
        let (id, kind) = (session.id(), session.kind());
        let is_connecting =
            kind.connects() && !matches!(session.state(), SessionState::Connected { .. });
        let (name, hint) = if !session.is_live() {
            (kinds::start(kind), kinds::start_hint(kind))
        } else if matches!(session.state(), SessionState::Draining) {
            (words::close_all(), words::close_all_hint())
        } else if is_connecting {
            (words::cancel(), words::cancel_hint())
        } else {
            (kinds::stop(kind), kinds::stop_hint(kind))
        };
        let action = if session.is_live() { Action::Stop(id) } else { Action::Start(id) };
        Self { name, hint, action }
    }
}

fn main_button_ui(ui: &mut Ui, session: &Session, entered: bool, pass: &mut Pass<'_>) {
    let palette = Palette::of_ui(ui);
    let MainButton { name, hint, action } = MainButton::of(session);
    let starts = !session.is_live();
    let (fill, colour) = if starts {
        (palette.accent_fill, palette.on_accent)
    } else {
        (palette.raised, palette.text)
    };
    let button = Button::new(Text::Strong.of(name).color(colour))
        .fill(fill)
        .min_size(vec2(120.0, BAR_CONTROL));
    let button = ui.add(button).on_hover_text(words::with_key(hint));
    if button.clicked() || (entered && starts) {
        pass.actions.push(action);
    }
}

/// The state, which is the loudest text of the window, and beside it what is wrong or worth a warning. The line is of one
/// height whatever it says, so that nothing below it moves.
fn state_line_ui(ui: &mut Ui, session: &mut Session, pass: &mut Pass<'_>) {
    let size = vec2(ui.available_width(), STATE_LINE);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.spacing_mut().item_spacing.x = SPACE_2;
        let remark = remark(ui, session);
        let stale = is_stale(session);
        let badge = faults::words(session);
        let remark = remark.filter(|remark| {
            let needed = remark.size().x + BADGE + STATE;
            badge.is_none() || session.problem().is_some() || needed < ui.available_width()
        });
        let beside = remark.as_ref().map_or(0.0, |remark| remark.size().x + SPACE_4)
            + if stale { REMOVE_BUTTON + SPACE_4 } else { 0.0 }
            + if badge.is_some() { BADGE } else { 0.0 };
        state_ui(ui, session, (ui.available_width() - beside - DOT - SPACE_2).max(0.0));
        if let Some(remark) = remark {
            ui.add_space(SPACE_2);
            ui.label(remark);
        }
        if stale {
            let remove =
                Button::new(words::remove_stale()).min_size(vec2(REMOVE_BUTTON, CONTROL_HEIGHT));
            if ui.add(remove).on_hover_text(words::remove_stale_hint()).clicked() {
                pass.actions.push(Action::ReplaceStale(session.id()));
            }
        }
        if let Some(words) = badge {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                faults::badge_ui(ui, session, &words, pass);
            });
        }
    });
}

/// In one line, or smaller in two.
fn state_ui(ui: &mut Ui, session: &Session, room: f32) {
    let palette = Palette::of_ui(ui);
    let tone = session.state().tone();
    let (dot, _) = ui.allocate_exact_size(vec2(DOT, DOT), egui::Sense::hover());
    ui.painter().circle_filled(dot.center(), DOT / 2.0, tone_colour(palette, tone));
    let colour = match tone {
        Tone::Bad => palette.danger,
        _ => palette.text,
    };
    let words = session.state().words();
    let mut galley = ui.painter().layout_no_wrap(words.clone(), Text::Title.font(), colour);
    if galley.size().x > room {
        let mut job = LayoutJob::simple(words.clone(), Text::Body.font(), colour, room);
        job.wrap.max_rows = 2;
        galley = ui.painter().layout_job(job);
    }
    ui.add(Label::new(galley)).on_hover_text(words);
}

/// What was typed wrong; else, unless there is an error to be read, that other machines can connect or send.
fn remark(ui: &Ui, session: &Session) -> Option<Arc<Galley>> {
    let palette = Palette::of_ui(ui);
    let (text, colour) = if let Some(problem) = session.problem() {
        (capitalised(&problem::form(&problem.reason)), palette.danger)
    } else if session.state().tone() == Tone::Bad {
        return None;
    } else {
        (reachable(session)?, palette.warning)
    };
    Some(ui.painter().layout_no_wrap(text, Text::Body.font(), colour))
}

fn is_stale(session: &Session) -> bool {
    let SessionState::Failed(error) = session.state() else { return false };
    error.remedy() == Some(Remedy::RemoveStale)
}

/// In words, that other machines can connect or send.
fn reachable(session: &Session) -> Option<String> {
    let address = match session.state() {
        SessionState::Listening(local) | SessionState::Bound(local) => local.clone(),
        _ => address::parse_bind(session.draft.bind()?, 0).ok()?.into(),
    };
    let ip = address.ip()?;
    let warning = kinds::reachable(session.kind(), ip.is_unspecified());
    warning.filter(|_| address::is_reachable(&address))
}

/// Two lines of a long error fit.
const STATE_LINE: f32 = 34.0;
/// Of the state.
const DOT: f32 = 10.0;
const REMOVE_BUTTON: f32 = 88.0;
/// Room for the faults that are on; they may take more where there is more.
const BADGE: f32 = 320.0;
/// Room for most states.
const STATE: f32 = 280.0;
