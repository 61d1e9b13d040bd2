//! One TCP stream from another process into a session that keeps every byte, against a bare loop that receives and
//! discards. Prints GB/s, their ratio and how far the memory grew.
//!
//! `cargo bench --no-default-features --bench stream`

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "support/live.rs"]
mod live;
#[path = "support/side_by_side.rs"]
mod side_by_side;

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use live::Live;
use sockscope::form::Draft;
use sockscope::playground::{Budget, Limits, SessionState};
use sockscope::types::Kind;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(SEND) {
        let (address, len) =
            (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
        return send(&address, len.parse().map_err(io::Error::other)?);
    }
    let any_port = |draft: &mut Draft| {
        if let Some((_, port)) = draft.address_mut() {
            "0".clone_into(port);
        }
    };
    let before = resident();
    let spilling = Budget { memory: 256 << 20, ..Budget::default() };
    compare("4 GiB, window 256 MiB, then disk", ROUNDS, 4 << 30, || {
        let server = Live::start(Kind::TcpServer, spilling.clone(), any_port)?;
        let took = receive(&server, 4 << 30)?;
        let totals = server.session(|session| session.capture().totals());
        assert_eq!(totals.received, totals.in_memory + totals.on_disk, "every byte is kept");
        Ok(took)
    })?;
    let grown = peak_resident().saturating_sub(before) / 1024;
    println!("  memory grew by {grown} MiB for a window of 256 MiB");
    // The first stream fills the memory window; the second one replaces it in warm memory, and nothing is written to disk.
    let in_memory = Budget {
        memory: 1 << 30,
        session: Limits { disk: 0, ..Limits::default() },
        ..Budget::default()
    };
    let server = Live::start(Kind::TcpServer, in_memory, any_port)?;
    receive(&server, 1 << 30)?;
    compare("1 GiB, in a warm window of 1 GiB", ROUNDS, 1 << 30, || receive(&server, 1 << 30))
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

/// From the connection to the last byte in the capture.
fn receive(server: &Live, len: u64) -> io::Result<Duration> {
    let address = server.until(|session| match session.state() {
        SessionState::Listening(local) => local.socket_addr(),
        _ => None,
    })?;
    let (before, joined) = server.session(|s| (s.capture().totals().received, s.peers().len()));
    let mut sender = sender(address, len)?;
    server.until(|session| (session.peers().len() > joined).then_some(()))?;
    let start = Instant::now();
    server.until(|session| (session.capture().totals().received == before + len).then_some(()))?;
    let took = start.elapsed();
    sender.wait()?;
    server.until(|session| (session.peers().open() == 0).then_some(()))?;
    Ok(took)
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
