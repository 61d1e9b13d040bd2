//! The order of the shelf, its file, and what is imported.

use proptest::prelude::*;

use super::*;
use crate::codec::{Encoding, LineEnding};
use crate::form::{Payload, PayloadMode};
use crate::types::problem::FileProblem;

fn text(text: &str) -> PayloadDraft {
    PayloadDraft { text: text.to_owned(), ..PayloadDraft::default() }
}

fn hex(hex: &str) -> PayloadDraft {
    PayloadDraft { mode: PayloadMode::Hex, hex: hex.to_owned(), ..PayloadDraft::default() }
}

/// Each word is the name of a payload, and its letter the group, `_` none.
fn shelf(words: &str) -> Shelf {
    let mut shelf = Shelf::default();
    for word in words.split(' ') {
        let group = word.get(..1).unwrap().replace('_', "");
        shelf.add(Saved::new(word, &group, &text(word)));
    }
    shelf
}

fn order(shelf: &Shelf) -> String {
    let shown = |item: &Item| {
        let Saved { name, group, .. } = item.saved();
        if name.starts_with(group.as_str()) { name.clone() } else { format!("{group}:{name}") }
    };
    shelf.items().iter().map(shown).collect::<Vec<_>>().join(" ")
}

fn id(shelf: &Shelf, name: &str) -> ItemId {
    shelf.items().iter().find(|item| item.saved().name == name).unwrap().id()
}

#[test]
fn groups_stand_together_and_those_without_come_first() {
    let shelf = shelf("a1 b1 a2 _1 b2");
    assert_eq!(order(&shelf), "_1 a1 a2 b1 b2");
    assert_eq!(shelf.groups().collect::<Vec<_>>(), ["", "a", "b"]);
}

#[test]
fn a_name_that_the_group_has_gets_a_number() {
    let mut shelf = shelf("a1");
    shelf.add(Saved::new("a1", "a", &text("other")));
    shelf.add(Saved::new("a1", "b", &text("other")));
    assert_eq!(order(&shelf), "a1 a1 2 b:a1");
    let (second, other) = (shelf.items()[1].id(), shelf.items()[2].id());
    shelf.rename(second, "a1", "a");
    assert_eq!(shelf.find(second).unwrap().saved().name, "a1 2");
    shelf.place(other, &Spot::EndOf("a".to_owned()));
    assert_eq!(order(&shelf), "a1 a1 2 a1 3");
}

#[test]
fn a_payload_goes_anywhere_in_the_order() {
    for (moved, spot, expected) in [
        ("a3", Some("a1"), "_1 a3 a1 a2 b1 b2"),
        ("a1", Some("a3"), "_1 a2 a1 a3 b1 b2"),
        ("a1", Some("a1"), "_1 a1 a2 a3 b1 b2"),
        ("a2", Some("b2"), "_1 a1 a3 b1 b:a2 b2"),
        ("b1", Some("_1"), ":b1 _1 a1 a2 a3 b2"),
        ("a1", None, "_1 a2 a3 b1 b2 c:a1"),
    ] {
        let mut shelf = shelf("_1 a1 a2 a3 b1 b2");
        let spot = match spot {
            Some(name) => Spot::Before(id(&shelf, name)),
            None => Spot::EndOf("c".to_owned()),
        };
        shelf.place(id(&shelf, moved), &spot);
        let expected = expected.replace(":b1", "b1");
        assert_eq!(order(&shelf).replace(" :", " "), expected, "{moved} to {spot:?}");
    }
}

#[test]
fn up_and_down_go_through_the_groups_one_step_at_a_time() {
    let mut shelf = shelf("a1 a2 b1");
    let moved = id(&shelf, "b1");
    let mut seen = Vec::new();
    for up in [true, true, true, true, false, false, false, false] {
        if up {
            shelf.up(moved);
        } else {
            shelf.down(moved);
        }
        seen.push(order(&shelf));
    }
    assert_eq!(
        seen,
        [
            "a1 a2 a:b1",
            "a1 a:b1 a2",
            "a:b1 a1 a2",
            "a:b1 a1 a2",
            "a1 a:b1 a2",
            "a1 a2 a:b1",
            "a1 a2 a:b1",
            "a1 a2 a:b1"
        ]
    );
}

