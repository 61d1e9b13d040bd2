//! The state of a fetch tab.

use egui::Id;

use crate::playground::{Fetch, FetchNumber, Session};
use crate::ui::scroller::Scroller;
use crate::ui::tab::http::body::BodyView;
use crate::ui::tab::http::chunks::ChunksView;
use crate::ui::tab::http::heads::HeadsView;
use crate::ui::tab::http::save::SaveView;
use crate::ui::tab::http::waterfall::WaterfallView;
use crate::ui::tab::http::wire::WireView;

/// What the window remembers of a fetch tab, beside what every tab has.
#[derive(Debug, Default)]
pub(in crate::ui::tab) struct HttpView {
    /// The fetch that was chosen to be shown, else the newest.
    pub(super) chosen: Option<FetchNumber>,
    /// The newest when last drawn: another one takes the place of what is shown.
    pub(super) newest: Option<FetchNumber>,
    /// Where the keyboard was when last drawn: Escape takes it away before anything is drawn.
    pub(super) focused: Option<Id>,
    /// The width of the left side, while nobody dragged its edge.
    pub(super) side: f32,
    pub(super) is_dragged: bool,
    /// The session's generation that the rest is about.
    pub(super) generation: u64,
    /// What came of pasting a curl command, in words.
    pub(super) pasted: Option<Result<String, String>>,
    pub(super) waterfall: WaterfallView,
    pub(super) wire: WireView,
    pub(super) heads: HeadsView,
    pub(super) body: BodyView,
    pub(super) chunks: ChunksView,
    pub(super) history: HistoryView,
    pub(super) save: SaveView,
}

impl HttpView {
    /// The fetch on screen.
    pub(super) fn shown<'a>(&self, session: &'a Session) -> Option<&'a Fetch> {
        let fetches = session.fetches();
        self.chosen.and_then(|number| fetches.find(number)).or_else(|| fetches.last())
    }

    /// A new fetch comes on screen; a cleared record takes everything with it.
    pub(super) fn keep_up(&mut self, session: &Session) {
        if self.generation != session.generation() {
            let Self { focused, side, is_dragged, .. } = *self;
            let generation = session.generation();
            *self = Self { focused, side, is_dragged, generation, ..Self::default() };
        }
        let newest = session.fetches().last().map(Fetch::number);
        if self.newest != newest {
            self.newest = newest;
            self.chosen = None;
            self.pasted = None;
        }
    }
}

/// The history's own state.
#[derive(Debug)]
pub(super) struct HistoryView {
    pub(super) scroller: Scroller,
}

impl Default for HistoryView {
    fn default() -> Self {
        Self { scroller: Scroller::at_end() }
    }
}

/// The URL entry, for putting the keyboard into it.
pub(super) fn url_id() -> Id {
    Id::unique("url")
}
