//! Facts as a worker reports them, and the fetch that they become.

mod bodies;
mod rig;

use bytes::Bytes;

use super::*;
use crate::capture::View;
use crate::http::{Part, ResponseReader};
use crate::playground::session::Session;
use crate::playground::{Action, Budget, Playground, SessionState, Tone};
use crate::types::http::{
    BodyPiece, ChunkMark, HeadMeaning, HeaderField, HopCause, HttpFact, Phase, ResponseHead,
};
use crate::types::problem::response::{FieldProblem, HeadProblem};
use crate::types::{
    Event, Fact, HopId, HttpVersion, IoError, Kind, Operation, Origin, PeerId, RunId, SessionId,
};

use rig::{MILLISECOND, PEER, Rig};

fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap()
}

fn short() -> IoError {
    IoError::other(Operation::Fetch, "http://example.com/", "the connection ended early")
}

#[test]
fn a_body_is_a_stretch_of_the_record() {
    let mut rig = Rig::new();
    rig.short();
    let progress = rig.fetch().progress(rig.now);
    assert_eq!(
        (progress.received, progress.announced, progress.fraction()),
        (5, Some(5), Some(1.0))
    );
    rig.done(1, HopOutcome::Complete);
    for form in [BodyForm::Raw, BodyForm::Unchunked, BodyForm::Decoded] {
        assert_eq!(rig.shown(form), "hello");
    }
    let (fetch, capture) = (rig.fetch(), rig.session().capture());
    let request = Rig::read(fetch.answer().unwrap().request(capture));
    let response = Rig::read(fetch.answer().unwrap().response(capture));
    assert!(request.starts_with("GET /file.txt") && response.starts_with("HTTP/1.1 200 OK"));
    assert_eq!(Rig::read(fetch.wire(capture)), request + &response);
    assert_eq!(fetch.file_name(), "file.txt");
    assert_eq!(rig.session().state().words(), "200 OK, 5 bytes in 7 ms");
    assert_eq!(rig.session().state().tone(), Tone::Good);
    assert!(!rig.session().is_live());
}

#[test]
fn a_redirect_is_a_hop_of_its_own_with_its_own_body() {
    let mut rig = Rig::new();
    rig.begin(1, HopCause::Asked, "http://example.com/a");
    rig.carried(1, false);
    rig.send("GET /a\r\n");
    let head = "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 5\r\n\r\n";
    rig.receive(format!("{head}moved"));
    rig.head(1, (302, "Found"), head, &[("Location", "/b"), ("Content-Length", "5")]);
    rig.body(1, &[(len(head), 5)]);
    rig.hop(1, HttpFact::Ended(HopOutcome::Complete));
    rig.begin(2, HopCause::Redirected, "http://example.com/b");
    rig.carried(2, true);
    rig.send("GET /b\r\n");
    let head = "HTTP/1.1 200 OK\r\n\r\n";
    rig.receive(format!("{head}here"));
    rig.head(2, (200, "OK"), head, &[]);
    rig.body(2, &[(len(head), 4)]);
    rig.done(2, HopOutcome::Complete);
    let (fetch, capture) = (rig.fetch(), rig.session().capture());
    let [first, second] = fetch.hops() else { panic!("two hops") };
    assert_eq!(Rig::read(first.body(BodyForm::Raw, capture)), "moved");
    assert_eq!(Rig::read(second.body(BodyForm::Raw, capture)), "here");
    assert_eq!(Rig::read(first.request(capture)), "GET /a\r\n");
    assert!(!first.is_reused() && second.is_reused());
    assert_eq!(first.header("location"), Some(&b"/b"[..]));
    assert_eq!(rig.session().state().words(), "200 OK, 4 bytes in 14 ms");
}

#[test]
fn what_comes_behind_an_interim_head_belongs_to_the_next_hop() {
    let mut rig = Rig::new();
    rig.begin(1, HopCause::Asked, "http://example.com/");
    rig.carried(1, false);
    rig.send("GET /\r\n");
    let (early, last) = ("HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n");
    rig.receive(format!("{early}{last}body"));
    rig.head(1, (103, "Early Hints"), early, &[]);
    rig.hop(1, HttpFact::Ended(HopOutcome::Complete));
    rig.begin(2, HopCause::Interim, "http://example.com/");
    rig.head(2, (200, "OK"), last, &[]);
    rig.body(2, &[(len(early) + len(last), 4)]);
    rig.receive(" goes on");
    rig.body(2, &[(0, 8)]);
    rig.done(2, HopOutcome::Complete);
    let (fetch, capture) = (rig.fetch(), rig.session().capture());
    assert_eq!(Rig::read(fetch.hops()[0].response(capture)), early);
    assert_eq!(Rig::read(fetch.hops()[1].response(capture)), format!("{last}body goes on"));
    assert_eq!(rig.shown(BodyForm::Raw), "body goes on");
    assert_eq!(rig.shown(BodyForm::Decoded), "body goes on");
    assert_eq!(fetch.hops()[1].peer(), Some(PEER));
    assert!(!fetch.hops()[1].is_reused(), "it is the same request");
}

