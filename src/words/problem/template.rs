//! Problems with the fields of a payload, in words.

use crate::types::inert::inert;
use crate::types::problem::template::{
    Expected, FieldProblem, FillProblem, FormatProblem, Quantity,
};
use crate::words::problem::text;

/// Why a field can't be read.
pub fn field(problem: &FieldProblem) -> String {
    match problem {
        FieldProblem::Unclosed => unclosed().to_owned(),
        FieldProblem::UnknownField(name) => unknown_field(&inert(name)),
        FieldProblem::UnknownChecksum(name) => unknown_checksum(&inert(name)),
        FieldProblem::OnlyInReplies(name) => only_in_replies(name),
        FieldProblem::Incomplete { example } => incomplete(example),
        FieldProblem::WrongOption { option, expected: Expected::Nothing } => {
            unexpected(&inert(option))
        }
        FieldProblem::WrongOption { option, expected } => {
            wrong_option(&inert(option), &self::expected(expected))
        }
        FieldProblem::Format(problem) => format(problem),
    }
}

/// What belongs in the place of a wrong option.
fn expected(expected: &Expected) -> String {
    match expected {
        Expected::OneOf(names) => one_of(&names.join(", ")),
        Expected::CounterValue { number, most } => counter_value(number, *most),
        Expected::UpTo(most) => up_to(*most),
        Expected::Rest => rest().to_owned(),
        Expected::Group => group().to_owned(),
        Expected::Nothing => nothing().to_owned(),
    }
}

/// Why a time can't be formatted.
pub fn format(problem: &FormatProblem) -> String {
    match problem {
        FormatProblem::TooLong(most) => too_long(*most),
        FormatProblem::UnknownSpecifier(specifier) => unknown_specifier(&inert(specifier)),
        FormatProblem::Refused(reason) => inert(reason).into_owned(),
        FormatProblem::Unwritable => unwritable().to_owned(),
    }
}

/// Why the fields of a payload can't take their values.
pub fn fill(problem: &FillProblem) -> String {
    match problem {
        FillProblem::TooLarge { quantity, value, number, most } => {
            let quantity = match quantity {
                Quantity::Length => length(),
                Quantity::Time => time(),
            };
            too_large(quantity, *value, number, *most)
        }
        FillProblem::ClockBefore1970 => clock_before_1970().to_owned(),
        FillProblem::NoMessage => no_message().to_owned(),
        FillProblem::NoGroup(group) => no_group(*group),
        FillProblem::Unmappable(problem) => text::unmappable(problem),
        FillProblem::Format(problem) => format(problem),
    }
}

messages! {
    unclosed = "a field ends with }; write {{ for a brace";
    unknown_field(name: &str) = "there is no field “{name}”; write {{{{ for a brace";
    unknown_checksum(name: &str) = "there is no checksum “{name}”; write {{{{ for a brace";
    only_in_replies(name: &str) = "{name} works only in replies, where there is a message";
    incomplete(example: &str) = "something is missing, as in {example}";
    wrong_option(option: &str, expected: &str) = "“{option}” is wrong here: {expected}";
    unexpected(option: &str) = "“{option}” is one option too many";

    one_of(names: &str) = "expected one of {names}";
    counter_value(number: &str, most: u64) = "{number} takes whole numbers up to {most}";
    up_to(most: u32) = "expected a number from 1 to {most}";
    rest = "expected “rest”, for the length of what follows";
    group = "expected the number of a group; 0 is the whole match";
    nothing = "expected nothing more";

    too_long(most: usize) = "a time format has at most {most} bytes";
    unknown_specifier(specifier: &str) = "{specifier} isn't part of a time format; write %% for a percent sign";
    unwritable = "the time can't be written in this format";

    length = "length";
    time = "time";
    too_large(quantity: &str, value: u64, number: &str, most: u64) = "the {quantity} {value} doesn't fit in {number}, which holds up to {most}";
    clock_before_1970 = "the clock is set to a time before 1970";
    no_message = "there is no message to answer";
    no_group(group: usize) = "the pattern that matched has no group {group}";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::problem::text::Unmappable;

    #[test]
    fn field_problems_read_as_phrases() {
        let name = || "b\u{1b}".to_owned();
        let wrong = |expected| FieldProblem::WrongOption { option: name(), expected };
        let table = [
            (FieldProblem::Unclosed, "a field ends with }; write {{ for a brace"),
            (
                FieldProblem::UnknownField(name()),
                r"there is no field “b\x1b”; write {{ for a brace",
            ),
            (
                FieldProblem::UnknownChecksum("crc9".to_owned()),
                "there is no checksum “crc9”; write {{ for a brace",
            ),
            (
                FieldProblem::OnlyInReplies("message".to_owned()),
                "message works only in replies, where there is a message",
            ),
            (
                FieldProblem::Incomplete { example: "{seq:u32be}".to_owned() },
                "something is missing, as in {seq:u32be}",
            ),
            (
                wrong(Expected::OneOf(vec!["be".to_owned(), "le".to_owned()])),
                r"“b\x1b” is wrong here: expected one of be, le",
            ),
            (
                wrong(Expected::CounterValue { number: "u8".to_owned(), most: 255 }),
                r"“b\x1b” is wrong here: u8 takes whole numbers up to 255",
            ),
            (wrong(Expected::UpTo(9)), r"“b\x1b” is wrong here: expected a number from 1 to 9"),
            (
                wrong(Expected::Rest),
                r"“b\x1b” is wrong here: expected “rest”, for the length of what follows",
            ),
            (
                wrong(Expected::Group),
                r"“b\x1b” is wrong here: expected the number of a group; 0 is the whole match",
            ),
            (wrong(Expected::Nothing), r"“b\x1b” is one option too many"),
        ];
        for (problem, words) in table {
            assert_eq!(field(&problem), words);
        }
    }

    #[test]
    fn format_problems_read_as_phrases() {
        let table = [
            (FormatProblem::TooLong(4096), "a time format has at most 4096 bytes"),
            (
                FormatProblem::UnknownSpecifier("%\u{202e}".to_owned()),
                r"%\u{202e} isn't part of a time format; write %% for a percent sign",
            ),
            (FormatProblem::Refused("bad\nformat".to_owned()), r"bad\nformat"),
            (FormatProblem::Unwritable, "the time can't be written in this format"),
        ];
        for (problem, words) in table {
            assert_eq!(field(&FieldProblem::Format(problem.clone())), words);
            assert_eq!(fill(&FillProblem::Format(problem)), words);
        }
    }

    #[test]
    fn values_that_a_field_cannot_take_read_as_phrases() {
        let too_large = |quantity| FillProblem::TooLarge {
            quantity,
            value: 300,
            number: "u8".to_owned(),
            most: 255,
        };
        let lacks = Unmappable { character: '年', encoding: "Latin-1".to_owned() };
        let table = [
            (
                too_large(Quantity::Length),
                "the length 300 doesn't fit in u8, which holds up to 255",
            ),
            (too_large(Quantity::Time), "the time 300 doesn't fit in u8, which holds up to 255"),
            (FillProblem::ClockBefore1970, "the clock is set to a time before 1970"),
            (FillProblem::NoMessage, "there is no message to answer"),
            (FillProblem::NoGroup(3), "the pattern that matched has no group 3"),
            (FillProblem::Unmappable(lacks), "“年” (U+5E74) does not exist in Latin-1"),
        ];
        for (problem, words) in table {
            assert_eq!(fill(&problem), words);
        }
    }
}
