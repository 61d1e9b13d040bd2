//! What a session does by itself: rules, faults, repeated payloads, play lists.

mod files;
mod play;
mod repeat;
mod rules;

use std::sync::Arc;

use crate::form::Payload;
use crate::playground::{Playground, Session};
use crate::respond::RuleSet;
use crate::types::{Fact, Faults, SendId, SessionId, Tally};

pub use files::Document;
pub use play::PlayRun;
pub use repeat::Repeating;

use files::Documents;
use rules::{Names, Review};

/// What a session does by itself, and did last.
#[derive(Debug, Default)]
pub(super) struct Automation {
    names: Names,
    review: Review,
    /// The rules and faults that the worker was given last.
    rules: Arc<RuleSet>,
    faults: Faults,
    /// Payloads with fields that were sent so far: the next sequence number.
    pub(super) sequence: u64,
    repeating: Option<Repeating>,
    play: Option<PlayRun>,
    documents: Documents,
}

impl Session {
    /// What is repeated, or was last.
    pub fn repeating(&self) -> Option<&Repeating> {
        self.automation.repeating.as_ref()
    }

    /// What a fact of the run in force means for what the session does by itself.
    pub(super) fn follow_automation(&mut self, fact: &Fact) {
        match fact {
            Fact::Repeated { send, tally } => self.automation.repeated(*send, *tally),
            Fact::Play { peer, fact } => {
                if let Some(play) = &mut self.automation.play {
                    play.apply(*peer, fact);
                }
            }
            Fact::Closed => self.automation.end(),
            Fact::Opened { .. }
            | Fact::ListenStopped
            | Fact::Resolving { .. }
            | Fact::Resolved { .. }
            | Fact::Connecting { .. }
            | Fact::HearsOnly { .. }
            | Fact::ConnectFailed { .. }
            | Fact::Retrying { .. }
            | Fact::Joined { .. }
            | Fact::Received { .. }
            | Fact::Sent { .. }
            | Fact::FileOpened { .. }
            | Fact::SendDone { .. }
            | Fact::HalfClosed { .. }
            | Fact::Paused { .. }
            | Fact::OptionsChanged { .. }
            | Fact::Left { .. }
            | Fact::Membership { .. }
            | Fact::KernelDropped { .. }
            | Fact::QueueLost { .. }
            | Fact::Failed { .. }
            | Fact::Ruled { .. }
            | Fact::Http { .. }
            | Fact::FetchDone(_)
            | Fact::Notice(_) => {}
        }
    }
}

impl Session {
    /// How many payloads with fields were sent: the number that the next one gets.
    pub fn next_sequence(&self) -> u64 {
        self.automation.sequence
    }

    pub(in crate::playground) fn reset_sequence(&mut self) {
        self.automation.sequence = 0;
    }

    /// Counts one that goes out as it is typed, if it has fields.
    pub(in crate::playground) fn count_filled(&mut self) {
        if let Ok(payload) = self.payload.parse() {
            self.count(&payload);
        }
    }

    /// Counts one that goes out, if it has fields.
    pub(in crate::playground) fn count(&mut self, payload: &Payload) {
        let has_fields = match payload {
            Payload::Bytes(_) | Payload::File(_) => false,
            Payload::Template(template) => template.as_fixed().is_none(),
            Payload::Shown(_) => true,
        };
        if has_fields {
            self.automation.sequence = self.automation.sequence.wrapping_add(1);
        }
    }
}

impl Automation {
    fn repeated(&mut self, send: SendId, tally: Tally) {
        let Some(repeating) = self.repeating.as_mut().filter(|repeating| repeating.send == send)
        else {
            return;
        };
        repeating.tally = tally;
        if repeating.has_fields {
            self.sequence = repeating.asked.first.saturating_add(tally.done);
        }
    }

    /// Nothing goes on without the worker.
    fn end(&mut self) {
        if let Some(repeating) = &mut self.repeating {
            repeating.tally.is_over = true;
        }
        if let Some(play) = &mut self.play {
            play.close();
        }
    }
}

impl Playground {
    /// A session whose worker does things by itself, while it runs.
    fn working(&mut self, id: SessionId) -> Option<&mut Session> {
        self.session_mut(id).filter(|session| session.link.is_some() && session.kind().automates())
    }
}
