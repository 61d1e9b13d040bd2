//! The question before a tab goes.

use egui::{Key, Modifiers};

use crate::rig::{Window, write};

fn has_tab(window: &Window, name: &str) -> bool {
    window.texts().iter().any(|text| text == name)
}

#[test]
fn a_tab_that_is_idle_and_empty_closes_at_once() {
    let mut window = Window::new();
    window.click("Close TCP server");
    window.harness.run_steps(2);
    assert!(!has_tab(&window, "TCP server"));
}

#[test]
fn what_would_be_lost_is_said_before_a_tab_goes() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    write(&mut peer, &[b'x'; 150]);
    window.until_text("In 150 bytes");
    window.click("Close TCP server");
    let question = "Close TCP server? 1 connection will be closed and 150 bytes discarded";
    window.until_text(question);
    window.click("Keep tab");
    window.harness.run_steps(2);
    assert!(!window.shows(question) && window.shows("1 open"));
    window.click("Close TCP server");
    window.click("Close tab");
    window.harness.run_steps(2);
    assert!(!window.shows(question) && !has_tab(&window, "TCP server"));
}

#[test]
fn escape_keeps_a_tab_and_enter_closes_it() {
    let mut window = Window::new();
    window.listen();
    for (key, stays) in [(Key::Escape, true), (Key::Enter, false)] {
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::W);
        window.until_text("Close TCP server? It will be stopped");
        window.harness.run_steps(2);
        window.harness.key_press(key);
        window.harness.run_steps(3);
        assert!(!window.shows("It will be stopped"));
        assert_eq!(has_tab(&window, "TCP server"), stays);
    }
}
