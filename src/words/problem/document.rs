//! Problems with files of rules and play lists, in words.

use crate::types::inert::inert;
use crate::types::problem::document::{DocumentFault, DocumentProblem, RulePart, StepKeysProblem};
use crate::types::problem::typed::TypedProblem;
use crate::words::problem::typed::typed;

/// "line 7, column 8: step 2: there is no field “b”".
pub fn document(problem: &DocumentProblem) -> String {
    let fault = fault(&problem.fault);
    match problem.place {
        Some(place) => at_place(place.line, place.column, &fault),
        None => fault,
    }
}

/// "step 2: there is no field “b”", or "framing: ...", of a play list that isn't in a file. Steps are counted from 1.
pub fn play_list(step: Option<usize>, problem: &TypedProblem) -> String {
    match step {
        Some(number) => in_step(number, &typed(problem)),
        None => in_framing(&typed(problem)),
    }
}

/// "rule 2 “Echo”, step 1: there is no field “b”", or "framing: ...". Rules are counted from 1 and may have no name.
pub fn rule(rule: Option<(usize, &str)>, part: RulePart, problem: &TypedProblem) -> String {
    let problem = match part {
        RulePart::Framing => in_framing(&typed(problem)),
        RulePart::When => in_when(&typed(problem)),
        RulePart::Step(step) => in_step(step.saturating_add(1), &typed(problem)),
    };
    match rule {
        Some((number, "")) => in_rule(number, &problem),
        Some((number, name)) => in_named_rule(number, &inert(name), &problem),
        None => problem,
    }
}

fn fault(fault: &DocumentFault) -> String {
    match fault {
        DocumentFault::Toml(reason) => inert(reason).into_owned(),
        DocumentFault::Framing(problem) => in_framing(&typed(problem)),
        DocumentFault::Step { number, problem } => in_step(*number, &typed(problem)),
        DocumentFault::StepKeys { number, problem } => in_step(
            *number,
            match problem {
                StepKeysProblem::NotOneAction => not_one_action(),
                StepKeysProblem::PaceWithoutSend => pace_without_send(),
                StepKeysProblem::WithinWithoutExpect => within_without_expect(),
            },
        ),
    }
}

messages! {
    at_place(line: usize, column: usize, fault: &str) = "line {line}, column {column}: {fault}";
    in_framing(problem: &str) = "framing: {problem}";
    in_step(number: usize, problem: &str) = "step {number}: {problem}";
    in_when(problem: &str) = "when: {problem}";
    in_rule(number: usize, problem: &str) = "rule {number}, {problem}";
    in_named_rule(number: usize, name: &str, problem: &str) = "rule {number} “{name}”, {problem}";
    not_one_action = "a step has one of send, wait, expect and repeat";
    pace_without_send = "pace goes with send";
    within_without_expect = "within goes with expect";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::problem::document::Place;
    use crate::types::problem::matching::{FramingProblem, PlayStepProblem};

    #[test]
    fn a_problem_says_where_and_what() {
        let problem = |place, fault| document(&DocumentProblem { place, fault });
        let place = Some(Place { line: 7, column: 8 });
        let keys = |problem| DocumentFault::StepKeys { number: 2, problem };
        let table = [
            (None, DocumentFault::Toml("no\nkey".to_owned()), r"no\nkey"),
            (
                place,
                DocumentFault::Toml("unknown field".to_owned()),
                "line 7, column 8: unknown field",
            ),
            (
                place,
                DocumentFault::Framing(FramingProblem::EmptyDelimiter.into()),
                "line 7, column 8: framing: a delimiter needs at least one byte",
            ),
            (
                None,
                DocumentFault::Step { number: 2, problem: PlayStepProblem::RepeatsNever.into() },
                "step 2: repeats 0 times, at least 1 is needed",
            ),
            (
                None,
                keys(StepKeysProblem::NotOneAction),
                "step 2: a step has one of send, wait, expect and repeat",
            ),
            (None, keys(StepKeysProblem::PaceWithoutSend), "step 2: pace goes with send"),
            (None, keys(StepKeysProblem::WithinWithoutExpect), "step 2: within goes with expect"),
        ];
        for (place, fault, words) in table {
            assert_eq!(problem(place, fault), words);
        }
    }

    #[test]
    fn a_problem_of_rules_or_steps_says_which() {
        let problem = TypedProblem::from(PlayStepProblem::RepeatsNever);
        let words = "repeats 0 times, at least 1 is needed";
        assert_eq!(play_list(Some(2), &problem), format!("step 2: {words}"));
        assert_eq!(play_list(None, &problem), format!("framing: {words}"));
        let table = [
            (None, RulePart::Framing, "framing"),
            (Some((2, "")), RulePart::When, "rule 2, when"),
            (Some((2, "E\n")), RulePart::Step(0), r"rule 2 “E\n”, step 1"),
        ];
        for (number, part, place) in table {
            assert_eq!(rule(number, part, &problem), format!("{place}: {words}"));
        }
    }
}
