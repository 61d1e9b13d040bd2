//! What happened before a picture was taken, told as the facts that workers report.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use bytes::Bytes;
use sockscope::codec::{Encoding, LineEnding, Typed};
use sockscope::form::{PayloadDraft, PayloadMode};
use sockscope::playground::Playground;
use sockscope::respond::{Framing, Matcher, PlayStep};
use sockscope::store::shelf::Saved;
use sockscope::types::{
    EffectiveOptions, Event, Fact, IoError, Kind, LeaveReason, Membership, Operation, Origin, Pace,
    PeerId, RunId, SessionId, Stamp,
};
use sockscope::ui::App;

/// So many microseconds after the story began.
pub(crate) fn stamp(micros: u32) -> Stamp {
    let start = 1_795_150_000_000_000;
    Stamp { mono_ns: u64::from(micros) * 1_000, unix_us: start + i64::from(micros) }
}

/// A server with three clients, one of which was reset.
pub(crate) fn server(app: &App) {
    let mut playground = app.shared().lock();
    let mut teller = Teller::new(&mut playground, Kind::TcpServer);
    let local = address("127.0.0.1:9000");
    teller.tell(0, Fact::Opened { local: local.into(), options: options() });
    for (at, peer, remote) in
        [(1_204_518, 1, 51_502), (3_871_204, 2, 51_514), (5_002_977, 3, 51_530)]
    {
        teller.join(at, peer, local, SocketAddr::from(([127, 0, 0, 1], remote)));
    }
    let register = [0x01, 0x03, 0x00, 0x10, 0x00, 0x04, 0x45, 0xcc];
    teller.received(5_310_442, 1, b"HELLO sensor-7 fw=2.4.1\r\n");
    teller.sent(5_311_020, 1, b"OK\r\n");
    teller.received(6_120_303, 2, &register);
    teller.sent(
        6_120_911,
        2,
        &[0x01, 0x03, 0x08, 0x00, 0xe1, 0xff, 0x9c, 0x03, 0xe8, 0x00, 0x00, 0x2c, 0x71],
    );
    teller.received(7_450_118, 3, &gbk("温度: 23.6 ℃\r\n"));
    teller.received(8_002_660, 1, b"{\"t\":23.6,\"rh\":41,\"ok\":true}\n");
    teller.sent(
        8_003_004,
        1,
        b"{\"ack\":1,\"next\":\"2026-11-20T10:00:00Z\",\"cmd\":[]}".get(..48).unwrap_or_default(),
    );
    teller.tell(9_517_221, Fact::Left { peer: PeerId(3), reason: LeaveReason::ResetByPeer });
    teller.received(11_040_007, 2, &register);
    let session = teller.session();
    session.encoding = Encoding::Gbk;
    "SET interval=5\\x00".clone_into(&mut session.payload.text);
    session.payload.ending = LineEnding::CrLf;
}

/// Saved payloads in two groups.
pub(crate) fn shelf(app: &mut App) {
    let text = |typed: &str, ending| PayloadDraft {
        text: typed.to_owned(),
        ending,
        ..PayloadDraft::default()
    };
    let hex = |typed: &str| PayloadDraft {
        mode: PayloadMode::Hex,
        hex: typed.to_owned(),
        ..PayloadDraft::default()
    };
    let payloads = [
        ("Hello", "", text("HELLO console fw=1.0", LineEnding::CrLf)),
        ("Read temperature", "Modbus", hex("01 03 00 10 00 04 45 cc")),
        ("Set interval to 5 s", "Modbus", hex("01 06 00 20 00 05 49 c3")),
        ("Diagnostics", "Modbus", hex("01 08 00 00 a5 37 1a 5d")),
        ("Set interval", "Sensors", text("SET interval=5\\x00", LineEnding::CrLf)),
        (
            "Ask for a reading",
            "Sensors",
            text("{\"cmd\":\"read\",\"of\":[\"t\",\"rh\"]}", LineEnding::Lf),
        ),
        ("温度报警", "Sensors", text("ALARM 温度 > 30", LineEnding::CrLf)),
        ("Broken frame", "Sensors", hex("01 03 0")),
    ];
    for (name, group, payload) in payloads {
        app.shelf().shelf.add(Saved::new(name, group, &payload));
    }
}

