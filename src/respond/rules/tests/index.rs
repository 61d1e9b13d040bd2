//! The index finds what asking rule by rule finds.

use std::collections::BTreeSet;

use bytes::Bytes;
use proptest::prelude::*;

use crate::codec::Typed;
use crate::respond::Matcher;
use crate::respond::matcher::Test;
use crate::respond::rules::index::Index;
use crate::respond::rules::{Rule, RuleSet, Rules, Step, When};
use crate::respond::tests::hex;
use crate::types::{RuleName, RuleTag};

fn typed(bytes: &[u8]) -> Typed {
    Typed::Hex(hex(bytes))
}

fn matcher() -> impl Strategy<Value = Matcher> {
    let bytes = || prop::collection::vec(prop::sample::select(b"ab\n".to_vec()), 0..5);
    let part = prop::sample::select(PARTS.to_vec());
    let regex = prop::collection::vec(part, 1..5).prop_map(|parts| Matcher::Regex(parts.concat()));
    let digits = prop::sample::select(vec!["61", "62", "??", "6?", "0a"]);
    let mask = prop::collection::vec(digits, 1..4).prop_map(|parts| Matcher::Mask(parts.join(" ")));
    prop_oneof![
        1 => Just(Matcher::Any),
        1 => Just(Matcher::Empty),
        4 => bytes().prop_map(|bytes| Matcher::Exact(typed(&bytes))),
        4 => bytes().prop_map(|bytes| Matcher::Contains(typed(&bytes))),
        4 => bytes().prop_map(|bytes| Matcher::StartsWith(typed(&bytes))),
        4 => bytes().prop_map(|bytes| Matcher::EndsWith(typed(&bytes))),
        8 => regex,
        4 => mask,
    ]
}

const PARTS: [&str; 12] =
    ["a", "b", "(?:ab|ba)", "a+", "b*", ".", r"\n", "^", "$", "(?:a|b|)", "[^a]", "(?:aab|bba)+"];

fn message() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(b"ab\n".to_vec()), 0..8)
}

fn compile(matchers: Vec<Matcher>, stops: u64) -> Rules {
    let rule = |(place, matcher): (usize, Matcher)| {
        let then = if stops >> (place % 64) & 1 == 1 { vec![Step::Stop] } else { Vec::new() };
        Rule::new(place.to_string(), When::Message(matcher), then)
    };
    let rules = matchers.into_iter().enumerate().map(rule).collect();
    let number = |name: &RuleName| match name {
        RuleName::Given(name) => RuleTag(name.parse().unwrap()),
        RuleName::Number(_) | RuleName::Framing => RuleTag(u32::MAX),
    };
    RuleSet { rules, ..RuleSet::default() }.compile(number).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn rules_apply_as_if_each_were_asked(
        matchers in prop::collection::vec(matcher(), 0..40),
        messages in prop::collection::vec(message(), 1..20),
        stops in any::<u64>(),
        more_stops in any::<u64>(),
    ) {
        let stops = stops & more_stops;
        let tests: Vec<Test> = matchers.iter().map(|matcher| matcher.compile().unwrap()).collect();
        let rules = compile(matchers, stops);
        for message in messages {
            let message = Bytes::from(message);
            let mut expected = Vec::new();
            for (place, test) in tests.iter().enumerate() {
                if let Some(groups) = test.groups(&message) {
                    expected.push((place, groups));
                    if stops >> (place % 64) & 1 == 1 {
                        break;
                    }
                }
            }
            let mut found = Vec::new();
            let (mut candidates, mut effort) = (rules.candidates(&message), usize::MAX);
            let is_done = rules.matching(&message, &mut candidates, &mut effort, |program, groups| {
                found.push((program.tag.0 as usize, groups));
            });
            prop_assert!(is_done);
            prop_assert_eq!(found, expected, "{}", message.escape_ascii());
        }
    }
}

#[test]
fn few_rules_are_asked_that_cannot_match() {
    let word = |n: usize| format!("item-{n:03}");
    let matchers: Vec<Matcher> = (0..700)
        .map(|n| match n % 7 {
            0 => Matcher::Exact(Typed::text(word(n))),
            1 => Matcher::StartsWith(Typed::text(word(n))),
            2 => Matcher::EndsWith(Typed::text(word(n))),
            3 => Matcher::Contains(Typed::text(word(n))),
            4 => Matcher::Regex(format!(r"^\w+ item-{n:03}=(\d+)")),
            5 => Matcher::Regex(format!(r"^[a-c]{{{}}}$", n / 7 + 1)),
            _ => Matcher::Mask("?? ".repeat(n)),
        })
        .collect();
    let tests: Vec<Test> = matchers.iter().map(|matcher| matcher.compile().unwrap()).collect();
    let index = Index::new(tests.iter().map(Test::criterion));
    let asked = |message: &str| index.candidates(message.as_bytes()).collect::<BTreeSet<_>>();
    assert_eq!(asked("nothing of this"), BTreeSet::new());
    assert_eq!(asked("item-007"), BTreeSet::from([7]));
    assert_eq!(asked("get item-011=5"), BTreeSet::from([11]));
    assert_eq!(asked("item-008, item-010, item-016"), BTreeSet::from([8, 10, 16]));
}

#[test]
fn words_in_words_in_words_are_found_in_good_time() {
    let matchers = (1..=1000)
        .map(|len| Matcher::Contains(Typed::text("a".repeat(len))))
        .chain([Matcher::Contains(Typed::text("b"))])
        .collect();
    let rules = compile(matchers, 0);
    let count = |message: Vec<u8>| {
        let mut count = 0;
        let message = Bytes::from(message);
        let (mut candidates, mut effort) = (rules.candidates(&message), usize::MAX);
        rules.matching(&message, &mut candidates, &mut effort, |_, _| count += 1);
        count
    };
    assert_eq!(count(vec![b'a'; 64 << 10]), 1000);
    assert_eq!(count(vec![b'a'; 10]), 10);
    assert_eq!(count(vec![b'b'; 10]), 1);
}
