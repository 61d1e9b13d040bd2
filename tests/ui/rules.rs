//! Replies and faults: picked, edited, wrong, taken back.

#[path = "rules/room.rs"]
mod room;

use std::io::Read as _;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use sockscope::codec::Typed;
use sockscope::respond::{Framing, Matcher, Preset, Rule, RuleSet, Step, Transport, When};

use crate::rig::{Window, read_exactly, write};

/// Picks from the list on the left.
fn pick(window: &mut Window, preset: &str) {
    let is_list = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with("Replies: "))
    };
    let list = window.harness.get_all_by_role(Role::ComboBox).find(is_list);
    list.expect("the list of presets").click();
    window.harness.run_steps(2);
    window.click(preset);
}

fn rules(window: &Window) -> RuleSet {
    window.front(|session| session.draft.rules.clone())
}

fn names(window: &Window) -> Vec<String> {
    rules(window).rules.into_iter().map(|rule| rule.name).collect()
}

/// The line of a rule.
fn line(window: &Window, number: usize) -> egui_kittest::Node<'_> {
    let start = format!("Rule {number}: ");
    let is_line = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with(&start))
    };
    let lines = window.harness.get_all_by_role(Role::Button);
    lines.into_iter().find(is_line).expect("the line of the rule")
}

/// Opens or closes a rule.
fn toggle(window: &mut Window, number: usize) {
    line(window, number).click();
    window.harness.run_steps(3);
}

#[test]
fn a_preset_is_in_force_with_the_click_that_picks_it() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    pick(&mut window, "Echo");
    window.until("the worker has them", |window| {
        window
            .front(|session| session.rules_in_force().is_some_and(|rules| rules.name == "Echo"))
            .then_some(())
    });
    write(&mut peer, b"and back");
    assert_eq!(read_exactly(&mut peer, 8), b"and back");
    let row = window.until_text("sent to");
    assert!(row.contains("8 bytes, by Echo"), "the rule is named: {row}");
    pick(&mut window, "None");
    assert!(rules(&window).rules.is_empty());
}

#[test]
fn an_edited_rule_answers_from_then_on() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    pick(&mut window, "Fixed text");
    window.click("Edit");
    toggle(&mut window, 1);
    window.enter("Step 1 reply", "pong {message}");
    window.until_text("Replies: Fixed text - edited");
    window.until("the worker has them", |window| {
        let draft = rules(window);
        window.front(|session| session.rules_in_force() == Some(&draft)).then_some(())
    });
    write(&mut peer, b"ping\r\n");
    assert_eq!(read_exactly(&mut peer, 9), b"pong ping");
}

#[test]
fn an_error_is_said_and_the_last_right_rules_stay_in_force() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    pick(&mut window, "Echo");
    window.click("Edit");
    toggle(&mut window, 1);
    window.enter("Step 1 reply", "{now:%Q} {frame}");
    window.until_text("Error in rule 1: the last valid rules stay active");
    write(&mut peer, b"still echo");
    assert_eq!(read_exactly(&mut peer, 10), b"still echo");
    window.enter("Step 1 reply", "<{frame}>");
    window.until("no error", |window| (!window.shows("Error in")).then_some(()));
    write(&mut peer, b"x");
    let mut answer = [0; 3];
    peer.read_exact(&mut answer).expect("the new answer");
    assert_eq!(&answer, b"<x>");
}

#[test]
fn an_error_before_the_start_says_what_is_to_be_done() {
    let mut window = Window::new();
    window.front(|session| {
        let when = When::Message(Matcher::Regex("(".to_owned()));
        let rule = Rule { name: "Bad".to_owned(), when, ..Rule::default() };
        session.draft.rules.rules.push(rule);
    });
    window.click("Edit");
    window.until_text("Error in rule 1: fix it before you start");
}

#[test]
fn rules_are_added_moved_and_deleted() {
    let mut window = Window::new();
    pick(&mut window, "Greeting, then echo");
    window.click("Edit");
    assert_eq!(names(&window), ["Greeting", "Leave", "Echo"]);
    window.click("Add rule");
    assert_eq!(names(&window).len(), 4);
    window.enter("Name of the rule", "Last");
    window.click("Move the rule up");
    assert_eq!(names(&window), ["Greeting", "Leave", "Last", "Echo"]);
    window.click("Change rule 1");
    window.click("Move down");
    assert_eq!(names(&window), ["Leave", "Greeting", "Last", "Echo"]);
    window.click("Change rule 4");
    window
        .harness
        .get_all_by_role_and_label(Role::Button, "Delete")
        .last()
        .expect("in the menu")
        .click();
    window.harness.run_steps(3);
    assert_eq!(names(&window), ["Leave", "Greeting", "Last"]);
    line(&window, 3).focus();
    window.harness.run_steps(2);
    window.harness.key_press_modifiers(Modifiers::NONE, Key::ArrowUp);
    window.harness.run_steps(3);
    window.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    window.harness.run_steps(3);
    assert_eq!(names(&window), ["Greeting", "Leave", "Last"]);
}

