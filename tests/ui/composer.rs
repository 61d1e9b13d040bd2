//! The composer: exact bytes, errors pointed at, history.

use std::io::Write as _;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use sockscope::codec::{Encoding, LineEnding};

use crate::rig::{Window, read_exactly};

#[test]
fn a_wrong_digit_sends_nothing_and_is_named() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("Hex");
    window.enter("Payload", "41 4g");
    window.until_text("nothing is sent");
    window.click("Send");
    window.enter("Payload", "42");
    window.click("Send");
    assert_eq!(read_exactly(&mut peer, 1), b"B", "the wrong payload was not sent in part");
}

#[test]
fn the_exact_bytes_are_shown_before_they_are_sent() {
    let mut window = Window::new();
    window.front(|session| {
        session.payload.encoding = Encoding::Gbk;
        session.payload.ending = LineEnding::CrLf;
    });
    window.enter("Payload", "你好");
    assert!(window.shows("6 bytes"));
    assert!(window.shows("c4 e3 ba c3 0d 0a"));
}

#[test]
fn a_character_that_the_encoding_lacks_is_named() {
    let mut window = Window::new();
    window.front(|session| session.payload.encoding = Encoding::Latin1);
    window.enter("Payload", "价");
    window.until_text("U+4EF7");
    assert!(window.shows("nothing is sent"));
}

#[test]
fn enter_sends_and_up_brings_back_what_was_sent() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    for text in ["first", "second"] {
        window.enter("Payload", text);
        window.harness.key_press(Key::Enter);
        window.harness.run_steps(3);
    }
    assert_eq!(read_exactly(&mut peer, 11), b"firstsecond");
    window.enter("Payload", "typed");
    for (key, text) in [
        (Key::ArrowUp, "second"),
        (Key::ArrowUp, "first"),
        (Key::ArrowDown, "second"),
        (Key::ArrowDown, "typed"),
    ] {
        window.harness.key_press(key);
        window.harness.run_steps(2);
        assert_eq!(window.front(|session| session.payload.text.clone()), text);
    }
}

/// Winit reports a key with Alt as a key and as what it types.
#[test]
fn keys_that_change_the_view_type_nothing() {
    let mut window = Window::new();
    window.enter("Payload", "typed");
    let key = Event::Key {
        key: Key::Num2,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::ALT,
    };
    window.harness.input_mut().events.extend([key, Event::Text("2".to_owned())]);
    window.harness.run_steps(2);
    assert!(window.harness.query_by_role_and_label(Role::Button, "Clear log").is_some());
    assert_eq!(window.front(|session| session.payload.text.clone()), "typed");
}

#[test]
fn a_pasted_dump_of_several_lines_is_read_as_one() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("Hex");
    window.harness.get_by_role_and_label(Role::TextInput, "Payload").focus();
    window.harness.step();
    let dump = "00000000  48 65 6c 6c 6f 20 77 6f  72 6c 64 21 0d 0a 41 42  |Hello world!..AB|\n00000010  43 44  |CD|\n";
    window.harness.event(Event::Paste(dump.to_owned()));
    window.harness.run_steps(3);
    window.until_text("18 bytes");
    window.click("Send");
    assert_eq!(read_exactly(&mut peer, 18), b"Hello world!\r\nABCD");
}

#[test]
fn in_several_lines_enter_makes_a_line_and_ctrl_enter_sends() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.front(|session| session.payload.multiline = true);
    window.harness.run_steps(2);
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Payload").focus();
    window.harness.step();
    window.harness.event(Event::Text("one".to_owned()));
    window.harness.key_press(Key::Enter);
    window.harness.step();
    window.harness.event(Event::Text("two".to_owned()));
    window.harness.step();
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.harness.run_steps(3);
    assert_eq!(read_exactly(&mut peer, 7), b"one\ntwo");
    assert_eq!(window.front(|session| session.payload.text.clone()), "one\ntwo");
}

#[test]
fn a_file_is_streamed_whole() {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    file.write_all(&bytes).expect("it is written");
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("File");
    window.enter("Payload", &file.path().to_string_lossy());
    window.click("Send");
    assert!(read_exactly(&mut peer, bytes.len()) == bytes);
    window.until_text("Out 3,000,000 bytes");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let mut window = Window::new();
    let _peer = window.listen_and_join();
    window.click("File");
    window.enter("Payload", "/nowhere/at/all");
    window.click("Send");
    window.until_text("Could not read /nowhere/at/all: no such file or directory (ENOENT)");
}
