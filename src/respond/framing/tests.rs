//! Messages are the same wherever pieces end, and silence is what the table says.

use proptest::prelude::*;

use super::*;
use crate::respond::tests::hex;
use crate::types::problem::{EscapeProblem, FramingProblem};

fn text(gap: u64) -> Framing {
    Framing::Text { gap: Duration::from_millis(gap) }
}

fn prefix(width: PrefixWidth, order: ByteOrder, includes_itself: bool) -> Framing {
    Framing::LengthPrefix { width, order, includes_itself }
}

fn cutter(framing: &Framing, words: &[&'static str]) -> Cutter {
    let words = words.iter().map(|word| Bytes::from_static(word.as_bytes())).collect();
    framing.cutter(&words).unwrap()
}

fn drain(cutter: &mut Cutter, now: Instant) -> Vec<(String, String)> {
    let shown = |bytes: &Bytes| bytes.escape_ascii().to_string();
    std::iter::from_fn(|| cutter.next(now)).map(|m| (shown(&m.frame), shown(&m.content))).collect()
}

/// Frames and contents of pieces that come at once, then FIN, and the failure.
fn cut<'a>(
    framing: &Framing,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<(String, String)>, Option<CutProblem>) {
    let now = Instant::now();
    let mut cutter = cutter(framing, &[]);
    let mut messages = Vec::new();
    for piece in pieces {
        cutter.push(&Bytes::copy_from_slice(piece), now);
        messages.extend(drain(&mut cutter, now));
    }
    cutter.finish();
    messages.extend(drain(&mut cutter, now));
    assert_eq!(cutter.pending(), 0);
    (messages, cutter.failure())
}

type Cutting =
    (Framing, &'static [u8], &'static [(&'static str, &'static str)], Option<CutProblem>);

