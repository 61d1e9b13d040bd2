//! Problems with files of rules and play lists, in words.

use crate::types::inert::inert;
use crate::types::problem::document::{
    DocumentFault, DocumentProblem, PlayListFault, RuleFault, RulePart, RulePlace, StepKeysProblem,
    ValueForm,
};
use crate::words::problem::typed::typed;

/// "line 7, column 8: step 2: there is no field “b”".
pub fn document(problem: &DocumentProblem) -> String {
    let fault = fault(&problem.fault);
    match problem.place {
        Some(place) => at_place(place.line, place.column, &fault),
        None => fault,
    }
}

/// "step 2: there is no field “b”", or "framing: ...", of a play list that isn't in a file.
pub fn play_list(fault: &PlayListFault) -> String {
    let problem = typed(&fault.problem);
    match fault.step {
        Some(number) => in_step(number, &problem),
        None => in_framing(&problem),
    }
}

/// "rule 2 “Echo”, step 1: there is no field “b”", or "framing: ...".
pub fn rule(fault: &RuleFault) -> String {
    let problem = typed(&fault.problem);
    let problem = match fault.part {
        RulePart::Framing => in_framing(&problem),
        RulePart::When => in_when(&problem),
        RulePart::Step(step) => in_step(step.saturating_add(1), &problem),
    };
    match &fault.rule {
        Some(RulePlace { number, name }) if name.is_empty() => in_rule(*number, &problem),
        Some(RulePlace { number, name }) => in_named_rule(*number, &inert(name), &problem),
        None => problem,
    }
}

fn fault(fault: &DocumentFault) -> String {
    match fault {
        DocumentFault::Toml(reason) => inert(reason).into_owned(),
        DocumentFault::Value { text, expected } => value(&inert(text), *expected),
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

fn value(text: &str, expected: ValueForm) -> String {
    match expected {
        ValueForm::Duration => not_a_duration(text),
        ValueForm::Pace => not_a_pace(text),
        ValueForm::PrefixWidth => not_a_prefix_width(text),
    }
}

messages! {
    not_a_duration(text: &str) = "{text} isn't a duration such as \"500ms\"";
    not_a_pace(text: &str) = "{text} isn't a number of bytes and a pause, such as \"1/20ms\"";
    not_a_prefix_width(text: &str) = "a length has 1, 2, 4 or 8 bytes, not {text}";
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
    use crate::types::problem::TypedProblem;
    use crate::types::problem::document::Place;
    use crate::types::problem::matching::{FramingProblem, PlayStepProblem};

    #[test]
    fn a_problem_says_where_and_what() {
        let problem = |place, fault| document(&DocumentProblem { place, fault });
        let place = Some(Place { line: 7, column: 8 });
        let value = |text: &str, expected| DocumentFault::Value { text: text.to_owned(), expected };
        let keys = |problem| DocumentFault::StepKeys { number: 2, problem };
        let table = [
            (None, DocumentFault::Toml("no\nkey".to_owned()), r"no\nkey"),
            (
                place,
                DocumentFault::Toml("unknown field".to_owned()),
                "line 7, column 8: unknown field",
            ),
            (
                None,
                value("\"so\u{7}on\"", ValueForm::Duration),
                r#""so\x07on" isn't a duration such as "500ms""#,
            ),
            (
                None,
                value("\"1\"", ValueForm::Pace),
                r#""1" isn't a number of bytes and a pause, such as "1/20ms""#,
            ),
            (None, value("3", ValueForm::PrefixWidth), "a length has 1, 2, 4 or 8 bytes, not 3"),
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
        for (step, place) in [(Some(2), "step 2"), (None, "framing")] {
            let fault = PlayListFault { step, problem: problem.clone() };
            assert_eq!(play_list(&fault), format!("{place}: {words}"));
        }
        let second = |name: &str| Some(RulePlace { number: 2, name: name.to_owned() });
        let table = [
            (None, RulePart::Framing, "framing"),
            (second(""), RulePart::When, "rule 2, when"),
            (second("E\n"), RulePart::Step(0), r"rule 2 “E\n”, step 1"),
        ];
        for (number, part, place) in table {
            let fault = RuleFault { rule: number, part, problem: problem.clone() };
            assert_eq!(rule(&fault), format!("{place}: {words}"));
        }
    }
}
