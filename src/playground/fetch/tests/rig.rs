//! A session with a fetch, which is given facts as a worker would report them.

use std::fmt::Write as _;

use super::*;

/// What a head of these fields means, as the answer to a GET.
fn meaning(status: u16, fields: &[(&str, &str)]) -> HeadMeaning {
    let mut text = format!("HTTP/1.1 {status}\r\n");
    for (name, value) in fields {
        write!(text, "{name}: {value}\r\n").unwrap();
    }
    text.push_str("\r\n");
    let step = ResponseReader::new("GET", crate::http::Limits::default()).read(text.as_bytes());
    match step.unwrap().part {
        Some(Part::Head(head)) => head.meaning,
        other => panic!("{other:?}"),
    }
}

pub(super) const PEER: PeerId = PeerId(1);
pub(super) const MILLISECOND: u64 = 1_000_000;

/// A session with a fetch on the way; each fact comes a millisecond after the one before.
pub(super) struct Rig {
    pub(super) playground: Playground,
    pub(super) id: SessionId,
    pub(super) now: Stamp,
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
    pub(super) fn start(&mut self) {
        let session = self.playground.session_mut(self.id).unwrap();
        session.run = RunId(session.run.0 + 1);
        session.begin_fetch(self.now);
        session.enter(SessionState::Fetching(None));
    }

    pub(super) fn tell(&mut self, fact: Fact) {
        self.now.mono_ns += MILLISECOND;
        let run = self.session().run;
        self.playground.apply(Event { session: self.id, run, at: self.now, fact });
    }

    pub(super) fn hop(&mut self, hop: u32, fact: HttpFact) {
        self.tell(Fact::Http { hop: HopId(hop), fact });
    }

    pub(super) fn begin(&mut self, hop: u32, cause: HopCause, url: &str) {
        let (method, url) = ("GET".to_owned(), url.to_owned());
        self.hop(hop, HttpFact::Began { cause, method, url });
    }

    pub(super) fn carried(&mut self, hop: u32, reused: bool) {
        self.hop(hop, HttpFact::Carried { peer: PEER, reused });
    }

    pub(super) fn send(&mut self, bytes: &'static str) {
        let bytes = Bytes::from_static(bytes.as_bytes());
        self.tell(Fact::Sent { peer: PEER, bytes, origin: Origin::User, send: None });
    }

    pub(super) fn receive(&mut self, bytes: impl Into<Bytes>) {
        self.tell(Fact::Received { peer: PEER, bytes: bytes.into() });
    }

    pub(super) fn head(
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

    pub(super) fn done(&mut self, hop: u32, outcome: HopOutcome) {
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
