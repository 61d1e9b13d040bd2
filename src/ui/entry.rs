//! Small entries of forms: a line of text, bytes as a person types them, durations, numbers. What is wrong in them is
//! underlined.

use std::ops::RangeInclusive;
use std::time::Duration;

use egui::{
    Align2, Button, Label, Response, Role, Stroke, StrokeKind, TextBuffer, TextEdit, Ui,
    WidgetInfo, vec2,
};

use crate::codec::{Encoding, ParseError, Typed};
use crate::ui::choice::combo_ui;
use crate::ui::theme::{CONTROL_HEIGHT, CORNER, Palette, SPACE_1, SPACE_2, Text};
use crate::ui::underline::underlined;
use crate::words;
use crate::words::ui::entry as labels;

/// What an entry is called, and how it looks.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Its accessible name.
    pub name: &'a str,
    /// Shown while it is empty.
    pub hint: &'a str,
    /// What is wrong in it.
    pub wrong: Option<&'a ParseError>,
    /// In points.
    pub width: f32,
}

/// Draws an entry for a line of text.
pub fn line_ui(ui: &mut Ui, entry: Entry<'_>, text: &mut String) -> Response {
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _: f32| {
        underlined(ui, text.as_str(), Text::MonoSmall, entry.wrong, f32::INFINITY)
    };
    let edit = TextEdit::singleline(text)
        .hint_text(entry.hint)
        .font(Text::MonoSmall.style())
        .align(Align2::LEFT_CENTER)
        .margin(vec2(SPACE_1 + 2.0, 2.0))
        .layouter(&mut layouter);
    let response = ui.add_sized(vec2(entry.width.max(LEAST), CONTROL_HEIGHT), edit);
    response.widget_info(|| WidgetInfo {
        label: Some(entry.name.to_owned()),
        ..WidgetInfo::text_edit(true, text.as_str(), text.as_str(), entry.hint)
    });
    if entry.wrong.is_some() {
        let stroke = Stroke::new(1.0, Palette::of_ui(ui).danger);
        ui.painter().rect_stroke(response.rect, CORNER, stroke, StrokeKind::Inside);
    }
    response
}

/// Draws an entry for bytes, and beside it the choice of what is typed there: hex, or text in an encoding.
pub fn typed_ui(ui: &mut Ui, entry: Entry<'_>, typed: &mut Typed) -> Response {
    let text = match typed {
        Typed::Text { text, .. } => {
            escape_breaks(text);
            text
        }
        Typed::Hex(hex) => {
            space_breaks(hex);
            hex
        }
    };
    let width = entry.width - READING - 2.0 * SPACE_2;
    let response = line_ui(ui, Entry { width, ..entry }, text);
    let before = Reading::of(typed);
    let mut reading = before;
    let all: Vec<Reading> = Reading::all().collect();
    ui.spacing_mut().combo_width = READING;
    combo_ui(ui, &labels::typed_as(entry.name), &mut reading, &all, Reading::label);
    if reading != before {
        let text = typed.typed().to_owned();
        *typed = match reading {
            Reading::Hex => Typed::Hex(text),
            Reading::Text(encoding) => Typed::Text { text, encoding },
        };
    }
    response
}

/// Line breaks, which a file may have, become their escapes: they mean the same and fit into a line.
pub fn escape_breaks(text: &mut String) {
    if text.contains(BREAKS) {
        *text = text.replace('\n', "\\n").replace('\r', "\\r");
    }
}

/// The same among hex digits, where they stand for nothing.
pub fn space_breaks(hex: &mut String) {
    if hex.contains(BREAKS) {
        *hex = hex.replace(BREAKS, " ");
    }
}

/// What is typed for bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Hex,
    Text(Encoding),
}

impl Reading {
    fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Hex).chain(Encoding::ALL.into_iter().map(Self::Text))
    }

    fn of(typed: &Typed) -> Self {
        match typed {
            Typed::Text { encoding, .. } => Self::Text(*encoding),
            Typed::Hex(_) => Self::Hex,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Hex => labels::hex(),
            Self::Text(encoding) => encoding.label(),
        }
    }
}

