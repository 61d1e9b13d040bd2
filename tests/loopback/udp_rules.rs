//! Rules on datagrams, seen from plain sockets.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sockscope::codec::Typed;
use sockscope::engine::{Command, Conduct, SendRequest};
use sockscope::respond::{Matcher, Preset, Rule, RuleSet, Rules, Step, Transport, When};
use sockscope::types::problem::ReplyProblem;
use sockscope::types::{
    Destination, Fact, Faults, Notice, Origin, PeerId, RuleAct, RuleName, RuleTag, SendOutcome,
    Target, UdpOptions,
};

use super::rig::{PROMPT, Session, conduct};
use super::udp::{Pair, plain, receive};

fn pair(rules: Vec<Rule>) -> Pair {
    Pair::with(|config| config.conduct = Conduct { rules: compiled(rules), ..Conduct::default() })
}

/// Each rule has its place as its tag.
fn compiled(rules: Vec<Rule>) -> Arc<Rules> {
    let set = RuleSet { rules, ..RuleSet::default() };
    Arc::new(set.compile(place_of).unwrap())
}

/// A rule is named by its place.
pub(super) fn place_of(name: &RuleName) -> RuleTag {
    match name {
        RuleName::Given(name) => RuleTag(name.parse().unwrap()),
        RuleName::Number(_) | RuleName::Framing => RuleTag(u32::MAX),
    }
}

fn rules<const N: usize>(rules: [(When, &[Step]); N]) -> Vec<Rule> {
    let named = rules.into_iter().enumerate().map(|(place, (when, then))| Rule {
        name: place.to_string(),
        when,
        then: then.to_vec(),
        off: false,
    });
    named.collect()
}

fn reply(text: &str) -> Step {
    Step::Reply(Typed::text(text))
}

fn exact(text: &str) -> When {
    When::Message(Matcher::Exact(Typed::text(text)))
}

fn any() -> When {
    When::default()
}

fn ask(pair: &Pair, bytes: &[u8]) -> Vec<u8> {
    pair.far.send_to(bytes, pair.local).unwrap();
    receive(&pair.far)
}

/// What was commanded before has been carried out.
fn settle(session: &mut Session) {
    session.handle.command(Command::SetUdpOptions(UdpOptions::default()));
    session.wait(|fact| matches!(fact, Fact::OptionsChanged { .. }).then_some(()));
}

fn ruled(session: &mut Session) -> (PeerId, RuleTag, RuleAct) {
    session.wait(|fact| match fact {
        Fact::Ruled { peer, rule, act } => Some((*peer, *rule, act.clone())),
        _ => None,
    })
}

#[test]
fn a_preset_answers_each_datagram_even_an_empty_one() {
    let pair = Pair::with(|config| config.conduct = conduct(Preset::Upper, Transport::Datagram));
    assert_eq!(ask(&pair, b"abc 1"), b"ABC 1");
    assert_eq!(ask(&pair, b""), b"");
    assert_eq!(ask(&pair, b"z"), b"Z");
}

#[test]
fn a_reply_names_its_rule() {
    let mut pair = pair(rules([(exact("a"), &[reply("A")]), (exact("b"), &[reply("B")])]));
    for (asked, answer, rule) in [(b"b", b"B", 1), (b"a", b"A", 0)] {
        assert_eq!(ask(&pair, asked), answer);
        let (bytes, origin, send) = pair.session.wait(|fact| match fact {
            Fact::Sent { bytes, origin, send, .. } => Some((bytes.clone(), *origin, *send)),
            _ => None,
        });
        assert_eq!((&*bytes, origin, send), (&answer[..], Origin::Reply(RuleTag(rule)), None));
    }
}

#[test]
fn a_peer_that_waits_holds_up_itself_only() {
    let hour = Step::Wait(Duration::from_hours(1));
    let pair = pair(rules([(exact("slow"), &[hour, reply("late")]), (any(), &[reply("{frame}")])]));
    pair.far.send_to(b"slow", pair.local).unwrap();
    let other = plain("127.0.0.1:0");
    for text in [&b"one"[..], b"two"] {
        other.send_to(text, pair.local).unwrap();
        assert_eq!(receive(&other), text);
    }
}