#[test]
fn what_was_deleted_replaced_or_imported_is_taken_back_in_turn() {
    let mut shelf = shelf("_1 a1 a2 b1");
    let before = shelf.items().to_vec();
    shelf.remove(id(&shelf, "a1"));
    shelf.remove(id(&shelf, "a2"));
    shelf.replace(id(&shelf, "b1"), &hex("01"));
    assert_eq!(shelf.import(vec![Saved::new("c1", "c", &text("c1"))]), 1);
    assert_eq!(shelf.last_change(), Some(LastChange::Imported(1)));
    shelf.undo();
    assert_eq!(shelf.last_change(), Some(LastChange::Replaced("b1")));
    shelf.undo();
    assert_eq!(shelf.last_change(), Some(LastChange::Removed("a2")));
    shelf.undo();
    shelf.undo();
    assert_eq!(shelf.items(), before);
    assert_eq!(shelf.last_change(), None);
}

#[test]
fn the_only_one_of_a_group_comes_back_between_the_groups() {
    let mut shelf = shelf("a1 b1 c1 c2");
    shelf.remove(id(&shelf, "b1"));
    shelf.add(Saved::new("a2", "a", &text("a2")));
    shelf.undo();
    assert_eq!(order(&shelf), "a1 a2 b1 c1 c2");
}

#[test]
fn a_payload_is_found_by_name_group_and_content() {
    let saved = Saved::new("Read registers", "Modbus", &hex("01 03 00 10"));
    for (wanted, holds) in [
        ("", true),
        ("REGISTERS", true),
        ("modbus ", true),
        ("03 00", true),
        ("0300", true),
        ("0301", false),
        ("write", false),
    ] {
        assert_eq!(saved.holds(wanted), holds, "{wanted}");
    }
    assert!(!Saved::new("a", "", &text("03 00")).holds("0300"), "spaces of a text count");
}

#[test]
fn a_payload_without_a_name_gets_its_first_words() {
    for (typed, name) in [
        ("GET / HTTP/1.0\nHost: a", "GET / HTTP/1.0 Host: a"),
        ("  \t", "Empty"),
        ("0123456789012345678901234567890123456789", "01234567890123456789012345678901…"),
    ] {
        assert_eq!(Saved::unnamed("", &text(typed)).name, name);
    }
}

#[test]
fn what_is_taken_into_a_draft_leaves_the_texts_of_other_modes() {
    let mut draft = text("typed");
    draft.encoding = Encoding::Gbk;
    Saved::new("a", "", &hex("01")).put_into(&mut draft);
    assert_eq!(
        (draft.mode, draft.hex.as_str(), draft.text.as_str()),
        (PayloadMode::Hex, "01", "typed")
    );
    assert_eq!(draft.encoding, Encoding::Gbk);
    Saved::new("b", "", &text("other")).put_into(&mut draft);
    assert_eq!(
        (draft.mode, draft.text.as_str(), draft.encoding),
        (PayloadMode::Text, "other", Encoding::Utf8)
    );
    assert_eq!(draft.hex, "01");
}

#[test]
fn the_file_is_readable() {
    let line = PayloadDraft {
        ending: LineEnding::CrLf,
        encoding: Encoding::Gbk,
        ..text("HELLO\\x00 \"你\"")
    };
    let file =
        file::write(&[Saved::new("Hello", "", &line), Saved::new("Read", "Modbus", &hex("01 03"))]);
    let file = file.unwrap();
    let (_, entries) = file.split_once("\n\n").unwrap();
    assert_eq!(
        entries,
        "[[payload]]\nname = \"Hello\"\ntext = 'HELLO\\x00 \"你\"'\nencoding = \"gbk\"\nending = \"crlf\"\n\n\
         [[payload]]\nname = \"Read\"\ngroup = \"Modbus\"\nhex = \"01 03\"\n"
    );
}

