//! Where the columns of the log stand, in points from its left edge.

use egui::Ui;

use crate::types::Kind;
use crate::ui::theme::SPACE_3;

/// Where the columns of the log stand, in points from its left edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) time: f32,
    pub(super) way: f32,
    /// Not shown where there is one peer only.
    pub(super) peer: Option<f32>,
    /// Lengths end here.
    pub(super) length_end: f32,
    pub(super) preview: f32,
    /// The peer column has room for an address.
    pub(super) addresses: bool,
    /// The direction is its sign alone, so that the bytes keep some room.
    pub(super) signs: bool,
}

impl Columns {
    /// Columns for the room there is.
    pub(super) fn fit(ui: &Ui, kind: Kind) -> Self {
        let wide = ui.available_width() > 760.0;
        let signs = ui.available_width() < 480.0;
        let time = SPACE_3;
        let way = time + 114.0;
        let behind_way = way + if signs { 24.0 } else { 78.0 };
        let peer_width = if wide { 150.0 } else { 44.0 };
        let peer = (!kind.has_one_peer()).then_some(behind_way);
        let length_end = peer.map_or(behind_way, |peer| peer + peer_width) + 52.0;
        Self { time, way, peer, length_end, preview: length_end + 14.0, addresses: wide, signs }
    }
}