#[test]
fn a_chunked_and_coded_body_has_three_forms() {
    let mut rig = Rig::new();
    rig.begin(1, HopCause::Asked, "http://example.com/");
    rig.carried(1, false);
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    rig.receive(format!("{head}3;q=1\r\nabc\r\n"));
    rig.head(1, (200, "OK"), head, &[("Transfer-Encoding", "chunked"), ("Content-Length", "9")]);
    let mark = |len, body_offset, extensions: &'static str| {
        let extensions = Bytes::from_static(extensions.as_bytes());
        ChunkMark { len, body_offset, extensions }
    };
    rig.hop(1, HttpFact::Chunks(vec![mark(3, 0, ";q=1")]));
    rig.body(1, &[(len(head) + 7, 3)]);
    rig.hop(1, HttpFact::Decoded(Bytes::from_static(b"A")));
    rig.receive("2\r\nde\r\n1\r\nf\r\n0\r\nT: x\r\n\r\n");
    rig.hop(1, HttpFact::Chunks(vec![mark(2, 3, ""), mark(1, 5, ""), mark(0, 6, "")]));
    rig.body(1, &[(3, 2), (10, 1)]);
    rig.hop(1, HttpFact::Decoded(Bytes::from_static(b"BC")));
    let trailer = HeaderField { name: "T".into(), value: "x".into(), problems: Vec::new() };
    rig.hop(1, HttpFact::Trailers(vec![trailer]));
    rig.done(1, HopOutcome::Complete);
    assert_eq!(rig.shown(BodyForm::Raw), "3;q=1\r\nabc\r\n2\r\nde\r\n1\r\nf\r\n0\r\nT: x\r\n\r\n");
    assert_eq!(rig.shown(BodyForm::Unchunked), "abcdef");
    assert_eq!(rig.shown(BodyForm::Decoded), "ABC");
    let hop = rig.fetch().answer().unwrap();
    let body = hop.body_facts();
    assert_eq!((body.len(), body.decoded_len(), body.announced()), (6, 3, None));
    let chunks: Vec<(u64, u64, &[u8])> =
        body.chunks().iter().map(|row| (row.len, row.body_offset, &*row.extensions)).collect();
    assert_eq!(chunks, [(3, 0, &b";q=1"[..]), (2, 3, b""), (1, 5, b""), (0, 6, b"")]);
    assert!(body.chunks()[0].at.mono_ns < body.chunks()[1].at.mono_ns);
    assert_eq!(hop.trailers().len(), 1);
    assert_eq!(rig.session().state().words(), "200 OK, 3 bytes in 13 ms");
    let (_, decoded) = rig.session().captures().nth(1).unwrap();
    assert_eq!(
        rig.playground.memory(),
        rig.session().capture().totals().all_in_memory() + decoded.totals().in_memory
    );
}

#[test]
fn an_incomplete_body_is_shown_and_marked() {
    let mut rig = Rig::new();
    rig.short();
    rig.done(1, HopOutcome::Incomplete(short()));
    assert_eq!(rig.shown(BodyForm::Decoded), "hello");
    let state = rig.session().state();
    assert_eq!(state.words(), "200 OK, incomplete after 5 bytes: the connection ended early");
    assert_eq!(state.tone(), Tone::Bad);
    let capture = rig.session().capture();
    let notes: Vec<String> = capture.records().filter_map(|n| rig.session().note_text(n)).collect();
    assert_eq!(
        notes.last().map(String::as_str),
        Some("Could not fetch http://example.com/: the connection ended early")
    );
    let records = rig.fetch().records(capture);
    assert_eq!(records, 0..capture.records().end);
}

