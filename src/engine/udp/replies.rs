//! What rules make of datagrams: a conversation with each peer that has sent one.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use crate::respond::{Conversation, Rules};
use crate::types::PeerId;

/// The conversation with one peer.
pub(super) struct Dialogue {
    pub(super) conversation: Conversation,
    /// When it is asked although nothing came.
    pub(super) alarm: Option<Instant>,
    /// It stands in the line.
    pub(super) is_in_line: bool,
    /// A datagram got no reply because too many were waiting for theirs. Reported once each time.
    pub(super) is_behind: bool,
    /// It was reported that nothing can be sent to this peer.
    pub(super) is_refused: bool,
}

impl Dialogue {
    pub(super) fn new(rules: &Arc<Rules>, now: Instant) -> Self {
        Self {
            conversation: Conversation::new(Arc::clone(rules), now),
            alarm: None,
            is_in_line: false,
            is_behind: false,
            is_refused: false,
        }
    }
}

/// Whose conversation goes on, and when.
#[derive(Default)]
pub(super) struct Replies {
    pub(super) alarms: BTreeSet<(Instant, PeerId)>,
    /// Those that have something to say now; they take turns. Some may have been folded away meanwhile.
    pub(super) line: VecDeque<PeerId>,
    /// A rule has closed the socket; what is queued still goes out.
    pub(super) is_closing: bool,
}

impl Replies {
    pub(super) fn is_closing(&self) -> bool {
        self.is_closing
    }

    /// Somebody has something to say.
    pub(super) fn is_ready(&self) -> bool {
        !self.line.is_empty() && !self.is_closing
    }

    /// A peer is gone, and its conversation with it.
    pub(super) fn forget(&mut self, peer: PeerId, dialogue: Option<&Dialogue>) {
        if let Some(at) = dialogue.and_then(|dialogue| dialogue.alarm) {
            self.alarms.remove(&(at, peer));
        }
    }

    pub(super) fn next_due(&mut self, now: Instant) -> Option<PeerId> {
        let (_, peer) = self.alarms.first().copied().filter(|(at, _)| *at <= now)?;
        self.alarms.pop_first();
        Some(peer)
    }

    pub(super) fn set_alarm(
        &mut self,
        peer: PeerId,
        dialogue: &mut Dialogue,
        alarm: Option<Instant>,
    ) {
        if let Some(old) = std::mem::replace(&mut dialogue.alarm, alarm) {
            self.alarms.remove(&(old, peer));
        }
        self.alarms.extend(alarm.map(|at| (at, peer)));
    }

    pub(super) fn stand_in_line(&mut self, peer: PeerId, dialogue: &mut Dialogue) {
        if !std::mem::replace(&mut dialogue.is_in_line, true) {
            self.line.push_back(peer);
        }
    }
}
