//! Replies and faults in little room: nothing is cut off.

use egui::{Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use sockscope::respond::{Framing, PrefixWidth, Preset, Rule, RuleSet, Transport};
use sockscope::types::ByteOrder;

use super::{rules, toggle};
use crate::rig::Window;

#[test]
fn the_presets_of_an_empty_form_stand_where_the_form_begins() {
    let mut window = Window::new();
    window.harness.set_size(egui::vec2(900.0, 600.0));
    window.harness.run_steps(3);
    window.click("Edit");
    let at = |name: &str| window.harness.get_by_role_and_label(Role::Button, name).rect();
    assert!((at("Echo").min.x - at("Log").min.x).abs() < 1.5, "{} {}", at("Echo"), at("Log"));
    assert!((at("Time server").max.x - at("Add rule").max.x).abs() < 1.5);
}

#[test]
fn an_opened_rule_is_brought_into_sight_as_a_whole() {
    let mut window = Window::new();
    window.harness.set_size(egui::vec2(900.0, 600.0));
    window.harness.run_steps(3);
    window.front(|session| {
        let rule = |number: usize| Rule { name: format!("Name {number}"), ..Rule::default() };
        session.draft.rules.rules = (1..=6).map(rule).collect();
    });
    window.click("Edit");
    window.harness.run_steps(3);
    toggle(&mut window, 6);
    window.harness.run_steps(20);
    let end = window.harness.get_by_role_and_label(Role::Button, "Add step").rect().max.y;
    let composer = window.harness.get_by_role_and_label(Role::Button, "Fields").rect().min.y;
    assert!(end < composer, "{end} is under the composer, which begins at {composer}");
}

#[test]
fn a_low_form_scrolls_to_its_last_preset() {
    let mut window = Window::new();
    window.harness.set_size(egui::vec2(900.0, 600.0));
    window.harness.run_steps(3);
    window.click("UDP peer");
    window.click("Edit");
    let form = window.harness.get_by_role_and_label(Role::Button, "Echo").rect();
    window.harness.hover_at(form.center());
    window.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -200.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    });
    window.harness.run_steps(20);
    let last = window.harness.get_by_role_and_label(Role::Button, "Chargen").rect();
    let composer = window.harness.get_by_role_and_label(Role::Button, "Fields").rect();
    assert!(last.max.y < composer.min.y, "{last} is under {composer}");
    window.click("Chargen");
    assert_eq!(rules(&window), Preset::Chargen.rule_set(Transport::Datagram));
}

#[test]
fn what_a_message_is_stays_within_a_narrow_form() {
    let mut window = Window::new();
    window.harness.set_size(egui::vec2(900.0, 600.0));
    window.front(|session| {
        let width = PrefixWidth::default();
        let order = ByteOrder::default();
        let framing = Framing::LengthPrefix { width, order, includes_itself: false };
        session.draft.rules = RuleSet { framing, ..RuleSet::default() };
    });
    window.harness.run_steps(3);
    window.click("Edit");
    window.harness.run_steps(3);
    let switch = window.harness.get_by_role_and_label(Role::CheckBox, "Counts itself").rect();
    let form = window.harness.get_by_role_and_label(Role::Button, "Add rule").rect();
    assert!(switch.max.x <= form.max.x + 0.5, "{switch} ends behind {form}");
}

#[test]
fn a_narrow_side_hides_no_part_of_it() {
    let mut window = Window::new();
    window.harness.set_size(egui::vec2(1200.0, 1000.0));
    window.harness.run_steps(3);
    let edit = window.harness.get_by_role_and_label(Role::Button, "Edit").rect();
    let edge = egui::pos2(edit.max.x + 12.0, 300.0);
    window.harness.drag_at(edge);
    window.harness.step();
    for x in [230.0, 200.0, 150.0] {
        window.harness.hover_at(egui::pos2(x, edge.y));
        window.harness.step();
    }
    window.harness.drop_at(egui::pos2(150.0, edge.y));
    window.harness.run_steps(3);
    let edit = window.harness.get_by_role_and_label(Role::Button, "Edit").rect();
    assert!(edit.max.x < edge.x - 40.0, "the side is narrow: {edit}");
    window.click("Faults");
    window.harness.get_by_role_and_label(Role::CheckBox, "Cut").click();
    window.harness.run_steps(3);
    let parts = [
        (Role::TextInput, "Milliseconds between chops"),
        (Role::TextInput, "Bytes until the cut"),
        (Role::ComboBox, "Cut by: RST"),
    ];
    for (role, name) in parts {
        let part = window.harness.get_by_role_and_label(role, name).rect();
        assert!(part.max.x <= edit.max.x + 0.5, "{name}: {part}, and the side ends at {edit}");
    }
}
