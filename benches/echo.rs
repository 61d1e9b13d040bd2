//! The round trip of 64 bytes over TCP: a bare echo loop against a server that keeps every byte and replies by the Echo rules.
//! The client is the same, and both run in turns. Prints both times and their ratio, which may be at most 1.5.
//!
//! `cargo bench --no-default-features --bench echo`

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "support/live.rs"]
mod live;
#[path = "support/side_by_side.rs"]
mod side_by_side;

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use live::Live;
use sockscope::form::Draft;
use sockscope::playground::{Budget, SessionState};
use sockscope::respond::{Preset, Transport};
use sockscope::types::Kind;

fn main() -> io::Result<()> {
    let server = Live::start(Kind::TcpServer, Budget::default(), |draft: &mut Draft| {
        if let Some((_, port)) = draft.address_mut() {
            "0".clone_into(port);
        }
        draft.rules = Preset::Echo.rule_set(Transport::Stream);
    })?;
    let listening = server.until(|session| match session.state() {
        SessionState::Listening(local) => local.socket_addr(),
        _ => None,
    })?;
    let (mut bare, mut echo) = (dial(bare()?)?, dial(listening)?);
    let medians = side_by_side::measure(ROUNDS, || trips(&mut bare), || trips(&mut echo))?;
    let kept = ((ROUNDS + 1) * TRIPS * LEN) as u64;
    server.until(|session| {
        let totals = session.capture().totals();
        (totals.received == kept && totals.sent == kept).then_some(())
    })?;
    let ratio = medians.engine.as_secs_f64() / medians.reference.as_secs_f64();
    println!("{LEN} bytes there and back, median of {ROUNDS} x {TRIPS}");
    println!("  bare echo loop {:.1?}", medians.reference);
    println!("  Echo           {:.1?}", medians.engine);
    println!("  ratio          {ratio:.2}");
    assert!(ratio <= MOST, "an echo costs more than {MOST} x a bare loop");
    Ok(())
}

/// Starts a thread that reads and writes; returns its address.
fn bare() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::Builder::new().name("bare-echo".to_owned()).spawn(move || -> io::Result<()> {
        let (mut socket, _) = listener.accept()?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let len = socket.read(&mut buffer)?;
            let Some(bytes) = buffer.get(..len).filter(|bytes| !bytes.is_empty()) else {
                return Ok(());
            };
            socket.write_all(bytes)?;
        }
    })?;
    Ok(address)
}

fn dial(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = TcpStream::connect(address)?;
    socket.set_nodelay(true)?;
    trips(&mut &socket)?;
    Ok(socket)
}

/// How long one round trip takes, on average.
fn trips(socket: &mut (impl Read + Write)) -> io::Result<Duration> {
    let (question, mut answer) = ([0x5a; LEN], [0; LEN]);
    let start = Instant::now();
    for _ in 0..TRIPS {
        socket.write_all(&question)?;
        socket.read_exact(&mut answer)?;
    }
    Ok(start.elapsed() / u32::try_from(TRIPS).unwrap_or(u32::MAX))
}

const LEN: usize = 64;
const TRIPS: usize = 2000;
const ROUNDS: usize = 41;
const MOST: f64 = 1.5;
