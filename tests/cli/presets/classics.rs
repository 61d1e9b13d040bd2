//! Presets that answer bytes, whatever the messages.

use std::io::Read as _;
use std::net::TcpStream;

use serde_json::json;

use super::super::program::{accept, listener, read_all, spawn, start};
use super::talker::{Talker, server};

#[test]
fn echo_gives_every_byte_back_however_it_is_cut() {
    let server = server("echo");
    let all: Vec<u8> = (0..=255).collect();
    let mut talker = Talker::new(&server);
    talker.say(&all);
    talker.hear(&all);
    for byte in &all {
        talker.say([*byte]);
        talker.hear([*byte]);
    }
    talker.say(b"last words");
    assert_eq!(talker.last_words(), b"last words");
}

#[test]
fn upper_gives_capitals_and_leaves_what_is_no_text() {
    let server = server("upper");
    let mut talker = Talker::new(&server);
    talker.say("aZ{0}ä\0\r\n");
    talker.hear("AZ{0}Ä\0\r\n");
    talker.say([0xff, b'q']);
    talker.hear([0xff, b'Q']);
}

#[test]
fn a_browser_gets_a_page_and_the_end() {
    let server = server("http");
    let request = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n";
    let cuts = [request.len(), 1, request.len() - 2, request.len() - 1];
    for cut in cuts {
        let (first, second) = request.split_at(cut);
        let mut talker = Talker::new(&server);
        talker.say(first);
        talker.say(second);
        let answer = String::from_utf8(read_all(&talker.0)).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(head.contains("\r\nContent-Type: text/html"), "{head}");
        assert!(body.starts_with("<html>") && body.contains("Hello"), "{body}");
    }
}

#[test]
fn our_own_fetch_takes_the_page() {
    let server = server("http");
    let url = format!("http://{}/", server.address());
    let outcome = start(&["http", &url]).finish();
    assert!(outcome.text().contains("<h1>Hello"), "{}", outcome.stderr);
}

#[test]
fn a_fixed_text_answers_anything() {
    let server = server("text");
    let mut talker = Talker::new(&server);
    talker.say("who is it?\r\n");
    talker.hear("this is the UDP server");
    talker.say([0]);
    talker.hear("this is the UDP server");
}

#[test]
fn discard_takes_everything_and_answers_nothing() {
    let server = server("discard");
    let mut talker = Talker::new(&server);
    talker.say(vec![b'x'; 1 << 20]);
    assert_eq!(talker.last_words(), b"");
    server.until(b"#1 Closed by peer");
    server.signal("TERM");
    let outcome = server.finish();
    assert!(outcome.text().ends_with(
        "Closed: received 1,048,576 bytes, sent 0 bytes; kept 1,048,576 bytes, dropped 0 bytes\n"
    ));
}

/// Lines of RFC 864: each begins with the next character.
pub(super) fn chargen(len: usize) -> Vec<u8> {
    let line = |n: usize| (0..72).map(move |i| b' ' + u8::try_from((n + i) % 95).unwrap());
    (0..).flat_map(|n| line(n).chain(*b"\r\n")).take(len).collect()
}

#[test]
fn chargen_sends_the_pattern_without_end() {
    let server = start(&["tcp-server", "0", "--reply", "chargen", "--format", "raw"]);
    for _ in 0..2 {
        let mut stream: TcpStream = server.connect();
        let mut bytes = vec![0; 100_000];
        stream.read_exact(&mut bytes).unwrap();
        assert!(bytes == chargen(100_000));
    }
    server.signal("TERM");
    assert_eq!(server.finish().code, Some(0));
}

#[test]
fn a_reply_names_its_rule() {
    let server = start(&["tcp-server", "0", "--reply", "greeting", "--format", "json"]);
    let mut talker = Talker::new(&server);
    talker.hear("Hello, type exit to leave\r\n");
    talker.say("hi\r\n");
    talker.hear("hi\r\n");
    talker.say("exit\r\n");
    talker.is_left();
    server.signal("TERM");
    let lines = server.finish().json();
    let sent = lines.iter().filter(|line| line["event"] == "data" && line["direction"] == "sent");
    let rules: Vec<_> = sent.map(|line| (&line["reply"], &line["rule"])).collect();
    assert_eq!(rules, [(&json!(true), &json!("Greeting")), (&json!(true), &json!("Echo"))]);
    let notes: Vec<_> = lines.iter().filter(|line| line["event"] == "note").collect();
    assert_eq!(notes[0]["message"], "The rule “Leave” closes the connection (FIN)");
}

#[test]
fn a_client_answers_too() {
    let (listener, address) = listener();
    let client = start(&["tcp-client", &address, "--reply", "upper"]);
    let peer = accept(&listener);
    let mut talker = Talker(peer);
    talker.say("what?");
    talker.hear("WHAT?");
    talker.say("bye");
    assert_eq!(talker.last_words(), b"BYE");
    assert!(client.finish().text().contains(" by the rule “Upper case”\n"));
}

#[test]
fn a_client_whose_rule_closes_ends_well() {
    let (listener, address) = listener();
    let client = start(&["tcp-client", &address, "--reply", "print"]);
    let server = spawn(move || {
        let mut talker = Talker(accept(&listener));
        talker.say("1");
        talker.is_left();
    });
    assert_eq!(client.finish().code, Some(0));
    server.join().unwrap();
}
