//! One TCP stream from another process into a session that keeps every byte, against a bare loop that receives and
//! discards. Prints GB/s, their ratio and how far the memory grew.
//!
//! `cargo bench --no-default-features --bench stream`

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "support/side_by_side.rs"]
mod side_by_side;

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded};
use sockscope::playground::{Action, Budget, Kind, Limits, Playground, Session, Shared, State};
use sockscope::types::SessionId;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(SEND) {
        let (address, len) =
            (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
        return send(&address, len.parse().map_err(io::Error::other)?);
    }
    let before = resident();
    let spilling = Budget { memory: 256 << 20, ..Budget::default() };
    compare("4 GiB, window 256 MiB, then disk", ROUNDS, 4 << 30, || {
        let server = Server::start(spilling.clone())?;
        let took = server.receive(4 << 30)?;
        let totals = server.session(|session| session.capture().totals());
        assert_eq!(totals.received, totals.in_memory + totals.on_disk, "every byte is kept");
        Ok(took)
    })?;
    let grown = peak_resident().saturating_sub(before) / 1024;
    println!("  memory grew by {grown} MiB for a window of 256 MiB");
    // The first stream fills the window; the second finds its memory warm and takes its place, nothing goes to disk.
    let in_memory = Budget {
        memory: 1 << 30,
        session: Limits { disk: 0, ..Limits::default() },
        ..Budget::default()
    };
    let server = Server::start(in_memory)?;
    server.receive(1 << 30)?;
    compare("1 GiB, in a warm window of 1 GiB", ROUNDS, 1 << 30, || server.receive(1 << 30))
}

fn compare(
    name: &str,
    rounds: usize,
    len: u64,
    kept: impl FnMut() -> io::Result<Duration>,
) -> io::Result<()> {
    let medians = side_by_side::measure(rounds, || bare(len), kept)?;
    let speed = |took: Duration| len as f64 / took.as_secs_f64() / 1e9;
    let ratio = medians.reference.as_secs_f64() / medians.engine.as_secs_f64();
    let (bare, kept) = (speed(medians.reference), speed(medians.engine));
    println!("{name}: bare recv loop {bare:.2} GB/s, kept {kept:.2} GB/s, ratio {ratio:.2}");
    Ok(())
}

/// The other process.
fn send(address: &str, len: u64) -> io::Result<()> {
    let mut socket = TcpStream::connect(address)?;
    let piece = vec![0x5a; PIECE];
    for _ in 0..len / PIECE as u64 {
        socket.write_all(&piece)?;
    }
    Ok(())
}

fn sender(address: SocketAddr, len: u64) -> io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args([SEND, &address.to_string(), &len.to_string()])
        .spawn()
}

fn bare(len: u64) -> io::Result<Duration> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut sender = sender(listener.local_addr()?, len)?;
    let (mut socket, _) = listener.accept()?;
    let start = Instant::now();
    let mut buffer = vec![0; PIECE];
    while socket.read(&mut buffer)? > 0 {}
    let took = start.elapsed();
    sender.wait()?;
    Ok(took)
}

/// A playground with one listening server, as the window has it.
struct Server {
    shared: Shared,
    id: SessionId,
    wakes: Receiver<()>,
}

impl Server {
    fn start(budget: Budget) -> io::Result<Self> {
        let (mut playground, events) = Playground::new(budget);
        let id = playground.add(Kind::TcpServer);
        if let Some(session) = playground.session_mut(id) {
            "0".clone_into(&mut session.draft.port);
        }
        playground.perform(Action::Start(id));
        let (wake, wakes) = bounded(1);
        let woken = move || {
            wake.try_send(()).ok();
        };
        let shared = Shared::start(playground, events, woken).map_err(io::Error::other)?;
        Ok(Self { shared, id, wakes })
    }

    /// From the connection to the last byte in the capture.
    fn receive(&self, len: u64) -> io::Result<Duration> {
        let address = self.until(|session| match session.state() {
            State::Listening(local) => local.socket_addr(),
            _ => None,
        })?;
        let (before, joined) = self.session(|s| (s.capture().totals().received, s.peers().len()));
        let mut sender = sender(address, len)?;
        self.until(|session| (session.peers().len() > joined).then_some(()))?;
        let start = Instant::now();
        self.until(|session| (session.capture().totals().received == before + len).then_some(()))?;
        let took = start.elapsed();
        sender.wait()?;
        self.until(|session| (session.peers().open() == 0).then_some(()))?;
        Ok(took)
    }

    fn until<T>(&self, mut condition: impl FnMut(&Session) -> Option<T>) -> io::Result<T> {
        loop {
            if let Some(found) = self.session(&mut condition) {
                return Ok(found);
            }
            self.wakes.recv_timeout(PATIENCE).map_err(io::Error::other)?;
        }
    }

    #[expect(clippy::expect_used, reason = "the session is never removed")]
    fn session<T>(&self, read: impl FnOnce(&Session) -> T) -> T {
        read(self.shared.lock().session(self.id).expect("the session is there"))
    }
}

/// In KiB; 0 where the system does not say.
fn resident() -> usize {
    status("VmRSS:")
}

fn peak_resident() -> usize {
    status("VmHWM:")
}

fn status(field: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|line| line.strip_prefix(field));
    let number = value.and_then(|value| value.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

const SEND: &str = "send";
const ROUNDS: usize = 5;
const PIECE: usize = 256 * 1024;
const PATIENCE: Duration = Duration::from_mins(2);
