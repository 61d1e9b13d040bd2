//! Sessions that answer by themselves, against plain sockets.

use std::io::{ErrorKind, Read as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use sockscope::codec::Typed;
use sockscope::engine::Command;
use sockscope::respond::{Framing, Matcher, Preset, Rule, RuleSet, Rules, Step, Transport, When};
use sockscope::types::{
    Direction, Fact, LeaveReason, Origin, PeerId, RuleAct, RuleTag, SendOutcome,
};

use super::rig::{
    PATIENCE, Rig, Session, conduct, dial, end, read, read_to_end, server_config, write,
};
use super::udp_rules::place_of;

fn reply(text: &str) -> Step {
    Step::Reply(Typed::text(text))
}

fn exact(word: &str) -> When {
    When::Message(Matcher::Exact(Typed::text(word)))
}

const ANY: When = When::Message(Matcher::Any);

/// Rules about lines, numbered as they stand.
fn rules<const N: usize>(rules: [(When, Vec<Step>); N]) -> Arc<Rules> {
    rules_about(Framing::Line, rules)
}

fn rules_about<const N: usize>(framing: Framing, rules: [(When, Vec<Step>); N]) -> Arc<Rules> {
    let rule = |(number, (when, then)): (usize, (When, Vec<Step>))| Rule {
        name: number.to_string(),
        when,
        then,
        off: false,
    };
    let rules = rules.into_iter().enumerate().map(rule).collect();
    let set = RuleSet { name: "test".to_owned(), framing, rules };
    Arc::new(set.compile(place_of).unwrap())
}

fn session(rules: Arc<Rules>) -> Session {
    let mut config = server_config();
    config.conduct.rules = rules;
    Session::server(config)
}

fn rig<const N: usize>(set: [(When, Vec<Step>); N]) -> Rig {
    Rig::server_in(session(rules(set)))
}

fn ruled(rig: &mut Rig) -> (PeerId, RuleTag, RuleAct) {
    rig.session.wait(|fact| match fact {
        Fact::Ruled { peer, rule, act } => Some((*peer, *rule, act.clone())),
        _ => None,
    })
}

fn half_closed(rig: &mut Rig, direction: Direction) {
    rig.session.wait(|fact| match fact {
        Fact::HalfClosed { direction: which, .. } => (*which == direction).then_some(()),
        _ => None,
    });
}

fn change(rig: &Rig, rules: Arc<Rules>) {
    rig.session.handle.command(Command::SetRules(rules));
}

#[test]
fn a_reply_names_its_rule() {
    let set = [(exact("one"), vec![reply("1\n")]), (exact("two"), vec![reply("2\n")])];
    let mut rig = rig(set);
    write(&rig.far, b"two\none\nthree\n");
    assert_eq!(read(&rig.far, 4), b"2\n1\n");
    for tag in [1, 0] {
        let origin = rig.session.wait(|fact| match fact {
            Fact::Sent { origin, send: None, .. } => Some(*origin),
            _ => None,
        });
        assert_eq!(origin, Origin::Reply(RuleTag(tag)));
    }
}

#[test]
fn a_client_answers_just_so() {
    let mut rig = Rig::client_with(|config| {
        config.conduct.rules = rules([
            (When::Connect, vec![reply("hello\n")]),
            (ANY, vec![reply("heard {message}\n")]),
        ]);
    });
    assert_eq!(read(&rig.far, 6), b"hello\n");
    write(&rig.far, b"you\r\n");
    assert_eq!(read(&rig.far, 10), b"heard you\n");
    assert_eq!(rig.received(5), b"you\r\n");
}

#[test]
fn ten_clients_that_wait_take_as_long_as_one() {
    let wait = Duration::from_secs(1);
    let mut session = session(rules([(ANY, vec![Step::Wait(wait), reply("{message}\n")])]));
    let address = session.opened();
    let clients: Vec<TcpStream> = (0..10).map(|_| dial(address)).collect();
    let start = Instant::now();
    for (number, client) in clients.iter().enumerate() {
        write(client, format!("{number}\n").as_bytes());
    }
    for (number, client) in clients.iter().enumerate() {
        assert_eq!(read(client, 2), format!("{number}\n").as_bytes());
    }
    let took = start.elapsed();
    assert!(took >= wait && took < wait * 5, "{took:?}");
}

#[test]
fn a_close_comes_after_the_reply_and_nothing_is_answered_after_it() {
    let mut rig = rig([
        (exact("exit"), vec![reply("bye\n"), Step::Close]),
        (ANY, vec![reply("{message}\n")]),
    ]);
    write(&rig.far, b"hi\nexit\nanyone?\n");
    let heard = read_to_end(&rig.far);
    assert!(heard.starts_with(b"hi\nbye\n") && !heard.ends_with(b"anyone?\n"), "{heard:?}");
    assert_eq!(ruled(&mut rig), (rig.peer, RuleTag(0), RuleAct::Close));
    end(&rig.far);
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn an_abort_comes_after_the_reply() {
    let mut rig = rig([(ANY, vec![reply("bye\n"), Step::Abort])]);
    write(&rig.far, b"go away\n");
    assert_eq!(ruled(&mut rig), (rig.peer, RuleTag(0), RuleAct::Abort));
    assert!(matches!(rig.left(), LeaveReason::AbortedHere));
    assert_eq!(read(&rig.far, 4), b"bye\n");
    let end = (&rig.far).read(&mut [0; 16]).unwrap_err();
    assert_eq!(end.kind(), ErrorKind::ConnectionReset);
}

#[test]
fn an_abort_after_our_fin_is_a_reset_all_the_same() {
    let mut rig = rig([(exact("end"), vec![Step::HalfClose]), (exact("abort"), vec![Step::Abort])]);
    write(&rig.far, b"end\n");
    half_closed(&mut rig, Direction::Sent);
    write(&rig.far, b"abort\n");
    assert!(matches!(rig.left(), LeaveReason::AbortedHere));
}

#[test]
fn after_a_half_close_is_read_on() {
    let mut rig = rig([(exact("end"), vec![reply("the end"), Step::HalfClose])]);
    write(&rig.far, b"end\n");
    assert_eq!(read_to_end(&rig.far), b"the end");
    assert_eq!(ruled(&mut rig), (rig.peer, RuleTag(0), RuleAct::HalfClose));
    write(&rig.far, b"more");
    assert_eq!(rig.received(4), b"more");
    end(&rig.far);
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn a_reply_after_our_fin_is_told_once_and_never_sent() {
    let mut rig = rig([(ANY, vec![reply("{message}\n"), Step::Again])]);
    rig.command(Command::HalfClose);
    half_closed(&mut rig, Direction::Sent);
    write(&rig.far, b"hello?\n");
    let (_, _, act) = ruled(&mut rig);
    assert!(matches!(act, RuleAct::Fail(_)));
    assert_eq!(read_to_end(&rig.far), b"");
    end(&rig.far);
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn the_peers_fin_is_answered_after_a_reply_that_is_pending() {
    let wait = Duration::from_millis(200);
    let rig = rig([(ANY, vec![Step::Wait(wait), reply("{message}!\n")])]);
    let start = Instant::now();
    write(&rig.far, b"first\nlast");
    end(&rig.far);
    assert_eq!(read_to_end(&rig.far), b"first!\nlast!\n");
    assert!(start.elapsed() >= wait * 2);
}

#[test]
fn the_peers_fin_is_something_to_answer() {
    let rig = rig([(When::HalfClose, vec![reply("you said so")])]);
    end(&rig.far);
    assert_eq!(read_to_end(&rig.far), b"you said so");
}

#[test]
fn silence_is_something_to_answer() {
    let silence = Duration::from_millis(100);
    let start = Instant::now();
    let rig = rig([(When::Idle(silence), vec![reply("still there?")])]);
    assert_eq!(read(&rig.far, 12), b"still there?");
    assert!(start.elapsed() >= silence);
}

#[test]
fn rules_change_while_connections_are_open() {
    let mut rig = rig([]);
    write(&rig.far, b"nothing\n");
    rig.received(8);
    change(&rig, rules([(When::Connect, vec![reply("late")]), (ANY, vec![reply("a{message}\n")])]));
    write(&rig.far, b"1\n");
    assert_eq!(read(&rig.far, 3), b"a1\n");
    change(&rig, rules([(ANY, vec![reply("b{message}\n")])]));
    // Whatever is sent after the change is received after it.
    let marker = rig.send(&b"-"[..]);
    assert_eq!(rig.session.send_done(marker).1, SendOutcome::Sent);
    write(&rig.far, b"2\n");
    assert_eq!(read(&rig.far, 4), b"-b2\n");
    change(&rig, Arc::default());
    let marker = rig.send(&b"-"[..]);
    rig.session.send_done(marker);
    write(&rig.far, b"3\n");
    end(&rig.far);
    assert_eq!(read_to_end(&rig.far), b"-");
}

/// A server that talks without end.
fn endless() -> Session {
    session(rules([(When::Connect, vec![reply(&LINE.repeat(1000)), Step::Again])]))
}

const LINE: &str = "and so on\r\n";

/// Until no more is sent.
fn until_full(session: &Session) {
    while !session.is_silent(Duration::from_millis(200)) {}
}

#[test]
fn an_endless_rule_stops_while_nobody_reads_and_goes_on_then() {
    let rig = Rig::server_in(endless());
    until_full(&rig.session);
    assert!(rig.session.is_silent(Duration::from_millis(200)));
    let expected = LINE.repeat(2_000_000);
    assert!(read(&rig.far, expected.len()) == expected.as_bytes());
    until_full(&rig.session);
    rig.session.stop();
}

#[test]
fn an_endless_rule_leaves_other_connections_and_commands_their_turn() {
    let mut rig = Rig::server_in(endless());
    let address = rig.far.peer_addr().unwrap();
    let greedy = rig.far.try_clone().unwrap();
    let read_all = move || while (&greedy).read(&mut [0; 4096]).is_ok_and(|n| n > 0) {};
    let reader = thread::Builder::new().name("greedy".to_owned()).spawn(read_all).unwrap();
    let other = dial(address);
    let peer = rig.session.joined();
    rig.session.wait(|fact| match fact {
        Fact::Sent { peer: to, .. } => (*to == peer).then_some(()),
        _ => None,
    });
    assert_eq!(read(&other, LINE.len()), LINE.as_bytes());
    let to = sockscope::types::Target::One(peer);
    rig.session.handle.command(Command::Abort(to));
    assert!(matches!(rig.session.left(peer), LeaveReason::AbortedHere));
    rig.session.stop();
    reader.join().unwrap();
}

#[test]
fn a_peer_that_never_reads_its_echo_is_read_no_more() {
    let mut config = server_config();
    config.conduct = conduct(Preset::Echo, Transport::Stream);
    let rig = Rig::server_with(config);
    let taken = super::rig::flood(&rig.far);
    until_full(&rig.session);
    assert!(taken < 32 * 1024 * 1024, "{taken}");
    rig.session.stop();
}

#[test]
fn messages_pile_up_only_so_far_while_a_reply_waits() {
    let steps = vec![Step::Wait(PATIENCE * 100), reply("never")];
    let mut rig = Rig::server_in(session(rules_about(Framing::Read, [(ANY, steps)])));
    write(&rig.far, b"first");
    let taken = super::rig::flood(&rig.far);
    assert!(taken < 32 * 1024 * 1024, "{taken}");
    rig.received(5 + 512 * 1024);
    rig.session.stop();
}
