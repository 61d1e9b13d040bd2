//! `tcp-client`.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener};

use serde_json::json;

use super::program::{
    Outcome, accept, leave_after_a_line, listener, read_all, reset, spawn, start, start_with_input,
    start_with_pipe, talk_until_it_leaves,
};

/// What a server gets that answers nothing, and what becomes of the program.
fn heard(arguments: &[&str]) -> (Vec<u8>, Outcome) {
    let (listener, address) = listener();
    let client = start(&[&["tcp-client", &address], arguments].concat());
    let bytes = read_all(&accept(&listener));
    (bytes, client.finish())
}

/// A server that sends back everything to one client.
fn echo(listener: TcpListener) {
    spawn(move || {
        let stream = accept(&listener);
        io::copy(&mut &stream, &mut &stream).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
    });
}

#[test]
fn payloads_are_sent_in_the_order_given_and_text_with_its_ending() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), b"<file>").unwrap();
    let path = file.path().to_str().unwrap();
    let (bytes, outcome) = heard(&[
        "--hex",
        "00 0xff",
        "--text",
        r"a\tb",
        "--file",
        path,
        "--text=-c",
        "--ending",
        "crlf",
    ]);
    assert_eq!(bytes, b"\x00\xffa\tb\r\n<file>-c\r\n");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
}

#[test]
fn text_is_sent_in_its_encoding() {
    let (bytes, _) = heard(&["--text", "你好", "--encoding", "gbk"]);
    assert_eq!(bytes, b"\xc4\xe3\xba\xc3");
    let (bytes, _) = heard(&["--text", "A", "--encoding", "utf-16le", "--ending", "lf"]);
    assert_eq!(bytes, b"A\0\n\0");
}

#[test]
fn an_empty_text_and_an_empty_input_end_at_once() {
    assert_eq!(heard(&["--text", ""]).1.code, Some(0));
    let (bytes, outcome) = heard(&[]);
    assert_eq!((bytes.as_slice(), outcome.code), (&b""[..], Some(0)));
}

#[test]
fn standard_input_follows_the_payloads() {
    let (listener, address) = listener();
    let client =
        start_with_input(&["tcp-client", &address, "--text", "first ", "--wait", "60s"], b"second");
    assert_eq!(read_all(&accept(&listener)), b"first second");
    assert_eq!(client.finish().code, Some(0));
}

