//! Reports the hops of a fetch, one after the other, and the phases of each.

use crate::engine::worker::hub::Hub;
use crate::types::http::{HopCause, HopOutcome, HttpFact, Phase};
use crate::types::problem::http::HttpWarning;
use crate::types::{Fact, HopId, PeerId};

/// Reports hops. Invariant: a hop ends before the next one begins, and its phases end before it does.
#[derive(Debug, Default)]
pub(super) struct HopReporter {
    /// Number of the latest hop; 0 before the first.
    number: u32,
    method: String,
    url: String,
    is_open: bool,
    open_phases: Vec<Phase>,
}

impl HopReporter {
    /// Begin the next hop.
    pub(super) fn begin(&mut self, cause: HopCause, method: &str, url: &str, hub: &mut Hub) {
        self.number = self.number.saturating_add(1);
        self.is_open = true;
        method.clone_into(&mut self.method);
        url.clone_into(&mut self.url);
        self.report(HttpFact::Began { cause, method: method.to_owned(), url: url.to_owned() }, hub);
    }

    /// The response was a 1xx: begin another hop for the same request.
    pub(super) fn begin_interim(&mut self, connection: PeerId, hub: &mut Hub) {
        self.end(HopOutcome::Complete, hub);
        let (method, url) = (std::mem::take(&mut self.method), std::mem::take(&mut self.url));
        self.begin(HopCause::Interim, &method, &url, hub);
        self.report(HttpFact::Carried { peer: connection, reused: false }, hub);
    }

    /// Report something about the hop.
    pub(super) fn report(&self, fact: HttpFact, hub: &mut Hub) {
        hub.common.outbox.report(Fact::Http { hop: HopId(self.number), fact });
    }

    /// Report something odd.
    pub(super) fn warn(&self, warning: HttpWarning, hub: &mut Hub) {
        self.report(HttpFact::Warning(warning), hub);
    }

    /// Begin a phase, unless it has begun already.
    pub(super) fn begin_phase(&mut self, phase: Phase, hub: &mut Hub) {
        if !self.open_phases.contains(&phase) {
            self.open_phases.push(phase);
            self.report(HttpFact::PhaseBegan(phase), hub);
        }
    }

    /// End a phase, if it has begun.
    pub(super) fn end_phase(&mut self, phase: Phase, hub: &mut Hub) {
        if let Some(place) = self.open_phases.iter().position(|open| *open == phase) {
            self.open_phases.remove(place);
            self.report(HttpFact::PhaseEnded(phase), hub);
        }
    }

    pub(super) fn is_in_phase(&self, phase: Phase) -> bool {
        self.open_phases.contains(&phase)
    }

    /// End the hop and its open phases; does nothing if it has ended already.
    pub(super) fn end(&mut self, outcome: HopOutcome, hub: &mut Hub) {
        if std::mem::replace(&mut self.is_open, false) {
            for phase in std::mem::take(&mut self.open_phases) {
                self.report(HttpFact::PhaseEnded(phase), hub);
            }
            self.report(HttpFact::Ended(outcome), hub);
        }
    }
}