#[test]
fn a_rule_is_dragged_to_its_place() {
    let mut window = Window::new();
    pick(&mut window, "Greeting, then echo");
    window.click("Edit");
    let (first, last) = (line(&window, 1).rect(), line(&window, 3).rect());
    let grip = egui::pos2(first.min.x + 8.0, first.center().y);
    window.harness.drag_at(grip);
    window.harness.step();
    for y in [first.max.y + 4.0, last.center().y, last.max.y - 4.0] {
        window.harness.hover_at(egui::pos2(grip.x, y));
        window.harness.step();
    }
    window.harness.drop_at(egui::pos2(grip.x, last.max.y - 4.0));
    window.harness.run_steps(3);
    assert_eq!(names(&window), ["Leave", "Echo", "Greeting"]);
}

#[test]
fn steps_are_added_moved_and_removed() {
    let mut window = Window::new();
    pick(&mut window, "Echo");
    window.click("Edit");
    toggle(&mut window, 1);
    window.click("Add step");
    window.click("Add step: Wait");
    window.enter("Step 2 wait", "20");
    window.click("Move step 2 up");
    let then = rules(&window).rules.remove(0).then;
    let wait = Step::Wait(std::time::Duration::from_millis(20));
    assert_eq!(then, [wait, Step::Reply(Typed::text("{frame}"))]);
    window.click("Remove step 1");
    assert_eq!(rules(&window).rules.remove(0).then.len(), 1);
}

#[test]
fn a_field_goes_to_the_cursor_of_the_reply() {
    let mut window = Window::new();
    pick(&mut window, "Echo");
    window.click("Edit");
    toggle(&mut window, 1);
    window.enter("Step 1 reply", "<>");
    window.harness.key_press(Key::ArrowLeft);
    window.harness.run_steps(2);
    window.click("Fields for step 1");
    window.enter("Search fields", "upper");
    window.press("{upper:message}");
    let reply = |window: &Window| rules(window).rules.remove(0).then.remove(0);
    assert_eq!(reply(&window), Step::Reply(Typed::text("<{upper:message}>")));
    window.harness.get_by_role_and_label(Role::TextInput, "Step 1 reply").type_text("!");
    window.harness.run_steps(2);
    assert_eq!(reply(&window), Step::Reply(Typed::text("<{upper:message}!>")));
}

#[test]
fn a_line_break_of_a_file_is_its_escape_in_the_entry() {
    let mut window = Window::new();
    window.front(|session| {
        let when = When::Message(Matcher::Regex("a\n".to_owned()));
        let then = vec![Step::reply("b\r\n"), Step::Reply(Typed::Hex("00\n01".to_owned()))];
        session.draft.rules.rules = vec![Rule::new("Breaks", when, then)];
    });
    window.click("Edit");
    toggle(&mut window, 1);
    let rule = rules(&window).rules.remove(0);
    assert_eq!(rule.when, When::Message(Matcher::Regex("a\\n".to_owned())));
    let hex = Step::Reply(Typed::Hex("00 01".to_owned()));
    assert_eq!(rule.then, [Step::reply("b\\r\\n"), hex]);
}

#[test]
fn rules_made_by_hand_come_back() {
    let mut window = Window::new();
    let own = window.front(|session| {
        let rule = Rule { name: "Mine".to_owned(), ..Rule::default() };
        session.draft.rules = RuleSet { rules: vec![rule], ..RuleSet::default() };
        session.draft.rules.clone()
    });
    pick(&mut window, "Chargen");
    pick(&mut window, "Discard");
    assert_eq!(rules(&window), Preset::Discard.rule_set(Transport::Stream));
    window.click("Bring back my rules");
    assert_eq!(rules(&window), own);
    assert!(!window.shows("Bring back my rules"));
}

#[test]
fn an_empty_form_offers_the_presets() {
    let mut window = Window::new();
    window.click("UDP peer");
    window.click("Edit");
    window.until_text("No rules yet");
    window.click("Time server");
    assert_eq!(rules(&window), Preset::Time.rule_set(Transport::Datagram));
    assert!(!window.shows("No rules yet"));
}

