//! The top of the form: the name of the set, what a message is, and what is wrong.

use std::time::Duration;

use egui::{Align, Button, Label, Layout, Ui, vec2};

use crate::codec::Typed;
use crate::playground::Session;
use crate::respond::{ByteOrder, Framing, PrefixWidth, Rule, RulePart, Transport};

use super::super::composer::combo_ui;
use super::super::entry::{Entry, duration_ui, line_ui, number_ui, typed_ui, wrong_ui};
use super::super::pass::Pass;
use super::super::theme::{CONTROL_HEIGHT, Palette, SPACE_3, Text};
use super::{RulesView, file, side, transport};

/// Draws the name, the way to files, and what a message is.
pub(super) fn head_ui(
    ui: &mut Ui,
    session: &mut Session,
    view: &mut RulesView,
    pass: &mut Pass<'_>,
) {
    ui.horizontal(|ui| {
        name_ui(ui, "Name");
        let entry = Entry { name: "Name of the rules", hint: "Unnamed", wrong: None, width: NAME };
        line_ui(ui, entry, &mut session.draft.rules.name);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            file::toggle_ui(ui, &mut view.file);
            side::bring_back_ui(ui, session, view);
        });
    });
    ui.horizontal(|ui| {
        name_ui(ui, "A message is");
        ui.horizontal_wrapped(|ui| {
            ui.set_max_width(ui.available_width() - SPACE_3);
            if transport(session) == Transport::Datagram {
                datagram_ui(ui, &mut session.draft.rules.framing);
            } else {
                framing_ui(ui, session, view);
            }
        });
    });
    if let Some(problem) = view.problem(None, RulePart::Framing) {
        ui.horizontal(|ui| {
            name_ui(ui, "");
            wrong_ui(ui, &problem.error);
        });
    }
    file::file_ui(ui, session, view, pass);
}

/// Draws the heading of the list: how it is read, or what is wrong, and the way to more rules.
pub(super) fn heading_ui(ui: &mut Ui, session: &mut Session, view: &mut RulesView) {
    let palette = Palette::of_ui(ui);
    ui.horizontal(|ui| {
        ui.label(Text::Strong.of("Rules"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(SPACE_3);
            add_ui(ui, session, view);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let (text, colour) = match view.trouble(session) {
                    Some(trouble) => (trouble, palette.danger),
                    None => (ORDER.to_owned(), palette.quiet),
                };
                ui.add(Label::new(Text::Small.of(&text).color(colour)).truncate())
                    .on_hover_text(text);
            });
        });
    });
}

/// Draws the button for one more rule, which opens.
pub(super) fn add_ui(ui: &mut Ui, session: &mut Session, view: &mut RulesView) {
    let button = ui.add(Button::new("Add rule"));
    if button.on_hover_text("One more rule, after the others").clicked() {
        let rules = &mut session.draft.rules.rules;
        let name = format!("Rule {}", rules.len() + 1);
        rules.push(Rule { name, ..Rule::default() });
        view.list.open(rules.len() - 1);
    }
}

/// Draws the name of a line of the form.
pub(super) fn name_ui(ui: &mut Ui, name: &str) {
    let size = vec2(NAMES, CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        ui.label(Text::Small.of(name).color(Palette::of_ui(ui).quiet));
    });
}

/// What a message is, without its numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Read,
    Text,
    Line,
    Delimiter,
    Fixed,
    LengthPrefix,
    Idle,
}

impl Cut {
    const ALL: [Self; 7] = [
        Self::Text,
        Self::Line,
        Self::Read,
        Self::Delimiter,
        Self::Fixed,
        Self::LengthPrefix,
        Self::Idle,
    ];

    fn of(framing: &Framing) -> Self {
        match framing {
            Framing::Read => Self::Read,
            Framing::Text { .. } => Self::Text,
            Framing::Line => Self::Line,
            Framing::Delimiter(_) => Self::Delimiter,
            Framing::Fixed(_) => Self::Fixed,
            Framing::LengthPrefix { .. } => Self::LengthPrefix,
            Framing::Idle(_) => Self::Idle,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Read => "What one read gives",
            Self::Text => "A line, or up to a silence",
            Self::Line => "A line",
            Self::Delimiter => "Up to a delimiter",
            Self::Fixed => "So many bytes",
            Self::LengthPrefix => "A length, and so many bytes",
            Self::Idle => "Up to a silence",
        }
    }

