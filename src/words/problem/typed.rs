//! Whatever can be wrong with something typed, in words.

use crate::types::problem::typed::TypedProblem;
use crate::words::problem::{matching, template, text};

/// What is wrong, as a phrase without a full stop.
pub fn typed(problem: &TypedProblem) -> String {
    match problem {
        TypedProblem::Hex(problem) => text::hex(problem),
        TypedProblem::Escape(problem) => text::escape(*problem),
        TypedProblem::Unmappable(problem) => text::unmappable(problem),
        TypedProblem::UnknownName(problem) => text::unknown_name(problem),
        TypedProblem::Field(problem) => template::field(problem),
        TypedProblem::Fill(problem) => template::fill(problem),
        TypedProblem::Framing(problem) => matching::framing(*problem),
        TypedProblem::Matcher(problem) => matching::matcher(problem),
        TypedProblem::RuleStep(problem) => matching::rule_step(*problem),
        TypedProblem::PlayStep(problem) => matching::play_step(*problem),
        TypedProblem::NoPath => no_path().to_owned(),
    }
}

messages! {
    no_path = "type the path of a file";
}
