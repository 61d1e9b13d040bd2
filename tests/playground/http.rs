//! Fetches over real sockets, and their bodies in files.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::thread;

use sockscope::form::{HeaderRow, HttpDraft};
use sockscope::playground::{
    Action, BodyForm, Budget, Fetch, FetchNumber, FetchPart, Session, Tone,
};
use sockscope::store::settings::Settings;
use sockscope::types::file::{FileAmount, FileState};
use sockscope::types::{Kind, SessionId};

use super::rig::Rig;

/// A server that gives this answer to each request, a connection each.
fn server(answer: impl Into<Vec<u8>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let answer = answer.into();
    let serve = move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            read_request(&mut stream);
            // A client that was cancelled does not take it all.
            stream.write_all(&answer).ok();
        }
    };
    thread::Builder::new().spawn(serve).unwrap();
    address
}

/// Reads up to the empty line; `false` if the connection ends before.
fn read_request(stream: &mut TcpStream) -> bool {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).unwrap() == 0 {
            return false;
        }
        request.push(byte[0]);
    }
    true
}

fn answer(body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn open(rig: &mut Rig, url: &str) -> SessionId {
    let id = rig.playground.add(Kind::HttpFetch);
    url.clone_into(&mut rig.playground.session_mut(id).unwrap().draft.http_mut().unwrap().url);
    id
}

/// A session whose first fetch is over.
fn fetched(rig: &mut Rig, answer: Vec<u8>) -> SessionId {
    let address = server(answer);
    let id = open(rig, &format!("http://{address}/name.bin"));
    rig.playground.perform(Action::Start(id));
    rig.until(id, |session| !session.is_live());
    id
}

fn save(rig: &mut Rig, session: SessionId, what: FetchPart, path: &Path) -> FileState {
    let fetch = rig.session(session).fetches().last().unwrap().number();
    let path = path.to_owned();
    rig.playground.perform(Action::SaveFetch { session, fetch, what, path });
    rig.until(session, |session| !last_save(session).is_running());
    last_save(rig.session(session)).clone()
}

fn last_save(session: &Session) -> &FileState {
    &session.saves().last().unwrap().notice.state
}

/// Bytes of which no two neighbouring stretches are alike.
fn noise(len: u32) -> Vec<u8> {
    (0..len).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

const BODY: FetchPart = FetchPart::Body(BodyForm::Decoded);

#[test]
fn a_fetch_is_over_with_its_answer_in_words() {
    let mut rig = Rig::new(Budget::default());
    let id = fetched(&mut rig, answer(b"hello"));
    let state = rig.session(id).state();
    let words = state.words();
    assert!(words.starts_with("200 OK, 5 bytes in "), "{words}");
    assert_eq!(state.tone(), Tone::Good);
    let fetch = rig.session(id).fetches().last().unwrap();
    assert_eq!(fetch.file_name(), "name.bin");
    assert!(fetch.answer().unwrap().phases().len() >= 3, "{fetch:?}");
}

#[test]
fn a_fetch_that_nobody_answers_fails_in_words() {
    let mut rig = Rig::new(Budget::default());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let id = open(&mut rig, &format!("http://{address}/"));
    rig.playground.perform(Action::Start(id));
    rig.until(id, |session| !session.is_live());
    let words = rig.session(id).state().words();
    assert!(words.contains("connection refused (ECONNREFUSED)"), "{words}");
    assert_eq!(rig.session(id).state().tone(), Tone::Bad);
    let refused = rig.notes(id).iter().filter(|note| note.contains("ECONNREFUSED")).count();
    assert_eq!(refused, 1, "said once");
}

#[test]
fn fetching_again_brings_back_what_was_asked_for() {
    let mut rig = Rig::new(Budget::default());
    let id = fetched(&mut rig, answer(b"hello"));
    let before = rig.session(id).draft.http().unwrap().clone();
    let draft = rig.playground.session_mut(id).unwrap().draft.http_mut().unwrap();
    *draft = HttpDraft { method: "DELETE".to_owned(), url: "x:".to_owned(), ..draft.clone() };
    rig.playground.perform(Action::FetchAgain(id, FetchNumber(1)));
    rig.until(id, |session| session.fetches().all().len() == 2 && !session.is_live());
    assert_eq!(rig.session(id).draft.http().unwrap(), &before);
    assert!(rig.session(id).state().words().starts_with("200 OK"));
}

#[test]
fn a_connection_is_kept_for_the_next_fetch_until_the_log_is_cleared() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut rig = Rig::new(Budget::default());
    let id = open(&mut rig, &format!("http://{}/", listener.local_addr().unwrap()));
    let serve = move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut requests = 0;
        while read_request(&mut stream) {
            requests += 1;
            stream.write_all(&answer(b"hello")).unwrap();
        }
        requests
    };
    let server = thread::Builder::new().spawn(serve).unwrap();
    for fetches in 1..=2 {
        rig.playground.perform(Action::Start(id));
        rig.until(id, |session| session.fetches().all().len() == fetches && !session.is_live());
    }
    let reused: Vec<bool> = rig.session(id).fetches().all().iter().map(is_reused).collect();
    assert_eq!(reused, [false, true]);
    assert_eq!(rig.session(id).peers().open(), 1);
    rig.playground.perform(Action::Clear(id));
    assert_eq!(server.join().unwrap(), 2, "the connection is closed");
    assert_eq!(rig.session(id).peers().open(), 0);
    assert!(rig.session(id).fetches().all().is_empty());
}

