//! The player on a clock of its own.

use std::fmt::Write as _;
use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::respond::Scene;
use crate::types::{PlayFact, StepOutcome};

/// What happens.
#[derive(Debug, Clone, Copy)]
enum Now<'a> {
    Piece(&'a [u8]),
    Datagram(&'a [u8]),
    Fin,
    Left(&'a str),
    Trouble(&'a str),
    Sent(Result<(), &'a str>),
    Stop,
    Nothing,
}

/// A player and what it did, a line for each act.
struct Rig {
    player: Player,
    start: Instant,
    random: fastrand::Rng,
    /// What is to be sent is gone at once.
    sends: bool,
    done: String,
}

impl Rig {
    fn new(list: &PlayList) -> Self {
        let start = Instant::now();
        Self {
            player: Player::new(Arc::new(list.compile().unwrap()), start),
            start,
            random: fastrand::Rng::with_seed(1),
            sends: true,
            done: String::new(),
        }
    }

    /// So many milliseconds after the start.
    fn at(&mut self, millis: u64, happens: Now<'_>) {
        let now = self.start + Duration::from_millis(millis);
        let player = &mut self.player;
        match happens {
            Now::Piece(bytes) => player.received(&Bytes::copy_from_slice(bytes), now),
            Now::Datagram(bytes) => player.datagram(&Bytes::copy_from_slice(bytes), now),
            Now::Fin => player.ended(now),
            Now::Left(why) => player.left(why, now),
            Now::Trouble(words) => player.troubled(words.to_owned()),
            Now::Sent(result) => player.sent(result.map_err(str::to_owned), now),
            Now::Stop => player.stop(),
            Now::Nothing => {}
        }
        self.drain(now);
    }

    fn drain(&mut self, now: Instant) {
        let peer = "127.0.0.1:9".parse().unwrap();
        loop {
            let random = &mut self.random;
            let wall = chrono::DateTime::UNIX_EPOCH.fixed_offset();
            let Some(act) = self.player.next(&mut Scene { now, wall, peer: &peer, random }) else {
                return;
            };
            if let PlayAct::Send { .. } = act
                && self.sends
            {
                self.player.sent(Ok(()), now);
            }
            writeln!(self.done, "{}", words(act)).unwrap();
        }
    }

    /// When it wants to be asked again, in milliseconds after the start.
    fn deadline(&self) -> Option<u128> {
        self.player.deadline().map(|at| (at - self.start).as_millis())
    }
}

fn words(act: PlayAct) -> String {
    match act {
        PlayAct::Send { step, bytes, .. } => format!("{step} sends {}", bytes.escape_ascii()),
        PlayAct::Tell(PlayFact::Began) => "began".to_owned(),
        PlayAct::Tell(PlayFact::Step { step, outcome, took }) => match outcome {
            StepOutcome::Passed => format!("{step} passed in {} ms", took.as_millis()),
            StepOutcome::Failed(why) => format!("{step} failed in {} ms: {why}", took.as_millis()),
        },
        PlayAct::Tell(PlayFact::Done { passed }) => format!("done, passed: {passed}"),
    }
}

fn played(list: &PlayList, script: &[(u64, Now<'_>)]) -> String {
    let mut rig = Rig::new(list);
    for (millis, happens) in script {
        rig.at(*millis, *happens);
    }
    assert_eq!(rig.player.is_over(), rig.done.contains("done"));
    rig.done
}

/// The last step that was told.
fn last_step(list: &PlayList, script: &[(u64, Now<'_>)]) -> String {
    let done = played(list, script);
    done.lines().rev().find(|line| !line.starts_with("done")).unwrap_or_default().to_owned()
}

#[test]
fn steps_are_done_in_their_order() {
    let steps = [send("a"), wait(100), exactly("b", 1000), send("c")];
    let script =
        [(0, Now::Nothing), (99, Now::Nothing), (130, Now::Nothing), (200, Now::Piece(b"b"))];
    let expected = "\
began
1 sends a
1 passed in 0 ms
2 passed in 130 ms
3 passed in 70 ms
4 sends c
4 passed in 0 ms
done, passed: true
";
    assert_eq!(played(&list(Framing::Read, &steps), &script), expected);
}

#[test]
fn an_empty_list_passes() {
    let done = played(&list(Framing::Read, &[]), &[(0, Now::Nothing)]);
    assert_eq!(done, "began\ndone, passed: true\n");
}

#[test]
fn a_failed_step_ends_the_list() {
    let steps = [exactly("b", 50), send("c")];
    let done = played(&list(Framing::Read, &steps), &[(0, Now::Nothing), (50, Now::Nothing)]);
    let expected = "\
began
1 failed in 50 ms: no message that is “b” came within 50 ms
done, passed: false
";
    assert_eq!(done, expected);
}

#[test]
fn the_deadline_is_that_of_the_step() {
    let mut rig = Rig::new(&list(Framing::Read, &[wait(100), exactly("b", 1000)]));
    assert_eq!(rig.deadline(), None);
    rig.at(0, Now::Nothing);
    assert_eq!(rig.deadline(), Some(100));
    rig.at(100, Now::Nothing);
    assert_eq!(rig.deadline(), Some(1100));
    rig.at(200, Now::Piece(b"b"));
    assert_eq!(rig.deadline(), None);
}

/// What happens, at which milliseconds.
type Script<'a> = &'a [(u64, Now<'a>)];

#[test]
fn why_a_message_did_not_come_is_said() {
    use Now::{Datagram, Fin, Left, Nothing, Piece, Stop, Trouble};
    let read = |matcher: Matcher| list(Framing::Read, &[expect(matcher, 2000)]);
    let word = || read(Matcher::Contains(Typed::text("OK")));
    let line = list(Framing::Line, &[exactly("OK", 2000)]);
    let cases: &[(&PlayList, Script<'_>, &str)] = &[
        (&word(), &[(2000, Nothing)], "no message that contains “OK” came within 2 s"),
        (&read(Matcher::Any), &[(2000, Nothing)], "no message came within 2 s"),
        (&read(Matcher::Empty), &[(2000, Nothing)], "no empty message came within 2 s"),
        (
            &word(),
            &[(0, Datagram(b"ERR\n")), (2000, Nothing)],
            r"no message that contains “OK” came within 2 s; another message came first: “ERR\n”",
        ),
        (
            &word(),
            &[(0, Piece(b"1")), (1, Piece(b"2\xff")), (2000, Nothing)],
            r"no message that contains “OK” came within 2 s; 2 other messages came first, the last one “2\xff”",
        ),
        (
            &word(),
            &[(9, Fin)],
            "no message that contains “OK” came, the peer sends no more (FIN received)",
        ),
        (&word(), &[(9, Left("it was reset"))], "no message that contains “OK” came, it was reset"),
        (
            &word(),
            &[(9, Fin), (9, Left("it was reset"))],
            "no message that contains “OK” came, the peer sends no more (FIN received)",
        ),
        (&word(), &[(9, Stop)], "stopped"),
        (
            &word(),
            &[(1, Trouble("could not receive: refused")), (2000, Nothing)],
            "no message that contains “OK” came within 2 s; could not receive: refused",
        ),
        (
            &line,
            &[(0, Piece(b"OK")), (2000, Nothing)],
            "no message that is “OK” came within 2 s; 2 bytes came that are no whole message",
        ),
    ];
    for (list, script, words) in cases {
        let last = last_step(list, &[&[(0, Nothing)], *script].concat());
        assert_eq!(last.split_once(": ").unwrap().1, *words, "{script:?}");
    }
}

#[test]
fn what_came_before_a_step_counts_for_it() {
    let steps = [wait(100), exactly("a", 10), exactly("c", 10)];
    let script = [
        (0, Now::Piece(b"a")),
        (1, Now::Piece(b"b")),
        (2, Now::Piece(b"c")),
        (3, Now::Left("gone")),
    ];
    // What is left of a wait does not pass without the peer.
    assert!(last_step(&list(Framing::Read, &steps), &script).starts_with("1 failed in 3 ms: gone"));
    let script = [&script[..3], &[(100, Now::Left("gone"))]].concat();
    assert_eq!(last_step(&list(Framing::Read, &steps), &script), "3 passed in 0 ms");
}

#[test]
fn a_message_that_was_passed_over_is_not_found_later() {
    let steps = [exactly("b", 10), exactly("a", 10)];
    let script = [(0, Now::Piece(b"a")), (1, Now::Piece(b"b")), (20, Now::Nothing)];
    let last = last_step(&list(Framing::Read, &steps), &script);
    assert_eq!(last, "2 failed in 19 ms: no message that is “a” came within 10 ms");
}

#[test]
fn what_is_left_at_the_end_of_the_stream_is_a_message() {
    let steps = [exactly("last", 10), send("bye")];
    let script = [(0, Now::Piece(b"la")), (1, Now::Piece(b"st")), (2, Now::Fin)];
    // The peer can still be sent to.
    assert_eq!(last_step(&list(Framing::Line, &steps), &script), "2 passed in 0 ms");
}

#[test]
fn a_send_passes_when_everything_is_taken() {
    let mut rig = Rig::new(&list(Framing::Read, &[send("a"), send("b"), send("c")]));
    rig.sends = false;
    rig.at(0, Now::Nothing);
    rig.at(5, Now::Sent(Ok(())));
    rig.at(9, Now::Sent(Err("3 bytes were not sent")));
    let expected = "\
began
1 sends a
1 passed in 5 ms
2 sends b
2 failed in 4 ms: 3 bytes were not sent
done, passed: false
";
    assert_eq!(rig.done, expected);
}

#[test]
fn stop_fails_the_step_that_it_meets() {
    for steps in [&[wait(0)][..], &[wait(100)], &[send("a")], &[exactly("b", 100)]] {
        let mut rig = Rig::new(&list(Framing::Read, steps));
        rig.sends = false;
        rig.player.stop();
        rig.at(7, Now::Nothing);
        assert_eq!(rig.done, "began\n1 failed in 7 ms: stopped\ndone, passed: false\n");
    }
    let mut rig = Rig::new(&list(Framing::Read, &[send("a")]));
    rig.sends = false;
    rig.at(0, Now::Nothing);
    rig.at(1, Now::Stop);
    assert!(rig.done.ends_with("1 failed in 1 ms: stopped\ndone, passed: false\n"));
}

#[test]
fn no_more_than_a_mebibyte_waits_for_a_step() {
    let steps = [wait(100), expect(Matcher::StartsWith(Typed::text("0;")), 10)];
    let mut rig = Rig::new(&list(Framing::Read, &steps));
    rig.at(0, Now::Nothing);
    for number in 0..20 {
        let mut message = format!("{number};").into_bytes();
        message.resize(100 * 1024, b'x');
        rig.at(1, Now::Datagram(&message));
    }
    rig.at(100, Now::Nothing);
    rig.at(110, Now::Nothing);
    assert!(
        rig.done.contains("; 10 other messages came first, the last one “19;xxx"),
        "{}",
        rig.done
    );
    assert!(rig.done.contains("; 10 older messages were not kept\n"), "{}", rig.done);
}

#[test]
fn cuts_between_reads_change_nothing() {
    let steps = [exactly("two", 100), exactly("end", 100), exactly("rest", 100)];
    let stream = b"one\r\ntwo\nthree\r\n\r\nend\r\nrest";
    let list = list(Framing::Line, &steps);
    let whole = played(&list, &[(0, Now::Piece(stream)), (0, Now::Fin)]);
    assert!(whole.ends_with("done, passed: true\n"), "{whole}");
    for cut in 0..=stream.len() {
        let (head, tail) = stream.split_at(cut);
        let pieces = [head, tail].into_iter().filter(|piece| !piece.is_empty());
        let mut script: Vec<_> = pieces.map(|piece| (0, Now::Piece(piece))).collect();
        script.push((0, Now::Fin));
        assert_eq!(played(&list, &script), whole, "{cut}");
    }
}

#[test]
fn repeats_lead_back_and_nest() {
    let steps = [wait(0), wait(0), repeat(2, 1), repeat(1, 1), wait(0)];
    let done = played(&list(Framing::Read, &steps), &[(0, Now::Nothing)]);
    let order: String =
        done.lines().filter_map(|line| line.split_once(" passed in")).map(|(n, _)| n).collect();
    assert_eq!(order, "122312".to_owned() + "2345");
}

#[test]
fn the_counter_counts_what_the_list_sent() {
    let steps = [send("{seq:dec}"), repeat(1, 2), send("{seq:dec}")];
    let done = played(&list(Framing::Read, &steps), &[(0, Now::Nothing)]);
    let sent: Vec<_> = done.lines().filter_map(|line| line.split_once(" sends ")).collect();
    assert_eq!(sent, [("1", "0"), ("1", "1"), ("1", "2"), ("3", "3")]);
}

#[test]
fn a_send_can_use_the_message_that_was_expected_last() {
    let steps = [
        expect(Matcher::Regex("id=([0-9]+)".to_owned()), 100),
        send("{capture:1} {message} {frame} {peer} {count}"),
    ];
    let script = [(0, Now::Nothing), (1, Now::Piece(b"hello\nmy id=42\n"))];
    let done = played(&list(Framing::Line, &steps), &script);
    assert!(done.contains(r"2 sends 42 my id=42 my id=42\n 127.0.0.1:9 2"), "{done}");
}

/// Steps as they nest.
#[derive(Debug, Clone)]
enum Nest {
    Wait,
    Again(Vec<Self>, u32),
}

fn nests() -> impl Strategy<Value = Vec<Nest>> {
    let leaf = Just(Nest::Wait);
    let nest = leaf.prop_recursive(3, 12, 3, |inner| {
        (prop::collection::vec(inner, 1..4), 1..3_u32)
            .prop_map(|(body, times)| Nest::Again(body, times))
    });
    prop::collection::vec(nest, 0..4)
}

fn write_out(nests: &[Nest], steps: &mut Vec<PlayStep>) {
    for nest in nests {
        match nest {
            Nest::Wait => steps.push(wait(0)),
            Nest::Again(body, times) => {
                let from = u32::try_from(steps.len()).unwrap() + 1;
                write_out(body, steps);
                steps.push(repeat(from, *times));
            }
        }
    }
}

/// The numbers of the steps in the order in which they are over, and the number of the next.
fn order(nests: &[Nest], mut next: u32, out: &mut Vec<u32>) -> u32 {
    for nest in nests {
        if let Nest::Again(body, times) = nest {
            let first = next;
            for _ in 0..=*times {
                next = order(body, first, out);
            }
        }
        out.push(next);
        next += 1;
    }
    next
}

proptest! {
    #[test]
    fn a_repeated_list_is_played_as_if_it_were_written_out(nests in nests()) {
        let mut steps = Vec::new();
        write_out(&nests, &mut steps);
        let mut expected = Vec::new();
        order(&nests, 1, &mut expected);
        let done = played(&list(Framing::Read, &steps), &[(0, Now::Nothing)]);
        let numbers = done.lines().filter_map(|line| line.split_once(" passed in"));
        let numbers: Vec<u32> = numbers.map(|(number, _)| number.parse().unwrap()).collect();
        prop_assert_eq!(numbers, expected);
        prop_assert!(done.ends_with("done, passed: true\n"));
    }
}
