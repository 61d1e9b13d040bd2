//! Moving to disk and back, and disks that fail.

use super::*;
use crate::types::Operation;

#[test]
fn spilled_bytes_read_the_same() {
    let (mut capture, _) = capture(1 << 20, 1000);
    for len in [100, 5000, 70_000, 3, 100_000] {
        receive(&mut capture, len);
    }
    while capture.totals().in_memory > 0 {
        assert_eq!(spill(&mut capture, 60_000), None);
        assert_readable(&mut capture);
    }
    assert_eq!(capture.totals().on_disk, 175_103);
    receive(&mut capture, 50);
    assert_readable(&mut capture);
}

#[test]
fn the_ring_drops_the_oldest_and_counts_them() {
    let (mut capture, _) = capture(10_000, 1000);
    for round in 1..20 {
        receive(&mut capture, 700);
        append(&mut capture, SENT, 300);
        assert_eq!(spill(&mut capture, 1000), None);
        let totals = capture.totals();
        assert_eq!(totals.on_disk, (round * 1000).min(10_000));
        let rounds_dropped = round.saturating_sub(10);
        assert_eq!(totals.dropped_received, rounds_dropped * 700);
        assert_eq!(totals.dropped_sent, rounds_dropped * 300);
        assert_eq!(capture.records().start, rounds_dropped * 2);
        assert_readable(&mut capture);
    }
}

#[test]
fn a_job_larger_than_the_ring_keeps_the_newest() {
    let (mut capture, disk) = capture(10_000, 1000);
    receive(&mut capture, 4000);
    spill(&mut capture, 4000);
    receive(&mut capture, 25_000);
    spill(&mut capture, u64::MAX);
    assert_eq!(capture.bytes(), 19_000..29_000);
    assert_eq!(capture.totals().on_disk, 10_000);
    assert_eq!(disk.lock().bytes.len(), 10_000);
    assert_readable(&mut capture);
}

#[test]
fn without_a_disk_the_oldest_in_memory_are_dropped() {
    let (mut capture, disk) = capture(0, 1000);
    for _ in 0..4 {
        receive(&mut capture, 5000);
    }
    assert!(capture.spill_job(0).is_none());
    assert_eq!(capture.bytes(), 0..20_000);
    assert!(capture.spill_job(6000).is_none());
    assert_eq!(capture.bytes(), 10_000..20_000);
    assert_eq!(capture.totals().dropped_received, 10_000);
    assert_readable(&mut capture);
    assert!(capture.spill_job(u64::MAX).is_none());
    assert_eq!((capture.bytes(), capture.records()), (20_000..20_000, 4..4));
    assert!(disk.lock().bytes.is_empty());
}

#[test]
fn there_is_one_job_at_a_time_and_life_goes_on_beside_it() {
    let (mut capture, _) = capture(1 << 20, 1000);
    assert!(capture.spill_job(1).is_none());
    receive(&mut capture, 5000);
    receive(&mut capture, 10);
    let job = capture.spill_job(5000).unwrap();
    assert!(capture.spill_job(1).is_none());
    assert_eq!(capture.totals().in_memory, 5010);
    receive(&mut capture, 6000);
    assert_readable(&mut capture);
    let result = job.run();
    assert_readable(&mut capture);
    assert_eq!(capture.finish_spill(job, result), None);
    assert_eq!(capture.totals().on_disk, 5000);
    assert_readable(&mut capture);
    assert!(capture.spill_job(1).is_some());
}

#[test]
fn a_job_whose_bytes_were_dropped_meanwhile_changes_nothing() {
    for result in [Ok(()), Err(io::ErrorKind::StorageFull.into())] {
        let (mut capture, _) = capture(1 << 20, 2);
        receive(&mut capture, 5000);
        receive(&mut capture, 5000);
        let job = capture.spill_job(10_000).unwrap();
        receive(&mut capture, 7);
        receive(&mut capture, 8);
        receive(&mut capture, 9);
        assert_eq!(capture.bytes(), 10_007..10_024);
        capture.finish_spill(job, result);
        assert_eq!(capture.bytes(), 10_007..10_024);
        assert_eq!(capture.totals().dropped_received, 10_007);
        assert_readable(&mut capture);
        spill(&mut capture, u64::MAX);
        assert_readable(&mut capture);
    }
}

