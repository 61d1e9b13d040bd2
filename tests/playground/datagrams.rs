//! UDP peers and Unix sockets: what the window and the commands see of datagrams.

use std::net::UdpSocket;
use std::time::Duration;

use sockscope::form::{Draft, Payload};
use sockscope::playground::{Action, Addressee, Budget, SessionState};
use sockscope::types::{Address, SessionId, Target};

use super::rig::Rig;
#[cfg(unix)]
use super::rig::is_received;

/// A socket of the test's own, and its port.
fn far() -> (UdpSocket, u16) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let port = socket.local_addr().unwrap().port();
    (socket, port)
}

fn receive(socket: &UdpSocket) -> Vec<u8> {
    let mut space = vec![0; 70_000];
    let len = socket.recv(&mut space).unwrap();
    space.truncate(len);
    space
}

fn to_port(port: u16) -> impl FnOnce(&mut Draft) {
    move |draft| {
        "127.0.0.1".clone_into(&mut draft.udp_mut().unwrap().remote);
        draft.udp_mut().unwrap().remote_port = port.to_string();
    }
}

fn send_to(rig: &mut Rig, session: SessionId, bytes: &'static [u8]) {
    let payload = Payload::Bytes(bytes.into());
    rig.playground.perform(Action::Send { session, to: Addressee::Remote, payload });
}

fn socket_addr(address: &Address) -> std::net::SocketAddr {
    address.socket_addr().unwrap()
}

#[test]
fn a_datagram_goes_to_the_remote_address_and_the_answer_is_a_peer() {
    let mut rig = Rig::new(Budget::default());
    let (far, port) = far();
    let (id, local) = rig.udp(to_port(port));
    assert_eq!(rig.session(id).state().words(), format!("Bound to {local}"));
    send_to(&mut rig, id, b"ask");
    assert_eq!(receive(&far), b"ask");
    far.send_to(b"answer", socket_addr(&local)).unwrap();
    rig.until(id, |session| session.capture().totals().received == 6);
    let session = rig.session(id);
    assert_eq!(session.peers().len(), 1, "the one sent to is the one who answers");
    let peer = session.peers().row(0).unwrap();
    assert_eq!((peer.remote.port(), peer.received, peer.reads), (Some(port), 6, 1));
    assert_eq!((peer.sent, peer.writes), (3, 1));
    assert!(session.sends().is_idle());
}

#[test]
fn a_marked_peer_is_answered_and_no_other() {
    let mut rig = Rig::new(Budget::default());
    let (id, local) = rig.udp(|_| {});
    let (first, port) = far();
    let (second, _) = far();
    for socket in [&first, &second] {
        socket.send_to(b"hello", socket_addr(&local)).unwrap();
    }
    rig.until(id, |session| session.capture().totals().received == 10);
    let peers = rig.session(id).peers();
    let rows = [peers.row(0).unwrap(), peers.row(1).unwrap()];
    let marked = rows.iter().find(|peer| peer.remote.port() == Some(port)).unwrap().id;
    let (to, payload) = (Target::One(marked), Payload::Bytes(b"you".as_slice().into()));
    rig.playground.perform(Action::Send { session: id, to: to.into(), payload });
    assert_eq!(receive(&first), b"you");
    rig.until(id, |session| session.sends().is_idle());
    second.set_nonblocking(true).unwrap();
    assert!(second.recv(&mut [0; 9]).is_err());
}

#[test]
fn an_empty_datagram_is_a_record_both_ways() {
    let mut rig = Rig::new(Budget::default());
    let (far, port) = far();
    let (id, local) = rig.udp(to_port(port));
    send_to(&mut rig, id, b"");
    assert_eq!(receive(&far), b"");
    far.send_to(b"", socket_addr(&local)).unwrap();
    let row = |session: &sockscope::playground::Session| {
        session.peers().row(0).map(|peer| (peer.reads, peer.writes, peer.received, peer.sent))
    };
    rig.until(id, |session| row(session) == Some((1, 1, 0, 0)) && session.sends().is_idle());
    let capture = rig.session(id).capture();
    let records = capture.records().filter_map(|number| capture.record(number));
    let lens: Vec<u32> =
        records.filter(|record| record.kind.direction().is_some()).map(|r| r.len).collect();
    assert_eq!(lens, [0, 0]);
}

