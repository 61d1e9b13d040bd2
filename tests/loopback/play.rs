//! Play lists of the engine, with plain sockets on the other end.

use std::fmt::Write as _;
use std::net::{SocketAddr, UdpSocket};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use sockscope::engine::{Command, PlayRequest};
use sockscope::respond::{Plan, PlayList};
use sockscope::types::{
    Fact, Origin, PeerId, PlayFact, Recipients, SendId, SendOutcome, StepOutcome, Target,
};

use super::rig::{
    PATIENCE, Rig, Session, black_hole, client_config, dial, end, read, reset, server_config,
    udp_config, write,
};

/// Everything that a list sends.
const LIST: SendId = SendId(1000);

const ALL: Recipients = Recipients::Peers(Target::All);

fn plan(steps: &str) -> Arc<Plan> {
    let list = PlayList::from_toml(steps).unwrap();
    Arc::new(list.compile().unwrap())
}

fn play(session: &Session, steps: &str, to: Recipients) {
    session.handle.command(Command::Play(PlayRequest { id: LIST, plan: plan(steps), to }));
}

/// Everything that the list tells, up to its end, a line for each; with whom it was played; and what was sent for it.
fn played(session: &mut Session) -> (String, PeerId, Vec<(u32, Bytes)>) {
    let (mut lines, mut sent) = (String::new(), Vec::new());
    loop {
        match session.next() {
            Fact::Play { peer, fact: PlayFact::Done { passed } } => {
                lines.push_str(if passed { "passed" } else { "failed" });
                return (lines, peer, sent);
            }
            Fact::Play { fact: PlayFact::Began, .. } => lines.push_str("began\n"),
            Fact::Play { fact: PlayFact::Step { step, outcome, .. }, .. } => match outcome {
                StepOutcome::Passed => writeln!(lines, "{step} ok").unwrap(),
                StepOutcome::Failed(problem) => {
                    let why = sockscope::words::problem::step(&problem);
                    writeln!(lines, "{step} {why}").unwrap();
                }
            },
            Fact::Sent { bytes, origin: Origin::Play(step), send, .. } => {
                assert_eq!(send, Some(LIST));
                sent.push((step, bytes));
            }
            Fact::SendDone { send, origin, .. } => {
                assert!(send == LIST && matches!(origin, Origin::Play(_)), "{send:?} {origin:?}");
            }
            _ => {}
        }
    }
}

fn datagrams() -> (UdpSocket, SocketAddr) {
    let far = UdpSocket::bind("127.0.0.1:0").unwrap();
    far.set_read_timeout(Some(PATIENCE)).unwrap();
    let address = far.local_addr().unwrap();
    (far, address)
}

const PING: &str = "
framing = \"line\"
[[step]]
send = 'ping {seq:dec}\\n'
[[step]]
expect = { starts-with = 'pong' }
within = '30s'
[[step]]
repeat = { from = 1, times = 1 }
[[step]]
send = 'got {message}'
";

#[test]
fn a_client_plays_with_its_server() {
    let mut rig = Rig::client();
    play(&rig.session, PING, ALL);
    assert_eq!(read(&rig.far, 7), b"ping 0\n");
    write(&rig.far, b"noise\npon");
    write(&rig.far, b"g 0\n");
    assert_eq!(read(&rig.far, 7), b"ping 1\n");
    write(&rig.far, b"pong 1\n");
    assert_eq!(read(&rig.far, 10), b"got pong 1");
    let (lines, peer, sent) = played(&mut rig.session);
    assert_eq!(lines, "began\n1 ok\n2 ok\n1 ok\n2 ok\n3 ok\n4 ok\npassed");
    assert_eq!(peer, rig.peer);
    let sent: Vec<_> = sent.iter().map(|(step, bytes)| (*step, &bytes[..])).collect();
    assert_eq!(sent, [(1, &b"ping 0\n"[..]), (1, b"ping 1\n"), (4, b"got pong 1")]);
}

