//! One fact of each variant, for tests that have to see them all.

use std::time::Duration;

use crate::types::http::{
    BodyPiece, ChunkMark, HeadMeaning, HeaderField, HopCause, HopOutcome, HttpFact, HttpVersion,
    Phase, ResponseHead, ServerEvent, TlsInfo, Verdict,
};
use crate::types::problem::http::HttpWarning;
use crate::types::problem::response::{FieldProblem, HeadProblem};
use crate::types::problem::{NetProblem, ReplyProblem};
use crate::types::{
    Address, Cut, Direction, EffectiveOptions, Fact, HopId, IoError, Keepalive, LeaveReason,
    Membership, Notice, Operation, Origin, PeerId, PlayFact, RuleAct, RuleTag, SendId, SendOutcome,
    StepOutcome, Tally, UnixAddress,
};

/// One of each, in the order of the declaration; more than one where the words differ.
pub(crate) fn facts() -> Vec<Fact> {
    let facts = [life(), traffic(), doings(), http()].concat();
    let mut places: Vec<usize> = facts.iter().map(place).collect();
    places.sort_unstable();
    places.dedup();
    assert!(places.iter().copied().eq(0..COUNT), "{places:?}");
    facts
}

const PEER: PeerId = PeerId(1);
const SECOND: Duration = Duration::from_secs(1);

fn address(text: &str) -> Address {
    text.parse().unwrap()
}

fn refused(operation: Operation) -> IoError {
    let error = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    IoError::new(operation, "127.0.0.1:2", &error)
}

/// How sockets and connections come and go.
fn life() -> Vec<Fact> {
    let options = EffectiveOptions {
        nodelay: Some(true),
        keepalive: Some(Some(Keepalive::default())),
        linger: Some(None),
        ..EffectiveOptions::default()
    };
    let (local, remote) = (address("127.0.0.1:1"), address("127.0.0.1:2"));
    let membership = Membership { group: [239, 1, 1, 1].into(), interface: Some(2), source: None };
    vec![
        Fact::Opened { local: local.clone(), options: options.clone() },
        Fact::ListenStopped,
        Fact::Resolving { host: "some.name".to_owned() },
        Fact::Resolved {
            host: "some.name".to_owned(),
            addresses: vec!["127.0.0.1:2".parse().unwrap(), "[::1]:2".parse().unwrap()],
            took: SECOND,
        },
        Fact::Connecting { remote: remote.clone() },
        Fact::HearsOnly { remote: Address::Unix(UnixAddress::Abstract(b"\xff".to_vec())) },
        Fact::ConnectFailed { remote: remote.clone(), error: refused(Operation::Connect) },
        Fact::Retrying { after: SECOND, attempt: 2 },
        Fact::Joined { peer: PEER, local, remote, options: options.clone() },
        Fact::HalfClosed { peer: PEER, direction: Direction::Received },
        Fact::HalfClosed { peer: PEER, direction: Direction::Sent },
        Fact::Paused { peer: PEER, paused: true },
        Fact::Paused { peer: PEER, paused: false },
        Fact::OptionsChanged { peer: PEER, options },
        Fact::Left { peer: PEER, reason: LeaveReason::ResetByPeer },
        Fact::Left { peer: PEER, reason: LeaveReason::Failed(refused(Operation::Send)) },
        Fact::Membership { membership: membership.clone(), joined: true },
        Fact::Membership { membership, joined: false },
        Fact::Closed,
    ]
}

/// Bytes, and what became of them.
fn traffic() -> Vec<Fact> {
    let send = SendId(7);
    let (bytes, origin) = (bytes::Bytes::from_static(b"\x00hi\xff"), Origin::Reply(RuleTag(3)));
    vec![
        Fact::Received { peer: PEER, bytes: bytes.clone() },
        Fact::Sent { peer: PEER, bytes, origin, send: Some(send) },
        Fact::FileOpened { send, len: 9 },
        Fact::SendDone {
            send,
            origin: Origin::User,
            peer: PEER,
            outcome: SendOutcome::Failed { unsent: 5 },
        },
        Fact::KernelDropped { total: 1_234 },
        Fact::QueueLost { datagrams: 1, bytes: 60_000 },
        Fact::Failed { peer: PeerId::SESSION, error: refused(Operation::Bind) },
        Fact::Failed {
            peer: PEER,
            error: IoError::other(
                Operation::Send,
                "127.0.0.1:2",
                NetProblem::TooLong { len: 65_508, most: Some(65_507) },
            ),
        },
    ]
}

