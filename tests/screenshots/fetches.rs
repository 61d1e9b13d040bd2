//! Fetches told as the facts that a worker reports.

use std::fmt::Write as _;
use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sockscope::form::HeaderRow;
use sockscope::http::{Limits, Part, ResponseReader};
use sockscope::types::http::{
    BodyPiece, Certificate, CertificateInfo, ChunkMark, HopCause, HopOutcome, Phase, TlsInfo,
    Verdict,
};
use sockscope::types::problem::{CertificateKey, TlsProblem, TrustProblem, ValidityLimit};
use sockscope::types::{Fact, HopId, HttpFact, IoError, Kind, Operation, PeerId};
use sockscope::ui::App;

use crate::story::{Teller, address};

/// One that was not found, and one over a redirect, in chunks, compressed.
pub(crate) fn weather(app: &App) {
    let mut playground = app.shared().lock();
    let mut teller = Teller::new(&mut playground, Kind::HttpFetch);
    not_found(&mut teller);
    let draft = teller.session_mut().draft.http_mut().unwrap();
    "https://weather.example.test/now".clone_into(&mut draft.url);
    draft.headers.push(HeaderRow::new("X-Request-Id", "7f3c-02"));
    redirected(&mut teller);
    compressed(&mut teller);
}

/// One whose certificate expired, in a small window.
pub(crate) fn expired(app: &App) {
    let mut playground = app.shared().lock();
    let mut teller = Teller::new(&mut playground, Kind::HttpFetch);
    "https://old.example.test/".clone_into(&mut teller.session_mut().draft.http_mut().unwrap().url);
    let mut hop = Hop { teller: &mut teller, id: 1, start: 5_000_000, received: 0 };
    hop.began(HopCause::Asked, "https://old.example.test/");
    hop.phase(40, 1_320, Phase::Resolve);
    hop.connect(1_330, 14_902, 1);
    let why = TrustProblem::Expired(Some(ValidityLimit { at: 1_793_577_600, is_own: true }));
    let tls = TlsInfo {
        version: Some("TLS 1.3".to_owned()),
        cipher: Some("TLS13_AES_256_GCM_SHA384".to_owned()),
        key_exchange: Some("X25519".to_owned()),
        alpn: None,
        ..tls("old.example.test", Verdict::Refused(why.clone()), 1_793_577_600)
    };
    hop.tell(15_010, HttpFact::PhaseBegan(Phase::Tls));
    hop.tell(44_870, HttpFact::Tls(Box::new(tls)));
    hop.tell(44_871, HttpFact::PhaseEnded(Phase::Tls));
    let error =
        IoError::other(Operation::Handshake, "old.example.test:443", TlsProblem::NotTrusted(why));
    let outcome = HopOutcome::Failed(error);
    hop.tell(44_902, HttpFact::Ended(outcome.clone()));
    teller.tell(5_044_910, Fact::FetchDone(outcome));
    teller.tell(5_044_920, Fact::Closed);
}

fn not_found(teller: &mut Teller<'_>) {
    "https://weather.example.test/nwo"
        .clone_into(&mut teller.session_mut().draft.http_mut().unwrap().url);
    let mut hop = Hop { teller, id: 1, start: 2_000_000, received: 0 };
    hop.began(HopCause::Asked, "https://weather.example.test/nwo");
    hop.phase(40, 2_204, Phase::Resolve);
    hop.connect(2_231, 15_840, 1);
    hop.asks("/nwo", 16_020);
    hop.answers(31_400, 404, "Not Found", &[("Content-Length", "0")]);
    hop.ends(31_520);
    teller.tell(2_031_540, Fact::FetchDone(HopOutcome::Complete));
    teller.tell(2_031_550, Fact::Closed);
}

