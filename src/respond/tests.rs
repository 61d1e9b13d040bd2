//! A conversation with a clock made of numbers, for tests.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use chrono::DateTime;

use crate::codec::show;
use crate::respond::conversation::{Act, Context, Conversation};
use crate::respond::rules::{RuleSet, Rules};
use crate::types::{Address, RuleName, RuleTag};

/// Keeps deadlines, and writes down what is done and when, in milliseconds.
pub(super) struct Rig {
    pub(super) conversation: Conversation,
    pub(super) done: Vec<(u64, String)>,
    pub(super) names: Vec<String>,
    random: fastrand::Rng,
    start: Instant,
    at: u64,
    /// Acts until it is no longer asked.
    pub(super) most: usize,
}

impl Rig {
    pub(super) fn new(set: &RuleSet) -> Self {
        let mut names = Vec::new();
        let rules = compile(set, &mut names);
        let start = Instant::now();
        let conversation = Conversation::new(rules, start);
        let random = fastrand::Rng::with_seed(7);
        Self { conversation, done: Vec::new(), names, random, start, at: 0, most: 100_000 }
    }

    pub(super) fn connected(&mut self) {
        let now = self.now();
        self.conversation.connected(now);
        self.act();
    }

    pub(super) fn received(&mut self, bytes: &[u8]) {
        let now = self.now();
        self.conversation.received(&Bytes::copy_from_slice(bytes), now);
        self.act();
    }

    pub(super) fn datagram(&mut self, bytes: &[u8]) {
        let now = self.now();
        self.conversation.datagram(&Bytes::copy_from_slice(bytes), now);
        self.act();
    }

    pub(super) fn ended(&mut self) {
        let now = self.now();
        self.conversation.ended(now);
        self.act();
    }

    pub(super) fn set_rules(&mut self, set: &RuleSet) {
        let rules = compile(set, &mut self.names);
        let now = self.now();
        self.conversation.set_rules(rules, now);
        self.act();
    }

    /// Lets time pass, deadline by deadline.
    pub(super) fn until(&mut self, at: u64) {
        while let Some(deadline) = self.conversation.deadline() {
            let due = deadline.saturating_duration_since(self.start).as_millis();
            let due = u64::try_from(due).unwrap().max(self.at);
            if due > at || self.done.len() >= self.most {
                break;
            }
            self.at = due;
            self.act();
        }
        self.at = at;
        self.act();
    }

    /// What was done, as lines such as `50 Echo: hello`.
    pub(super) fn lines(&self) -> Vec<String> {
        self.done.iter().map(|(at, what)| format!("{at} {what}")).collect()
    }

    /// Asks until there is nothing to do.
    fn act(&mut self) {
        while self.done.len() < self.most {
            let Some(act) = self.next() else {
                return;
            };
            let line = self.line(&act);
            self.done.push((self.at, line));
        }
    }

    pub(super) fn next(&mut self) -> Option<Act> {
        let now = self.now();
        self.conversation.next(&mut Context {
            now,
            wall: DateTime::parse_from_rfc3339("2026-11-21T12:34:56+01:00").unwrap(),
            peer: &Address::Ip("127.0.0.1:9".parse().unwrap()),
            random: &mut self.random,
        })
    }

    pub(super) fn now(&self) -> Instant {
        self.start + Duration::from_millis(self.at)
    }

    fn line(&self, act: &Act) -> String {
        let (tag, what) = match act {
            Act::Reply(tag, bytes) => (tag, bytes.escape_ascii().to_string()),
            Act::Close(tag) => (tag, "closes".to_owned()),
            Act::Abort(tag) => (tag, "aborts".to_owned()),
            Act::HalfClose(tag) => (tag, "half-closes".to_owned()),
            Act::Fail(tag, problem) => (tag, format!("fails: {problem:?}")),
            Act::Unframed(tag, problem) => (tag, format!("ends: {problem:?}")),
        };
        format!("{}: {what}", self.names[tag.0 as usize])
    }
}

fn compile(set: &RuleSet, names: &mut Vec<String>) -> Arc<Rules> {
    let tag = |name: &RuleName| {
        let name = &match name {
            RuleName::Given(name) => name.clone(),
            RuleName::Number(number) => format!("Rule {number}"),
            RuleName::Framing => "Framing".to_owned(),
        };
        let place = names.iter().position(|known| known == name).unwrap_or(names.len());
        if place == names.len() {
            names.push(name.clone());
        }
        RuleTag(u32::try_from(place).unwrap())
    };
    Arc::new(set.compile(tag).unwrap())
}

/// Two digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    show::hex_preview(bytes, usize::MAX, &mut text);
    text.replace(' ', "")
}