#[test]
fn a_load_that_lost_the_race_against_the_ring_shows_nothing_wrong() {
    let (mut capture, _) = capture(100 * KIB, 1000);
    receive(&mut capture, 100 * KIB);
    spill(&mut capture, u64::MAX);
    assert_eq!(view(&capture, 0, 10), (View::Loading, Vec::new()));
    let job = capture.load_job().unwrap();
    receive(&mut capture, 20 * KIB);
    let spill_job = capture.spill_job(u64::MAX).unwrap();
    spill_job.run().unwrap();
    // The block's first 20 KiB are overwritten by now.
    let loaded = job.run();
    assert_eq!(capture.finish_load(loaded), None);
    assert_eq!(view(&capture, 0, 10), (View::Complete, Vec::new()));
    let (complete, out) = view(&capture, 20 * KIB, 30 * 1024);
    assert_eq!(complete, View::Complete);
    assert!(out == pattern(20 * KIB..50 * KIB));
    capture.finish_spill(spill_job, Ok(()));
    assert_readable(&mut capture);
}

#[test]
fn a_view_gives_the_beginning_while_the_rest_is_loaded() {
    let (mut capture, _) = capture(1 << 20, 1000);
    receive(&mut capture, 200 * KIB);
    spill(&mut capture, u64::MAX);
    receive(&mut capture, 10);
    assert_eq!(view(&capture, 200 * KIB, 10).0, View::Complete);
    assert!(capture.load_job().is_none());
    assert_eq!(view(&capture, 64 * KIB, 1).0, View::Loading);
    assert_eq!(load(&mut capture), []);
    let (loading, out) = view(&capture, 100 * KIB, 1 << 20);
    assert_eq!(loading, View::Loading);
    assert!(out == pattern(100 * KIB..128 * KIB));
    assert_eq!(load(&mut capture), []);
    let (complete, out) = view(&capture, 100 * KIB, 1 << 20);
    assert_eq!(complete, View::Complete);
    assert!(out == pattern(100 * KIB..200 * KIB + 10));
}

#[test]
fn a_disk_that_fills_up_is_said_once_and_keeps_the_newest() {
    let (mut capture, disk) = capture(1 << 20, 10_000);
    disk.set_room(45_000);
    let mut errors = Vec::new();
    for _ in 0..60 {
        receive(&mut capture, 5000);
        while capture.totals().in_memory > 0 {
            errors.extend(spill(&mut capture, 5000));
            assert_readable(&mut capture);
        }
    }
    let said = errors.iter().map(|error| (error.operation, error.target.as_str(), error.text()));
    assert_eq!(said.collect::<Vec<_>>(), [(Operation::Spill, "/test", "no storage space")]);
    let totals = capture.totals();
    assert_eq!(totals.on_disk, 45_000);
    assert_eq!(totals.dropped_received, 300_000 - 45_000);
    // There is room again: from the end of the lap on, the file grows.
    disk.set_room(usize::MAX);
    for _ in 0..60 {
        receive(&mut capture, 5000);
        assert_eq!(spill(&mut capture, 5000), None);
        assert_readable(&mut capture);
    }
    assert!(capture.totals().on_disk > 250_000);
    // What fills up anew is said anew.
    disk.set_room(0);
    receive(&mut capture, 5000);
    assert!(spill(&mut capture, 5000).is_some());
}

#[test]
fn a_disk_without_any_room_drops_the_oldest_and_recovers() {
    for is_broken in [false, true] {
        let (mut capture, disk) = capture(1 << 20, 10_000);
        disk.set_room(0);
        disk.set_broken(is_broken);
        let mut errors = Vec::new();
        for _ in 0..10 {
            receive(&mut capture, 5000);
            errors.extend(spill(&mut capture, 5000));
            assert_eq!(capture.totals().in_memory, 0);
        }
        let kind = if is_broken { io::ErrorKind::Other } else { io::ErrorKind::StorageFull };
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].kind, kind);
        assert_eq!(capture.totals().dropped_received, 50_000);
        disk.set_room(usize::MAX);
        disk.set_broken(false);
        receive(&mut capture, 5000);
        assert_eq!(spill(&mut capture, 5000), None);
        assert_eq!(capture.totals().on_disk, 5000);
        assert_readable(&mut capture);
    }
}

#[test]
fn a_block_that_cannot_be_read_is_said_once() {
    let (mut capture, disk) = capture(1 << 20, 1000);
    receive(&mut capture, 5000);
    spill(&mut capture, 5000);
    disk.set_broken(true);
    let mut said = Vec::new();
    for _ in 0..3 {
        assert_eq!(view(&capture, 0, 10).0, View::Loading);
        said.extend(load(&mut capture));
        let mut out = b"kept".to_vec();
        assert!(capture.read(0, 10, &mut out).is_err());
        assert_eq!(out, b"kept");
    }
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].text(), "out of order");
    disk.set_broken(false);
    assert_readable(&mut capture);
}

