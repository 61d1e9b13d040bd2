//! What only a session that fetches over HTTP has: how its facts lead to states, and the captures of its bodies.

use crate::capture::Capture;
use crate::engine::http_fetch::Idle;
use crate::playground::fetch::{Asked, BodyPlace, Fetch, Fetches, Start};
use crate::playground::preview::PreviewJob;
use crate::playground::save::{Save, SaveId, Task};
use crate::playground::session::Session;
use crate::playground::state::SessionState;
use crate::store::errand::Errand;
use crate::types::http::{HopCause, HopOutcome, HttpFact};
use crate::types::{Fact, LeaveReason, RunId, Stamp};

/// Which capture of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::playground) enum Place {
    /// Of what went over its sockets.
    Wire,
    /// Of a body.
    Body(BodyPlace),
}

impl Session {
    /// The fetches so far, the oldest first.
    pub fn fetches(&self) -> &Fetches {
        &self.fetches
    }

    /// Begins a fetch in the run that is being started.
    pub(in crate::playground) fn begin_fetch(&mut self, at: Stamp) {
        let Some(draft) = self.draft.http().cloned() else { return };
        let asked = Asked { draft, payload: self.payload.clone() };
        let (run, limits) = (self.run, self.limits);
        self.saves.dismiss_all();
        let first_record = self.capture.records().end;
        self.fetches.begin(Start { run, at, asked, first_record, limits });
    }

    /// The connection that is kept open between two fetches.
    pub(in crate::playground) fn idle(&self) -> &Idle {
        &self.idle
    }

    /// Forgets the fetches, and closes the connection that is kept for the next one.
    pub(super) fn clear_fetches(&mut self, at: Stamp) {
        if let Some(peer) = self.idle.close() {
            self.peers.leave(peer, LeaveReason::ClosedHere, at);
        }
        self.fetches.clear();
        self.saves.dismiss_all();
        self.body_text.unwatch();
        if self.kind().is_fetch() && self.link.is_none() {
            self.state = SessionState::Idle;
        }
    }

    /// What a fact of a fetch leads to, before it goes into the record.
    pub(super) fn follow_fetch(&mut self, run: RunId, at: Stamp, fact: &Fact) {
        let is_current = run == self.run;
        if let Fact::FetchDone(outcome) = fact {
            self.end_fetch(run, at, outcome.clone());
        } else if matches!(fact, Fact::Closed) {
            self.end_fetch(run, at, HopOutcome::Cancelled);
            self.link.take_if(|_| is_current);
        } else if let Fact::Http { fact, .. } = fact
            && is_current
        {
            self.follow_hop(at, fact);
        }
    }

    fn follow_hop(&mut self, at: Stamp, fact: &HttpFact) {
        let is_live = self.fetches.last().is_some_and(Fetch::is_live);
        // The worker was started by somebody else, as tests do.
        if let HttpFact::Began { cause: HopCause::Asked, .. } = fact
            && !is_live
        {
            self.begin_fetch(at);
        } else if let HttpFact::PhaseBegan(phase) = fact {
            self.state = SessionState::Fetching(Some(*phase));
        }
    }

    /// The next work on a body that somebody looks at.
    pub(in crate::playground) fn preview_job(&mut self) -> Option<PreviewJob> {
        self.preview.job(&self.fetches, &self.capture)
    }

    /// Bytes kept in memory and on disk: what went over its sockets, and bodies with their codings taken off.
    pub fn kept(&self) -> (u64, u64) {
        let totals = self.captures().map(|(_, capture)| capture.totals());
        totals.fold((0, 0), |(memory, disk), one| (memory + one.in_memory, disk + one.on_disk))
    }

    /// Every capture.
    pub(in crate::playground) fn captures(&self) -> impl Iterator<Item = (Place, &Capture)> {
        let bodies = self.fetches.captures().map(|(place, body)| (Place::Body(place), body));
        std::iter::once((Place::Wire, &self.capture)).chain(bodies)
    }

    /// One of them, for the ingest thread.
    pub(in crate::playground) fn capture_mut(&mut self, place: Place) -> Option<&mut Capture> {
        match place {
            Place::Wire => Some(&mut self.capture),
            Place::Body(place) => self.fetches.capture_mut(place),
        }
    }

    /// Bodies on their way into files, and those that were, the oldest first.
    pub fn saves(&self) -> &[Save] {
        self.saves.rows()
    }

    pub(in crate::playground) fn save(&mut self, task: Task, errand: Errand<()>) {
        let fetch = self.fetches.find(task.fetch);
        let excerpt = fetch.and_then(|fetch| fetch.excerpt(task.what, &self.capture));
        let total = excerpt.map_or(0, |excerpt| excerpt.bytes().end);
        self.saves.begin(task, total, errand);
    }

    pub(in crate::playground) fn replace_save(&mut self, save: SaveId, errand: Errand<()>) {
        self.saves.replace(save, errand);
    }

    pub(in crate::playground) fn dismiss_save(&mut self, save: SaveId) {
        self.saves.dismiss(save);
    }

    pub(in crate::playground) fn cancel_save(&mut self, save: SaveId) {
        self.saves.cancel(save);
    }

    /// Takes in how far files have come, and hands out what is next to be written.
    pub(in crate::playground) fn advance_saves(&mut self) {
        let (fetches, capture) = (&self.fetches, &self.capture);
        self.saves.advance(|fetch, what| fetches.find(fetch)?.excerpt(what, capture));
    }

    fn end_fetch(&mut self, run: RunId, at: Stamp, outcome: HopOutcome) {
        if !self.kind().is_fetch() || !self.fetches.end(run, at, outcome, &self.capture) {
            return;
        }
        let summary = self.fetches.last().and_then(Fetch::summary);
        if let Some(summary) = summary.filter(|_| run == self.run) {
            self.state = SessionState::Fetched(Box::new(summary));
        }
    }
}
