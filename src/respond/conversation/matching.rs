//! Which rules a message matches, found in portions: slow regular expressions must not hold up the other peers.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use crate::respond::conversation::run::Run;
use crate::respond::framing::Message;
use crate::respond::rules::{Candidates, Rules};

/// Messages that were not compared with all rules yet, in order.
#[derive(Debug)]
pub(super) struct Matching {
    messages: VecDeque<Asked>,
    /// In all of them.
    bytes: usize,
    /// Bytes that regular expressions may still look at before the other peers have their turn.
    effort: usize,
    /// When the effort was last full.
    since: Instant,
}

#[derive(Debug)]
struct Asked {
    /// The rules in force when it came.
    rules: Arc<Rules>,
    message: Message,
    count: u64,
    candidates: Candidates,
}

impl Matching {
    pub(super) fn new(now: Instant) -> Self {
        Self { messages: VecDeque::new(), bytes: 0, effort: EFFORT, since: now }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.messages.len()
    }

    /// In all messages.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn clear(&mut self) {
        self.messages.clear();
        self.bytes = 0;
    }

    /// When to go on, if something is left: at once, after the other peers.
    pub(super) fn deadline(&self) -> Option<Instant> {
        (!self.is_empty()).then_some(self.since)
    }

    /// A message came, the `count`-th of this peer.
    pub(super) fn push(&mut self, rules: &Arc<Rules>, message: Message, count: u64) {
        self.bytes = self.bytes.saturating_add(message.frame.len());
        let candidates = rules.candidates(&message.content);
        self.messages.push_back(Asked { rules: Arc::clone(rules), message, count, candidates });
    }

    /// The other peers have had their turn since.
    pub(super) fn rest(&mut self, now: Instant) {
        if now != self.since {
            (self.since, self.effort) = (now, EFFORT);
        }
    }

    /// Compares on, and passes on what is to be run.
    pub(super) fn go_on(&mut self, mut found: impl FnMut(Run)) {
        while let Some(asked) = self.messages.front_mut() {
            let Asked { rules, message, count, candidates } = asked;
            let is_done = rules.matching(&message.content, candidates, &mut self.effort, {
                |program, groups| found(Run::new(program, message.clone(), *count).with(groups))
            });
            if !is_done {
                return;
            }
            self.bytes = self.bytes.saturating_sub(message.frame.len());
            self.messages.pop_front();
        }
    }
}

/// As much as one regular expression looks at of one message.
const EFFORT: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use chrono::DateTime;

    use crate::respond::{Act, Context, Conversation, Matcher, Rule, RuleSet, Step, When};
    use crate::types::{Address, RuleTag};

    use super::*;

    #[test]
    fn expressions_over_long_messages_are_asked_bit_by_bit() {
        let rule = |n: usize| {
            let when = When::Message(Matcher::Regex("[ab]c?$".to_owned()));
            Rule::new(n.to_string(), when, vec![Step::reply(n.to_string())])
        };
        let set = RuleSet { rules: (0..20).map(rule).collect(), ..RuleSet::default() };
        let mut tags = 0..;
        let rules = set.compile(|_| RuleTag(tags.next().unwrap())).unwrap();
        let mut now = Instant::now();
        let mut conversation = Conversation::new(Arc::new(rules), now);
        conversation.received(&Bytes::from(vec![b'a'; 64 * 1024]), now);
        conversation.received(&Bytes::from_static(b"b"), now);
        let (peer, mut random) =
            (Address::Ip(([127, 0, 0, 1], 9).into()), fastrand::Rng::with_seed(1));
        let mut replies = Vec::new();
        while !conversation.is_idle() {
            let mut context = Context {
                now,
                wall: DateTime::UNIX_EPOCH.into(),
                peer: &peer,
                random: &mut random,
            };
            let before = replies.len();
            replies.extend(std::iter::from_fn(|| conversation.next(&mut context)));
            let asked = replies.len() - before;
            assert!(asked <= 2 || replies.len() > 20, "{asked} at once");
            assert_eq!(conversation.is_busy(), replies.len() < 40);
            assert!(conversation.deadline().is_none_or(|at| at <= now));
            now += Duration::from_micros(1);
        }
        let expected: Vec<_> = (0..20).chain(0..20).map(RuleTag).collect();
        let tag = |act: &Act| if let Act::Reply(tag, _) = act { *tag } else { panic!("{act:?}") };
        assert_eq!(replies.iter().map(tag).collect::<Vec<_>>(), expected);
    }
}
