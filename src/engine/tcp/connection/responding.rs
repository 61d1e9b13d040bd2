//! Automatic replies: carries out what the rules say.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;

use crate::engine::clock;
use crate::engine::tcp::connection::{Common, Connection, Input, Output};
use crate::engine::worker::payload::Payload;
use crate::respond::{Act, Context, Conversation};
use crate::types::problem::ReplyProblem;
use crate::types::{Fact, RuleAct, RuleTag};

/// A running conversation.
pub(super) struct Responder {
    conversation: Conversation,
    /// It may have something to do.
    may_act: bool,
}

impl Responder {
    fn new(common: &Common, now: Instant) -> Option<Self> {
        let rules = &common.conduct.rules;
        (!rules.is_empty()).then(|| Self {
            conversation: Conversation::new(Arc::clone(rules), now),
            may_act: false,
        })
    }

    /// When it has to be asked even without an event. If it may have something to do now, it is asked anyway.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.conversation.deadline().filter(|_| !self.may_act)
    }

    pub(super) fn expire(&mut self, now: Instant) {
        self.may_act |= self.conversation.deadline().is_some_and(|at| at <= now);
    }

    /// So many replies are pending that nothing more should be read.
    pub(super) fn is_behind(&self) -> bool {
        self.conversation.is_behind() || self.conversation.is_busy()
    }

    /// No reply is pending.
    pub(super) fn is_idle(&self) -> bool {
        self.conversation.is_idle()
    }
}

impl Connection {
    /// The connection has joined. With TLS, this is called again after the handshake.
    pub(in crate::engine) fn begin(&mut self, common: &Common) {
        if common.conduct.rules.is_empty() || self.handshake_deadline.is_some() {
            return;
        }
        let now = Instant::now();
        self.responder = Responder::new(common, now);
        self.happened(|conversation| conversation.connected(now));
    }

    /// Use the rules that are active now. A connection that is already open gets no greeting.
    pub(in crate::engine) fn change_rules(&mut self, common: &Common) {
        let rules = &common.conduct.rules;
        if self.responder.is_none() && (rules.is_empty() || self.output != Output::Open) {
            return;
        }
        let now = Instant::now();
        if self.responder.is_none() {
            self.responder = Responder::new(common, now);
        }
        self.happened(|conversation| conversation.set_rules(Arc::clone(rules), now));
    }

    /// Pass received bytes to the conversation.
    pub(super) fn hear(&mut self, bytes: &Bytes, common: &mut Common) {
        let (now, is_message) = (Instant::now(), self.wire.keeps_messages());
        self.happened(|conversation| {
            if is_message {
                conversation.datagram(bytes, now);
            } else {
                conversation.received(bytes, now);
            }
        });
        // Send the reply first; what else has arrived can wait until then.
        self.respond(common);
        self.write(common);
    }

    /// The peer sent FIN.
    pub(super) fn hear_end(&mut self) {
        if self.responder.is_some() {
            let now = Instant::now();
            self.happened(|conversation| conversation.ended(now));
        }
    }

    fn happened(&mut self, tell: impl FnOnce(&mut Conversation)) {
        if let Some(responder) = &mut self.responder {
            tell(&mut responder.conversation);
            responder.may_act = true;
        }
    }

    /// Nothing is asked for while the peer doesn't take replies: a rule that repeats always has another one.
    pub(super) fn wants_respond(&self) -> bool {
        let may_act = self.responder.as_ref().is_some_and(|responder| responder.may_act);
        may_act && self.lost.is_none() && !self.queue.is_behind_with_replies()
    }

    /// Carry out what the rules say, a bounded number of actions.
    pub(super) fn respond(&mut self, common: &mut Common) {
        if !self.wants_respond() {
            return;
        }
        let (now, wall) = (Instant::now(), clock::wall());
        for _ in 0..ACTS_PER_TURN {
            if !self.wants_respond() || !common.outbox.has_room() {
                return;
            }
            let Some(responder) = &mut self.responder else {
                return;
            };
            let random = &mut common.random;
            let mut context = Context { now, wall, peer: &self.remote, random };
            match responder.conversation.next(&mut context) {
                Some(act) => self.carry_out(act, common),
                None => return self.rest(common),
            }
        }
    }

    /// There is nothing to do now, or never without rules.
    fn rest(&mut self, common: &Common) {
        if let Some(responder) = &mut self.responder {
            responder.may_act = false;
        }
        if common.conduct.rules.is_empty() && self.is_answered() {
            self.responder = None;
        }
    }

    /// The replies to all messages are queued.
    pub(super) fn is_answered(&self) -> bool {
        self.responder.as_ref().is_none_or(Responder::is_idle)
    }

    fn carry_out(&mut self, act: Act, common: &mut Common) {
        let (rule, act) = match act {
            Act::Reply(rule, bytes) => return self.reply(rule, bytes, common),
            Act::Close(rule) => {
                self.disconnect();
                (rule, RuleAct::Close)
            }
            Act::Abort(rule) => {
                self.abort_after_queue();
                (rule, RuleAct::Abort)
            }
            Act::HalfClose(rule) => {
                self.half_close();
                (rule, RuleAct::HalfClose)
            }
            Act::Fail(rule, problem) => (rule, RuleAct::Fail(ReplyProblem::Fill(problem))),
            Act::Unframed(rule, problem) => (rule, RuleAct::Unframed(problem)),
        };
        self.report_ruled(rule, act, common);
    }

    fn reply(&mut self, rule: RuleTag, bytes: Bytes, common: &mut Common) {
        if self.output != Output::Open {
            // Only once: a rule may reply endlessly.
            self.responder = None;
            return self.report_ruled(rule, RuleAct::Fail(ReplyProblem::HalfClosed), common);
        }
        if !bytes.is_empty() || self.wire.keeps_messages() {
            self.push(Payload::reply(rule, bytes), common);
            common.has_replied = true;
        }
    }

    fn report_ruled(&self, rule: RuleTag, act: RuleAct, common: &mut Common) {
        common.outbox.report(Fact::Ruled { peer: self.peer, rule, act });
    }

    /// Answer the peer's FIN with ours once no reply is pending.
    pub(super) fn owes_fin(&self, common: &Common) -> bool {
        common.close_on_peer_fin && self.input != Input::Open && self.output == Output::Open
    }
}

/// Actions in a turn, so that replies are sent and other connections get their turn.
const ACTS_PER_TURN: usize = 32;