fn redirected(teller: &mut Teller<'_>) {
    let mut hop = Hop { teller, id: 1, start: 9_000_000, received: 0 };
    hop.began(HopCause::Asked, "https://weather.example.test/now");
    hop.phase(38, 1_904, Phase::Resolve);
    hop.connect(1_931, 13_226, 2);
    hop.tell(13_290, HttpFact::PhaseBegan(Phase::Tls));
    let tls = tls("weather.example.test", Verdict::Trusted, 1_801_440_000);
    hop.tell(38_450, HttpFact::Tls(Box::new(tls)));
    hop.tell(38_451, HttpFact::PhaseEnded(Phase::Tls));
    hop.asks("/now", 38_502);
    let fields = [
        ("Server", "nginx"),
        ("Location", "/v2/now?city=Beijing&units=c"),
        ("Content-Length", "0"),
    ];
    hop.answers(52_110, 301, "Moved Permanently", &fields);
    hop.ends(52_160);
}

fn compressed(teller: &mut Teller<'_>) {
    let plain = "{\"city\":\"北京\",\"observed\":\"2026-11-20T10:00:00+08:00\",\"temperature\":-1.50,\"wind\":{\"from\":\"NE\",\"beaufort\":3},\"hours\":[{\"at\":\"11:00\",\"t\":0.2,\"sky\":\"clear\"},{\"at\":\"12:00\",\"t\":1.1,\"sky\":\"clear\"},{\"at\":\"13:00\",\"t\":1.9,\"sky\":\"few clouds\"}],\"station\":54511,\"warnings\":[]}";
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(plain.as_bytes()).expect("memory has room");
    let body = gzip.finish().expect("memory has room");
    let (first, second) = body.split_at(body.len() / 2);

    let mut hop = Hop { teller, id: 2, start: 9_052_170, received: 0 };
    hop.began(HopCause::Redirected, "https://weather.example.test/v2/now?city=Beijing&units=c");
    hop.tell(8, HttpFact::Carried { peer: PeerId(2), reused: true });
    hop.asks("/v2/now?city=Beijing&units=c", 10);
    let fields = [
        ("Server", "nginx"),
        ("Date", "Fri, 20 Nov 2026 02:46:49 GMT"),
        ("Content-Type", "application/json; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("vary", "Accept-Encoding"),
        ("Set-Cookie", "seen=1; Path=/; HttpOnly"),
        ("Set-Cookie", "lang=zh; Path=/"),
    ];
    hop.answers(27_340, 200, "OK", &fields);
    hop.chunk(28_012, first, 0);
    hop.chunk(35_480, second, first.len() as u64);
    hop.tell(35_490, HttpFact::Decoded(Bytes::copy_from_slice(plain.as_bytes())));
    hop.last_chunk(35_900, body.len() as u64);
    hop.ends(35_910);
    teller.tell(9_088_100, Fact::FetchDone(HopOutcome::Complete));
    teller.tell(9_088_110, Fact::Closed);
}

/// Tells the facts of one hop, in microseconds since its start.
struct Hop<'a, 'b> {
    teller: &'a mut Teller<'b>,
    id: u32,
    start: u32,
    /// Bytes of the response so far.
    received: u64,
}

impl Hop<'_, '_> {
    fn tell(&mut self, at: u32, fact: HttpFact) {
        self.teller.tell(self.start + at, Fact::Http { hop: HopId(self.id), fact });
    }

    fn began(&mut self, cause: HopCause, url: &str) {
        self.tell(0, HttpFact::Began { cause, method: "GET".to_owned(), url: url.to_owned() });
    }

    fn phase(&mut self, from: u32, to: u32, phase: Phase) {
        self.tell(from, HttpFact::PhaseBegan(phase));
        self.tell(to, HttpFact::PhaseEnded(phase));
    }

    fn connect(&mut self, from: u32, to: u32, peer: u32) {
        let (local, remote) = (address("192.168.7.5:51872"), address("203.0.113.7:443"));
        self.tell(from, HttpFact::PhaseBegan(Phase::Connect));
        self.teller.tell(self.start + from, Fact::Connecting { remote: remote.into() });
        self.teller.join(self.start + to, peer, local, remote);
        self.tell(to, HttpFact::PhaseEnded(Phase::Connect));
        self.tell(to, HttpFact::Carried { peer: PeerId(peer), reused: false });
    }

    /// The request goes out, and the wait begins.
    fn asks(&mut self, target: &str, at: u32) {
        let head = format!(
            "GET {target} HTTP/1.1\r\nHost: weather.example.test\r\nUser-Agent: sockscope/0.1.0\r\nAccept: */*\r\nX-Request-Id: 7f3c-02\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n"
        );
        self.tell(at, HttpFact::PhaseBegan(Phase::Send));
        self.teller.sent(self.start + at + 130, self.peer(), head.as_bytes());
        self.tell(at + 140, HttpFact::PhaseEnded(Phase::Send));
        self.tell(at + 141, HttpFact::PhaseBegan(Phase::Wait));
    }

    fn answers(&mut self, at: u32, status: u16, reason: &str, fields: &[(&str, &str)]) {
        let mut head = format!("HTTP/1.1 {status} {reason}\r\n");
        for (name, value) in fields {
            write!(head, "{name}: {value}\r\n").expect("a text has room");
        }
        head.push_str("\r\n");
        self.tell(at, HttpFact::PhaseEnded(Phase::Wait));
        self.tell(at, HttpFact::PhaseBegan(Phase::Download));
        self.teller.received(self.start + at, self.peer(), head.as_bytes());
        let step = ResponseReader::new("GET", Limits::default()).read(head.as_bytes());
        let Some(Part::Head(head)) = step.expect("a head").part else { panic!("a whole head") };
        self.received = head.wire_len;
        self.tell(at + 2, HttpFact::Head(Box::new(head)));
    }

    fn chunk(&mut self, at: u32, data: &[u8], body_offset: u64) {
        let size = format!("{:x}\r\n", data.len());
        self.teller.received(
            self.start + at,
            self.peer(),
            &[size.as_bytes(), data, b"\r\n"].concat(),
        );
        let mark = ChunkMark { len: data.len() as u64, body_offset, extensions: Bytes::new() };
        self.tell(at, HttpFact::Chunks(vec![mark]));
        let piece = BodyPiece {
            start: u32::try_from(size.len()).expect("a short line"),
            len: u32::try_from(data.len()).expect("a short chunk"),
            offset: self.received + size.len() as u64,
        };
        self.received += (size.len() + data.len() + 2) as u64;
        self.tell(at, HttpFact::Body(vec![piece]));
    }

    fn last_chunk(&mut self, at: u32, body_offset: u64) {
        self.teller.received(self.start + at, self.peer(), b"0\r\n\r\n");
        let mark = ChunkMark { len: 0, body_offset, extensions: Bytes::new() };
        self.tell(at, HttpFact::Chunks(vec![mark]));
    }

    fn ends(&mut self, at: u32) {
        self.tell(at, HttpFact::PhaseEnded(Phase::Download));
        self.tell(at, HttpFact::Ended(HopOutcome::Complete));
    }

    fn peer(&self) -> u32 {
        if self.start < 5_000_000 { 1 } else { 2 }
    }
}

fn tls(name: &str, verdict: Verdict, not_after: i64) -> TlsInfo {
    let certificate = |subject: &str, issuer: &str, names: &[&str], not_after| Certificate {
        info: Ok(CertificateInfo {
            subject: subject.to_owned(),
            issuer: issuer.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            not_before: 1_785_801_600,
            not_after,
            serial: "04:a1:7c:33:9e:02".to_owned(),
            key: CertificateKey { algorithm: "EC".to_owned(), bits: Some(256) },
        }),
        der: Bytes::new(),
    };
    TlsInfo {
        server_name: name.to_owned(),
        version: Some("TLS 1.3".to_owned()),
        cipher: Some("TLS13_AES_256_GCM_SHA384".to_owned()),
        key_exchange: Some("X25519".to_owned()),
        alpn: Some("http/1.1".to_owned()),
        resumed: Some(false),
        chain: vec![
            certificate(&format!("CN={name}"), "CN=Example CA 3", &[name], not_after),
            certificate("CN=Example CA 3", "CN=Example Root", &[], 1_900_000_000),
        ],
        verdict: Some(verdict),
    }
}
