//! What rules make of datagrams.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use crate::engine::clock;
use crate::engine::udp::bind::Bound;
use crate::engine::udp::peers::Slot;
use crate::engine::udp::replies::Dialogue;
use crate::engine::worker::hub::Hub;
use crate::respond::{Act, Context};
use crate::types::problem::ReplyProblem;
use crate::types::{Address, Fact, Notice, PeerId, RuleAct, RuleTag, UnixAddress};

impl Bound {
    /// A datagram came: let the rules answer it.
    pub(super) fn answer(&mut self, peer: PeerId, bytes: &Bytes, hub: &mut Hub) {
        let rules = &hub.common.conduct.rules;
        let Some(slot) = self.peers.slot_mut(peer) else {
            return;
        };
        let is_first = !std::mem::replace(&mut slot.has_sent, true);
        if slot.dialogue.is_none() && rules.is_empty() {
            return;
        }
        let now = Instant::now();
        let dialogue = slot.dialogue.get_or_insert_with(|| Box::new(Dialogue::new(rules, now)));
        if is_first {
            dialogue.conversation.connected(now);
        }
        let was_behind =
            std::mem::replace(&mut dialogue.is_behind, dialogue.conversation.is_behind());
        if !dialogue.is_behind {
            dialogue.conversation.datagram(bytes, now);
        } else if !was_behind {
            let remote = slot.address.clone();
            hub.common.outbox.report(Fact::Notice(Notice::RepliesBehind { remote }));
        }
        self.converse(peer, now, hub);
    }

    /// Go on with the conversations in which something is due.
    pub(super) fn answer_due(&mut self, hub: &mut Hub) {
        if self.replies.alarms.is_empty() && self.replies.line.is_empty() {
            return;
        }
        let now = Instant::now();
        for _ in 0..TALKS_PER_TURN {
            if !self.may_answer(hub) {
                return;
            }
            let Some(peer) = self.replies.next_due(now) else {
                break;
            };
            if let Some(dialogue) =
                self.peers.slot_mut(peer).and_then(|slot| slot.dialogue.as_mut())
            {
                dialogue.alarm = None;
            }
            self.converse(peer, now, hub);
        }
        for _ in 0..self.replies.line.len().min(TALKS_PER_TURN) {
            if !self.may_answer(hub) {
                return;
            }
            if let Some(peer) = self.replies.line.pop_front() {
                if let Some(dialogue) =
                    self.peers.slot_mut(peer).and_then(|slot| slot.dialogue.as_mut())
                {
                    dialogue.is_in_line = false;
                }
                self.converse(peer, now, hub);
            }
        }
    }

    /// Other rules are in force.
    pub(super) fn rules_changed(&mut self, hub: &Hub) {
        let now = Instant::now();
        for slot in self.peers.slots_mut() {
            if let Some(dialogue) = &mut slot.dialogue {
                dialogue.conversation.set_rules(Arc::clone(&hub.common.conduct.rules), now);
                self.replies.stand_in_line(slot.peer, dialogue);
            }
        }
    }

    /// When somebody has something to say although nothing came, and may.
    pub(super) fn next_answer(&self) -> Option<Instant> {
        let next = self.replies.alarms.first().map(|(at, _)| *at);
        next.filter(|_| !self.replies.is_closing && !self.output.is_behind_with_replies())
    }

    /// Somebody has something to say, and may.
    pub(super) fn wants_answer(&self) -> bool {
        self.replies.is_ready() && !self.output.is_behind_with_replies()
    }

    fn may_answer(&self, hub: &Hub) -> bool {
        let has_room = hub.common.outbox.has_room();
        has_room && !self.replies.is_closing && !self.output.is_behind_with_replies()
    }

    /// Do what the rules say to one peer, within bounds.
    fn converse(&mut self, peer: PeerId, now: Instant, hub: &mut Hub) {
        let Self { peers, output, replies, .. } = self;
        let Some(Slot { address, dialogue: slot, .. }) = peers.slot_mut(peer) else {
            return;
        };
        let Some(dialogue) = slot else {
            return;
        };
        let wall = clock::wall();
        let mut is_silent = false;
        for _ in 0..ACTS_PER_TURN {
            if replies.is_closing || output.is_behind_with_replies() {
                break;
            }
            let random = &mut hub.common.random;
            let Some(act) =
                dialogue.conversation.next(&mut Context { now, wall, peer: address, random })
            else {
                is_silent = true;
                break;
            };
            match act {
                Act::Reply(rule, bytes) if can_be_answered(address) => {
                    output.reply(peer, rule, bytes);
                    hub.common.has_replied = true;
                }
                Act::Reply(rule, _) => refuse(peer, rule, dialogue, hub),
                act => replies.is_closing |= carry_out(peer, act, hub),
            }
        }
        if !is_silent && can_be_answered(address) {
            replies.stand_in_line(peer, dialogue);
        }
        let alarm = dialogue.conversation.deadline().filter(|_| is_silent);
        replies.set_alarm(peer, dialogue, alarm);
        if hub.common.conduct.rules.is_empty() && dialogue.conversation.is_idle() {
            *slot = None;
        }
    }
}

/// Tell what a rule does besides replying; whether it ends the run.
fn carry_out(peer: PeerId, act: Act, hub: &mut Hub) -> bool {
    let (rule, act) = match act {
        // Datagrams have no halves.
        Act::Reply(..) | Act::HalfClose(_) => return false,
        Act::Close(rule) => (rule, RuleAct::Close),
        Act::Abort(rule) => (rule, RuleAct::Abort),
        Act::Fail(rule, problem) => (rule, RuleAct::Fail(ReplyProblem::Fill(problem))),
        Act::Unframed(rule, problem) => (rule, RuleAct::Unframed(problem)),
    };
    let is_end = matches!(act, RuleAct::Close | RuleAct::Abort);
    hub.common.outbox.report(Fact::Ruled { peer, rule, act });
    is_end
}

/// A reply that can't be sent is reported once.
fn refuse(peer: PeerId, rule: RuleTag, dialogue: &mut Dialogue, hub: &mut Hub) {
    if !std::mem::replace(&mut dialogue.is_refused, true) {
        let act = RuleAct::Fail(ReplyProblem::NoAddress);
        hub.common.outbox.report(Fact::Ruled { peer, rule, act });
    }
}

fn can_be_answered(address: &Address) -> bool {
    *address != Address::Unix(UnixAddress::Unnamed)
}

/// Of one conversation; then it is the turn of the others.
const ACTS_PER_TURN: usize = 16;
/// Then it is the turn of the socket.
const TALKS_PER_TURN: usize = 64;
