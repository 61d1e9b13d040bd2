//! `http`, against plain sockets.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;
use std::thread::JoinHandle;

use serde_json::Value;

use super::program::{
    Outcome, Program, accept, command, leave_after_a_line, listener, spawn, start,
};

/// The request line and headers, up to the empty line.
fn read_head(mut stream: &TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// Answers one request on each connection, then closes it; gives the heads of the requests.
fn serve<const N: usize>(answers: [Vec<u8>; N]) -> (String, JoinHandle<Vec<String>>) {
    let (listener, address) = listener();
    let server = spawn(move || {
        let serve = |answer: Vec<u8>| {
            let mut stream = accept(&listener);
            let head = read_head(&stream);
            // The program may have seen enough already.
            stream.write_all(&answer).ok();
            head
        };
        answers.map(serve).to_vec()
    });
    (address, server)
}

/// What becomes of one request, and its head.
fn fetch(answer: impl Into<Vec<u8>>, arguments: &[&str]) -> (Outcome, String) {
    let (address, server) = serve([answer.into()]);
    let outcome = start(&[&["http", &address], arguments].concat()).finish();
    (outcome, server.join().unwrap().remove(0))
}

fn answer(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nx-B: 1\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn noise(len: u32) -> Vec<u8> {
    (0..len).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

#[test]
fn the_body_is_printed_byte_for_byte_and_nothing_else() {
    let body = noise(3_000_003);
    let (outcome, head) = fetch(answer("200 OK", &body), &[]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    assert!(outcome.stdout == body);
    assert!(head.starts_with("GET / HTTP/1.1\r\nHost: 127.0.0.1:"), "{head}");
    assert!(head.contains("\r\nUser-Agent: sockscope/") && !head.contains("Accept-Encoding"));
}

#[test]
fn a_chunked_body_is_printed_without_its_chunks() {
    let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    let (outcome, _) = fetch(chunked, &[]);
    assert_eq!(outcome.text(), "abcde");
}

#[test]
fn a_compressed_body_is_asked_for_and_printed_decompressed() {
    // "hello" by gzip -n.
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xcb\x48\xcd\xc9\xc9\x07\0\x86\xa6\x10\x36\x05\0\0\0";
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        gzip.len()
    );
    let (outcome, request) = fetch([head.as_bytes(), gzip].concat(), &["--compressed"]);
    assert_eq!(outcome.text(), "hello");
    assert!(request.contains("\r\nAccept-Encoding: gzip"), "{request}");
}

#[test]
fn any_status_is_a_success_unless_it_is_to_count_as_a_failure() {
    let (outcome, _) = fetch(answer("404 Not Found", b"gone"), &[]);
    assert_eq!(outcome.text(), "gone");
    let (outcome, _) = fetch(answer("404 Not Found", b"gone"), &["--fail"]);
    assert_eq!((outcome.code, outcome.stdout.len()), (Some(22), 0));
    assert_eq!(outcome.stderr, "sockscope: the response is 404 Not Found\n");
    let (outcome, _) = fetch(answer("399 Odd", b"fine"), &["-f"]);
    assert_eq!(outcome.text(), "fine");
}

#[test]
fn an_incomplete_answer_is_printed_and_fails() {
    let (outcome, _) = fetch("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", &[]);
    assert_eq!((outcome.code, outcome.stdout.as_slice()), (Some(1), &b"half"[..]));
    assert!(outcome.stderr.contains("after 4 of 9 bytes of the body"), "{}", outcome.stderr);
}

#[test]
fn a_malformed_answer_fails_and_says_where() {
    let (outcome, _) = fetch("HTTP/1.1 OK\r\n\r\n", &[]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("byte "), "{}", outcome.stderr);
}

#[test]
fn redirects_are_followed_if_asked_for_and_every_head_is_shown() {
    let redirect = || answer("302 Found\r\nLocation: /next", b"moved");
    let (outcome, _) = fetch(redirect(), &[]);
    assert_eq!(outcome.text(), "moved");
    let (address, server) = serve([
        [&b"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: /next\r\nContent-Length: 5\r\n\r\nmoved"[..]].concat(),
        answer("200 OK", b"here"),
    ]);
    let outcome = start(&["http", &address, "-L", "-i"]).finish();
    let expected = "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: /next\r\nContent-Length: 5\r\n\r\n\
                    HTTP/1.1 200 OK\r\nContent-Length: 4\r\nx-B: 1\r\n\r\nhere";
    assert_eq!(outcome.text(), expected);
    let requests = server.join().unwrap();
    assert!(requests[1].starts_with("GET /next HTTP/1.1\r\n"), "{requests:?}");
}

#[test]
fn interim_heads_are_shown_as_they_came() {
    let (outcome, _) = fetch(
        [&b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"[..], &answer("200 OK", b"x")].concat(),
        &["--include"],
    );
    let expected = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n\
                    HTTP/1.1 200 OK\r\nContent-Length: 1\r\nx-B: 1\r\n\r\nx";
    assert_eq!(outcome.text(), expected);
}

#[test]
fn a_request_goes_out_as_it_was_given() {
    let (outcome, head) = fetch(
        answer("200 OK", b""),
        &[
            "-X",
            "PURGE",
            "-H",
            "x-Two: 2",
            "-H",
            "X-two: 1",
            "-H",
            "Accept:",
            "-H",
            "User-Agent:",
            "-0",
        ],
    );
    assert_eq!(outcome.code, Some(0));
    let (host, rest) = head.split_once("Host: ").unwrap();
    let (_, rest) = rest.split_once("\r\n").unwrap();
    assert_eq!((host, rest), ("PURGE / HTTP/1.0\r\n", "x-Two: 2\r\nX-two: 1\r\n\r\n"));
}

#[test]
fn data_is_the_body_of_a_post() {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), b"a\\b\n\xff").unwrap();
    let path = file.path().to_str().unwrap();
    let table: [(&str, &str, &[u8]); 3] = [
        ("-d", "a\\n\u{e9}", "a\\n\u{e9}".as_bytes()),
        ("--data-hex", "00 0xff", b"\0\xff"),
        ("--data-file", path, b"a\\b\n\xff"),
    ];
    for (option, value, body) in table {
        let (listener, address) = listener();
        let program = start(&["http", &address, option, value]);
        let mut stream = accept(&listener);
        let head = read_head(&stream);
        assert!(head.starts_with("POST / HTTP/1.1\r\n"), "{head}");
        assert!(head.contains(&format!("\r\nContent-Length: {}\r\n", body.len())), "{head}");
        let mut received = vec![0; body.len()];
        stream.read_exact(&mut received).unwrap();
        assert_eq!(received, body);
        stream.write_all(&answer("200 OK", b"")).unwrap();
        assert_eq!(program.finish().code, Some(0));
    }
}

#[test]
fn a_file_takes_its_place_only_when_the_answer_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("body");
    let output = path.to_str().unwrap();
    fs::write(&path, "old").unwrap();
    let (outcome, _) = fetch("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", &["-o", output]);
    assert_eq!((outcome.code, outcome.stdout.len()), (Some(1), 0));
    assert_eq!(fs::read(&path).unwrap(), b"old");
    let body = noise(2_000_000);
    let (outcome, _) = fetch(answer("200 OK", &body), &["-o", output]);
    assert_eq!((outcome.code, outcome.stdout.len()), (Some(0), 0));
    assert!(fs::read(&path).unwrap() == body);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_file_that_cannot_be_made_fails_before_anything_is_asked() {
    let (listener, address) = listener();
    let outcome = start(&["http", &address, "-o", "/nowhere/at/all"]).finish();
    let words = "sockscope: could not write /nowhere/at/all: no such file or directory (ENOENT)\n";
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), words));
    listener.set_nonblocking(true).unwrap();
    assert!(listener.accept().is_err(), "nobody connected");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_fails_with_its_reason() {
    let (outcome, _) = fetch(answer("200 OK", &noise(3_000_000)), &["-o", "/dev/full"]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("could not write /dev/full: "), "{}", outcome.stderr);
}

