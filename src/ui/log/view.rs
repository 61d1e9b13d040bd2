//! The state of the log.

use crate::ui::format::Zone;
use crate::ui::log::selection::Selection;
use crate::ui::scroller::Scroller;

/// The log's own state.
#[derive(Debug)]
pub struct LogView {
    pub(super) scroller: Scroller,
    pub(super) selection: Selection,
    pub(super) times: Times,
    pub(super) preview: PreviewStyle,
    pub(super) zone: Zone,
}

/// How the times of the log read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    /// The local wall clock.
    Clock,
    /// Since the record before.
    Delta,
    /// Since the first record.
    Start,
}

/// How the bytes of a row read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PreviewStyle {
    Text,
    Hex,
}

impl Default for LogView {
    fn default() -> Self {
        Self {
            scroller: Scroller::at_end(),
            selection: Selection::default(),
            times: Times::Clock,
            preview: PreviewStyle::Text,
            zone: Zone::Local,
        }
    }
}

impl LogView {
    /// The record whose bytes are to be shown.
    pub fn selected(&self) -> Option<u64> {
        self.selection.cursor()
    }
}
