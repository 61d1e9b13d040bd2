//! Payloads: files, cancelling, and to whom.

use std::io::Write as _;
use std::path::Path;

use sockscope::engine::{Command, SendRequest};
use sockscope::types::{Fact, Operation, Origin, PeerId, SendId, SendOutcome, Target};
use tempfile::NamedTempFile;

use super::rig::{Rig, Session, dial, read, read_to_end, server_config};

fn file_of(len: usize) -> (NamedTempFile, Vec<u8>) {
    let bytes: Vec<u8> = (0..=250).cycle().take(len).collect();
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(&bytes).unwrap();
    (file, bytes)
}

fn send_file(to: Target, path: &Path) -> Command {
    Command::Send(SendRequest::file(SendId(77), to, path))
}

#[test]
fn a_file_reaches_every_client_whole() {
    let (file, bytes) = file_of(5_000_000);
    let mut session = Session::server(server_config());
    let address = session.opened();
    let clients = [dial(address), dial(address), dial(address)];
    for _ in &clients {
        session.joined();
    }
    session.handle.command(send_file(Target::All, file.path()));
    let len = session.wait(|fact| match fact {
        Fact::FileOpened { len, .. } => Some(*len),
        _ => None,
    });
    assert_eq!(len, 5_000_000);
    for client in &clients {
        assert!(read(client, bytes.len()) == bytes);
    }
    for _ in &clients {
        assert_eq!(session.send_done(SendId(77)).1, SendOutcome::Sent);
    }
}

#[test]
fn sent_facts_of_a_file_add_up_to_it() {
    let (file, bytes) = file_of(700_000);
    let mut rig = Rig::client();
    rig.command(|to| send_file(to, file.path()));
    rig.command(Command::Disconnect);
    assert!(read_to_end(&rig.far) == bytes);
    let mut sent = Vec::new();
    while sent.len() < bytes.len() {
        sent.extend(rig.session.wait(|fact| match fact {
            Fact::Sent { bytes, origin, .. } => (*origin == Origin::File).then(|| bytes.clone()),
            _ => None,
        }));
    }
    assert!(sent == bytes);
}

#[test]
fn a_missing_file_is_named_and_the_connection_goes_on() {
    let mut rig = Rig::server();
    rig.command(|to| send_file(to, Path::new("/no/such/file")));
    let error = rig.session.wait(|fact| match fact {
        Fact::Failed { error, .. } => Some(error.clone()),
        _ => None,
    });
    assert_eq!(error.operation, Operation::ReadFile);
    assert_eq!((error.target.as_str(), error.name()), ("/no/such/file", Some("ENOENT")));
    let (peer, outcome) = rig.session.send_done(SendId(77));
    assert_eq!((peer, outcome), (PeerId::SESSION, SendOutcome::Failed { unsent: 0 }));
    rig.send(&b"goes on"[..]);
    assert_eq!(read(&rig.far, 7), b"goes on");
}

#[test]
fn a_cancelled_payload_tells_what_is_unsent_and_the_next_one_follows() {
    let mut rig = Rig::server();
    let id = rig.clog();
    rig.session.handle.command(Command::CancelSend(id));
    let (peer, outcome) = rig.session.send_done(id);
    let SendOutcome::Cancelled { unsent } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(peer, rig.peer);
    rig.send(&b"next"[..]);
    let sent = 64 * 1024 * 1024 - usize::try_from(unsent).unwrap();
    assert!(read(&rig.far, sent).iter().all(|byte| *byte == b'x'));
    assert_eq!(read(&rig.far, 4), b"next");
}

#[test]
fn without_a_connection_a_payload_reaches_nobody() {
    let mut session = Session::server(server_config());
    session.opened();
    let id = session.send(Target::All, &b"hello?"[..]);
    assert_eq!(session.send_done(id), (PeerId::SESSION, SendOutcome::Nobody));
}

#[test]
fn a_payload_goes_to_those_marked_and_to_no_other() {
    let mut session = Session::server(server_config());
    let address = session.opened();
    let mut clients = Vec::new();
    for _ in 0..3 {
        let client = dial(address);
        clients.push((session.joined(), client));
    }
    let marked = Target::Many(vec![clients[0].0, clients[2].0]);
    session.send(marked, &b"marked"[..]);
    session.send(Target::All, &b"all"[..]);
    for (number, expected) in [(0, &b"markedall"[..]), (1, b"all"), (2, b"markedall")] {
        assert_eq!(read(&clients[number].1, expected.len()), expected);
    }
}
