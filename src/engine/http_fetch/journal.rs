//! What is told of a fetch: its hops, one after the other, each with its phases.

use crate::engine::worker::hub::Hub;
use crate::types::http::{HopCause, HopOutcome, HttpFact, Phase};
use crate::types::problem::http::HttpWarning;
use crate::types::{Fact, HopId, PeerId};

/// The hops so far. Invariant: a hop ends before the next begins, and its phases end before it does.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// Of the latest hop; 0 before the first.
    number: u32,
    method: String,
    url: String,
    is_open: bool,
    open_phases: Vec<Phase>,
}

impl Journal {
    /// Begin the next hop.
    pub(super) fn begin(&mut self, cause: HopCause, method: &str, url: &str, hub: &mut Hub) {
        self.number = self.number.saturating_add(1);
        self.is_open = true;
        method.clone_into(&mut self.method);
        url.clone_into(&mut self.url);
        self.tell(HttpFact::Began { cause, method: method.to_owned(), url: url.to_owned() }, hub);
    }

    /// The answer so far was a 1xx: begin a hop for the same request.
    pub(super) fn go_on(&mut self, carrier: PeerId, hub: &mut Hub) {
        self.end(HopOutcome::Complete, hub);
        let (method, url) = (std::mem::take(&mut self.method), std::mem::take(&mut self.url));
        self.begin(HopCause::Interim, &method, &url, hub);
        self.tell(HttpFact::Carried { peer: carrier, reused: false }, hub);
    }

    pub(super) fn tell(&self, fact: HttpFact, hub: &mut Hub) {
        hub.common.outbox.tell(Fact::Http { hop: HopId(self.number), fact });
    }

    /// Report something odd.
    pub(super) fn warn(&self, warning: HttpWarning, hub: &mut Hub) {
        self.tell(HttpFact::Warning(warning), hub);
    }

    /// Begin a phase, unless it goes on already.
    pub(super) fn enter(&mut self, phase: Phase, hub: &mut Hub) {
        if !self.open_phases.contains(&phase) {
            self.open_phases.push(phase);
            self.tell(HttpFact::PhaseBegan(phase), hub);
        }
    }

    /// End a phase, if it goes on.
    pub(super) fn exit(&mut self, phase: Phase, hub: &mut Hub) {
        if let Some(place) = self.open_phases.iter().position(|open| *open == phase) {
            self.open_phases.remove(place);
            self.tell(HttpFact::PhaseEnded(phase), hub);
        }
    }

    pub(super) fn is_in(&self, phase: Phase) -> bool {
        self.open_phases.contains(&phase)
    }

    /// End the hop and what of it goes on; nothing if it has ended already.
    pub(super) fn end(&mut self, outcome: HopOutcome, hub: &mut Hub) {
        if std::mem::replace(&mut self.is_open, false) {
            for phase in std::mem::take(&mut self.open_phases) {
                self.tell(HttpFact::PhaseEnded(phase), hub);
            }
            self.tell(HttpFact::Ended(outcome), hub);
        }
    }
}
