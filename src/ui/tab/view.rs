//! The state of a tab.

use crate::types::{Kind, View};
use crate::ui::composer::ComposerView;
use crate::ui::peers::PeersView;
use crate::ui::shelf::ShelfView;
use crate::ui::status_bar::RateMeter;
use crate::ui::tab::fold::Fold;
use crate::ui::tab::http::view::HttpView;
use crate::ui::tab::middle::MiddleView;

/// What the window remembers of a tab while the program runs.
#[derive(Debug, Default)]
pub struct TabView {
    /// Which view was chosen.
    pub(super) shown: Option<View>,
    pub(super) middle: MiddleView,
    pub(super) peers: PeersView,
    pub(super) composer: ComposerView,
    pub(super) shelf: ShelfView,
    pub(super) http: HttpView,
    pub(super) meter: RateMeter,
    pub(super) fold: Fold,
    /// The options of a fetch are open.
    pub(super) options_open: bool,
}

impl TabView {
    /// The view that a tab of this kind shows.
    pub(super) fn shown(&self, kind: Kind) -> View {
        self.shown.unwrap_or_else(|| kind.traits().first_view)
    }
}
