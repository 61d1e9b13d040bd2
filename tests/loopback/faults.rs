//! Faults on purpose, each as the peer sees it.

use std::io::{ErrorKind, Read as _};
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use sockscope::engine::Command;
use sockscope::respond::{Preset, Transport};
use sockscope::types::{Cut, Direction, Fact, Faults, LeaveReason, Pace, SendOutcome};
use sockscope::words;

use super::rig::{
    Rig, conduct, end, flood, notice, read, read_to_end, reset, server_config, write,
};

const NEVER: Duration = Duration::from_hours(1);

fn rig(faults: Faults) -> Rig {
    let mut config = server_config();
    config.conduct.faults = faults;
    Rig::server_with(config)
}

/// The same with a server that echoes.
fn echo(faults: Faults) -> Rig {
    let mut config = server_config();
    config.conduct = conduct(Preset::Echo, Transport::Stream);
    config.conduct.faults = faults;
    Rig::server_with(config)
}

fn pace(bytes: u32, every: Duration) -> Pace {
    Pace { bytes: NonZeroU32::new(bytes).unwrap(), every }
}

fn change(rig: &Rig, faults: Faults) {
    rig.session.handle.command(Command::SetFaults(faults));
}

/// What goes out next, in one write.
fn sent(rig: &mut Rig) -> Vec<u8> {
    rig.session.wait(|fact| match fact {
        Fact::Sent { bytes, .. } => Some(bytes.to_vec()),
        _ => None,
    })
}

fn warning(rig: &mut Rig) -> String {
    words::fact::notice(&rig.session.wait(notice))
}

fn was_reset(rig: &Rig) -> bool {
    let end = (&rig.far).read(&mut [0; 16]);
    end.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset)
}

#[test]
fn a_delay_holds_every_payload_back_and_keeps_the_order() {
    let delay = Duration::from_millis(150);
    let mut rig = rig(Faults { delay: Some(delay), ..Faults::default() });
    let start = Instant::now();
    rig.send(&b"one "[..]);
    let last = rig.send(&b"two"[..]);
    assert_eq!(read(&rig.far, 7), b"one two");
    assert!(start.elapsed() >= delay);
    assert_eq!(rig.session.send_done(last).1, SendOutcome::Sent);
}

#[test]
fn a_delay_holds_replies_back_and_the_fin_after_them() {
    let delay = Duration::from_millis(150);
    let rig = echo(Faults { delay: Some(delay), ..Faults::default() });
    let start = Instant::now();
    write(&rig.far, b"answer me");
    end(&rig.far);
    assert_eq!(read_to_end(&rig.far), b"answer me");
    assert!(start.elapsed() >= delay);
}

#[test]
fn a_delay_that_is_switched_off_lets_go_what_it_held() {
    let mut rig = rig(Faults { delay: Some(NEVER), ..Faults::default() });
    rig.send(&b"at last"[..]);
    change(&rig, Faults::default());
    assert_eq!(read(&rig.far, 7), b"at last");
}

#[test]
fn what_is_delayed_can_be_cancelled_and_what_follows_is_delayed_no_longer_than_itself() {
    let mut rig = rig(Faults { delay: Some(NEVER), ..Faults::default() });
    let held = rig.send(&b"held"[..]);
    rig.session.handle.command(Command::CancelSend(held));
    let outcome = SendOutcome::Cancelled { unsent: 4 };
    assert_eq!(rig.session.send_done(held), (rig.peer, outcome));
    change(&rig, Faults::default());
    rig.send(&b"free"[..]);
    assert_eq!(read(&rig.far, 4), b"free");
}

#[test]
fn a_stop_waits_for_no_delay() {
    let mut rig = rig(Faults { delay: Some(NEVER), ..Faults::default() });
    let id = rig.send(&b"never"[..]);
    // Commands are carried out in order, but stop overtakes them: the payload has to be queued first.
    rig.session.pause(rig.peer, true);
    rig.session.handle.stop();
    assert_eq!(rig.session.send_done(id).1, SendOutcome::Cancelled { unsent: 5 });
    rig.session.closed();
}

#[test]
fn chopping_sends_replies_and_payloads_in_pieces() {
    let every = Duration::from_millis(20);
    let mut rig = echo(Faults { chop: Some(pace(4, every)), ..Faults::default() });
    let start = Instant::now();
    write(&rig.far, b"0123456789");
    rig.received(10);
    let pieces = [sent(&mut rig), sent(&mut rig), sent(&mut rig)];
    assert_eq!(pieces, [&b"0123"[..], b"4567", b"89"]);
    assert!(start.elapsed() >= every * 2);
    rig.send(&b"abcde"[..]);
    assert_eq!([sent(&mut rig), sent(&mut rig)], [&b"abcd"[..], b"e"]);
    assert!(start.elapsed() >= every * 4);
    assert_eq!(read(&rig.far, 15), b"0123456789abcde");
}

#[test]
fn chopping_that_is_switched_off_lets_the_rest_go() {
    let mut rig = rig(Faults { chop: Some(pace(1, NEVER)), ..Faults::default() });
    rig.send(&b"the rest"[..]);
    assert_eq!(read(&rig.far, 1), b"t");
    change(&rig, Faults::default());
    assert_eq!(read(&rig.far, 7), b"he rest");
}

