//! What a message of a stream is: a choice, and the numbers that go with it.

use std::time::Duration;

use egui::Ui;

use crate::codec::{ParseError, Typed};
use crate::respond::{Framing, PrefixWidth};
use crate::types::ByteOrder;
use crate::ui::choice::combo_ui;
use crate::ui::entry::{Entry, duration_ui, number_ui, typed_ui};
use crate::ui::kit::caption::quiet_ui;
use crate::words;
use crate::words::ui::framing as labels;

/// Draws the choice, so wide, and the entries that go with it; a mistake is in the delimiter.
pub fn framing_ui(
    ui: &mut Ui,
    framing: &mut Framing,
    wrong: Option<&ParseError>,
    choice_width: f32,
) {
    let before = Cut::of(framing);
    let mut cut = before;
    ui.scope(|ui| {
        ui.spacing_mut().combo_width = choice_width;
        combo_ui(ui, labels::a_message_is(), &mut cut, &Cut::ALL, Cut::label);
    });
    if cut != before {
        *framing = cut.framing();
    }
    match framing {
        Framing::Read | Framing::Line => {}
        Framing::Text { gap } | Framing::Idle(gap) => {
            quiet_ui(ui, "of");
            duration_ui(ui, labels::silence(), gap);
        }
        Framing::Delimiter(typed) => {
            let width = ui.available_width().min(260.0);
            typed_ui(ui, Entry { name: labels::delimiter(), hint: "\\r\\n", wrong, width }, typed);
        }
        Framing::Fixed(bytes) => {
            number_ui(ui, labels::bytes_of_a_message(), bytes, &(1..=16 << 20));
            quiet_ui(ui, "bytes");
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
    combo_ui(ui, labels::width_of_the_length(), width, &WIDTHS, |width| {
        words::unit::width(width.bytes())
    });
    combo_ui(ui, labels::byte_order_of_the_length(), order, &ByteOrder::ALL, words::byte_order);
    let itself = ui.checkbox(includes_itself, labels::counts_itself());
    itself.on_hover_text(labels::the_length_is_that_of());
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
            Self::Read => labels::what_one_read_gives(),
            Self::Text => labels::a_line_or_up_to(),
            Self::Line => "A line",
            Self::Delimiter => labels::up_to_a_delimiter(),
            Self::Fixed => labels::so_many_bytes(),
            Self::LengthPrefix => labels::a_length_and_so_many(),
            Self::Idle => labels::up_to_a_silence(),
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

const WIDTHS: [PrefixWidth; 4] =
    [PrefixWidth::One, PrefixWidth::Two, PrefixWidth::Four, PrefixWidth::Eight];
/// Longer than a typist's client takes between two packets, shorter than a person notices.
const GAP: Duration = Duration::from_millis(50);
