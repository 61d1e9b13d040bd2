//! Much of everything, byte-exact; and a Unix socket.

use std::io::Write as _;

use sockscope::types::{Fact, HttpFact};

use super::rig::{Fetched, Server, Tab, get, read_head};
use crate::loopback::rig;

/// Bytes that repeat after a prime number, so that a lost or doubled piece shows.
fn pattern(len: usize) -> Vec<u8> {
    let scattered = |n: u32| n.wrapping_mul(0x9e37_79b1).to_be_bytes()[0];
    (0..65_521).map(scattered).cycle().take(len).collect()
}

#[test]
fn a_body_of_a_gigabyte_arrives_byte_exact() {
    const LEN: usize = 1024 * 1024 * 1024;
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {LEN}\r\n\r\n");
        rig::write(&far, head.as_bytes());
        let period = pattern(65_521 * 4);
        let mut left = LEN;
        while left > 0 {
            let piece = &period[..left.min(period.len())];
            (&far).write_all(piece).unwrap();
            left -= piece.len();
        }
    });
    let mut session = Tab::default().start(get(&server.url()));
    let expected = pattern(65_521 + 512 * 1024);
    let (mut at, mut last) = (0, bytes::Bytes::new());
    loop {
        match session.next() {
            Fact::Received { bytes, .. } => last = bytes,
            Fact::Http { fact: HttpFact::Body(pieces), .. } => {
                for piece in pieces {
                    let bytes = &last[piece.start as usize..][..piece.len as usize];
                    assert!(bytes == &expected[at % 65_521..][..bytes.len()], "at {at}");
                    at += bytes.len();
                }
            }
            Fact::Closed => break,
            _ => {}
        }
    }
    assert_eq!(at, LEN);
    server.join();
}

#[test]
fn nothing_is_lost_when_the_queue_is_small() {
    const LEN: usize = 16 * 1024 * 1024;
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for piece in pattern(LEN).chunks(100_000) {
            rig::write(&far, format!("{:x}\r\n", piece.len()).as_bytes());
            rig::write(&far, piece);
            rig::write(&far, b"\r\n");
        }
        rig::write(&far, b"0\r\n\r\n");
    });
    let fetched = Fetched::collect(&mut Tab::default().start_with(1, get(&server.url())));
    assert!(fetched.is_complete());
    assert!(fetched.last().body == pattern(LEN));
    server.join();
}

#[cfg(unix)]
#[test]
fn a_fetch_over_a_unix_socket() {
    use std::io::Read as _;
    use std::os::unix::net::UnixListener;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let listener = UnixListener::bind(&path).unwrap();
    let server = std::thread::Builder::new().spawn(move || {
        let (mut far, _) = listener.accept().unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            far.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        far.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").unwrap();
        String::from_utf8(head).unwrap()
    });
    let fetched = super::rig::fetch(get(&format!("unix:{}:/a/b", path.display())));
    assert!(fetched.is_complete(), "{fetched:?}");
    let head = server.unwrap().join().unwrap();
    assert!(head.starts_with("GET /a/b HTTP/1.1\r\nHost: "), "{head}");
}
