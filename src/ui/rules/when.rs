//! When a rule applies: a choice, and what it needs.

use std::time::Duration;

use egui::Ui;

use crate::codec::ParseError;
use crate::respond::{Matcher, Transport, When};
use crate::ui::choice::combo_ui;
use crate::ui::entry::{Entry, duration_ui};
use crate::ui::kit::caption::quiet_ui;
use crate::ui::matcher::{Like, operand_ui};
use crate::words::ui::rules as words;

/// When a rule applies, without what is typed for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    Message(Like),
    Connect,
    Idle,
    HalfClose,
}

impl Moment {
    fn all() -> impl Iterator<Item = Self> {
        let others = [Self::Connect, Self::Idle, Self::HalfClose];
        Like::ALL.into_iter().map(Self::Message).chain(others)
    }

    fn of(when: &When) -> Self {
        match when {
            When::Connect => Self::Connect,
            When::Message(matcher) => Self::Message(Like::of(matcher)),
            When::Idle(_) => Self::Idle,
            When::HalfClose => Self::HalfClose,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Message(like) => like.label(),
            Self::Connect => words::connected(),
            Self::Idle => words::silence(),
            Self::HalfClose => words::half_closed(),
        }
    }

    /// What was typed for a message stays while it stays one.
    fn when(self, old: &When) -> When {
        match (self, old) {
            (Self::Message(like), When::Message(matcher)) => When::Message(like.matcher(matcher)),
            (Self::Message(like), _) => When::Message(like.matcher(&Matcher::Any)),
            (Self::Connect, _) => When::Connect,
            (Self::Idle, _) => When::Idle(SILENCE),
            (Self::HalfClose, _) => When::HalfClose,
        }
    }
}

/// Draws the choice and what it needs.
pub(super) fn when_ui(
    ui: &mut Ui,
    when: &mut When,
    transport: Transport,
    wrong: Option<&ParseError>,
) {
    let before = Moment::of(when);
    let mut moment = before;
    let fits = |moment: &Moment| {
        transport == Transport::Stream || *moment != Moment::HalfClose || *moment == before
    };
    let all: Vec<Moment> = Moment::all().filter(fits).collect();
    ui.scope(|ui| {
        ui.spacing_mut().combo_width = CHOICE;
        combo_ui(ui, words::when(), &mut moment, &all, Moment::label);
    });
    if moment != before {
        *when = moment.when(when);
    }
    match when {
        When::Connect if transport == Transport::Datagram => {
            quiet_ui(ui, words::first_datagram_hint());
        }
        When::Connect => quiet_ui(ui, words::connected_hint()),
        When::Message(matcher) => {
            let entry =
                Entry { name: words::operand(), hint: "", wrong, width: ui.available_width() };
            operand_ui(ui, entry, matcher);
        }
        When::Idle(silence) => {
            duration_ui(ui, words::silence_duration(), silence);
            quiet_ui(ui, words::silence_hint());
        }
        When::HalfClose => quiet_ui(ui, words::half_closed_hint()),
    }
}

/// Width of the choice: the longest fits.
const CHOICE: f32 = 192.0;
const SILENCE: Duration = Duration::from_secs(5);
