//! Problems with framings, matchers, and the steps of rules and play lists, in words.

use crate::types::inert::{inert, quoted};
use crate::types::problem::matching::{
    FramingProblem, MatcherProblem, PlayStepProblem, RuleStepProblem,
};

/// Why a framing can't be used.
pub fn framing(problem: FramingProblem) -> String {
    match problem {
        FramingProblem::EmptyDelimiter => empty_delimiter().to_owned(),
        FramingProblem::EmptyMessage => empty_message().to_owned(),
        FramingProblem::TooLong { most } => message_too_long(most >> 20),
        FramingProblem::NoGap => no_gap().to_owned(),
    }
}

/// Why a matcher can't be used.
pub fn matcher(problem: &MatcherProblem) -> String {
    match problem {
        MatcherProblem::EmptyMask => empty_mask().to_owned(),
        MatcherProblem::NotAMaskDigit(c) => not_a_mask_digit(&quoted(*c)),
        MatcherProblem::HalfByte => half_byte().to_owned(),
        MatcherProblem::TooLarge => expression_too_large().to_owned(),
        MatcherProblem::Syntax(reason) => inert(reason).into_owned(),
    }
}

/// Why a step of a rule can't be done, or its moment never comes.
pub fn rule_step(problem: RuleStepProblem) -> String {
    match problem {
        RuleStepProblem::NoSilence => no_gap().to_owned(),
        RuleStepProblem::Endless => endless().to_owned(),
        RuleStepProblem::NoGroups { group } => no_groups(group),
        RuleStepProblem::NoGroup { group, groups } => no_group(group, groups),
    }
}

/// Why a step of a play list can't be done.
pub fn play_step(problem: PlayStepProblem) -> String {
    match problem {
        PlayStepProblem::RepeatsNever => repeats_never().to_owned(),
        PlayStepProblem::NothingExpected => nothing_expected().to_owned(),
        PlayStepProblem::NoStepBefore { from } => no_step_before(from),
        PlayStepProblem::Overlap { from, other } => overlap(from, other),
    }
}

messages! {
    empty_delimiter = "a delimiter needs at least one byte";
    empty_message = "a message needs at least one byte";
    message_too_long(most: usize) = "a message can't be longer than {most} MiB";
    no_gap = "the silence must be longer than 0";

    empty_mask = "a mask needs at least one byte, such as 48 or ??";
    not_a_mask_digit(character: &str) = "{character} is neither a hex digit nor ?";
    half_byte = "half a byte: a byte has two digits, each of which may be ?";
    expression_too_large = "this expression is too large: use fewer repetitions";

    endless = "again needs a wait or a reply before it, or it would never end";
    no_groups(group: usize) = "there is no group {group}: only regular expressions have groups";
    no_group(group: usize, groups: usize) = "there is no group {group}: the expression has {groups}";

    repeats_never = "repeats 0 times, at least 1 is needed";
    nothing_expected = "this field needs an earlier step that expects a message";
    no_step_before(from: u32) = "there is no step {from} before this one";
    overlap(from: u32, other: usize) = "step {from} is in the middle of what step {other} repeats";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn framing_problems_read_as_phrases() {
        let table = [
            (FramingProblem::EmptyDelimiter, "a delimiter needs at least one byte"),
            (FramingProblem::EmptyMessage, "a message needs at least one byte"),
            (FramingProblem::TooLong { most: 16 << 20 }, "a message can't be longer than 16 MiB"),
            (FramingProblem::NoGap, "the silence must be longer than 0"),
        ];
        for (problem, words) in table {
            assert_eq!(framing(problem), words);
        }
    }

    #[test]
    fn matcher_problems_read_as_phrases() {
        let table = [
            (MatcherProblem::EmptyMask, "a mask needs at least one byte, such as 48 or ??"),
            (MatcherProblem::NotAMaskDigit('g'), "“g” is neither a hex digit nor ?"),
            (
                MatcherProblem::HalfByte,
                "half a byte: a byte has two digits, each of which may be ?",
            ),
            (MatcherProblem::TooLarge, "this expression is too large: use fewer repetitions"),
            (MatcherProblem::Syntax("unclosed\ngroup".to_owned()), r"unclosed\ngroup"),
        ];
        for (problem, words) in table {
            assert_eq!(matcher(&problem), words);
        }
    }

    #[test]
    fn step_problems_read_as_phrases() {
        let table = [
            (RuleStepProblem::NoSilence, "the silence must be longer than 0"),
            (
                RuleStepProblem::Endless,
                "again needs a wait or a reply before it, or it would never end",
            ),
            (
                RuleStepProblem::NoGroups { group: 1 },
                "there is no group 1: only regular expressions have groups",
            ),
            (
                RuleStepProblem::NoGroup { group: 3, groups: 2 },
                "there is no group 3: the expression has 2",
            ),
        ];
        for (problem, words) in table {
            assert_eq!(rule_step(problem), words);
        }
        let table = [
            (PlayStepProblem::RepeatsNever, "repeats 0 times, at least 1 is needed"),
            (
                PlayStepProblem::NothingExpected,
                "this field needs an earlier step that expects a message",
            ),
            (PlayStepProblem::NoStepBefore { from: 4 }, "there is no step 4 before this one"),
            (
                PlayStepProblem::Overlap { from: 2, other: 3 },
                "step 2 is in the middle of what step 3 repeats",
            ),
        ];
        for (problem, words) in table {
            assert_eq!(play_step(problem), words);
        }
    }
}
