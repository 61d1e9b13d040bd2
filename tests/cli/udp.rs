//! `udp`.

use std::fs;
use std::io;
use std::net::{SocketAddr, UdpSocket};

use serde_json::{Value, json};
use tempfile::NamedTempFile;

use super::program::{Outcome, PATIENCE, Program, command, start, start_with_input};

/// Empty, one byte, the most of one Ethernet frame and one more, several frames, the most of all.
const SIZES: [usize; 6] = [0, 1, 1472, 1473, 8192, 65_507];

/// A socket of the test's own, and its address.
fn far() -> (UdpSocket, String) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let address = socket.local_addr().unwrap().to_string();
    (socket, address)
}

fn receive(socket: &UdpSocket) -> (Vec<u8>, SocketAddr) {
    let mut space = vec![0; 70_000];
    let (len, from) = socket.recv_from(&mut space).unwrap();
    space.truncate(len);
    (space, from)
}

/// Nothing is left to be received: on loopback what was sent has arrived.
fn assert_silent(socket: &UdpSocket) {
    socket.set_nonblocking(true).unwrap();
    assert_eq!(socket.recv(&mut [0; 9]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
}

fn pattern(len: usize) -> Vec<u8> {
    (0..=250).cycle().take(len).collect()
}

fn file(bytes: &[u8]) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    file
}

/// Ends it by a signal.
fn ended(program: Program) -> Outcome {
    program.signal("TERM");
    program.finish()
}

/// Direction, whether it is a reply, and length of each datagram.
fn datagrams(outcome: &Outcome) -> Vec<(String, bool, u64)> {
    let lines = outcome.json();
    let data = lines.iter().filter(|line| line["event"] == "data");
    data.map(|line| {
        let direction = line["direction"].as_str().unwrap().to_owned();
        (direction, line["reply"].as_bool().unwrap(), line["len"].as_u64().unwrap())
    })
    .collect()
}

#[test]
fn every_size_comes_whole_and_is_echoed_whole() {
    let program = start(&["udp", "--reply", "echo", "--format", "json"]);
    let (far, _) = far();
    far.connect(program.address()).unwrap();
    for size in SIZES {
        far.send(&pattern(size)).unwrap();
        assert!(receive(&far).0 == pattern(size), "{size}");
    }
    program.until_so(|text| text.matches(r#""reply":true"#).count() == SIZES.len());
    let outcome = ended(program);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let both = |size: usize| {
        let size = size as u64;
        [("received".to_owned(), false, size), ("sent".to_owned(), true, size)]
    };
    assert_eq!(datagrams(&outcome), SIZES.map(both).concat());
}

#[test]
fn every_payload_is_one_datagram_of_its_size() {
    let (far, address) = far();
    let files = SIZES.map(|size| file(&pattern(size)));
    let mut arguments = vec!["udp", "--to", &address, "--text=", "--for", "1h"];
    for file in &files {
        arguments.extend(["--file", file.path().to_str().unwrap()]);
    }
    arguments.extend(["--hex", "00ff", "--text", "é", "--ending", "lf", "--encoding", "latin-1"]);
    let program = start(&arguments);
    let (first, from) = receive(&far);
    assert_eq!(first, b"\n");
    for size in SIZES {
        assert!(receive(&far) == (pattern(size), from), "{size}");
    }
    assert_eq!(receive(&far), (b"\x00\xff".to_vec(), from));
    assert_eq!(receive(&far), (b"\xe9\n".to_vec(), from));
    program.until(b"#1 -> 2 bytes sent to ");
    program.until_so(|text| text.matches(" sent to ").count() == SIZES.len() + 3);
    assert_eq!(ended(program).code, Some(0));
    assert_silent(&far);
}

#[test]
fn a_datagram_too_long_is_refused_and_nothing_is_sent() {
    let (far, address) = far();
    let text = "a".repeat(65_508);
    let file = file(text.as_bytes());
    for payload in [["--text", &text], ["--file", file.path().to_str().unwrap()]] {
        let outcome = start(&["udp", "--to", &address, payload[0], payload[1]]).finish();
        assert_eq!(outcome.code, Some(1), "{}", payload[0]);
        let words = "message too long (65,508 > 65,507) (EMSGSIZE)\n";
        assert!(outcome.stderr.ends_with(words), "{}", outcome.stderr);
    }
    assert_silent(&far);
}

#[test]
fn the_default_is_a_dump_for_each_datagram() {
    let program = start(&["udp", "--reply", "upper"]);
    let (far, from) = far();
    let address = program.address().to_string();
    far.connect(&address).unwrap();
    far.send(b"hello\xff").unwrap();
    assert_eq!(receive(&far).0, b"HELLO\xff");
    far.send(b"").unwrap();
    assert_eq!(receive(&far).0, b"");
    program.until(b"0 bytes sent to");
    let expected = "\
TIME  Bound to HERE
TIME  #1 <- 6 bytes received from THERE
00000000  68 65 6c 6c 6f ff                                 |hello.|
TIME  #1 -> 6 bytes sent to THERE by the rule “Upper case”
00000000  48 45 4c 4c 4f ff                                 |HELLO.|
TIME  #1 <- 0 bytes received from THERE
TIME  #1 -> 0 bytes sent to THERE by the rule “Upper case”
";
    let text = ended(program).masked(&[(&address, "HERE"), (&from, "THERE")]);
    let (facts, closed) = text.split_at_checked(expected.len()).unwrap();
    assert_eq!(facts, expected);
    let totals =
        "TIME  Closed: received 6 bytes, sent 6 bytes; kept 6 bytes, dropped 0 bytes; datagrams: ";
    assert!(closed.starts_with(totals) && closed.ends_with("0 lost here\n"), "{closed}");
}

#[test]
fn json_has_a_line_for_each_datagram() {
    let program = start(&["udp", "--bind", "127.0.0.1:0", "--format", "json"]);
    let (far, from) = far();
    let address = program.address().to_string();
    far.send_to(b"\x00\xff", &address).unwrap();
    far.send_to(b"", &address).unwrap();
    program.until(br#""len":0"#);
    let mut lines = ended(program).json();
    for line in &mut lines {
        let object = line.as_object_mut().unwrap();
        assert!(object.remove("at").is_some());
        object.remove("kernel_dropped");
        assert_eq!(object.remove("session"), Some(json!(1)));
    }
    let data = |len: u64, hex: &str| -> Value {
        json!({"event": "data", "peer": 1, "addr": from, "direction": "received", "reply": false, "len": len, "hex": hex})
    };
    let expected = [
        json!({"event": "opened", "addr": address}),
        json!({"event": "joined", "peer": 1, "addr": from, "local": address}),
        data(2, "00ff"),
        data(0, ""),
        json!({"event": "closed", "received": 2, "sent": 0, "kept": 2, "dropped": 0, "lost": 0}),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn text_has_a_line_for_each_datagram() {
    let program = start(&["udp", "--format", "text", "--encoding", "gbk"]);
    let (far, _) = far();
    far.connect(program.address()).unwrap();
    for part in [&b"a\xc4"[..], b"\xe3", b"", b"b\nc"] {
        far.send(part).unwrap();
    }
    program.until(b"\n#1 < a\\xc4\n#1 < \\xe3\n#1 < \n#1 < b\n#1 < c\n");
}

#[test]
fn the_bytes_of_all_datagrams_are_appended_to_a_file() {
    let saved = file(b"before ");
    let path = saved.path().to_str().unwrap();
    let program = start(&["udp", "--save-received", path, "--format", "raw"]);
    let (far, _) = far();
    far.connect(program.address()).unwrap();
    for part in [&b"\x00one"[..], b"", b" two\xff"] {
        far.send(part).unwrap();
    }
    program.until(b"\x00one two\xff");
    let outcome = ended(program);
    assert_eq!((outcome.code, outcome.stdout.as_slice()), (Some(0), &b"\x00one two\xff"[..]));
    assert_eq!(fs::read(saved.path()).unwrap(), b"before \x00one two\xff");
}

#[test]
fn a_refusal_is_exit_code_1_in_words() {
    let (far, address) = far();
    drop(far);
    let outcome = start(&["udp", "--to", &address, "--connect", "--text", "hi"]).finish();
    let words = format!(
        "sockscope: could not send to {address}: connection refused: nothing listens on {address} (ECONNREFUSED)\n"
    );
    assert_eq!((outcome.code, outcome.stderr), (Some(1), words));
}

#[test]
fn only_the_one_connected_to_is_heard() {
    let (far, address) = far();
    let (stranger, _) = self::far();
    let arguments = ["udp", "--to", &address, "--connect", "--for", "1h", "--hex", "01"];
    let program = start(&arguments);
    let (_, from) = receive(&far);
    stranger.send_to(b"not heard", from).unwrap();
    far.send_to(b"heard", from).unwrap();
    program.until(b"5 bytes received");
    let text = ended(program).text();
    assert!(text.contains("Closed: received 5 bytes, sent 1 byte;"), "{text}");
}

#[test]
fn it_ends_after_a_silence_once_everything_is_sent() {
    let (far, address) = far();
    let outcome = start(&["udp", "--to", &address, "--text", "hi"]).finish();
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!(receive(&far).0, b"hi");
}

#[test]
fn with_nothing_to_send_it_goes_on_for_its_time() {
    let outcome = start(&["udp", "--for", "50ms", "--format", "json"]).finish();
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert_eq!(outcome.json().pop().unwrap()["event"], "closed");
}

#[test]
fn standard_input_is_a_datagram_for_each_read() {
    let (far, address) = far();
    let program = start_with_input(&["udp", "--to", &address], b"one read\n");
    assert_eq!(receive(&far).0, b"one read\n");
    assert_eq!(program.finish().code, Some(0));
    let bytes = pattern(150_000);
    let source = fs::File::open(file(&bytes).path()).unwrap();
    let program = Program::new(command(&["udp", "--to", &address]).stdin(source));
    for part in bytes.chunks(65_507) {
        assert!(receive(&far).0 == part, "{}", part.len());
    }
    assert_eq!(program.finish().code, Some(0));
}

#[test]
fn a_name_is_looked_up_once() {
    let (far, address) = far();
    let to = address.replace("127.0.0.1", "localhost");
    let outcome = start(&["udp", "--to", &to, "--hex", "01", "--hex", "02", "--hex", "03"]);
    let heard: Vec<Vec<u8>> = (0..3).map(|_| receive(&far).0).collect();
    assert_eq!(heard, [[1], [2], [3]]);
    assert_eq!(outcome.finish().text().matches("localhost is ").count(), 1);
}

#[test]
fn a_file_that_is_missing_is_exit_code_1_in_words() {
    let (_, address) = far();
    let outcome = start(&["udp", "--to", &address, "--file", "/no/such/file"]).finish();
    let words = "sockscope: could not read /no/such/file: no such file or directory (ENOENT)\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), words));
}

#[test]
fn a_port_in_use_is_exit_code_1_in_words() {
    let (_far, address) = far();
    let outcome = start(&["udp", "--bind", &address]).finish();
    let words = format!("sockscope: could not bind {address}: address already in use (EADDRINUSE)");
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.starts_with(&words), "{}", outcome.stderr);
}

#[test]
fn an_address_that_others_reach_says_so() {
    let lines =
        start(&["udp", "--bind", "*:0", "--format", "json", "--for", "1ms"]).finish().json();
    let message = "Other machines can send here: this address is reachable over the network";
    assert_eq!(lines[1]["message"], message);
}

#[test]
#[cfg(target_os = "linux")]
fn broadcast_has_to_be_allowed() {
    let far = UdpSocket::bind("0.0.0.0:0").unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    let to = format!("127.255.255.255:{}", far.local_addr().unwrap().port());
    let outcome = start(&["udp", "--to", &to, "--text", "hi"]).finish();
    let words = format!(
        "sockscope: could not send to {to}: permission denied (EACCES) - --broadcast allows it\n"
    );
    assert_eq!((outcome.code, outcome.stderr), (Some(1), words));
    assert_eq!(start(&["udp", "--to", &to, "--broadcast", "--text", "hi"]).finish().code, Some(0));
    assert_eq!(receive(&far).0, b"hi");
}

#[test]
#[cfg(target_os = "linux")]
fn a_group_is_joined_and_sent_to() {
    const GROUP: &str = "239.255.77.1%lo";
    let member = start(&["udp", "--join", GROUP, "--format", "json"]);
    member.until(b"Joined 239.255.77.1%1");
    let to = format!("239.255.77.1:{}", member.address().port());
    let sender = start(&["udp", "--join", GROUP, "--to", &to, "--text", "all", "--for", "1h"]);
    member.until(br#""hex":"616c6c""#);
    assert_eq!(ended(member).code, Some(0));
    assert_eq!(ended(sender).code, Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn what_the_kernel_drops_is_counted_and_no_success() {
    const SENT: usize = 30_000;
    const LEN: usize = 10;
    let program = start(&["udp", "--format", "json"]);
    let (far, _) = far();
    far.connect(program.address()).unwrap();
    program.signal("STOP");
    for _ in 0..SENT {
        far.send(&[0; LEN]).unwrap();
    }
    program.signal("CONT");
    program.until_so(|text| {
        let received = text.matches(r#""direction":"received""#).count();
        text.ends_with('\n') && received + said_to_be_dropped(text) == SENT
    });
    let outcome = ended(program);
    let closed = outcome.json().pop().unwrap();
    let count = |name: &str| usize::try_from(closed[name].as_u64().unwrap()).unwrap();
    assert!(count("kernel_dropped") > 0);
    assert_eq!(count("received") / LEN + count("kernel_dropped") + count("lost"), SENT);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains(" datagrams came too fast: the kernel dropped "));
}

/// The number in the last note about it.
#[cfg(target_os = "linux")]
fn said_to_be_dropped(text: &str) -> usize {
    let number = text.rsplit_once(" datagrams dropped by the kernel").map_or("0", |(before, _)| {
        before.rsplit(|c: char| !c.is_ascii_digit() && c != ',').next().unwrap()
    });
    number.replace(',', "").parse().unwrap()
}
