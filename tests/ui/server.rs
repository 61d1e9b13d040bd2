//! The TCP server tab.

use std::io::Read as _;
use std::net::TcpListener;

use egui_kittest::kittest::Queryable as _;

use crate::rig::{Window, connect, read_exactly, write};

#[test]
fn a_click_starts_listening_and_bytes_go_both_ways() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.enter("Payload", "hello\\r\\n");
    window.click("Send");
    assert_eq!(read_exactly(&mut peer, 7), b"hello\r\n");
    write(&mut peer, b"and back");
    let row = window.until_text("received from");
    assert!(row.ends_with("8 bytes and back"), "{row}");
    let row = window.until_text("sent to");
    assert!(row.ends_with("7 bytes hello\\r\\n"), "{row}");
}

#[test]
fn a_port_in_use_is_said_in_words() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("loopback has ports");
    let port = taken.local_addr().expect("it is bound").port();
    let mut window = Window::new();
    window.enter("Port", &port.to_string());
    window.click("Start listening");
    window.until_text(&format!("Port {port} is already in use (EADDRINUSE)"));
    window.harness.get_by_label("Start listening");
}

#[test]
fn stop_closes_every_connection_and_the_port_is_free_again() {
    let mut window = Window::new();
    let address = window.listen();
    let mut peer = connect(address);
    window.until_text("1 open");
    window.click("Stop listening");
    window.until_text("Stopped");
    assert_eq!(peer.read(&mut [0]).expect("a FIN, not a reset"), 0);
    window.enter("Port", &address.port().to_string());
    window.click("Start listening");
    window.until_text(&format!("Listening on {address}"));
}

#[test]
fn listening_can_stop_while_connections_stay() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("Stop accepting");
    window.until_text("Not listening, connections stay open");
    window.enter("Payload", "still here");
    window.click("Send");
    assert_eq!(read_exactly(&mut peer, 10), b"still here");
    window.click("Close all");
    window.until_text("Stopped");
}

#[test]
fn only_marked_peers_are_sent_to() {
    let mut window = Window::new();
    let address = window.listen();
    let mut peers = [connect(address), connect(address)];
    window.until_text("2 open");
    let second = peers[1].local_addr().expect("it is connected").to_string();
    let row = window.until_text(&format!("{second}, "));
    window.harness.get_by_label(&row).click();
    window.harness.run_steps(2);
    window.until_text(&format!("Applies to {second}"));
    window.enter("Payload", "one");
    window.click("Send");
    assert_eq!(read_exactly(&mut peers[1], 3), b"one");
    window.until_text("Out 3 bytes");
    let row = window.until_text("in 0 bytes, out 3 bytes");
    window.harness.get_by_label(&row).click();
    window.until_text("Applies to all 2");
    window.enter("Payload", "all");
    window.click("Send");
    for peer in &mut peers {
        assert_eq!(read_exactly(peer, 3), b"all");
    }
}

#[test]
fn what_was_meant_for_a_peer_that_left_goes_to_nobody() {
    let mut window = Window::new();
    let address = window.listen();
    let (first, mut second) = (connect(address), connect(address));
    window.until_text("2 open");
    let row = window.until_text(&format!("{}, ", first.local_addr().expect("it is connected")));
    window.harness.get_by_label(&row).click();
    window.harness.run_steps(2);
    drop(first);
    window.until_text("1 gone");
    window.until_text("Applies to nobody, the selected peers are gone");
    window.enter("Payload", "secret");
    window.harness.key_press(egui::Key::Enter);
    window.harness.run_steps(3);
    window.until_text("Nothing was sent, the selected peers are gone");
    window.click("1 gone");
    let row = window.until_text(&format!("{}, ", second.local_addr().expect("it is connected")));
    window.harness.get_by_label(&row).click();
    window.harness.run_steps(2);
    window.enter("Payload", "open");
    window.click("Send");
    assert_eq!(read_exactly(&mut second, 4), b"open");
}

#[test]
fn a_peer_can_be_half_closed_and_aborted() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("Half-close");
    assert_eq!(peer.read(&mut [0]).expect("a FIN, not a reset"), 0);
    write(&mut peer, b"late");
    window.until_text("4 bytes late");
    window.click("Abort");
    window.until_text("Aborted here (RST sent)");
    assert!(peer.read(&mut [0]).is_ok_and(|n| n == 0) || peer.take_error().is_ok());
}

#[test]
fn a_reachable_address_is_warned_about_before_it_listens() {
    let mut window = Window::new();
    assert!(!window.shows("Other machines can connect"));
    window.enter("Bind address", "0.0.0.0");
    assert!(window.shows(
        "Other machines can connect: every address of this machine is reachable over the network"
    ));
}

#[test]
fn what_is_typed_wrong_is_named_and_nothing_starts() {
    let mut window = Window::new();
    window.enter("Port", "http");
    window.click("Start listening");
    window.until_text("“http” isn't a port number (0 to 65535)");
    assert!(window.shows("Stopped"));
    window.enter("Port", "0");
    window.click("Start listening");
    window.until_text("Listening on ");
    assert!(!window.shows("isn't a port number"));
}