#[test]
fn the_peers_of_a_socket_that_was_closed_are_gone() {
    let mut rig = Rig::new(Budget::default());
    let (far, _) = far();
    let (id, local) = rig.udp(|_| {});
    far.send_to(b"hello", socket_addr(&local)).unwrap();
    rig.until(id, |session| session.capture().totals().received == 5);
    let peer = rig.session(id).peers().row(0).unwrap().id;
    rig.stop(id);
    assert_eq!((rig.session(id).peers().open(), rig.session(id).peers().len()), (0, 1));
    assert_eq!(rig.notes(id).last().map(String::as_str), Some("Closed"));
    rig.playground.perform(Action::Start(id));
    rig.until(id, |session| matches!(session.state(), SessionState::Bound(_)));
    let payload = Payload::Bytes(b"still there?".as_slice().into());
    assert_eq!(rig.playground.send(id, Target::One(peer), &payload, None), None);
    assert_eq!(
        rig.notes(id).last().map(String::as_str),
        Some("Nothing was sent, the selected peers are gone")
    );
    rig.stop(id);
    rig.playground.perform(Action::Clear(id));
    assert!(rig.session(id).peers().is_empty());
}

#[test]
fn only_what_comes_from_a_peer_is_hearing_from_it() {
    let mut rig = Rig::new(Budget::default());
    let (far, port) = far();
    let (id, local) = rig.udp(to_port(port));
    send_to(&mut rig, id, b"ask");
    rig.until(id, |session| session.capture().totals().sent == 3);
    assert!(rig.session(id).peers().row(0).unwrap().heard.is_none());
    far.send_to(b"answer", socket_addr(&local)).unwrap();
    rig.until(id, |session| session.capture().totals().received == 6);
    let heard = rig.session(id).peers().row(0).unwrap().heard;
    assert!(heard.is_some());
    send_to(&mut rig, id, b"again");
    rig.until(id, |session| session.capture().totals().sent == 8);
    assert_eq!(rig.session(id).peers().row(0).unwrap().heard, heard);
}

#[test]
fn a_counter_is_measured_as_soon_as_it_can_be_read() {
    let mut rig = Rig::new(Budget::default());
    let (id, _) = rig.udp(|_| {});
    let counter = |rig: &mut Rig, offset: &str| {
        let session = rig.playground.session_mut(id).unwrap();
        session.draft.udp_mut().unwrap().counter.on = true;
        session.draft.udp_mut().unwrap().counter.offset = offset.to_owned();
        rig.playground.perform(Action::Measure(id));
        rig.session(id).meter().map(|meter| meter.counter().offset)
    };
    assert_eq!(counter(&mut rig, "x"), None);
    assert_eq!(counter(&mut rig, "4"), Some(4));
}