/// Texts and their milliseconds.
type Timeline<'a> = &'a [(u64, &'a str)];

fn framed() -> Vec<Cutting> {
    [delimited(), counted()].concat()
}

fn delimited() -> Vec<Cutting> {
    let delimiter = |hex: &str| Framing::Delimiter(Typed::Hex(hex.to_owned()));
    vec![
        (
            Framing::Line,
            b"a\r\n\nb\rc\n",
            &[("a\\r\\n", "a"), ("\\n", ""), ("b\\rc\\n", "b\\rc")],
            None,
        ),
        (Framing::Line, b"a\nlast", &[("a\\n", "a"), ("last", "last")], None),
        (Framing::Line, b"\r\n\r", &[("\\r\\n", ""), ("\\r", "\\r")], None),
        (text(50), b"hi\r\n\nyo", &[("hi\\r\\n", "hi"), ("\\n", ""), ("yo", "yo")], None),
        (text(50), b"exit\r", &[("exit\\r", "exit")], None),
        (Framing::Idle(Duration::from_millis(1)), b"a\nb", &[("a\\nb", "a\\nb")], None),
        (
            delimiter("0d0a0d0a"),
            b"a\r\n\r\r\n\r\nb",
            &[("a\\r\\n\\r\\r\\n\\r\\n", "a\\r\\n\\r"), ("b", "b")],
            None,
        ),
        (delimiter("6161"), b"aaaxaa", &[("aa", ""), ("axaa", "ax")], None),
        (delimiter("616162"), b"aaabaab", &[("aaab", "a"), ("aab", "")], None),
        (delimiter("00"), b"\0\0", &[("\\x00", ""), ("\\x00", "")], None),
    ]
}

fn counted() -> Vec<Cutting> {
    use ByteOrder::{Big, Little};
    use PrefixWidth::{Eight, Four, One, Two};
    vec![
        (Framing::Fixed(2), b"abcd", &[("ab", "ab"), ("cd", "cd")], None),
        (Framing::Fixed(3), b"abcd", &[("abc", "abc")], Some(CutProblem::CutOff { bytes: 1 })),
        (
            prefix(One, Big, false),
            b"\x02ab\0\x01c",
            &[("\\x02ab", "ab"), ("\\x00", ""), ("\\x01c", "c")],
            None,
        ),
        (
            prefix(Two, Big, true),
            b"\0\x03a\0\x02",
            &[("\\x00\\x03a", "a"), ("\\x00\\x02", "")],
            None,
        ),
        (
            prefix(Two, Little, false),
            b"\x01\0a\x09",
            &[("\\x01\\x00a", "a")],
            Some(CutProblem::CutOff { bytes: 1 }),
        ),
        (prefix(Four, Little, true), b"\x05\0\0\0a", &[("\\x05\\x00\\x00\\x00a", "a")], None),
        (
            prefix(Eight, Big, false),
            b"\0\0\0\0\0\0\0\x01a",
            &[("\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01a", "a")],
            None,
        ),
        (
            prefix(Two, Big, true),
            b"\0\x03a\0\x01zz",
            &[("\\x00\\x03a", "a")],
            Some(CutProblem::LengthTooSmall { length: 1, width: 2 }),
        ),
        (
            prefix(Four, Big, false),
            b"\x7f\0\0\0a",
            &[],
            Some(CutProblem::LengthTooLarge { length: 2_130_706_432, most: 16 << 20 }),
        ),
        // The longest message is still waited for.
        (prefix(Four, Big, true), b"\x01\0\0\0a", &[], Some(CutProblem::CutOff { bytes: 5 })),
        (
            prefix(Four, Big, true),
            b"\x01\0\0\x01a",
            &[],
            Some(CutProblem::LengthTooLarge { length: (16 << 20) + 1, most: 16 << 20 }),
        ),
        (
            prefix(Eight, Big, false),
            &[0xff; 9],
            &[],
            Some(CutProblem::LengthTooLarge { length: u64::MAX, most: 16 << 20 }),
        ),
    ]
}

#[test]
fn messages_are_what_the_table_says_wherever_the_pieces_end() {
    for (framing, bytes, messages, failure) in framed() {
        let owned = |pair: &(&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
        let expected: Vec<_> = messages.iter().map(owned).collect();
        let expected = (expected, failure);
        assert_eq!(cut(&framing, [bytes]), expected, "{framing:?} whole");
        assert_eq!(cut(&framing, bytes.chunks(1)), expected, "{framing:?} byte by byte");
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                assert_eq!(cut(&framing, pieces), expected, "{framing:?} at {first} and {second}");
            }
        }
    }
}

#[test]
fn a_read_is_a_message_and_nothing_is_none() {
    let pieces: [&[u8]; 3] = [b"a\n", b"", b"b"];
    let messages = [("a\\n", "a\\n"), ("b", "b")].map(|(f, c)| (f.to_owned(), c.to_owned()));
    assert_eq!(cut(&Framing::Read, pieces), (messages.to_vec(), None));
}

#[test]
fn a_frame_in_one_piece_shares_its_memory() {
    for (framing, bytes, messages, _) in framed() {
        let piece = Bytes::from_static(bytes);
        let now = Instant::now();
        let mut cutter = cutter(&framing, &[]);
        cutter.push(&piece, now);
        cutter.finish();
        for (frame, _) in messages {
            let message = cutter.next(now).unwrap();
            assert!(piece.as_ptr_range().contains(&message.frame.as_ptr()), "{framing:?} {frame}");
            assert!(message.frame.as_ptr_range().end >= message.content.as_ptr_range().end);
        }
    }
}

#[test]
fn text_waits_for_silence_and_longer_for_a_word_that_has_begun() {
    let table: [(Timeline<'_>, Timeline<'_>); 9] = [
        (&[(0, "ex"), (900, "it")], &[(950, "exit")]),
        (&[(0, "ex"), (1000, "it")], &[(1000, "ex"), (1050, "it")]),
        (&[(0, "exiting")], &[(50, "exiting")]),
        (&[(0, "exit"), (40, "ing")], &[(90, "exiting")]),
        (&[(0, "exit"), (60, "\r\n")], &[(50, "exit"), (60, "")]),
        (&[(0, "exit\r"), (900, "\n")], &[(900, "exit")]),
        (&[(0, "exit\r")], &[(1000, "exit")]),
        (&[(0, "a\nb"), (10, "c")], &[(0, "a"), (60, "bc")]),
        (&[(0, "e"), (999, "x"), (1998, "it")], &[(2048, "exit")]),
    ];
    for (pieces, messages) in table {
        assert_eq!(timeline(&text(50), pieces), owned(messages), "{pieces:?}");
    }
}

#[test]
fn a_silence_ends_a_message_of_idle_framing() {
    let framing = Framing::Idle(Duration::from_millis(20));
    let table: [(Timeline<'_>, Timeline<'_>); 3] = [
        (&[(0, "a"), (19, "b\n"), (38, "c")], &[(58, "ab\nc")]),
        (&[(0, "a"), (20, "b")], &[(20, "a"), (40, "b")]),
        (&[(0, "a"), (500, "b")], &[(20, "a"), (520, "b")]),
    ];
    for (pieces, messages) in table {
        assert_eq!(timeline(&framing, pieces), owned(messages), "{pieces:?}");
    }
}

#[test]
fn a_silence_counts_although_nobody_asked_in_it() {
    let start = Instant::now();
    let mut cutter = cutter(&text(50), &["exit"]);
    cutter.push(&Bytes::from_static(b"one"), start);
    cutter.push(&Bytes::from_static(b"two"), start + Duration::from_millis(80));
    let now = start + Duration::from_millis(100);
    assert_eq!(drain(&mut cutter, now), [("one".to_owned(), "one".to_owned())]);
    assert_eq!(cutter.deadline(), Some(start + Duration::from_millis(130)));
}

fn owned(messages: &[(u64, &str)]) -> Vec<(u64, String)> {
    messages.iter().map(|(at, content)| (*at, (*content).to_owned())).collect()
}

/// When which content is there, in milliseconds, if deadlines are kept.
fn timeline(framing: &Framing, pieces: &[(u64, &str)]) -> Vec<(u64, String)> {
    let start = Instant::now();
    let mut cutter = cutter(framing, &["exit", "quit", "a word"]);
    let mut messages = Vec::new();
    let mut take = |cutter: &mut Cutter, now: Instant| {
        let at = u64::try_from((now - start).as_millis()).unwrap();
        let content = |m: Message| (at, String::from_utf8(m.content.to_vec()).unwrap());
        messages.extend(std::iter::from_fn(|| cutter.next(now)).map(content));
    };
    for (at, piece) in pieces {
        let now = start + Duration::from_millis(*at);
        while let Some(deadline) = cutter.deadline().filter(|deadline| *deadline < now) {
            take(&mut cutter, deadline);
        }
        cutter.push(&Bytes::copy_from_slice(piece.as_bytes()), now);
        take(&mut cutter, now);
    }
    while let Some(deadline) = cutter.deadline() {
        take(&mut cutter, deadline);
    }
    messages
}

#[test]
fn a_message_without_end_is_a_failure_and_frees_its_memory() {
    let delimiter = Framing::Delimiter(Typed::text("\\0"));
    for framing in [Framing::Line, text(50), delimiter, Framing::Idle(Duration::from_secs(9))] {
        let now = Instant::now();
        let mut cutter = cutter(&framing, &[]);
        let piece = Bytes::from(vec![b'x'; 1 << 20]);
        for _ in 0..16 {
            cutter.push(&piece, now);
            assert_eq!(cutter.next(now), None);
        }
        assert_eq!((cutter.pending(), cutter.failure()), (MAX_FRAME, None));
        for _ in 0..2 {
            cutter.push(&Bytes::from_static(b"x"), now);
            assert_eq!(cutter.next(now), None);
            assert_eq!(cutter.pending(), 0);
            let too_long = CutProblem::TooLong { most: 16 << 20 };
            assert_eq!(cutter.failure(), Some(too_long), "{framing:?}");
        }
    }
}

#[test]
fn a_long_message_costs_no_more_byte_by_byte() {
    let now = Instant::now();
    let mut cutter = cutter(&Framing::Fixed(1 << 20), &[]);
    let byte = Bytes::from_static(b"x");
    for _ in 1..1 << 20 {
        cutter.push(&byte, now);
        assert_eq!(cutter.next(now), None);
    }
    cutter.push(&byte, now);
    assert_eq!(cutter.next(now).map(|message| message.frame.len()), Some(1 << 20));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let table = [
        (Framing::Delimiter(Typed::default()), FramingProblem::EmptyDelimiter),
        (Framing::Fixed(0), FramingProblem::EmptyMessage),
        (Framing::Fixed((16 << 20) + 1), FramingProblem::TooLong { most: 16 << 20 }),
        (text(0), FramingProblem::NoGap),
        (Framing::Idle(Duration::ZERO), FramingProblem::NoGap),
    ];
    for (framing, problem) in table {
        let error = framing.cutter(&Arc::default()).unwrap_err();
        assert_eq!(error, ParseError::whole(problem));
    }
    let framing = Framing::Delimiter(Typed::text("a\\q"));
    let error = framing.cutter(&Arc::default()).unwrap_err();
    assert_eq!(error, ParseError::new(1..3, EscapeProblem::Unknown('q')));
}

#[test]
fn another_framing_goes_on_with_what_is_left() {
    let now = Instant::now();
    let mut cutter = cutter(&Framing::Line, &[]);
    cutter.push(&Bytes::from_static(b"one\ntwo"), now);
    cutter.change(Boundary::new(&Framing::Fixed(4), &Arc::default()).unwrap());
    cutter.push(&Bytes::from_static(b"!"), now);
    let contents: Vec<_> =
        drain(&mut cutter, now).into_iter().map(|(_, content)| content).collect();
    assert_eq!(contents, ["one", "two!"]);
}

proptest! {
    #[test]
    fn pieces_do_not_change_the_messages(
        which in 0..20_usize,
        bytes in prop::collection::vec(prop::sample::select(b"\0\x01\x02\x03a\r\nb".to_vec()), 0..200),
        cuts in prop::collection::vec(0..200_usize, 0..10),
    ) {
        let (framing, ..) = framed().swap_remove(which);
        let mut cuts: Vec<_> = cuts.into_iter().map(|at| at.min(bytes.len())).collect();
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut at = 0;
        for end in cuts.into_iter().chain([bytes.len()]) {
            pieces.push(&bytes[at..end]);
            at = end;
        }
        prop_assert_eq!(cut(&framing, pieces), cut(&framing, [&bytes[..]]));
    }

    #[test]
    fn a_delimiter_is_found_as_a_plain_search_finds_it(
        delimiter in prop::collection::vec(prop::sample::select(b"ab".to_vec()), 1..6),
        bytes in prop::collection::vec(prop::sample::select(b"abc".to_vec()), 0..100),
    ) {
        let hex = hex(&delimiter);
        let (messages, _) = cut(&Framing::Delimiter(Typed::Hex(hex)), bytes.chunks(3));
        let text = String::from_utf8(bytes).unwrap();
        let mut expected: Vec<_> = text.split(str::from_utf8(&delimiter).unwrap()).collect();
        if expected.last() == Some(&"") {
            expected.pop();
        }
        let contents: Vec<_> = messages.into_iter().map(|(_, content)| content).collect();
        prop_assert_eq!(contents, expected);
    }
}
