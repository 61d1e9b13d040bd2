//! Whatever can be wrong with something typed.

use serde::{Deserialize, Serialize};

use crate::types::problem::matching::{
    FramingProblem, MatcherProblem, PlayStepProblem, RuleStepProblem,
};
use crate::types::problem::template::{FieldProblem, FillProblem, FormatProblem};
use crate::types::problem::text::{EscapeProblem, HexProblem, UnknownName, Unmappable};

/// What is wrong with something typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TypedProblem {
    /// It isn't hex.
    Hex(HexProblem),
    /// An escape is wrong.
    Escape(EscapeProblem),
    /// The encoding lacks a character.
    Unmappable(Unmappable),
    /// A name isn't one of those to choose from.
    UnknownName(UnknownName),
    /// A field is wrong.
    Field(FieldProblem),
    /// A field can't take its value.
    Fill(FillProblem),
    /// A framing is wrong.
    Framing(FramingProblem),
    /// A matcher is wrong.
    Matcher(MatcherProblem),
    /// A step of a rule is wrong.
    RuleStep(RuleStepProblem),
    /// A step of a play list is wrong.
    PlayStep(PlayStepProblem),
    /// The path of a file is missing.
    NoPath,
}

macro_rules! from {
    ($($kind:ident($problem:ty);)*) => {
        $(impl From<$problem> for TypedProblem {
            fn from(problem: $problem) -> Self {
                Self::$kind(problem)
            }
        })*
    };
}

from! {
    Hex(HexProblem);
    Escape(EscapeProblem);
    Unmappable(Unmappable);
    UnknownName(UnknownName);
    Field(FieldProblem);
    Fill(FillProblem);
    Framing(FramingProblem);
    Matcher(MatcherProblem);
    RuleStep(RuleStepProblem);
    PlayStep(PlayStepProblem);
}

impl From<FormatProblem> for TypedProblem {
    fn from(problem: FormatProblem) -> Self {
        Self::Field(FieldProblem::Format(problem))
    }
}
