//! Each matcher by table, and against a plain search.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::respond::tests::hex;
use crate::types::problem::{EscapeProblem, HexProblem, MatcherProblem, TypedProblem};

fn typed(text: &str) -> Typed {
    Typed::text(text)
}

fn matches(matcher: &Matcher, message: &[u8]) -> bool {
    let test = matcher.compile().unwrap();
    let message = Bytes::copy_from_slice(message);
    assert_eq!(test.matches(&message).is_some(), test.is_match(&message));
    test.is_match(&message)
}

type Messages<'a> = &'a [&'a [u8]];

#[test]
fn a_message_matches_or_not() {
    use Matcher::{Any, Contains, Empty, EndsWith, Exact, Mask, Regex, StartsWith};
    let regex = |text: &str| Regex(text.to_owned());
    let mask = |text: &str| Mask(text.to_owned());
    let table: [(Matcher, Messages<'_>, Messages<'_>); 22] = [
        (Any, &[b"", b"a"], &[]),
        (Empty, &[b""], &[b"a", b"\0"]),
        (Exact(typed("exit")), &[b"exit"], &[b"exi", b"exits", b"EXIT", b""]),
        (Exact(typed("")), &[b""], &[b"a"]),
        (Exact(typed("{frame}\\n")), &[b"{frame}\n"], &[b"x"]),
        (Exact(Typed::Hex("00 ff".to_owned())), &[b"\0\xff"], &[b"\0", b"00 ff"]),
        (Contains(typed("b\\0")), &[b"b\0", b"ab\0c"], &[b"b", b"a\0b"]),
        (Contains(typed("")), &[b"", b"a"], &[]),
        (StartsWith(typed("GET ")), &[b"GET ", b"GET /"], &[b"GET", b" GET "]),
        (EndsWith(typed("!")), &[b"!", b"a!"], &[b"!a", b""]),
        (regex("^a+$"), &[b"a", b"aaa"], &[b"", b"ab", b"a\n"]),
        (regex("b|^$"), &[b"abc", b""], &[b"a"]),
        (regex(r"^.\xff$"), &[b"a\xff", b"\x80\xff"], &[b"\xc3\xbf", b"\n\xff"]),
        (regex("(?u)^.$"), &["你".as_bytes(), b"a"], &[b"\xff", b"ab"]),
        (regex("^你.{3}$"), &["你好".as_bytes()], &["你a".as_bytes()]),
        (regex("(?i)exit"), &[b"eXiT", b"exit now"], &[b"exi"]),
        (mask("48 ?? 0A"), &[b"H\0\n", b"HH\n"], &[b"H\n", b"H\0\0", b"H\0\n\n"]),
        (mask("4?"), &[b"A", b"O"], &[b"P", b"0", b""]),
        (mask("?f4A"), &[b"\x0fJ", b"\xffJ"], &[b"\xf0J"]),
        (mask("??"), &[b"\0", b"a"], &[b"", b"ab"]),
        (mask("01:0?-??,0d\n0a"), &[b"\x01\x02x\r\n"], &[b"\x01\x12x\r\n"]),
        (mask("  00"), &[b"\0"], &[b"0"]),
    ];
    for (matcher, like, unlike) in table {
        for message in like {
            assert!(matches(&matcher, message), "{matcher:?} {}", message.escape_ascii());
        }
        for message in unlike {
            assert!(!matches(&matcher, message), "{matcher:?} {}", message.escape_ascii());
        }
    }
}

#[test]
fn groups_are_pieces_of_the_message() {
    let message = Bytes::from_static(b"set led 7=on");
    let regex = Matcher::Regex(r"(?<what>\w+) (\d+)(?:=(on)|=(off))".to_owned());
    let groups = regex.compile().unwrap().matches(&message).unwrap();
    let expected: [Option<&[u8]>; 5] =
        [Some(b"led 7=on"), Some(b"led"), Some(b"7"), Some(b"on"), None];
    assert_eq!(groups.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
    for group in groups.iter().flatten() {
        assert!(message.as_ptr_range().contains(&group.as_ptr()));
    }
    let alone = Matcher::Regex("le.".to_owned()).compile().unwrap().matches(&message);
    assert_eq!(alone, Some(vec![Some(message.slice(4..7))]));
    let whole = Matcher::Contains(typed("led")).compile().unwrap().matches(&message);
    assert_eq!(whole, Some(vec![Some(message)]));
}

#[test]
fn what_is_wrong_is_pointed_at() {
    let regex = |text: &str| Matcher::Regex(text.to_owned());
    let mask = |text: &str| Matcher::Mask(text.to_owned());
    let syntax = |reason: &str| MatcherProblem::Syntax(reason.to_owned()).into();
    let escape: TypedProblem = EscapeProblem::Unknown('q').into();
    let other = |c| MatcherProblem::NotAMaskDigit(c).into();
    let unicode = "Unicode not allowed here";
    let table = [
        (Matcher::Exact(typed("a\\q")), 1..3, escape),
        (Matcher::Contains(Typed::Hex("0".to_owned())), 0..1, HexProblem::HalfByte('0').into()),
        (regex("你("), 3..4, syntax("unclosed group")),
        (regex("a**b["), 4..5, syntax("unclosed character class")),
        (regex("[é]"), 1..3, syntax(unicode)),
        (regex(r"a\pL"), 1..4, syntax(unicode)),
        (regex("(?:a{1000}){1000}"), 0..17, MatcherProblem::TooLarge.into()),
        (regex(r"\1"), 0..2, syntax("backreferences are not supported")),
        (mask("48 ?"), 3..4, MatcherProblem::HalfByte.into()),
        (mask("4 8"), 0..1, MatcherProblem::HalfByte.into()),
        (mask("48 x?"), 3..4, other('x')),
        (mask("48 你"), 3..6, other('你')),
        (mask(" "), 0..1, MatcherProblem::EmptyMask.into()),
    ];
    for (matcher, at, problem) in table {
        assert_eq!(matcher.compile().unwrap_err(), ParseError::new(at, problem), "{matcher:?}");
    }
    let deep = regex(&["(".repeat(9999), ")".repeat(9999)].concat()).compile().unwrap_err();
    let TypedProblem::Matcher(MatcherProblem::Syntax(reason)) = deep.problem else {
        panic!("{deep:?}");
    };
    assert!(reason.starts_with("exceed the maximum number of nested"), "{reason}");
}

#[test]
fn an_expression_made_to_be_slow_is_not() {
    let message = Bytes::from(b"a".repeat(16 << 10));
    let table = [
        "(a*)*b",
        "(a|a)*b",
        "(a+)+$b",
        "(a|aa)+b",
        "(?:a?){200}a{200}b",
        "(.*)(.*)(.*)b",
        "[ab]*a[ab]{200}c",
    ];
    for text in table {
        let test = Matcher::Regex(text.to_owned()).compile().unwrap();
        let start = Instant::now();
        assert!(!test.is_match(&message), "{text}");
        assert!(start.elapsed() < Duration::from_secs(20), "{text}");
    }
}

#[test]
fn an_expression_looks_at_64_kib() {
    let test = Matcher::Regex("^a+(b?)$".to_owned()).compile().unwrap();
    let message = Bytes::from([b"a".repeat(64 << 10), b"b".to_vec()].concat());
    assert_eq!(test.matches(&message).unwrap()[1], Some(Bytes::new()));
}

#[test]
fn an_expression_knows_the_words_it_cannot_do_without() {
    let table: [(&str, Option<&[&str]>); 13] = [
        ("led", Some(&["led"])),
        (r"^\w+ led(\d+)", Some(&[" led"])),
        (r"(\d+)=(on|off)", Some(&["=on", "=off"])),
        ("(?:get|set) .*", Some(&["get ", "set "])),
        (r"\d+", None),
        ("[ab]+", Some(&["a", "b"])),
        (r"^\w+\s\w+$", None),
        ("(led)?", None),
        ("(led)+x*", Some(&["led"])),
        ("led|", None),
        (".*", None),
        (r"\d(key)\d", Some(&["key"])),
        ("^$", None),
    ];
    for (text, words) in table {
        let pattern = Pattern::new(text).unwrap();
        let needs = pattern.needs().map(|needs| {
            needs.iter().map(|word| str::from_utf8(word).unwrap()).collect::<Vec<_>>()
        });
        assert_eq!(needs.as_deref(), words, "{text}");
    }
}

proptest! {
    #[test]
    fn bytes_match_as_a_plain_search_says(
        bytes in prop::collection::vec(0..3_u8, 0..4),
        message in prop::collection::vec(0..3_u8, 0..8),
    ) {
        let typed = Typed::Hex(hex(&bytes));
        let is_match = |matcher: Matcher| matcher.compile().unwrap().is_match(&message);
        let contains = bytes.is_empty() || message.windows(bytes.len().max(1)).any(|w| w == bytes);
        prop_assert_eq!(is_match(Matcher::Exact(typed.clone())), message == bytes);
        prop_assert_eq!(is_match(Matcher::Contains(typed.clone())), contains);
        prop_assert_eq!(is_match(Matcher::StartsWith(typed.clone())), message.starts_with(&bytes));
        prop_assert_eq!(is_match(Matcher::EndsWith(typed)), message.ends_with(&bytes));
        prop_assert_eq!(is_match(Matcher::Empty), message.is_empty());
    }

    #[test]
    fn a_mask_of_a_message_matches_it_with_any_digits_left_out(
        message in prop::collection::vec(any::<u8>(), 1..8),
        holes in any::<u16>(),
        other in any::<u8>(),
    ) {
        let digits = hex(&message).to_uppercase();
        let hole = |(at, digit)| if holes >> at & 1 == 1 { '?' } else { digit };
        let mask: String = digits.chars().enumerate().map(hole).collect();
        let test = Matcher::Mask(mask.clone()).compile().unwrap();
        prop_assert!(test.is_match(&message));
        let mut changed = message;
        changed[0] = other;
        let fits = mask.chars().zip(format!("{other:02X}").chars()).all(|(m, c)| m == '?' || m == c);
        prop_assert_eq!(test.is_match(&changed), fits);
    }

    #[test]
    fn any_expression_and_mask_is_read_or_pointed_at(text in r"[a-c()\[\]{}*+?|^$.,0-9\\xu-]{0,12}|\PC{0,6}") {
        for matcher in [Matcher::Regex(text.clone()), Matcher::Mask(text.clone())] {
            if let Err(error) = matcher.compile() {
                prop_assert!(text.get(error.at).is_some());
            }
        }
    }

    #[test]
    fn what_an_expression_matches_has_one_of_its_words(
        parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 1..6),
        message in "[abc]{0,8}",
    ) {
        let pattern = Pattern::new(&parts.concat()).unwrap();
        if let Some(needs) = pattern.needs().filter(|_| pattern.is_match(message.as_bytes())) {
            prop_assert!(needs.iter().any(|word| message.contains(str::from_utf8(word).unwrap())));
        }
    }
}

const PARTS: [&str; 11] =
    ["a", "b", "[ab]", "ab", "a?", "b+", "(a|bb)", "(ab|c)*", r"\w", "^", "$"];
