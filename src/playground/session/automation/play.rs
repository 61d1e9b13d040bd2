//! Play lists: started, and followed step by step.

use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Command, PlayRequest};
use crate::form::compiled_play;
use crate::playground::{Playground, Session};
use crate::respond::Plan;
use crate::types::{PeerId, PlayFact, Recipients, Remark, SessionId, StepOutcome};

/// A play list that is being played, or was last.
#[derive(Debug, Clone)]
pub struct PlayRun {
    /// The list, as it was when it began.
    pub plan: Arc<Plan>,
    /// With whom; [`PeerId::SESSION`] until that is known.
    pub peer: PeerId,
    /// How each step ended the last time, in the order of the list; `None` before it did.
    pub steps: Vec<Option<StepOutcome>>,
    /// How long each took then.
    pub took: Vec<Duration>,
    /// All passed; `None` while it goes on.
    pub verdict: Option<bool>,
    /// Beginnings still to be reported, its own as the last: what comes before belongs to the lists it took the place of.
    awaited: u32,
}

impl Session {
    /// What is played, or was last.
    pub fn play(&self) -> Option<&PlayRun> {
        self.automation.play.as_ref()
    }
}

impl Playground {
    /// Plays the list as it is typed now; changes come into force the next time.
    pub(in crate::playground) fn play_from_form(&mut self, id: SessionId, to: Recipients) {
        let Some(session) = self.session_mut(id) else { return };
        let typed = |session: &Session| compiled_play(&session.draft.play);
        if let Some(plan) = session.agree(typed) {
            self.play(id, to, Arc::new(plan));
        }
    }

    /// Plays a list, in place of one that is being played.
    pub fn play(&mut self, id: SessionId, to: Recipients, plan: Arc<Plan>) {
        let (now, send) = (self.now(), self.next_send());
        let Some(session) = self.session_mut(id) else { return };
        if session.link.is_none() {
            return session.remark(now, Remark::NotPlayed);
        }
        let before = session.automation.play.as_ref().map_or(0, |play| play.awaited);
        session.automation.play = Some(PlayRun::new(Arc::clone(&plan), before));
        self.command(id, Command::Play(PlayRequest { id: send, plan, to }));
    }
}

impl PlayRun {
    fn new(plan: Arc<Plan>, awaited_before: u32) -> Self {
        let count = plan.list().steps.len();
        let (steps, took) = (vec![None; count], vec![Duration::ZERO; count]);
        let awaited = awaited_before.saturating_add(1);
        Self { plan, peer: PeerId::SESSION, steps, took, verdict: None, awaited }
    }

    /// Takes in how a list went on.
    pub(super) fn apply(&mut self, peer: PeerId, fact: &PlayFact) {
        if *fact == PlayFact::Began {
            self.awaited = self.awaited.saturating_sub(1);
        }
        if self.awaited > 0 {
            return;
        }
        self.peer = peer;
        match fact {
            PlayFact::Began => {}
            PlayFact::Step { step, outcome, took } => {
                let index = usize::try_from(*step).ok().and_then(|step| step.checked_sub(1));
                if let Some(known) = index.and_then(|index| self.steps.get_mut(index)) {
                    *known = Some(outcome.clone());
                }
                if let Some(known) = index.and_then(|index| self.took.get_mut(index)) {
                    *known = *took;
                }
            }
            PlayFact::Done { passed } => self.verdict = Some(*passed),
        }
    }

    /// The worker is gone, and nothing more is reported.
    pub(super) fn close(&mut self) {
        self.awaited = 0;
        self.verdict.get_or_insert(false);
    }
}
