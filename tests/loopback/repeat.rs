//! Payloads that are sent again and again.

use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use sockscope::codec::template::Scope;
use sockscope::codec::{Encoding, Template};
use sockscope::engine::{Command, RepeatRequest};
use sockscope::types::{
    Destination, Fact, IoError, LeaveReason, Notice, Origin, PeerId, Recipients, Schedule, SendId,
    Tally, Target,
};

use super::rig::{
    PATIENCE, PROMPT, Rig, Session, dial, end, notice, read, read_to_end, server_config,
};
use super::udp::{Pair, receive};

const ID: SendId = SendId(7);

fn text(text: &str) -> Template {
    Template::text(text, Encoding::Utf8, Scope::Payload).unwrap()
}

fn schedule(every: Duration, times: u64) -> Schedule {
    Schedule { every, times: NonZeroU64::new(times), first: 0, pace: None }
}

fn forever(every: Duration) -> Schedule {
    schedule(every, 0)
}

fn repeat(session: &Session, to: Recipients, what: Template, schedule: Schedule) {
    session.handle.command(Command::Repeat(RepeatRequest { id: ID, to, what, schedule }));
}

fn address(pair: &Pair) -> Recipients {
    Recipients::Address(pair.far_address().into())
}

fn everyone() -> Recipients {
    Recipients::Peers(Target::All)
}

fn over(session: &mut Session, id: SendId) -> Tally {
    session.wait(|fact| match fact {
        Fact::Repeated { send, tally } if tally.is_over && *send == id => Some(*tally),
        _ => None,
    })
}

const FAST: Duration = Duration::from_micros(100);
const MILLI: Duration = Duration::from_millis(1);

#[test]
fn it_is_sent_exactly_as_often_as_asked_and_no_end_is_told_for_each() {
    let mut pair = Pair::new();
    repeat(&pair.session, address(&pair), text("again"), schedule(MILLI, 20));
    let (mut sent, mut told) = (0, Vec::new());
    while told.last().is_none_or(|tally: &Tally| !tally.is_over) || sent < 20 {
        match pair.session.next() {
            Fact::Sent { bytes, origin, send, .. } => {
                assert_eq!((&*bytes, origin, send), (&b"again"[..], Origin::User, Some(ID)));
                sent += 1;
            }
            Fact::Repeated { send, tally } => {
                assert_eq!(send, ID);
                told.push(tally);
            }
            Fact::SendDone { .. } => panic!("an end was told"),
            _ => {}
        }
    }
    assert_eq!(sent, 20);
    assert_eq!(told.last().unwrap().done, 20);
    assert!(told.is_sorted_by_key(|tally| tally.done));
    for _ in 0..20 {
        assert_eq!(receive(&pair.far), b"again");
    }
    pair.session.send(Target::All, &b"last"[..]);
    assert_eq!(receive(&pair.far), b"last");
}

#[test]
fn it_is_never_early() {
    let mut pair = Pair::new();
    let every = Duration::from_millis(3);
    let start = Instant::now();
    repeat(&pair.session, address(&pair), text("x"), schedule(every, 30));
    for n in 0..30 {
        receive(&pair.far);
        assert!(start.elapsed() >= every * n);
    }
    let tally = over(&mut pair.session, ID);
    assert!(tally.elapsed >= every * 29);
    assert!(tally.late <= tally.latest);
}

#[test]
fn it_stops_at_once() {
    let mut pair = Pair::new();
    repeat(&pair.session, address(&pair), text("x"), forever(FAST));
    for _ in 0..50 {
        receive(&pair.far);
    }
    pair.session.handle.command(Command::CancelSend(ID));
    assert!(over(&mut pair.session, ID).done >= 50);
    pair.session.handle.stop();
    pair.session.wait(|fact| match fact {
        Fact::Sent { .. } => panic!("it was sent after it was stopped"),
        Fact::Repeated { .. } => panic!("it went on"),
        fact => matches!(fact, Fact::Closed).then_some(()),
    });
}

#[test]
fn stopping_the_session_ends_it_too() {
    let mut pair = Pair::new();
    repeat(&pair.session, address(&pair), text("x"), forever(FAST));
    receive(&pair.far);
    pair.session.handle.stop();
    assert!(over(&mut pair.session, ID).done >= 1);
    pair.session.closed();
}

#[test]
fn stop_is_prompt_while_it_runs() {
    for every in [FAST, MILLI, PATIENCE] {
        let pair = Pair::new();
        repeat(&pair.session, address(&pair), text("x"), forever(every));
        receive(&pair.far);
        assert!(pair.session.stop() < PROMPT * 10);
    }
}

#[test]
fn a_new_one_takes_its_place() {
    let mut pair = Pair::new();
    repeat(&pair.session, address(&pair), text("old"), forever(MILLI));
    assert_eq!(receive(&pair.far), b"old");
    let (id, to, what) = (SendId(8), address(&pair), text("new"));
    let schedule = schedule(MILLI, 5);
    pair.session.handle.command(Command::Repeat(RepeatRequest { id, to, what, schedule }));
    assert!(over(&mut pair.session, ID).done >= 1);
    assert_eq!(over(&mut pair.session, id).done, 5);
    let mut new = 0;
    while new < 5 {
        new += usize::from(receive(&pair.far) == b"new");
    }
}

