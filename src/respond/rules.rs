//! Rules as a person writes them, and as a worker runs them.

mod compile;
mod file;
mod form;
mod index;
#[cfg(test)]
mod tests;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::codec::{ParseError, Typed};
use crate::types::problem::DocumentProblem;
pub use crate::types::problem::RulePart;
use crate::types::{RuleName, RuleTag};

pub use compile::{CheckedRules, Rules};
pub(super) use compile::{Occurrence, Program, Task};
pub(super) use index::Candidates;

use crate::respond::form::span;
use crate::respond::framing::Framing;
use crate::respond::matcher::Matcher;

/// Rules in order, and the framing of the messages they answer. By default nothing is answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleSet {
    /// The name that people see.
    pub name: String,
    /// How a stream is cut into messages.
    pub framing: Framing,
    /// Each message goes through all of them in order, until one stops.
    #[serde(rename = "rule", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// Steps to do, in order, when something happens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// Shown in the log; a rule without a name is called by its number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// It is switched off.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// When it runs.
    pub when: When,
    /// What it does.
    pub then: Vec<Step>,
}

/// When a rule runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "form::WhenForm", into = "form::WhenForm")]
pub enum When {
    /// A connection is open, or the first datagram of a peer came.
    Connect,
    /// A message came that matches.
    Message(Matcher),
    /// Nothing came for this long; once in each silence.
    Idle(Duration),
    /// The peer sent FIN.
    HalfClose,
}

impl Default for When {
    fn default() -> Self {
        Self::Message(Matcher::Any)
    }
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Send this, with fields.
    Reply(Typed),
    /// Do nothing for this long.
    Wait(#[serde(with = "span")] Duration),
    /// Close the connection (FIN), after what is queued.
    Close,
    /// Abort the connection (RST), after what is queued.
    Abort,
    /// Send FIN after what is queued, and read on.
    HalfClose,
    /// Begin again with the first step, after what other rules have to do. Needs a wait or a reply before it.
    Again,
    /// Later rules don't see the message.
    Stop,
}

/// What is wrong with a rule set, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// Which rule, counted from 0; `None` for the framing.
    pub rule: Option<usize>,
    /// Which part.
    pub part: RulePart,
    /// What is wrong; it points into what was typed there.
    pub error: ParseError,
}

impl RuleSet {
    /// Reads and checks all of it but the rules that are off. Errors are in the order of the rules, the framing first.
    pub fn check(&self) -> Result<CheckedRules, Vec<RuleProblem>> {
        compile::read(self)
    }

    /// The same, with the rules ready for a worker; `tag` gives a rule's name its number.
    pub fn compile(
        &self,
        tag: impl FnMut(&RuleName) -> RuleTag,
    ) -> Result<Rules, Vec<RuleProblem>> {
        self.check().map(|checked| checked.tagged(tag))
    }

    /// What is wrong with it. Compiles all of it, so call it when the rules change and not for each frame.
    pub fn problems(&self) -> Vec<RuleProblem> {
        compile::read(self).err().unwrap_or_default()
    }

    /// Reads a file that [`Self::to_toml`] or a person wrote.
    pub fn from_toml(text: &str) -> Result<Self, DocumentProblem> {
        file::read(text)
    }

    /// As a readable file.
    pub fn to_toml(&self) -> String {
        file::write(self)
    }
}

impl Rule {
    /// A rule with these steps.
    pub fn new(name: impl Into<String>, when: When, then: Vec<Step>) -> Self {
        Self { name: name.into(), off: false, when, then }
    }

    /// What it is called at this place in its set, counted from 0.
    pub fn called(&self, place: usize) -> RuleName {
        match self.name.as_str() {
            "" => RuleName::Number(place.saturating_add(1)),
            name => RuleName::Given(name.to_owned()),
        }
    }
}

impl Step {
    /// Sends a text with fields.
    pub fn reply(text: impl Into<String>) -> Self {
        Self::Reply(Typed::text(text))
    }
}