#[test]
fn an_error_in_the_file_is_named() {
    let content = || FileProblem::PayloadContent { name: "a".to_owned() };
    for (file, expected) in [
        ("[[payload]]\nname = \"a\"\n", content()),
        ("[[payload]]\nname = \"a\"\ntext = \"\"\nhex = \"\"\n", content()),
    ] {
        assert_eq!(file::parse(file).unwrap_err(), expected);
    }
    for (file, expected) in [
        ("[[payload]]\nname = \"a\ntext = \"\"\n", 2),
        ("[[payload]]\ntext = \"\"\nencoding = \"morse\"\n", 3),
    ] {
        let error = file::parse(file).unwrap_err();
        assert!(matches!(error, FileProblem::Line { line, .. } if line == expected), "{error:?}");
    }
}

#[test]
fn lines_are_hex_or_text_in_groups() {
    let lines = "48 65 6c\n\n# Modbus\nRead\t01 03 00 10\nHELLO\\r\\n\nC:\\quit\n{\"a\":1}\n{nosuch}\n{seq:u8}\n\tplain\n#\nlast";
    let found: Vec<_> = import::parse(lines).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|saved| {
            (saved.group.as_str(), saved.name.as_str(), saved.payload.mode, saved.payload.typed())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("", "48 65 6c", PayloadMode::Hex, "48 65 6c"),
            ("Modbus", "Read", PayloadMode::Hex, "01 03 00 10"),
            ("Modbus", "HELLO\\r\\n", PayloadMode::Text, "HELLO\\r\\n"),
            ("Modbus", "C:\\\\quit", PayloadMode::Text, "C:\\\\quit"),
            ("Modbus", "{\"a\":1}", PayloadMode::Text, "{\"a\":1}"),
            ("Modbus", "{nosuch}", PayloadMode::Text, "{nosuch}"),
            ("Modbus", "{seq:u8}", PayloadMode::Text, "{seq:u8}"),
            ("Modbus", "plain", PayloadMode::Text, "\tplain"),
            ("", "last", PayloadMode::Text, "last"),
        ]
    );
}

#[test]
fn braces_of_a_line_are_fields_only_if_they_are_right() {
    for (line, fields) in [("{seq:u8}", true), ("{\"a\":1}", true), ("{nosuch}", false)] {
        assert_eq!(import::parse(line).unwrap()[0].payload.fields, fields, "{line}");
    }
    let found = import::parse("\\q {nosuch}").unwrap();
    assert_eq!(found[0].payload.parse().unwrap(), Payload::Bytes(b"\\q {nosuch}"[..].into()));
}

#[test]
fn packet_senders_ini_is_understood() {
    let ini = "\
[NAMES]\n1\\name=Wake up\n2\\name=a/b\nsize=2\n\n\
[Wake%20up]\nfromIP=You\nfromPort=0\nhexString=\"FF FF FF \"\nname=Wake up\nport=9\nrepeat=@Variant(\\0\\0\\0\\x87\\0\\0\\0\\0)\nrequestPath=\nsendResponse=0\ntcpOrUdp=UDP\ntimestamp=\"Fri, 1 Jan 2021 10:00:00\"\ntoIP=192.168.1.255\n\n\
[a]\nb\\hexString=48 69\nb\\name=a/b\nb\\port=443\nb\\tcpOrUdp=ssl\nb\\toIP=\"::1\"\n\n\
[%U4F60%U597D]\nhexString=00\nname=\"\\x4f60\\x597d, \\\"x\\\"\"\ntcpOrUdp=TCP\n";
    let found = import::parse(ini).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|saved| (saved.group.as_str(), saved.name.as_str(), saved.payload.typed()))
        .collect();
    assert_eq!(
        found,
        [
            ("UDP 192.168.1.255:9", "Wake up", "FF FF FF "),
            ("SSL [::1]:443", "a/b", "48 69"),
            ("TCP", "你好, \"x\"", "00"),
        ]
    );
}

