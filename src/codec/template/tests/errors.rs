//! Where a wrong field is pointed at.

use super::*;
use crate::types::problem::template::{Expected, FormatProblem};
use crate::types::problem::text::{EscapeProblem, Unmappable};
use crate::types::problem::typed::TypedProblem;

fn error_of(parsed: Result<Template, ParseError>) -> (std::ops::Range<usize>, TypedProblem) {
    let error = parsed.unwrap_err();
    (error.at, error.problem)
}

fn one_of(names: &str) -> Expected {
    Expected::OneOf(names.split(", ").map(str::to_owned).collect())
}

#[test]
fn a_wrong_field_is_pointed_at() {
    let numbers = "u8, u16be, u16le, u24be, u24le, u32be, u32le, u64be, u64le";
    let counters = || one_of(&format!("{numbers}, dec, hex"));
    let times = "unix, unix_ms, u32be, u32le, u64be, u64le";
    let up_to_255 = || Expected::CounterValue { number: "u8".to_owned(), most: 255 };
    let wrong =
        |option: &str, expected| FieldProblem::WrongOption { option: option.to_owned(), expected };
    let unknown = |name: &str| FieldProblem::UnknownField(name.to_owned());
    let missing = |example: &str| FieldProblem::Incomplete { example: example.to_owned() };
    let specifier =
        |text: &str| FieldProblem::Format(FormatProblem::UnknownSpecifier(text.to_owned()));
    let table = [
        ("a{b}", 2..3, unknown("b")),
        ("{crc99}", 1..6, FieldProblem::UnknownChecksum("crc99".to_owned())),
        ("{Seq:u8}", 1..4, unknown("Seq")),
        ("a{seq:u8", 1..5, FieldProblem::Unclosed),
        ("{now:%H\n}", 0..4, FieldProblem::Unclosed),
        ("{seq}", 1..4, missing("{seq:u32be}")),
        ("{seq:}", 1..5, wrong("", counters())),
        ("你{seq:u16}", 8..11, wrong("u16", counters())),
        ("{seq:u8:256}", 8..11, wrong("256", up_to_255())),
        ("{seq:u8:1:x}", 10..11, wrong("x", up_to_255())),
        ("{seq:u8:+1}", 8..10, wrong("+1", up_to_255())),
        ("{seq:u8:1:1:1}", 12..13, wrong("1", Expected::Nothing)),
        ("{len:dec}", 5..8, wrong("dec", one_of(numbers))),
        ("{len:u8:all}", 8..11, wrong("all", Expected::Rest)),
        ("{crc32:up}", 7..9, wrong("up", one_of("be, le, hex, HEX"))),
        ("{sum8:be:le}", 9..11, wrong("le", Expected::Nothing)),
        ("{time:u16be}", 6..11, wrong("u16be", one_of(times))),
        ("{now}", 1..4, missing("{now:%Y-%m-%d %H:%M:%S}")),
        ("a {now:%H:%Q} b", 10..12, specifier("%Q")),
        ("{now:100%}", 8..9, specifier("%")),
        ("{random:0}", 8..9, wrong("0", Expected::UpTo(65_536))),
        ("{random:65537}", 8..13, wrong("65537", Expected::UpTo(65_536))),
        ("{random:+1}", 8..10, wrong("+1", Expected::UpTo(65_536))),
        ("{message}", 1..8, FieldProblem::OnlyInReplies("message".to_owned())),
    ];
    for (text, at, problem) in table {
        let found = error_of(Template::text(text, Encoding::Utf8, Scope::Payload));
        assert_eq!(found, (at, problem.into()), "{text:?}");
    }
    let found = error_of(Template::text(r"\q{b}", Encoding::Utf8, Scope::Payload));
    assert_eq!(found, (0..2, EscapeProblem::Unknown('q').into()));
}

#[test]
fn a_wrong_field_of_an_answer_is_pointed_at() {
    let table = [
        ("{message:1}", 9..10),
        ("{capture}", 1..8),
        ("{capture:x}", 9..10),
        ("{capture:1000}", 9..13),
        ("{upper}", 1..6),
        ("{upper:peer}", 7..11),
        ("{upper:capture:x}", 15..16),
        ("{chargen:0}", 9..10),
        ("{chargen:4097}", 9..13),
        ("{strftime:%H}", 10..12),
    ];
    for (text, at) in table {
        let found = error_of(Template::text(text, Encoding::Utf8, Scope::Reply));
        assert_eq!(found.0, at, "{text:?}: {:?}", found.1);
    }
}

#[test]
fn wrong_hex_around_a_field_is_pointed_at() {
    let table = [
        ("0{seq:u8}", 0..1),
        ("00 {seq:u8} 1", 12..13),
        ("zz {seq:u8}", 0..1),
        ("00 {{", 3..4),
        ("00 {sq}", 4..6),
        ("00 {seq", 3..7),
    ];
    for (text, at) in table {
        let found = error_of(Template::hex(text, Scope::Payload));
        assert_eq!(found.0, at, "{text:?}: {:?}", found.1);
    }
}

#[test]
fn a_character_that_the_encoding_lacks_is_found_before_anything_is_sent() {
    let found = error_of(Template::text("{now:%Y年}", Encoding::Latin1, Scope::Payload));
    let lacks = Unmappable { character: '年', encoding: "Latin-1".to_owned() };
    assert_eq!(found, (1..10, lacks.into()));
}
