//! Sending again and again, and in pieces: one row under the composer, folded away while nobody wants it.

use std::time::Duration;

use egui::{
    Align, Align2, Button, Color32, Label, Layout, Role, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, vec2,
};

use crate::form::{Field, Payload, PayloadMode, RepeatDraft};
use crate::playground::{Action, Repeating, Session};
use crate::types::{Schedule, Tally};
use crate::ui::command::ComposerCommand;
use crate::ui::pass::Pass;
use crate::ui::peers::{Next, PeersView};
use crate::ui::theme::{CONTROL_HEIGHT, CORNER, Palette, SPACE_1, SPACE_2, Text};
use crate::words;

/// The toggle that opens the row says what goes on while it is closed.
pub(super) fn toggle_ui(ui: &mut Ui, session: &Session, open: &mut bool) {
    let name = match (*open, is_running(session), session.draft.repeat.paces) {
        (true, ..) | (_, false, false) => "Repeat",
        (false, true, _) => "Repeating",
        (false, false, true) => "In pieces",
    };
    let toggle = ui.selectable_label(*open, name);
    toggle.widget_info(|| WidgetInfo::selected(Role::Button, true, *open, "Repeat"));
    let hint = "Send again and again, or in pieces (Ctrl+R starts and stops)";
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
            ("Every", &mut draft.every, "1s", wrong.every.as_deref(), 56.0),
            ("Times", &mut draft.times, "endless", wrong.times.as_deref(), 68.0),
        ];
        for (name, text, hint, wrong, width) in fields {
            entry_ui(
                ui,
                (name, &format!("Repeat: {}", name.to_lowercase())),
                text,
                hint,
                (wrong, width),
            );
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
    if let Some((to, payload)) = peers.recipients(session).zip(payload) {
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
        let fault = |draft: RepeatDraft| draft.schedule(0).err().map(|problem| problem.message);
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
    let name = if draft.paces { "In pieces of" } else { "In pieces" };
    let switch = ui.checkbox(&mut draft.paces, Text::Small.of(name));
    let on = draft.paces;
    switch.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, "In pieces"));
    switch.on_hover_text(
        "Every payload goes out in pieces with a pause after each: the peer may read it in parts",
    );
    if on {
        let bytes = (wrong.bytes.as_deref(), 48.0);
        entry_ui(ui, ("", "Bytes of a piece"), &mut draft.pace_bytes, "1", bytes);
        let pause = (wrong.pause.as_deref(), 48.0);
        entry_ui(ui, ("bytes every", "Pause between pieces"), &mut draft.pace_every, "20ms", pause);
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
    let (text, name) =
        if running { ("Stop", "Stop repeating") } else { ("Start", "Start repeating") };
    let enabled = running || why_not.is_none();
    let button = Button::new(Text::Body.of(text));
    let size = vec2(72.0, CONTROL_HEIGHT);
    let response = ui.add_enabled_ui(enabled, |ui| ui.add_sized(size, button)).inner;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    let hint = if running {
        "Send no more (Ctrl+R)".to_owned()
    } else {
        format!("{} (Ctrl+R)", peers.next_words(session))
    };
    response.on_hover_text(hint).on_disabled_hover_text(why_not.unwrap_or_default()).clicked()
}

fn why_not(session: &Session, peers: &PeersView, payload: Option<&Payload>) -> Option<String> {
    if let Next::Nobody(why) = peers.next(session) {
        return Some(why.words().to_owned());
    }
    match payload {
        _ if session.payload.mode == PayloadMode::File => Some(NO_FILE.to_owned()),
        Some(_) => None,
        None => Some("The payload has a mistake".to_owned()),
    }
}

/// What is wrong, else how the repeating goes or went.
fn state_ui(ui: &mut Ui, session: &Session, wrong: Option<&str>) {
    let palette = Palette::of_ui(ui);
    let refused = session.problem().filter(|problem| problem.field == Field::Repeat);
    let refused = refused.map(|problem| problem.message.as_str());
    let said = |ui: &mut Ui, text: String, colour: Color32| {
        let label = Label::new(Text::Small.of(&text).color(colour)).truncate();
        ui.add(label).on_hover_text(text);
    };
    if let Some(wrong) = wrong.or(refused) {
        return said(ui, words::capitalised(wrong), palette.danger);
    }
    let running = is_running(session);
    if session.payload.mode == PayloadMode::File && !running {
        return said(ui, NO_FILE.to_owned(), palette.quiet);
    }
    let Some(repeating) = session.repeating() else { return };
    let colour = if running { palette.positive } else { palette.faint };
    ui.add_space(SPACE_2);
    let (dot, _) = ui.allocate_exact_size(vec2(SPACE_2, SPACE_2), egui::Sense::hover());
    ui.painter().circle_filled(dot.center(), 3.0, colour);
    let text = summary(&repeating.asked, &repeating.tally, repeating.rate());
    let label = Label::new(Text::Small.of(&text).color(palette.quiet)).truncate();
    ui.add(label).on_hover_text(details(repeating));
}