#[test]
fn packet_senders_json_is_understood() {
    let json = r#"[
        {"asciistring": "aGk=", "errorstring": "", "fromip": "You", "fromport": "0", "hexstring": "68 69",
         "name": "second", "port": "55056", "repeat": "0", "requestpath": "", "sendresponse": "0",
         "tcporudp": "tcp", "toip": "127.0.0.1"},
        {"name": "first", "hexstring": "00", "port": 5, "tcporudp": "UDP", "toip": "10.0.0.1"}
    ]"#;
    let found = import::parse(json).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|saved| (saved.group.as_str(), saved.name.as_str(), saved.payload.typed()))
        .collect();
    assert_eq!(
        found,
        [("UDP 10.0.0.1:5", "first", "00"), ("TCP 127.0.0.1:55056", "second", "68 69")]
    );
}

fn any_saved() -> impl Strategy<Value = Saved> {
    let mode =
        prop_oneof![Just(PayloadMode::Text), Just(PayloadMode::Hex), Just(PayloadMode::File)];
    let encoding = prop_oneof![Just(Encoding::Utf8), Just(Encoding::Big5)];
    let parts =
        ("[a-z\"'\\\\ 你]{1,8}", "[ab]{0,1}", mode, any::<String>(), encoding, any::<bool>());
    parts.prop_map(|(name, group, mode, typed, encoding, multiline)| {
        let fields = !multiline;
        let mut payload =
            PayloadDraft { mode, multiline, encoding, fields, ..PayloadDraft::default() };
        *payload.typed_mut() = typed;
        let saved = Saved::new(&name, &group, &payload);
        if saved.name.is_empty() { Saved::unnamed(&saved.group, &saved.payload) } else { saved }
    })
}

proptest! {
    #[test]
    fn an_import_never_panics(text in any::<String>()) {
        import::parse(&text).ok();
    }

    #[test]
    fn an_import_of_something_like_a_list_never_panics(text in "(\\[[a-z%U0-9\\\\]{0,6}\\]|hexString|name|=|\"|\\\\x|[%\\\\0-9a-f\n])*") {
        import::parse(&text).ok();
    }

    #[test]
    fn every_file_is_read_as_it_was_written(many in prop::collection::vec(any_saved(), 0..6)) {
        let text = file::write(&many).unwrap();
        prop_assert_eq!(file::parse(&text).unwrap(), many.clone());
        if !many.is_empty() {
            prop_assert_eq!(import::parse(&text).unwrap(), many);
        }
    }

    #[test]
    fn groups_never_fall_apart(steps in prop::collection::vec((0_u8..6, 0_usize..8, 0_usize..8), 0..40)) {
        let mut shelf = shelf("_1 a1 a2 b1 b2 c1");
        for (step, one, other) in steps {
            let at = |n: usize| shelf.items().get(n % shelf.items().len().max(1)).map(Item::id);
            let (Some(id), Some(other)) = (at(one), at(other)) else { break };
            match step {
                0 => shelf.up(id),
                1 => shelf.down(id),
                2 => shelf.place(id, &Spot::Before(other)),
                3 => shelf.place(id, &Spot::EndOf("d".to_owned())),
                4 => shelf.remove(id),
                _ => shelf.undo(),
            }
            let mut groups: Vec<String> = shelf.groups().map(str::to_owned).collect();
            let none_first = !groups.iter().skip(1).any(String::is_empty);
            prop_assert!(none_first, "{groups:?}");
            let count = groups.len();
            groups.sort();
            groups.dedup();
            prop_assert_eq!(groups.len(), count);
        }
    }
}
