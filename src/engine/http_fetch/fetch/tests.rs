//! A fetch whose names are looked up by the test.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};

use crossbeam_channel::Receiver;

use super::*;
use crate::engine::command::Handle;
use crate::engine::http_fetch::{Proxy, Timeouts, start_fetch};
use crate::engine::worker::queue;
use crate::engine::worker::queue::EventReceiver;
use crate::engine::{PeerIds, TlsSettings, WorkerId};
use crate::http::Request;
use crate::types::http::{HttpFact, Phase};
use crate::types::{Event, HttpVersion, RunId, SessionId};

/// Answers with what comes over a channel, so that a test decides when.
struct Slow(Receiver<Vec<SocketAddr>>);

impl Resolve for Slow {
    fn look_up(&self, _host: &str, _port: u16) -> io::Result<Vec<SocketAddr>> {
        self.0.recv().map_err(|_gone| io::Error::other("no such name"))
    }
}

fn start(answers: Receiver<Vec<SocketAddr>>) -> (Handle, EventReceiver) {
    let request = Request {
        method: "GET".to_owned(),
        url: Url::parse("http://some.name/").unwrap(),
        version: HttpVersion::Http11,
        headers: Vec::new(),
        body: None,
        accept_compressed: false,
        keep_alive: true,
    };
    let config = HttpFetchConfig {
        request: FetchRequest::Composed { request, body: FetchBody::None },
        redirects: None,
        timeouts: Timeouts::default(),
        proxy: Proxy::None,
        tls: TlsSettings::default(),
    };
    let (sender, receiver) = queue::channel(1_000_000);
    let id = WorkerId { session: SessionId(1), run: RunId(1) };
    let fetch = Fetch::new(config, Idle::default(), Arc::new(Slow(answers)));
    (start_fetch(id, fetch, PeerIds::new(), sender).unwrap(), receiver)
}

/// Everything until one is wanted.
fn until(events: &EventReceiver, wanted: impl Fn(&Fact) -> bool) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    while !facts.last().is_some_and(&wanted) {
        let mut out: Vec<Event> = Vec::new();
        events.recv(&mut out, 1, Some(PATIENCE));
        facts.push(out.pop().expect("an event in time").fact);
    }
    facts
}

fn phases(facts: &[Fact]) -> Vec<Phase> {
    let phase = |fact: &Fact| {
        let Fact::Http { fact: HttpFact::PhaseBegan(phase), .. } = fact else { return None };
        Some(*phase)
    };
    facts.iter().filter_map(phase).collect()
}

fn done(facts: &[Fact]) -> &HopOutcome {
    let outcome = facts.iter().find_map(|fact| {
        let Fact::FetchDone(outcome) = fact else { return None };
        Some(outcome)
    });
    outcome.unwrap()
}

#[test]
fn cancelling_does_not_wait_for_a_look_up() {
    let (_never, answers) = crossbeam_channel::bounded(1);
    let (handle, events) = start(answers);
    until(&events, |fact| matches!(fact, Fact::Resolving { .. }));
    handle.stop();
    let facts = until(&events, |fact| matches!(fact, Fact::Closed));
    assert_eq!(*done(&facts), HopOutcome::Cancelled);
}

#[test]
fn a_name_that_is_not_known_fails_in_words() {
    let (_, answers) = crossbeam_channel::bounded(1);
    let (_handle, events) = start(answers);
    let facts = until(&events, |fact| matches!(fact, Fact::Closed));
    assert!(matches!(done(&facts), HopOutcome::Failed(error)
        if error.operation == Operation::Resolve && error.target == "some.name" && error.text() == "no such name"));
    assert_eq!(phases(&facts), [Phase::Resolve]);
}

#[test]
fn every_address_is_tried_and_every_failure_reported() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (response, answers) = crossbeam_channel::bounded(1);
    response.send(vec![closed, listener.local_addr().unwrap()]).unwrap();
    let (_handle, events) = start(answers);
    let (mut far, _) = listener.accept().unwrap();
    assert!(far.read(&mut [0; 1000]).unwrap() > 0);
    far.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").unwrap();
    let facts = until(&events, |fact| matches!(fact, Fact::Closed));
    assert_eq!(*done(&facts), HopOutcome::Complete);
    assert!(facts.iter().any(|fact| matches!(fact, Fact::ConnectFailed { remote, error }
        if *remote == closed.into() && error.name() == Some("ECONNREFUSED"))));
    let all = [Phase::Resolve, Phase::Connect, Phase::Send, Phase::Wait, Phase::Download];
    assert_eq!(phases(&facts), all);
}

const PATIENCE: Duration = Duration::from_secs(30);
