//! The shelf: payloads are kept, sent with one click or key, moved, taken back, imported and exported.

use std::fs;

use egui::{Key, Modifiers, Role, pos2};
use egui_kittest::kittest::Queryable as _;
use sockscope::codec::LineEnding;
use sockscope::form::{PayloadDraft, PayloadMode};
use sockscope::store::shelf::Saved;

use crate::rig::{Window, read_exactly};

fn text(text: &str) -> PayloadDraft {
    PayloadDraft { text: text.to_owned(), ..PayloadDraft::default() }
}

/// Puts payloads on the shelf, each under its own text, in groups.
fn fill(window: &mut Window, payloads: &[(&str, &str)]) {
    let shelf = &mut window.harness.state_mut().shelf().shelf;
    for (group, typed) in payloads {
        shelf.add(Saved::new(typed, group, &text(typed)));
    }
    window.harness.run_steps(2);
}

fn names(window: &mut Window) -> Vec<String> {
    let shelf = &window.harness.state_mut().shelf().shelf;
    shelf.items().iter().map(|item| item.saved().name.clone()).collect()
}

#[test]
fn what_is_typed_is_kept_under_a_name_and_is_there_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("settings.json");
    let mut window = Window::with_settings(Some(path.clone()));
    window.front(|session| session.payload.ending = LineEnding::CrLf);
    window.enter("Payload", "HELLO");
    window.click("Save to shelf");
    window
        .harness
        .get_by_role_and_label(Role::TextInput, "Name on the shelf")
        .type_text("Greeting");
    window.harness.run_steps(2);
    window.enter("Group on the shelf", "Talk");
    window.click("Done");
    drop(window);

    let mut window = Window::with_settings(Some(path));
    assert!(window.shows("Greeting, text HELLO"), "{:#?}", window.texts());
    assert!(window.shows("Group Talk"));
    window.front(|session| session.payload.text.clear());
    window.click("Greeting, text HELLO");
    window.front(|session| {
        assert_eq!(
            (session.payload.text.as_str(), session.payload.ending),
            ("HELLO", LineEnding::CrLf)
        );
    });
}

#[test]
fn a_click_on_the_arrow_and_a_digit_send_at_once() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("Shelf");
    fill(&mut window, &[("", "one"), ("g", "two"), ("g", "three")]);
    window.click("Send two");
    assert_eq!(read_exactly(&mut peer, 3), b"two");
    for (key, expected) in [(Key::Num3, "three"), (Key::Num1, "one")] {
        window.harness.key_press(key);
        window.harness.run_steps(2);
        assert_eq!(read_exactly(&mut peer, expected.len()), expected.as_bytes());
    }
    window.front(|session| assert!(session.payload.text.is_empty(), "the composer stays as it is"));
}

#[test]
fn a_digit_that_is_typed_into_an_entry_sends_nothing() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("Shelf");
    fill(&mut window, &[("", "never")]);
    window.harness.get_by_role_and_label(Role::TextInput, "Payload").focus();
    window.harness.step();
    window.harness.key_press(Key::Num1);
    window.harness.run_steps(2);
    window.enter("Payload", "typed");
    window.click("Send");
    assert_eq!(read_exactly(&mut peer, 5), b"typed");
}

#[test]
fn a_search_leaves_what_holds_it_and_the_digits_follow() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("Shelf");
    fill(&mut window, &[("", "alpha"), ("Modbus", "beta"), ("Modbus", "gamma")]);
    window.enter("Search the shelf", "MOD");
    assert!(!window.shows("alpha, text"));
    assert!(window.shows("beta, text"));
    window.enter("Search the shelf", "gam");
    window.harness.key_press(Key::Escape);
    window.harness.run_steps(2);
    assert!(window.shows("alpha, text"), "Escape shows all again");
    window.enter("Search the shelf", "gam");
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(2);
    window.harness.key_press(Key::Num1);
    window.harness.run_steps(2);
    assert_eq!(read_exactly(&mut peer, 5), b"gamma");
    window.enter("Search the shelf", "xyzzy");
    assert!(window.shows("No name, group or content has these letters"));
}

#[test]
fn nothing_is_sent_without_anybody_or_with_an_error_and_it_is_said() {
    let mut window = Window::new();
    window.click("Shelf");
    fill(&mut window, &[("", "one")]);
    let wrong =
        PayloadDraft { mode: PayloadMode::Hex, hex: "4g".to_owned(), ..PayloadDraft::default() };
    window.harness.state_mut().shelf().shelf.add(Saved::new("wrong", "", &wrong));
    window.harness.run_steps(2);
    window.click("Send one");
    assert!(window.shows("Nothing is sent: No connection to send to"));
    let _peer = window.listen_and_join();
    window.click("Send wrong");
    assert!(window.shows("“wrong” is not sent: "));
    window.click("Close the message");
    assert!(!window.shows("“wrong” is not sent: "));
}