#[test]
fn what_a_message_is_has_its_numbers() {
    let mut window = Window::new();
    pick(&mut window, "Greeting, then echo");
    window.click("Edit");
    window.enter("Silence", "75");
    let gap = std::time::Duration::from_millis(75);
    assert_eq!(rules(&window).framing, Framing::Text { gap });
    window.enter("Silence", "soon");
    assert_eq!(rules(&window).framing, Framing::Text { gap });
}

#[test]
fn the_line_ending_of_datagrams_is_a_switch() {
    let mut window = Window::new();
    window.click("UDP peer");
    pick(&mut window, "Greeting, then echo");
    window.click("Edit");
    let is_text = |window: &Window| matches!(rules(window).framing, Framing::Text { .. });
    assert!(is_text(&window));
    for framing in [Framing::Read, Framing::Line] {
        let switch = (Role::CheckBox, "Without its line ending");
        window.harness.get_by_role_and_label(switch.0, switch.1).click();
        window.harness.run_steps(2);
        assert_eq!(rules(&window).framing, framing);
    }
}

#[test]
fn rules_go_to_a_file_and_come_from_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("rules.toml");
    let mut window = Window::new();
    pick(&mut window, "Greeting, then echo");
    window.click("Edit");
    window.click("Import or export");
    window.enter("Path of the rules", path.to_str().expect("a plain path"));
    window.click("Export");
    window.until_text("Rules written to ");
    let written = rules(&window);
    pick(&mut window, "None");
    window.click("Import");
    window.until("they are back", |window| (rules(window) == written).then_some(()));
}

#[test]
fn only_a_file_that_could_be_read_takes_the_place_of_rules() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut window = Window::new();
    let own = window.front(|session| {
        let rule = Rule { name: "Mine".to_owned(), ..Rule::default() };
        session.draft.rules = RuleSet { rules: vec![rule], ..RuleSet::default() };
        session.draft.rules.clone()
    });
    window.click("Edit");
    window.click("Import or export");
    let path = folder.path().join("rules.toml");
    window.enter("Path of the rules", path.to_str().expect("a plain path"));
    window.click("Import");
    window.until_text("Could not read ");
    assert!(!window.shows("Bring back my rules"));
    std::fs::write(&path, Preset::Hello.rule_set(Transport::Stream).to_toml()).expect("a file");
    toggle(&mut window, 1);
    window.click("Import");
    window.until_text("Rules read from ");
    assert_eq!(names(&window).len(), Preset::Hello.rule_set(Transport::Stream).rules.len());
    window.until_text("Bring back my rules");
    window
        .harness
        .get_all_by_role_and_label(Role::Button, "Bring back my rules")
        .next()
        .expect("a way back")
        .click();
    window.harness.run_steps(3);
    assert_eq!(rules(&window), own);
}

#[test]
fn a_thousand_rules_are_a_list_of_which_some_lines_are_drawn() {
    let mut window = Window::new();
    window.front(|session| {
        let rule = |number: usize| Rule { name: format!("Name {number}"), ..Rule::default() };
        session.draft.rules.rules = (1..=1000).map(rule).collect();
    });
    window.click("Edit");
    let lines = |window: &Window| {
        let buttons = window.harness.get_all_by_role(Role::Button);
        let label = |node: egui_kittest::Node<'_>| node.accesskit_node().label();
        buttons.filter_map(label).filter(|name| name.starts_with("Rule ")).count()
    };
    assert!((5..60).contains(&lines(&window)), "{}", lines(&window));
    window.click("Add rule");
    window.until_text("Rule 1001: ");
    assert!(lines(&window) < 60, "{}", lines(&window));
}

#[test]
fn faults_are_in_force_at_once_and_a_badge_says_so_and_ends_them() {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    window.click("Faults");
    window.harness.get_by_role_and_label(Role::CheckBox, "Garble").click();
    window.harness.run_steps(2);
    window.enter("Bytes to a garbled one", "1");
    window.until_text("Faults: garble 1 in 1");
    window.enter("Payload", "AAAA");
    window.click("Send");
    let garbled = read_exactly(&mut peer, 4);
    assert!(garbled.iter().all(|byte| *byte != b'A'), "{garbled:?}");
    window.click("Switch off");
    assert!(!window.shows("Faults: "));
    window.click("Send");
    assert_eq!(read_exactly(&mut peer, 4), b"AAAA");
}

#[test]
fn a_wrong_fault_is_said_in_words() {
    let mut window = Window::new();
    window.click("Faults");
    window.harness.get_by_role_and_label(Role::CheckBox, "Delay").click();
    window.harness.run_steps(2);
    window.enter("Delay in milliseconds", "soon");
    let problem = window.front(|session| session.draft.faults.parse().expect_err("no number"));
    let words = sockscope::words::capitalised(&sockscope::words::problem::form(&problem.reason));
    assert!(window.shows(&words), "{words}");
}
