//! Where a wrong field is pointed at.

use super::*;

fn mistake(parsed: Result<Template, ParseError>) -> (std::ops::Range<usize>, String) {
    let error = parsed.unwrap_err();
    (error.at, error.message)
}

#[test]
fn a_wrong_field_is_pointed_at() {
    let numbers = "one of u8, u16be, u16le, u24be, u24le, u32be, u32le, u64be, u64le";
    let open = "a field ends with }, and {{ is a brace";
    let no_more = "nothing more belongs here";
    let wrong = |what: &str, right: &str| format!("“{what}” is wrong here: {right}");
    let table = [
        ("a{b}", 2..3, "there is no field “b”, a brace alone is {{".to_owned()),
        ("{crc99}", 1..6, "there is no checksum “crc99”, a brace alone is {{".to_owned()),
        ("{Seq:u8}", 1..4, "there is no field “Seq”, a brace alone is {{".to_owned()),
        ("a{seq:u8", 1..5, open.to_owned()),
        ("{now:%H\n}", 0..4, open.to_owned()),
        ("{seq}", 1..4, "something is missing, as in {seq:u32be}".to_owned()),
        ("{seq:}", 1..5, wrong("", &format!("{numbers}, dec, hex"))),
        ("你{seq:u16}", 8..11, wrong("u16", &format!("{numbers}, dec, hex"))),
        ("{seq:u8:256}", 8..11, wrong("256", "u8 takes whole numbers up to 255")),
        ("{seq:u8:1:x}", 10..11, wrong("x", "u8 takes whole numbers up to 255")),
        ("{seq:u8:+1}", 8..10, wrong("+1", "u8 takes whole numbers up to 255")),
        ("{seq:u8:1:1:1}", 12..13, wrong("1", no_more)),
        ("{len:dec}", 5..8, wrong("dec", numbers)),
        (
            "{len:u8:all}",
            8..11,
            wrong("all", "“rest” leaves out the length itself and what is before"),
        ),
        ("{crc32:up}", 7..9, wrong("up", "one of be, le, hex, HEX")),
        ("{sum8:be:le}", 9..11, wrong("le", no_more)),
        ("{time:u16be}", 6..11, wrong("u16be", "one of unix, unix_ms, u32be, u32le, u64be, u64le")),
        ("{now}", 1..4, "something is missing, as in {now:%Y-%m-%d %H:%M:%S}".to_owned()),
        (
            "a {now:%H:%Q} b",
            10..12,
            "%Q is no part of a time format; a percent sign is %%".to_owned(),
        ),
        ("{now:100%}", 8..9, "% is no part of a time format; a percent sign is %%".to_owned()),
        ("{random:0}", 8..9, wrong("0", "a number from 1 to 65536")),
        ("{random:65537}", 8..13, wrong("65537", "a number from 1 to 65536")),
        ("{random:+1}", 8..10, wrong("+1", "a number from 1 to 65536")),
        (
            "{message}",
            1..8,
            "message is known in replies only, where there is a message".to_owned(),
        ),
        (
            r"\q{b}",
            0..2,
            r"\q is no escape: there are \r \n \t \0 \xNN \u{...} and \\ for a backslash"
                .to_owned(),
        ),
    ];
    for (text, at, message) in table {
        let found = mistake(Template::text(text, Encoding::Utf8, Scope::Payload));
        assert_eq!(found, (at, message), "{text:?}");
    }
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
        let found = mistake(Template::text(text, Encoding::Utf8, Scope::Reply));
        assert_eq!(found.0, at, "{text:?}: {}", found.1);
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
        let found = mistake(Template::hex(text, Scope::Payload));
        assert_eq!(found.0, at, "{text:?}: {}", found.1);
    }
}

#[test]
fn a_character_that_the_encoding_lacks_is_found_before_anything_is_sent() {
    let found = mistake(Template::text("{now:%Y年}", Encoding::Latin1, Scope::Payload));
    assert_eq!(found, (1..10, "“年” (U+5E74) does not exist in Latin-1".to_owned()));
}
