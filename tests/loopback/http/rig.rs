//! A fetch and what it tells, put together by hop; and a server that does exactly what a test says.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use sockscope::engine::http_fetch::{
    FetchBody, FetchRequest, HttpFetchConfig, Idle, Proxy, Timeouts,
};
use sockscope::engine::{PeerIds, TlsSettings, http_fetch};
use sockscope::http::{Header, Request, Url};
use sockscope::types::http::{
    BodyPiece, ChunkMark, HeaderField, HopCause, HopOutcome, Phase, ResponseHead, ServerEvent,
    TlsInfo,
};
use sockscope::types::{Fact, HopId, HttpFact, HttpVersion, IoError, LeaveReason, PeerId};

use crate::loopback::rig::{self, PATIENCE, Session};

/// A GET with nothing special.
pub(crate) fn get(url: &str) -> HttpFetchConfig {
    HttpFetchConfig {
        request: FetchRequest::Composed { request: request("GET", url), body: FetchBody::None },
        redirects: Some(20),
        timeouts: Timeouts { connect: PATIENCE, idle: Some(PATIENCE), total: None },
        proxy: Proxy::None,
        tls: TlsSettings::default(),
    }
}

/// The same with a method and a body.
pub(crate) fn send(method: &str, url: &str, body: FetchBody) -> HttpFetchConfig {
    let request = FetchRequest::Composed { request: request(method, url), body };
    HttpFetchConfig { request, ..get(url) }
}

pub(crate) fn raw(url: &str, bytes: impl Into<Bytes>) -> HttpFetchConfig {
    let request = FetchRequest::Raw { url: Url::parse(url).unwrap(), bytes: bytes.into() };
    HttpFetchConfig { request, ..get(url) }
}

pub(crate) fn with_header(mut config: HttpFetchConfig, name: &str, value: &str) -> HttpFetchConfig {
    if let FetchRequest::Composed { request, .. } = &mut config.request {
        request.headers.push(Header::new(name, value));
    }
    config
}

fn request(method: &str, url: &str) -> Request {
    Request {
        method: method.to_owned(),
        url: Url::parse(url).unwrap(),
        version: HttpVersion::Http11,
        headers: Vec::new(),
        body: None,
        accept_compressed: false,
        keep_alive: true,
    }
}

/// What a tab keeps from fetch to fetch.
#[derive(Default)]
pub(crate) struct Tab {
    pub(crate) idle: Idle,
    peers: PeerIds,
}

impl Tab {
    pub(crate) fn start(&self, config: HttpFetchConfig) -> Session {
        self.start_with(BUDGET, config)
    }

    pub(crate) fn start_with(&self, budget: usize, config: HttpFetchConfig) -> Session {
        let (idle, peers) = (self.idle.clone(), self.peers.clone());
        Session::with_budget(budget, |id, events| {
            http_fetch::start(id, config, idle, peers, events).unwrap()
        })
    }

    pub(crate) fn fetch(&self, config: HttpFetchConfig) -> Fetched {
        Fetched::collect(&mut self.start(config))
    }
}

/// Fetch once.
pub(crate) fn fetch(config: HttpFetchConfig) -> Fetched {
    Tab::default().fetch(config)
}

/// All that a fetch told. Collecting it checks what holds for every fetch.
#[derive(Debug, Default)]
pub(crate) struct Fetched {
    pub(crate) hops: Vec<Hop>,
    pub(crate) outcome: Option<HopOutcome>,
    pub(crate) received: BTreeMap<PeerId, Vec<u8>>,
    pub(crate) sent: BTreeMap<PeerId, Vec<u8>>,
    pub(crate) joined: Vec<PeerId>,
    pub(crate) left: Vec<(PeerId, LeaveReason)>,
    pub(crate) notes: Vec<String>,
    pub(crate) failed_addresses: Vec<IoError>,
    last: BTreeMap<PeerId, Bytes>,
}

