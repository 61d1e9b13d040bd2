//! The TCP client tab.

use std::net::TcpListener;

use crate::rig::{BlackHole, Window, read_exactly, write};

#[test]
fn the_state_names_both_ends() {
    let mut window = Window::new();
    let peer = window.connect();
    let (here, there) =
        (peer.peer_addr().expect("connected"), peer.local_addr().expect("connected"));
    window.until_text(&format!("Connected to {there} from {here}"));
    window.click("Disconnect");
    window.until_text("Closed here");
}

#[test]
fn nobody_listening_is_a_refusal_with_its_errno() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has ports");
        listener.local_addr().expect("it is bound").port()
    };
    let mut window = Window::new();
    window.click("TCP client");
    window.enter("Port", &port.to_string());
    window.click("Connect");
    window.until_text(&format!(
        "Could not connect to 127.0.0.1:{port}: connection refused (ECONNREFUSED)"
    ));
}

#[test]
fn a_peer_that_closes_ends_the_connection() {
    let mut window = Window::new();
    let mut peer = window.connect();
    write(&mut peer, b"bye");
    drop(peer);
    window.until_text("Closed by peer");
    window.until_text("3 bytes bye");
}

#[test]
fn an_attempt_that_nobody_answers_can_be_cancelled() {
    let hole = BlackHole::new();
    let mut window = Window::new();
    window.click("TCP client");
    window.enter("Port", &hole.port().to_string());
    window.click("Connect");
    window.until_text("Connecting to 127.0.0.1:");
    window.click("Cancel");
    window.until_text("Stopped");
}

#[test]
fn hex_is_sent_as_bytes() {
    let mut window = Window::new();
    let mut peer = window.connect();
    window.click("Hex");
    window.enter("Payload", "0x00, ff:7F 0a");
    window.click("Send");
    assert_eq!(read_exactly(&mut peer, 4), [0, 0xff, 0x7f, 0x0a]);
}
