//! What is done, when, and for which rule.

use std::time::Duration;

use proptest::prelude::*;

use crate::respond::rules::{Rule, RuleSet, Step, When};
use crate::respond::tests::Rig;
use crate::respond::{Framing, Matcher};

use super::*;

fn set(text: &str) -> RuleSet {
    RuleSet::from_toml(text).unwrap()
}

fn lines(rig: &mut Rig, until: u64) -> Vec<String> {
    rig.until(until);
    rig.lines()
}

#[test]
fn rules_act_in_their_order_until_one_stops() {
    let mut rig = Rig::new(&set(r#"
        framing = "line"
        rule = [
            { when = { contains = "a" }, then = [{ reply = "1" }] },
            { when = "any", then = [{ reply = "off" }], off = true },
            { name = "b", when = { starts-with = "b" }, then = [{ reply = "2" }, "stop", { reply = "3" }] },
            { when = { ends-with = "a" }, then = [{ reply = "4" }] },
        ]"#));
    rig.received(b"ba\na\nx\nb\n");
    let expected =
        ["0 Rule 1: 1", "0 b: 2", "0 b: 3", "0 Rule 1: 1", "0 Rule 4: 4", "0 b: 2", "0 b: 3"];
    assert_eq!(rig.lines(), expected);
    assert!(rig.conversation.is_idle());
}

#[test]
fn ten_peers_that_wait_take_as_long_as_one() {
    let rules = set(r#"rule = [{ then = [{ wait = "1s" }, { reply = "{message}" }] }]"#);
    let mut rigs: Vec<_> = (0..10).map(|_| Rig::new(&rules)).collect();
    for rig in &mut rigs {
        rig.received(b"a");
        rig.received(b"b");
        assert!(!rig.conversation.is_idle());
    }
    for rig in &mut rigs {
        assert_eq!(lines(rig, 9000), ["1000 Rule 1: a", "2000 Rule 1: b"]);
        assert!(rig.conversation.is_idle() && rig.conversation.deadline().is_none());
    }
}

#[test]
fn a_wait_longer_than_any_clock_is_one() {
    let then = vec![Step::Wait(Duration::MAX), Step::Close];
    let rules = vec![Rule::new("", When::default(), then)];
    let mut rig = Rig::new(&RuleSet { rules, ..RuleSet::default() });
    rig.received(b"a");
    assert_eq!(lines(&mut rig, 1_000_000_000), [""; 0]);
}

#[test]
fn fields_know_message_groups_peer_and_numbers() {
    let mut rig = Rig::new(&set(r#"
        framing = "line"
        [[rule]]
        when = "connect"
        then = [{ reply = "{peer} {count}" }]
        [[rule]]
        when = { regex = "^set (\\w+)(?:=(\\d+))?" }
        then = [{ reply = "{capture:1}|{capture:2}|{capture:0}|{count}|{seq:dec}" }]
        [[rule]]
        when = { contains = "=" }
        then = [{ reply = "{message}|{frame}|{upper:message}|{capture:0}" }]"#));
    rig.connected();
    rig.received(b"set led=7!\r\nx\nset fan\n");
    let expected = [
        "0 Rule 1: 127.0.0.1:9 0",
        "0 Rule 2: led|7|set led=7|1|0",
        r"0 Rule 3: set led=7!|set led=7!\r\n|SET LED=7!|set led=7!",
        "0 Rule 2: fan||set fan|3|1",
    ];
    assert_eq!(rig.lines(), expected);
}

#[test]
fn silence_is_reported_once_for_each_length() {
    let mut rig = Rig::new(&set(r#"
        [[rule]]
        name = "long"
        when = { idle = "5s" }
        then = ["close"]
        [[rule]]
        name = "short"
        when = { idle = "1s" }
        then = [{ reply = "?" }]"#));
    rig.connected();
    rig.until(3000);
    rig.received(b"x");
    assert!(rig.conversation.is_idle() && rig.conversation.deadline().is_some());
    let expected = ["1000 short: ?", "4000 short: ?", "8000 long: closes"];
    assert_eq!(lines(&mut rig, 60_000), expected);
}

#[test]
fn the_end_is_reported_after_messages_that_wait() {
    let mut rig = Rig::new(&set(r#"
        framing = { text = "50ms" }
        [[rule]]
        when = "half-close"
        then = [{ reply = "bye" }, "half-close", "abort", { reply = "never" }]
        [[rule]]
        name = "wait"
        when = "any"
        then = [{ wait = "10ms" }, { reply = "{message}" }]"#));
    rig.received(b"a\nb");
    rig.ended();
    assert!(!rig.conversation.is_idle());
    rig.ended();
    rig.received(b"late\n");
    let expected = [
        "10 wait: a",
        "20 wait: b",
        "20 Rule 1: bye",
        "20 Rule 1: half-closes",
        "20 Rule 1: aborts",
    ];
    assert_eq!(lines(&mut rig, 1000), expected);
    assert!(rig.conversation.is_idle() && rig.conversation.deadline().is_none());
}

#[test]
fn again_lets_others_go_first() {
    let mut rig = Rig::new(&set(r#"
        [[rule]]
        name = "tick"
        when = "connect"
        then = [{ wait = "100ms" }, { reply = "tick" }, "again"]
        [[rule]]
        name = "echo"
        then = [{ reply = "{frame}" }]"#));
    rig.connected();
    rig.received(b"a");
    rig.until(150);
    rig.received(b"b");
    let expected =
        ["100 tick: tick", "100 echo: a", "200 tick: tick", "200 echo: b", "300 tick: tick"];
    assert_eq!(lines(&mut rig, 350), expected);
    assert!(!rig.conversation.is_idle());
}

#[test]
fn each_round_goes_on_where_the_one_before_ended() {
    let mut rig = Rig::new(&set(r#"
        [[rule]]
        name = "lines"
        when = "connect"
        then = [{ wait = "100ms" }, { reply = "{chargen:2}" }, "again"]"#));
    rig.connected();
    let rounds = lines(&mut rig, 350);
    // The first characters of the lines of each round (RFC 864).
    let firsts = rounds.iter().map(|round| {
        let text = round.replace(r#"\""#, "\"");
        let (_, text) = text.split_once(": ").unwrap();
        text.split(r"\r\n").filter_map(|line| line.chars().next()).collect::<String>()
    });
    assert_eq!(firsts.collect::<Vec<_>>(), [" !", "\"#", "$%"]);
}

#[test]
fn again_ends_when_nothing_is_sent() {
    let rules = set(r#"rule = [{ then = [{ reply = "{message}" }, "again"] }]"#);
    let mut rig = Rig::new(&rules);
    rig.datagram(b"");
    assert_eq!(rig.lines(), ["0 Rule 1: "]);
    assert!(rig.conversation.is_idle());
}

#[test]
fn what_cannot_be_made_or_cut_is_reported() {
    let rules = set(r#"
        framing = { length-prefix = { width = 2 } }
        rule = [{ then = [{ reply = "{len:u8}{message}" }, { reply = "ok" }] }]"#);
    let mut rig = Rig::new(&rules);
    let long = [&[1, 44], [b'x'; 300].as_slice()].concat();
    rig.received(&long);
    rig.received(b"\0\x05cut");
    rig.ended();
    let lines = rig.lines();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[0].starts_with("0 Rule 1: fails: "), "{lines:?}");
    assert_eq!(lines[1], "0 Rule 1: ok");
    assert_eq!(lines[2], "0 Framing: ends: CutOff { bytes: 5 }");
}

#[test]
fn nothing_is_cut_after_a_length_beyond_reason() {
    let rules = set(r#"
        framing = { length-prefix = { width = 4 } }
        rule = [{ then = [{ reply = "{message}" }] }]"#);
    let mut rig = Rig::new(&rules);
    rig.received(b"\0\0\0\x01a\xff\0\0\0");
    rig.received(b"\0\0\0\x01b");
    let failure = "0 Framing: ends: LengthTooLarge { length: 4278190080, most: 16777216 }";
    assert_eq!(rig.lines(), ["0 Rule 1: a", failure]);
    assert!(rig.conversation.is_idle());
}

#[test]
fn a_rule_that_closes_ends_all() {
    let rules = set(
        r#"rule = [{ when = { exact = "x" }, then = ["close"] }, { then = [{ reply = "{frame}" }] }]"#,
    );
    for by_stream in [false, true] {
        let mut rig = Rig::new(&rules);
        for message in [b"a", b"x", b"b"] {
            if by_stream { rig.received(message) } else { rig.datagram(message) }
        }
        rig.ended();
        assert_eq!(lines(&mut rig, 1000), ["0 Rule 2: a", "0 Rule 1: closes"]);
        assert!(rig.conversation.is_idle());
    }
}

#[test]
fn the_line_ending_of_a_datagram_is_content_unless_messages_are_lines() {
    let rule = r#"rule = [{ when = { exact = "exit" }, then = ["stop"] },
        { then = [{ reply = "{message}|{frame}" }] }]"#;
    let table = [
        ("read", &b"a\n"[..], r"a\n|a\n"),
        ("line", b"a\n", r"a|a\n"),
        ("line", b"a\r\n", r"a|a\r\n"),
    ];
    for (framing, datagram, answer) in table {
        let mut rig = Rig::new(&set(&format!("framing = \"{framing}\"\n{rule}")));
        rig.datagram(datagram);
        assert_eq!(rig.lines(), [format!("0 Rule 2: {answer}")], "{framing}");
    }
    let mut rig = Rig::new(&set(&format!("framing = \"line\"\n{rule}")));
    for exit in [&b"exit"[..], b"exit\n", b"exit\r\n"] {
        rig.datagram(exit);
    }
    rig.datagram(b"exit\n\n");
    assert_eq!(rig.lines(), [r"0 Rule 2: exit\n|exit\n\n"]);
}

#[test]
fn a_peer_that_is_answered_slowly_is_not_read() {
    let rules = set(r#"framing = "line"
        rule = [{ when = { exact = "wait" }, then = [{ wait = "1s" }] }, { then = [{ reply = "{frame}" }] }]"#);
    let mut rig = Rig::new(&rules);
    rig.received(b"wait\n");
    assert!(!rig.conversation.is_behind());
    rig.received(&b"\n".repeat(200_000));
    assert!(rig.conversation.is_behind());
    assert_eq!(rig.conversation.runs.len(), MOST_RUNS);
    rig.most = usize::MAX;
    rig.until(1000);
    // The `wait` itself is echoed, too.
    assert_eq!(rig.done.len(), 200_001);
    assert!(rig.conversation.is_idle());
    rig.received(b"wait\n");
    rig.received(&[&b"x".repeat(MOST_BYTES)[..], b"\n"].concat());
    assert!(rig.conversation.is_behind() && !rig.conversation.is_idle());
}

#[test]
fn the_end_waits_for_messages_that_were_not_cut() {
    let rules = set(r#"framing = "line"
        rule = [{ then = [{ reply = "." }] }, { when = "half-close", then = [{ reply = "end" }] }]"#);
    let mut rig = Rig::new(&rules);
    rig.most = 0;
    rig.received(&b"\n".repeat(30_000));
    rig.ended();
    rig.most = usize::MAX;
    rig.until(1);
    assert_eq!(rig.done.len(), 30_001);
    assert_eq!(rig.lines().last().unwrap(), "1 Rule 2: end");
}

#[test]
fn other_rules_hold_from_the_next_message_on() {
    let slow = set(r#"framing = "line"
        rule = [{ name = "slow", then = [{ wait = "1s" }, { reply = "{message}" }] }]"#);
    let fast = set(r#"framing = "line"
        rule = [{ name = "fast", then = [{ reply = "{message}" }] }]"#);
    let chunks = set(r#"framing = { fixed = 2 }
        rule = [{ name = "two", then = [{ reply = "{message}" }] }]"#);
    let mut rig = Rig::new(&slow);
    rig.received(b"one\ntw");
    rig.set_rules(&fast);
    rig.received(b"o\nthr");
    rig.until(2000);
    rig.set_rules(&chunks);
    rig.received(b"ee");
    rig.set_rules(&RuleSet::default());
    rig.received(b"ignored");
    rig.set_rules(&fast);
    rig.received(b"four\n");
    let expected = [
        "1000 slow: one",
        "1000 fast: two",
        "2000 two: th",
        "2000 two: re",
        "2000 two: e",
        "2000 fast: four",
    ];
    let lines = rig.lines();
    assert_eq!(lines[..4], expected[..4]);
    assert_eq!(lines.last().unwrap(), expected[5]);
}

#[test]
fn other_silences_count_from_the_change_and_the_same_go_on() {
    let rules = |silence: &str, reply: &str| {
        set(&format!(
            r#"rule = [{{ name = "idle", when = {{ idle = "{silence}" }}, then = [{{ reply = "{reply}" }}] }}]"#
        ))
    };
    let mut rig = Rig::new(&rules("1s", "a"));
    rig.until(500);
    rig.set_rules(&rules("1s", "b"));
    rig.until(1500);
    rig.set_rules(&rules("1s", "c"));
    rig.until(3000);
    rig.set_rules(&rules("2s", "d"));
    assert_eq!(lines(&mut rig, 9000), ["1000 idle: b", "5000 idle: d"]);
}

#[test]
fn without_rules_nothing_is_kept_or_done() {
    let mut rig = Rig::new(&RuleSet { framing: Framing::Line, ..RuleSet::default() });
    rig.connected();
    rig.received(b"unfinished");
    rig.datagram(b"");
    rig.ended();
    assert_eq!(lines(&mut rig, 9999), [""; 0]);
    assert!(rig.conversation.cutter.is_none() && rig.conversation.is_idle());
}

proptest! {
    #[test]
    fn segments_do_not_change_what_is_done(
        lines in prop::collection::vec("(wait|exit|[a-c]{0,3})\r?\n", 0..8),
        cuts in prop::collection::vec(0..60_usize, 0..5),
    ) {
        let rules = RuleSet { framing: Framing::Line, ..set(
            r#"rule = [
                { when = { exact = "wait" }, then = [{ wait = "70ms" }, { reply = "waited" }, "stop"] },
                { when = { regex = "^(a+)b" }, then = [{ reply = "{capture:1}" }] },
                { when = { exact = "exit" }, then = ["close", "stop"] },
                { when = "empty", then = ["half-close"] },
                { then = [{ reply = "{frame}{count}" }] },
            ]"#,
        ) };
        let bytes = lines.concat().into_bytes();
        let mut whole = Rig::new(&rules);
        whole.received(&bytes);
        whole.until(9999);
        let mut cuts: Vec<_> = cuts.into_iter().map(|at| at.min(bytes.len())).collect();
        cuts.sort_unstable();
        let mut rig = Rig::new(&rules);
        let mut at = 0;
        for end in cuts.into_iter().chain([bytes.len()]) {
            rig.received(&bytes[at..end]);
            at = end;
        }
        rig.until(9999);
        prop_assert_eq!(rig.lines(), whole.lines());
    }

    #[test]
    fn a_message_is_done_before_the_next(waits in prop::collection::vec(0..50_u64, 1..10)) {
        let rule = |wait: &u64| {
            let matcher = Matcher::Exact(crate::codec::Typed::text(wait.to_string()));
            let then = vec![Step::Wait(Duration::from_millis(*wait)), Step::reply("{message}")];
            Rule::new("", When::Message(matcher), then)
        };
        let mut distinct = waits.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let rules = distinct.iter().map(rule).collect();
        let mut rig = Rig::new(&RuleSet { rules, ..RuleSet::default() });
        for wait in &waits {
            rig.received(wait.to_string().as_bytes());
        }
        rig.until(9999);
        let mut at = 0;
        let expected: Vec<_> = waits.iter().map(|wait| { at += wait; (at, wait.to_string()) }).collect();
        let done: Vec<_> = rig.done.iter().map(|(at, line)| {
            (*at, line.split_once(": ").unwrap().1.to_owned())
        }).collect();
        prop_assert_eq!(done, expected);
    }
}