/// One hop.
#[derive(Debug)]
pub(crate) struct Hop {
    pub(crate) cause: HopCause,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) carried: Option<(PeerId, bool)>,
    /// As they began.
    pub(crate) phases: Vec<Phase>,
    open: Vec<Phase>,
    pub(crate) tls: Option<TlsInfo>,
    pub(crate) head: Option<ResponseHead>,
    pub(crate) body: Vec<u8>,
    pub(crate) decoded: Vec<u8>,
    pub(crate) chunks: Vec<ChunkMark>,
    pub(crate) events: Vec<ServerEvent>,
    pub(crate) trailers: Vec<HeaderField>,
    pub(crate) outcome: Option<HopOutcome>,
}

impl Fetched {
    pub(crate) fn collect(session: &mut Session) -> Self {
        let mut fetched = Self::default();
        while !matches!(fetched.take(session.next()), Fact::Closed) {}
        assert!(fetched.outcome.is_some(), "{fetched:?}");
        assert!(fetched.hops.iter().all(|hop| hop.outcome.is_some()), "{fetched:?}");
        fetched
    }

    /// The last hop.
    pub(crate) fn last(&self) -> &Hop {
        self.hops.last().unwrap()
    }

    pub(crate) fn statuses(&self) -> Vec<u16> {
        self.hops.iter().filter_map(|hop| Some(hop.head.as_ref()?.status)).collect()
    }

    pub(crate) fn causes(&self) -> Vec<HopCause> {
        self.hops.iter().map(|hop| hop.cause).collect()
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.outcome == Some(HopOutcome::Complete)
    }

    /// Why it did not end as it should, in words.
    pub(crate) fn failure(&self) -> String {
        match &self.outcome {
            Some(HopOutcome::Failed(error)) => {
                format!("failed: {}", sockscope::words::io_error(error))
            }
            Some(HopOutcome::Incomplete(error)) => {
                format!("incomplete: {}", sockscope::words::io_error(error))
            }
            other => panic!("{other:?} in {self:?}"),
        }
    }

    pub(crate) fn sent_to_all(&self) -> Vec<u8> {
        self.sent.values().flatten().copied().collect()
    }

    fn take(&mut self, fact: Fact) -> Fact {
        assert!(self.outcome.is_none() || matches!(fact, Fact::Closed), "after the end: {fact:?}");
        match fact.clone() {
            Fact::Http { hop, fact } => self.take_http(hop, fact),
            Fact::Joined { peer, .. } => self.joined.push(peer),
            Fact::Left { peer, reason } => self.left.push((peer, reason)),
            Fact::ConnectFailed { error, .. } => self.failed_addresses.push(error),
            Fact::FetchDone(outcome) => self.outcome = Some(outcome),
            Fact::Received { peer, bytes } => {
                assert!(!bytes.is_empty());
                self.received.entry(peer).or_default().extend_from_slice(&bytes);
                self.last.insert(peer, bytes);
            }
            Fact::Sent { peer, bytes, .. } => {
                assert!(!bytes.is_empty());
                self.sent.entry(peer).or_default().extend_from_slice(&bytes);
            }
            _ => {}
        }
        fact
    }

    fn take_http(&mut self, id: HopId, fact: HttpFact) {
        if let HttpFact::Warning(warning) = &fact {
            self.notes.push(sockscope::words::problem::http::warning(warning));
        }
        if let HttpFact::Began { cause, method, url } = fact {
            assert!(self.hops.last().is_none_or(|hop| hop.outcome.is_some()));
            self.hops.push(Hop::new(cause, method, url));
            assert_eq!(id.0 as usize, self.hops.len());
            return;
        }
        assert_eq!(id.0 as usize, self.hops.len(), "{fact:?}");
        let hop = self.hops.last_mut().unwrap();
        assert!(hop.outcome.is_none(), "after the end: {fact:?}");
        if let HttpFact::Body(pieces) = &fact {
            hop.take_body(&self.last[&hop.carried.unwrap().0], pieces);
        }
        hop.take(fact);
    }
}

impl Hop {
    fn new(cause: HopCause, method: String, url: String) -> Self {
        Self {
            cause,
            method,
            url,
            carried: None,
            phases: Vec::new(),
            open: Vec::new(),
            tls: None,
            head: None,
            body: Vec::new(),
            decoded: Vec::new(),
            chunks: Vec::new(),
            events: Vec::new(),
            trailers: Vec::new(),
            outcome: None,
        }
    }