/// A client that asked for a page and speaks Chinese.
pub(crate) fn client(app: &App) {
    let mut playground = app.shared().lock();
    let mut teller = Teller::new(&mut playground, Kind::TcpClient);
    let (local, remote) = (address("127.0.0.1:51234"), address("127.0.0.1:9000"));
    teller.tell(0, Fact::Connecting { remote: remote.into() });
    teller.join(412, 1, local, remote);
    teller.sent(
        1_000_231,
        1,
        b"GET /weather?city=\xe5\x8c\x97\xe4\xba\xac HTTP/1.1\r\nHost: localhost\r\n\r\n",
    );
    teller.received(
        1_004_100,
        1,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n",
    );
    let (head, tail) =
        "北京: 晴, 最高气温 12 ℃\r\n明天多云, 东北风三级\r\n".as_bytes().split_at(29);
    teller.received(1_004_512, 1, head);
    teller.received(1_009_733, 1, tail);
    teller.received(1_010_002, 1, b"checksum: \xff\xfe\x00\x80\r\n");
    let session = teller.session();
    "bye".clone_into(&mut session.payload.text);
}

/// A list of steps for that client.
pub(crate) fn play_list(app: &App) {
    let expect =
        |matcher, millis| PlayStep::Expect { matcher, within: Duration::from_millis(millis) };
    let mut playground = app.shared().lock();
    let client = playground.sessions().iter().find(|session| session.kind() == Kind::TcpClient);
    let client = client.expect("there is one").id();
    let list = &mut playground.session_mut(client).expect("it is there").draft.play;
    "Log in, read twice".clone_into(&mut list.name);
    list.framing = Framing::Line;
    list.steps = vec![
        PlayStep::Send { payload: Typed::text("LOGIN 张三\\r\\n"), pace: None },
        expect(Matcher::Regex("^OK (\\w+)$".to_owned()), 2_000),
        PlayStep::Send {
            payload: Typed::Hex("01 {seq:u16be} 03 {crc16/modbus}".to_owned()),
            pace: Some(Pace { bytes: NonZeroU32::MIN, every: Duration::from_millis(20) }),
        },
        expect(Matcher::Mask("01 ?? ?? 03".to_owned()), 500),
        PlayStep::Wait(Duration::from_millis(250)),
        PlayStep::Repeat { from: 3, times: 1 },
    ];
}

/// What that client is about to send has fields.
pub(crate) fn fields(app: &App) {
    let mut playground = app.shared().lock();
    let client = playground.sessions().iter().find(|session| session.kind() == Kind::TcpClient);
    let client = client.expect("there is one").id();
    let session = playground.session_mut(client).expect("it is there");
    "#{seq:dec:1} {now:%H:%M:%S} 温度 {crc32:HEX}".clone_into(&mut session.payload.text);
}

/// A UDP peer in a group: sensors that count their datagrams, one of them with a gap.
pub(crate) fn sensors(app: &App) {
    let mut playground = app.shared().lock();
    let mut teller = Teller::new(&mut playground, Kind::UdpPeer);
    let local = address("0.0.0.0:9001");
    teller.tell(0, Fact::Opened { local: local.into(), options: options() });
    let group = "239.1.2.3".parse().expect("an address");
    let membership = Membership { group, interface: Some(2), source: None };
    teller.tell(2_310, Fact::Membership { membership, joined: true });
    let sensors = [(1, "192.168.7.21:40021"), (2, "192.168.7.22:40022")];
    for (at, (peer, remote)) in (100_400..).step_by(1_731).zip(sensors) {
        teller.join(at, peer, local, address(remote));
    }
    for (number, at) in (1_u32..12).zip((110_000..).step_by(500_117)) {
        let counter = if number > 8 { number + 2 } else { number };
        let mut reading = counter.to_be_bytes().to_vec();
        reading.extend(b" t=23.");
        reading.extend((number % 10).to_string().bytes());
        teller.received(at, 1 + number % 2, &reading);
    }
    teller.received(5_910_004, 2, b"");
    teller.tell(6_000_871, Fact::KernelDropped { total: 3 });
    teller.sent(6_204_518, 1, b"rate=10");
    let session = teller.session();
    "0.0.0.0".clone_into(session.draft.address_mut().unwrap().0);
    "239.1.2.3".clone_into(&mut session.draft.udp_mut().unwrap().remote);
    "9001".clone_into(&mut session.draft.udp_mut().unwrap().remote_port);
    "rate=10".clone_into(&mut session.payload.text);
}

