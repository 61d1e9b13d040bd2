//! Lists as files.

use std::num::NonZeroU32;

use proptest::prelude::*;

use super::*;
use crate::codec::Encoding;
use crate::respond::PrefixWidth;
use crate::types::ByteOrder;
use crate::types::problem::{
    DocumentFault, DocumentProblem, FieldProblem, HexProblem, MatcherProblem, Place,
    PlayStepProblem, StepKeysProblem, ValueForm,
};

const FILE: &str = r#"name = "Greeting"
framing = "line"

[session]
kind = "tcp-client"
address = "127.0.0.1:9000"

[[step]]
send = 'HELO me\r\n'
pace = "1/20ms"

[[step]]
send = { hex = "01 {seq:u16be}" }

[[step]]
wait = "500ms"

[[step]]
expect = { contains = "OK" }
within = "2s"

[[step]]
expect = "any"
within = "1m 30s"

[[step]]
repeat = { from = 1, times = 3 }
"#;

fn file() -> PlayFile {
    let pace = Pace { bytes: NonZeroU32::MIN, every: Duration::from_millis(20) };
    let steps = [
        PlayStep::Send { payload: Typed::text(r"HELO me\r\n"), pace: Some(pace) },
        PlayStep::Send { payload: Typed::Hex("01 {seq:u16be}".to_owned()), pace: None },
        wait(500),
        expect(Matcher::Contains(Typed::text("OK")), 2000),
        expect(Matcher::Any, 90_000),
        repeat(1, 3),
    ];
    let session = PlaySession {
        kind: PlayKind::TcpClient,
        address: Some("127.0.0.1:9000".to_owned()),
        bind: None,
    };
    let list = PlayList { name: "Greeting".to_owned(), ..list(Framing::Line, &steps) };
    PlayFile { session: Some(session), list }
}

#[test]
fn a_file_is_what_a_person_would_write() {
    assert_eq!(file().to_toml(), FILE);
    assert_eq!(PlayFile::from_toml(FILE), Ok(file()));
}

#[test]
fn a_list_alone_passes_over_the_session() {
    assert_eq!(PlayList::from_toml(FILE), Ok(file().list));
    assert!(!file().list.to_toml().contains("session"));
    assert_eq!(PlayList::from_toml(&file().list.to_toml()), Ok(file().list));
}

#[test]
fn an_empty_file_is_an_empty_list() {
    assert_eq!(PlayFile::from_toml(""), Ok(PlayFile::default()));
    assert_eq!(PlayFile::default().to_toml(), "");
}

#[test]
fn a_message_is_waited_for_five_seconds_if_nothing_is_said() {
    let list = PlayList::from_toml("[[step]]\nexpect = \"any\"").unwrap();
    assert_eq!(list.steps, [expect(Matcher::Any, 5000)]);
}

#[test]
fn an_error_is_shown_by_line_and_column() {
    let table = [
        ("x = 1", (1, 1), "unknown field"),
        ("[[step]]\nsend = \"x\"\npaec = \"1/1s\"", (3, 1), "unknown field"),
        ("framing = \"lines\"", (1, 11), "lines"),
        ("[session]\nkind = \"tcp\"", (2, 8), "unknown variant"),
        ("[session]\naddress = \"x\"", (1, 1), "missing field"),
        ("name = \"é\" x", (1, 12), ""),
    ];
    for (text, (line, column), words) in table {
        let error = PlayFile::from_toml(text).unwrap_err();
        assert_eq!(error.place, Some(Place { line, column }), "{text}: {error:?}");
        let DocumentFault::Toml(reason) = error.fault else { panic!("{text}: {error:?}") };
        assert!(reason.contains(words), "{text}: {reason}");
    }
}

#[test]
fn a_value_of_the_wrong_form_is_shown_as_it_stands() {
    let table = [
        ("[[step]]\n\nwait = \"long\"", "\"long\"", ValueForm::Duration),
        ("[[step]]\nsend = \"x\"\npace = \"0/1s\"", "\"0/1s\"", ValueForm::Pace),
    ];
    for (text, value, expected) in table {
        let fault = DocumentFault::Value { text: value.to_owned(), expected };
        let place = Some(Place { line: 3, column: 8 });
        assert_eq!(PlayFile::from_toml(text), Err(DocumentProblem { place, fault }));
    }
}

