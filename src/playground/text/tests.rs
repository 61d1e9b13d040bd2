//! Lines of text from captures cut in every way.

use std::fmt::Write as _;

use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::capture::{Kind, Limits};
use crate::codec::text::{Decoder, Piece};
use crate::types::{Level, Note, Remark, Stamp};

const PEER: PeerId = PeerId(1);

fn received(capture: &mut Capture, bytes: &[u8]) {
    capture.append(Stamp::default(), PEER, Kind::Received, Bytes::copy_from_slice(bytes));
}

fn lines(capture: &Capture, encoding: Encoding, width: usize) -> Vec<(Direction, String)> {
    let mut view = TextView::default();
    view.watch(encoding, width);
    while view.advance(capture, 5) {}
    assert_eq!(view.behind(capture), 0);
    (0..view.len())
        .map(|n| view.line(n).unwrap())
        .map(|line| (line.direction, shown(capture, &line, encoding)))
        .collect()
}

fn shown(capture: &Capture, line: &TextLine, encoding: Encoding) -> String {
    let mut bytes = line.carry.as_slice().to_vec();
    let len = usize::try_from(line.end - line.start).unwrap();
    capture.read(line.start, len, &mut bytes).unwrap();
    let mut text = String::new();
    let mut sink = |piece: Piece<'_>| match piece {
        Piece::Text(piece) => text.push_str(piece),
        Piece::Bad(bytes) => write!(text, "<{bytes:02x?}>").unwrap(),
    };
    let mut decoder = Decoder::new(encoding);
    decoder.decode(&bytes, &mut sink);
    decoder.finish(&mut sink);
    text
}

#[test]
fn a_character_cut_between_two_reads_appears_whole() {
    let mut capture = Capture::new(Limits::default());
    received(&mut capture, b"a\xc4");
    received(&mut capture, b"\xe3b\nc");
    let expected =
        [(Direction::Received, "a你b\n".to_owned()), (Direction::Received, "c".to_owned())];
    assert_eq!(lines(&capture, Encoding::Gbk, 80), expected);
}

#[test]
fn a_character_cut_by_the_other_direction_appears_whole() {
    let mut capture = Capture::new(Limits::default());
    received(&mut capture, b"a\xe4\xbd");
    capture.append(
        Stamp::default(),
        PEER,
        Kind::Sent(crate::types::Origin::User),
        Bytes::from_static(b"ping"),
    );
    capture.note(Stamp::default(), PEER, Level::Info, &Note::Remark(Remark::Cancelled));
    received(&mut capture, b"\xa0b");
    let expected =
        [(Direction::Received, "a"), (Direction::Sent, "ping"), (Direction::Received, "你b")];
    assert_eq!(
        lines(&capture, Encoding::Utf8, 80),
        expected.map(|(way, text)| (way, text.to_owned()))
    );
}

#[test]
fn a_full_line_is_cut_between_characters() {
    let mut capture = Capture::new(Limits::default());
    received(&mut capture, "一二三四五".as_bytes());
    let texts: Vec<String> =
        lines(&capture, Encoding::Utf8, 8).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["一二三四", "五"]);
}

#[test]
fn escapes_and_bad_bytes_fill_a_line_as_wide_as_they_are_shown() {
    let mut capture = Capture::new(Limits::default());
    received(&mut capture, b"\x1b\x1b\x1b\xff\xff\xff\xff\xffab");
    let texts: Vec<String> =
        lines(&capture, Encoding::Utf8, 8).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["\x1b\x1b", "\x1b<[ff]><[ff]>", "<[ff]><[ff]><[ff]>ab"]);
}

#[test]
fn a_line_feed_of_two_bytes_is_found_at_even_places_only() {
    let mut capture = Capture::new(Limits::default());
    received(&mut capture, b"\x0a\x4e\n\0b\0");
    let texts: Vec<String> =
        lines(&capture, Encoding::Utf16Le, 80).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["\u{4e0a}\n", "b"]);
}

proptest! {
    #[test]
    fn every_way_of_cutting_shows_the_same_text(text in "[a-z一-龥\n]{0,60}", cuts in prop::collection::vec(1_usize..9, 0..40)) {
        let bytes = Encoding::Gbk.encode(&text).unwrap();
        let mut capture = Capture::new(Limits::default());
        let mut rest = bytes.as_slice();
        for cut in cuts {
            let (head, tail) = rest.split_at(cut.min(rest.len()));
            if !head.is_empty() {
                received(&mut capture, head);
            }
            rest = tail;
        }
        if !rest.is_empty() {
            received(&mut capture, rest);
        }
        let shown: String = lines(&capture, Encoding::Gbk, 16).into_iter().map(|(_, text)| text).collect();
        prop_assert_eq!(shown, text);
    }
}