/// A client that nobody answered, and a payload with an error.
pub(crate) fn refused(app: &App) {
    let mut playground = app.shared().lock();
    let mut teller = Teller::new(&mut playground, Kind::TcpClient);
    let took = Duration::from_micros(380);
    let (six, four) = (address("[::1]:9000"), address("127.0.0.1:9000"));
    teller.tell(0, Fact::Resolving { host: "localhost".to_owned() });
    teller.tell(
        380,
        Fact::Resolved { host: "localhost".to_owned(), addresses: vec![six, four], took },
    );
    for (at, remote) in [(401, six), (520, four)] {
        let error = IoError::new(
            Operation::Connect,
            remote.to_string(),
            &std::io::Error::from_raw_os_error(111),
        );
        teller.tell(at, Fact::Connecting { remote: remote.into() });
        teller.tell(at + 90, Fact::ConnectFailed { remote: remote.into(), error });
    }
    let error =
        IoError::new(Operation::Connect, four.to_string(), &std::io::Error::from_raw_os_error(111));
    teller.tell(700, Fact::Failed { peer: PeerId::SESSION, error });
    let session = teller.session();
    "localhost".clone_into(session.draft.address_mut().unwrap().0);
    "48 65 6c 6g 6f".clone_into(&mut session.payload.hex);
}

/// Tells facts of one session.
pub(crate) struct Teller<'a> {
    playground: &'a mut Playground,
    id: SessionId,
}

impl<'a> Teller<'a> {
    pub(crate) fn new(playground: &'a mut Playground, kind: Kind) -> Self {
        let id = playground
            .sessions()
            .iter()
            .find(|s| s.kind() == kind)
            .expect("a tab of each kind")
            .id();
        Self { playground, id }
    }

    pub(crate) fn session(self) -> &'a mut sockscope::playground::Session {
        self.playground.session_mut(self.id).expect("it is there")
    }

    pub(crate) fn session_mut(&mut self) -> &mut sockscope::playground::Session {
        self.playground.session_mut(self.id).expect("it is there")
    }

    pub(crate) fn tell(&mut self, at: u32, fact: Fact) {
        self.playground.apply(Event { session: self.id, run: RunId(0), at: stamp(at), fact });
    }

    pub(crate) fn join(&mut self, at: u32, peer: u32, local: SocketAddr, remote: SocketAddr) {
        self.tell(
            at,
            Fact::Joined {
                peer: PeerId(peer),
                local: local.into(),
                remote: remote.into(),
                options: options(),
            },
        );
    }

    pub(crate) fn received(&mut self, at: u32, peer: u32, bytes: &[u8]) {
        self.tell(at, Fact::Received { peer: PeerId(peer), bytes: Bytes::copy_from_slice(bytes) });
    }

    pub(crate) fn sent(&mut self, at: u32, peer: u32, bytes: &[u8]) {
        let bytes = Bytes::copy_from_slice(bytes);
        self.tell(at, Fact::Sent { peer: PeerId(peer), bytes, origin: Origin::User, send: None });
    }
}

pub(crate) fn options() -> EffectiveOptions {
    EffectiveOptions {
        nodelay: Some(false),
        keepalive: Some(None),
        linger: Some(None),
        receive_buffer: Some(131_072),
        send_buffer: Some(2_626_560),
        ttl: Some(64),
        ..EffectiveOptions::default()
    }
}

pub(crate) fn address(text: &str) -> SocketAddr {
    text.parse().expect("an address")
}

fn gbk(text: &str) -> Vec<u8> {
    Encoding::Gbk.encode(text).expect("GBK has these characters")
}
