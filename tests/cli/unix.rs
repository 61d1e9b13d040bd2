//! Unix sockets: streams in `tcp-server` and `tcp-client`, datagrams and packets in `udp`.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::path::PathBuf;

use tempfile::TempDir;

use super::program::{PATIENCE, Program, start};

/// A folder for socket files.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn address(&self, name: &str) -> String {
        format!("unix:{}", self.path(name).display())
    }

    fn datagrams(&self, name: &str) -> UnixDatagram {
        patient(UnixDatagram::bind(self.path(name)).unwrap())
    }

    /// A socket file where nothing listens.
    fn stale(&self, name: &str) {
        drop(UnixListener::bind(self.path(name)).unwrap());
    }
}

fn patient(socket: UnixDatagram) -> UnixDatagram {
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket
}

fn receive(socket: &UnixDatagram) -> Vec<u8> {
    let mut space = vec![0; 100_000];
    let len = socket.recv(&mut space).unwrap();
    space.truncate(len);
    space
}

fn pattern(len: usize) -> Vec<u8> {
    (0..=250).cycle().take(len).collect()
}

/// Sends, takes what comes back up to the end.
fn exchange(mut stream: UnixStream, bytes: &[u8]) -> Vec<u8> {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(bytes).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

/// Ends it by a signal, successfully.
fn end(program: Program) -> String {
    program.signal("TERM");
    program.finish().text()
}

#[test]
fn a_server_answers_over_a_file_that_it_removes() {
    let folder = Folder::new();
    let address = folder.address("s");
    let server = start(&["tcp-server", &address, "--reply", "upper"]);
    server.until(format!("Listening on {address}\n").as_bytes());
    let stream = UnixStream::connect(folder.path("s")).unwrap();
    assert_eq!(exchange(stream, b"hello"), b"HELLO");
    let text = end(server);
    assert!(text.contains("#1 <- 5 bytes received from unix:(unnamed)\n"), "{text}");
    assert!(!folder.path("s").exists());
}

#[test]
fn a_client_connects_to_a_file() {
    let folder = Folder::new();
    let listener = UnixListener::bind(folder.path("s")).unwrap();
    let client = start(&["tcp-client", &folder.address("s"), "--text", "ask", "--format", "raw"]);
    let (stream, _) = listener.accept().unwrap();
    assert_eq!(exchange(stream, b"answer"), b"ask");
    assert_eq!(client.finish().text(), "answer");
    assert!(folder.path("s").exists(), "it belongs to the listener");
}

#[test]
fn a_client_without_a_server_is_exit_code_1_in_words() {
    let folder = Folder::new();
    let address = folder.address("s");
    let outcome = start(&["tcp-client", &address]).finish();
    let words =
        format!("sockscope: could not connect to {address}: no such file or directory (ENOENT)\n");
    assert_eq!((outcome.code, outcome.stderr), (Some(1), words));
}

#[test]
fn a_stale_file_is_named_and_removed_only_if_asked() {
    let folder = Folder::new();
    folder.stale("s");
    let (path, address) = (folder.path("s"), folder.address("s"));
    let words = format!(
        "sockscope: could not bind {address}: its socket file is left over, nobody listens there (EADDRINUSE) - --remove-stale removes it\n"
    );
    for arguments in [&["tcp-server", &address][..], &["udp", "--bind", &address]] {
        let outcome = start(arguments).finish();
        assert_eq!((outcome.code, &outcome.stderr), (Some(1), &words));
        assert!(path.exists());
        let program = start(&[arguments, &["--remove-stale"]].concat());
        program.until(address.as_bytes());
        end(program);
        assert!(!path.exists());
        folder.stale("s");
    }
}

#[test]
fn a_file_in_use_is_not_stale() {
    let folder = Folder::new();
    let _listener = UnixListener::bind(folder.path("s")).unwrap();
    let outcome = start(&["tcp-server", &folder.address("s"), "--remove-stale"]).finish();
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("address already in use (EADDRINUSE) - another program"));
    assert!(UnixStream::connect(folder.path("s")).is_ok());
}

#[test]
fn a_path_too_long_is_exit_code_1_in_words() {
    let address = format!("unix:/tmp/{}", "x".repeat(200));
    for arguments in [["tcp-server", &address].as_slice(), &["udp", "--bind", &address]] {
        let outcome = start(arguments).finish();
        assert_eq!(outcome.code, Some(1));
        assert!(
            outcome.stderr.contains("the path of a socket has at most 1"),
            "{}",
            outcome.stderr
        );
        assert!(outcome.stderr.ends_with(" bytes, this one has 205\n"), "{}", outcome.stderr);
    }
}

