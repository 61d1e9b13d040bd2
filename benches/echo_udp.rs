//! Round trips of 64-byte datagrams: through a session with the Echo rules, against a bare loop on a thread. Then how precisely a
//! session repeats a datagram, measured by a bare loop at the other end.
//!
//! `cargo bench --no-default-features --bench echo_udp`

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "support/side_by_side.rs"]
mod side_by_side;

use std::fs;
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::num::NonZeroU64;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use socket2::SockRef;
use sockscope::codec::Template;
use sockscope::engine::worker::queue;
use sockscope::engine::worker::queue::{EventReceiver, Received};
use sockscope::engine::{
    Command, Conduct, Handle, PeerIds, RepeatRequest, Reuse, UdpConfig, UdpKind, WorkerId, udp,
};
use sockscope::respond::{Preset, RuleSet, Transport};
use sockscope::types::{
    Event, Fact, Recipients, RuleTag, RunId, Schedule, SendId, SessionId, Tally, UdpOptions,
};

fn main() -> io::Result<()> {
    echo()?;
    for every in [100, 1000, 10_000].map(Duration::from_micros) {
        repeat(every)?;
    }
    Ok(())
}

fn echo() -> io::Result<()> {
    println!("{TRIPS} round trips of {LEN} bytes");
    let bare = bare_echo()?;
    let session = Live::start(&Preset::Echo.rule_set(Transport::Datagram))?;
    let far = session.address;
    round_trips(bare)?;
    round_trips(far)?;
    let medians = side_by_side::measure(ROUNDS, || round_trips(bare), || round_trips(far))?;
    let ratio = medians.engine.as_secs_f64() / medians.reference.as_secs_f64();
    let each = |all: Duration| all.as_secs_f64() * 1e6 / f64::from(TRIPS);
    let (bare, engine) = (each(medians.reference), each(medians.engine));
    println!("  bare loop {bare:.2} us, session {engine:.2} us, ratio {ratio:.3}");
    assert!(ratio <= MOST, "an echo costs too much");
    Ok(())
}

/// How long the round trips take, one after the other.
fn round_trips(far: SocketAddr) -> io::Result<Duration> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.connect(far)?;
    let mut space = [0; 2 * LEN];
    let start = Instant::now();
    for _ in 0..TRIPS {
        socket.send(&[0x5a; LEN])?;
        assert_eq!(socket.recv(&mut space)?, LEN);
    }
    Ok(start.elapsed())
}

fn bare_echo() -> io::Result<SocketAddr> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?;
    thread::Builder::new().name("bare".to_owned()).spawn(move || {
        let mut space = vec![0; 65_535];
        while let Ok((len, from)) = socket.recv_from(&mut space) {
            socket.send_to(space.get(..len).unwrap_or_default(), from).ok();
        }
    })?;
    Ok(address)
}

/// Repeats a datagram at the interval `every` for some seconds.
fn repeat(every: Duration) -> io::Result<()> {
    let far = UdpSocket::bind("127.0.0.1:0")?;
    far.set_read_timeout(Some(PATIENCE))?;
    // Datagrams that arrive while this thread isn't scheduled must be counted too.
    SockRef::from(&far).set_recv_buffer_size(BUDGET)?;
    let session = Live::start(&RuleSet::default())?;
    let count = REPEATS_FOR.as_nanos() / every.as_nanos();
    let times = NonZeroU64::new(u64::try_from(count).unwrap_or(u64::MAX));
    let before = cpu()?;
    let start = Instant::now();
    session.handle.command(Command::Repeat(RepeatRequest {
        id: SendId(1),
        to: Recipients::Address(far.local_addr()?.into()),
        what: Template::fixed(Bytes::from_static(&[0x5a; LEN])),
        schedule: Schedule { every, times, first: 0, pace: None },
    }));
    let mut arrivals = Vec::new();
    let mut space = [0; 2 * LEN];
    for _ in 0..count {
        far.recv(&mut space)?;
        arrivals.push(start.elapsed());
    }
    let took = start.elapsed();
    let load = (cpu()? - before) / took.as_secs_f64() * 100.0;
    let tally = session.tally()?;
    let rate = tally.done as f64 / took.as_secs_f64();
    println!("every {every:?}: {rate:.0} a second, missed {}, {load:.0} % CPU", tally.missed);
    println!("  late {:?} on average, {:?} at most", tally.late, tally.latest);
    println!("  {}", steadiness(&arrivals, every));
    Ok(())
}

