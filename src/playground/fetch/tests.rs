//! Facts as a worker reports them, and the fetch that they become.

mod bodies;

use bytes::Bytes;

use super::*;
use crate::capture::View;
use crate::http::{Part, ResponseReader};
use crate::playground::session::Session;
use crate::playground::{Action, Budget, Mood, Playground, State};
use crate::types::http::{
    BodyPiece, ChunkMark, HeadMeaning, HeaderField, HopCause, HttpFact, Phase, ResponseHead,
};
use crate::types::problem::response::{FieldProblem, HeadProblem};
use crate::types::{
    Event, Fact, HopId, HttpVersion, IoError, Kind, Operation, Origin, PeerId, RunId, SessionId,
};

/// What a head of these fields means, as the answer to a GET.
fn meaning(status: u16, fields: &[(&str, &str)]) -> HeadMeaning {
    let mut text = format!("HTTP/1.1 {status}\r\n");
    fields.iter().for_each(|(name, value)| text.push_str(&format!("{name}: {value}\r\n")));
    text.push_str("\r\n");
    let step = ResponseReader::new("GET", crate::http::Limits::default()).read(text.as_bytes());
    match step.unwrap().part {
        Some(Part::Head(head)) => head.meaning,
        other => panic!("{other:?}"),
    }
}

const PEER: PeerId = PeerId(1);
const MILLISECOND: u64 = 1_000_000;

/// A session with a fetch on the way; each fact comes a millisecond after the one before.
pub(super) struct Rig {
    pub(super) playground: Playground,
    pub(super) id: SessionId,
    now: Stamp,
}

impl Rig {
    pub(super) fn new() -> Self {
        let (mut playground, _) = Playground::new(Budget::default());
        let id = playground.add(Kind::HttpFetch);
        let mut rig = Self { playground, id, now: Stamp::default() };
        rig.start();
        rig
    }

    /// As the playground starts one, but without a worker.
    fn start(&mut self) {
        let session = self.playground.session_mut(self.id).unwrap();
        session.run = RunId(session.run.0 + 1);
        session.begin_fetch(self.now);
        session.enter(State::Fetching(None));
    }

    fn tell(&mut self, fact: Fact) {
        self.now.mono_ns += MILLISECOND;
        let run = self.session().run;
        self.playground.apply(Event { session: self.id, run, at: self.now, fact });
    }

    pub(super) fn hop(&mut self, hop: u32, fact: HttpFact) {
        self.tell(Fact::Http { hop: HopId(hop), fact });
    }

    fn begin(&mut self, hop: u32, cause: HopCause, url: &str) {
        let (method, url) = ("GET".to_owned(), url.to_owned());
        self.hop(hop, HttpFact::Began { cause, method, url });
    }

    fn carried(&mut self, hop: u32, reused: bool) {
        self.hop(hop, HttpFact::Carried { peer: PEER, reused });
    }

    fn send(&mut self, bytes: &'static str) {
        let bytes = Bytes::from_static(bytes.as_bytes());
        self.tell(Fact::Sent { peer: PEER, bytes, origin: Origin::User, send: None });
    }

    pub(super) fn receive(&mut self, bytes: impl Into<Bytes>) {
        self.tell(Fact::Received { peer: PEER, bytes: bytes.into() });
    }

    fn head(
        &mut self,
        hop: u32,
        (status, reason): (u16, &'static str),
        wire: &str,
        fields: &[(&'static str, &'static str)],
    ) {
        let field = |(name, value): &(&'static str, &'static str)| HeaderField {
            name: Bytes::from_static(name.as_bytes()),
            value: Bytes::from_static(value.as_bytes()),
            problems: Vec::new(),
        };
        let head = ResponseHead {
            version: HttpVersion::Http11,
            status,
            reason: Bytes::from_static(reason.as_bytes()),
            fields: fields.iter().map(field).collect(),
            wire_len: wire.len() as u64,
            problems: Vec::new(),
            meaning: meaning(status, fields),
        };
        self.hop(hop, HttpFact::Head(Box::new(head)));
    }

    pub(super) fn body(&mut self, hop: u32, pieces: &[(u32, u32)]) {
        let fetch = self.fetch();
        let received = &fetch.hops.iter().find(|other| other.id.0 == hop).unwrap().received;
        let (end, last) = (received.end(), fetch.last.as_ref().unwrap().bytes.len() as u64);
        let piece = |(start, len): &(u32, u32)| BodyPiece {
            start: *start,
            len: *len,
            offset: end + u64::from(*start) - last,
        };
        self.hop(hop, HttpFact::Body(pieces.iter().map(piece).collect()));
    }

    fn done(&mut self, hop: u32, outcome: HopOutcome) {
        self.hop(hop, HttpFact::Ended(outcome.clone()));
        self.tell(Fact::FetchDone(outcome));
        self.tell(Fact::Closed);
    }

    pub(super) fn session(&self) -> &Session {
        self.playground.session(self.id).unwrap()
    }

    pub(super) fn fetch(&self) -> &Fetch {
        self.session().fetches().last().unwrap()
    }

    pub(super) fn read(excerpt: Excerpt<'_>) -> String {
        let mut bytes = Vec::new();
        let kept = excerpt.bytes();
        excerpt.read(kept.start, usize::MAX, &mut bytes).unwrap();
        let mut viewed = Vec::new();
        assert_eq!(excerpt.view(kept.start, usize::MAX, &mut viewed), View::Complete);
        assert_eq!(bytes, viewed);
        assert_eq!(bytes.len() as u64, kept.end - kept.start);
        String::from_utf8(bytes).unwrap()
    }

    pub(super) fn shown(&self, form: BodyForm) -> String {
        Self::read(self.fetch().body(form, self.session().capture()).unwrap())
    }

    /// One whole fetch of a short body, begun with a hop on the way.
    pub(super) fn short(&mut self) {
        self.begin(1, HopCause::Asked, "http://example.com/file.txt");
        self.carried(1, false);
        self.send("GET /file.txt HTTP/1.1\r\n\r\n");
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        self.receive(format!("{head}hello"));
        self.head(1, (200, "OK"), head, &[("Content-Length", "5")]);
        self.body(1, &[(38, 5)]);
    }
}

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
    assert_eq!(rig.session().state().mood(), Mood::Good);
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
        rig.session().capture().totals().in_memory + decoded.totals().in_memory
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
    assert_eq!(state.mood(), Mood::Bad);
    let capture = rig.session().capture();
    let notes: Vec<&str> = capture.records().filter_map(|n| capture.note_text(n)).collect();
    assert_eq!(
        notes.last(),
        Some(&"Could not fetch http://example.com/: the connection ended early")
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
    assert_eq!(rig.session().state().mood(), Mood::Busy);
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
    assert_eq!(rig.session().state().mood(), Mood::Quiet);
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
    let notes: Vec<&str> = capture.records().filter_map(|n| capture.note_text(n)).collect();
    assert_eq!(
        notes.last(),
        Some(
            &"Answer 200 OK: the status line ends in LF alone; Content-Length: the same length again"
        )
    );
}
