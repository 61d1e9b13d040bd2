//! Time limits and cancelling, in every state.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use sockscope::engine::http_fetch::{FetchBody, HttpFetchConfig, Proxy};
use sockscope::types::Fact;
use sockscope::types::http::HopOutcome;

use super::rig::{Fetched, SOON, Server, Tab, drain, fetch, get, raw, read_head, send};
use crate::loopback::rig;

const SHORT: Duration = Duration::from_millis(200);

#[test]
fn silence_ends_a_fetch_in_words() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
        drain(&far);
    });
    let mut config = get(&server.url());
    config.timeouts.idle = Some(SHORT);
    let fetched = fetch(config);
    assert!(fetched.failure().starts_with("incomplete: "));
    assert!(fetched.failure().ends_with("no byte for 200 ms"), "{}", fetched.failure());
    assert_eq!(fetched.last().body, b"hello");
    server.join();
}

#[test]
fn a_server_that_never_answers_is_left() {
    let server = Server::run(|listener| drop(drain(&rig::accept(listener))));
    let mut config = get(&server.url());
    config.timeouts.idle = Some(SHORT);
    let failure = fetch(config).failure();
    assert!(
        failure.starts_with("failed: ") && failure.ends_with("no byte for 200 ms"),
        "{failure}"
    );
    server.join();
}

#[test]
fn bytes_now_and_then_are_no_silence_but_the_whole_has_its_limit() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 200 OK\r\n\r\n");
        far.set_read_timeout(Some(SHORT / 4)).unwrap();
        while std::io::Write::write(&mut &far, b"x").is_ok() {
            // A pause; nothing comes.
            std::io::Read::read(&mut &far, &mut [0]).ok();
        }
    });
    let mut config = get(&server.url());
    config.timeouts.idle = Some(SHORT * 2);
    config.timeouts.total = Some(SHORT * 5);
    let fetched = fetch(config);
    assert!(fetched.failure().ends_with("not done within 1 s"), "{}", fetched.failure());
    assert!(fetched.last().body.len() > 5);
    server.join();
}

#[test]
fn an_address_that_does_not_answer_has_its_limit() {
    let (address, _kept) = rig::black_hole();
    let mut config = get(&format!("http://{address}/"));
    config.timeouts.connect = SHORT;
    let fetched = fetch(config);
    assert!(fetched.failure().ends_with("no answer within 200 ms"), "{}", fetched.failure());
    assert_eq!(fetched.failed_addresses.len(), 1);
}

#[test]
fn a_refused_connection_is_told_in_words() {
    let fetched = fetch(get("http://127.0.0.1:1/"));
    assert!(fetched.failure().contains("ECONNREFUSED"), "{}", fetched.failure());
}

/// Cancel once `wanted` has come; it takes no time and says so.
fn cancel(config: HttpFetchConfig, wanted: impl Fn(&Fact) -> bool) {
    let mut session = Tab::default().start(config);
    session.wait(|fact| wanted(fact).then_some(()));
    let start = Instant::now();
    session.handle.stop();
    let outcome = session.wait(|fact| match fact {
        Fact::FetchDone(outcome) => Some(outcome.clone()),
        _ => None,
    });
    session.closed();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    assert_eq!(outcome, HopOutcome::Cancelled);
}

/// Accepts and says nothing, or only this.
fn mute(words: &'static [u8]) -> Server {
    Server::run(move |listener| {
        let far: TcpStream = rig::accept(listener);
        rig::write(&far, words);
        drain(&far);
    })
}