#[test]
fn a_fetch_that_never_got_an_answer_says_why() {
    let mut rig = Rig::new();
    rig.begin(1, HopCause::Asked, "http://example.com/");
    rig.hop(1, HttpFact::PhaseBegan(Phase::Connect));
    assert_eq!(rig.session().state().words(), "Connecting");
    assert_eq!(rig.session().state().tone(), Tone::Busy);
    rig.done(1, HopOutcome::Failed(short()));
    let words = "Could not fetch http://example.com/: the connection ended early";
    assert_eq!(rig.session().state().words(), words);
    let hop = rig.fetch().answer().unwrap();
    assert_eq!(hop.phases().len(), 1);
    assert!(hop.phases()[0].ended_ns.is_some(), "what was going on ended with the hop");
}

#[test]
fn a_cancelled_fetch_says_how_far_it_came() {
    let mut rig = Rig::new();
    rig.short();
    rig.done(1, HopOutcome::Cancelled);
    assert_eq!(rig.session().state().words(), "200 OK, cancelled after 5 bytes in 7 ms");
    assert_eq!(rig.session().state().tone(), Tone::Neutral);
}

#[test]
fn a_worker_that_vanishes_ends_its_fetch() {
    let mut rig = Rig::new();
    rig.short();
    rig.tell(Fact::Closed);
    assert!(!rig.fetch().is_live() && !rig.session().is_live());
}

#[test]
fn each_start_is_a_fetch_and_keeps_its_own_bytes() {
    let mut rig = Rig::new();
    rig.short();
    rig.done(1, HopOutcome::Complete);
    rig.start();
    rig.short();
    rig.done(1, HopOutcome::Complete);
    let session = rig.session();
    let numbers: Vec<u32> = session.fetches().all().iter().map(|fetch| fetch.number().0).collect();
    assert_eq!(numbers, [1, 2]);
    for fetch in session.fetches().all() {
        let wire = fetch.wire(session.capture());
        assert_eq!(Rig::read(wire).matches("GET").count(), 1);
        assert_eq!(Rig::read(fetch.body(BodyForm::Raw, session.capture()).unwrap()), "hello");
    }
}

#[test]
fn clearing_forgets_the_fetches_but_counts_what_is_on_the_way() {
    let mut rig = Rig::new();
    rig.short();
    rig.done(1, HopOutcome::Complete);
    rig.start();
    rig.short();
    rig.playground.perform(Action::Clear(rig.id));
    assert_eq!(rig.session().fetches().all().len(), 1);
    rig.body(1, &[(0, 2)]);
    rig.receive("later");
    rig.body(1, &[(0, 5)]);
    rig.done(1, HopOutcome::Complete);
    let (fetch, capture) = (rig.fetch(), rig.session().capture());
    assert_eq!(fetch.number(), FetchNumber(2));
    let body = fetch.body(BodyForm::Decoded, capture).unwrap();
    assert_eq!(body.bytes(), 7..12);
    assert_eq!(Rig::read(body), "later");
    let mut nothing = Vec::new();
    assert_eq!(body.view(0, 100, &mut nothing), View::Complete);
    assert_eq!(nothing, b"", "what is gone is not mistaken for what came later");
}

#[test]
fn the_time_of_a_fetch_is_that_of_its_hops() {
    let mut rig = Rig::new();
    rig.now.mono_ns += 50 * MILLISECOND;
    rig.short();
    rig.done(1, HopOutcome::Complete);
    let fetch = rig.fetch();
    assert_eq!(fetch.began(), fetch.hops()[0].began());
    assert_eq!(rig.session().state().words(), "200 OK, 5 bytes in 7 ms");
}

#[test]
fn a_note_names_the_header_that_a_problem_belongs_to() {
    let mut rig = Rig::new();
    let name = Bytes::from_static(b"Content-Length");
    let again = HeaderField { name, value: "5".into(), problems: vec![FieldProblem::LengthAgain] };
    let head = ResponseHead {
        version: HttpVersion::Http11,
        status: 200,
        reason: "OK".into(),
        fields: vec![again],
        wire_len: 40,
        problems: vec![HeadProblem::StatusLineEnd],
        meaning: HeadMeaning::default(),
    };
    rig.begin(1, HopCause::Asked, "http://example.com/");
    rig.hop(1, HttpFact::Head(Box::new(head)));
    let capture = rig.session().capture();
    let notes: Vec<String> = capture.records().filter_map(|n| rig.session().note_text(n)).collect();
    assert_eq!(
        notes.last().map(String::as_str),
        Some(
            "Answer 200 OK: the status line ends in LF alone; Content-Length: the same length again"
        )
    );
}
