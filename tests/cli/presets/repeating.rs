//! Payloads sent again and again, in pieces, and with fields.

use std::io::Read as _;
use std::net::UdpSocket;

use serde_json::json;

use super::super::program::{Outcome, PATIENCE, accept, listener, read_all, start};

/// What a server gets that answers nothing, and what becomes of the client.
fn heard(arguments: &[&str]) -> (Vec<u8>, Outcome) {
    let (listener, address) = listener();
    let client = start(&[&["tcp-client", &address], arguments].concat());
    let bytes = read_all(&accept(&listener));
    (bytes, client.finish())
}

#[test]
fn a_text_is_repeated_and_its_number_goes_on() {
    let (bytes, outcome) = heard(&["--text", "{seq:dec},", "--repeat", "12", "--every", "1ms"]);
    assert_eq!(bytes, b"0,1,2,3,4,5,6,7,8,9,10,11,");
    assert!(outcome.text().contains("  Repeated 12 times in "), "{}", outcome.text());
}

#[test]
fn the_tally_is_an_object() {
    let (_, outcome) =
        heard(&["--hex", "00", "--repeat", "3", "--every", "100us", "--format", "json"]);
    let lines = outcome.json();
    let repeated: Vec<_> = lines.iter().filter(|line| line["event"] == "repeated").collect();
    assert_eq!((repeated.len(), &repeated[0]["done"]), (1, &json!(3)));
    assert!(repeated[0]["elapsed_us"].as_u64().unwrap() >= 200);
}

#[test]
fn what_is_repeated_for_ever_ends_with_a_signal_and_its_tally() {
    let (listener, address) = listener();
    let arguments = ["--text", "x", "--repeat", "forever", "--every", "1ms"];
    let client = start(&[&["tcp-client", &address][..], &arguments].concat());
    let mut peer = accept(&listener);
    peer.read_exact(&mut [0; 20]).unwrap();
    client.signal("INT");
    let outcome = client.finish();
    assert!(outcome.text().contains("  Repeated "), "{}", outcome.stderr);
}

#[test]
fn datagrams_are_repeated() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let to = socket.local_addr().unwrap().to_string();
    let arguments = ["--hex", "{seq:u16be:5:2} ff", "--repeat", "3", "--every", "1ms"];
    let program = start(&[&["udp", "--to", &to, "--for", "60s"][..], &arguments].concat());
    for n in [5, 7, 9] {
        let mut datagram = [0; 9];
        assert_eq!(socket.recv(&mut datagram).unwrap(), 3);
        assert_eq!(datagram[..3], [0, n, 0xff]);
    }
    program.until(b"Repeated 3 times in ");
    program.signal("TERM");
    assert_eq!(program.finish().code, Some(0));
}

#[test]
fn a_pace_cuts_a_payload_into_pieces() {
    let (bytes, outcome) = heard(&["--text", "slowly", "--pace", "2/20ms", "--format", "json"]);
    assert_eq!(bytes, b"slowly");
    let lines = outcome.json();
    let sent = lines.iter().filter(|line| line["direction"] == "sent" && line["event"] == "data");
    let lens: Vec<_> = sent.map(|line| line["len"].as_u64().unwrap()).collect();
    assert_eq!(lens, [2, 2, 2]);
}

#[test]
fn fields_take_their_values_unless_switched_off() {
    let (bytes, _) = heard(&["--text", "{len:u8}{{}", "--hex", "31 32 33 {crc16/modbus}"]);
    assert_eq!(bytes, b"\x03{}123\x75\x7a".as_slice().to_vec());
    let (bytes, _) = heard(&["--no-fields", "--text", "{seq:dec} {{"]);
    assert_eq!(bytes, b"{seq:dec} {{");
    let (bytes, _) = heard(&["--text", r#"{"a": 1}"#]);
    assert_eq!(bytes, br#"{"a": 1}"#);
}

#[test]
fn what_cannot_be_is_a_wrong_argument() {
    let long = format!("{{len:u8}}{}", "x".repeat(300));
    let table: [(&[&str], &str); 11] = [
        (&["--repeat", "2"], "--repeat needs one --text or --hex"),
        (&["--text", "a", "--text", "b", "--repeat", "2"], "--repeat needs one --text or --hex"),
        (&["--file", "/dev/null", "--repeat", "2"], "--repeat needs one --text or --hex"),
        (&["--text", "a", "--repeat", "0"], "1 or more, or forever"),
        (&["--text", "a", "--repeat", "2", "--every", "1us"], "100 µs to 24 h"),
        (&["--text", "a", "--every", "1ms"], "--repeat"),
        (&["--text", "a", "--pace", "0/1ms"], "the bytes of a piece"),
        (&["--text", "a", "--pace", "20ms"], "1/20ms"),
        (&["--text", "a {nosuch}"], "\n\n  a {nosuch}\n     ^"),
        (&["--text", &long], "--text: the length 301 doesn't fit in u8, which holds up to 255"),
        (&["--text", &long, "--repeat", "2"], "--text: the length 301 doesn't fit in u8"),
    ];
    for (arguments, words) in table {
        let outcome = start(&[&["tcp-client", "9"], arguments].concat()).finish();
        assert_eq!(outcome.code, Some(2), "{arguments:?}");
        assert!(outcome.stderr.contains(words), "{arguments:?}: {}", outcome.stderr);
    }
}
