//! The UDP peer tab.

use std::net::UdpSocket;

use egui_kittest::kittest::Queryable as _;

use crate::rig::{PATIENCE, Window};

/// A bound tab, and a plain socket that the tab's remote address means.
fn bound() -> (Window, UdpSocket) {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("loopback has ports");
    socket.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    let mut window = Window::new();
    window.click("UDP peer");
    window.enter("Port", "0");
    window.enter("Remote port", &socket.local_addr().expect("it is bound").port().to_string());
    window.click("Bind");
    socket.connect(local(&mut window)).expect("an address");
    (window, socket)
}

/// The address in the state.
fn local(window: &mut Window) -> String {
    let of_state = |text: String| text.strip_prefix("Bound to ").map(str::to_owned);
    window.until("bound", |window| window.texts().into_iter().find_map(of_state))
}

fn receive(socket: &UdpSocket) -> Vec<u8> {
    let mut bytes = vec![0; 65_535];
    let len = socket.recv(&mut bytes).expect("a datagram comes");
    bytes.truncate(len);
    bytes
}

#[test]
fn datagrams_go_both_ways_and_empty_ones_are_rows() {
    let (mut window, socket) = bound();
    window.enter("Payload", "ping");
    window.click("Send");
    assert_eq!(receive(&socket), b"ping");
    socket.send(b"pong").expect("it is sent");
    socket.send(b"").expect("an empty one is sent");
    let row = window.until_text("4 bytes pong");
    assert!(row.contains("received from 127.0.0.1:"), "{row}");
    window.until_text("0 bytes ");
    window.click("Close");
    window.until_text("Stopped");
}

#[test]
fn a_click_on_a_peer_answers_it() {
    let (mut window, _remote) = bound();
    let stranger = UdpSocket::bind("127.0.0.1:0").expect("loopback has ports");
    stranger.set_read_timeout(Some(PATIENCE)).expect("a timeout can be set");
    let local = local(&mut window);
    stranger.send_to(b"who is there", local.as_str()).expect("it is sent");
    window.until_text("12 bytes who is there");
    let name = format!("{}, last seen", stranger.local_addr().expect("it is bound"));
    let row = window.until_text(&name);
    window.harness.get_by_label(&row).click();
    window.harness.run_steps(2);
    window.enter("Payload", "me");
    window.click("Send");
    assert_eq!(receive(&stranger), b"me");
}

#[test]
fn what_is_too_long_is_said_and_not_sent() {
    let (mut window, socket) = bound();
    window.front(|session| session.payload.text = "x".repeat(65_508));
    window.harness.run_steps(2);
    window.click("Send");
    window.until_text("message too long (65,508 > 65,507) (EMSGSIZE)");
    window.front(|session| session.payload.text = "short".to_owned());
    window.harness.run_steps(2);
    window.click("Send");
    assert_eq!(receive(&socket), b"short");
}

#[test]
fn a_port_where_nothing_listens_is_an_error_and_receiving_goes_on() {
    let (mut window, socket) = bound();
    let port = socket.local_addr().expect("it is bound").port();
    window.click("Close");
    window.until_text("Stopped");
    drop(socket);
    window.front(|session| session.draft.udp_mut().unwrap().connect = true);
    window.click("Bind");
    let local = local(&mut window);
    window.enter("Payload", "anybody");
    window.click("Send");
    window.until_text("(ECONNREFUSED)");
    let back = UdpSocket::bind(("127.0.0.1", port)).expect("the port is free again");
    back.send_to(b"here now", local.as_str()).expect("it is sent");
    window.until_text("8 bytes here now");
}

#[test]
fn groups_are_joined_and_left() {
    let (mut window, _socket) = bound();
    window.click("Close");
    window.until_text("Stopped");
    window.front(|session| {
        session.draft.udp_mut().unwrap().bind = "0.0.0.0".to_owned();
        session.draft.udp_mut().unwrap().group = "239.255.7.7".to_owned();
        session.draft.udp_mut().unwrap().interface = "127.0.0.1".to_owned();
    });
    window.click("Bind");
    window.until_text("Bound to 0.0.0.0:");
    window.click("Options");
    window.press("Join group");
    window.until_text("Joined 239.255.7.7");
    window.press("Leave group");
    window.until_text("Left 239.255.7.7");
}

#[test]
fn addresses_of_the_machine_are_offered() {
    let mut window = Window::new();
    window.click("UDP peer");
    window.click("Addresses to bind");
    let offered = window.until_text("127.0.0.1 lo");
    window.click(&offered);
    assert_eq!(window.front(|session| session.draft.bind().unwrap().to_owned()), "127.0.0.1");
}

#[test]
fn where_the_next_payload_goes_is_always_said() {
    let (mut window, _socket) = bound();
    window.until_text("To 127.0.0.1:");
    window.front(|session| session.draft.udp_mut().unwrap().remote_port.clear());
    window.until_text("Enter a remote address or select peers");
    let local = local(&mut window);
    let strangers = [(); 2].map(|()| UdpSocket::bind("127.0.0.1:0").expect("loopback has ports"));
    strangers[0].send_to(b"one", local.as_str()).expect("it is sent");
    let only = strangers[0].local_addr().expect("it is bound");
    window.until_text(&format!("To {only}"));
    strangers[1].send_to(b"", local.as_str()).expect("it is sent");
    window.until_text("Enter a remote address or select peers");
    window.until_text("Empty datagram");
    window.until_text("In 2 datagrams, 3 bytes");
    window.click("Enter a remote address or select peers");
    window.click("All 2 peers");
    window.until_text("To all 2");
}
