//! Problems with files of rules and play lists.

use serde::{Deserialize, Serialize};

use crate::types::problem::typed::TypedProblem;

/// What is wrong with a file of rules or a play list, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentProblem {
    /// Where, if that is known.
    pub place: Option<Place>,
    /// What.
    pub fault: DocumentFault,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

/// What is wrong with a file of rules or a play list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentFault {
    /// It isn't TOML, or has other keys and values than it should, as the TOML library says.
    Toml(String),
    /// A value isn't written as it should be.
    Value {
        /// As it stands in the file.
        text: String,
        /// What it should be.
        expected: ValueForm,
    },
    /// The framing can't be used.
    Framing(TypedProblem),
    /// A step can't be done.
    Step {
        /// Counted from 1.
        number: usize,
        /// Why.
        problem: TypedProblem,
    },
    /// A step doesn't have the keys that belong together.
    StepKeys {
        /// Counted from 1.
        number: usize,
        /// How.
        problem: StepKeysProblem,
    },
}

/// A part of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RulePart {
    /// The framing of all rules.
    Framing,
    /// When it applies.
    When,
    /// A step, counted from 0.
    Step(usize),
}

/// What is wrong with a rule set, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleFault {
    /// Which rule; `None` for the framing.
    pub rule: Option<RulePlace>,
    /// Which part of it.
    pub part: RulePart,
    /// What is wrong there.
    pub problem: TypedProblem,
}

/// Which rule of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePlace {
    /// Counted from 1.
    pub number: usize,
    /// Empty if it has none.
    pub name: String,
}

/// What is wrong with a play list, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayListFault {
    /// Which step, counted from 1; `None` for the framing.
    pub step: Option<usize>,
    /// What is wrong there.
    pub problem: TypedProblem,
}

/// What a value of a file has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueForm {
    /// A duration such as `500ms`.
    Duration,
    /// Bytes and a pause such as `1/20ms`.
    Pace,
    /// The bytes of a length before a message: 1, 2, 4 or 8.
    PrefixWidth,
}

/// What is wrong with the keys of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKeysProblem {
    /// Not exactly one of `send`, `wait`, `expect` and `repeat`.
    NotOneAction,
    /// `pace` without `send`.
    PaceWithoutSend,
    /// `within` without `expect`.
    WithinWithoutExpect,
}
