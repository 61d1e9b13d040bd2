//! HTTP fetches over loopback against `curl`, where it is installed: a body of 1 GiB into a file, plain and over TLS, and
//! 1,000 small requests over one connection. How far the memory grows while a session keeps a body of 1 GiB. Uploads and
//! coded bodies, for the record.
//!
//! `cargo bench --no-default-features --bench http`

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "support/http_server.rs"]
mod http_server;
#[path = "support/live.rs"]
mod live;
#[path = "support/side_by_side.rs"]
mod side_by_side;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use http_server::{CODED, Server};
use live::Live;
use sockscope::playground;
use sockscope::playground::{Action, Budget, Playground, Session, SessionState};
use sockscope::types::Kind;
use sockscope::types::http::HopOutcome;

fn main() -> io::Result<()> {
    if let Some(served) = http_server::serve_if_asked() {
        return served;
    }
    // Before anything else has made the memory grow.
    memory()?;
    if let Err(error) = Command::new("curl").arg("-V").stdout(Stdio::null()).status() {
        println!("curl cannot be run: {error}");
        return Ok(());
    }
    for scheme in ["http", "https"] {
        let server = Server::start(scheme)?;
        let ratio = download(&format!("1 GiB over {scheme}"), LEN, &server.url(LEN), &[])?;
        assert!(ratio >= LEAST_SPEED, "{scheme} has become slow");
    }
    let server = Server::start("http")?;
    download("100 MiB in gzip over http", CODED, &server.coded_url(), &["--compressed"])?;
    upload()?;
    small_requests()
}

/// A session keeps a body that is larger than its window of memory.
fn memory() -> io::Result<()> {
    let server = Server::start("http")?;
    let before = status("VmRSS:");
    let start = Instant::now();
    let live = Live::start(Kind::HttpFetch, Budget::default(), |draft| {
        if let Some(http) = draft.http_mut() {
            http.url = server.url(LEN);
        }
    })?;
    assert_eq!(live.until(outcome)?, HopOutcome::Complete);
    let took = start.elapsed();
    let totals = live.session(|session| session.capture().totals());
    let kept = totals.in_memory + totals.on_disk;
    assert_eq!(totals.received + totals.sent, kept, "every byte is kept");
    let grown = status("VmHWM:").saturating_sub(before) / 1024;
    let window = Budget::default().memory >> 20;
    println!("1 GiB kept by a session: {took:.2?}, memory grew by {grown} MiB");
    assert!(grown <= window + MOST_BESIDE, "more than the window of {window} MiB");
    Ok(())
}

/// In KiB; 0 where the system does not say.
fn status(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|line| line.strip_prefix(field));
    let number = value.and_then(|value| value.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn small_requests() -> io::Result<()> {
    let server = Server::start("http")?;
    let url = server.url(SMALL);
    let folder = tempfile::tempdir()?;
    let list = folder.path().join("urls");
    let mut urls = String::new();
    for _ in 0..REQUESTS {
        writeln!(urls, "url = \"{url}\"\noutput = \"/dev/null\"").map_err(io::Error::other)?;
    }
    fs::write(&list, urls)?;
    let curl = || timed(Command::new("curl").args(["-s", "-K"]).arg(&list));
    let medians = side_by_side::measure(ROUNDS, curl, || Ok(fetch_again_and_again(&url)))?;
    let ratio = medians.engine.as_secs_f64() / medians.reference.as_secs_f64();
    println!(
        "{REQUESTS} requests in sequence: curl {:.0?}, sockscope {:.0?}, {ratio:.2} x its time",
        medians.reference, medians.engine
    );
    assert!(ratio <= MOST_TIME, "small requests have become slow");
    Ok(())
}

/// Repeated fetches in one session over one connection, as the command line does them.
fn fetch_again_and_again(url: &str) -> Duration {
    let start = Instant::now();
    let (mut playground, events) = Playground::new(Budget::default());
    let id = playground.add(Kind::HttpFetch);
    if let Some(http) = playground.session_mut(id).and_then(|session| session.draft.http_mut()) {
        url.clone_into(&mut http.url);
    }
    for _ in 0..REQUESTS {
        playground.perform(Action::Start(id));
        while playground.session(id).is_some_and(Session::is_live) {
            playground::drain(&mut playground, &events, None, |_, _| {});
        }
        assert_eq!(playground.session(id).and_then(outcome), Some(HopOutcome::Complete));
    }
    let took = start.elapsed();
    let connections = playground.session(id).map(|session| session.peers().len());
    assert_eq!(connections, Some(1), "the connection is used again");
    took
}

/// The outcome of the fetch.
fn outcome(session: &Session) -> Option<HopOutcome> {
    match session.state() {
        SessionState::Fetched(summary) if !session.is_live() => Some(summary.outcome.clone()),
        _ => None,
    }
}

/// Downloads into a file; returns curl's time divided by ours.
fn download(name: &str, len: u64, url: &str, switches: &[&str]) -> io::Result<f64> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("body");
    let run = |command: &mut Command| {
        let took = timed(command.args(switches).args(["-k", "-o"]).arg(&path).arg(url))?;
        assert_eq!(fs::metadata(&path)?.len(), len, "the body is whole");
        fs::remove_file(&path)?;
        Ok(took)
    };
    compare(name, len, || run(&mut curl()), || run(&mut sockscope()))
}

fn upload() -> io::Result<()> {
    let server = Server::start("https")?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("data");
    fs::write(&path, vec![0x5a; UPLOADED])?;
    let from = |path: &Path| format!("@{}", path.display());
    compare(
        "256 MiB uploaded over https",
        UPLOADED as u64,
        || timed(curl().args(["-k", "--data-binary", &from(&path), &server.url(SMALL)])),
        || timed(sockscope().args(["-k", "--data-file"]).arg(&path).arg(server.url(SMALL))),
    )
    .map(drop)
}

fn curl() -> Command {
    let mut command = Command::new("curl");
    command.arg("-s");
    command
}

fn sockscope() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sockscope"));
    command.arg("http");
    command
}

fn timed(command: &mut Command) -> io::Result<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    let took = start.elapsed();
    assert!(status.success(), "{command:?}");
    Ok(took)
}

/// Runs both in turns; returns curl's time divided by ours.
fn compare(
    name: &str,
    len: u64,
    curl: impl FnMut() -> io::Result<Duration>,
    own: impl FnMut() -> io::Result<Duration>,
) -> io::Result<f64> {
    let medians = side_by_side::measure(ROUNDS, curl, own)?;
    let speed = |took: Duration| len as f64 / took.as_secs_f64() / 1e9;
    let ratio = medians.reference.as_secs_f64() / medians.engine.as_secs_f64();
    let (curl, own) = (speed(medians.reference), speed(medians.engine));
    println!("{name}: curl {curl:.2} GB/s, sockscope {own:.2} GB/s, ratio {ratio:.2}");
    Ok(ratio)
}

const ROUNDS: usize = 5;
const LEN: u64 = 1 << 30;
const REQUESTS: usize = 1_000;
const SMALL: u64 = 100;
const UPLOADED: usize = 256 << 20;
/// For the speed of curl.
const LEAST_SPEED: f64 = 0.5;
/// For the time of curl.
const MOST_TIME: f64 = 2.0;
/// Memory allowed in addition to the window, in MiB.
const MOST_BESIDE: u64 = 64;