#[test]
fn megabytes_go_out_and_come_back_exactly() {
    let bytes: Vec<u8> =
        (0..9_000_001_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let saved = tempfile::NamedTempFile::new().unwrap();
    let (listener, address) = listener();
    echo(listener);
    let path = saved.path().to_str().unwrap();
    let client = start_with_input(
        &["tcp-client", &address, "--format", "raw", "--save-received", path],
        bytes.clone(),
    );
    let outcome = client.finish();
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(outcome.stdout == bytes);
    assert!(fs::read(saved.path()).unwrap() == bytes);
    assert!(outcome.stderr.ends_with(
        "received 9,000,001 bytes, sent 9,000,001 bytes; kept 9,000,001 bytes, dropped 0 bytes\n"
    ));
}

#[test]
fn a_peer_that_closes_early_still_gets_the_rest() {
    let (listener, address) = listener();
    let (client, mut stdin) = start_with_pipe(&["tcp-client", &address]);
    let stream = accept(&listener);
    stream.shutdown(Shutdown::Write).unwrap();
    client.until(b"Half-closed by peer");
    stdin.write_all(b"late").unwrap();
    drop(stdin);
    assert_eq!(read_all(&stream), b"late");
    assert_eq!(client.finish().code, Some(0));
}

#[test]
fn waiting_ends_though_the_peer_stays() {
    let (listener, address) = listener();
    let arguments = ["tcp-client", &address, "--text", "hi", "--wait", "50ms"];
    let client = start(&arguments);
    let stream = accept(&listener);
    assert_eq!(client.finish().code, Some(0));
    assert_eq!(read_all(&stream), b"hi");
}

#[test]
fn a_silent_standard_input_does_not_hold_up_given_payloads() {
    let (listener, address) = listener();
    let (client, _stdin) =
        start_with_pipe(&["tcp-client", &address, "--text", "hi", "--wait", "50ms"]);
    let stream = accept(&listener);
    assert_eq!(client.finish().code, Some(0));
    assert_eq!(read_all(&stream), b"hi");
}

#[test]
fn waiting_begins_when_standard_input_has_ended() {
    let (listener, address) = listener();
    let (client, mut stdin) = start_with_pipe(&["tcp-client", &address, "--wait", "1ms"]);
    let mut stream = accept(&listener);
    for word in [b"one", b"two"] {
        stdin.write_all(word).unwrap();
        let mut heard = [0; 3];
        stream.read_exact(&mut heard).unwrap();
        assert_eq!(&heard, word);
    }
    drop(stdin);
    assert_eq!(client.finish().code, Some(0));
}

#[test]
fn json_tells_the_way_to_the_connection_and_back() {
    let (listener, address) = listener();
    echo(listener);
    let outcome = start(&["tcp-client", &address, "--hex", "c0 de", "--format", "json"]).finish();
    let facts: Vec<_> = outcome
        .json()
        .into_iter()
        .map(|line| (line["event"].clone(), line["direction"].clone(), line["hex"].clone()))
        .collect();
    let fact = |event: &str, direction: Option<&str>, hex: Option<&str>| {
        (json!(event), json!(direction), json!(hex))
    };
    for wanted in [
        fact("connecting", None, None),
        fact("joined", None, None),
        fact("data", Some("sent"), Some("c0de")),
        fact("half-closed", Some("sent"), None),
        fact("data", Some("received"), Some("c0de")),
        fact("left", None, None),
    ] {
        assert_eq!(
            facts.iter().filter(|fact| **fact == wanted).count(),
            1,
            "{wanted:?} in {facts:?}"
        );
    }
    assert_eq!(facts.last().unwrap().0, "closed");
}

#[test]
fn a_refused_connection_is_exit_code_1_in_words() {
    let (listener, address) = listener();
    drop(listener);
    let outcome = start(&["tcp-client", &address, "--text", "hi"]).finish();
    let words = format!(
        "sockscope: could not connect to {address}: connection refused (ECONNREFUSED) - nothing listens there\n"
    );
    assert_eq!((outcome.code, outcome.stderr), (Some(1), words));
    let text = String::from_utf8(outcome.stdout).unwrap();
    assert_eq!(text.matches("ECONNREFUSED").count(), 1, "{text}");
}

#[test]
fn a_peer_that_resets_is_exit_code_1_in_words() {
    let (listener, address) = listener();
    let (client, _stdin) = start_with_pipe(&["tcp-client", &address, "--text", "hi"]);
    let mut stream = accept(&listener);
    stream.read_exact(&mut [0; 2]).unwrap();
    reset(stream);
    let outcome = client.finish();
    let words = "sockscope: the connection was lost: reset by peer (ECONNRESET)\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), words));
}

#[test]
fn a_file_that_cannot_be_read_is_said_before_anything_is_sent() {
    let (listener, address) = listener();
    let nowhere = "/no/such/file: no such file or directory (ENOENT)";
    for (file, words) in [("/no/such/file", nowhere), ("/", "/: is a directory")] {
        for command in [["tcp-client", &address].as_slice(), &["udp", "--to", &address]] {
            let outcome = start(&[command, &["--text", "hi", "--file", file]].concat()).finish();
            let words = format!("sockscope: could not read {words}\n");
            assert_eq!((outcome.code, outcome.stderr), (Some(1), words));
        }
    }
    listener.set_nonblocking(true).unwrap();
    let nobody = listener.accept().unwrap_err();
    assert_eq!(nobody.kind(), io::ErrorKind::WouldBlock, "it said so before it connected");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_exit_code_1_in_words() {
    let (listener, address) = listener();
    echo(listener);
    let outcome =
        start(&["tcp-client", &address, "--text", "hi", "--save-received", "/dev/full"]).finish();
    let words = "sockscope: could not write /dev/full: no space left on device (ENOSPC)\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), words));
}

#[test]
#[cfg(target_os = "linux")]
fn an_endless_input_is_ended_by_a_signal() {
    let (listener, address) = listener();
    let zeros = fs::File::open("/dev/zero").unwrap();
    let mut command = super::program::command(&["tcp-client", &address, "--format", "json"]);
    let client = super::program::Program::new(command.stdin(zeros));
    let mut stream = accept(&listener);
    stream.read_exact(&mut vec![0; 1 << 20]).unwrap();
    // The peer now reads no more.
    client.signal("INT");
    let outcome = client.finish();
    assert_eq!(outcome.code, Some(1));
    assert_eq!(outcome.stderr, "sockscope: ended before everything was sent\n");
    let closed = outcome.json().pop().unwrap();
    assert_eq!(closed["event"], "closed");
    assert!(closed["sent"].as_u64().unwrap() >= 1 << 20);
}

#[test]
fn a_signal_after_everything_was_sent_is_a_success() {
    let (listener, address) = listener();
    let client = start(&["tcp-client", &address, "--text", "hi"]);
    let stream = accept(&listener);
    assert_eq!(read_all(&stream), b"hi");
    client.until(b"Half-closed here");
    client.signal("TERM");
    let outcome = client.finish();
    assert!(
        outcome
            .text()
            .ends_with("Closed: received 0 bytes, sent 2 bytes; kept 0 bytes, dropped 0 bytes\n")
    );
}

#[test]
fn hostile_text_is_inert() {
    let (listener, address) = listener();
    let client = start(&["tcp-client", &address, "--format", "text"]);
    let mut stream = accept(&listener);
    stream.write_all("\u{1b}[31mred\u{202e}\r\n".as_bytes()).unwrap();
    drop(stream);
    let text = client.finish().text();
    assert!(text.contains("\n#1 < \\x1b[31mred\\u{202e}\\r\n* "), "{text}");
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let (listener, address) = listener();
    let (code, stderr) = leave_after_a_line(&["tcp-client", &address, "--text", "hi"], |_| {
        talk_until_it_leaves(accept(&listener));
    });
    assert_eq!((code, stderr.as_str()), (Some(141), ""));
}
