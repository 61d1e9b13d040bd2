//! Repeating and pacing from the composer.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::rig::{Window, read_exactly};

fn is_enabled(window: &Window, name: &str) -> bool {
    !window.harness.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled()
}

#[test]
fn a_payload_is_sent_as_often_as_asked_and_the_rate_is_shown() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.enter("Payload", "tick");
    window.click("Repeat");
    window.enter("Repeat: every", "5ms");
    window.enter("Repeat: times", "20");
    window.click("Start repeating");
    assert_eq!(read_exactly(&mut peer, 80), b"tick".repeat(20));
    let words = window.until_text("20 of 20 sent");
    assert!(words.contains(" of 200/s") && words.contains("jitter"), "{words}");
    assert!(is_enabled(&window, "Start repeating"));
}

#[test]
fn an_endless_repetition_stops_when_asked() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.enter("Payload", "tick");
    window.click("Repeat");
    window.enter("Repeat: every", "2ms");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
    window.harness.run_steps(2);
    read_exactly(&mut peer, 40);
    window.until("the button stops", |window| {
        window.harness.query_by_role_and_label(Role::Button, "Stop repeating").map(drop)
    });
    window.click("Stop repeating");
    window.until("it is over", |window| {
        window.front(|session| session.repeating().is_some_and(|r| r.tally.is_over)).then_some(())
    });
    window.until("the button starts", |window| {
        window.harness.query_by_role_and_label(Role::Button, "Start repeating").map(drop)
    });
}

#[test]
fn what_is_wrong_is_said_and_nothing_starts() {
    let mut window = Window::new();
    let _peer = window.listen_and_join();
    window.enter("Payload", "tick");
    window.click("Repeat");
    assert!(is_enabled(&window, "Start repeating"));
    for (name, wrong, right) in [
        ("Repeat: every", "soon", "1s"),
        ("Repeat: times", "0", ""),
        ("Repeat: every", "99us", "100us"),
    ] {
        window.enter(name, wrong);
        window.until_text(&format!("“{wrong}”"));
        assert!(!is_enabled(&window, "Start repeating"), "{name} {wrong}");
        if right.is_empty() {
            window.harness.key_press(Key::Backspace);
            window.harness.run_steps(2);
        } else {
            window.enter(name, right);
        }
        assert!(is_enabled(&window, "Start repeating"), "{name} {right}");
    }
}

#[test]
fn a_file_is_refused_in_words() {
    let mut window = Window::new();
    let _peer = window.listen_and_join();
    window.click("Repeat");
    window.click("File");
    window.enter("Payload", "/etc/hostname");
    assert!(window.shows("Only text and hex can be repeated, not a file"));
    assert!(!is_enabled(&window, "Start repeating"));
}

#[test]
fn a_payload_goes_out_in_pieces() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("Repeat");
    window.harness.get_by_role_and_label(Role::CheckBox, "In pieces").click();
    window.harness.run_steps(2);
    window.enter("Bytes of a piece", "0");
    window.until_text("isn't valid for the bytes of a piece");
    window.enter("Bytes of a piece", "2");
    window.enter("Pause between pieces", "1ms");
    window.front(|session| {
        let pace = session.draft.repeat.pace().expect("it is right").expect("it is on");
        assert_eq!(pace.bytes.get(), 2);
    });
    window.enter("Payload", "pieces");
    window.click("Send");
    assert_eq!(read_exactly(&mut peer, 6), b"pieces");
    window.click("Repeat");
    assert!(window.shows("Repeat"), "the toggle keeps its name");
}

#[test]
fn without_anybody_to_send_to_nothing_can_be_started() {
    let mut window = Window::new();
    window.click("Repeat");
    assert!(!is_enabled(&window, "Start repeating"));
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
    window.harness.run_steps(2);
    window.front(|session| assert!(session.repeating().is_none()));
}