#[test]
fn garbling_counts_the_bytes_of_the_stream_and_the_log_shows_what_went_out() {
    let garble = NonZeroU32::new(4);
    let mut rig = rig(Faults { garble, ..Faults::default() });
    rig.send(&b"abcde"[..]);
    rig.send(&b"fgh"[..]);
    let garbled = [b'a', b'b', b'c', !b'd', b'e', b'f', b'g', !b'h'];
    assert_eq!(read(&rig.far, 8), garbled);
    assert_eq!([sent(&mut rig), sent(&mut rig)].concat(), garbled);
    change(&rig, Faults::default());
    rig.send(&b"ijkl"[..]);
    assert_eq!(read(&rig.far, 4), b"ijkl");
}

#[test]
fn a_long_payload_is_garbled_evenly_whatever_the_kernel_takes() {
    const LEN: usize = 8 * 1024 * 1024;
    let mut rig = rig(Faults { garble: NonZeroU32::new(1000), ..Faults::default() });
    rig.send(vec![0; LEN]);
    let bytes = read(&rig.far, LEN);
    let right = |(at, byte): (usize, &u8)| *byte == if at % 1000 == 999 { 0xff } else { 0 };
    assert!(bytes.iter().enumerate().all(right));
}

#[test]
fn who_stops_reading_leaves_bytes_and_fin_to_the_kernel() {
    let mut rig = echo(Faults { stops_reading: true, ..Faults::default() });
    write(&rig.far, b"unread");
    end(&rig.far);
    assert!(rig.session.is_silent(Duration::from_millis(200)));
    rig.send(&b"sent"[..]);
    assert_eq!(read(&rig.far, 4), b"sent");
    change(&rig, Faults::default());
    assert_eq!(rig.received(6), b"unread");
    assert_eq!(read_to_end(&rig.far), b"unread");
    assert!(matches!(rig.left(), LeaveReason::ClosedByPeer));
}

#[test]
fn who_stops_reading_slows_the_peer_down_and_nothing_is_lost() {
    let mut rig = rig(Faults::default());
    change(&rig, Faults { stops_reading: true, ..Faults::default() });
    // The change is in force when a payload that was handed over after it is sent.
    let marker = rig.send(&b"x"[..]);
    rig.session.send_done(marker);
    let taken = flood(&rig.far);
    change(&rig, Faults::default());
    assert!(rig.received(taken).iter().all(|byte| *byte == b'f'));
}

#[test]
fn a_reset_is_noticed_although_nothing_is_read() {
    let Rig { mut session, peer, far } = rig(Faults { stops_reading: true, ..Faults::default() });
    reset(far);
    assert!(matches!(session.left(peer), LeaveReason::ResetByPeer));
}

fn cut(after: u64, of: Direction, resets: bool) -> Faults {
    Faults { cut: Some(Cut { after, of, resets }), ..Faults::default() }
}

#[test]
fn a_cut_sends_exactly_so_many_bytes_then_fin() {
    for after in [0, 1, 7, 8] {
        let mut rig = rig(Faults::default());
        rig.send(&b"abc"[..]);
        assert_eq!(read(&rig.far, 3), b"abc");
        change(&rig, cut(after + 3, Direction::Sent, false));
        let id = rig.send(&b"01234567"[..]);
        let expected = b"01234567".split_at(usize::try_from(after).unwrap()).0;
        assert_eq!(read_to_end(&rig.far), expected);
        end(&rig.far);
        let noun = format!("was closed after {} bytes sent", after + 3);
        assert!(warning(&mut rig).ends_with(&noun));
        if (1..8).contains(&after) {
            let unsent = 8 - after;
            assert_eq!(rig.session.send_done(id).1, SendOutcome::Cancelled { unsent });
        }
        assert!(matches!(rig.left(), LeaveReason::ClosedHere));
    }
}

#[test]
fn a_cut_by_reset_comes_after_exactly_so_many_bytes() {
    let mut rig = echo(cut(5, Direction::Sent, true));
    write(&rig.far, b"too much");
    assert!(warning(&mut rig).ends_with("was reset after 5 bytes sent"));
    assert!(matches!(rig.left(), LeaveReason::AbortedHere));
    assert_eq!(read(&rig.far, 5), b"too m");
    assert!(was_reset(&rig));
}

#[test]
fn a_cut_of_what_is_received_reads_no_byte_more() {
    let mut rig = echo(cut(6, Direction::Received, true));
    write(&rig.far, b"0123456789");
    assert_eq!(rig.received(6), b"012345");
    assert!(warning(&mut rig).ends_with("was reset after 6 bytes received"));
    assert!(matches!(rig.left(), LeaveReason::AbortedHere));
}

#[test]
fn a_cut_by_fin_after_what_is_received_does_not_become_a_reset() {
    let mut rig = rig(cut(6, Direction::Received, false));
    write(&rig.far, b"0123456789");
    assert_eq!(read_to_end(&rig.far), b"");
    assert!(warning(&mut rig).ends_with("was closed after 6 bytes received"));
    end(&rig.far);
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn a_cut_of_nothing_ends_a_connection_at_once() {
    for direction in [Direction::Sent, Direction::Received] {
        let mut rig = rig(cut(0, direction, false));
        assert_eq!(read_to_end(&rig.far), b"");
        assert!(warning(&mut rig).contains("was closed after 0 bytes"));
        end(&rig.far);
        assert!(matches!(rig.left(), LeaveReason::ClosedHere));
    }
}

#[test]
fn a_cut_that_is_not_reached_changes_nothing() {
    let mut rig = echo(cut(5, Direction::Sent, true));
    write(&rig.far, b"1234");
    end(&rig.far);
    assert_eq!(read_to_end(&rig.far), b"1234");
    assert!(matches!(rig.left(), LeaveReason::ClosedByPeer));
}
