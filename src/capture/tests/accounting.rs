//! Records, notes, counts and memory.

use super::*;

#[test]
fn records_and_notes_are_numbered_in_order() {
    let (mut capture, _) = capture(1000, 100);
    let (at, peer) = (Stamp::default(), PeerId::SESSION);
    capture.note(at, peer, Level::Info, &note("listening"));
    receive(&mut capture, 5);
    append(&mut capture, SENT, 3);
    capture.note(at, peer, Level::Warning, &note("reset"));
    assert_eq!(capture.records(), 0..4);
    assert_eq!(capture.bytes(), 0..8);
    assert_eq!(capture.note_at(0), Some(NoteView::Ready(note("listening"))));
    assert_eq!(capture.note_at(1), None);
    assert_eq!(capture.note_at(3), Some(NoteView::Ready(note("reset"))));
    assert_eq!(capture.note_at(4), None);
    let sent = capture.record(2).unwrap();
    assert_eq!((sent.kind, sent.bytes()), (SENT, 5..8));
    assert_eq!(capture.record(3).unwrap().bytes(), 8..8);
    assert_eq!(capture.record(4), None);
    let holders = (0..9).map(|offset| capture.record_at(offset));
    let expected = [1, 1, 1, 1, 1, 2, 2, 2].map(Some).into_iter().chain([None]);
    assert!(holders.eq(expected));
}

#[test]
fn an_empty_datagram_is_a_record() {
    let (mut capture, _) = capture(1000, 2);
    receive(&mut capture, 0);
    receive(&mut capture, 1);
    assert_eq!(capture.record(0).unwrap().len, 0);
    assert_eq!(capture.record_at(0), Some(1));
    receive(&mut capture, 0);
    assert_eq!((capture.records(), capture.bytes()), (1..3, 0..1));
    receive(&mut capture, 0);
    assert_eq!((capture.records(), capture.bytes()), (2..4, 1..1));
}

#[test]
fn a_note_that_is_appended_as_bytes_is_read_as_one() {
    let (mut capture, _) = capture(1000, 10);
    let kind = Kind::Note(Level::Error);
    let mut append = |bytes: Vec<u8>| {
        capture.append(Stamp::default(), PeerId(1), kind, bytes.into());
        capture.note_at(capture.records().end - 1).unwrap()
    };
    let bytes = note::encode(&note("no"));
    assert_eq!(append(bytes.clone()), NoteView::Ready(note("no")));
    let newer = [&[9], &bytes[1..]].concat();
    assert_eq!(append(newer), NoteView::Unreadable(NoteProblem::Version(9)));
    let cut = bytes[..bytes.len() - 1].to_vec();
    assert_eq!(append(cut), NoteView::Unreadable(NoteProblem::Damaged));
    assert_eq!(append(Vec::new()), NoteView::Unreadable(NoteProblem::Damaged));
    assert_eq!(capture.bytes(), 0..0);
}

#[test]
fn a_piece_longer_than_a_record_becomes_two() {
    let (mut capture, _) = capture(1000, 10);
    // Zeroed pages that are never touched take no memory.
    let bytes = Bytes::from(vec![0; MAX_RECORD + 10]);
    capture.append(Stamp::default(), PeerId(1), Kind::Received, bytes);
    let lengths = [0, 1].map(|number| capture.record(number).unwrap().len);
    assert_eq!(lengths, [u32::MAX, 10]);
    assert_eq!(capture.totals().received, u64::from(u32::MAX) + 10);
    assert_eq!(capture.record_at(u64::from(u32::MAX)), Some(1));
}

#[test]
fn a_record_too_many_takes_the_oldest_with_its_bytes() {
    let (mut capture, _) = capture(1 << 20, 3);
    for len in [10, 5000, 20, 30] {
        receive(&mut capture, len);
    }
    assert_eq!((capture.records(), capture.bytes()), (1..4, 10..5060));
    // A note counts as a record, and takes bytes with it.
    capture.note(Stamp::default(), PeerId(1), Level::Info, &note("x"));
    assert_eq!((capture.records(), capture.bytes()), (2..5, 5010..5060));
    // From disk as well.
    spill(&mut capture, 50);
    append(&mut capture, SENT, 5);
    assert_eq!((capture.records(), capture.bytes()), (3..6, 5030..5065));
    let totals = capture.totals();
    assert_eq!((totals.on_disk, totals.in_memory), (30, 5));
    assert_eq!((totals.received, totals.dropped_received), (5060, 5030));
    assert_eq!((totals.sent, totals.dropped_sent), (5, 0));
    assert_readable(&mut capture);
}

#[test]
fn no_records_at_all_may_be_kept() {
    let (mut capture, _) = capture(1000, 0);
    capture.note(Stamp::default(), PeerId(1), Level::Info, &note("x"));
    receive(&mut capture, 5000);
    receive(&mut capture, 5);
    assert_eq!((capture.records(), capture.bytes()), (3..3, 5005..5005));
    assert_eq!(capture.totals().dropped_received, 5005);
}

#[test]
fn what_is_not_kept_reads_as_nothing() {
    let (mut capture, _) = capture(1000, 2);
    for _ in 0..3 {
        receive(&mut capture, 10);
    }
    assert_eq!(capture.bytes(), 10..30);
    for offset in [0, 9, 30, 31, u64::MAX] {
        let mut out = Vec::new();
        assert_eq!(capture.read(offset, 5, &mut out).unwrap(), 0);
        assert_eq!(view(&capture, offset, 5), (View::Complete, Vec::new()));
        assert_eq!(capture.record_at(offset), None);
    }
    let mut out = b"before".to_vec();
    assert_eq!(capture.read(28, usize::MAX, &mut out).unwrap(), 2);
    assert_eq!(out[..6], *b"before");
    assert_eq!(out[6..], pattern(28..30));
}

#[test]
fn the_index_takes_at_most_48_bytes_a_record() {
    let (mut capture, _) = capture(0, u64::MAX);
    for count in 1..=300_000 {
        capture.append(Stamp::default(), PeerId(1), Kind::Received, Bytes::from_static(b"x"));
        let memory = capture.totals().index_bytes;
        assert!(memory <= 48 * count.max(512), "{count}: {memory}");
    }
}

#[test]
fn an_empty_capture_takes_no_memory() {
    let (capture, _) = capture(1000, 100);
    assert_eq!(capture.totals(), Totals::default());
    assert_eq!((capture.records(), capture.bytes()), (0..0, 0..0));
    assert!(size_of::<Capture>() < 1024);
}
