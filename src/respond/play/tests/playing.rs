//! What a player does when.

use proptest::prelude::*;

use super::rig::{Now, Rig, error, last_step, played, problem};
use super::*;
use crate::respond::PrefixWidth;
use crate::types::ByteOrder;
use crate::types::Operation;
use crate::types::play::{Excerpt, ExpectedMessage};
use crate::types::problem::{Absence, CutProblem, NoMessage, StepProblem, WaitEnd};

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
1 failed in 50 ms: no message
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
fn why_a_message_did_not_come_is_reported() {
    use Now::{Datagram, Error, Fin, Left, Nothing, Piece};
    let text = |text: &str| Excerpt { text: text.to_owned(), ..Excerpt::default() };
    let read = |matcher: Matcher| list(Framing::Read, &[expect(matcher, 2000)]);
    let word = || read(Matcher::Contains(Typed::text("OK")));
    let line = list(Framing::Line, &[exactly("OK", 2000)]);
    let late = NoMessage {
        expected: ExpectedMessage::Contains(text("OK")),
        end: WaitEnd::Timeout(Duration::from_secs(2)),
        others: 0,
        last: Excerpt::default(),
        unfinished: 0,
        dropped: 0,
        error: None,
    };
    let expecting = |expected| NoMessage { expected, ..late.clone() };
    let ended = |end| NoMessage { end, ..late.clone() };
    let after = |others, last: &str| NoMessage { others, last: text(last), ..late.clone() };
    let cases: &[(&PlayList, Script<'_>, NoMessage)] = &[
        (&word(), &[(2000, Nothing)], late.clone()),
        (&read(Matcher::Any), &[(2000, Nothing)], expecting(ExpectedMessage::Any)),
        (&read(Matcher::Empty), &[(2000, Nothing)], expecting(ExpectedMessage::Empty)),
        (&word(), &[(0, Datagram(b"ERR\n")), (2000, Nothing)], after(1, r"ERR\n")),
        (&word(), &[(0, Piece(b"1")), (1, Piece(b"2\xff")), (2000, Nothing)], after(2, r"2\xff")),
        (&word(), &[(9, Fin)], ended(WaitEnd::PeerClosed)),
        (&word(), &[(9, Left)], ended(WaitEnd::Gone(Absence::PeerGone))),
        (&word(), &[(9, Fin), (9, Left)], ended(WaitEnd::PeerClosed)),
        (
            &word(),
            &[(1, Error(Operation::Receive)), (2000, Nothing)],
            NoMessage { error: Some(error(Operation::Receive)), ..late.clone() },
        ),
        (
            &line,
            &[(0, Piece(b"OK")), (2000, Nothing)],
            NoMessage { unfinished: 2, ..expecting(ExpectedMessage::Exact(text("OK"))) },
        ),
    ];
    for (list, script, expected) in cases {
        let found = problem(list, &[&[(0, Nothing)], *script].concat());
        assert_eq!(found, Some(StepProblem::NoMessage(Box::new(expected.clone()))), "{script:?}");
    }
    assert_eq!(problem(&word(), &[(0, Nothing), (9, Now::Stop)]), Some(StepProblem::Stopped));
}

#[test]
fn a_stream_that_cannot_be_cut_has_no_more_messages() {
    let prefix = Framing::LengthPrefix {
        width: PrefixWidth::Four,
        order: ByteOrder::Big,
        includes_itself: false,
    };
    let prefixed = list(prefix, &[expect(Matcher::Any, 2000)]);
    let found = problem(&prefixed, &[(0, Now::Nothing), (0, Now::Piece(b"\x7f\0\0\0"))]);
    let Some(StepProblem::NoMessage(found)) = found else { panic!("{found:?}") };
    let cut = CutProblem::LengthTooLarge { length: 0x7f00_0000, most: 16 << 20 };
    assert_eq!(found.end, WaitEnd::Cut(cut));
}

#[test]
fn what_came_before_a_step_counts_for_it() {
    let steps = [wait(100), exactly("a", 10), exactly("c", 10)];
    let script =
        [(0, Now::Piece(b"a")), (1, Now::Piece(b"b")), (2, Now::Piece(b"c")), (3, Now::Left)];
    // What is left of a wait does not pass without the peer.
    assert!(last_step(&list(Framing::Read, &steps), &script).starts_with("1 failed in 3 ms: gone"));
    let script = [&script[..3], &[(100, Now::Left)]].concat();
    assert_eq!(last_step(&list(Framing::Read, &steps), &script), "3 passed in 0 ms");
}

#[test]
fn a_message_that_was_passed_over_is_not_found_later() {
    let steps = [exactly("b", 10), exactly("a", 10)];
    let script = [(0, Now::Piece(b"a")), (1, Now::Piece(b"b")), (20, Now::Nothing)];
    let last = last_step(&list(Framing::Read, &steps), &script);
    assert_eq!(last, "2 failed in 19 ms: no message");
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
    rig.at(5, Now::Sent(0));
    rig.at(9, Now::Sent(3));
    let expected = "\
began
1 sends a
1 passed in 5 ms
2 sends b
2 failed in 4 ms: not sent
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
    let Some(StepProblem::NoMessage(problem)) = rig.problem else {
        panic!("{}", rig.done);
    };
    assert_eq!((problem.others, problem.dropped), (10, 10));
    assert!(problem.last.text.starts_with("19;xxx") && problem.last.is_cut, "{problem:?}");
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
