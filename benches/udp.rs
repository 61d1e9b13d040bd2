//! Datagrams of 64 bytes from another process. At full speed: how many a session keeps, against a bare loop with the
//! same receive buffer that discards them. At 20,000 a second for 10 s: all are kept. With the window: what its passes
//! cost meanwhile, and how long a click takes to have its effect.
//!
//! `cargo bench --bench udp`, or without the window `cargo bench --no-default-features --bench udp`

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a rate is made of pauses")]

#[path = "support/live.rs"]
mod live;
#[path = "support/side_by_side.rs"]
mod side_by_side;
#[cfg(feature = "gui")]
#[path = "support/udp_window.rs"]
mod udp_window;

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use live::Live;
use socket2::SockRef;
use sockscope::form::Draft;
use sockscope::playground::{Budget, Session, SessionState};
use sockscope::types::Kind;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(SEND) {
        let mut next = || arguments.next().unwrap_or_default();
        let (address, count, rate) = (next(), next(), next());
        let number = |text: String| text.parse().map_err(io::Error::other);
        return send(&address, number(count)?, number(rate)?);
    }
    full_speed()?;
    steady()?;
    #[cfg(feature = "gui")]
    udp_window::report()?;
    Ok(())
}

fn full_speed() -> io::Result<()> {
    println!("{FLOOD} datagrams at full speed");
    let medians = side_by_side::measure(ROUNDS, || bare(FLOOD), || kept(FLOOD, FULL_SPEED))?;
    let ratio = medians.engine as f64 / medians.reference as f64;
    println!("  bare loop {}, kept {}, ratio {ratio:.3}", medians.reference, medians.engine);
    assert!(ratio >= LEAST, "fewer are kept than by a bare loop");
    Ok(())
}

fn steady() -> io::Result<()> {
    println!("{RATE} datagrams a second for 10 s");
    let count = RATE * 10;
    assert_eq!(kept(count, RATE)?, count, "all are kept");
    Ok(())
}

/// The other process.
fn send(address: &str, count: u64, rate: u64) -> io::Result<()> {
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let start = Instant::now();
    for number in 0..count {
        socket.send_to(&[0x5a; LEN], address)?;
        if rate != FULL_SPEED && number % (rate / 1000) == 0 {
            let due = Duration::from_secs_f64(number as f64 / rate as f64);
            thread::sleep(due.saturating_sub(start.elapsed()));
        }
    }
    Ok(())
}

/// At a rate in datagrams a second.
fn sender(address: SocketAddr, count: u64, rate: u64) -> io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args([SEND, &address.to_string(), &count.to_string(), &rate.to_string()])
        .spawn()
}

/// How many a bare loop receives.
fn bare(count: u64) -> io::Result<u64> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    SockRef::from(&socket).set_recv_buffer_size(RECEIVE_BUFFER)?;
    let mut sender = sender(socket.local_addr()?, count, FULL_SPEED)?;
    let mut space = vec![0; 65_535];
    socket.recv_from(&mut space)?;
    socket.set_read_timeout(Some(Duration::from_millis(300)))?;
    let mut received = 1;
    while socket.recv_from(&mut space).is_ok() {
        received += 1;
    }
    sender.wait()?;
    Ok(received)
}

/// How many a session keeps in its record. What became of the others is known.
fn kept(count: u64, rate: u64) -> io::Result<u64> {
    let any_port = |draft: &mut Draft| {
        if let Some((_, port)) = draft.address_mut() {
            "0".clone_into(port);
        }
    };
    let peer = Live::start(Kind::UdpPeer, Budget::default(), any_port)?;
    let address = peer.until(|session| match session.state() {
        SessionState::Bound(local) => local.socket_addr(),
        _ => None,
    })?;
    let mut sender = sender(address, count, rate)?;
    let [kept, lost, dropped] = peer.until(|session| {
        let account = account(session);
        (account.iter().sum::<u64>() >= count).then_some(account)
    })?;
    sender.wait()?;
    println!("  received {kept} + queue-lost {lost} + kernel-dropped {dropped} = sent {count}");
    assert_eq!(kept + lost + dropped, count);
    Ok(kept)
}

/// Datagrams kept, lost without room in the queue, and dropped by the kernel.
fn account(session: &Session) -> [u64; 3] {
    let lost = session.datagrams();
    let kept = session.capture().totals().received / LEN as u64;
    [kept, lost.queue_lost, lost.kernel_dropped]
}

const SEND: &str = "send";
const ROUNDS: usize = 7;
const FLOOD: u64 = 200_000;
const RATE: u64 = 20_000;
/// As a rate.
const FULL_SPEED: u64 = 0;
const LEN: usize = 64;
/// What a session asks for by default.
const RECEIVE_BUFFER: usize = 4 << 20;
/// Kept by a session for each that a bare loop receives.
const LEAST: f64 = 0.98;
