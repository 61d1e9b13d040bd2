//! The log: follow, headings, selection, marks.

use egui::{Event, Key, Modifiers, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::rig::{Window, connect, write};

/// A server whose peer sent this many records of one byte each, `a` first.
fn with_records(count: u8) -> (Window, std::net::TcpStream) {
    let mut window = Window::new();
    let mut peer = window.listen_and_join();
    for number in 0..count {
        write(&mut peer, &[b'a' + number % 26]);
        window.until_text(&format!("In {} byte", number + 1));
    }
    (window, peer)
}

fn select(window: &mut Window, end: &str) {
    let row = window
        .texts()
        .into_iter()
        .find(|text| text.contains("received from") && text.ends_with(end));
    let row = row.expect("the row is on screen");
    window.harness.get_by_label(&row).click();
    window.harness.run_steps(2);
}

/// What Ctrl+C gives.
fn copied(window: &mut Window) -> String {
    window.harness.event(Event::Copy);
    window.harness.step();
    let copied =
        window.harness.output().platform_output.commands.iter().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
    copied.expect("something was copied")
}

#[test]
fn arrows_move_the_selection_and_its_bytes_are_shown() {
    let (mut window, _peer) = with_records(3);
    select(&mut window, "1 byte b");
    assert!(window.shows("00000000  62"), "{:#?}", window.texts());
    window.harness.key_press(Key::ArrowDown);
    window.harness.run_steps(2);
    assert!(window.shows("00000000  63"));
    window.harness.key_press(Key::ArrowUp);
    window.harness.key_press(Key::ArrowUp);
    window.harness.run_steps(3);
    assert!(window.shows("00000000  61"));
}

#[test]
fn several_rows_can_be_marked_and_copied() {
    let (mut window, _peer) = with_records(4);
    select(&mut window, "1 byte a");
    window.harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.harness.run_steps(2);
    let copied = copied(&mut window);
    assert_eq!(copied.matches("received from").count(), 3, "{copied}");
    assert!(copied.contains("00000000  63 "), "{copied}");
}

#[test]
fn home_and_end_select_the_first_and_the_last_row() {
    let (mut window, _peer) = with_records(40);
    select(&mut window, "1 byte k");
    window.harness.key_press(Key::End);
    window.harness.run_steps(3);
    assert!(window.shows("00000000  6e"));
    window.harness.key_press_modifiers(Modifiers::SHIFT, Key::Home);
    window.harness.run_steps(3);
    assert_eq!(copied(&mut window).matches("received from").count(), 40);
    window.harness.key_press(Key::Home);
    window.harness.run_steps(3);
    let first = copied(&mut window);
    assert!(first.contains("Listening on"), "{first}");
    assert_eq!(first.lines().count(), 1, "{first}");
}

#[test]
fn everything_can_be_marked_at_once() {
    let (mut window, _peer) = with_records(40);
    select(&mut window, "1 byte n");
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.harness.run_steps(2);
    assert_eq!(copied(&mut window).matches("received from").count(), 40);
}

#[test]
fn the_headings_switch_what_their_columns_show() {
    let (mut window, _peer) = with_records(1);
    for (heading, next) in
        [("Time", "Since previous"), ("Since previous", "Since start"), ("Since start", "Time")]
    {
        window.click(heading);
        assert!(window.shows(next));
    }
    window.click("Bytes as text");
    assert!(window.shows("Bytes as hex"));
}

#[test]
fn each_row_shows_its_time_since_the_row_before() {
    let mut window = Window::new();
    let address = window.listen();
    let mut peers = [connect(address), connect(address)];
    window.until_text("2 open");
    for number in 0..40_u8 {
        write(&mut peers[usize::from(number % 2)], b"x");
        window.until_text(&format!("In {} byte", number + 1));
    }
    window.click("Time");
    assert_eq!(check_since_previous(&window).end, 43, "the newest row is on screen");
    select(&mut window, "1 byte x");
    window.harness.key_press(Key::Home);
    window.harness.run_steps(3);
    assert_eq!(check_since_previous(&window).start, 0, "the oldest row is on screen");
}

/// Holds the time of every row on screen against the record's own; gives the numbers of those rows.
fn check_since_previous(window: &Window) -> std::ops::Range<usize> {
    let stamps: Vec<u64> = window.front(|session| {
        let capture = session.capture();
        let records = capture.records().filter_map(|number| capture.record(number));
        records.map(|record| record.at.mono_ns).collect()
    });
    let before = stamps.first().into_iter().chain(&stamps);
    let all = before.zip(&stamps).map(|(before, at)| {
        let micros = (at - before) / 1_000;
        format!("+{}.{:06}", micros / 1_000_000, micros % 1_000_000)
    });
    let all: Vec<String> = all.collect();
    let is_row = |text: &&String| text.starts_with('+') && text.contains(['r', 'n']);
    let texts = window.texts();
    let shown: Vec<&str> =
        texts.iter().filter(is_row).filter_map(|text| text.split(' ').next()).collect();
    let first = all.windows(shown.len()).position(|times| times == shown);
    let first = first.expect("the rows on screen follow each other");
    assert!(shown.len() > 5 && shown.len() < stamps.len(), "some rows are off screen");
    first..first + shown.len()
}

#[test]
fn scrolling_up_lets_go_of_the_end_and_a_button_returns_to_it() {
    let (mut window, mut peer) = with_records(40);
    let log = window.harness.get_by_label("Log scroll bar").rect().left_center() - vec2(40.0, 0.0);
    window.harness.hover_at(log);
    window.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, 200.0),
        phase: TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    });
    window.harness.run_steps(20);
    write(&mut peer, b"!");
    window.until_text("In 41 bytes");
    let row = |window: &Window| window.texts().iter().any(|text| text.ends_with("1 byte !"));
    assert!(!row(&window), "the log stays where it was scrolled to");
    window.until_text("1 new");
    window.click("1 new ↓");
    window.harness.run_steps(2);
    assert!(row(&window));
    assert!(!window.shows("new ↓"));
}

#[test]
fn the_palette_finds_and_gives_a_command() {
    let mut window = Window::new();
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.harness.run_steps(2);
    window.harness.event(Event::Text("new tcp cl".to_owned()));
    window.harness.run_steps(2);
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(3);
    assert!(window.shows("TCP client 2"));
}
