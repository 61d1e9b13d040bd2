//! Lists that cannot be played.

use super::*;
use crate::types::problem::{PlayStepProblem, TypedProblem};

fn problems(framing: Framing, steps: &[PlayStep]) -> Vec<(Option<usize>, TypedProblem)> {
    let problems = list(framing, steps).compile().err().unwrap_or_default();
    problems.into_iter().map(|(step, error)| (step, error.problem)).collect()
}

#[test]
fn a_repeat_leads_back_to_a_step_before_it() {
    let cases = [
        (0, 1, Some(PlayStepProblem::NoStepBefore { from: 0 })),
        (3, 1, Some(PlayStepProblem::NoStepBefore { from: 3 })),
        (4, 1, Some(PlayStepProblem::NoStepBefore { from: 4 })),
        (1, 0, Some(PlayStepProblem::RepeatsNever)),
        (2, u32::MAX, None),
        (1, 1, None),
    ];
    for (from, times, problem) in cases {
        let found = problems(Framing::Read, &[wait(1), wait(2), repeat(from, times)]);
        let expected: Vec<_> =
            problem.map(|problem| (Some(2), problem.into())).into_iter().collect();
        assert_eq!(found, expected, "{from} {times}");
    }
}

#[test]
fn repeats_nest_or_lie_apart() {
    let fits = [
        [repeat(1, 1), repeat(1, 1)],
        [repeat(2, 1), repeat(1, 1)],
        [repeat(1, 1), repeat(4, 1)],
        [repeat(2, 1), repeat(2, 1)],
    ];
    for [first, second] in fits {
        let steps = [wait(1), wait(2), first, wait(4), second];
        assert_eq!(problems(Framing::Read, &steps), [], "{steps:?}");
    }
    for from in [2, 3] {
        let steps = [wait(1), wait(2), repeat(1, 1), wait(4), repeat(from, 1)];
        let overlap = PlayStepProblem::Overlap { from, other: 3 };
        assert_eq!(problems(Framing::Read, &steps), [(Some(4), overlap.into())]);
    }
}

#[test]
fn a_field_of_a_message_needs_one_that_was_expected() {
    let reply = || send("{message}");
    assert_eq!(problems(Framing::Read, &[exactly("a", 1), wait(1), reply()]), []);
    let found = problems(Framing::Read, &[reply(), exactly("a", 1)]);
    assert_eq!(found, [(Some(0), PlayStepProblem::NothingExpected.into())]);
    let errors = list(Framing::Read, &[send("ab{capture:1}")]).compile().unwrap_err();
    assert_eq!(errors[0].1.at, 3..10);
}

#[test]
fn every_error_is_found_where_it_stands() {
    let hex = PlayStep::Send { payload: Typed::Hex("0g".to_owned()), pace: None };
    let regex = expect(Matcher::Regex("(".to_owned()), 1);
    let framing = Framing::Delimiter(Typed::Hex("x".to_owned()));
    let found = problems(framing, &[hex, wait(1), regex, repeat(9, 1)]);
    let places: Vec<_> = found.iter().map(|(step, _)| *step).collect();
    assert_eq!(places, [None, Some(0), Some(2), Some(3)]);
}