#[test]
fn a_wrong_step_is_shown_by_line_and_column() {
    let step = |number, problem| DocumentFault::Step { number, problem };
    let keys = |problem| DocumentFault::StepKeys { number: 1, problem };
    let none = PlayStepProblem::NoStepBefore { from: 2 }.into();
    let unknown = FieldProblem::UnknownField("no".to_owned()).into();
    let regex = MatcherProblem::Syntax("unclosed group".to_owned()).into();
    let table = [
        ("[[step]]\nwait = \"1s\"\nsend = \"x\"", (1, 1), keys(StepKeysProblem::NotOneAction)),
        ("[[step]]\n", (1, 1), keys(StepKeysProblem::NotOneAction)),
        (
            "[[step]]\nwait = \"1s\"\npace = \"1/1s\"",
            (1, 1),
            keys(StepKeysProblem::PaceWithoutSend),
        ),
        (
            "[[step]]\nwait = \"1s\"\nwithin = \"1s\"",
            (1, 1),
            keys(StepKeysProblem::WithinWithoutExpect),
        ),
        ("[[step]]\nsend = { hex = \"0g\" }", (2, 8), step(1, HexProblem::NotADigit('g').into())),
        ("[[step]]\nsend = '{no}'", (2, 8), step(1, unknown)),
        ("[[step]]\nwait=\"1s\"\n[[step]]\n expect = { regex = \"(\" }", (4, 11), step(2, regex)),
        (
            "[[step]]\nwait=\"1s\"\n[[step]]\nrepeat = { from = 2, times = 1 }",
            (4, 10),
            step(2, none),
        ),
        (
            "framing = { delimiter = { hex = \"0\" } }",
            (1, 11),
            DocumentFault::Framing(HexProblem::HalfByte('0').into()),
        ),
    ];
    for (text, (line, column), fault) in table {
        let place = Some(Place { line, column });
        assert_eq!(PlayFile::from_toml(text), Err(DocumentProblem { place, fault }), "{text}");
    }
}

fn typed() -> impl Strategy<Value = Typed> {
    prop_oneof![
        "[ -Z^-zé“\n\t=#'\"]{0,12}".prop_map(Typed::text),
        "[a-z]{1,9}".prop_map(|text| Typed::Text { text, encoding: Encoding::Gbk }),
        "([0-9a-f]{2} ){1,4}".prop_map(Typed::Hex),
    ]
}

fn duration() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (0..100_000_u64).prop_map(Duration::from_millis),
        (0..u64::from(u32::MAX), 0..1_000_000_000_u32).prop_map(|(s, ns)| Duration::new(s, ns)),
    ]
}

fn matcher() -> impl Strategy<Value = Matcher> {
    prop_oneof![
        Just(Matcher::Any),
        Just(Matcher::Empty),
        typed().prop_map(Matcher::Exact),
        typed().prop_map(Matcher::Contains),
        typed().prop_map(Matcher::StartsWith),
        typed().prop_map(Matcher::EndsWith),
        r"[a-z]{0,5}\\[dw]\+".prop_map(Matcher::Regex),
        "([0-9A-F]{2} )?\\?\\?".prop_map(Matcher::Mask),
    ]
}

fn framing() -> impl Strategy<Value = Framing> {
    prop_oneof![
        Just(Framing::Read),
        Just(Framing::Line),
        duration().prop_map(|gap| Framing::Text { gap }),
        duration().prop_map(Framing::Idle),
        (1..1_000_000_u32).prop_map(Framing::Fixed),
        "[a-z]{1,4}".prop_map(|text| Framing::Delimiter(Typed::text(text))),
        any::<bool>().prop_map(|includes_itself| Framing::LengthPrefix {
            width: PrefixWidth::Four,
            order: ByteOrder::Little,
            includes_itself,
        }),
    ]
}

fn step() -> impl Strategy<Value = PlayStep> {
    let pace = (1..u32::MAX, duration())
        .prop_map(|(bytes, every)| Pace { bytes: NonZeroU32::new(bytes).unwrap(), every });
    prop_oneof![
        (typed(), prop::option::of(pace))
            .prop_map(|(payload, pace)| PlayStep::Send { payload, pace }),
        duration().prop_map(PlayStep::Wait),
        (matcher(), duration()).prop_map(|(matcher, within)| PlayStep::Expect { matcher, within }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(
        name in any::<String>(),
        framing in framing(),
        steps in prop::collection::vec(step(), 0..6),
        bind in prop::option::of(any::<String>()),
    ) {
        let session = Some(PlaySession { kind: PlayKind::Udp, address: None, bind });
        let file = PlayFile { session, list: PlayList { name, framing, steps } };
        let text = file.to_toml();
        prop_assert_eq!(PlayFile::from_toml(&text), Ok(file.clone()), "{}", text);
        // The settings keep it as JSON.
        let json = serde_json::to_string(&file.list).unwrap();
        prop_assert_eq!(serde_json::from_str::<PlayList>(&json).unwrap(), file.list);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        if let Err(error) = PlayFile::from_toml(&text) {
            prop_assert!(error.place.is_none_or(|place| place.line > 0 && place.column > 0));
        }
    }
}
