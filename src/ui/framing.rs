//! How a stream is cut into messages: a choice, and the numbers that go with it.

use std::time::Duration;

use egui::Ui;

use crate::codec::{ParseError, Typed};
use crate::respond::{Framing, PrefixWidth};
use crate::types::ByteOrder;
use crate::ui::choice::combo_ui;
use crate::ui::entry::{Entry, duration_ui, number_ui, typed_ui, wrong_ui};
use crate::ui::kit::caption::{caption_ui, quiet_ui};
use crate::ui::theme::SPACE_3;
use crate::words;
use crate::words::ui::framing as labels;

/// Draws the line of a form that chooses the framing, and under it what is wrong with it; `datagram_ui` draws what there is to
/// choose for datagrams, each of which is a message.
pub fn framing_line_ui(
    ui: &mut Ui,
    framing: &mut Framing,
    wrong: Option<&ParseError>,
    datagram_ui: Option<fn(&mut Ui, &mut Framing)>,
) {
    ui.horizontal(|ui| {
        caption_ui(ui, labels::framing());
        ui.horizontal_wrapped(|ui| {
            ui.set_max_width(ui.available_width() - SPACE_3);
            match datagram_ui {
                Some(datagram_ui) => datagram_ui(ui, framing),
                None => framing_ui(ui, framing, wrong),
            }
        });
    });
    if let Some(error) = wrong {
        ui.horizontal(|ui| {
            caption_ui(ui, "");
            wrong_ui(ui, error);
        });
    }
}

/// Draws the choice and the entries that go with it; an error is in the delimiter.
fn framing_ui(ui: &mut Ui, framing: &mut Framing, wrong: Option<&ParseError>) {
    let before = FramingKind::of(framing);
    let mut kind = before;
    ui.scope(|ui| {
        ui.spacing_mut().combo_width = CHOICE;
        combo_ui(ui, labels::framing(), &mut kind, &FramingKind::ALL, FramingKind::label);
    });
    if kind != before {
        *framing = kind.framing();
    }
    match framing {
        Framing::Read | Framing::Line => {}
        Framing::Text { gap } | Framing::Idle(gap) => {
            quiet_ui(ui, labels::silence_unit());
            duration_ui(ui, labels::silence(), gap);
        }
        Framing::Delimiter(typed) => {
            let width = ui.available_width().min(260.0);
            typed_ui(ui, Entry { name: labels::delimiter(), hint: "\\r\\n", wrong, width }, typed);
        }
        Framing::Fixed(bytes) => {
            number_ui(ui, labels::message_length(), bytes, &(1..=16 << 20));
            quiet_ui(ui, labels::message_length_unit());
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
    combo_ui(ui, labels::prefix_width(), width, &WIDTHS, |width| words::unit::width(width.bytes()));
    combo_ui(ui, labels::prefix_byte_order(), order, &ByteOrder::ALL, words::byte_order);
    let itself = ui.checkbox(includes_itself, labels::prefix_includes_itself());
    itself.on_hover_text(labels::prefix_includes_itself_hint());
}

/// A framing, without its numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FramingKind {
    Read,
    Text,
    Line,
    Delimiter,
    Fixed,
    LengthPrefix,
    Idle,
}

impl FramingKind {
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
            Self::Read => labels::read(),
            Self::Text => labels::text(),
            Self::Line => labels::line(),
            Self::Delimiter => labels::delimiter(),
            Self::Fixed => labels::fixed(),
            Self::LengthPrefix => labels::length_prefix(),
            Self::Idle => labels::idle(),
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

/// Width of the choice, which is that of the name above it.
pub const CHOICE: f32 = 196.0;
const WIDTHS: [PrefixWidth; 4] =
    [PrefixWidth::One, PrefixWidth::Two, PrefixWidth::Four, PrefixWidth::Eight];
/// Longer than a typist's client takes between two packets, shorter than a person notices.
const GAP: Duration = Duration::from_millis(50);