fn is_reused(fetch: &Fetch) -> bool {
    fetch.answer().unwrap().is_reused()
}

#[test]
fn a_body_is_saved_and_replaces_what_was_there_only_if_told_so() {
    let mut rig = Rig::new(Budget::default());
    let id = fetched(&mut rig, answer(b"hello"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    fs::write(&path, "something old and longer").unwrap();
    for (what, before, after) in [
        (BODY, b"something old and longer".to_vec(), b"hello".to_vec()),
        (FetchPart::Response, b"hello".to_vec(), answer(b"hello")),
    ] {
        assert_eq!(save(&mut rig, id, what, &path), FileState::Exists);
        assert_eq!(fs::read(&path).unwrap(), before);
        let asked = rig.session(id).saves().last().unwrap().id;
        rig.playground.perform(Action::ReplaceSave(id, asked));
        rig.until(id, |session| !last_save(session).is_running());
        let written = FileState::Written(FileAmount::Bytes(after.len() as u64));
        assert_eq!(last_save(rig.session(id)), &written);
        assert_eq!(fs::read(&path).unwrap(), after);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let saves = rig.session(id).saves();
    assert_eq!(
        saves.iter().map(|save| (save.id.0, save.notice.state.clone())).collect::<Vec<_>>(),
        [(2, FileState::Written(FileAmount::Bytes(43)))],
        "of one path the last one is remembered"
    );
}

#[test]
fn an_empty_body_is_an_empty_file() {
    let mut rig = Rig::new(Budget::default());
    let id = fetched(&mut rig, answer(b""));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    assert_eq!(save(&mut rig, id, BODY, &path), FileState::Written(FileAmount::Bytes(0)));
    assert_eq!(fs::read(&path).unwrap(), b"");
}

#[test]
fn a_body_on_disk_is_saved_byte_for_byte() {
    const MEMORY: u64 = 2 << 20;
    let body = noise(20_000_003);
    let mut rig = Rig::new(Budget { memory: MEMORY, ..Budget::default() });
    let id = fetched(&mut rig, answer(&body));
    assert!(rig.session(id).capture().totals().on_disk > 0);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    assert_eq!(save(&mut rig, id, BODY, &path), FileState::Written(FileAmount::Bytes(20_000_003)));
    assert!(fs::read(&path).unwrap() == body);
}

#[test]
fn a_missing_folder_is_an_error_in_words() {
    let mut rig = Rig::new(Budget::default());
    let id = fetched(&mut rig, answer(b"hello"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing/body");
    let FileState::Failed(error) = save(&mut rig, id, BODY, &path) else { panic!("no error") };
    let words = sockscope::words::io_error(&error);
    assert!(words.starts_with(&format!("could not write {}", path.display())), "{words}");
    assert!(words.contains("(ENOENT)"), "{words}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_in_words() {
    let mut rig = Rig::new(Budget::default());
    let id = fetched(&mut rig, answer(&noise(1_000_000)));
    let FileState::Failed(error) = save(&mut rig, id, BODY, Path::new("/dev/full")) else {
        panic!("no error")
    };
    assert!(sockscope::words::io_error(&error).contains("(ENOSPC)"), "{error:?}");
}

#[test]
fn a_save_that_is_cancelled_leaves_the_old_file() {
    let mut rig = Rig::new(Budget::default());
    let id = fetched(&mut rig, answer(&noise(30_000_000)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    fs::write(&path, "old").unwrap();
    let fetch = FetchNumber(1);
    let action = Action::SaveFetch { session: id, fetch, what: BODY, path: path.clone() };
    rig.playground.perform(action);
    rig.until(id, |session| last_save(session) == &FileState::Exists);
    let save = rig.session(id).saves()[0].id;
    rig.playground.perform(Action::ReplaceSave(id, save));
    rig.until(
        id,
        |session| matches!(last_save(session), FileState::Writing { done, .. } if *done > 0),
    );
    rig.playground.perform(Action::CancelSave(id, save));
    assert_eq!(last_save(rig.session(id)), &FileState::Cancelled);
    drop(rig);
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn what_is_no_longer_kept_cannot_be_saved() {
    let mut rig = Rig::new(Budget::default());
    let id = fetched(&mut rig, answer(&noise(9_000_000)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    let fetch = FetchNumber(1);
    rig.playground.perform(Action::SaveFetch {
        session: id,
        fetch,
        what: BODY,
        path: path.clone(),
    });
    rig.playground.perform(Action::Clear(id));
    rig.until(id, |session| !last_save(session).is_running());
    assert!(matches!(last_save(rig.session(id)), FileState::Failed(_)));
    drop(rig);
    assert!(!path.exists());
}

#[test]
fn a_body_that_is_cut_short_is_incomplete() {
    let mut rig = Rig::new(Budget::default());
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this";
    let id = fetched(&mut rig, short.to_vec());
    let words = rig.session(id).state().words();
    assert_eq!(
        words,
        "200 OK, incomplete after 9 bytes: the connection ended after 9 of 100 bytes of the body"
    );
}

#[test]
fn a_fetch_is_cancelled_and_says_so() {
    let mut rig = Rig::new(Budget::default());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let id = open(&mut rig, &format!("http://{}/", listener.local_addr().unwrap()));
    rig.playground.perform(Action::Start(id));
    rig.until(id, |session| session.capture().totals().sent > 0);
    rig.stop(id);
    let words = rig.session(id).state().words();
    assert!(words.starts_with("Cancelled after "), "{words}");
}

#[test]
fn a_tab_is_remembered_with_its_request() {
    let mut rig = Rig::new(Budget::default());
    let id = open(&mut rig, "https://example.com/");
    let draft = rig.playground.session_mut(id).unwrap().draft.http_mut().unwrap();
    draft.headers.push(HeaderRow { on: false, ..HeaderRow::new("X-Twice", "1") });
    draft.accept_invalid_certificates = true;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let settings = Settings { tabs: rig.playground.tabs(), ..Settings::default() };
    settings.save(&path).unwrap();
    let (read, notice) = Settings::load(&path);
    assert_eq!(notice, None);
    let read = read.tabs[0].draft.http().unwrap();
    assert!(!read.accept_invalid_certificates, "trust is given anew at each start");
    let expected = HttpDraft {
        accept_invalid_certificates: false,
        ..rig.session(id).draft.http().unwrap().clone()
    };
    assert_eq!(*read, expected);
}
