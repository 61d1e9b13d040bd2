//! How a list went, in words.

use std::time::Duration;

use egui::Color32;

use crate::playground::{PlayRun, Session};
use crate::respond::PlayStep;
use crate::types::StepOutcome;
use crate::ui::theme::Palette;
use crate::words::ui::play as words;
use crate::words::ui::play::Verdict;

/// How a step ended the last time.
#[derive(Debug, Clone)]
pub(super) struct Ended {
    /// How.
    pub(super) outcome: StepOutcome,
    /// How long it took.
    pub(super) took: Duration,
}

impl Ended {
    /// "Passed in 1.234 ms", or why not.
    pub(super) fn words(&self) -> String {
        words::outcome(&self.outcome, self.took)
    }

    pub(super) fn colour(&self, palette: &Palette) -> Color32 {
        match self.outcome {
            StepOutcome::Passed => palette.positive,
            StepOutcome::Failed(_) => palette.danger,
        }
    }
}

/// A list is being played.
pub(super) fn is_running(session: &Session) -> bool {
    session.is_live() && session.play().is_some_and(|run| run.verdict.is_none())
}

/// How the step at this place ended, if it is the one that was played.
pub(super) fn of_step(run: &PlayRun, place: usize, step: &PlayStep) -> Option<Ended> {
    let played = run.plan.list().steps.get(place)?;
    let outcome = run.steps.get(place)?.clone()?;
    let took = run.took.get(place).copied().unwrap_or_default();
    (played == step).then_some(Ended { outcome, took })
}

/// How the whole list went or goes, and in which colour.
pub(super) fn summary(palette: &Palette, session: &Session, run: &PlayRun) -> (String, Color32) {
    let all = run.steps.len();
    let passed = run.steps.iter().flatten().filter(|end| **end == StepOutcome::Passed).count();
    let failed = run.steps.iter().position(|end| matches!(end, Some(StepOutcome::Failed(_))));
    let peer = session.peers().find(run.peer).map(|peer| peer.remote.to_string());
    let (verdict, colour) = match (run.verdict, failed) {
        (None, _) => (Verdict::Playing, palette.warning),
        (Some(true), _) => (Verdict::Passed, palette.positive),
        (Some(false), Some(step)) => (Verdict::Failed(step + 1), palette.danger),
        (Some(false), None) => (Verdict::Stopped, palette.warning),
    };
    (words::progress(verdict, peer.as_deref(), passed, all), colour)
}
