//! Problems with typed text, in words.

use crate::types::inert::{inert, quoted};
use crate::types::problem::text::{Choice, EscapeProblem, HexProblem, UnknownName, Unmappable};

/// Why a text isn't hex.
pub fn hex(problem: &HexProblem) -> String {
    match problem {
        HexProblem::NotADigit(c) => not_a_digit(&quoted(*c)),
        HexProblem::HalfByte(c) => half_byte(&quoted(*c)),
        HexProblem::NoDigits => no_digits().to_owned(),
        HexProblem::MissingRows { expected } => missing_rows(*expected),
        HexProblem::RepeatedRows => repeated_rows().to_owned(),
        HexProblem::NoOffset => no_offset().to_owned(),
        HexProblem::GroupedBytes => grouped_bytes().to_owned(),
        HexProblem::ColumnMismatch(problem) => column_mismatch(&hex(problem)),
    }
}

/// Why a text with escapes can't be read.
pub fn escape(problem: EscapeProblem) -> String {
    match problem {
        EscapeProblem::Lone => lone().to_owned(),
        EscapeProblem::AtLineEnd => at_line_end().to_owned(),
        EscapeProblem::Unknown(c) => match quoted(c) {
            code if code.starts_with('U') => unknown_escape(&backslash_before(&code)),
            _ => unknown_escape(&format!(r"\{c}")),
        },
        EscapeProblem::ByteDigits => byte_digits().to_owned(),
        EscapeProblem::NoBraces => no_braces().to_owned(),
        EscapeProblem::CharDigits => char_digits().to_owned(),
        EscapeProblem::NoSuchChar => no_such_char().to_owned(),
    }
}

/// A character that an encoding lacks: "“é” (U+00E9) does not exist in Big5".
pub fn unmappable(problem: &Unmappable) -> String {
    let Unmappable { character, encoding } = problem;
    let quoted = quoted(*character);
    let code = format!("U+{:04X}", u32::from(*character));
    let character = if quoted == code { code } else { format!("{quoted} ({code})") };
    does_not_exist(&character, encoding)
}

/// A name that isn't one of those to choose from.
pub fn unknown_name(problem: &UnknownName) -> String {
    let choice = match problem.choice {
        Choice::Encoding => encoding(),
        Choice::LineEnding => line_ending(),
    };
    unknown(choice, &inert(&problem.name), &problem.known.join(", "))
}

messages! {
    not_a_digit(character: &str) = "{character} is not a hex digit";
    half_byte(digit: &str) = "{digit} is half a byte: a byte has two digits";
    no_digits = "digits are missing after 0x";
    missing_rows(expected: u64) = "rows are missing: {expected:08x} comes next";
    repeated_rows = "* stands for repeated rows: dump every row (hexdump -v)";
    no_offset = "each row of a dump starts with its offset";
    grouped_bytes = "the bytes of this dump must be separated by spaces";
    column_mismatch(problem: &str) = "{problem}, and the text column doesn't match the bytes";

    lone = r"a lone backslash: write \\ for a backslash";
    at_line_end = r"a \ at the end of a line isn't an escape: write \\ for a backslash";
    unknown_escape(escape: &str) = r"{escape} isn't an escape: use \r \n \t \0 \xNN \u{{...}}, or \\ for a backslash";
    backslash_before(character: &str) = "a backslash before {character}";
    byte_digits = r"\x needs two hex digits";
    no_braces = r"\u needs braces, as in \u{4f60}";
    char_digits = r"\u{...} needs one to six hex digits and a closing brace";
    no_such_char = "no character has this number: use up to d7ff, or e000 to 10ffff";

    does_not_exist(character: &str, encoding: &str) = "{character} does not exist in {encoding}";
    encoding = "encoding";
    line_ending = "line ending";
    unknown(choice: &str, name: &str, known: &str) = "unknown {choice} “{name}”, expected one of {known}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_problems_read_as_phrases() {
        let mismatch = HexProblem::ColumnMismatch(Box::new(HexProblem::NotADigit('J')));
        let table = [
            (HexProblem::NotADigit('g'), "“g” is not a hex digit"),
            (HexProblem::NotADigit('\u{1b}'), "U+001B is not a hex digit"),
            (HexProblem::HalfByte('6'), "“6” is half a byte: a byte has two digits"),
            (HexProblem::NoDigits, "digits are missing after 0x"),
            (HexProblem::MissingRows { expected: 1 }, "rows are missing: 00000001 comes next"),
            (HexProblem::RepeatedRows, "* stands for repeated rows: dump every row (hexdump -v)"),
            (HexProblem::NoOffset, "each row of a dump starts with its offset"),
            (HexProblem::GroupedBytes, "the bytes of this dump must be separated by spaces"),
            (mismatch, "“J” is not a hex digit, and the text column doesn't match the bytes"),
        ];
        for (problem, words) in table {
            assert_eq!(hex(&problem), words);
        }
    }

    #[test]
    fn escape_problems_read_as_phrases() {
        let unknown = |escape: &str| {
            format!(
                r"{escape} isn't an escape: use \r \n \t \0 \xNN \u{{...}}, or \\ for a backslash"
            )
        };
        let table = [
            (EscapeProblem::Lone, r"a lone backslash: write \\ for a backslash".to_owned()),
            (
                EscapeProblem::AtLineEnd,
                r"a \ at the end of a line isn't an escape: write \\ for a backslash".to_owned(),
            ),
            (EscapeProblem::Unknown('q'), unknown(r"\q")),
            (EscapeProblem::Unknown('你'), unknown(r"\你")),
            (EscapeProblem::Unknown('\u{1b}'), unknown("a backslash before U+001B")),
            (EscapeProblem::ByteDigits, r"\x needs two hex digits".to_owned()),
            (EscapeProblem::NoBraces, r"\u needs braces, as in \u{4f60}".to_owned()),
            (
                EscapeProblem::CharDigits,
                r"\u{...} needs one to six hex digits and a closing brace".to_owned(),
            ),
            (
                EscapeProblem::NoSuchChar,
                "no character has this number: use up to d7ff, or e000 to 10ffff".to_owned(),
            ),
        ];
        for (problem, words) in table {
            assert_eq!(escape(problem), words);
        }
    }

    #[test]
    fn a_character_that_an_encoding_lacks_is_named_by_sight_and_number() {
        let words = |character, encoding: &str| {
            unmappable(&Unmappable { character, encoding: encoding.to_owned() })
        };
        assert_eq!(words('ã', "GBK"), "“ã” (U+00E3) does not exist in GBK");
        assert_eq!(words('😀', "GBK"), "“😀” (U+1F600) does not exist in GBK");
        assert_eq!(words('\u{e5e5}', "GB18030"), "U+E5E5 does not exist in GB18030");
    }

    #[test]
    fn an_unknown_name_comes_with_the_known_ones() {
        let words = |choice, known: &[&str]| {
            unknown_name(&UnknownName {
                choice,
                name: "x\n".to_owned(),
                known: known.iter().map(|name| (*name).to_owned()).collect(),
            })
        };
        assert_eq!(
            words(Choice::Encoding, &["UTF-8", "GBK"]),
            r"unknown encoding “x\n”, expected one of UTF-8, GBK"
        );
        assert_eq!(
            words(Choice::LineEnding, &["LF", "CR"]),
            r"unknown line ending “x\n”, expected one of LF, CR"
        );
    }
}
