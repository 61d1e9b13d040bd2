//! Stop works at once, whatever the worker is busy with, and leaves nothing behind.

use std::time::{Duration, Instant};

use sockscope::engine::PeerIds;
use sockscope::engine::tcp;
use sockscope::types::{Fact, SendOutcome};

use super::rig::{
    PROMPT, Rig, Session, black_hole, client_config, dial, flood, read_to_end, server_config,
};

/// The best of three, so that a busy machine cannot fail the test and a waiting worker cannot pass it.
fn assert_prompt(mut stop: impl FnMut() -> Duration) {
    let best = (0..3).map(|_| stop()).min().unwrap();
    assert!(best < PROMPT, "{best:?}");
}

#[test]
fn stop_while_listening() {
    assert_prompt(|| {
        let mut session = Session::server(server_config());
        session.opened();
        session.stop()
    });
}

#[test]
fn stop_while_connecting_to_a_black_hole() {
    assert_prompt(|| {
        let (hole, _fillers) = black_hole();
        let mut session = Session::client(client_config(hole));
        session.wait(|fact| matches!(fact, Fact::Connecting { .. }).then_some(()));
        session.stop()
    });
}

#[test]
fn stop_while_reading() {
    assert_prompt(|| Rig::server().session.stop());
    assert_prompt(|| Rig::client().session.stop());
}

#[test]
fn stop_while_a_peer_never_reads() {
    assert_prompt(|| {
        let mut rig = Rig::client();
        let id = rig.clog();
        let start = Instant::now();
        rig.session.handle.stop();
        let (_, outcome) = rig.session.send_done(id);
        assert!(matches!(outcome, SendOutcome::Cancelled { unsent } if unsent > 0));
        rig.session.closed();
        start.elapsed()
    });
}

#[test]
fn stop_while_the_queue_is_full_and_nobody_takes_events() {
    assert_prompt(|| {
        let mut rig = Rig::server_in(small_queue());
        let far = rig.far.try_clone().unwrap();
        flood(&rig.far);
        let start = Instant::now();
        rig.session.handle.stop();
        // The peer sees the end although not one event was taken since.
        far.set_nonblocking(false).unwrap();
        read_to_end(&far);
        let took = start.elapsed();
        rig.session.closed();
        took
    });
}

#[test]
fn dropping_the_handle_stops_and_waits_for_nothing() {
    let rig = Rig::server_in(small_queue());
    flood(&rig.far);
    let start = Instant::now();
    let far = rig.far;
    drop(rig.session.handle);
    assert!(start.elapsed() < PROMPT * 10);
    far.set_nonblocking(false).unwrap();
    read_to_end(&far);
}

#[test]
fn a_worker_ends_when_nobody_listens_any_more() {
    let mut session = Session::server(server_config());
    let far = dial(session.opened());
    session.joined();
    let handle = session.abandon();
    assert_eq!(read_to_end(&far), b"");
    drop(handle);
}

fn small_queue() -> Session {
    Session::with_budget(64 * 1024, |id, events| {
        tcp::server::start(id, server_config(), PeerIds::new(), events).unwrap()
    })
}

#[cfg(target_os = "linux")]
mod threads {
    use std::fs;

    use super::*;

    /// The worker's thread, once it sleeps: how often it has gone to sleep, or `None` if it is gone.
    fn sleeps(session: &Session) -> Option<u64> {
        let name = format!("tcp-server-{}", session.id.0);
        loop {
            let status = fs::read_dir("/proc/self/task")
                .unwrap()
                .filter_map(|task| fs::read_to_string(task.ok()?.path().join("status")).ok())
                .find(|status| field(status, "Name:") == name)?;
            if field(&status, "State:").starts_with('S') {
                return field(&status, "voluntary_ctxt_switches:").parse().ok();
            }
            std::thread::yield_now();
        }
    }

    fn field<'a>(status: &'a str, name: &str) -> &'a str {
        let value = status.lines().find_map(|line| line.strip_prefix(name));
        value.map_or("", str::trim)
    }

    #[test]
    fn an_idle_worker_never_wakes() {
        let rig = Rig::server();
        let before = sleeps(&rig.session).unwrap();
        assert!(rig.session.is_silent(Duration::from_millis(500)));
        assert_eq!(sleeps(&rig.session), Some(before));
    }

    #[test]
    fn the_thread_is_gone_after_stop() {
        let mut session = Session::server(server_config());
        session.opened();
        assert!(sleeps(&session).is_some());
        session.handle.stop();
        session.closed();
        while sleeps(&session).is_some() {
            std::thread::yield_now();
        }
    }
}
