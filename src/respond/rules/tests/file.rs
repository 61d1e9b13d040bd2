//! Rule sets as files.

use proptest::prelude::*;

use super::*;
use crate::codec::Encoding;
use crate::respond::PrefixWidth;
use crate::types::ByteOrder;
use crate::types::problem::{DocumentFault, DocumentProblem, Place, ValueForm};

#[test]
fn a_file_is_what_a_person_would_write() {
    let hex = Typed::Hex("48 65".to_owned());
    let gbk = Typed::Text { text: "你".to_owned(), encoding: Encoding::Gbk };
    let rules = vec![
        Rule::new(
            "Leave",
            exact("exit"),
            vec![
                Step::reply("bye\\r\\n"),
                Step::Wait(Duration::from_millis(1500)),
                Step::Close,
                Step::Stop,
            ],
        ),
        Rule { off: true, ..Rule::new("", When::Idle(Duration::from_secs(5)), vec![Step::Abort]) },
        Rule::new(
            "",
            When::Message(Matcher::StartsWith(hex.clone())),
            vec![
                Step::Reply(hex),
                Step::Reply(gbk),
                Step::reply("and a longer text that has \"quotes\" in it"),
                Step::HalfClose,
                Step::Again,
            ],
        ),
        Rule::new("", When::Connect, vec![]),
    ];
    let framing = Framing::Text { gap: Duration::from_millis(50) };
    let set = RuleSet { name: "Greeting".to_owned(), framing, rules };
    assert_eq!(set.to_toml(), GREETING);
    assert_eq!(RuleSet::from_toml(GREETING), Ok(set));
}

const GREETING: &str = r#"name = "Greeting"
framing = { text = "50ms" }

[[rule]]
name = "Leave"
when = { exact = "exit" }
then = [{ reply = 'bye\r\n' }, { wait = "1s 500ms" }, "close", "stop"]

[[rule]]
off = true
when = { idle = "5s" }
then = ["abort"]

[[rule]]
when = { starts-with = { hex = "48 65" } }
then = [
  { reply = { hex = "48 65" } },
  { reply = { encoding = "gbk", text = "你" } },
  { reply = 'and a longer text that has "quotes" in it' },
  "half-close",
  "again",
]

[[rule]]
when = "connect"
then = []
"#;

#[test]
fn what_is_left_out_of_a_file_is_as_usual() {
    assert_eq!(RuleSet::from_toml(""), Ok(RuleSet::default()));
    let set =
        RuleSet::from_toml("[[rule]]\nthen = [{ reply = { text = 'a' } }]\n[[rule]]").unwrap();
    let reply = Rule::new("", When::default(), vec![Step::reply("a")]);
    assert_eq!(set.rules, [reply, Rule::default()]);
    let table = [
        ("\"read\"", Framing::Read),
        ("\"line\"", Framing::Line),
        ("{ delimiter = '\\0' }", Framing::Delimiter(Typed::text("\\0"))),
        ("{ delimiter = { hex = '00' } }", Framing::Delimiter(Typed::Hex("00".to_owned()))),
        ("{ fixed = 8 }", Framing::Fixed(8)),
        ("{ idle = '1m' }", Framing::Idle(Duration::from_mins(1))),
        (
            "{ length-prefix = {} }",
            Framing::LengthPrefix {
                width: PrefixWidth::Two,
                order: ByteOrder::Big,
                includes_itself: false,
            },
        ),
        ("{ length-prefix = { width = 4, order = 'little', includes-itself = true } }", {
            let (width, order) = (PrefixWidth::Four, ByteOrder::Little);
            Framing::LengthPrefix { width, order, includes_itself: true }
        }),
    ];
    for (text, framing) in table {
        assert_eq!(RuleSet::from_toml(&format!("framing = {text}")).unwrap().framing, framing);
    }
}

#[test]
fn an_error_in_a_file_is_named_with_its_place() {
    let table = [
        ("nme = 'x'", "line 1, column 1: unknown field `nme`"),
        ("name = 'x", "line 1, column 10: invalid literal string"),
        ("\n[[rule]]\nwen = 'any'", "line 3, column 1: unknown field `wen`"),
        ("framing = 'lines'", "line 1, column 11: unknown variant `lines`"),
        ("framing = { fixed = -1 }", "line 1, column 21: "),
        (
            "framing = { length-prefix = 2 }",
            "line 1, column 29: invalid type: integer `2`, expected a length such as { width = 2 }",
        ),
        ("framing = { length-prefix = { size = 2 } }", "line 1, column 31: unknown field `size`"),
        ("[[rule]]\nwhen = { exat = 'a' }", "line 2, column 10: unknown variant `exat`"),
        ("[[rule]]\nthen = ['close', 'stp']", "line 2, column 18: unknown variant `stp`"),
        (
            "[[rule]]\nthen = [{ reply = { text = 'a', hex = '00' } }]",
            "line 2, column 19: unknown field `hex`",
        ),
        ("[[rule]]\nthen = [{ reply = { tex = 'a' } }]", "line 2, column 21: unknown field `tex`"),
        (
            "[[rule]]\nthen = [{ reply = { encoding = 'gbk' } }]",
            "line 2, column 19: missing field `text`",
        ),
        (
            "[[rule]]\nthen = [{ reply = 5 }]",
            "line 2, column 19: invalid type: integer `5`, expected text",
        ),
    ];
    for (text, error) in table {
        let DocumentProblem { place, fault } = RuleSet::from_toml(text).unwrap_err();
        let (place, DocumentFault::Toml(reason)) = (place.unwrap(), fault) else {
            panic!("{text}");
        };
        let found = format!("line {}, column {}: {reason}", place.line, place.column);
        assert!(found.starts_with(error), "{text}\n{found}");
    }
}

