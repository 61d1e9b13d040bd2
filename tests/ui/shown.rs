//! What is shown of what arrived.

use sockscope::codec::Encoding;

use crate::rig::{Window, write};

#[test]
fn the_first_start_shows_four_tabs_with_hints() {
    let mut window = Window::new();
    for (tab, hint) in [
        ("TCP server", "Press Start listening"),
        ("TCP client", "Press Connect"),
        ("UDP peer", "Press Bind"),
        ("HTTP fetch", "press Fetch"),
    ] {
        window.click(tab);
        assert!(window.shows(hint), "{tab}: {:#?}", window.texts());
    }
}

#[test]
fn a_second_tab_of_a_kind_is_numbered_and_can_be_closed() {
    let mut window = Window::new();
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::T);
    window.harness.run_steps(2);
    assert!(window.shows("TCP server 2"));
    window.click("Close TCP server 2");
    assert!(!window.shows("TCP server 2"));
}

#[test]
fn one_click_makes_the_first_bytes_fly() {
    let mut window = Window::new();
    window.click("Try it: talk to yourself");
    window.until_text("Listening on 127.0.0.1:");
    window.until_text("Hello from the client, 你好\\r\\n");
    window.click("TCP client");
    window.until_text("Connected to 127.0.0.1:");
}

#[test]
fn hostile_bytes_are_inert_in_the_log() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    write(&mut peer, "\x1b[2J\u{202e}evil\x07\n".as_bytes());
    let row = window.until_text("received from");
    assert!(row.ends_with("\\x1b[2J\\u{202e}evil\\x07\\n"), "{row}");
    assert!(!row.chars().any(|c| c.is_control() || c == '\u{202e}'));
}

#[test]
fn a_character_cut_between_two_reads_appears_whole_as_text() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.front(|session| session.encoding = Encoding::Gbk);
    write(&mut peer, b"\xc4");
    window.until_text("In 1 byte");
    write(&mut peer, b"\xe3\xba\xc3");
    window.until_text("In 4 bytes");
    window.click("As text");
    window.until_text("你好");
}

#[test]
fn the_stream_shows_every_byte_with_its_offset() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    write(&mut peer, &(0..=255).collect::<Vec<u8>>());
    window.until_text("In 256 bytes");
    window.click("Stream");
    window.until_text("000000f0");
    window.until_text("f0 f1 f2 f3 f4 f5 f6 f7");
}

#[test]
fn clearing_the_log_forgets_bytes_and_rows() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    write(&mut peer, b"forget me");
    window.until_text("9 bytes forget me");
    window.click("Clear log");
    window.until_text("In 0 bytes");
    assert!(!window.shows("forget me"));
    write(&mut peer, b"anew");
    window.until_text("4 bytes anew");
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut window = Window::new();
    window.click("Start listening");
    window.harness.run_steps(8);
    let steps = window.harness.run();
    assert!(steps <= 2, "{steps} frames although nothing happened");
    assert!(!window.harness.ctx.has_requested_repaint());
}