/// "1,234 sent, 99.8/s of 100/s, 40 µs late, 3 missed": the most important first, since the end may be cut.
fn summary(asked: &Schedule, tally: &Tally, achieved: Option<f64>) -> String {
    let of = asked.times.map(|times| format!(" of {}", words::count(times.get())));
    let mut parts = vec![format!("{}{} sent", words::count(tally.done), of.unwrap_or_default())];
    let wanted = rate_words(1.0 / asked.every.as_secs_f64());
    parts.push(match achieved {
        Some(achieved) => format!("{} of {wanted}", rate_words(achieved)),
        None => format!("asked {wanted}"),
    });
    if tally.done > 0 {
        parts.push(format!("jitter {}", late_words(tally.late)));
    }
    if tally.missed > 0 {
        parts.push(format!("{} missed", words::count(tally.missed)));
    }
    parts.join(", ")
}

fn details(repeating: &Repeating) -> String {
    let Repeating { asked, tally, .. } = repeating;
    let achieved = repeating.rate().map_or_else(|| "not known yet".to_owned(), rate_words);
    format!(
        "Asked: every {}, {}\nAchieved: {achieved}\nSent: {} in {}\nMissed, since the socket had not taken what was before: {}\nLate on average {}, at most {}",
        words::duration(asked.every),
        rate_words(1.0 / asked.every.as_secs_f64()),
        words::count(tally.done),
        words::duration(tally.elapsed),
        words::count(tally.missed),
        late_words(tally.late),
        late_words(tally.latest),
    )
}

fn late_words(late: Duration) -> String {
    if late < Duration::from_micros(1) { "under 1 µs".to_owned() } else { words::duration(late) }
}

/// "9,998/s", "99.8/s", "0.2/s", "6/min".
fn rate_words(per_second: f64) -> String {
    let digits = |value: f64| {
        let text = format!("{value:.1}");
        text.strip_suffix(".0").unwrap_or(&text).to_owned()
    };
    if per_second >= 999.95 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and `as` saturates"
        )]
        let whole = per_second.round() as u64;
        return format!("{}/s", words::count(whole));
    }
    if per_second >= 0.95 {
        return format!("{}/s", digits(per_second));
    }
    if per_second >= 1.0 / 60.0 {
        return format!("{}/min", digits(per_second * 60.0));
    }
    format!("{}/h", digits(per_second * 3_600.0))
}

const NO_FILE: &str = "A file cannot be repeated, only text or hex";

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;

    use super::*;

    #[test]
    fn a_rate_has_the_unit_that_fits() {
        for (per_second, expected) in [
            (10_000.4, "10,000/s"),
            (999.96, "1,000/s"),
            (99.84, "99.8/s"),
            (1.0, "1/s"),
            (0.5, "30/min"),
            (1.0 / 60.0, "1/min"),
            (1.0 / 600.0, "6/h"),
        ] {
            assert_eq!(rate_words(per_second), expected);
        }
    }

    #[test]
    fn the_summary_names_what_was_asked_and_achieved() {
        let asked = Schedule {
            every: Duration::from_millis(10),
            times: NonZeroU64::new(2_000),
            first: 0,
            pace: None,
        };
        let none = Tally::default();
        assert_eq!(summary(&asked, &none, None), "0 of 2,000 sent, asked 100/s");
        let tally = Tally { done: 1_234, missed: 3, late: Duration::from_micros(40), ..none };
        assert_eq!(
            summary(&asked, &tally, Some(99.81)),
            "1,234 of 2,000 sent, 99.8/s of 100/s, jitter 40 µs, 3 missed"
        );
        let exact = Tally { late: Duration::from_nanos(999), ..tally };
        assert!(summary(&asked, &exact, None).contains("jitter under 1 µs"));
    }

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