#[test]
fn cancelling_works_in_every_state() {
    let (address, _kept) = rig::black_hole();
    cancel(get(&format!("http://{address}/")), |fact| matches!(fact, Fact::Connecting { .. }));
    let waiting = mute(b"");
    cancel(get(&waiting.url()), |fact| matches!(fact, Fact::Sent { .. }));
    let receiving = mute(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
    cancel(get(&receiving.url()), |fact| matches!(fact, Fact::Received { .. }));
    let securing = mute(b"");
    let url = securing.url().replace("http:", "https:");
    cancel(get(&url), |fact| matches!(fact, Fact::Joined { .. }));
    let proxy = mute(b"");
    let mut config = get("http://example.test/");
    config.proxy = Proxy::parse(&format!("socks5://{}", proxy.address)).unwrap();
    cancel(config, |fact| matches!(fact, Fact::Sent { .. }));
    for server in [waiting, receiving, securing, proxy] {
        server.join();
    }
}

#[test]
fn an_upload_that_nobody_takes_is_cancelled() {
    let (here, gone) = crossbeam_channel::bounded::<()>(1);
    let server = Server::run(move |listener| {
        let far = rig::accept(listener);
        read_head(&far);
        gone.recv().ok();
    });
    let body = FetchBody::Bytes(vec![1; 64 * 1024 * 1024].into());
    cancel(send("POST", &server.url(), body), |fact| matches!(fact, Fact::Sent { .. }));
    drop(here);
    server.join();
}

#[test]
fn a_fetch_whose_facts_nobody_takes_is_cancelled() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        read_head(&far);
        rig::write(&far, b"HTTP/1.1 200 OK\r\n\r\n");
        rig::flood(&far);
    });
    let mut session = Tab::default().start_with(1024 * 1024, get(&server.url()));
    session.wait(|fact| matches!(fact, Fact::Received { .. }).then_some(()));
    server.join();
    session.handle.stop();
    let fetched = session.wait(|fact| match fact {
        Fact::FetchDone(outcome) => Some(outcome.clone()),
        _ => None,
    });
    assert_eq!(fetched, HopOutcome::Cancelled);
    session.closed();
}

#[test]
fn a_raw_answer_is_followed_by_whatever_comes_until_silence() {
    let server = Server::run(|listener| {
        let far = rig::accept(listener);
        assert_eq!(rig::read(&far, 12), b"GET x\r\n\r\nGET");
        rig::write(&far, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        rig::write(&far, b"and more");
        drain(&far);
    });
    let mut config = raw(&server.url(), "GET x\r\n\r\nGET");
    config.timeouts.idle = Some(SHORT);
    let fetched = fetch(config);
    assert!(fetched.is_complete(), "{fetched:?}");
    assert_eq!(fetched.last().body, b"ok");
    assert!(fetched.received.values().next().unwrap().ends_with(b"okand more"));
    assert_eq!(fetched.sent_to_all(), b"GET x\r\n\r\nGET");
    assert_eq!(fetched.last().method, "");
    server.join();
}

#[test]
fn a_raw_answer_that_is_no_http_is_received_to_its_end() {
    let server = Server::answer("I do not speak that\n");
    let fetched = Fetched::collect(&mut Tab::default().start(raw(&server.url(), "HI\r\n\r\n")));
    assert!(fetched.failure().starts_with("failed: "), "{fetched:?}");
    assert_eq!(fetched.received.values().next().unwrap(), b"I do not speak that\n");
}

#[test]
fn a_connection_that_is_reset_within_a_body_is_incomplete() {
    let bodies: [&[u8]; 2] =
        [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", b"HTTP/1.1 200 OK\r\n\r\nhello"];
    for body in bodies {
        let (reset, may_reset) = crossbeam_channel::bounded(1);
        let server = Server::run(move |listener| {
            let far = rig::accept(listener);
            read_head(&far);
            rig::write(&far, body);
            may_reset.recv().unwrap();
            rig::reset(far);
        });
        let mut session = Tab::default().start(get(&server.url()));
        session.wait(|fact| matches!(fact, Fact::Received { .. }).then_some(()));
        reset.send(()).unwrap();
        let outcome = session.wait(|fact| match fact {
            Fact::FetchDone(outcome) => Some(outcome.clone()),
            _ => None,
        });
        assert!(
            matches!(&outcome, HopOutcome::Incomplete(error)
            if error.name() == Some("ECONNRESET")),
            "{outcome:?}"
        );
    }
}
