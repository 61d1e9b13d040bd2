//! `tcp-server`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};

use serde_json::{Value, json};

use super::program::{
    Outcome, Program, address_in, leave_after_a_line, read_all, start, talk_until_it_leaves,
};

/// One client that sends, half-closes and takes what comes back; then the server is ended by a signal.
fn visited(server: Program, parts: &[&[u8]]) -> (Outcome, Vec<u8>, [String; 2]) {
    let mut client = server.connect();
    let ends =
        [client.peer_addr(), client.local_addr()].map(|address| address.unwrap().to_string());
    for part in parts {
        client.write_all(part).unwrap();
    }
    client.shutdown(Shutdown::Write).unwrap();
    let answer = read_all(&client);
    server.signal("TERM");
    (server.finish(), answer, ends)
}

#[test]
fn the_default_is_a_line_for_each_fact_and_a_dump_for_each_read() {
    let server = start(&["tcp-server", "0", "--reply", "echo"]);
    let mut client = server.connect();
    let [address, from] =
        [client.peer_addr(), client.local_addr()].map(|address| address.unwrap().to_string());
    client.write_all(b"hello\x1b\xff").unwrap();
    client.read_exact(&mut [0; 7]).unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read_all(&client), b"");
    server.signal("TERM");
    let expected = "\
TIME  Listening on SERVER
TIME  #1 Connected SERVER with CLIENT
TIME  #1 <- 7 bytes received from CLIENT
00000000  68 65 6c 6c 6f 1b ff                              |hello..|
TIME  #1 -> 7 bytes sent to CLIENT by the rule “Echo”
00000000  68 65 6c 6c 6f 1b ff                              |hello..|
TIME  #1 Half-closed by peer (FIN received), it sends no more
TIME  #1 Closed by peer
TIME  Closed: received 7 bytes, sent 7 bytes; kept 7 bytes, dropped 0 bytes
";
    assert_eq!(server.finish().masked(&[(&address, "SERVER"), (&from, "CLIENT")]), expected);
}

#[test]
fn json_has_every_fact_with_its_time() {
    let server = start(&["tcp-server", "127.0.0.1:0", "--format", "json"]);
    let (outcome, _, [server, client]) = visited(server, &[b"\x00\xff"]);
    let mut lines = outcome.json();
    for line in &mut lines {
        let object = line.as_object_mut().unwrap();
        let at = object.remove("at").unwrap();
        let at = at.as_str().unwrap();
        assert_eq!(at.len(), "2026-01-02T03:04:05.123456+00:00".len(), "{at}");
        assert!(chrono::DateTime::parse_from_rfc3339(at).is_ok(), "{at}");
        assert_eq!(object.remove("session"), Some(json!(1)));
    }
    let expected = [
        json!({"event": "opened", "addr": server}),
        json!({"event": "joined", "peer": 1, "addr": client, "local": server}),
        json!({"event": "data", "peer": 1, "addr": client, "direction": "received", "reply": false, "len": 2, "hex": "00ff"}),
        json!({"event": "half-closed", "peer": 1, "addr": client, "direction": "received"}),
        json!({"event": "left", "peer": 1, "addr": client, "reason": "closed-by-peer", "message": "closed by peer"}),
        json!({"event": "closed", "received": 2, "sent": 0, "kept": 2, "dropped": 0}),
    ];
    assert_eq!(lines, expected);
    assert_eq!(outcome.code, Some(0));
}