    pub(crate) fn field(&self, name: &str) -> Option<&[u8]> {
        let mut fields = self.head.as_ref()?.fields.iter();
        let field = fields.find(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))?;
        Some(&field.value)
    }

    fn take_body(&mut self, last: &Bytes, pieces: &[BodyPiece]) {
        assert!(!pieces.is_empty());
        let mut end = None;
        for BodyPiece { start, len, .. } in pieces {
            assert!(*len > 0 && end.is_none_or(|end| end < *start), "{pieces:?}");
            self.body.extend_from_slice(&last[*start as usize..][..*len as usize]);
            end = Some(start + len);
        }
    }

    fn take(&mut self, fact: HttpFact) {
        match fact {
            HttpFact::Carried { peer, reused } => self.carried = Some((peer, reused)),
            HttpFact::PhaseBegan(phase) => {
                assert!(!self.open.contains(&phase));
                self.phases.push(phase);
                self.open.push(phase);
            }
            HttpFact::PhaseEnded(phase) => {
                let place = self.open.iter().position(|open| *open == phase).unwrap();
                self.open.remove(place);
            }
            HttpFact::Tls(info) => self.tls = Some(*info),
            HttpFact::Head(head) => assert!(self.head.replace(*head).is_none()),
            HttpFact::Chunks(marks) => self.chunks.extend(marks),
            HttpFact::Decoded(bytes) => {
                assert!(!bytes.is_empty() && bytes.len() <= 256 * 1024);
                self.decoded.extend_from_slice(&bytes);
            }
            HttpFact::ServerEvent(event) => self.events.push(event),
            HttpFact::Trailers(fields) => self.trailers = fields,
            HttpFact::Ended(outcome) => {
                assert!(self.open.is_empty(), "{:?}", self.open);
                self.outcome = Some(outcome);
            }
            HttpFact::Began { .. } | HttpFact::Body(_) | HttpFact::Warning(_) => {}
        }
    }
}

/// A server on a thread of its own that does what it is told, then ends.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn run(script: impl FnOnce(&TcpListener) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let thread = thread::Builder::new().name("server".to_owned());
        let thread = thread.spawn(move || script(&listener)).unwrap();
        Self { address, thread: Some(thread) }
    }

    /// Answers one request with these bytes and closes.
    pub(crate) fn answer(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::run(move |listener| {
            let far = rig::accept(listener);
            read_head(&far);
            rig::write(&far, &bytes);
        })
    }

    /// Answers the requests of one connection, one after the other.
    pub(crate) fn answers(answers: &[&str]) -> Self {
        let answers: Vec<String> = answers.iter().map(|&answer| answer.to_owned()).collect();
        Self::run(move |listener| {
            let far = rig::accept(listener);
            for answer in answers {
                read_head(&far);
                rig::write(&far, answer.as_bytes());
            }
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Its script went through to the end.
    pub(crate) fn join(mut self) {
        self.thread.take().unwrap().join().unwrap();
    }
}

/// Up to the empty line, byte by byte so that nothing after it is taken.
pub(crate) fn read_head(far: &TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.extend(rig::read(far, 1));
    }
    String::from_utf8(head).unwrap()
}

/// Without Nagle, each byte a segment.
pub(crate) fn dribble(mut far: &TcpStream, bytes: &[u8]) {
    far.set_nodelay(true).unwrap();
    for byte in bytes {
        far.write_all(std::slice::from_ref(byte)).unwrap();
    }
}

/// Whatever comes until the other end closes or resets.
pub(crate) fn drain(mut far: &TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    let mut space = vec![0; 64 * 1024];
    while let Ok(len @ 1..) = far.read(&mut space) {
        all.extend_from_slice(&space[..len]);
    }
    all
}

/// What a test that measures nothing takes as "at once".
pub(crate) const SOON: Duration = Duration::from_secs(2);

const BUDGET: usize = 64 * 1024 * 1024;
