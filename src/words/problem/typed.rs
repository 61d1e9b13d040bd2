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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::problem::matching::{
        FramingProblem, MatcherProblem, PlayStepProblem, RuleStepProblem,
    };
    use crate::types::problem::template::{FieldProblem, FillProblem};
    use crate::types::problem::text::{Choice, EscapeProblem, HexProblem, UnknownName, Unmappable};

    #[test]
    fn every_kind_reads_as_its_own_words() {
        let name = UnknownName { choice: Choice::Encoding, name: String::new(), known: Vec::new() };
        let lacks = Unmappable { character: 'é', encoding: "Big5".to_owned() };
        let table = [
            (TypedProblem::NoPath, "type the path of a file".to_owned()),
            (HexProblem::NoDigits.into(), text::hex(&HexProblem::NoDigits)),
            (EscapeProblem::Lone.into(), text::escape(EscapeProblem::Lone)),
            (lacks.clone().into(), text::unmappable(&lacks)),
            (name.clone().into(), text::unknown_name(&name)),
            (FieldProblem::Unclosed.into(), template::field(&FieldProblem::Unclosed)),
            (FillProblem::NoMessage.into(), template::fill(&FillProblem::NoMessage)),
            (FramingProblem::NoGap.into(), matching::framing(FramingProblem::NoGap)),
            (MatcherProblem::HalfByte.into(), matching::matcher(&MatcherProblem::HalfByte)),
            (RuleStepProblem::Endless.into(), matching::rule_step(RuleStepProblem::Endless)),
            (
                PlayStepProblem::RepeatsNever.into(),
                matching::play_step(PlayStepProblem::RepeatsNever),
            ),
        ];
        for (problem, words) in table {
            assert_eq!(typed(&problem), words);
        }
    }
}
