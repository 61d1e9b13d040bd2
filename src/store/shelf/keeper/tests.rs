//! The shelf on disk: next starts, corrupt files, other windows, imports and exports.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};

use super::*;
use crate::form::{PayloadDraft, PayloadMode};

/// No file on a working disk takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

fn hex(hex: &str) -> PayloadDraft {
    PayloadDraft { mode: PayloadMode::Hex, hex: hex.to_owned(), ..PayloadDraft::default() }
}

fn names(shelf: &Shelf) -> Vec<&str> {
    shelf.items().iter().map(|item| item.saved().name.as_str()).collect()
}

/// A keeper and a signal for each of its wishes to be asked.
fn keeper(path: &Path) -> (ShelfKeeper, Option<String>, Receiver<()>) {
    let (wake, wakes) = bounded(16);
    let woken = move || {
        wake.try_send(()).ok();
    };
    let (keeper, notice) = ShelfKeeper::open(Some(path.to_owned()), woken).unwrap();
    (keeper, notice, wakes)
}

fn transferred(keeper: &mut ShelfKeeper, wakes: &Receiver<()>) -> Transfer {
    while *keeper.transfer() == Transfer::Running {
        wakes.recv_timeout(PATIENCE).unwrap();
        assert_eq!(keeper.keep(), None);
    }
    keeper.transfer().clone()
}

fn path(folder: &tempfile::TempDir) -> PathBuf {
    ShelfKeeper::path(&folder.path().join("deep/settings.json"))
}

#[test]
fn what_is_on_the_shelf_is_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let (mut kept, notice, _) = keeper(&path);
    assert_eq!(notice, None);
    for n in 0..50 {
        kept.shelf.add(Saved::new(&n.to_string(), "a", &hex("01")));
        kept.keep();
    }
    drop(kept);
    let (kept, notice, _) = keeper(&path);
    assert_eq!((kept.shelf.items().len(), notice), (50, None));
    assert_eq!(kept.shelf.undo_words(), None);
}

#[test]
fn a_corrupt_file_is_set_aside_and_no_other_one_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    for n in 1..=2 {
        fs::write(&path, format!("corrupt {n}")).unwrap();
        let (kept, notice, _) = keeper(&path);
        assert!(notice.unwrap().contains("set aside as"));
        assert!(kept.shelf.items().is_empty());
        let aside = path.with_file_name(format!("shelf.corrupt-{n}.toml"));
        assert_eq!(fs::read_to_string(aside).unwrap(), format!("corrupt {n}"));
    }
}

#[test]
fn a_file_that_cannot_be_read_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shelf.toml");
    fs::write(&path, b"name = \xff").unwrap();
    let (mut kept, notice, _) = keeper(&path);
    assert!(notice.unwrap().starts_with("The shelf is not kept: could not read "));
    kept.shelf.add(Saved::new("a", "", &hex("01")));
    kept.keep();
    drop(kept);
    assert_eq!(fs::read(&path).unwrap(), b"name = \xff");
}

#[test]
fn what_another_window_saved_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let (mut one, _, wakes) = keeper(&path);
    let (mut other, _, _) = keeper(&path);
    other.shelf.add(Saved::new("theirs", "", &hex("02")));
    other.keep();
    drop(other);
    one.shelf.add(Saved::new("ours", "", &hex("01")));
    one.keep();
    wakes.recv_timeout(PATIENCE).unwrap();
    assert_eq!(one.keep(), None);
    assert_eq!(names(&one.shelf), ["ours", "theirs"]);
    drop(one);
    assert_eq!(names(&keeper(&path).0.shelf), ["ours", "theirs"]);
}

#[test]
fn an_export_is_imported_again_and_replaces_nothing_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (mut kept, _, wakes) = keeper(&path(&folder));
    kept.shelf.add(Saved::new("a", "g", &hex("01")));
    let out = folder.path().join("out.toml");
    kept.export(out.clone(), false);
    let done = transferred(&mut kept, &wakes);
    assert_eq!(done, Transfer::Done(format!("1 payload written to {}", out.display())));
    kept.export(out.clone(), false);
    assert_eq!(transferred(&mut kept, &wakes), Transfer::Exists(out.clone()));
    kept.export(out.clone(), true);
    assert_eq!(transferred(&mut kept, &wakes), done);

    kept.import(out.clone());
    let known = Transfer::Done("0 payloads added, 1 there already".to_owned());
    assert_eq!(transferred(&mut kept, &wakes), known);
    kept.shelf.replace(kept.shelf.items()[0].id(), &hex("02"));
    kept.import(out);
    assert_eq!(transferred(&mut kept, &wakes), Transfer::Done("1 payload added".to_owned()));
    assert_eq!(names(&kept.shelf), ["a", "a 2"]);
}

#[test]
fn what_goes_wrong_with_a_file_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (mut kept, _, wakes) = keeper(&path(&folder));
    let binary = folder.path().join("binary");
    fs::write(&binary, b"\xff\xfe").unwrap();
    let empty = folder.path().join("empty");
    fs::write(&empty, "\n\n").unwrap();
    for (from, expected) in [
        (folder.path().join("missing"), "(ENOENT)"),
        (binary, "it is no text in UTF-8"),
        (empty, "There is no payload in this file"),
    ] {
        kept.import(from);
        let Transfer::Failed(words) = transferred(&mut kept, &wakes) else { panic!() };
        assert!(words.contains(expected), "{words}");
    }
}

#[test]
fn what_was_deleted_does_not_come_back_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = path(&folder);
    let (mut kept, _, wakes) = keeper(&path);
    let id = kept.shelf.add(Saved::new("a", "", &hex("01")));
    kept.keep();
    wakes.recv_timeout(PATIENCE).unwrap();
    kept.shelf.remove(id);
    kept.keep();
    drop(kept);
    assert!(keeper(&path).0.shelf.items().is_empty());
}

#[test]
fn a_shelf_that_cannot_be_written_is_an_error_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shelf.toml");
    let (mut kept, _, wakes) = keeper(&path);
    fs::create_dir(&path).unwrap();
    kept.shelf.add(Saved::new("a", "", &hex("01")));
    kept.keep();
    wakes.recv_timeout(PATIENCE).unwrap();
    let error = kept.keep().unwrap();
    assert!(error.to_string().starts_with("could not write "), "{error}");
}