/// How far the intervals between arrivals deviate from the requested one.
fn steadiness(arrivals: &[Duration], every: Duration) -> String {
    let gaps = arrivals.windows(2).filter_map(|pair| match pair {
        [first, second] => Some(second.abs_diff(*first).abs_diff(every)),
        _ => None,
    });
    let mut off: Vec<Duration> = gaps.collect();
    off.sort_unstable();
    let part = |part: usize| off.get(off.len() * part / 100).copied().unwrap_or_default();
    format!("arrivals off by {:?} in the median, {:?} in 99 of 100", part(50), part(99))
}

/// CPU seconds of all threads so far (proc(5), `/proc/self/stat`); 0 if unknown.
fn cpu() -> io::Result<f64> {
    if !cfg!(target_os = "linux") {
        return Ok(0.0);
    }
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(2);
    Ok(fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / TICKS)
}

/// A session whose events are received by a thread, as in the window.
struct Live {
    handle: Handle,
    address: SocketAddr,
    tallies: crossbeam_channel::Receiver<Tally>,
}

impl Live {
    fn start(rules: &RuleSet) -> io::Result<Self> {
        let rules = rules.compile(|_| RuleTag(0)).unwrap_or_default();
        let config = UdpConfig {
            bind: "127.0.0.1:0".parse().map_err(io::Error::other)?,
            kind: UdpKind::Datagram,
            connect: None,
            dual_stack: false,
            replace_stale: false,
            reuse: Reuse::default(),
            options: UdpOptions::default(),
            conduct: Conduct { rules: Arc::new(rules), ..Conduct::default() },
        };
        let (sender, events) = queue::channel(BUDGET);
        let id = WorkerId { session: SessionId(1), run: RunId(1) };
        let handle = udp::start(id, config, PeerIds::new(), sender)
            .map_err(|error| io::Error::other(sockscope::words::io_error(&error)))?;
        let (opened, address) = crossbeam_channel::bounded(1);
        let (tell, tallies) = crossbeam_channel::bounded(1);
        thread::Builder::new().name("ingest".to_owned()).spawn(move || {
            drain(&events, |fact| match fact {
                Fact::Opened { local, .. } => opened.try_send(local.socket_addr()).unwrap_or(()),
                Fact::Repeated { tally, .. } if tally.is_over => tell.try_send(tally).unwrap_or(()),
                _ => {}
            });
        })?;
        let address = address.recv().ok().flatten();
        let address = address.ok_or_else(|| io::Error::other("it was not bound"))?;
        Ok(Self { handle, address, tallies })
    }

    fn tally(&self) -> io::Result<Tally> {
        self.tallies.recv_timeout(PATIENCE).map_err(io::Error::other)
    }
}

fn drain(events: &EventReceiver, see: impl Fn(Fact)) {
    let mut slice: Vec<Event> = Vec::new();
    while events.recv(&mut slice, SLICE, None) != Received::Disconnected {
        slice.drain(..).for_each(|event| see(event.fact));
    }
}

const LEN: usize = 64;
const TRIPS: u32 = 20_000;
const ROUNDS: usize = 9;
/// Largest ratio of a session to a bare loop.
const MOST: f64 = 1.5;
const REPEATS_FOR: Duration = Duration::from_secs(3);
const BUDGET: usize = 64 << 20;
const SLICE: usize = 4096;
const PATIENCE: Duration = Duration::from_secs(10);
/// Of a second (sysconf(3), `_SC_CLK_TCK`).
const TICKS: f64 = 100.0;