#[test]
fn a_reply_that_is_due_while_others_are_held_back_is_late_and_not_lost() {
    let wait = Step::Wait(Duration::from_millis(50));
    let many = vec![reply("{random:60000}"); 20];
    let set = compiled(rules([(exact("slow"), &[wait, reply("late")]), (exact("many"), &many)]));
    let faults = Faults { delay: Some(Duration::from_millis(300)), ..Faults::default() };
    let pair = Pair::with(|config| config.conduct = Conduct { rules: set, faults });
    let other = plain("127.0.0.1:0");
    other.send_to(b"slow", pair.local).unwrap();
    pair.far.send_to(b"many", pair.local).unwrap();
    assert_eq!(receive(&other), b"late");
}

#[test]
fn waits_of_one_peer_follow_each_other() {
    let wait = Duration::from_millis(40);
    let pair = pair(rules([(any(), &[Step::Wait(wait), reply("{frame}")])]));
    let start = Instant::now();
    for text in [b"1", b"2", b"3"] {
        pair.far.send_to(text, pair.local).unwrap();
    }
    for (text, waits) in [(b"1", 1), (b"2", 2), (b"3", 3)] {
        assert_eq!(receive(&pair.far), text);
        assert!(start.elapsed() >= wait * waits);
    }
}

#[test]
fn a_peer_connects_with_its_first_datagram_and_not_when_it_is_sent_to() {
    let mut pair = pair(rules([(When::Connect, &[reply("hello")]), (any(), &[reply("{frame}")])]));
    let to: Destination = pair.far_address().into();
    let id = sockscope::types::SendId(1);
    pair.session.handle.command(Command::Send(SendRequest::bytes(id, to, &b"first"[..])));
    let (peer, outcome) = pair.session.send_done(id);
    assert_eq!(outcome, SendOutcome::Sent);
    assert_eq!(receive(&pair.far), b"first");
    assert_eq!(ask(&pair, b"x"), b"hello");
    assert_eq!(receive(&pair.far), b"x");
    assert_eq!(ask(&pair, b"y"), b"y");
    assert_eq!(pair.session.received(peer, 2), b"xy");
}

#[test]
fn closing_and_aborting_end_the_run_after_what_is_queued() {
    for (step, act) in [(Step::Close, RuleAct::Close), (Step::Abort, RuleAct::Abort)] {
        let mut pair = pair(rules([(exact("exit"), &[reply("bye"), step])]));
        let peer = pair.join();
        assert_eq!(ask(&pair, b"exit"), b"bye");
        assert_eq!(ruled(&mut pair.session), (peer, RuleTag(0), act));
        pair.session.closed();
    }
}

#[test]
fn datagrams_have_no_halves() {
    let pair = pair(rules([(any(), &[Step::HalfClose, reply("{frame}")])]));
    assert_eq!(ask(&pair, b"1"), b"1");
    assert_eq!(ask(&pair, b"2"), b"2");
}

#[test]
fn a_reply_that_cannot_be_made_is_told() {
    let mut pair = pair(rules([(any(), &[reply("{len:u8}{frame}")])]));
    pair.far.send_to(&[b'x'; 300], pair.local).unwrap();
    let (_, rule, act) = ruled(&mut pair.session);
    assert!(matches!(act, RuleAct::Fail(ReplyProblem::Fill(_))));
    assert_eq!(rule, RuleTag(0));
    assert_eq!(ask(&pair, b"x"), b"\x02x");
}

