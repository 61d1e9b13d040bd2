//! Bytes after the handshake, and the end.

use super::*;

#[test]
fn bytes_go_both_ways_in_any_pieces() {
    let bytes: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    for step in [1, 7, 4096, usize::MAX] {
        let (mut tls, mut link) = agreed(step);
        let bytes = &bytes[..if step == 1 { 20_000 } else { 200_000 }];
        link.say(bytes);
        link.close_notify();
        assert_eq!(read_to_end(&mut tls, &mut link), bytes, "{step}");
        assert_eq!(write_all(&mut tls, &mut link, bytes), bytes, "{step}");
    }
}

fn read_to_end(tls: &mut Tls, link: &mut Link) -> Vec<u8> {
    let mut whole = Vec::new();
    let mut space = [0; 10_000];
    loop {
        match tls.read(link, &mut space) {
            Ok(0) => return whole,
            Ok(len) => whole.extend_from_slice(&space[..len]),
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::WouldBlock),
        }
    }
}

/// What the server has heard of it.
fn write_all(tls: &mut Tls, link: &mut Link, mut bytes: &[u8]) -> Vec<u8> {
    let mut heard = Vec::new();
    while !bytes.is_empty() || tls.wants_write() {
        let outcome = match bytes {
            [] => tls.flush(link).map(|()| 0),
            _ => tls.write(link, bytes),
        };
        match outcome {
            Ok(taken) => bytes = &bytes[taken..],
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::WouldBlock),
        }
        heard.extend(link.heard());
    }
    heard
}

#[test]
fn one_read_takes_as_many_records_as_there_are() {
    let (mut tls, mut link) = agreed(usize::MAX);
    link.say(&vec![7; 40_000]);
    assert_eq!(tls.read(&mut link, &mut vec![0; 100_000]).unwrap(), 40_000);
}

#[test]
fn an_end_without_close_notify_is_not_like_one_with_it() {
    for closes in [true, false] {
        let (mut tls, mut link) = agreed(usize::MAX);
        link.say(b"the end");
        if closes {
            link.close_notify();
        }
        link.ended = true;
        let mut space = [0; 100];
        assert_eq!(tls.read(&mut link, &mut space).unwrap(), 7);
        for _ in 0..2 {
            let end = tls.read(&mut link, &mut space);
            let kind = if closes { None } else { Some(io::ErrorKind::UnexpectedEof) };
            assert_eq!(end.as_ref().err().map(io::Error::kind), kind, "{end:?}");
            assert_eq!(end.ok(), closes.then_some(0));
        }
    }
}

#[test]
fn a_record_cut_short_is_an_end_without_close_notify() {
    let (mut tls, mut link) = agreed(usize::MAX);
    link.say(b"lost");
    link.wire.pop_back();
    link.ended = true;
    let error = tls.read(&mut link, &mut [0; 9]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    let error = IoError::new(Operation::Receive, HOST, &error);
    assert_eq!(problem(&error), &TlsProblem::NoCloseNotify);
}

#[test]
fn what_came_before_a_wrong_record_is_still_read() {
    let (mut tls, mut link) = agreed(usize::MAX);
    link.say(b"good");
    let good = link.wire.len();
    link.say(b"bad");
    link.wire[good + 7] ^= 1;
    let mut space = [0; 100];
    assert_eq!(tls.read(&mut link, &mut space).unwrap(), 4);
    for _ in 0..2 {
        let error = tls.read(&mut link, &mut space).unwrap_err();
        let error = IoError::new(Operation::Receive, HOST, &error);
        assert_eq!(problem(&error), &TlsProblem::Decrypt);
    }
}

#[test]
fn plain_text_after_the_handshake_is_no_end() {
    let (mut tls, mut link) = agreed(usize::MAX);
    link.wire.extend(b"HTTP/1.1 200 OK\r\n\r\n");
    let error = tls.read(&mut link, &mut [0; 9]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::Other);
}

#[test]
fn tickets_do_not_disturb_the_quiet_but_bytes_and_the_end_do() {
    let disturbances: [fn(&mut Link); 4] = [
        |link| link.say(b"x"),
        Link::close_notify,
        |link| link.ended = true,
        |link| link.wire.extend(b"plain text"),
    ];
    for disturb in disturbances {
        let (mut tls, mut link) = agreed(usize::MAX);
        assert!(!tls.incoming.is_empty() || !link.wire.is_empty(), "tickets");
        assert!(tls.is_quiet(&mut link) && tls.is_quiet(&mut link));
        disturb(&mut link);
        assert!(!tls.is_quiet(&mut link));
    }
}

#[test]
fn close_notify_is_sent() {
    let (mut tls, mut link) = agreed(usize::MAX);
    assert!(!link.server_is_told_the_end());
    tls.send_close_notify(&mut link).unwrap();
    assert!(link.server_is_told_the_end());
}

#[test]
fn a_broken_stream_is_an_error_of_the_write() {
    let (mut tls, mut link) = agreed(usize::MAX);
    link.breaks = Some(io::ErrorKind::BrokenPipe);
    let error = tls.write(&mut link, b"x").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
}

#[test]
fn what_waits_to_be_sent_is_bounded() {
    let (mut tls, mut link) = agreed(usize::MAX);
    link.breaks = Some(io::ErrorKind::WouldBlock);
    let bytes = vec![0; 1_000_000];
    let taken = tls.write(&mut link, &bytes).unwrap();
    assert!((1..200_000).contains(&taken), "{taken}");
    assert!(tls.wants_write());
    let error = tls.write(&mut link, &bytes).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
}