#[test]
fn a_server_plays_with_the_first_who_comes() {
    let mut session = Session::server(server_config());
    let address = session.opened();
    play(&session, PING, ALL);
    let first = dial(address);
    assert_eq!(read(&first, 7), b"ping 0\n");
    let second = dial(address);
    write(&second, b"pong from somebody else\n");
    write(&first, b"pong 0\n");
    assert_eq!(read(&first, 7), b"ping 1\n");
    write(&first, b"pong 1\n");
    assert_eq!(read(&first, 10), b"got pong 1");
    let (lines, peer, _) = played(&mut session);
    assert!(lines.ends_with("4 ok\npassed"), "{lines}");
    assert_eq!(peer, PeerId(1));
}

#[test]
fn it_is_played_with_the_one_who_is_meant() {
    let mut session = Session::server(server_config());
    let address = session.opened();
    let _first = dial(address);
    session.joined();
    let second = dial(address);
    let peer = session.joined();
    play(&session, "[[step]]\nsend = 'hi'", Recipients::Peers(Target::One(peer)));
    assert_eq!(read(&second, 2), b"hi");
    assert_eq!(played(&mut session).1, peer);
    play(&session, "[[step]]\nsend = 'hi'", Recipients::Peers(Target::One(PeerId(99))));
    assert_eq!(played(&mut session).0, "began\n1 the peer is gone\nfailed");
}

#[test]
fn a_message_that_does_not_come_fails_its_step_in_time() {
    let mut rig = Rig::client();
    play(&rig.session, "[[step]]\nexpect = { contains = 'OK' }\nwithin = '20ms'", ALL);
    let (lines, ..) = played(&mut rig.session);
    assert_eq!(lines, "began\n1 no message that contains “OK” came within 20 ms\nfailed");
}

#[test]
fn the_end_of_the_peer_fails_the_step_that_waits() {
    const WAITS: &str = "framing = 'line'\n[[step]]\nexpect = { exact = 'OK' }\nwithin = '1h'";
    let mut rig = Rig::client_with(|config| config.close_on_peer_fin = false);
    play(&rig.session, WAITS, ALL);
    write(&rig.far, b"OK later\n");
    end(&rig.far);
    let (lines, ..) = played(&mut rig.session);
    let words = "1 no message that is “OK” came, the peer sends no more (FIN received); another message came first: “OK later”\n";
    assert_eq!(lines, format!("began\n{words}failed"));

    let mut rig = Rig::client();
    play(&rig.session, WAITS, ALL);
    rig.session.wait(|fact| matches!(fact, Fact::Play { .. }).then_some(()));
    reset(rig.far);
    let (lines, ..) = played(&mut rig.session);
    let words =
        "1 no message that is “OK” came, the connection was reset by the peer (ECONNRESET)\n";
    assert_eq!(lines, format!("{words}failed"));
}

#[test]
fn a_peer_that_ended_before_the_list_fails_the_step_that_waits() {
    let mut rig = Rig::client_with(|config| config.close_on_peer_fin = false);
    end(&rig.far);
    rig.session.wait(|fact| matches!(fact, Fact::HalfClosed { .. }).then_some(()));
    play(&rig.session, "[[step]]\nexpect = 'any'\nwithin = '1h'", ALL);
    let (lines, ..) = played(&mut rig.session);
    let words = "1 no message came, the peer sends no more (FIN received)\n";
    assert_eq!(lines, format!("began\n{words}failed"));
}

#[test]
fn what_came_before_the_peer_left_counts() {
    const STEPS: &str = "framing = 'line'
[[step]]
send = 'x'
[[step]]
expect = { exact = 'one' }
[[step]]
expect = { exact = 'two' }
";
    let mut rig = Rig::client();
    play(&rig.session, STEPS, ALL);
    assert_eq!(read(&rig.far, 1), b"x");
    write(&rig.far, b"one\ntwo");
    drop(rig.far);
    assert_eq!(played(&mut rig.session).0, "began\n1 ok\n2 ok\n3 ok\npassed");
}