#[test]
fn rules_change_while_it_runs() {
    let mut pair = pair(Vec::new());
    pair.join();
    let set = |pair: &mut Pair, set| {
        pair.session.handle.command(Command::SetRules(compiled(set)));
        settle(&mut pair.session);
    };
    set(&mut pair, rules([(When::Connect, &[reply("hello")]), (any(), &[reply("one")])]));
    // It has sent before: it does not connect again.
    assert_eq!(ask(&pair, b"x"), b"one");
    set(&mut pair, rules([(any(), &[reply("two")])]));
    assert_eq!(ask(&pair, b"x"), b"two");
    set(&mut pair, Vec::new());
    pair.far.send_to(b"unanswered", pair.local).unwrap();
    pair.session.wait(|fact| match fact {
        Fact::Received { bytes, .. } => (**bytes == *b"unanswered").then_some(()),
        _ => None,
    });
    set(&mut pair, rules([(any(), &[reply("three")])]));
    assert_eq!(ask(&pair, b"x"), b"three");
}

#[test]
fn a_silence_is_noticed_without_a_datagram() {
    let idle = When::Idle(Duration::from_millis(30));
    let pair = pair(rules([(idle, &[reply("still there?")])]));
    let start = Instant::now();
    assert_eq!(ask(&pair, b"x"), b"still there?");
    assert!(start.elapsed() >= Duration::from_millis(30));
}

#[test]
fn a_rule_without_end_leaves_others_their_turn_and_stops_at_once() {
    let pair = pair(rules([(When::Connect, &[reply("x"), Step::Again])]));
    pair.far.send_to(b"go", pair.local).unwrap();
    let other = plain("127.0.0.1:0");
    other.send_to(b"go", pair.local).unwrap();
    for _ in 0..100 {
        assert_eq!(receive(&other), b"x");
        assert_eq!(receive(&pair.far), b"x");
    }
    assert!(pair.session.stop() < PROMPT * 10);
}

#[test]
fn what_is_not_answered_although_it_should_be_is_said() {
    let hour = Step::Wait(Duration::from_hours(1));
    let mut pair = pair(rules([(any(), &[hour, reply("{frame}")])]));
    pair.join();
    let piece = vec![b'x'; 60_000];
    let said = |fact: &Fact| match fact {
        Fact::Notice(notice) => Some(Some(notice.clone())),
        Fact::Received { .. } => Some(None),
        _ => None,
    };
    let notice = loop {
        pair.far.send_to(&piece, pair.local).unwrap();
        if let Some(notice) = pair.session.wait(said) {
            break notice;
        }
    };
    assert_eq!(notice, Notice::RepliesBehind { remote: pair.far_address().into() });
}

#[test]
fn what_is_sent_by_hand_is_not_answered() {
    let mut pair = pair(rules([(any(), &[reply("answer")])]));
    let peer = pair.join();
    assert_eq!(receive(&pair.far), b"answer");
    let id = pair.session.send(Target::One(peer), &b"by hand"[..]);
    assert_eq!(pair.session.send_done(id), (peer, SendOutcome::Sent));
    assert_eq!(receive(&pair.far), b"by hand");
    assert_eq!(ask(&pair, b"x"), b"answer");
}

#[cfg(target_os = "linux")]
#[test]
fn an_unnamed_sender_is_never_answered_but_heard() {
    use std::os::linux::net::SocketAddrExt as _;
    use std::os::unix::net::{SocketAddr, UnixDatagram};

    let name = format!("sockscope-unnamed-{}", std::process::id());
    let mut session = Session::udp(sockscope::engine::UdpConfig {
        bind: format!("unix:@{name}").parse().unwrap(),
        conduct: Conduct {
            rules: compiled(rules([
                (When::Connect, &[reply("x"), Step::Again]),
                (exact("1"), &[Step::Close]),
                (any(), &[reply("{frame}")]),
            ])),
            ..Conduct::default()
        },
        ..super::rig::udp_config()
    });
    session.wait(|fact| matches!(fact, Fact::Opened { .. }).then_some(()));
    let to = SocketAddr::from_abstract_name(name).unwrap();
    let far = UnixDatagram::unbound().unwrap();
    far.send_to_addr(b"hello", &to).unwrap();
    assert_eq!(ruled(&mut session).2, RuleAct::Fail(ReplyProblem::NoAddress));
    for _ in 0..3 {
        far.send_to_addr(b"hello", &to).unwrap();
    }
    assert_eq!(session.stop().checked_sub(super::rig::PATIENCE), None);
}
