//! `play`.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, UdpSocket};
use std::thread::JoinHandle;

use serde_json::{Value, json};
use tempfile::NamedTempFile;

use super::program::{Outcome, PATIENCE, accept, listener, spawn, start, start_with_input};

const SMOKE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/smoke.play.toml");
const MODBUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/modbus.play.toml");

fn file(text: &str) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    file
}

/// The list of a file, played with what comes before its steps.
fn run(session: &str, steps: &str, more: &[&str]) -> Outcome {
    let file = file(&format!("{session}\n{steps}"));
    let path = file.path().to_str().unwrap();
    start(&[&["play", path], more].concat()).finish()
}

fn client(address: &str) -> String {
    format!("framing = 'line'\n[session]\nkind = 'tcp-client'\naddress = '{address}'")
}

/// Answers each line with `OK` and the line, until the client closes.
fn line_server() -> (String, JoinHandle<()>) {
    let (listener, address) = listener();
    let server = spawn(move || {
        let stream = accept(&listener);
        for line in BufReader::new(&stream).lines() {
            writeln!(&stream, "OK {}\r", line.unwrap()).unwrap();
        }
    });
    (address, server)
}

/// The lines of the output without the times at their ends, which vary.
fn lines(outcome: &Outcome) -> Vec<String> {
    let text = String::from_utf8(outcome.stdout.clone()).unwrap();
    let timeless = |line: &str| match line.rsplit_once(" (") {
        Some((line, time)) if time.ends_with("s)") => line.to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(timeless).collect()
}

#[test]
fn the_smoke_test_passes_with_a_line_server() {
    let (address, server) = line_server();
    let outcome = start(&["play", SMOKE, "--to", &address]).finish();
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!(outcome.stderr, "");
    let step = [
        r"1 ok send “hello {seq:dec}\r\n”",
        "2 ok expect a message that starts with “OK hello” within 2 s",
    ];
    let rest = [
        "3 ok repeat from step 1, 2 times",
        "4 ok wait 50 ms",
        r"5 ok send “bye\r\n”, 1 byte every 5 ms",
        "6 ok expect a message that is “OK bye” within 2 s",
        "6 steps passed",
    ];
    assert_eq!(lines(&outcome), [&step[..], &step, &step, &rest].concat());
    server.join().unwrap();
}

#[test]
fn the_modbus_example_passes_with_a_device() {
    let (listener, address) = listener();
    let device = spawn(move || {
        let mut stream = accept(&listener);
        let mut request = [0; 12];
        stream.read_exact(&mut request).unwrap();
        assert_eq!(request, [0, 1, 0, 0, 0, 6, 1, 3, 0, 0x6b, 0, 2]);
        stream.write_all(&[0, 1, 0, 0, 0, 7, 1, 3, 4, 0xca, 0xfe, 0, 1]).unwrap();
        stream.read_exact(&mut request).unwrap();
        stream.write_all(&request).unwrap();
        request
    });
    let outcome = start(&["play", MODBUS, "--to", &address]).finish();
    assert_eq!(outcome.text().lines().last(), Some("4 steps passed"));
    assert_eq!(device.join().unwrap(), [0, 2, 0, 0, 0, 6, 1, 6, 0, 0x6b, 0x12, 0x34]);
}

#[test]
fn a_step_that_fails_ends_it_with_the_reason() {
    let (address, server) = line_server();
    let steps = "
[[step]]
send = 'a\\r\\n'
[[step]]
expect = { contains = 'b' }
within = '50ms'
[[step]]
send = 'c'
[[step]]
wait = '1s'
";
    let outcome = run(&client(&address), steps, &[]);
    let why = "no message that contains “b” came within 50 ms; another message came first: “OK a”";
    let expected = [
        r"1 ok send “a\r\n”".to_owned(),
        format!("2 FAILED expect a message that contains “b” within 50 ms: {why}"),
        "1 step passed, 1 failed, 2 not reached".to_owned(),
    ];
    assert_eq!(lines(&outcome), expected);
    assert_eq!(outcome.stderr, format!("sockscope: step 2 failed: {why}\n"));
    assert_eq!(outcome.code, Some(1));
    server.join().unwrap();
}

#[test]
fn json_has_a_line_for_each_step() {
    let (address, server) = line_server();
    let steps = "[[step]]\nsend = 'a\\n'\n[[step]]\nexpect = 'empty'\nwithin = '20ms'";
    let outcome = run(&client(&address), steps, &["--format", "json"]);
    let mut lines = outcome.json();
    for line in &mut lines {
        let object = line.as_object_mut().unwrap();
        assert!(object.remove("at").is_some_and(|at| at.is_string()));
        if object["event"] == "step" {
            assert!(object.remove("took_us").is_some_and(|took| took.is_u64()));
        }
    }
    let why = "no empty message came within 20 ms; another message came first: “OK a”";
    let expected: [Value; 3] = [
        json!({"event": "step", "session": 1, "step": 1, "what": r"send “a\n”", "outcome": "passed"}),
        json!({"event": "step", "session": 1, "step": 2, "outcome": "failed", "message": why,
            "what": "expect an empty message within 20 ms"}),
        json!({"event": "played", "session": 1, "passed": false,
            "steps_passed": 1, "steps_failed": 1, "steps_left": 0}),
    ];
    assert_eq!(lines, expected);
    assert_eq!(outcome.code, Some(1));
    server.join().unwrap();
}

#[test]
fn the_exchange_is_shown_if_asked_for() {
    let (address, server) = line_server();
    let steps = "[[step]]\nsend = 'a\\n'\n[[step]]\nexpect = { exact = 'OK a' }";
    let text = run(&client(&address), steps, &["--show"]).text();
    for line in ["#1 > a\n", "\n#1 < OK a\\r\n", "\n2 ok ", "\n* Closed: received 6 bytes"] {
        assert!(text.contains(line), "{text}");
    }
    server.join().unwrap();
}

#[test]
fn a_server_plays_with_its_first_client() {
    let steps = "
[session]
kind = 'tcp-server'
address = '0'
[[step]]
expect = { exact = 'hi' }
within = '1m'
[[step]]
send = 'bye'
";
    let file = file(steps);
    let program = start(&["play", file.path().to_str().unwrap()]);
    let mut client = program.connect();
    client.write_all(b"hi").unwrap();
    client.read_exact(&mut [0; 3]).unwrap();
    let text = program.finish().text();
    assert!(text.starts_with("* Listening on 127.0.0.1:"), "{text}");
    assert!(text.ends_with("\n2 steps passed\n"), "{text}");
}

#[test]
fn datagrams_are_asked_and_answered() {
    let far = UdpSocket::bind("127.0.0.1:0").unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    let address = far.local_addr().unwrap();
    let echo = spawn(move || {
        let mut space = [0; 99];
        let (len, from) = far.recv_from(&mut space).unwrap();
        far.send_to(&space[..len], from).unwrap();
    });
    let session = format!("[session]\nkind = 'udp'\naddress = '{address}'");
    let steps = "[[step]]\nsend = { hex = '00 ff' }\n[[step]]\nexpect = { mask = '?? ff' }";
    let outcome = run(&session, steps, &[]);
    assert_eq!(outcome.text().lines().last(), Some("2 steps passed"));
    echo.join().unwrap();
}

#[test]
fn datagrams_can_be_waited_for() {
    let file = file(
        "[session]\nkind = 'udp'\nbind = '0'\n[[step]]\nexpect = 'any'\nwithin = '1m'\n[[step]]\nsend = '{message}!'",
    );
    let program = start(&["play", file.path().to_str().unwrap()]);
    let far = UdpSocket::bind("127.0.0.1:0").unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    let to: SocketAddr = program.address();
    far.send_to(b"hi", to).unwrap();
    let mut space = [0; 9];
    assert_eq!(far.recv(&mut space).unwrap(), 3);
    assert_eq!(program.finish().code, Some(0));
}

#[test]
fn a_refused_connection_is_the_reason() {
    let (listener, address) = listener();
    drop(listener);
    let outcome = run(&client(&address), "[[step]]\nsend = 'a'", &[]);
    assert_eq!(outcome.code, Some(1));
    let why = format!("could not connect to {address}: connection refused (ECONNREFUSED)");
    assert!(outcome.stderr.contains(&why), "{}", outcome.stderr);
    assert!(lines(&outcome).iter().all(|line| !line.contains(" ok ")));
}

#[test]
fn a_peer_that_closes_is_why_a_step_failed() {
    let (listener, address) = listener();
    let server = spawn(move || drop(accept(&listener)));
    let outcome = run(&client(&address), "[[step]]\nexpect = 'any'\nwithin = '1m'", &[]);
    server.join().unwrap();
    let why = "no message came, the peer sends no more (FIN received)";
    assert_eq!(outcome.stderr, format!("sockscope: step 1 failed: {why}\n"));
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn a_signal_fails_the_step_that_goes_on() {
    let (listener, address) = listener();
    let file = file(&format!("{}\n[[step]]\nsend = 'x'\n[[step]]\nwait = '1h'", client(&address)));
    let program = start(&["play", file.path().to_str().unwrap()]);
    let mut stream = accept(&listener);
    stream.read_exact(&mut [0]).unwrap();
    program.until(b"1 ok ");
    program.signal("INT");
    let outcome = program.finish();
    assert_eq!(
        lines(&outcome),
        ["1 ok send “x”", "2 FAILED wait 1 h: stopped", "1 step passed, 1 failed"]
    );
    assert_eq!(outcome.code, Some(1));
}

#[test]
fn a_wrong_file_is_said_by_line_and_column() {
    let session = client("127.0.0.1:9");
    let steps = "\n[[step]]\nwait = '1s'\n\n[[step]]\nsend = { hex = '0g' }\n";
    let outcome = run(&session, steps, &[]);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains(": line 10, column 8: step 2: "), "{}", outcome.stderr);
    let table = [
        ("[session]\nkind = 'tcp'", ": line 3, column 8: unknown variant"),
        ("[session]\nkind = 'udp'\n[[step]]\nwait = '1s'", "an address to send to, or bind"),
        ("[session]\nkind = 'tcp-client'\n[[step]]\nwait = '1s'", "needs an address"),
        ("[session]\nkind = 'tcp-server'\naddress = 'x y:1'\n[[step]]\nwait = '1s'", "x y"),
        ("name = 'nothing'", "the file has no [[step]]"),
        ("[[step]]\nwait = '1s'", "--to is needed: where to connect"),
    ];
    for (text, words) in table {
        let outcome = run("", text, &[]);
        assert_eq!(outcome.code, Some(2), "{text}");
        assert!(outcome.stderr.contains(words), "{text}: {}", outcome.stderr);
        assert!(outcome.stdout.is_empty());
    }
}

#[test]
fn a_file_that_cannot_be_read_is_no_list() {
    let outcome = start(&["play", "/nowhere/list.toml"]).finish();
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("could not read /nowhere/list.toml"), "{}", outcome.stderr);
}

#[test]
#[cfg(unix)]
fn a_file_without_end_is_not_read_to_it() {
    let outcome = start(&["play", "/dev/zero"]).finish();
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("could not read /dev/zero: larger than 4 MiB"));
}

#[test]
fn a_list_can_come_from_standard_input() {
    let (address, server) = line_server();
    let steps = "[[step]]\nsend = 'a\\n'\n[[step]]\nexpect = { starts-with = 'OK' }";
    let outcome = start_with_input(&["play", "-", "--to", &address], steps).finish();
    assert_eq!(outcome.text().lines().last(), Some("2 steps passed"));
    server.join().unwrap();
}