/// What a worker does by itself.
fn doings() -> Vec<Fact> {
    let tally = Tally { done: 3, elapsed: 2 * SECOND, is_over: true, ..Tally::default() };
    let play = |fact| Fact::Play { peer: PEER, fact };
    let ruled = |act| Fact::Ruled { peer: PEER, rule: RuleTag(3), act };
    let remote = address("127.0.0.1:2");
    let cut = Cut { after: 9, of: Direction::Sent, resets: true };
    let notices = [
        Notice::ClientRefused { remote: remote.clone(), most: 2 },
        Notice::AcceptingAgain,
        Notice::ClientAborted,
        Notice::CutByFault { remote: remote.clone(), cut, bytes: 9 },
        Notice::DroppedByFault { remote: remote.clone(), bytes: 1 },
        Notice::NoRecipientLeft,
        Notice::RepliesBehind { remote },
        Notice::WorkerFailed { message: Some("unlucky\u{1b}[2J".to_owned()) },
        Notice::WorkerFailed { message: None },
    ];
    let mut facts = vec![
        ruled(RuleAct::Close),
        ruled(RuleAct::Fail(ReplyProblem::NoAddress)),
        Fact::Repeated { send: SendId(8), tally },
        Fact::Repeated { send: SendId(8), tally: Tally::default() },
        play(PlayFact::Began),
        play(PlayFact::Step { step: 2, outcome: StepOutcome::Passed, took: SECOND }),
        play(PlayFact::Done { passed: true }),
    ];
    facts.extend(notices.map(Fact::Notice));
    facts
}

fn http() -> Vec<Fact> {
    let field = HeaderField {
        name: bytes::Bytes::from_static(b"X-Name"),
        value: bytes::Bytes::from_static(b"value \xff"),
        problems: vec![FieldProblem::Folded],
    };
    let head = ResponseHead {
        version: HttpVersion::Http11,
        status: 200,
        reason: bytes::Bytes::from_static(b"OK"),
        fields: vec![field.clone()],
        wire_len: 40,
        problems: vec![HeadProblem::StatusLineEnd],
        meaning: HeadMeaning::default(),
    };
    let tls = TlsInfo {
        server_name: "some.name".to_owned(),
        version: Some("TLS 1.3".to_owned()),
        cipher: None,
        key_exchange: None,
        alpn: None,
        resumed: Some(false),
        chain: Vec::new(),
        verdict: Some(Verdict::Trusted),
    };
    let event = ServerEvent {
        name: "message".to_owned(),
        id: Some("1".to_owned()),
        data: "data".to_owned(),
        retry: Some(SECOND),
    };
    let url = "http://some.name/".to_owned();
    let hop = |fact| Fact::Http { hop: HopId(1), fact };
    let facts = [
        HttpFact::Began { cause: HopCause::Asked, method: "GET".to_owned(), url },
        HttpFact::Carried { peer: PEER, reused: true },
        HttpFact::PhaseBegan(Phase::Wait),
        HttpFact::PhaseEnded(Phase::Wait),
        HttpFact::Tls(Box::new(tls)),
        HttpFact::Head(Box::new(head)),
        HttpFact::Body(vec![BodyPiece { start: 1, len: 2, offset: 3 }]),
        HttpFact::Chunks(vec![ChunkMark { len: 5, body_offset: 0, extensions: ";q".into() }]),
        HttpFact::Decoded(bytes::Bytes::from_static(b"decoded")),
        HttpFact::ServerEvent(event),
        HttpFact::Trailers(vec![field]),
        HttpFact::Warning(HttpWarning::SpaceAfterChunkSize),
        HttpFact::Ended(HopOutcome::Complete),
    ];
    let mut facts: Vec<Fact> = facts.map(hop).into();
    facts.push(Fact::FetchDone(HopOutcome::Incomplete(refused(Operation::Fetch))));
    facts
}

/// The variants of [`place`].
const COUNT: usize = 40;

/// The place of a variant: whoever adds one gives it the next number, and [`facts`] a sample.
fn place(fact: &Fact) -> usize {
    match fact {
        Fact::Opened { .. } => 0,
        Fact::ListenStopped => 1,
        Fact::Resolving { .. } => 2,
        Fact::Resolved { .. } => 3,
        Fact::Connecting { .. } => 4,
        Fact::HearsOnly { .. } => 5,
        Fact::ConnectFailed { .. } => 6,
        Fact::Retrying { .. } => 7,
        Fact::Joined { .. } => 8,
        Fact::Received { .. } => 9,
        Fact::Sent { .. } => 10,
        Fact::FileOpened { .. } => 11,
        Fact::SendDone { .. } => 12,
        Fact::HalfClosed { .. } => 13,
        Fact::Paused { .. } => 14,
        Fact::OptionsChanged { .. } => 15,
        Fact::Left { .. } => 16,
        Fact::Membership { .. } => 17,
        Fact::KernelDropped { .. } => 18,
        Fact::QueueLost { .. } => 19,
        Fact::Failed { .. } => 20,
        Fact::Ruled { .. } => 21,
        Fact::Repeated { .. } => 22,
        Fact::Play { .. } => 23,
        Fact::FetchDone(_) => 24,
        Fact::Notice(_) => 25,
        Fact::Closed => 26,
        Fact::Http { fact, .. } => 27 + http_place(fact),
    }
}

fn http_place(fact: &HttpFact) -> usize {
    match fact {
        HttpFact::Began { .. } => 0,
        HttpFact::Carried { .. } => 1,
        HttpFact::PhaseBegan(_) => 2,
        HttpFact::PhaseEnded(_) => 3,
        HttpFact::Tls(_) => 4,
        HttpFact::Head(_) => 5,
        HttpFact::Body(_) => 6,
        HttpFact::Chunks(_) => 7,
        HttpFact::Decoded(_) => 8,
        HttpFact::ServerEvent(_) => 9,
        HttpFact::Trailers(_) => 10,
        HttpFact::Warning(_) => 11,
        HttpFact::Ended(_) => 12,
    }
}