#[test]
fn datagrams_of_every_size_are_echoed() {
    let folder = Folder::new();
    let program = start(&["udp", "--bind", &folder.address("s"), "--reply", "echo"]);
    program.until(b"Bound to ");
    let far = folder.datagrams("far");
    far.connect(folder.path("s")).unwrap();
    for size in [0, 1, 1473, 8192, 65_507, 90_000] {
        far.send(&pattern(size)).unwrap();
        assert!(receive(&far) == pattern(size), "{size}");
    }
    program.until(b"90,000 bytes sent to ");
    let text = end(program);
    assert!(text.contains(&format!("received from {}\n", folder.address("far"))), "{text}");
    assert!(!folder.path("s").exists());
}

#[test]
fn datagrams_go_out_with_and_without_an_address_of_their_own() {
    let folder = Folder::new();
    let far = folder.datagrams("far");
    let outcome =
        start(&["udp", "--to", &folder.address("far"), "--text", "a", "--text="]).finish();
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!((receive(&far), receive(&far)), (b"a".to_vec(), Vec::new()));
    let (to, bind) = (folder.address("far"), folder.address("near"));
    let program = start(&["udp", "--to", &to, "--bind", &bind, "--text", "b", "--for", "1h"]);
    assert_eq!(receive(&far), b"b");
    far.send_to(b"answer", folder.path("near")).unwrap();
    program.until(b"6 bytes received from ");
    end(program);
    assert!(!folder.path("near").exists());
}

#[test]
fn a_datagram_to_nobody_is_exit_code_1_in_words() {
    let folder = Folder::new();
    let address = folder.address("far");
    let outcome = start(&["udp", "--to", &address, "--text", "hi"]).finish();
    let words =
        format!("sockscope: could not send to {address}: no such file or directory (ENOENT)\n");
    assert_eq!((outcome.code, outcome.stderr), (Some(1), words));
}

#[cfg(target_os = "linux")]
mod linux {
    use std::os::linux::net::SocketAddrExt as _;
    use std::os::unix::net::SocketAddr;
    use std::process;

    use socket2::{Domain, SockAddr, Socket, Type};

    use super::*;

    /// A name that no other test and no other run of this one has.
    fn name(of: &str) -> String {
        format!("sockscope-{}-{of}", process::id())
    }

    fn address(name: &str) -> SocketAddr {
        SocketAddr::from_abstract_name(name).unwrap()
    }

    #[test]
    fn streams_work_without_a_file() {
        let name = name("stream");
        let there = format!("unix:@{name}");
        let server = start(&["tcp-server", &there, "--reply", "echo"]);
        server.until(b"Listening on ");
        let stream = UnixStream::connect_addr(&address(&name)).unwrap();
        assert_eq!(exchange(stream, b"one"), b"one");
        let client = start(&["tcp-client", &there, "--text", "two", "--format", "raw"]);
        assert_eq!(client.finish().text(), "two");
        end(server);
    }

    #[test]
    fn datagrams_work_without_a_file() {
        let names = [name("near"), name("far")];
        let [bind, to] = [&names[0], &names[1]].map(|name| format!("unix:@{name}"));
        let far = patient(UnixDatagram::bind_addr(&address(&names[1])).unwrap());
        let program = start(&["udp", "--bind", &bind, "--to", &to, "--text", "a", "--for", "1h"]);
        assert_eq!(receive(&far), b"a");
        far.send_to_addr(b"answer", &address(&names[0])).unwrap();
        program.until(format!("6 bytes received from {to}\n").as_bytes());
        end(program);
    }

    #[test]
    fn packets_keep_apart_over_a_connection() {
        let folder = Folder::new();
        let there = folder.address("s");
        let arguments = ["udp", "--kind", "seqpacket", "--bind", &there, "--format", "json"];
        let server = start(&[&arguments[..], &["--reply", "upper"]].concat());
        server.until(b"\"opened\"");
        let plain = Socket::new(Domain::UNIX, Type::SEQPACKET, None).unwrap();
        plain.connect(&SockAddr::unix(folder.path("s")).unwrap()).unwrap();
        plain.set_read_timeout(Some(PATIENCE)).unwrap();
        for part in [&b"one"[..], b"three"] {
            plain.send(part).unwrap();
            let mut answer = [0; 9];
            let len = (&plain).read(&mut answer).unwrap();
            assert_eq!(answer[..len], part.to_ascii_uppercase());
        }
        drop(plain);
        let client = start(&[
            "udp",
            "--kind",
            "seqpacket",
            "--to",
            &there,
            "--text",
            "four",
            "--text",
            "five",
            "--for",
            "1h",
            "--format",
            "text",
        ]);
        client.until(b"#1 < FOUR\n");
        client.until(b"#1 < FIVE\n");
        end(client);
        let text = end(server);
        for hex in ["6f6e65", "7468726565", "666f7572", "66697665"] {
            assert_eq!(text.matches(&format!("\"hex\":\"{hex}\"")).count(), 1, "{hex} in {text}");
        }
    }
}
