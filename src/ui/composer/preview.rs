//! The exact bytes that a draft stands for, before they are sent; or where it is wrong.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

use bytes::Bytes;
use egui::{Label, Ui};

use crate::codec::{ParseError, Template, show};
use crate::form::{Filling, Payload, PayloadDraft, PayloadMode};
use crate::playground::Session;
use crate::types::problem::FillProblem;
use crate::ui::pass::Pass;
use crate::ui::theme::{Palette, SPACE_2, Text};
use crate::words;
use crate::words::ui::composer as texts;

/// A draft and what it stands for, worked out once per change.
#[derive(Debug, Default)]
pub(super) struct Preview {
    of: Option<(PayloadDraft, Result<Payload, ParseError>)>,
    filled: Option<FilledOnce>,
}

/// The bytes of a payload with fields, and what they depend on.
#[derive(Debug)]
struct FilledOnce {
    sequence: u64,
    second: i64,
    /// Of the random bytes, which stay as they are while the clock goes on.
    seed: u64,
    bytes: Result<Bytes, FillProblem>,
}

impl Preview {
    /// Works out what the draft stands for, if it changed.
    pub(super) fn update(&mut self, draft: &PayloadDraft) {
        if self.of.as_ref().is_none_or(|(old, _)| old != draft) {
            self.of = Some((draft.clone(), draft.parse()));
            self.filled = None;
        }
    }

    /// Gives the fields the values of the next payload, if those changed; the time once a second.
    pub(super) fn fill(&mut self, session: &Session, pass: &Pass<'_>) {
        let Some((_, Ok(Payload::Template(template)))) = &self.of else {
            return;
        };
        let sequence = session.next_sequence();
        let second = if template.follows_clock() { pass.now.unix_us / 1_000_000 } else { 0 };
        let is_new = |old: &FilledOnce| old.sequence != sequence || old.second != second;
        if self.filled.as_ref().is_none_or(is_new) {
            let now = pass.zone.at(pass.now);
            let same = self.filled.as_ref().filter(|old| old.sequence == sequence);
            let seed = same.map_or_else(|| fastrand::u64(..), |old| old.seed);
            let random = fastrand::Rng::with_seed(seed);
            let mut filling = Filling { now, sequence, random };
            let bytes = template.render(&mut filling.values());
            self.filled = Some(FilledOnce { sequence, second, seed, bytes });
        }
    }

    /// What one click sends: exactly the bytes on screen, with the values that the fields have there.
    pub(super) fn shown(&self) -> Option<Payload> {
        match self.payload()? {
            Payload::Template(template) => Some(match self.filled.as_ref()?.bytes.as_ref() {
                Ok(bytes) => Payload::Shown(bytes.clone()),
                Err(_) => Payload::Template(template),
            }),
            payload @ (Payload::Bytes(_) | Payload::File(_) | Payload::Shown(_)) => Some(payload),
        }
    }

    /// What is sent again and again, with new values in the fields each time.
    pub(super) fn payload(&self) -> Option<Payload> {
        let payload = self.of.as_ref()?.1.as_ref().ok()?;
        let fits = self.filled.as_ref().is_none_or(|filled| filled.bytes.is_ok());
        fits.then(|| payload.clone())
    }

    /// What is wrong, and where.
    pub(super) fn error(&self) -> Option<&ParseError> {
        self.of.as_ref()?.1.as_ref().err()
    }
}

/// What a request of this payload would be filled with, for showing it.
pub(in crate::ui) fn shown_filling(session: &Session, pass: &Pass<'_>) -> Filling {
    let sequence = session.next_sequence();
    let random = fastrand::Rng::with_seed(seed(&session.payload, sequence));
    Filling { now: pass.zone.at(pass.now), sequence, random }
}

fn seed(draft: &PayloadDraft, sequence: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (draft.typed(), sequence).hash(&mut hasher);
    hasher.finish()
}

/// Draws one line: the count and the bytes, or the error.
pub(super) fn preview_ui(
    ui: &mut Ui,
    session: &Session,
    preview: &mut Preview,
    pass: &mut Pass<'_>,
) {
    preview.fill(session, pass);
    let draft = &session.payload;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_2;
        match preview.of.as_ref().map(|(_, result)| result) {
            Some(Ok(Payload::Bytes(bytes) | Payload::Shown(bytes))) => bytes_ui(ui, bytes),
            Some(Ok(Payload::Template(template))) => {
                filled_ui(ui, draft, template, preview.filled.as_ref(), pass);
            }
            None => {}
            Some(Ok(Payload::File(path))) => {
                let text = texts::streams(&path.display().to_string());
                quiet_ui(ui, text);
            }
            Some(Err(_)) if draft.typed().is_empty() => {
                quiet_ui(ui, texts::no_path().to_owned());
            }
            Some(Err(error)) => wrong_ui(ui, &words::problem::typed(&error.problem)),
        }
    });
}

fn quiet_ui(ui: &mut Ui, text: String) {
    let palette = Palette::of_ui(ui);
    ui.add(Label::new(Text::Small.of(text).color(palette.quiet)).truncate());
}

fn wrong_ui(ui: &mut Ui, message: &str) {
    let text = texts::nothing_is_sent(&words::capitalised(message));
    let label = Label::new(Text::Small.of(&text).color(Palette::of_ui(ui).danger)).truncate();
    ui.add(label).on_hover_text(text);
}

/// The count and the bytes.
fn bytes_ui(ui: &mut Ui, bytes: &Bytes) {
    let palette = Palette::of_ui(ui);
    let mut hex = String::new();
    let cut = show::hex_preview(bytes, SHOWN, &mut hex);
    ui.label(Text::Small.of(words::bytes(bytes.len() as u64)).color(palette.quiet));
    let dots = if cut { " …" } else { "" };
    ui.add(Label::new(Text::MonoSmall.of(hex + dots).color(palette.quiet)).truncate());
}

/// The next payload with the values of its fields: what is text as text, and the bytes.
fn filled_ui(
    ui: &mut Ui,
    draft: &PayloadDraft,
    template: &Template,
    filled: Option<&FilledOnce>,
    pass: &mut Pass<'_>,
) {
    let bytes = match filled.map(|filled| &filled.bytes) {
        Some(Ok(bytes)) => bytes,
        Some(Err(problem)) => return wrong_ui(ui, &words::problem::fill(problem)),
        None => return,
    };
    let response = ui.scope(|ui| {
        if draft.mode == PayloadMode::Text {
            let mut text = String::new();
            let cut = show::preview(bytes, draft.encoding, SHOWN_TEXT, &mut text);
            let dots = if cut { "…" } else { "" };
            ui.add(Label::new(Text::MonoSmall.of(text + dots)).truncate());
        }
        bytes_ui(ui, bytes);
    });
    response.response.on_hover_text(texts::exactly_this());
    if template.follows_clock() {
        let into = u64::try_from(pass.now.unix_us.rem_euclid(SECOND)).unwrap_or(0);
        pass.repaint_in(Duration::from_secs(1).saturating_sub(Duration::from_micros(into)));
    }
}

/// Bytes shown; the line is cut to the window's width besides.
const SHOWN: usize = 256;
/// Characters of text shown before them.
const SHOWN_TEXT: usize = 64;
/// In microseconds.
const SECOND: i64 = 1_000_000;
