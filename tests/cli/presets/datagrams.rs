//! Presets over UDP.

use std::io;
use std::net::UdpSocket;

use super::super::program::{PATIENCE, Program, start};
use super::classics::chargen;

fn peer(preset: &str) -> (Program, UdpSocket) {
    let program = start(&["udp", "--reply", preset]);
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.connect(program.address()).unwrap();
    (program, socket)
}

fn asked(socket: &UdpSocket, question: &[u8]) -> Vec<u8> {
    socket.send(question).unwrap();
    heard(socket)
}

fn heard(socket: &UdpSocket) -> Vec<u8> {
    let mut space = vec![0; 70_000];
    let len = socket.recv(&mut space).unwrap();
    space.truncate(len);
    space
}

fn assert_silent(socket: &UdpSocket) {
    socket.set_nonblocking(true).unwrap();
    assert_eq!(socket.recv(&mut [0; 9]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    socket.set_nonblocking(false).unwrap();
}

#[test]
fn echo_and_upper_give_each_datagram_back_and_an_empty_one_empty() {
    for (preset, answer) in [("echo", &b"aZ\xff\n"[..]), ("upper", b"AZ\xff\n")] {
        let (_program, socket) = peer(preset);
        assert_eq!(asked(&socket, b"aZ\xff\n"), answer);
        assert_eq!(asked(&socket, b""), b"");
    }
}

#[test]
fn a_greeting_goes_to_each_new_peer_before_its_echo() {
    let (program, socket) = peer("greeting");
    socket.send(b"exiting").unwrap();
    assert_eq!(heard(&socket), b"Hello, type exit to leave\r\n");
    assert_eq!(heard(&socket), b"exiting");
    assert_eq!(asked(&socket, b"again\n"), b"again\n");
    socket.send(b"exit\r\n").unwrap();
    assert_eq!(program.finish().code, Some(0));
}

#[test]
fn hello_answers_everybody_after_the_same_second() {
    let (program, first) = peer("hello");
    let second = UdpSocket::bind("127.0.0.1:0").unwrap();
    second.set_read_timeout(Some(PATIENCE)).unwrap();
    second.connect(program.address()).unwrap();
    let begin = std::time::Instant::now();
    first.send(b"Ann\n").unwrap();
    second.send(b"Bob").unwrap();
    assert_eq!(heard(&first), b"Welcome\r\n");
    assert_eq!(heard(&second), b"Welcome\r\n");
    assert_eq!(heard(&first), b"Hello, Ann!\r\n");
    assert_eq!(heard(&second), b"Hello, Bob!\r\n");
    assert!(begin.elapsed().as_millis() >= 1_000);
}

#[test]
fn the_time_has_no_line_ending_and_a_wrong_format_is_answered_with_words() {
    let (_program, socket) = peer("time");
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let now = chrono::Utc::now().naive_utc();
    let said = text(asked(&socket, b""));
    let said = chrono::NaiveDateTime::parse_from_str(&said, "%Y-%m-%d %H:%M:%S").unwrap();
    assert!((now - said).num_seconds().abs() < 60);
    assert_eq!(asked(&socket, b"%Y").len(), 4);
    assert_eq!(asked(&socket, b"%Y\n").len(), 4);
    assert_eq!(asked(&socket, b"\r\n").len(), 19, "an empty line is empty");
    for wrong in [&b"%Q"[..], b"%", b"%Y%", b"%\xff"] {
        assert!(asked(&socket, wrong).len() > 4);
    }
    assert_eq!(asked(&socket, b"%Y").len(), 4, "it still answers");
}

#[test]
fn a_fixed_text_answers_any_datagram() {
    let (_program, socket) = peer("text");
    for question in [&b"who?"[..], b"", b"\0"] {
        assert_eq!(asked(&socket, question), b"this is the UDP server");
    }
}

#[test]
fn print_ends_with_a_datagram_1_and_not_before() {
    let (program, socket) = peer("print");
    for (datagram, shown) in [("12", "|12|"), ("one", "|one|")] {
        socket.send(datagram.as_bytes()).unwrap();
        program.until(shown.as_bytes());
    }
    assert_silent(&socket);
    socket.send(b"1").unwrap();
    let outcome = program.finish();
    assert!(outcome.text().contains("The rule “Leave” closes the socket\n"), "{}", outcome.stderr);
}

#[test]
fn discard_hears_and_says_nothing() {
    let (program, socket) = peer("discard");
    socket.send(b"anybody?").unwrap();
    program.until(b"|anybody?|");
    assert_silent(&socket);
}

#[test]
fn chargen_answers_a_datagram_with_some_lines() {
    let (_program, socket) = peer("chargen");
    let answer = asked(&socket, b"");
    assert!(!answer.is_empty() && answer.len() <= 512, "{}", answer.len());
    assert!(answer == chargen(answer.len()));
}
