//! The state of the peers panel.

use crate::playground::PeerChoice;
use crate::ui::scroller::Scroller;

/// The peers panel's own state.
#[derive(Debug)]
pub struct PeersView {
    /// Whom the person has chosen.
    pub choice: PeerChoice,
    /// The row that a marked range starts from.
    pub(super) anchor: Option<u64>,
    pub(super) scroller: Scroller,
}

impl Default for PeersView {
    fn default() -> Self {
        Self { choice: PeerChoice::default(), anchor: None, scroller: Scroller::at_end() }
    }
}