    fn framing(self) -> Framing {
        match self {
            Self::Read => Framing::Read,
            Self::Text => Framing::Text { gap: GAP },
            Self::Line => Framing::Line,
            Self::Delimiter => Framing::Delimiter(Typed::text("\\r\\n")),
            Self::Fixed => Framing::Fixed(16),
            Self::LengthPrefix => Framing::LengthPrefix {
                width: PrefixWidth::default(),
                order: ByteOrder::default(),
                includes_itself: false,
            },
            Self::Idle => Framing::Idle(GAP),
        }
    }
}

/// A datagram always is a message; what may be chosen is whether its line ending counts.
fn datagram_ui(ui: &mut Ui, framing: &mut Framing) {
    ui.label(Text::Body.of("A datagram"));
    ui.add_space(SPACE_3);
    let was = matches!(framing, Framing::Line | Framing::Text { .. });
    let mut is = was;
    let hint =
        "What ends in LF or CRLF matches without it, and {message} has none; {frame} has all";
    ui.checkbox(&mut is, "Without its line ending").on_hover_text(hint);
    if is != was {
        *framing = if is { Framing::Line } else { Framing::Read };
    }
}

fn framing_ui(ui: &mut Ui, session: &mut Session, view: &RulesView) {
    let framing = &mut session.draft.rules.framing;
    let before = Cut::of(framing);
    let mut cut = before;
    ui.scope(|ui| {
        ui.spacing_mut().combo_width = NAME;
        combo_ui(ui, "A message is", &mut cut, &Cut::ALL, Cut::label);
    });
    if cut != before {
        *framing = cut.framing();
    }
    match framing {
        Framing::Read | Framing::Line => {}
        Framing::Text { gap } | Framing::Idle(gap) => {
            quiet(ui, "of");
            duration_ui(ui, "Silence", gap);
        }
        Framing::Delimiter(typed) => {
            let wrong = view.problem(None, RulePart::Framing).map(|problem| &problem.error);
            let width = ui.available_width().min(260.0);
            typed_ui(ui, Entry { name: "Delimiter", hint: "\\r\\n", wrong, width }, typed);
        }
        Framing::Fixed(bytes) => {
            number_ui(ui, "Bytes of a message", bytes, &(1..=16 << 20));
            quiet(ui, "bytes");
        }
        Framing::LengthPrefix { width, order, includes_itself } => {
            prefix_ui(ui, width, order, includes_itself);
        }
    }
}

fn prefix_ui(
    ui: &mut Ui,
    width: &mut PrefixWidth,
    order: &mut ByteOrder,
    includes_itself: &mut bool,
) {
    ui.spacing_mut().combo_width = 72.0;
    combo_ui(ui, "Width of the length", width, &WIDTHS, |width| match width {
        PrefixWidth::One => "1 byte",
        PrefixWidth::Two => "2 bytes",
        PrefixWidth::Four => "4 bytes",
        PrefixWidth::Eight => "8 bytes",
    });
    combo_ui(ui, "Byte order of the length", order, &ORDERS, |order| match order {
        ByteOrder::Big => "Big-endian",
        ByteOrder::Little => "Little-endian",
    });
    let itself = ui.checkbox(includes_itself, "Counts itself");
    itself.on_hover_text("The length is that of all: its own bytes and those behind it");
}

fn quiet(ui: &mut Ui, text: &str) {
    ui.label(Text::Small.of(text).color(Palette::of_ui(ui).quiet));
}

const WIDTHS: [PrefixWidth; 4] =
    [PrefixWidth::One, PrefixWidth::Two, PrefixWidth::Four, PrefixWidth::Eight];
const ORDERS: [ByteOrder; 2] = [ByteOrder::Big, ByteOrder::Little];
const ORDER: &str = "In order; each message meets all of them, unless one stops that";
/// Width of the column of names.
const NAMES: f32 = 80.0;
/// Width of the name of the set, and of the choice of what a message is.
const NAME: f32 = 196.0;
/// Longer than a typist's client takes between two packets, shorter than a person notices.
const GAP: Duration = Duration::from_millis(50);
