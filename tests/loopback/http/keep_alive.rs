//! One connection for several fetches of a tab.

use sockscope::engine::http_fetch::FetchBody;
use sockscope::types::LeaveReason;
use sockscope::types::http::HopCause;

use super::rig::{Server, Tab, get, read_head, send, with_header};
use crate::loopback::rig;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

#[test]
fn a_connection_is_kept_for_the_next_fetch() {
    let server = Server::answers(&[OK; 3]);
    let tab = Tab::default();
    let first = tab.fetch(get(&server.url()));
    assert!(first.left.is_empty() && first.joined.len() == 1, "{first:?}");
    for _ in 0..2 {
        let next = tab.fetch(get(&server.url()));
        assert!(next.is_complete() && next.joined.is_empty() && next.left.is_empty(), "{next:?}");
        assert_eq!(next.last().carried, Some((first.joined[0], true)));
    }
    assert_eq!(tab.idle.close(), Some(first.joined[0]));
    assert_eq!(tab.idle.close(), None);
    server.join();
}

#[test]
fn a_connection_is_not_kept_if_either_side_closes_it() {
    let closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
    let old = "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok";
    for answer in [closing, old] {
        let server = Server::answer(answer);
        let fetched = Tab::default().fetch(get(&server.url()));
        assert!(fetched.is_complete() && fetched.left.len() == 1, "{fetched:?}");
    }
    let server = Server::answer(OK);
    let config = with_header(get(&server.url()), "Connection", "close");
    let fetched = Tab::default().fetch(config);
    assert!(matches!(fetched.left[..], [(_, LeaveReason::ClosedHere)]), "{fetched:?}");
}

#[test]
fn a_stale_connection_leaves_when_the_next_fetch_finds_it() {
    let (closed, is_closed) = crossbeam_channel::bounded(1);
    let server = Server::run(move |listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, OK.as_bytes());
        drop(far);
        closed.send(()).unwrap();
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, OK.as_bytes());
    });
    let tab = Tab::default();
    let first = tab.fetch(get(&server.url()));
    is_closed.recv().unwrap();
    let second = tab.fetch(get(&server.url()));
    assert!(second.is_complete(), "{second:?}");
    assert!(
        matches!(second.left[..], [(peer, LeaveReason::ClosedByPeer)] if peer == first.joined[0])
    );
    assert!(second.hops.len() == 1 && second.last().cause == HopCause::Asked);
    server.join();
}

#[test]
fn a_connection_that_says_something_unasked_is_not_used() {
    let (said, was_said) = crossbeam_channel::bounded(1);
    let server = Server::run(move |listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, OK.as_bytes());
        rig::write(&far, b"HTTP/1.1 408 Timeout\r\n\r\n");
        said.send(()).unwrap();
        let next = rig::accept(listener);
        read_head(&next);
        rig::write(&next, OK.as_bytes());
    });
    let tab = Tab::default();
    tab.fetch(get(&server.url()));
    was_said.recv().unwrap();
    let second = tab.fetch(get(&server.url()));
    assert!(second.is_complete() && second.joined.len() == 1, "{second:?}");
    server.join();
}

/// A server that closes the kept connection when a second request comes over it.
fn forgetful() -> Server {
    Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, OK.as_bytes());
        read_head(&far);
        drop(far);
        let Ok((far, _)) = listener.accept() else {
            return;
        };
        if far.peek(&mut [0]).is_ok_and(|len| len > 0) {
            read_head(&far);
            rig::write(&far, OK.as_bytes());
        }
    })
}

#[test]
fn a_request_that_may_be_repeated_is_retried_on_a_fresh_connection() {
    let server = forgetful();
    let tab = Tab::default();
    tab.fetch(get(&server.url()));
    let second = tab.fetch(get(&server.url()));
    assert!(second.is_complete(), "{second:?}");
    assert_eq!(second.causes(), [HopCause::Asked, HopCause::Retried]);
    assert_eq!((second.joined.len(), second.left.len()), (1, 1));
    server.join();
}

#[test]
fn a_request_that_may_not_be_repeated_fails() {
    let server = forgetful();
    let tab = Tab::default();
    tab.fetch(get(&server.url()));
    let second = tab.fetch(send("POST", &server.url(), FetchBody::None));
    assert!(second.failure().ends_with("closed without a response"), "{second:?}");
    assert_eq!(second.hops.len(), 1);
    drop(std::net::TcpStream::connect(server.address).unwrap());
    server.join();
}

#[test]
fn another_origin_replaces_the_kept_connection() {
    let (one, other) = (Server::answers(&[OK]), Server::answers(&[OK]));
    let tab = Tab::default();
    let first = tab.fetch(get(&one.url()));
    let second = tab.fetch(get(&other.url()));
    assert!(second.is_complete() && second.joined.len() == 1, "{second:?}");
    assert!(matches!(second.left[..], [(peer, _)] if peer == first.joined[0]), "{second:?}");
    assert_eq!(tab.idle.close(), Some(second.joined[0]));
}
