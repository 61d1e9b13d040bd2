//! Sending again and again, and in pieces: one row under the composer, folded away while nobody wants it.

use egui::{
    Align, Align2, Button, Color32, Label, Layout, Role, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, vec2,
};

use crate::form::{Field, Payload, PayloadMode, RepeatDraft};
use crate::playground::{Action, Session};
use crate::ui::command::{Command, ComposerCommand};
use crate::ui::pass::Pass;
use crate::ui::peers::{PeersView, why_nobody};
use crate::ui::theme::{CONTROL_HEIGHT, CORNER, Palette, SPACE_1, SPACE_2, Text};
use crate::words;
use crate::words::ui::repeat as texts;

/// The toggle that opens the row says what goes on while it is closed.
pub(super) fn toggle_ui(ui: &mut Ui, session: &Session, open: &mut bool) {
    let name = match (*open, is_running(session), session.draft.repeat.paces) {
        (true, ..) | (_, false, false) => texts::repeat(),
        (false, true, _) => texts::repeating(),
        (false, false, true) => texts::in_pieces(),
    };
    let toggle = ui.selectable_label(*open, name);
    toggle.widget_info(|| WidgetInfo::selected(Role::Button, true, *open, texts::repeat()));
    let hint = Command::from(ComposerCommand::Repeat).hint(ui.ctx(), texts::repeat_hint());
    if toggle.on_hover_text(hint).clicked() {
        *open = !*open;
    }
}

/// Draws the row.
pub(super) fn repeat_ui(
    ui: &mut Ui,
    session: &mut Session,
    peers: &PeersView,
    payload: Option<&Payload>,
    pass: &mut Pass<'_>,
) {
    let wrong = Wrong::of(&session.draft.repeat);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_1;
        ui.set_min_height(CONTROL_HEIGHT);
        let draft = &mut session.draft.repeat;
        let fields = [
            (
                (texts::every(), texts::every_name()),
                &mut draft.every,
                "1s",
                (wrong.every.as_deref(), 56.0),
            ),
            (
                (texts::times(), texts::times_name()),
                &mut draft.times,
                texts::endless(),
                (wrong.times.as_deref(), 68.0),
            ),
        ];
        for (names, text, hint, wrong) in fields {
            entry_ui(ui, names, text, hint, wrong);
            ui.add_space(SPACE_2);
        }
        pace_ui(ui, draft, &wrong);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button_ui(ui, session, peers, payload, wrong.first()) {
                pass.give(ComposerCommand::Repeat);
            }
            ui.add_space(SPACE_2);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                state_ui(ui, session, wrong.first());
            });
        });
    });
}

/// Starts to repeat the payload, or stops.
pub(super) fn toggle(
    session: &Session,
    peers: &PeersView,
    payload: Option<Payload>,
    pass: &mut Pass<'_>,
) {
    let id = session.id();
    if is_running(session) {
        return pass.actions.push(Action::StopRepeat(id));
    }
    let payload = payload.filter(|payload| why_not(session, peers, Some(payload)).is_none());
    if let Some((to, payload)) = session.recipients(&peers.choice).zip(payload) {
        pass.actions.push(Action::Repeat { session: id, to, payload });
    }
}

/// Payloads are being sent again and again.
pub(super) fn is_running(session: &Session) -> bool {
    session.is_live() && session.repeating().is_some_and(|repeating| !repeating.tally.is_over)
}

/// What is wrong with what was typed, entry by entry.
#[derive(Debug, Default)]
struct Wrong {
    every: Option<String>,
    times: Option<String>,
    bytes: Option<String>,
    pause: Option<String>,
}

impl Wrong {
    fn of(typed: &RepeatDraft) -> Self {
        let fault = |draft: RepeatDraft| {
            draft.schedule(0).err().map(|problem| words::problem::form(&problem.reason))
        };
        let right = RepeatDraft::default();
        let piece = RepeatDraft { paces: typed.paces, ..right.clone() };
        Self {
            every: fault(RepeatDraft { every: typed.every.clone(), ..right.clone() }),
            times: fault(RepeatDraft { times: typed.times.clone(), ..right }),
            bytes: fault(RepeatDraft { pace_bytes: typed.pace_bytes.clone(), ..piece.clone() }),
            pause: fault(RepeatDraft { pace_every: typed.pace_every.clone(), ..piece }),
        }
    }

    fn first(&self) -> Option<&str> {
        let Self { every, times, bytes, pause } = self;
        [every, times, bytes, pause].into_iter().find_map(Option::as_deref)
    }
}

fn pace_ui(ui: &mut Ui, draft: &mut RepeatDraft, wrong: &Wrong) {
    let name = if draft.paces { texts::in_pieces_of() } else { texts::in_pieces() };
    let switch = ui.checkbox(&mut draft.paces, Text::Small.of(name));
    let on = draft.paces;
    switch.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, texts::in_pieces()));
    switch.on_hover_text(texts::in_pieces_hint());
    if on {
        let bytes = (wrong.bytes.as_deref(), 48.0);
        entry_ui(ui, ("", texts::piece_bytes()), &mut draft.pace_bytes, "1", bytes);
        let pause = (wrong.pause.as_deref(), 48.0);
        entry_ui(
            ui,
            (texts::bytes_every(), texts::piece_pause()),
            &mut draft.pace_every,
            "20ms",
            pause,
        );
    }
}