#[test]
fn a_long_body_takes_little_memory() {
    const LEN: u64 = 300 << 20;
    let (listener, address) = listener();
    let server = spawn(move || {
        let mut stream = accept(&listener);
        read_head(&stream);
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {LEN}\r\n\r\n").unwrap();
        let piece = noise(1 << 20);
        (0..LEN >> 20).for_each(|_| stream.write_all(&piece).unwrap());
    });
    // With so little address space it could not keep the body.
    let limit = format!("ulimit -v 400000; exec \"$0\" http {address} -o /dev/null");
    let program = command(&[]);
    let status = std::process::Command::new("sh")
        .args(["-c", &limit])
        .arg(program.get_program())
        .status()
        .unwrap();
    assert!(status.success());
    server.join().unwrap();
}

#[test]
fn timing_and_trace_go_beside_the_body() {
    let (outcome, _) = fetch(answer("200 OK", b"hello"), &["--timing", "--trace"]);
    assert_eq!(outcome.text(), "hello");
    for words in
        ["1. 200 GET http://127.0.0.1:", "connect ", "wait ", "download ", " µs\n", "in all "]
    {
        assert!(outcome.stderr.contains(words), "{words}: {}", outcome.stderr);
    }
    assert!(outcome.stderr.contains("  Answer 200 OK\n"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("|HTTP/1.1 200 OK.|"), "{}", outcome.stderr);
}

#[test]
fn json_tells_everything_in_objects() {
    let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nT: 1\r\n\r\n";
    let (outcome, _) = fetch(chunked, &["--format", "json"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let objects = outcome.json();
    let find = |name: &str| -> &Value {
        objects.iter().find(|object| object["event"] == name).unwrap_or_else(|| panic!("no {name}"))
    };
    assert_eq!(find("hop")["method"], "GET");
    assert_eq!(find("carried")["reused"], false);
    assert_eq!(find("head")["status"], 200);
    assert_eq!(find("head")["fields"][0]["name"], "Transfer-Encoding");
    assert_eq!(find("chunks")["chunks"][0]["extensions"], ";a=b");
    assert_eq!(find("trailers")["fields"][0]["value"], "1");
    assert_eq!(find("fetched")["outcome"], "complete");
    assert_eq!((&find("fetched")["status"], &find("fetched")["bytes"]), (&200.into(), &3.into()));
    assert_eq!(objects.last().unwrap()["event"], "closed");
}

#[test]
fn wrong_arguments_say_what_is_wrong() {
    let table: [(&[&str], &str); 8] = [
        (&["http", "ftp://x/"], "ftp"),
        (&["http", "http:127.0.0.1:8082/"], "http: must be followed by //"),
        (&["http", "x", "-H", ";"], "there is no name"),
        (&["http", "x", "--no-such"], "--no-such"),
        (&["http", "x", "-H", "no colon"], "there is no colon"),
        (&["http", "x", "-X", "G T"], "isn't a method"),
        (&["http", "x", "-d", "@file"], "--data-file"),
        (&["http", "x", "--max-time", "soon"], "isn't a duration"),
    ];
    for (arguments, words) in table {
        let outcome = start(arguments).finish();
        assert_eq!(outcome.code, Some(2), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(words), "{arguments:?}: {}", outcome.stderr);
        let usage = "\nUsage: sockscope http ";
        assert!(outcome.stderr.contains(usage), "{arguments:?}: {}", outcome.stderr);
    }
}

#[test]
fn a_minus_is_standard_output() {
    let (outcome, _) = fetch(answer("200 OK", b"hello"), &["-o", "-"]);
    assert_eq!((outcome.code, outcome.text().as_str()), (Some(0), "hello"));
}

#[test]
fn the_environment_names_the_key_log() {
    let (listener, address) = listener();
    let program = |arguments: &[&str]| {
        let url = format!("https://{address}/");
        let mut program = command(&[&["http", &url], arguments].concat());
        Program::new(program.env("SSLKEYLOGFILE", "/nowhere/at/all").stdin(Stdio::null())).finish()
    };
    for (arguments, file) in
        [(&[][..], "/nowhere/at/all"), (&["--key-log", "/not/here/too"], "/not/here/too")]
    {
        let outcome = program(arguments);
        let words = format!("could not write {file}: ");
        assert_eq!(outcome.code, Some(1));
        assert!(outcome.stderr.contains(&words), "{}", outcome.stderr);
    }
    drop(listener);
}

#[test]
fn an_interrupt_cancels_it() {
    let (listener, address) = listener();
    let program = start(&["http", &address]);
    let stream = accept(&listener);
    read_head(&stream);
    program.signal("INT");
    let outcome = program.finish();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), "sockscope: cancelled\n"));
}

#[test]
fn a_reader_that_leaves_ends_it() {
    let (listener, address) = listener();
    let server = spawn(move || {
        let mut stream = accept(&listener);
        read_head(&stream);
        write!(stream, "HTTP/1.1 200 OK\r\n\r\nline\n").unwrap();
        while stream.write_all(b"more").is_ok() {}
    });
    let (code, stderr) = leave_after_a_line(&["http", &address], |line| assert_eq!(line, "line\n"));
    assert_eq!((code, stderr.as_str()), (Some(141), ""));
    server.join().unwrap();
}

#[test]
fn a_request_takes_too_long() {
    let (listener, address) = listener();
    let outcome = start(&["http", &address, "--max-time", "50ms"]).finish();
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("50 ms"), "{}", outcome.stderr);
    drop(listener);
}
