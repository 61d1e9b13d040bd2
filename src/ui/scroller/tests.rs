//! Exact steps at any place, keys, wheel, thumb, and what assistive tools see.

use egui::{Event, Key, Modifiers, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;

const ROW: f32 = 20.0;
/// The harness leaves a margin around what it shows.
const MARGIN: f32 = 8.0;
const WIDTH: f32 = 300.0;
/// 10 whole rows.
const HEIGHT: f32 = 200.0;

struct List {
    scroller: Scroller,
    rows: Range<u64>,
    shown: Vec<u64>,
    clicked: Option<u64>,
}

fn list(scroller: Scroller, rows: Range<u64>) -> Harness<'static, List> {
    let state = List { scroller, rows, shown: Vec::new(), clicked: None };
    Harness::builder()
        .with_size(vec2(WIDTH + 2.0 * MARGIN, HEIGHT + 2.0 * MARGIN))
        .with_step_dt(0.1)
        .with_max_steps(32)
        .build_ui_state(
            |ui, list: &mut List| {
                let rows = list.scroller.show(ui, "Log", list.rows.clone(), ROW);
                list.shown = rows.iter().map(|(row, _)| row).collect();
                if rows.response.clicked() {
                    list.clicked =
                        rows.response.interact_pointer_pos().and_then(|point| rows.row_at(point));
                }
            },
            state,
        )
}

/// A point of the list.
fn at(x: f32, y: f32) -> Pos2 {
    pos2(MARGIN + x, MARGIN + y)
}

fn press(harness: &mut Harness<'_, List>, key: Key) {
    harness.get_by_label("Log").focus();
    harness.run();
    harness.key_press(key);
    harness.run();
}

fn wheel(harness: &mut Harness<'_, List>, points: f32) {
    harness.hover_at(at(100.0, 100.0));
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, points),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    harness.run();
}

#[test]
fn wheel_steps_are_exact_at_row_two_to_the_59() {
    let mut harness = list(Scroller::at_start(), 0..u64::MAX - 5);
    harness.state_mut().scroller.scroll_to(1 << 59);
    harness.run();
    for step in 1..=5_u64 {
        wheel(&mut harness, -ROW * 1.1);
        assert_eq!(harness.state().scroller.first_row(), (1 << 59) + step);
    }
    wheel(&mut harness, ROW * 7.0);
    assert_eq!(harness.state().shown.first(), Some(&((1 << 59) - 2)));
}

#[test]
fn end_reaches_the_last_of_the_longest_list() {
    let last = u64::MAX - 6;
    let mut harness = list(Scroller::at_start(), 0..last + 1);
    assert_eq!(harness.state().shown, (0..10).collect::<Vec<_>>());
    press(&mut harness, Key::End);
    assert_eq!(harness.state().shown, (last - 9..=last).collect::<Vec<_>>());
    press(&mut harness, Key::PageUp);
    assert_eq!(harness.state().scroller.first_row(), last - 19);
    press(&mut harness, Key::ArrowDown);
    assert_eq!(harness.state().scroller.first_row(), last - 18);
    press(&mut harness, Key::Home);
    assert_eq!(harness.state().scroller.first_row(), 0);
}

#[test]
fn dragging_the_thumb_down_reaches_the_last_row_and_back_the_first() {
    let last = u64::MAX - 6;
    let mut harness = list(Scroller::at_start(), 0..last + 1);
    let x = WIDTH - SCROLL_BAR_WIDTH / 2.0;
    harness.drag_at(at(x, 4.0));
    harness.run();
    harness.hover_at(at(x, 100.0));
    harness.run();
    let middle = harness.state().scroller.first_row() as f64 / last as f64;
    assert!((middle - 96.0 / 176.0).abs() < 0.01, "{middle}");
    harness.hover_at(at(x, HEIGHT + 50.0));
    harness.run();
    assert_eq!(harness.state().shown.last(), Some(&last));
    harness.hover_at(at(x, 4.0));
    harness.run();
    harness.drop_at(at(x, 4.0));
    harness.run();
    assert_eq!(harness.state().shown.first(), Some(&0));
}

#[test]
fn a_following_list_shows_new_rows_and_one_that_was_left_counts_them() {
    let mut harness = list(Scroller::at_end(), 0..100);
    assert_eq!(harness.state().shown.last(), Some(&99));
    harness.state_mut().rows = 0..150;
    harness.run();
    assert_eq!(harness.state().shown.last(), Some(&149));

    wheel(&mut harness, ROW * 3.0);
    assert!(!harness.state().scroller.is_following());
    harness.state_mut().rows = 0..175;
    harness.run();
    assert_eq!(harness.state().scroller.first_row(), 137);
    assert_eq!(harness.state().scroller.unseen_rows(), 25);

    harness.state_mut().scroller.follow();
    harness.run();
    assert_eq!(
        (harness.state().scroller.first_row(), harness.state().scroller.unseen_rows()),
        (165, 0)
    );

    wheel(&mut harness, ROW);
    wheel(&mut harness, -ROW * 2.0);
    assert!(harness.state().scroller.is_following(), "reaching the end by hand follows again");
}

#[test]
fn the_view_stays_on_its_row_when_the_oldest_go() {
    let mut harness = list(Scroller::at_start(), 0..1000);
    harness.state_mut().scroller.scroll_to(500);
    harness.run();
    harness.state_mut().rows = 400..1200;
    harness.run();
    assert_eq!(harness.state().scroller.first_row(), 500);
    harness.state_mut().rows = 600..1200;
    harness.run();
    assert_eq!(harness.state().scroller.first_row(), 600);
}

#[test]
fn a_row_is_revealed_with_the_least_movement() {
    let mut harness = list(Scroller::at_start(), 0..1000);
    for (row, first) in [(9, 0), (10, 1), (500, 491), (495, 491), (490, 490)] {
        harness.state_mut().scroller.reveal(row);
        harness.run();
        assert_eq!(harness.state().scroller.first_row(), first, "row {row}");
    }
}

#[test]
fn a_click_names_its_row_and_gives_the_focus() {
    let mut harness = list(Scroller::at_start(), 0..5);
    for (y, row) in [(1.0, Some(0)), (99.0, Some(4)), (101.0, None)] {
        harness.state_mut().clicked = None;
        let point = at(50.0, y);
        harness.drag_at(point);
        harness.drop_at(point);
        harness.run();
        assert_eq!(harness.state().clicked, row, "at {y}");
    }
    assert!(harness.get_by_label("Log").is_focused());
}

#[test]
fn a_screen_reader_sees_and_sets_the_place() {
    let mut harness = list(Scroller::at_start(), 100..1100);
    let bar = harness.get_by_role_and_label(Role::ScrollBar, "Log scroll bar");
    let node = bar.accesskit_node();
    assert_eq!(
        (node.numeric_value(), node.min_numeric_value(), node.max_numeric_value()),
        (Some(100.0), Some(100.0), Some(1090.0))
    );
    bar.set_value_accesskit(700.0);
    harness.run();
    assert_eq!(harness.state().scroller.first_row(), 700);
}
