//! The program as a child process whose output is collected; every wait has a deadline.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// Far more than anything here takes, also on a machine under load.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A run of the program. It is killed when this is dropped.
pub(crate) struct Program {
    child: Child,
    stdout: Collector,
    stderr: Collector,
}

/// What a run left behind.
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

/// Starts the program with an empty standard input and no display.
pub(crate) fn start(arguments: &[&str]) -> Program {
    Program::new(command(arguments).stdin(Stdio::null()))
}

/// Starts the program and gives it these bytes on standard input.
pub(crate) fn start_with_input(arguments: &[&str], bytes: impl Into<Vec<u8>>) -> Program {
    let (program, mut stdin) = start_with_pipe(arguments);
    let bytes = bytes.into();
    // The program may end before it has read all of it.
    spawn(move || stdin.write_all(&bytes).ok());
    program
}

/// Starts the program with a standard input that stays open as long as the second value.
pub(crate) fn start_with_pipe(arguments: &[&str]) -> (Program, ChildStdin) {
    let mut program = Program::new(command(arguments).stdin(Stdio::piped()));
    let stdin = program.child.stdin.take().unwrap();
    (program, stdin)
}

/// Starts the program, takes the first line of its output, and closes the pipe; gives its exit code and messages.
pub(crate) fn leave_after_a_line(
    arguments: &[&str],
    then: impl FnOnce(&str),
) -> (Option<i32>, String) {
    let mut child = command(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stderr = Collector::new(child.stderr.take().unwrap());
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    then(&line);
    let stderr = stderr.until(|_, ended| ended);
    (child.wait().unwrap().code(), String::from_utf8(stderr).unwrap())
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sockscope"));
    command
        .args(arguments)
        .env("TZ", "UTC")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .env_remove("SSLKEYLOGFILE");
    command
}

impl Program {
    pub(crate) fn new(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let stdout: ChildStdout = child.stdout.take().unwrap();
        let stderr: ChildStderr = child.stderr.take().unwrap();
        Self { child, stdout: Collector::new(stdout), stderr: Collector::new(stderr) }
    }

    /// Waits until its output holds these bytes.
    pub(crate) fn until(&self, wanted: &[u8]) {
        self.stdout.until(|bytes, _| holds(bytes, wanted));
    }

    /// Waits until its output is so.
    pub(crate) fn until_so(&self, is_so: impl Fn(&str) -> bool) {
        self.stdout.until(|bytes, _| is_so(&String::from_utf8_lossy(bytes)));
    }

    /// The address that it says it listens on or is bound to, in any format.
    pub(crate) fn address(&self) -> SocketAddr {
        const MARKS: [&[u8]; 3] = [b"istening on ", b"ound to ", b"\"opened\""];
        let is_said =
            |bytes: &[u8]| MARKS.iter().any(|mark| holds(bytes, mark)) && bytes.ends_with(b"\n");
        let deadline = Instant::now() + PATIENCE;
        loop {
            for collector in [&self.stdout, &self.stderr] {
                let text = collector.wait(Duration::from_millis(20), |bytes, _| is_said(bytes));
                if let Some(address) = address_in(&String::from_utf8_lossy(&text)) {
                    return address;
                }
            }
            assert!(Instant::now() < deadline, "the server does not listen");
        }
    }

    /// Connects to a server.
    pub(crate) fn connect(&self) -> TcpStream {
        patient(TcpStream::connect(self.address()).unwrap())
    }

    /// Sends a signal by its name, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits for its end.
    pub(crate) fn finish(mut self) -> Outcome {
        let stdout = self.stdout.until(|_, ended| ended);
        let stderr = self.stderr.until(|_, ended| ended);
        let code = self.child.wait().unwrap().code();
        Outcome { code, stdout, stderr: String::from_utf8(stderr).unwrap() }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Outcome {
    /// Its output, if it was a success.
    pub(crate) fn text(&self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        String::from_utf8(self.stdout.clone()).unwrap()
    }

    /// Its output with every time stamp as `TIME` and the other words replaced.
    pub(crate) fn masked(&self, words: &[(&str, &str)]) -> String {
        const STAMP: usize = "2026-01-02 03:04:05.123456".len();
        let mut text = String::new();
        for line in self.text().lines() {
            match line.split_at_checked(STAMP) {
                Some((_, rest)) if line.starts_with("20") && rest.starts_with("  ") => {
                    text.extend(["TIME", rest]);
                }
                _ => text.push_str(line),
            }
            text.push('\n');
        }
        words.iter().fold(text, |text, (from, to)| text.replace(from, to))
    }

    /// Its output as JSON.
    pub(crate) fn json(&self) -> Vec<Value> {
        let text = std::str::from_utf8(&self.stdout).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Everything that comes out of a pipe.
struct Collector(Arc<(Mutex<Collected>, Condvar)>);

#[derive(Default)]
struct Collected {
    bytes: Vec<u8>,
    ended: bool,
}

impl Collector {
    fn new(mut pipe: impl Read + Send + 'static) -> Self {
        let shared = Arc::new((Mutex::<Collected>::default(), Condvar::new()));
        let collected = Arc::clone(&shared);
        spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            loop {
                let len = pipe.read(&mut buffer).unwrap_or(0);
                let mut here = collected.0.lock().unwrap();
                here.bytes.extend_from_slice(&buffer[..len]);
                here.ended = len == 0;
                collected.1.notify_all();
                if len == 0 {
                    return;
                }
            }
        });
        Self(shared)
    }

    /// Waits for a state of the output, and gives it.
    fn until(&self, is_reached: impl Fn(&[u8], bool) -> bool) -> Vec<u8> {
        let bytes = self.wait(PATIENCE, &is_reached);
        let ended = self.0.0.lock().unwrap().ended;
        assert!(
            is_reached(&bytes, ended),
            "not in time; so far: {}",
            String::from_utf8_lossy(&bytes)
        );
        bytes
    }

    fn wait(&self, timeout: Duration, is_reached: impl Fn(&[u8], bool) -> bool) -> Vec<u8> {
        let (lock, changed) = &*self.0;
        let goes_on = |here: &mut Collected| !is_reached(&here.bytes, here.ended) && !here.ended;
        let (here, _) = changed.wait_timeout_while(lock.lock().unwrap(), timeout, goes_on).unwrap();
        here.bytes.clone()
    }
}

/// The first address that a text names.
pub(crate) fn address_in(text: &str) -> Option<SocketAddr> {
    let mut words = text.split(|c: char| c.is_whitespace() || c == '"');
    words.find_map(|word| word.parse().ok())
}

/// A thread of the test.
pub(crate) fn spawn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> thread::JoinHandle<T> {
    thread::Builder::new().spawn(work).unwrap()
}

/// A listener for the program to connect to, and its address.
pub(crate) fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (listener, address)
}

/// The next connection.
pub(crate) fn accept(listener: &TcpListener) -> TcpStream {
    patient(listener.accept().unwrap().0)
}

/// Everything up to the FIN.
pub(crate) fn read_all(mut stream: &TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

/// Sends more and more. Another test that starts a program may hold the closed pipe open for a moment, so that it takes
/// more than one line to meet it.
pub(crate) fn talk_until_it_leaves(mut stream: TcpStream) {
    while stream.write_all(b"more").is_ok() {}
}

/// Closes with RST.
pub(crate) fn reset(stream: TcpStream) {
    socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    drop(stream);
}

fn patient(stream: TcpStream) -> TcpStream {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