#[test]
fn a_missing_directory_is_an_error_in_words() {
    let directory = tempfile::tempdir().unwrap().path().join("missing");
    let mut capture = Capture::with_spill_directory(Limits::default(), &directory);
    receive(&mut capture, 5000);
    let error = spill(&mut capture, 1).unwrap();
    assert_eq!(error.target, directory.display().to_string());
    assert_eq!(error.kind, io::ErrorKind::NotFound);
    assert_eq!(capture.totals().dropped_received, 5000);
}

#[cfg(target_os = "linux")]
#[test]
fn the_error_of_a_real_full_device_is_understood() {
    let file = std::fs::File::options().write(true).open("/dev/full");
    let disk = Arc::new(SpillFile::over(file.unwrap()));
    let mut capture = Capture::with_disks(Limits::default(), disk, TestDisk::new());
    receive(&mut capture, 5000);
    let error = spill(&mut capture, 1).unwrap();
    assert_eq!(error.kind, io::ErrorKind::StorageFull);
    assert_eq!(error.name(), Some("ENOSPC"));
    receive(&mut capture, 5000);
    assert_eq!(spill(&mut capture, 1), None);
    assert_eq!(capture.totals().dropped_received, 10_000);
}

#[test]
fn a_real_file_carries_a_ring_that_wraps() {
    let mut capture = Capture::new(limits(100_000, 1000));
    for _ in 0..30 {
        receive(&mut capture, 7001);
        assert_eq!(spill(&mut capture, 1), None);
        assert_readable(&mut capture);
    }
    assert_eq!(capture.totals().on_disk, 100_000);
}

#[test]
fn notes_go_to_disk_and_are_read_from_there() {
    let mut capture = Capture::new(limits(1 << 20, 10_000));
    let text = |n: u64| format!("{n} {}", "x".repeat(20));
    for n in 0..1000 {
        capture.note(Stamp::default(), PeerId::SESSION, Level::Info, &note(&text(n)));
    }
    receive(&mut capture, 10);
    while capture.totals().notes_in_memory > 0 {
        assert_eq!(spill(&mut capture, 5_000), None);
    }
    let totals = capture.totals();
    assert!(totals.notes_on_disk > 20_000, "{totals:?}");
    assert_eq!((totals.in_memory, totals.on_disk), (10, 0));
    for n in 0..1000 {
        if capture.note_at(n) == Some(NoteView::Loading) {
            assert_eq!(load(&mut capture), []);
        }
        assert_eq!(capture.note_at(n), Some(NoteView::Ready(note(&text(n)))));
    }
    assert_readable(&mut capture);
}

#[test]
fn notes_beyond_their_part_of_the_disk_are_gone_and_say_so() {
    let mut capture = Capture::new(limits(NOTES_SHARE * 1000, 10_000));
    for n in 0..100 {
        capture.note(Stamp::default(), PeerId::SESSION, Level::Info, &note(&n.to_string()));
        spill(&mut capture, 1);
        // What takes the place of old notes in the ring is not read as them.
        load(&mut capture);
    }
    for n in 100..1000 {
        capture.note(Stamp::default(), PeerId::SESSION, Level::Info, &note(&n.to_string()));
        spill(&mut capture, 1);
    }
    assert_eq!(capture.records(), 0..1000);
    assert_eq!(capture.note_at(0), Some(NoteView::Dropped));
    let kept: Vec<u64> =
        (0..1000).filter(|n| capture.note_at(*n) != Some(NoteView::Dropped)).collect();
    assert!(kept.len() > 50 && kept.last() == Some(&999), "{}", kept.len());
    load(&mut capture);
    for n in kept {
        assert_eq!(capture.note_at(n), Some(NoteView::Ready(note(&n.to_string()))));
    }
}

#[test]
fn notes_leave_with_their_records() {
    let mut capture = Capture::new(limits(1 << 20, 2));
    for text in ["one", "two", "three"] {
        capture.note(Stamp::default(), PeerId::SESSION, Level::Info, &note(text));
    }
    assert_eq!(capture.note_at(0), None);
    assert_eq!(capture.note_at(1), Some(NoteView::Ready(note("two"))));
    let two_and_three = note::encode(&note("two")).len() + note::encode(&note("three")).len();
    assert_eq!(capture.totals().notes_in_memory, two_and_three as u64);
    receive(&mut capture, 5);
    receive(&mut capture, 5);
    assert_eq!(capture.totals().notes_in_memory, 0);
}
