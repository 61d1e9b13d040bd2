//! Each preset is driven with its input in one piece and cut everywhere.

use proptest::prelude::{ProptestConfig, any as arbitrary, prop, prop_assert, proptest};

use crate::respond::tests::Rig;

use super::*;

/// All that a preset replies to pieces of a stream that come 20 ms apart, and how it ends.
fn stream<'a>(preset: Preset, pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut rig = Rig::new(&preset.rule_set(Transport::Stream));
    rig.most = 100;
    rig.connected();
    let mut at = 0;
    for piece in pieces {
        rig.received(piece);
        at += 20;
        rig.until(at);
    }
    rig.until(at + 60_000);
    rig.ended();
    said(&rig)
}

/// The same with datagrams.
fn datagrams(preset: Preset, datagrams: &[&[u8]]) -> Vec<String> {
    let mut rig = Rig::new(&preset.rule_set(Transport::Datagram));
    rig.connected();
    for datagram in datagrams {
        rig.datagram(datagram);
    }
    rig.until(60_000);
    rig.done.iter().map(|(_, line)| what(line).to_owned()).collect()
}

fn said(rig: &Rig) -> String {
    rig.done.iter().map(|(_, line)| what(line)).collect()
}

/// Without the name of the rule.
fn what(line: &str) -> &str {
    line.split_once(": ").unwrap().1
}