#[test]
fn hostile_text_is_inert() {
    let server = start(&["tcp-server", "0", "--format", "text"]);
    let hostile = "\u{1b}]0;pwned\u{7}\r\n* Listening\u{202e}\u{9b}31m\nlast".as_bytes();
    let (outcome, _, _) = visited(server, &[hostile]);
    let text = outcome.text();
    let shown = "\n#1 < \\x1b]0;pwned\\x07\\r\n#1 < * Listening\\u{202e}\\u{9b}31m\n#1 < last\n* ";
    assert!(text.contains(shown), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
}

#[test]
fn text_is_decoded_across_reads() {
    let server = start(&["tcp-server", "0", "--format", "text", "--encoding", "gbk"]);
    let mut client = server.connect();
    client.write_all(b"\xc4\xe3\xba").unwrap();
    server.until("你".as_bytes());
    client.write_all(b"\xc3\n").unwrap();
    server.until("#1 < 你好\n".as_bytes());
}

#[test]
fn raw_is_the_received_bytes_and_nothing_else() {
    let server = start(&["tcp-server", "0", "--format", "raw", "--reply", "echo"]);
    let bytes: Vec<u8> = (0..=255).collect();
    let (outcome, _, [address, _]) = visited(server, &[&bytes]);
    assert_eq!((outcome.code, outcome.stdout), (Some(0), bytes));
    assert!(
        outcome.stderr.starts_with(&format!("* Listening on {address}\n")),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome
            .stderr
            .ends_with("received 256 bytes, sent 256 bytes; kept 256 bytes, dropped 0 bytes\n")
    );
}

#[test]
fn a_reachable_address_says_so() {
    let server = start(&["tcp-server", "*:0", "--format", "json", "--for", "1ms"]);
    let lines = server.finish().json();
    let message = "Other machines can connect: this address is reachable over the network";
    assert_eq!(lines[1]["message"], message);
}

#[test]
fn it_ends_by_itself_after_its_time() {
    let server = start(&["tcp-server", "0", "--for", "100ms", "--format", "json"]);
    let client = server.connect();
    let outcome = server.finish();
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!(events(&outcome), ["opened", "joined", "left", "closed"]);
    assert_eq!(read_all(&client), b"");
}

#[test]
fn signals_end_it_with_the_totals() {
    for signal in ["INT", "TERM"] {
        let server = start(&["tcp-server", "0", "--format", "json"]);
        let mut client = server.connect();
        client.write_all(b"12345").unwrap();
        server.until(b"3132333435");
        server.signal(signal);
        let outcome = server.finish();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
        let closed = outcome.json().pop().unwrap();
        assert_eq!(
            (&closed["event"], &closed["received"], &closed["kept"]),
            (&json!("closed"), &json!(5), &json!(5))
        );
    }
}

#[test]
fn one_client_too_many_is_closed() {
    let server = start(&["tcp-server", "0", "--max-clients", "1"]);
    let first = server.connect();
    server.until(b"#1 Connected");
    let second = server.connect();
    assert_eq!(read_all(&second), b"");
    server.until(b"at most 1 connection\n");
    drop(first);
    server.until(b"#1 Closed by peer");
    let _third = server.connect();
    server.until(b"#2 Connected");
}

#[test]
fn a_port_in_use_is_exit_code_1_in_words() {
    let first = start(&["tcp-server", "0"]);
    let address = first.address().to_string();
    let outcome = start(&["tcp-server", &address, "--format", "json"]).finish();
    assert_eq!(
        (outcome.code, events(&outcome)),
        (Some(1), vec!["error".to_owned(), "closed".to_owned()])
    );
    let words = format!("sockscope: could not bind {address}: address already in use (EADDRINUSE)");
    assert!(outcome.stderr.starts_with(&words), "{}", outcome.stderr);
}

#[test]
fn received_bytes_are_appended_to_a_file_as_they_arrive() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), b"before ").unwrap();
    let path = file.path().to_str().unwrap();
    let server = start(&["tcp-server", "0", "--save-received", path, "--format", "json"]);
    let mut client = server.connect();
    client.write_all(b"\x00one\xff").unwrap();
    server.until(b"006f6e65ff");
    assert_eq!(fs::read(file.path()).unwrap(), b"before \x00one\xff");
    drop(client);
    let (outcome, _, _) = visited(server, &[b" two"]);
    assert_eq!(outcome.code, Some(0));
    assert_eq!(fs::read(file.path()).unwrap(), b"before \x00one\xff two");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_ends_it_with_exit_code_1_in_words() {
    let server = start(&["tcp-server", "0", "--save-received", "/dev/full"]);
    let mut client = server.connect();
    client.write_all(b"hello").unwrap();
    let outcome = server.finish();
    let words = "sockscope: could not write /dev/full: no space left on device (ENOSPC)\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), words));
    assert!(String::from_utf8(outcome.stdout).unwrap().contains("Closed: received 5 bytes"));
    assert_eq!(client.read(&mut [0]).unwrap_or(0), 0);
}

#[test]
fn a_file_that_cannot_be_made_is_said_before_anything_listens() {
    let outcome = start(&["tcp-server", "0", "--save-received", "/no/such/file"]).finish();
    let words = "sockscope: could not write /no/such/file: no such file or directory (ENOENT)\n";
    assert_eq!(
        (outcome.code, outcome.stderr.as_str(), outcome.stdout),
        (Some(1), words, Vec::new())
    );
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let (code, stderr) = leave_after_a_line(&["tcp-server", "0"], |line| {
        talk_until_it_leaves(TcpStream::connect(address_in(line).unwrap()).unwrap());
    });
    assert_eq!((code, stderr.as_str()), (Some(141), ""));
}

fn events(outcome: &Outcome) -> Vec<String> {
    let name = |line: Value| line["event"].as_str().unwrap().to_owned();
    outcome.json().into_iter().map(name).collect()
}