#[test]
fn stop_fails_the_step_that_goes_on() {
    let mut rig = Rig::client();
    play(&rig.session, "[[step]]\nwait = '1h'", ALL);
    rig.session.wait(|fact| matches!(fact, Fact::Play { .. }).then_some(()));
    rig.session.handle.command(Command::StopPlay);
    assert_eq!(played(&mut rig.session).0, "1 stopped\nfailed");
    // Another list can be played.
    play(&rig.session, "[[step]]\nsend = 'a'", ALL);
    assert_eq!(played(&mut rig.session).0, "began\n1 ok\npassed");
}

#[test]
fn the_end_of_the_run_fails_the_step_that_goes_on() {
    let mut rig = Rig::client();
    play(&rig.session, "[[step]]\nwait = '1h'", ALL);
    rig.session.wait(|fact| matches!(fact, Fact::Play { .. }).then_some(()));
    rig.session.handle.stop();
    assert_eq!(played(&mut rig.session).0, "1 stopped\nfailed");
}

#[test]
fn nobody_to_play_with_is_a_failure() {
    let (address, _keep) = black_hole();
    let mut config = client_config(address);
    config.connect_timeout = Duration::from_millis(300);
    let mut session = Session::client(config);
    play(&session, "[[step]]\nsend = 'a'", ALL);
    let (lines, peer, _) = played(&mut session);
    assert!(lines.contains("1 could not connect to 127.0.0.1:"), "{lines}");
    assert!(lines.ends_with("\nfailed"), "{lines}");
    assert_eq!(peer, PeerId::SESSION);
}

#[test]
fn another_list_takes_the_place_of_the_first() {
    let mut rig = Rig::client();
    rig.session.handle.command(Command::Play(PlayRequest {
        id: SendId(999),
        plan: plan("[[step]]\nwait = '1h'"),
        to: ALL,
    }));
    play(&rig.session, "[[step]]\nsend = 'a'", ALL);
    assert_eq!(played(&mut rig.session).0, "began\n1 stopped\nfailed");
    assert_eq!(played(&mut rig.session).0, "began\n1 ok\npassed");
    assert_eq!(read(&rig.far, 1), b"a");
}

#[test]
fn a_large_payload_passes_when_the_kernel_took_all_of_it() {
    let mut rig = Rig::client();
    let text = "x".repeat(8 * 1024 * 1024);
    play(&rig.session, &format!("[[step]]\nsend = '{text}'\n[[step]]\nsend = 'end'"), ALL);
    rig.session.wait(|fact| matches!(fact, Fact::Sent { .. }).then_some(()));
    assert_eq!(read(&rig.far, text.len() + 3).last_chunk(), Some(b"end"));
    assert_eq!(played(&mut rig.session).0.lines().last(), Some("passed"));
}

#[test]
fn a_stop_takes_back_what_is_not_sent_yet() {
    let mut rig = Rig::client();
    let id = rig.clog();
    play(&rig.session, "[[step]]\nsend = 'never'", ALL);
    rig.session.wait(|fact| matches!(fact, Fact::Play { .. }).then_some(()));
    rig.session.handle.command(Command::StopPlay);
    assert_eq!(played(&mut rig.session).0, "1 stopped\nfailed");
    rig.session.handle.command(Command::CancelSend(id));
    let (_, outcome) = rig.session.send_done(id);
    assert!(matches!(outcome, SendOutcome::Cancelled { .. }));
    rig.command(Command::HalfClose);
    assert!(!super::rig::read_to_end(&rig.far).ends_with(b"never"));
}