#[test]
fn fields_take_their_values_anew() {
    let mut pair = Pair::new();
    let what = Template::hex("{seq:u32be}", Scope::Payload).unwrap();
    let schedule = Schedule { first: 5, ..schedule(MILLI, 10) };
    repeat(&pair.session, address(&pair), what, schedule);
    for n in 5..15_u32 {
        assert_eq!(receive(&pair.far), n.to_be_bytes());
    }
    assert_eq!(over(&mut pair.session, ID).done, 10);
}

#[test]
fn what_cannot_be_made_ends_it_in_words() {
    let mut pair = Pair::new();
    let what = text(&format!("{{len:u8}}{}", "x".repeat(300)));
    repeat(&pair.session, address(&pair), what, forever(MILLI));
    let error: IoError = pair.session.wait(|fact| match fact {
        Fact::Failed { peer: PeerId::SESSION, error } => Some(error.clone()),
        _ => None,
    });
    assert!(
        sockscope::words::io_error(&error).starts_with("could not send to anybody: "),
        "{error:?}"
    );
    let tally = over(&mut pair.session, ID);
    assert_eq!((tally.done, tally.missed), (0, 0));
}

#[test]
fn a_name_is_looked_up_once() {
    let mut pair = Pair::new();
    let to = Destination::Host { host: "localhost".to_owned(), port: pair.far_address().port() };
    repeat(&pair.session, Recipients::Address(to), text("x"), schedule(MILLI, 20));
    let mut look_ups = 0;
    let tally = loop {
        match pair.session.next() {
            Fact::Resolving { .. } => look_ups += 1,
            Fact::Repeated { tally, .. } if tally.is_over => break tally,
            _ => {}
        }
    };
    assert_eq!((look_ups, tally.done), (1, 20));
    assert_eq!(receive(&pair.far), b"x");
}

#[test]
fn a_name_that_leads_nowhere_ends_it() {
    let mut pair = Pair::new();
    let to = Destination::Host { host: "no.such.name.invalid".to_owned(), port: 9 };
    repeat(&pair.session, Recipients::Address(to), text("x"), forever(MILLI));
    assert_eq!(over(&mut pair.session, ID).done, 0);
}

#[test]
fn it_goes_to_all_peers_that_are_there_at_the_time() {
    let mut pair = Pair::new();
    repeat(&pair.session, everyone(), text("x"), forever(MILLI));
    let peer = pair.join();
    assert_eq!(receive(&pair.far), b"x");
    let other = super::udp::plain("127.0.0.1:0");
    other.send_to(b"hello", pair.local).unwrap();
    assert_ne!(pair.session.joined(), peer);
    assert_eq!(receive(&other), b"x");
    assert_eq!(receive(&pair.far), b"x");
}

#[test]
fn a_server_waits_for_its_first_client() {
    let mut session = Session::server(server_config());
    let address = session.opened();
    repeat(&session, everyone(), text("tick;"), forever(MILLI));
    let far = dial(address);
    assert_eq!(read(&far, 15), b"tick;tick;tick;");
    let other = dial(address);
    assert_eq!(read(&other, 5), b"tick;");
}

#[test]
fn a_stream_is_sent_every_copy_in_order() {
    let mut rig = Rig::client();
    let what = Template::hex("{seq:u16be}", Scope::Payload).unwrap();
    repeat(&rig.session, everyone(), what, schedule(FAST, 1000));
    let expected: Vec<u8> = (0..1000_u16).flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(&rig.far, 2000), expected);
    assert_eq!(over(&mut rig.session, ID).done, 1000);
}

#[test]
fn it_ends_when_its_only_recipient_has_left() {
    let rig = Rig::server();
    repeat(&rig.session, Recipients::Peers(Target::One(rig.peer)), text("x"), forever(MILLI));
    assert_eq!(read(&rig.far, 1), b"x");
    end(&rig.far);
    let Rig { mut session, peer, far } = rig;
    drop(far);
    assert!(!matches!(session.left(peer), LeaveReason::AbortedHere));
    assert_eq!(session.wait(notice), Notice::NoRecipientLeft);
    over(&mut session, ID);
}

/// What is handed over and not sent is bounded; the rest of the moments is passed over.
#[test]
fn a_peer_that_never_reads_does_not_cost_memory() {
    const LEN: u64 = 64 * 1024;
    let mut rig = Rig::server();
    let what = Template::fixed(vec![b'x'; usize::try_from(LEN).unwrap()].into());
    repeat(&rig.session, everyone(), what, forever(FAST));
    let mut sent = 0;
    let mut full = 0;
    while full < 3 {
        match rig.session.next() {
            Fact::Sent { bytes, .. } => sent += bytes.len() as u64,
            Fact::Repeated { tally, .. } => {
                assert!(tally.done * LEN - sent <= 1024 * 1024 + LEN);
                full += u8::from(tally.missed > 0);
            }
            _ => {}
        }
    }
    rig.session.handle.command(Command::CancelSend(ID));
    assert!(over(&mut rig.session, ID).missed > 0);
    rig.send(&b"end"[..]);
    end(&rig.far);
    let all = read_to_end(&rig.far);
    assert!(all.ends_with(b"xend") && all.len() as u64 <= sent + LEN);
}
