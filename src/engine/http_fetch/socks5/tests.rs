//! Complete handshakes with a proxy, each cut at every position.

use proptest::prelude::*;

use super::*;

/// What the client sends and the proxy replies, in turns.
type Script<'a> = &'a [(&'a [u8], &'a [u8])];

const ALICE: (&str, &str) = ("alice", "pw");

fn client(host: &str, port: u16, userinfo: Option<(&str, &str)>) -> Socks5 {
    let userinfo = userinfo.map(info);
    Socks5::new(host, port, userinfo.as_ref()).unwrap()
}

fn info((user, password): (&str, &str)) -> UserInfo {
    UserInfo { user: user.to_owned(), password: password.to_owned() }
}

/// Run the script with replies cut into pieces of `step` bytes at most, then the bytes of the server. Returns the bytes that
/// the last reply leaves unread.
fn run(mut client: Socks5, script: Script<'_>, step: usize) -> Result<Vec<u8>, TunnelProblem> {
    for (said, response) in script {
        assert_eq!(client.output(), *said);
        while !client.output().is_empty() {
            client.sent(step);
        }
        let mut pieces = response.chunks(step);
        while let Some(piece) = pieces.next() {
            let taken = client.feed(piece)?;
            if taken < piece.len() {
                assert!(client.is_done());
                let rest = piece[taken..].iter().chain(pieces.flatten());
                return Ok(rest.copied().collect());
            }
        }
    }
    assert!(client.is_done(), "more is wanted");
    Ok(Vec::new())
}

#[test]
fn a_connection_is_asked_for_by_name_or_address() {
    let greeting: &[u8] = &[5, 1, 0];
    let v6 = b"\x05\x01\x00\x04\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\x1f\x90";
    let table: [(&str, u16, &[u8]); 3] = [
        ("example.com", 443, b"\x05\x01\x00\x03\x0bexample.com\x01\xbb"),
        ("10.1.2.3", 80, b"\x05\x01\x00\x01\x0a\x01\x02\x03\x00\x50"),
        ("2001:db8::1", 8080, v6),
    ];
    for (host, port, asked) in table {
        let script: Script<'_> = &[(greeting, &[5, 0]), (asked, &[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])];
        for step in 1..=64 {
            assert_eq!(run(client(host, port, None), script, step), Ok(Vec::new()), "{host}");
        }
    }
}

#[test]
fn user_and_password_are_sent_when_the_proxy_wants_them() {
    let asked = b"\x05\x01\x00\x03\x01a\x00\x01";
    let reply = b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x01";
    let wanted: Script<'_> =
        &[(&[5, 2, 0, 2], &[5, 2]), (b"\x01\x05alice\x02pw", &[1, 0]), (asked, reply)];
    let not_wanted: Script<'_> = &[(&[5, 2, 0, 2], &[5, 0]), (asked, reply)];
    for step in 1..=16 {
        for script in [wanted, not_wanted] {
            assert_eq!(run(client("a", 1, Some(ALICE)), script, step), Ok(Vec::new()));
        }
    }
}

#[test]
fn no_byte_after_the_reply_is_taken() {
    let asked = b"\x05\x01\x00\x03\x01a\x00\x01";
    let replies: [&[u8]; 4] = [
        b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x01HTTP/1.1",
        b"\x05\x00\x00\x03\x05bound\x00\x01HTTP/1.1",
        b"\x05\x00\x00\x03\x00\x00\x01HTTP/1.1",
        b"\x05\x00\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x01HTTP/1.1",
    ];
    for reply in replies {
        let script: Script<'_> = &[(&[5, 1, 0], &[5, 0]), (asked, reply)];
        for step in 1..=reply.len() {
            assert_eq!(run(client("a", 1, None), script, step).unwrap(), b"HTTP/1.1", "{step}");
        }
    }
}

#[test]
fn exact_reads_end_with_the_reply() {
    let stream = b"\x05\x00\x05\x00\x00\x03\x05bound\x00\x01HTTP/1.1";
    let mut client = client("a", 1, None);
    let mut rest: &[u8] = stream;
    while client.wants() > 0 {
        let (exact, after) = rest.split_at(client.wants());
        assert_eq!(client.feed(exact), Ok(exact.len()));
        rest = after;
    }
    assert!(client.is_done());
    assert_eq!(rest, b"HTTP/1.1");
    assert_eq!(client.feed(rest), Ok(0));
}

#[test]
fn a_refusal_is_an_error_as_soon_as_it_is_known() {
    use TunnelProblem as P;
    let table: [(_, &[&[u8]], P); 13] = [
        (None, &[&[5, 0xff]], P::LoginWanted),
        (Some(ALICE), &[&[5, 0xff]], P::NoMethod),
        (None, &[&[5, 2]], P::Method(2)),
        (None, &[&[5, 1]], P::Method(1)),
        (None, &[b"H"], P::NotSocks(b'H')),
        (None, &[&[0]], P::NotSocks(0)),
        (None, &[b"S"], P::NotSocks(b'S')),
        (Some(ALICE), &[&[5, 2], &[1, 1]], P::LoginRefused),
        (None, &[&[5, 0], &[5, 5]], P::Reply(5)),
        (None, &[&[5, 0], &[5, 1]], P::Reply(1)),
        (None, &[&[5, 0], &[5, 9]], P::Reply(9)),
        (None, &[&[5, 0], &[7]], P::NotSocks(7)),
        (None, &[&[5, 0], &[5, 0, 0, 2]], P::AddressType(2)),
    ];
    for (userinfo, answers, problem) in table {
        let whole = answers.concat();
        for cut in 0..=whole.len() {
            let mut client = client("a", 1, userinfo);
            let (first, second) = whole.split_at(cut);
            let outcome = client.feed(first).and_then(|_| client.feed(second));
            assert_eq!(outcome, Err(problem.clone()), "{whole:?} cut at {cut}");
        }
    }
}

#[test]
fn what_socks_cannot_carry_is_refused() {
    let long = "a".repeat(256);
    let error = |host: &str, user: &str, password: &str| {
        Socks5::new(host, 1, Some(&info((user, password)))).err()
    };
    assert_eq!(error(&long, "u", "p"), Some(TunnelProblem::HostTooLong));
    assert_eq!(error("a", &long, "p"), Some(TunnelProblem::UserTooLong));
    assert_eq!(error("a", "u", &long), Some(TunnelProblem::PasswordTooLong));
    let scoped = "fe80::1%eth0";
    assert_eq!(error(scoped, "u", "p"), Some(TunnelProblem::Host(scoped.to_owned())));
    assert_eq!(error(&"a".repeat(255), "", ""), None);
}

proptest! {
    #[test]
    fn any_reply_is_accepted_or_refused(pieces: Vec<Vec<u8>>) {
        let mut client = client("a", 1, Some(ALICE));
        for piece in pieces {
            match client.feed(&piece) {
                Ok(taken) => prop_assert!(taken == piece.len() || client.is_done()),
                Err(_) => break,
            }
        }
    }
}
