//! 10,000 clients in another process connect and send 64 bytes each: a bare loop that accepts and keeps them, against the engine
//! until every byte of every client was received as an event. Prints both times and their ratio.
//!
//! `cargo bench --no-default-features --bench clients`
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "support/side_by_side.rs"]
mod side_by_side;

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};
use sockscope::engine::tcp;
use sockscope::engine::worker::queue;
use sockscope::engine::worker::queue::EventReceiver;
use sockscope::engine::{Conduct, PeerIds, TcpServerConfig, WorkerId, raise_descriptor_limit};
use sockscope::types::{Address, Fact, RunId, SessionId, TcpOptions};

fn main() -> io::Result<()> {
    raise_descriptor_limit()?;
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(CONNECT) {
        return connect(&arguments.next().unwrap_or_default());
    }
    let medians = side_by_side::measure(ROUNDS, bare, engine)?;
    println!("bare accept loop {:.0?}", medians.reference);
    println!("engine           {:.0?}", medians.engine);
    let ratio = medians.engine.as_secs_f64() / medians.reference.as_secs_f64();
    println!("ratio            {ratio:.2}");
    Ok(())
}

/// The other process, which keeps the connections open until its input ends.
fn connect(address: &str) -> io::Result<()> {
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let mut client = TcpStream::connect(address)?;
        client.write_all(&[0x5a; LEN])?;
        clients.push(client);
    }
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn clients(address: SocketAddr) -> io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args([CONNECT, &address.to_string()])
        .stdin(Stdio::piped())
        .spawn()
}

fn end(mut clients: Child) -> io::Result<()> {
    drop(clients.stdin.take());
    clients.wait()?;
    Ok(())
}

fn bare() -> io::Result<Duration> {
    let listener = listen()?;
    let clients = clients(listener.local_addr()?)?;
    let mut accepted = vec![listener.accept()?];
    let start = Instant::now();
    while accepted.len() < CLIENTS {
        accepted.push(listener.accept()?);
    }
    let took = start.elapsed();
    end(clients)?;
    Ok(took)
}

/// Listens with the backlog of the engine; that of the standard library is too short for this many connections.
fn listen() -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    let any: SocketAddr = ANY.parse().map_err(io::Error::other)?;
    socket.bind(&any.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

fn engine() -> io::Result<Duration> {
    let (events, receiver) = queue::channel(QUEUE);
    let id = WorkerId { session: SessionId(1), run: RunId(1) };
    let config = TcpServerConfig {
        bind: ANY.parse().map_err(io::Error::other)?,
        backlog: BACKLOG.unsigned_abs(),
        replace_stale: false,
        dual_stack: false,
        max_clients: None,
        close_on_peer_fin: true,
        options: TcpOptions::default(),
        conduct: Conduct::default(),
    };
    let _handle = tcp::server::start(id, config, PeerIds::new(), events)
        .map_err(|error| io::Error::other(sockscope::words::io_error(&error)))?;
    receive(&receiver)
}

fn receive(receiver: &EventReceiver) -> io::Result<Duration> {
    let mut events = Vec::new();
    let mut start = None;
    let mut connecting = None;
    let mut seen = 0;
    while seen < CLIENTS * LEN {
        receiver.recv(&mut events, 256, None);
        for event in events.drain(..) {
            match event.fact {
                Fact::Opened { local: Address::Ip(local), .. } => {
                    connecting = Some(clients(local)?);
                }
                Fact::Joined { .. } => drop(start.get_or_insert_with(Instant::now)),
                Fact::Received { bytes, .. } => seen += bytes.len(),
                Fact::Failed { error, .. } => {
                    return Err(io::Error::other(sockscope::words::io_error(&error)));
                }
                _ => {}
            }
        }
    }
    let took = start.map(|start| start.elapsed()).unwrap_or_default();
    connecting.map(end).transpose()?;
    Ok(took)
}

const CONNECT: &str = "connect";
const ANY: &str = "127.0.0.1:0";
const ROUNDS: usize = 5;
const CLIENTS: usize = 10_000;
const LEN: usize = 64;
const BACKLOG: i32 = 1024;
const QUEUE: usize = 16 << 20;
