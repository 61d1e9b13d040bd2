//! The fetches of an HTTP session: each start adds one, and each keeps what is known of its hops, its bodies and its times.
//!
//! Nothing is copied that the session's capture holds already: a body is a list of stretches of it. Only what is nowhere on
//! the wire, the body with its content codings taken off, has a capture of its own.

mod body;
mod charset;
mod excerpt;
mod extents;
mod follow;
mod history;
mod hop;
mod part;
mod progress;
mod recent;
mod summary;
mod text;

use crate::http::Url;
use crate::http::disposition::file_name;
use crate::types::http::HopOutcome;
use crate::types::{RunId, Stamp};

pub use body::{Body, BodyForm, ChunkRow, EventRow};
pub use charset::Charset;
pub use excerpt::Excerpt;
pub use history::Fetches;
pub(super) use history::{Asked, BodyPlace, Start};
pub use hop::{Hop, PhaseSpan};
pub use part::FetchPart;
pub use progress::Progress;
pub use summary::Summary;
pub use text::BodyText;

use std::sync::Arc;

use crate::capture::{Capture, Limits};
use body::Piece;
use extents::Extents;

/// The number of a fetch, from 1 in its session; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FetchNumber(pub u32);

/// One start of an HTTP session, with everything that came of it.
#[derive(Debug)]
pub struct Fetch {
    number: FetchNumber,
    run: RunId,
    asked: Arc<Asked>,
    began: Stamp,
    ended: Option<Stamp>,
    outcome: Option<HopOutcome>,
    hops: Vec<Hop>,
    /// Where its bytes lie in the session's capture, both directions.
    wire: Extents,
    /// Records of the session's capture from the first on.
    first_record: u64,
    end_record: Option<u64>,
    /// What was received last.
    last: Option<Piece>,
    /// Of the captures of bodies.
    limits: Limits,
}

impl Fetch {
    /// Its number.
    pub fn number(&self) -> FetchNumber {
        self.number
    }

    /// The method that was asked for; empty in raw mode.
    pub fn method(&self) -> &str {
        if self.asked.draft.raw { "" } else { self.asked.draft.method.trim() }
    }

    /// The URL that was asked for, as typed.
    pub fn url(&self) -> &str {
        self.asked.draft.url.trim()
    }

    /// When it was started; once there is a hop, when the first one began.
    pub fn began(&self) -> Stamp {
        self.began
    }

    /// When it was over; `None` while it is on the way.
    pub fn ended(&self) -> Option<Stamp> {
        self.ended
    }

    /// How it ended; `None` while it is on the way.
    pub fn outcome(&self) -> Option<&HopOutcome> {
        self.outcome.as_ref()
    }

    /// It is on the way.
    pub fn is_live(&self) -> bool {
        self.ended.is_none()
    }

    /// Its hops, in order.
    pub fn hops(&self) -> &[Hop] {
        &self.hops
    }

    /// The last hop: it has the answer that counts, if there is one.
    pub fn answer(&self) -> Option<&Hop> {
        self.hops.last()
    }

    /// Every byte of it on the wire, both directions in the order of time, TLS taken off.
    pub fn wire<'a>(&'a self, capture: &'a Capture) -> Excerpt<'a> {
        Excerpt::new(&self.wire, 0, capture, None)
    }

    /// The numbers of the session's records that belong to it, `capture` being the session's: notes included.
    pub fn records(&self, capture: &Capture) -> std::ops::Range<u64> {
        let kept = capture.records();
        let end = self.end_record.unwrap_or(kept.end);
        self.first_record.max(kept.start).min(end)..end
    }

    /// The body of the answer in a form, `capture` being the session's.
    pub fn body<'a>(&'a self, form: BodyForm, capture: &'a Capture) -> Option<Excerpt<'a>> {
        self.answer().map(|hop| hop.body(form, capture))
    }

    /// What is to be saved of it, `capture` being the session's.
    pub(super) fn excerpt<'a>(
        &'a self,
        what: FetchPart,
        capture: &'a Capture,
    ) -> Option<Excerpt<'a>> {
        match what {
            FetchPart::Body(form) => self.body(form, capture),
            FetchPart::Response => self.answer().map(|hop| hop.response(capture)),
        }
    }

    /// The charset of the answer's body, declared or guessed from its first bytes; `None` while those must come from disk.
    pub fn charset(&self, capture: &Capture) -> Option<Charset> {
        Charset::of(self, capture)
    }

    /// The file name that the answer suggests, fit for any system.
    pub fn file_name(&self) -> String {
        let hop = self.answer();
        let url = hop.map_or_else(|| self.url(), Hop::url);
        let fields = hop.and_then(Hop::head).map(|head| head.fields.as_slice()).unwrap_or_default();
        Url::parse(url).map_or_else(|_| "body".to_owned(), |url| file_name(&url, fields))
    }

    /// How far its answer has come, at `now`.
    pub fn progress(&self, now: Stamp) -> Progress {
        Progress::of(self, now)
    }

    /// How it ended, in short; `None` while it is on the way.
    pub fn summary(&self) -> Option<Summary> {
        Summary::of(self)
    }
}

#[cfg(test)]
mod tests;
