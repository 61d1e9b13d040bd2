//! Fields of payloads: picked from a list, shown before they are sent, switched off.

use std::time::Duration;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use sockscope::codec::Encoding;

use crate::rig::{Window, read_exactly};

/// How long the window is content to wait before it draws again.
fn rest(window: &mut Window) -> Duration {
    window.harness.run_steps(4);
    let output = window.harness.output().viewport_output.get(&egui::ViewportId::ROOT);
    output.map_or(Duration::MAX, |output| output.repaint_delay)
}

fn pick(window: &mut Window, field: &str) {
    window.click("Fields");
    window.enter("Search fields", field);
    window.press(field);
}

#[test]
fn a_field_of_the_list_goes_where_the_cursor_is() {
    let mut window = Window::new();
    window.enter("Payload", "ab");
    window.harness.key_press(Key::ArrowLeft);
    window.harness.run_steps(2);
    pick(&mut window, "{seq:dec}");
    assert_eq!(window.front(|session| session.payload.text.clone()), "a{seq:dec}b");
    window.harness.get_by_role_and_label(Role::TextInput, "Payload").type_text("!");
    window.harness.run_steps(2);
    let typed = window.front(|session| session.payload.text.clone());
    assert_eq!(typed, "a{seq:dec}!b", "the keyboard is back in the editor, behind the field");
    assert!(window.shows("a0!b"));
}

#[test]
fn hex_keeps_its_bytes_apart_from_a_field() {
    let mut window = Window::new();
    window.click("Hex");
    window.enter("Payload", "0102");
    pick(&mut window, "{crc16/modbus}");
    assert_eq!(window.front(|session| session.payload.hex.clone()), "0102 {crc16/modbus}");
    assert!(window.shows("01 02 81 e1"));
}

#[test]
fn the_list_is_searched_by_words() {
    let mut window = Window::new();
    window.click("Fields");
    let has = |window: &Window, name: &str| {
        window.harness.query_by_role_and_label(Role::Button, name).is_some()
    };
    assert!(has(&window, "{seq:u32be}"));
    window.enter("Search fields", "CRC 82 bits");
    assert!(has(&window, "{crc82/darc}") && !has(&window, "{seq:u32be}"));
    window.enter("Search fields", "nothing of the kind");
    assert!(window.shows("No matching fields"));
}

#[test]
fn the_keyboard_is_in_the_search_when_the_list_opens() {
    let mut window = Window::new();
    window.enter("Payload", "ab");
    for search in ["crc82", "lrc"] {
        window.click("Fields");
        let entry = window.harness.get_by_role_and_label(Role::TextInput, "Search fields");
        assert!(entry.is_focused());
        window.enter("Search fields", search);
        window.click("Fields");
    }
}

#[test]
fn what_is_shown_is_what_is_sent_and_the_counter_goes_on() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.enter("Payload", "{seq:dec:7}:{len:u8}");
    for number in ["7:", "8:", "9:"] {
        window.until_text(&format!("{number}\\x03"));
        window.click("Send");
        assert_eq!(read_exactly(&mut peer, 3), [number.as_bytes(), b"\x03"].concat());
    }
}

#[test]
fn the_time_and_the_random_bytes_that_are_shown_are_sent() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    // In UTF-8 random bytes can become a character that no font in the test has.
    window.front(|session| session.encoding = Encoding::Latin1);
    window.click("Hex");
    window.enter("Payload", "{random:8} {now:%S%.6f}");
    let mut exact = 0;
    let mut sent = Vec::new();
    for _ in 0..5 {
        let shown = shown_bytes(&window);
        window.click("Send");
        let bytes = read_exactly(&mut peer, shown.len());
        assert_eq!(bytes[..8], shown[..8]);
        // Between the look and the click another second may have begun, which is shown before it is sent.
        exact += usize::from(bytes == shown);
        sent.push(bytes[..8].to_vec());
    }
    assert!(exact >= 2, "the microseconds are those on screen");
    sent.dedup();
    assert_eq!(sent.len(), 5, "new random bytes for each");
}

/// The bytes of the preview.
fn shown_bytes(window: &Window) -> Vec<u8> {
    let bytes = |text: String| {
        let bytes = text.split(' ').map(|digits| u8::from_str_radix(digits, 16));
        bytes.collect::<Result<Vec<_>, _>>().ok().filter(|bytes| bytes.len() > 8)
    };
    window.texts().into_iter().find_map(bytes).expect("the preview")
}

#[test]
fn a_wrong_field_is_named_and_nothing_is_sent() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    for (typed, words) in [
        ("{seq:u7}", "“u7” is wrong here: expected one of u8"),
        ("{nonsense}", "There is no field “nonsense”"),
        ("{now:%Q}", "%Q isn't part of a time format"),
        (
            "{len:u8}{random:300}",
            "The length 301 doesn't fit in u8, which holds up to 255, nothing is sent",
        ),
    ] {
        window.enter("Payload", typed);
        window.until_text(words);
        window.click("Send");
    }
    window.enter("Payload", "right");
    window.click("Send");
    assert_eq!(read_exactly(&mut peer, 5), b"right");
}

#[test]
fn switched_off_braces_are_what_they_are() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.enter("Payload", "{seq:u8}");
    assert!(window.shows("1 byte"));
    window.click("Fields");
    window.harness.get_by_role_and_label(Role::CheckBox, "Use fields").click();
    window.harness.run_steps(2);
    window.harness.key_press(Key::Escape);
    window.harness.run_steps(2);
    assert!(window.shows("8 bytes"));
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.harness.run_steps(2);
    assert_eq!(read_exactly(&mut peer, 8), b"{seq:u8}");
}

#[test]
fn a_fetch_sends_braces_unless_fields_are_switched_on() {
    let mut window = Window::new();
    window.click("HTTP fetch");
    window.enter("Request body", "{seq:dec}");
    assert!(window.shows("9 bytes"));
    window.front(|session| session.payload.fields = true);
    window.harness.run_steps(2);
    assert!(window.shows("1 byte") && window.shows("Content-Length: 1"));
}

#[test]
fn only_a_clock_draws_by_itself_and_only_once_a_second() {
    let mut window = Window::new();
    // In UTF-8 random bytes can become a character that no font in the test has.
    window.front(|session| session.payload.encoding = Encoding::Latin1);
    window.enter("Payload", "{seq:u8}{random:4}{crc32}");
    assert!(rest(&mut window) > Duration::from_secs(30));
    let shown = |window: &Window| {
        window.texts().into_iter().filter(|text| text.len() > 20).collect::<Vec<_>>()
    };
    let before = shown(&window);
    window.harness.run_steps(3);
    assert_eq!(shown(&window), before, "random bytes stay while nothing changes");
    window.enter("Payload", "{now:%S%.6f}");
    let rest = rest(&mut window);
    assert!(rest <= Duration::from_secs(1), "{rest:?}");
}