#[test]
fn repeats_without_a_pause_leave_the_worker_its_ears() {
    let mut rig = Rig::client();
    let steps = "[[step]]\nwait = '0s'\n[[step]]\nrepeat = { from = 1, times = 4000000000 }";
    play(&rig.session, steps, ALL);
    rig.session.wait(|fact| matches!(fact, Fact::Play { .. }).then_some(()));
    rig.session.handle.command(Command::StopPlay);
    assert!(played(&mut rig.session).0.ends_with("stopped\nfailed"));
}

#[test]
fn datagrams_are_messages_of_the_one_played_with() {
    const STEPS: &str = "framing = 'line'
[[step]]
send = 'ask'
[[step]]
expect = { exact = 'two\\nlines' }
within = '30s'
[[step]]
send = '{peer}'
";
    let mut session = Session::udp(udp_config());
    let address = session.opened();
    let ((far, to), (other, _)) = (datagrams(), datagrams());
    play(&session, STEPS, Recipients::Address(to.into()));
    let mut space = [0; 99];
    far.recv(&mut space).unwrap();
    assert!(space.starts_with(b"ask\0"));
    other.send_to(b"two\nlines", address).unwrap();
    session.wait(|fact| matches!(fact, Fact::Received { .. }).then_some(()));
    far.send_to(b"first", address).unwrap();
    far.send_to(b"two\nlines", address).unwrap();
    let len = far.recv(&mut space).unwrap();
    assert_eq!(&space[..len], to.to_string().as_bytes());
    assert_eq!(played(&mut session).0.lines().last(), Some("passed"));
}

#[test]
fn datagrams_are_waited_for_from_whoever_sends_first() {
    let mut session = Session::udp(udp_config());
    let address = session.opened();
    let (far, _) = datagrams();
    play(&session, "[[step]]\nexpect = 'empty'\n[[step]]\nsend = 'thanks'", ALL);
    far.send_to(b"", address).unwrap();
    let mut space = [0; 9];
    assert_eq!(far.recv(&mut space).unwrap(), 6);
    assert_eq!(played(&mut session).0, "began\n1 ok\n2 ok\npassed");
}

#[test]
fn a_datagram_that_is_too_long_fails_its_step() {
    let mut session = Session::udp(udp_config());
    session.opened();
    let (_far, to) = datagrams();
    let steps = format!("[[step]]\nsend = '{}'", "x".repeat(70_000));
    play(&session, &steps, Recipients::Address(to.into()));
    let (lines, ..) = played(&mut session);
    assert!(lines.contains("1 could not send to 127.0.0.1:"), "{lines}");
}

#[test]
fn an_idle_gap_ends_a_message_by_the_clock_of_the_worker() {
    let mut rig = Rig::client();
    let steps = "framing = { idle = '20ms' }\n[[step]]\nexpect = { exact = 'ab' }\nwithin = '30s'";
    play(&rig.session, steps, ALL);
    write(&rig.far, b"ab");
    assert_eq!(played(&mut rig.session).0, "began\n1 ok\npassed");
    assert!(rig.session.is_silent(Duration::from_millis(1)));
}

#[test]
fn a_step_can_send_in_pieces() {
    let mut rig = Rig::client();
    play(&rig.session, "[[step]]\nsend = 'abc'\npace = '1/1ms'", ALL);
    assert_eq!(read(&rig.far, 3), b"abc");
    let (lines, _, sent) = played(&mut rig.session);
    assert_eq!(lines, "began\n1 ok\npassed");
    assert_eq!(sent, [b"a", b"b", b"c"].map(|piece| (1, Bytes::from_static(piece))));
}

#[test]
fn a_datagram_lost_on_purpose_fails_no_step() {
    let mut config = udp_config();
    config.conduct.faults.drop = Some(NonZeroU32::MIN);
    let mut session = Session::udp(config);
    session.opened();
    let (_far, to) = datagrams();
    play(&session, "[[step]]\nsend = 'lost'", Recipients::Address(to.into()));
    assert_eq!(played(&mut session).0, "began\n1 ok\npassed");
}
