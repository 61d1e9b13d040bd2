//! What the drawing functions of one pass share.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::playground::{Action, Tone};
use crate::store::settings::Settings;
use crate::store::shelf::KeptShelf;
use crate::types::{Interface, Stamp};
use crate::ui::command::Command;
use crate::ui::format::Zone;
use crate::ui::theme::Palette;

/// What the drawing functions of one pass share: they read the time from it and leave in it
/// what is to be done.
#[derive(Debug)]
pub struct Pass<'a> {
    /// What is remembered between starts.
    pub settings: &'a mut Settings,
    /// The saved payloads.
    pub shelf: &'a mut KeptShelf,
    /// When the pass began.
    pub now: Stamp,
    /// In which zone times are shown.
    pub zone: Zone,
    /// The machine's interfaces, as looked up last.
    pub interfaces: Arc<[Interface]>,
    /// To be performed after the last widget.
    pub actions: Vec<Action>,
    /// To be carried out after the last widget, before the actions.
    pub commands: VecDeque<Command>,
    /// The soonest moment at which a text on screen changes by itself.
    pub repaint_after: Option<Duration>,
}

impl<'a> Pass<'a> {
    /// The beginning of a pass.
    pub fn new(
        settings: &'a mut Settings,
        shelf: &'a mut KeptShelf,
        now: Stamp,
        zone: Zone,
    ) -> Self {
        Self {
            settings,
            shelf,
            now,
            zone,
            interfaces: Arc::from([]),
            actions: Vec::new(),
            commands: VecDeque::new(),
            repaint_after: None,
        }
    }

    /// Has a command carried out after the last widget.
    pub fn give(&mut self, command: impl Into<Command>) {
        self.commands.push_back(command.into());
    }

    /// Asks for another pass after so long, if no other part wants one sooner.
    pub fn repaint_in(&mut self, after: Duration) {
        self.repaint_after = Some(self.repaint_after.map_or(after, |soonest| soonest.min(after)));
    }
}

/// The colour of a state's dot and words.
pub fn tone_colour(palette: &Palette, tone: Tone) -> egui::Color32 {
    match tone {
        Tone::Neutral => palette.faint,
        Tone::Busy => palette.warning,
        Tone::Good => palette.positive,
        Tone::Bad => palette.danger,
    }
}