/// Draws an entry for a duration, in milliseconds.
pub fn duration_ui(ui: &mut Ui, name: &str, duration: &mut Duration) {
    let shown = milliseconds(*duration);
    if let Some(new) = amount_ui(ui, name, shown, parse_milliseconds) {
        *duration = new;
    }
    ui.label(Text::Small.of("ms").color(Palette::of_ui(ui).quiet));
}

/// Draws an entry for a number.
pub fn number_ui(ui: &mut Ui, name: &str, number: &mut u32, range: &RangeInclusive<u32>) {
    let parse = |text: &str| text.trim().parse().ok().filter(|n| range.contains(n));
    if let Some(new) = amount_ui(ui, name, number.to_string(), parse) {
        *number = new;
    }
}

/// An entry that keeps what is typed while the keyboard is in it; what cannot be read changes nothing, and is gone when
/// the keyboard leaves.
fn amount_ui<T>(
    ui: &mut Ui,
    name: &str,
    shown: String,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let palette = Palette::of_ui(ui);
    let id = ui.make_persistent_id(("amount", name));
    let focused = ui.memory(|memory| memory.has_focus(id));
    let kept = ui.data(|data| data.get_temp::<String>(id)).filter(|_| focused);
    let mut text = kept.unwrap_or(shown);
    let right = parse(&text).is_some();
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .font(Text::MonoSmall.style())
        .text_color(if right { palette.text } else { palette.danger })
        .align(Align2::LEFT_CENTER)
        .margin(vec2(SPACE_1 + 2.0, 2.0));
    let response = ui.add_sized(vec2(AMOUNT, CONTROL_HEIGHT), edit);
    response.widget_info(|| WidgetInfo {
        label: Some(name.to_owned()),
        ..WidgetInfo::text_edit(true, &text, &text, "")
    });
    let changed = response.changed();
    let new = parse(&text).filter(|_| changed);
    ui.data_mut(|data| data.insert_temp(id, text));
    new
}

/// Draws what is wrong, in words.
pub fn wrong_ui(ui: &mut Ui, error: &ParseError) {
    let text = words::capitalised(&words::problem::typed(&error.problem));
    let label = Label::new(Text::Small.of(&text).color(Palette::of_ui(ui).danger)).truncate();
    ui.add(label).on_hover_text(text);
}

/// Draws a small quiet button with a sign, under its accessible name; `true` if it was clicked.
pub fn sign_ui(ui: &mut Ui, enabled: bool, sign: &str, name: &str) -> bool {
    let button = Button::new(Text::Body.of(sign)).frame_when_inactive(false);
    let button = button.min_size(vec2(SIGN, CONTROL_HEIGHT));
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response.on_hover_text(name).clicked()
}

fn milliseconds(duration: Duration) -> String {
    let text = format!("{:.3}", duration.as_secs_f64() * 1_000.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn parse_milliseconds(text: &str) -> Option<Duration> {
    let number: f64 = text.trim().parse().ok().filter(|n| (0.0..=MOST).contains(n))?;
    Duration::try_from_secs_f64(number / 1_000.0).ok()
}

/// Width of a sign.
pub(super) const SIGN: f32 = 24.0;
/// Width of the choice of what is typed.
const READING: f32 = 76.0;
/// Width of a number.
const AMOUNT: f32 = 60.0;
const LEAST: f32 = 40.0;
const BREAKS: [char; 2] = ['\n', '\r'];
/// A day, in milliseconds.
const MOST: f64 = 86_400_000.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_read_as_they_are_shown() {
        for (text, micros) in
            [("0", 0), ("50", 50_000), ("1.5", 1_500), ("86400000", 86_400_000_000)]
        {
            let duration = parse_milliseconds(text).unwrap();
            assert_eq!(
                (duration, milliseconds(duration)),
                (Duration::from_micros(micros), text.to_owned())
            );
        }
        for text in ["", "-1", "x", "nan", "inf", "86400001"] {
            assert_eq!(parse_milliseconds(text), None, "{text}");
        }
    }
}