#[test]
fn nobody_is_sent_to_without_a_remote_address() {
    let mut rig = Rig::new(Budget::default());
    let (id, _) = rig.udp(|_| {});
    send_to(&mut rig, id, b"whom?");
    assert!(rig.session(id).problem().is_some());
    assert!(rig.session(id).sends().is_idle());
    rig.send(id, b"all?");
    assert_eq!(
        rig.notes(id).last().map(String::as_str),
        Some("Nothing was sent, there is no remote address and no selected peer")
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_refusal_is_a_row_and_receiving_goes_on() {
    // No other test binds a port of this address meanwhile.
    const THERE: &str = "127.0.0.2";
    let mut rig = Rig::new(Budget::default());
    let far = UdpSocket::bind((THERE, 0)).unwrap();
    let port = far.local_addr().unwrap().port();
    let (id, local) = rig.udp(|draft| {
        THERE.clone_into(&mut draft.udp_mut().unwrap().remote);
        draft.udp_mut().unwrap().remote_port = port.to_string();
        draft.udp_mut().unwrap().connect = true;
    });
    drop(far);
    send_to(&mut rig, id, b"anybody?");
    rig.until(id, |session| session.warnings() > 0);
    let refusal = format!(
        "Could not send to {THERE}:{port}: connection refused: nothing listens on {THERE}:{port} (ECONNREFUSED)"
    );
    assert!(rig.notes(id).contains(&refusal), "{:?}", rig.notes(id));
    assert!(matches!(rig.session(id).state(), SessionState::Bound(_)));
    let again = UdpSocket::bind((THERE, port)).unwrap();
    again.send_to(b"here", socket_addr(&local)).unwrap();
    rig.until(id, |session| session.capture().totals().received == 4);
}

#[test]
#[cfg(target_os = "linux")]
fn received_lost_and_dropped_add_up_to_what_was_sent() {
    const SENT: u64 = 50_000;
    let mut rig = Rig::new(Budget { queue: 64 * 1024, ..Budget::default() });
    let (id, local) =
        rig.udp(|draft| "8192".clone_into(&mut draft.udp_mut().unwrap().receive_buffer));
    let (far, _) = far();
    // Nobody takes in events meanwhile: there is room for a few hundred.
    for _ in 0..SENT {
        far.send_to(&[7; 5], socket_addr(&local)).unwrap();
    }
    rig.until(id, |session| {
        let datagrams = session.datagrams();
        let received = session.capture().totals().received / 5;
        received + datagrams.queue_lost + datagrams.kernel_dropped == SENT
    });
    let session = rig.session(id);
    assert!((5..SENT).contains(&session.capture().totals().received));
    assert!(session.datagrams().queue_lost > 0);
    assert!(rig.notes(id).iter().any(|note| note.ends_with("came too fast and were lost")));
    assert_eq!(session.datagrams().received, session.capture().totals().received / 5);
    assert_eq!(session.datagrams().queue_lost_bytes, session.datagrams().queue_lost * 5);
}

#[test]
#[cfg(target_os = "linux")]
fn groups_are_listed_while_they_are_joined() {
    let mut rig = Rig::new(Budget::default());
    let (id, local) = rig.udp(|draft| {
        "0.0.0.0".clone_into(draft.address_mut().unwrap().0);
        "lo".clone_into(&mut draft.udp_mut().unwrap().interface);
        "239.255.77.2".clone_into(&mut draft.udp_mut().unwrap().group);
    });
    rig.playground.perform(Action::Join(id));
    rig.until(id, |session| session.datagrams().memberships().count() == 1);
    let membership = rig.session(id).datagrams().memberships().next().unwrap().clone();
    assert_eq!(membership.to_string(), "239.255.77.2%1");
    let (to, _) = rig.udp(|draft| {
        "lo".clone_into(&mut draft.udp_mut().unwrap().interface);
        "239.255.77.2".clone_into(&mut draft.udp_mut().unwrap().remote);
        draft.udp_mut().unwrap().remote_port = local.port().unwrap().to_string();
    });
    send_to(&mut rig, to, b"all");
    rig.until(id, |session| session.capture().totals().received == 3);
    rig.playground.perform(Action::Leave(id, membership));
    rig.until(id, |session| session.datagrams().memberships().count() == 0);
    assert_eq!(rig.notes(id)[1..], ["Joined 239.255.77.2%1", "Left 239.255.77.2%1"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::net::UnixDatagram;

    use super::*;

    fn at(folder: &tempfile::TempDir, name: &str) -> String {
        format!("unix:{}", folder.path().join(name).display())
    }

    #[test]
    fn a_unix_socket_needs_no_port_and_its_file_goes_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let far = UnixDatagram::bind(folder.path().join("far")).unwrap();
        let mut rig = Rig::new(Budget::default());
        let (id, local) = rig.udp(|draft| {
            *draft.address_mut().unwrap().0 = at(&folder, "near");
            draft.address_mut().unwrap().1.clear();
            draft.udp_mut().unwrap().remote = at(&folder, "far");
        });
        assert_eq!(local.to_string(), at(&folder, "near"));
        far.send_to(b"hello", folder.path().join("near")).unwrap();
        rig.until(id, |session| session.capture().totals().received == 5);
        assert_eq!(rig.bytes(id, is_received), b"hello");
        let peer = rig.session(id).peers().row(0).unwrap();
        assert_eq!(peer.remote.to_string(), at(&folder, "far"));
        send_to(&mut rig, id, b"answer");
        let mut answer = [0; 9];
        assert_eq!(far.recv(&mut answer).unwrap(), 6);
        rig.stop(id);
        assert!(!folder.path().join("near").exists());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn packets_go_over_the_one_connection() {
        let folder = tempfile::tempdir().unwrap();
        let mut rig = Rig::new(Budget::default());
        let (server, _) = rig.udp(|draft| {
            *draft.address_mut().unwrap().0 = at(&folder, "s");
            draft.udp_mut().unwrap().seqpacket = true;
        });
        let client = rig.playground.add(sockscope::types::Kind::UdpPeer);
        let draft = &mut rig.playground.session_mut(client).unwrap().draft;
        draft.udp_mut().unwrap().remote = at(&folder, "s");
        draft.udp_mut().unwrap().seqpacket = true;
        draft.udp_mut().unwrap().connect = true;
        rig.playground.perform(Action::Start(client));
        rig.until(client, |session| matches!(session.state(), SessionState::Connected { .. }));
        send_to(&mut rig, client, b"one");
        send_to(&mut rig, client, b"two");
        rig.until(server, |session| session.capture().totals().received == 6);
        assert_eq!(rig.session(server).peers().row(0).unwrap().reads, 2);
        let connected = |note: &&String| note.starts_with("Connected ");
        assert_eq!(rig.notes(server).iter().filter(connected).count(), 1);
        assert_eq!(rig.notes(client).iter().filter(connected).count(), 1);
        rig.stop(server);
        rig.until(client, |session| !session.is_live());
        assert_eq!(rig.session(client).state().words(), "Closed by peer");
        assert_eq!(rig.notes(client).last().map(String::as_str), Some("Closed by peer"));
    }
}