#[test]
fn a_payload_is_dragged_to_another_place() {
    let mut window = Window::new();
    window.click("Shelf");
    fill(&mut window, &[("g", "one"), ("g", "two"), ("g", "three")]);
    let row = |window: &Window, name: &str| {
        window.harness.get_by_role_and_label(Role::Button, name).rect()
    };
    let from = row(&window, "one, text one");
    let to = row(&window, "three, text three");
    let from = pos2(from.left() + 60.0, from.center().y);
    window.harness.drag_at(from);
    window.harness.step();
    window.harness.hover_at(pos2(from.x, to.center().y));
    window.harness.step();
    window.harness.hover_at(pos2(from.x, to.bottom() - 4.0));
    window.harness.step();
    window.harness.drop_at(pos2(from.x, to.bottom() - 4.0));
    window.harness.run_steps(3);
    assert_eq!(names(&mut window), ["two", "three", "one"]);
}

#[test]
fn the_keyboard_moves_renames_and_deletes() {
    let mut window = Window::new();
    window.click("Shelf");
    fill(&mut window, &[("g", "one"), ("g", "two"), ("g", "three")]);
    window.harness.get_by_role_and_label(Role::Button, "three, text three").focus();
    window.harness.run_steps(2);
    for expected in [["one", "three", "two"], ["three", "one", "two"]] {
        window.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
        window.harness.run_steps(2);
        assert_eq!(names(&mut window), expected);
    }
    window.harness.key_press(Key::F2);
    window.harness.run_steps(2);
    window.harness.get_by_role_and_label(Role::TextInput, "Name on the shelf").type_text("first");
    window.harness.step();
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(2);
    assert_eq!(names(&mut window), ["first", "one", "two"]);
    window.harness.get_by_role_and_label(Role::Button, "one, text one").focus();
    window.harness.run_steps(2);
    window.harness.key_press(Key::Delete);
    window.harness.run_steps(2);
    assert_eq!(names(&mut window), ["first", "two"]);
    assert!(window.shows("“one” was deleted"));
    window.click("Undo");
    assert_eq!(names(&mut window), ["first", "one", "two"]);
}

#[test]
fn the_menu_replaces_by_what_is_in_the_composer() {
    let mut window = Window::new();
    window.click("Shelf");
    fill(&mut window, &[("", "one")]);
    window.enter("Payload", "other");
    window.click("Change one");
    window.click("Replace by the composer");
    assert!(window.shows("one, text other"));
    window.click("Undo");
    assert!(window.shows("one, text one"));
}

#[test]
fn a_folded_group_shows_only_its_heading_and_stays_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("settings.json");
    let mut window = Window::with_settings(Some(path.clone()));
    window.click("Shelf");
    fill(&mut window, &[("g", "one"), ("h", "two")]);
    window.click("Group g");
    assert!(!window.shows("one, text one"));
    drop(window);
    let window = Window::with_settings(Some(path));
    assert!(window.shows("two, text two"), "the shelf is open again");
    assert!(!window.shows("one, text one"));
}

#[test]
fn a_list_of_packet_sender_is_imported_and_the_shelf_exported() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let packets = folder.path().join("packets.ini");
    let ini = "[NAMES]\n1\\name=Wake up\nsize=1\n\n[Wake%20up]\nhexString=FF FF FF \nname=Wake up\nport=9\ntcpOrUdp=UDP\ntoIP=10.0.0.255\n";
    fs::write(&packets, ini).expect("it is written");
    let mut window = Window::new();
    window.click("Shelf");
    assert!(window.shows("Payloads that you send often stand here"));
    window.click("Import");
    window.enter("Path of the file", &packets.to_string_lossy());
    window.click("Import this file");
    window.until_text("1 payload added");
    assert!(window.shows("Wake up, hex FF FF FF"));
    assert!(window.shows("Group UDP 10.0.0.255:9"));

    let out = folder.path().join("out.toml");
    window.click("Export");
    window.enter("Path of the file", &out.to_string_lossy());
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(2);
    window.until_text("1 payload written to ");
    let written = fs::read_to_string(out).expect("it is there");
    assert!(written.contains("hex = \"FF FF FF\""), "{written}");
}

#[test]
fn a_corrupt_shelf_is_set_aside_with_a_notice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("settings.json");
    fs::write(path.with_file_name("shelf.toml"), "}{").expect("it is written");
    let window = Window::with_settings(Some(path.clone()));
    assert!(window.shows("Shelf not loaded: could not read "));
    let aside = path.with_file_name("shelf.corrupt-1.toml");
    assert_eq!(fs::read_to_string(aside).expect("it is kept"), "}{");
}

#[test]
fn a_fetch_has_no_shelf() {
    let mut window = Window::new();
    window.click("Shelf");
    assert!(window.shows("Search the shelf") || window.shows("Payloads that you send often"));
    window.click("HTTP fetch");
    assert!(!window.shows("Payloads that you send often"));
}
