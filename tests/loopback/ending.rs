//! How connections end, and that the reason is named.

use std::io::{ErrorKind, Read as _};
use std::time::Duration;

use sockscope::engine::Command;
use sockscope::types::{Direction, Fact, LeaveReason, SendOutcome, Target};

use super::rig::{Rig, end, read, read_to_end, reset, server_config, write};

fn half_closed(rig: &mut Rig) -> Direction {
    rig.session.wait(|fact| match fact {
        Fact::HalfClosed { direction, .. } => Some(*direction),
        _ => None,
    })
}

/// A rig whose server leaves it to the user to answer a FIN.
fn patient_rig() -> Rig {
    let mut config = server_config();
    config.close_on_peer_fin = false;
    Rig::server_with(config)
}

fn was_reset(rig: &Rig) -> bool {
    let end = (&rig.far).read(&mut [0; 16]);
    end.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset)
}

#[test]
fn a_peer_that_closes_is_answered_and_named() {
    for mut rig in [Rig::server(), Rig::client()] {
        end(&rig.far);
        assert_eq!(half_closed(&mut rig), Direction::Received);
        assert!(matches!(rig.left(), LeaveReason::ClosedByPeer));
        assert_eq!(read_to_end(&rig.far), b"");
    }
}

#[test]
fn what_is_queued_is_sent_before_a_fin_is_answered() {
    let mut rig = Rig::server();
    let id = rig.clog();
    end(&rig.far);
    assert_eq!(read_to_end(&rig.far).len(), 64 * 1024 * 1024);
    assert_eq!(rig.session.send_done(id).1, SendOutcome::Sent);
    assert!(matches!(rig.left(), LeaveReason::ClosedByPeer));
}

#[test]
fn a_peer_that_resets_is_named() {
    for rig in [Rig::server(), Rig::client()] {
        let Rig { mut session, peer, far } = rig;
        reset(far);
        assert!(matches!(session.left(peer), LeaveReason::ResetByPeer));
    }
}

#[test]
fn a_reset_is_noticed_while_paused_and_what_came_before_is_kept() {
    let mut rig = Rig::server();
    rig.session.pause(rig.peer, true);
    write(&rig.far, b"last words");
    let Rig { mut session, peer, far } = rig;
    reset(far);
    assert_eq!(session.received(peer, 10), b"last words");
    assert!(matches!(session.left(peer), LeaveReason::ResetByPeer));
}

#[test]
fn a_reset_is_noticed_while_half_closed() {
    let mut rig = patient_rig();
    end(&rig.far);
    assert_eq!(half_closed(&mut rig), Direction::Received);
    let Rig { mut session, peer, far } = rig;
    reset(far);
    assert!(matches!(session.left(peer), LeaveReason::ResetByPeer));
}

#[test]
fn a_reset_fails_what_is_queued_and_tells_how_much() {
    let mut rig = Rig::server();
    let id = rig.clog();
    let Rig { mut session, peer, far } = rig;
    reset(far);
    let (to, outcome) = session.send_done(id);
    assert_eq!(to, peer);
    let SendOutcome::Failed { unsent } = outcome else {
        panic!("{outcome:?}");
    };
    assert!(unsent > 0);
    assert!(matches!(session.left(peer), LeaveReason::ResetByPeer));
}

#[test]
fn a_half_closed_peer_can_be_sent_to_until_we_close() {
    let mut rig = patient_rig();
    end(&rig.far);
    assert_eq!(half_closed(&mut rig), Direction::Received);
    rig.send(&b"still here"[..]);
    assert_eq!(read(&rig.far, 10), b"still here");
    rig.command(Command::HalfClose);
    assert!(matches!(rig.left(), LeaveReason::ClosedByPeer));
    assert_eq!(read_to_end(&rig.far), b"");
}

#[test]
fn disconnect_sends_what_is_queued_and_reads_what_still_comes() {
    let mut rig = Rig::client();
    let payload: Vec<u8> = (0..=255).cycle().take(8 * 1024 * 1024).collect();
    rig.send(payload.clone());
    rig.command(Command::Disconnect);
    assert!(read_to_end(&rig.far) == payload);
    write(&rig.far, b"late");
    end(&rig.far);
    assert_eq!(rig.received(4), b"late");
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn disconnect_does_not_wait_for_ever_for_the_peers_fin() {
    let mut rig = Rig::server();
    rig.command(Command::Disconnect);
    assert_eq!(half_closed(&mut rig), Direction::Sent);
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn a_second_disconnect_does_not_wait() {
    let mut rig = Rig::server();
    let id = rig.clog();
    rig.command(Command::Disconnect);
    rig.command(Command::Disconnect);
    let (_, outcome) = rig.session.send_done(id);
    assert!(matches!(outcome, SendOutcome::Cancelled { unsent } if unsent > 0));
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
}

#[test]
fn abort_sends_a_reset() {
    let mut rig = Rig::server();
    rig.command(Command::Abort);
    assert!(matches!(rig.left(), LeaveReason::AbortedHere));
    assert!(was_reset(&rig));
}

#[test]
fn a_linger_of_zero_makes_every_close_an_abort() {
    let mut config = server_config();
    config.options.linger = Some(Duration::ZERO);
    let mut rig = Rig::server_with(config.clone());
    rig.command(Command::Disconnect);
    assert!(matches!(rig.left(), LeaveReason::AbortedHere));
    assert!(was_reset(&rig));

    let mut rig = Rig::server_with(config);
    rig.session.handle.stop();
    assert!(matches!(rig.left(), LeaveReason::AbortedHere));
    assert!(was_reset(&rig));
}

#[test]
fn stop_closes_with_fin() {
    let mut rig = Rig::server();
    rig.session.handle.stop();
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
    assert_eq!(read_to_end(&rig.far), b"");
    rig.session.closed();
}

#[test]
fn both_ends_half_closed_is_the_end() {
    let mut rig = Rig::client();
    rig.command(Command::HalfClose);
    assert_eq!(half_closed(&mut rig), Direction::Sent);
    end(&rig.far);
    assert!(matches!(rig.left(), LeaveReason::ClosedHere));
    rig.session.closed();
}

#[test]
fn a_connection_that_has_left_can_be_told_nothing() {
    let mut rig = Rig::server();
    rig.command(Command::Abort);
    assert!(matches!(rig.left(), LeaveReason::AbortedHere));
    rig.command(Command::Disconnect);
    let id = rig.session.send(Target::Many(vec![rig.peer]), &b"hi"[..]);
    assert_eq!(rig.session.send_done(id).1, SendOutcome::Nobody);
}