/// Input of a stream, and what it gives wherever it is cut.
const STREAMS: [(Preset, &[u8], &str); 16] = [
    (Preset::Echo, b"a\0\r\n\xff", r"a\x00\r\n\xff"),
    (Preset::Upper, b"Straw\xe9\n{x}", r"STRAW\xe9\n{X}"),
    (Preset::Greeting, b"exit", r"Hello, type exit to leave\r\ncloses"),
    (Preset::Greeting, b"exit\r\n", r"Hello, type exit to leave\r\ncloses"),
    (Preset::Greeting, b"exit\n", r"Hello, type exit to leave\r\ncloses"),
    (Preset::Greeting, b"exiting", r"Hello, type exit to leave\r\nexiting"),
    (Preset::Greeting, b"a\r\nexit\nb\n", r"Hello, type exit to leave\r\na\r\ncloses"),
    (Preset::Greeting, b"Exit\r\n", r"Hello, type exit to leave\r\nExit\r\n"),
    (Preset::Hello, b"you\nme\n", r"Welcome\r\nHello, you!\r\nHello, me!\r\n"),
    (Preset::Hello, b"you\nexit", r"Welcome\r\nHello, you!\r\ncloses"),
    (
        Preset::Time,
        b"\n%Y\n\r\n%d.%m.\n",
        r"2026-11-21 12:34:56\r\n2026\r\n2026-11-21 12:34:56\r\n21.11.\r\n",
    ),
    (Preset::Text, b"anything\r\n", "this is the UDP server"),
    (Preset::Print, b"11\n12\n 1\n1\n", "closes"),
    (Preset::Print, b"hello", ""),
    (Preset::Discard, b"exit\r\n1\n", ""),
    (Preset::Http, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", PAGE_SAID),
];

const PAGE_SAID: &str = concat!(
    r"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n",
    r"<html><head><title>Hello</title></head><body><h1>Hello from Sockscope</h1></body></html>\ncloses"
);

#[test]
fn a_stream_gives_the_same_wherever_it_is_cut() {
    for (preset, input, expected) in STREAMS {
        assert_eq!(stream(preset, [input]), expected, "{preset:?} whole");
        assert_eq!(stream(preset, input.chunks(1)), expected, "{preset:?} byte by byte");
        for at in 0..=input.len() {
            let (head, tail) = input.split_at(at);
            assert_eq!(stream(preset, [head, tail]), expected, "{preset:?} cut at {at}");
        }
    }
}

#[test]
fn hello_comes_a_second_after_its_message() {
    let mut rig = Rig::new(&Preset::Hello.rule_set(Transport::Stream));
    rig.connected();
    rig.until(500);
    rig.received(b"one\ntwo");
    rig.until(60_000);
    let expected =
        [r"0 Welcome: Welcome\r\n", r"1500 Hello: Hello, one!\r\n", r"2500 Hello: Hello, two!\r\n"];
    assert_eq!(rig.lines(), expected);
}

type Datagrams<'a> = &'a [&'a [u8]];

#[test]
fn datagrams_are_answered_one_by_one() {
    let greeting = r"Hello, type exit to leave\r\n";
    let table: [(Preset, Datagrams<'_>, &[&str]); 9] = [
        (Preset::Echo, &[b"a", b"", b"b\n"], &["a", "", r"b\n"]),
        (Preset::Upper, &[b"abc", b""], &["ABC", ""]),
        (Preset::Greeting, &[b"ab", b"exit", b"c"], &[greeting, "ab", "closes"]),
        (Preset::Greeting, &[b"exiting\n", b"exit\n"], &[greeting, r"exiting\n", "closes"]),
        (Preset::Hello, &[b"you\n", b"exit"], &[r"Welcome\r\n", r"Hello, you!\r\n", "closes"]),
        (Preset::Time, &[b"", b"%H"], &["2026-11-21 12:34:56", "12"]),
        (Preset::Text, &[b"", b"x"], &["this is the UDP server", "this is the UDP server"]),
        (Preset::Print, &[b"0", b"", b"1", b"2"], &["closes"]),
        (Preset::Discard, &[b"a", b"1"], &[]),
    ];
    for (preset, input, expected) in table {
        assert_eq!(datagrams(preset, input), expected, "{preset:?}");
    }
}

#[test]
fn a_wrong_format_of_time_is_answered_with_an_error() {
    for format in ["%", "%Q", "%Y %", "%10000d"] {
        let said = stream(Preset::Time, [format.as_bytes(), b"\n"]);
        assert!(!said.starts_with("fails") && said.ends_with(r"\r\n") && said.len() > 8, "{said}");
        let said = datagrams(Preset::Time, &[format.as_bytes()]);
        assert!(said.len() == 1 && !said[0].starts_with("fails") && said[0].len() > 4, "{said:?}");
    }
}

#[test]
fn chargen_turns_the_characters_of_rfc_864_without_end() {
    let mut rig = Rig::new(&Preset::Chargen.rule_set(Transport::Stream));
    rig.most = 3;
    rig.connected();
    rig.received(b"ignored");
    let said = said(&rig);
    let lines: Vec<_> = said.split_terminator(r"\r\n").collect();
    assert_eq!(lines.len(), 3 * 95);
    assert_eq!(lines[0], lines[95]);
    assert_ne!(lines[0], lines[1]);
    assert!(lines[0].starts_with(r##" !\"#$%&\'()*+,-./0123"##), "{}", lines[0]);
    assert_eq!(datagrams(Preset::Chargen, &[b"", b"x"]).len(), 2);
}

#[test]
fn a_page_is_sent_for_a_request_that_ends_early() {
    let mut rig = Rig::new(&Preset::Http.rule_set(Transport::Stream));
    rig.connected();
    rig.received(b"GET / HTTP/1.0\r\n");
    assert!(rig.done.is_empty());
    rig.ended();
    assert_eq!(said(&rig), PAGE_SAID);
}

#[test]
fn every_preset_has_no_problem_and_is_read_back_from_its_file() {
    for preset in Preset::ALL {
        for transport in [Transport::Stream, Transport::Datagram] {
            let set = preset.rule_set(transport);
            assert_eq!(set.problems(), []);
            assert_eq!(set.name, preset.title());
            assert_eq!(RuleSet::from_toml(&set.to_toml()), Ok(set));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_survived(
        which in 0..9_usize,
        pieces in prop::collection::vec(prop::collection::vec(arbitrary::<u8>(), 0..9), 0..6),
    ) {
        let preset = Preset::ALL[which];
        let pieces: Vec<_> = pieces.iter().map(Vec::as_slice).collect();
        prop_assert!(!stream(preset, pieces.iter().copied()).contains("fails"));
        prop_assert!(!datagrams(preset, &pieces).iter().any(|line| line.starts_with("fails")));
    }
}