/// A short entry, underlined while it is wrong.
fn entry_ui(
    ui: &mut Ui,
    (label, name): (&str, &str),
    text: &mut String,
    hint: &str,
    (wrong, width): (Option<&str>, f32),
) {
    let palette = Palette::of_ui(ui);
    if !label.is_empty() {
        ui.label(Text::Small.of(label).color(palette.quiet));
    }
    let edit = TextEdit::singleline(text)
        .hint_text(hint)
        .font(Text::MonoSmall.style())
        .align(Align2::LEFT_CENTER)
        .margin(vec2(SPACE_1 + 2.0, 2.0));
    let response = ui.add_sized(vec2(width, CONTROL_HEIGHT), edit);
    let shown = text.clone();
    response.widget_info(|| WidgetInfo {
        label: Some(name.to_owned()),
        ..WidgetInfo::text_edit(true, &shown, &shown, hint)
    });
    if let Some(wrong) = wrong {
        let stroke = Stroke::new(1.5, palette.danger);
        ui.painter().rect_stroke(response.rect, CORNER, stroke, StrokeKind::Inside);
        response.on_hover_text(words::capitalised(wrong));
    }
}

fn button_ui(
    ui: &mut Ui,
    session: &Session,
    peers: &PeersView,
    payload: Option<&Payload>,
    wrong: Option<&str>,
) -> bool {
    let running = is_running(session);
    let why_not = wrong.map(words::capitalised).or_else(|| why_not(session, peers, payload));
    let (text, name) = if running {
        (texts::stop(), texts::stop_name())
    } else {
        (texts::start(), texts::start_name())
    };
    let enabled = running || why_not.is_none();
    let button = Button::new(Text::Body.of(text));
    let size = vec2(72.0, CONTROL_HEIGHT);
    let response = ui.add_enabled_ui(enabled, |ui| ui.add_sized(size, button)).inner;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    let hint = if running { name.to_owned() } else { peers.next_words(session) };
    let hint = Command::from(ComposerCommand::Repeat).hint(ui.ctx(), &hint);
    response.on_hover_text(hint).on_disabled_hover_text(why_not.unwrap_or_default()).clicked()
}

fn why_not(session: &Session, peers: &PeersView, payload: Option<&Payload>) -> Option<String> {
    if let Err(why) = session.addressee(&peers.choice) {
        return Some(why_nobody(why).to_owned());
    }
    match payload {
        _ if session.payload.mode == PayloadMode::File => Some(texts::no_file().to_owned()),
        Some(_) => None,
        None => Some(texts::fix_payload().to_owned()),
    }
}

/// What is wrong, else how the repeating goes or went.
fn state_ui(ui: &mut Ui, session: &Session, wrong: Option<&str>) {
    let palette = Palette::of_ui(ui);
    let refused = session.problem().filter(|problem| problem.field == Field::Repeat);
    let refused = refused.map(|problem| words::problem::form(&problem.reason));
    let said = |ui: &mut Ui, text: String, colour: Color32| {
        let label = Label::new(Text::Small.of(&text).color(colour)).truncate();
        ui.add(label).on_hover_text(text);
    };
    if let Some(wrong) = wrong.or(refused.as_deref()) {
        return said(ui, words::capitalised(wrong), palette.danger);
    }
    let running = is_running(session);
    if session.payload.mode == PayloadMode::File && !running {
        return said(ui, texts::no_file().to_owned(), palette.quiet);
    }
    let Some(repeating) = session.repeating() else { return };
    let colour = if running { palette.positive } else { palette.faint };
    ui.add_space(SPACE_2);
    let (dot, _) = ui.allocate_exact_size(vec2(SPACE_2, SPACE_2), egui::Sense::hover());
    ui.painter().circle_filled(dot.center(), 3.0, colour);
    let text = texts::summary(&repeating.asked, &repeating.tally, repeating.rate());
    let label = Label::new(Text::Small.of(&text).color(palette.quiet)).truncate();
    ui.add(label).on_hover_text(texts::details(
        &repeating.asked,
        &repeating.tally,
        repeating.rate(),
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_entry_is_known() {
        let draft = RepeatDraft {
            every: "soon".to_owned(),
            pace_bytes: "0".to_owned(),
            paces: true,
            ..RepeatDraft::default()
        };
        let wrong = Wrong::of(&draft);
        assert!(wrong.every.is_some() && wrong.bytes.is_some());
        assert!(wrong.times.is_none() && wrong.pause.is_none());
        assert!(Wrong::of(&RepeatDraft { paces: false, ..draft }).bytes.is_none());
    }
}
