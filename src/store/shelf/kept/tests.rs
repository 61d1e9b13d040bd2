//! The shelf on disk: next starts, corrupt files, other windows, imports and exports.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};

use super::*;
use crate::form::{PayloadDraft, PayloadMode};
use crate::types::problem::FileProblem;

/// No file on a working disk takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

fn hex(hex: &str) -> PayloadDraft {
    PayloadDraft { mode: PayloadMode::Hex, hex: hex.to_owned(), ..PayloadDraft::default() }
}

fn names(shelf: &Shelf) -> Vec<&str> {
    shelf.items().iter().map(|item| item.saved().name.as_str()).collect()
}

/// A shelf, what is said about its file, and a signal for each time it wakes the program.
fn open(path: &Path) -> (KeptShelf, Option<LoadNotice>, Receiver<()>) {
    let (wake, wakes) = bounded(16);
    let woken = move || {
        wake.try_send(()).ok();
    };
    let (kept, notice) = KeptShelf::open(Some(path.to_owned()), woken);
    (kept, notice, wakes)
}

fn transferred(kept: &mut KeptShelf, wakes: &Receiver<()>) -> FileState {
    while kept.notice().unwrap().state.is_running() {
        wakes.recv_timeout(PATIENCE).unwrap();
        assert_eq!(kept.keep(), None);
    }
    kept.notice().unwrap().state.clone()
}

fn payloads(new: u64, known: u64) -> FileAmount {
    FileAmount::Payloads { new, known }
}

fn path(folder: &tempfile::TempDir) -> PathBuf {
    KeptShelf::path(&folder.path().join("deep/settings.json"))
}

#[test]
fn what_is_on_the_shelf_is_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let (mut kept, notice, _) = open(&path);
    assert_eq!(notice, None);
    for n in 0..50 {
        kept.shelf.add(Saved::new(&n.to_string(), "a", &hex("01")));
        kept.keep();
    }
    drop(kept);
    let (kept, notice, _) = open(&path);
    assert_eq!((kept.shelf.items().len(), notice), (50, None));
    assert_eq!(kept.shelf.last_change(), None);
}

#[test]
fn a_corrupt_file_is_set_aside_and_no_other_one_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    for n in 1..=2 {
        fs::write(&path, format!("corrupt {n}")).unwrap();
        let (kept, notice, _) = open(&path);
        assert!(kept.shelf.items().is_empty());
        let aside = path.with_file_name(format!("shelf.corrupt-{n}.toml"));
        assert_eq!(notice.unwrap().disposition, FileDisposition::Renamed(aside.clone()));
        assert_eq!(fs::read_to_string(aside).unwrap(), format!("corrupt {n}"));
    }
}

#[test]
fn a_file_that_cannot_be_read_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shelf.toml");
    fs::write(&path, b"name = \xff").unwrap();
    let (mut kept, notice, _) = open(&path);
    assert_eq!(notice.unwrap().disposition, FileDisposition::Stays);
    kept.shelf.add(Saved::new("a", "", &hex("01")));
    kept.keep();
    drop(kept);
    assert_eq!(fs::read(&path).unwrap(), b"name = \xff");
}

#[test]
fn what_another_window_saved_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let (mut one, _, wakes) = open(&path);
    let (mut other, _, _) = open(&path);
    other.shelf.add(Saved::new("theirs", "", &hex("02")));
    other.keep();
    drop(other);
    one.shelf.add(Saved::new("ours", "", &hex("01")));
    one.keep();
    wakes.recv_timeout(PATIENCE).unwrap();
    assert_eq!(one.keep(), None);
    assert_eq!(names(&one.shelf), ["ours", "theirs"]);
    drop(one);
    assert_eq!(names(&open(&path).0.shelf), ["ours", "theirs"]);
}

#[test]
fn an_export_is_imported_again_and_replaces_nothing_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (mut kept, _, wakes) = open(&path(&folder));
    kept.shelf.add(Saved::new("a", "g", &hex("01")));
    let out = folder.path().join("out.toml");
    kept.export(out.clone(), Existing::Keep);
    let done = FileState::Written(payloads(1, 0));
    assert_eq!(transferred(&mut kept, &wakes), done);
    kept.export(out.clone(), Existing::Keep);
    assert_eq!(transferred(&mut kept, &wakes), FileState::Exists);
    kept.replace();
    assert_eq!(transferred(&mut kept, &wakes), done);

    kept.import(out.clone());
    assert_eq!(transferred(&mut kept, &wakes), FileState::Read(payloads(0, 1)));
    kept.shelf.replace(kept.shelf.items()[0].id(), &hex("02"));
    kept.import(out);
    assert_eq!(transferred(&mut kept, &wakes), FileState::Read(payloads(1, 0)));
    assert_eq!(names(&kept.shelf), ["a", "a 2"]);
}

#[test]
fn what_is_wrong_with_a_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let (mut kept, _, wakes) = open(&path(&folder));
    let binary = folder.path().join("binary");
    fs::write(&binary, b"\xff\xfe").unwrap();
    let empty = folder.path().join("empty");
    fs::write(&empty, "\n\n").unwrap();
    for (from, problem) in
        [(binary, FileProblem::NotUtf8 { at: 0 }), (empty, FileProblem::NoPayload)]
    {
        kept.import(from.clone());
        let error = IoError::other(Operation::ReadFile, from.to_string_lossy(), problem);
        assert_eq!(transferred(&mut kept, &wakes), FileState::Failed(error));
    }
    kept.import(folder.path().join("missing"));
    let FileState::Failed(error) = transferred(&mut kept, &wakes) else { panic!() };
    assert_eq!(error.kind, io::ErrorKind::NotFound);
}

/// The thread of an import of a pipe once waited for ever, and so did whoever dropped the shelf.
#[cfg(unix)]
#[test]
fn a_pipe_is_refused_and_holds_up_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (ended, end) = bounded(1);
    let work = move || {
        let (mut kept, _, wakes) = open(&path(&folder));
        kept.import(pipe.clone());
        let imported = transferred(&mut kept, &wakes);
        kept.export(pipe, Existing::Replace);
        let exported = transferred(&mut kept, &wakes);
        drop(kept);
        ended.send([imported, exported]).unwrap();
    };
    std::thread::Builder::new().name("shelf".to_owned()).spawn(work).unwrap();
    let [imported, exported] = end.recv_timeout(PATIENCE).unwrap();
    for (state, operation, problem) in [
        (imported, Operation::ReadFile, FileProblem::NotRegular),
        (exported, Operation::WriteFile, FileProblem::NoReader),
    ] {
        let FileState::Failed(error) = state else { panic!("{state:?}") };
        assert_eq!(error, IoError::other(operation, &error.target, problem));
    }
}

#[test]
fn what_was_deleted_does_not_come_back_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let (mut kept, _, wakes) = open(&path);
    let id = kept.shelf.add(Saved::new("a", "", &hex("01")));
    kept.keep();
    wakes.recv_timeout(PATIENCE).unwrap();
    kept.shelf.remove(id);
    kept.keep();
    drop(kept);
    assert!(open(&path).0.shelf.items().is_empty());
}

#[test]
fn a_shelf_that_cannot_be_written_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shelf.toml");
    let (mut kept, _, wakes) = open(&path);
    fs::create_dir(&path).unwrap();
    kept.shelf.add(Saved::new("a", "", &hex("01")));
    kept.keep();
    wakes.recv_timeout(PATIENCE).unwrap();
    let error = kept.keep().unwrap();
    assert_eq!(error.operation, Operation::WriteFile);
}
