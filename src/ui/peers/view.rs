//! The state of the peers panel.

use std::collections::BTreeSet;

use crate::types::PeerId;
use crate::ui::scroller::Scroller;

/// The peers panel's own state.
#[derive(Debug)]
pub struct PeersView {
    pub(super) marked: BTreeSet<PeerId>,
    /// The row that a marked range starts from.
    pub(super) anchor: Option<u64>,
    /// A UDP peer sends to all; only on request, never because nothing else was said.
    pub(super) all: bool,
    pub(super) scroller: Scroller,
}

impl Default for PeersView {
    fn default() -> Self {
        Self { marked: BTreeSet::new(), anchor: None, all: false, scroller: Scroller::at_end() }
    }
}