#[test]
fn a_value_of_the_wrong_form_is_shown_as_it_stands() {
    let table = [
        ("framing = { text = 'soon' }", 20, "'soon'", ValueForm::Duration),
        ("framing = { text = 5 }", 20, "5", ValueForm::Duration),
        ("framing = { length-prefix = { width = 3 } }", 39, "3", ValueForm::PrefixWidth),
    ];
    for (text, column, value, expected) in table {
        let fault = DocumentFault::Value { text: value.to_owned(), expected };
        let place = Some(Place { line: 1, column });
        assert_eq!(RuleSet::from_toml(text), Err(DocumentProblem { place, fault }));
    }
}

fn typed() -> impl Strategy<Value = Typed> {
    let encoding = prop::sample::select(Encoding::ALL.to_vec());
    prop_oneof![
        (any::<String>(), encoding).prop_map(|(text, encoding)| Typed::Text { text, encoding }),
        "\\PC{0,20}".prop_map(Typed::text),
        any::<String>().prop_map(Typed::Hex),
    ]
}

fn span() -> impl Strategy<Value = Duration> {
    (0..1_u64 << 40, 0..1_000_000_000_u32).prop_map(|(secs, nanos)| Duration::new(secs, nanos))
}

fn framing() -> impl Strategy<Value = Framing> {
    use PrefixWidth::{Eight, Four, One, Two};
    let width = prop::sample::select(vec![One, Two, Four, Eight]);
    let order = prop::sample::select(vec![ByteOrder::Big, ByteOrder::Little]);
    prop_oneof![
        Just(Framing::Read),
        Just(Framing::Line),
        span().prop_map(|gap| Framing::Text { gap }),
        span().prop_map(Framing::Idle),
        typed().prop_map(Framing::Delimiter),
        any::<u32>().prop_map(Framing::Fixed),
        (width, order, any::<bool>()).prop_map(|(width, order, includes_itself)| {
            Framing::LengthPrefix { width, order, includes_itself }
        }),
    ]
}

fn when() -> impl Strategy<Value = When> {
    prop_oneof![
        Just(When::Connect),
        Just(When::HalfClose),
        span().prop_map(When::Idle),
        prop_oneof![
            Just(Matcher::Any),
            Just(Matcher::Empty),
            typed().prop_map(Matcher::Exact),
            typed().prop_map(Matcher::Contains),
            typed().prop_map(Matcher::StartsWith),
            typed().prop_map(Matcher::EndsWith),
            any::<String>().prop_map(Matcher::Regex),
            any::<String>().prop_map(Matcher::Mask),
        ]
        .prop_map(When::Message),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let plain = [Step::Close, Step::Abort, Step::HalfClose, Step::Again, Step::Stop];
    prop_oneof![
        typed().prop_map(Step::Reply),
        span().prop_map(Step::Wait),
        prop::sample::select(plain.to_vec()),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    (any::<String>(), any::<bool>(), when(), prop::collection::vec(step(), 0..6))
        .prop_map(|(name, off, when, then)| Rule { name, off, when, then })
}

proptest! {
    #[test]
    fn any_rule_set_is_read_back(
        name in any::<String>(),
        framing in framing(),
        rules in prop::collection::vec(rule(), 0..6),
    ) {
        let set = RuleSet { name, framing, rules };
        let text = set.to_toml();
        prop_assert_eq!(RuleSet::from_toml(&text), Ok(set.clone()), "{}", text);
        let json = serde_json::to_string(&set).unwrap();
        prop_assert_eq!(serde_json::from_str::<RuleSet>(&json).unwrap(), set.clone(), "{}", json);
        let matchers = set.rules.iter().filter_map(|rule| match &rule.when {
            When::Message(matcher) => Some(matcher),
            _ => None,
        });
        for matcher in matchers {
            let json = serde_json::to_string(matcher).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Matcher>(&json).unwrap(), matcher);
        }
    }

    #[test]
    fn any_rule_set_is_compiled_or_its_problems_are_in_what_was_typed(
        framing in framing(),
        rules in prop::collection::vec(rule(), 0..6),
    ) {
        let set = RuleSet { framing, rules, ..RuleSet::default() };
        for RuleProblem { rule, part, error } in set.problems() {
            let rule = rule.map(|place| &set.rules[place]);
            let typed = match part {
                RulePart::Framing => typed_framing(&set.framing),
                RulePart::When => rule.map_or("", |rule| typed_when(&rule.when)),
                RulePart::Step(place) => match rule.map(|rule| &rule.then[place]) {
                    Some(Step::Reply(typed)) => typed.typed(),
                    _ => "",
                },
            };
            prop_assert!(typed.get(error.at.clone()).is_some(), "{:?} {}", error, typed);
        }
    }

    #[test]
    fn any_text_is_survived_as_a_file(text in "([a-z\\[\\]{}=\"',. -]|rule|then|when|\n){0,60}") {
        RuleSet::from_toml(&text).ok();
    }
}

fn typed_framing(framing: &Framing) -> &str {
    if let Framing::Delimiter(typed) = framing { typed.typed() } else { "" }
}

fn typed_when(when: &When) -> &str {
    match when {
        When::Message(
            Matcher::Exact(typed)
            | Matcher::Contains(typed)
            | Matcher::StartsWith(typed)
            | Matcher::EndsWith(typed),
        ) => typed.typed(),
        When::Message(Matcher::Regex(text) | Matcher::Mask(text)) => text,
        _ => "",
    }
}
