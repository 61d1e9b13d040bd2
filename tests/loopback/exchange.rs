//! Bytes both ways, in every shape.

use sockscope::respond::{Preset, Transport};
use sockscope::types::{Direction, Fact, Origin, SendOutcome, Target};

use super::rig::{Rig, Session, conduct, dial, read, read_to_end, server_config, write};

#[test]
fn a_server_and_its_peer_exchange_bytes() {
    let mut rig = Rig::server();
    write(&rig.far, b"hello");
    assert_eq!(rig.received(5), b"hello");
    let id = rig.send(&b"world"[..]);
    assert_eq!(read(&rig.far, 5), b"world");
    assert_eq!(rig.session.send_done(id), (rig.peer, SendOutcome::Sent));
}

#[test]
fn a_client_and_its_peer_exchange_bytes() {
    let mut rig = Rig::client();
    write(&rig.far, b"\0\xff");
    assert_eq!(rig.received(2), b"\0\xff");
    rig.send(&b"bye"[..]);
    assert_eq!(read(&rig.far, 3), b"bye");
}

#[test]
fn two_sessions_talk_to_each_other() {
    let mut server = Session::server(server_config());
    let address = server.opened();
    let mut client = Session::client(super::rig::client_config(address));
    let (there, here) = (server.joined(), client.joined());
    client.send(Target::All, &b"ping"[..]);
    assert_eq!(server.received(there, 4), b"ping");
    server.send(Target::One(there), &b"pong"[..]);
    assert_eq!(client.received(here, 4), b"pong");
}

#[test]
fn a_sent_fact_is_what_the_kernel_took_and_names_its_origin() {
    let mut rig = Rig::client();
    let id = rig.send(&b"abc"[..]);
    let sent = rig.session.wait(|fact| match fact {
        Fact::Sent { bytes, origin, send, .. } => Some((bytes.clone(), *origin, *send)),
        _ => None,
    });
    assert_eq!(sent, (b"abc"[..].into(), Origin::User, Some(id)));
}

#[test]
fn an_empty_payload_is_done_without_a_byte() {
    let mut rig = Rig::client();
    let id = rig.send(&b""[..]);
    assert_eq!(rig.session.send_done(id), (rig.peer, SendOutcome::Sent));
}

#[test]
fn a_peer_that_dribbles_arrives_whole() {
    let mut rig = Rig::server();
    rig.far.set_nodelay(true).unwrap();
    let text = b"one byte at a time";
    let mut arrived = Vec::new();
    for byte in text {
        write(&rig.far, &[*byte]);
        arrived.extend(rig.received(1));
    }
    assert_eq!(arrived, text);
}

#[test]
fn an_echo_answers_all_that_was_sent_before_the_end() {
    let mut config = server_config();
    config.conduct = conduct(Preset::Echo, Transport::Stream);
    let rig = Rig::server_with(config);
    write(&rig.far, b"all of this");
    super::rig::end(&rig.far);
    assert_eq!(read_to_end(&rig.far), b"all of this");
}

#[test]
fn an_echo_waits_for_a_peer_that_does_not_read() {
    const LEN: usize = 24 * 1024 * 1024;
    let mut config = server_config();
    config.conduct = conduct(Preset::Echo, Transport::Stream);
    let rig = Rig::server_with(config);
    let far = rig.far.try_clone().unwrap();
    let sender = std::thread::Builder::new();
    let sender = sender.spawn(move || write(&far, &vec![7; LEN])).unwrap();
    assert_eq!(read(&rig.far, LEN), vec![7; LEN]);
    sender.join().unwrap();
}

#[test]
fn a_small_read_size_cuts_the_stream() {
    let mut config = server_config();
    config.options.read_size = sockscope::types::ReadSize::new(3).unwrap();
    let mut rig = Rig::server_with(config);
    write(&rig.far, b"abcdefgh");
    let mut pieces = Vec::new();
    while pieces.iter().map(Vec::len).sum::<usize>() < 8 {
        pieces.push(rig.received(1));
    }
    assert_eq!(pieces, [&b"abc"[..], b"def", b"gh"]);
}

#[test]
fn two_hundred_and_fifty_clients_are_served() {
    let mut config = server_config();
    config.conduct = conduct(Preset::Echo, Transport::Stream);
    let mut session = Session::server(config);
    let address = session.opened();
    let clients: Vec<_> = (0..250).map(|_| dial(address)).collect();
    for (number, client) in clients.iter().enumerate() {
        write(client, format!("client {number:03}").as_bytes());
    }
    for (number, client) in clients.iter().enumerate() {
        assert_eq!(read(client, 10), format!("client {number:03}").as_bytes());
    }
    session.send(Target::All, &b"to all"[..]);
    for client in &clients {
        assert_eq!(read(client, 6), b"to all");
    }
}

#[test]
fn a_half_closed_connection_still_receives() {
    let mut rig = Rig::client();
    rig.send(&b"question"[..]);
    rig.command(sockscope::engine::Command::HalfClose);
    assert_eq!(read_to_end(&rig.far), b"question");
    let half_closed = |fact: &Fact| match fact {
        Fact::HalfClosed { direction, .. } => Some(*direction),
        _ => None,
    };
    assert_eq!(rig.session.wait(half_closed), Direction::Sent);
    write(&rig.far, b"answer");
    assert_eq!(rig.received(6), b"answer");
}
