//! Play lists: edited, played against a plain socket, kept in files.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use sockscope::codec::Typed;
use sockscope::respond::{Matcher, PlayStep};

use crate::rig::Window;

/// Sends back what comes, until the end.
fn echo(mut stream: TcpStream) {
    let echo = move || {
        let mut bytes = [0; 1024];
        while let Ok(count @ 1..) = stream.read(&mut bytes) {
            stream.write_all(bytes.get(..count).unwrap_or_default()).expect("the window reads");
        }
    };
    thread::Builder::new().name("echo".to_owned()).spawn(echo).expect("a thread starts");
}

fn steps(window: &Window) -> Vec<PlayStep> {
    window.front(|session| session.draft.play.steps.clone())
}

fn expect(text: &str, millis: u64) -> PlayStep {
    let matcher = Matcher::Contains(Typed::text(text));
    PlayStep::Expect { matcher, within: Duration::from_millis(millis) }
}

fn send(text: &str) -> PlayStep {
    PlayStep::Send { payload: Typed::text(text), pace: None }
}

#[test]
fn steps_are_added_moved_and_removed() {
    let mut window = Window::new();
    window.click("Play list");
    window.until_text("No steps yet");
    window.click("Add step");
    window.click("Add step: Wait");
    window.click("Add step");
    window.click("Add step: Send");
    window.enter("Step 2 payload", "ping");
    assert_eq!(steps(&window), [PlayStep::Wait(Duration::from_secs(1)), send("ping")]);
    window.press("Move step 2 up");
    window.enter("Step 2 wait", "250");
    window.click("Fields for step 1");
    window.enter("Search fields", "dec");
    window.press("{seq:dec}");
    assert_eq!(steps(&window), [send("ping{seq:dec}"), PlayStep::Wait(Duration::from_millis(250))]);
    window.press("Remove step 1");
    assert_eq!(steps(&window), [PlayStep::Wait(Duration::from_millis(250))]);
}

#[test]
fn an_error_is_named_and_the_list_is_not_played() {
    let mut window = Window::new();
    echo(window.connect());
    window.click("Play list");
    window.front(|session| session.draft.play.steps = vec![send("right"), send("{nonsense}")]);
    window.until_text("There is no field “nonsense”");
    assert!(window.shows("Error in step 2"));
    let play = window.harness.get_by_role_and_label(Role::Button, "Play the list");
    assert!(play.accesskit_node().is_disabled());
}

#[test]
fn a_list_passes_step_by_step() {
    let mut window = Window::new();
    echo(window.connect());
    window.click("Play list");
    window.click("Begin with an example");
    window.press("Play the list");
    window.until_text("all 3 steps");
    assert!(window.shows("Passed with 127.0.0.1:"));
    assert_eq!(window.texts().iter().filter(|text| text.starts_with("Passed in ")).count(), 3);
    window.enter("Step 1 payload", "changed");
    let told = window.texts().iter().filter(|text| text.starts_with("Passed in ")).count();
    assert_eq!(told, 2, "what was changed was not played");
}

#[test]
fn a_list_fails_where_nothing_like_it_comes() {
    let mut window = Window::new();
    echo(window.connect());
    window.click("Play list");
    window.front(|session| {
        session.draft.play.steps = vec![send("ping"), expect("pong", 50), send("never")];
    });
    window.harness.run_steps(2);
    window.press("Play the list");
    window.until_text("at step 2, 1 of 3 steps passed");
    assert!(window.shows("Failed after "));
}

#[test]
fn a_step_beside_the_shelf_in_a_low_window_keeps_room_for_what_is_typed() {
    let mut window = Window::new();
    window.harness.set_size(egui::vec2(1_200.0, 760.0));
    window.click("Shelf");
    window.click("Play list");
    window.harness.set_size(egui::vec2(900.0, 600.0));
    window.front(|session| session.draft.play.steps = vec![expect("pong", 50), expect("ping", 50)]);
    window.harness.run_steps(4);
    let rect = |role, name| window.harness.get_by_role_and_label(role, name).rect();
    let message = rect(Role::TextInput, "Step 1 message");
    assert!(message.width() >= 150.0, "{message:?}");
    let choice = rect(Role::ComboBox, "Step 1 expects: Message contains");
    let name = rect(Role::TextInput, "Name of the list");
    assert!(!name.intersects(rect(Role::Button, "Import or export")), "{name:?}");
    for name in ["Move step 1 up", "Move step 1 down", "Remove step 1"] {
        let sign = rect(Role::Button, name);
        assert!(!sign.intersects(choice) && !sign.intersects(message), "{name}: {sign:?}");
    }
}

#[test]
fn a_list_that_waits_is_stopped() {
    let mut window = Window::new();
    echo(window.connect());
    window.click("Play list");
    window.front(|session| {
        session.draft.play.steps = vec![PlayStep::Wait(Duration::from_hours(1))];
    });
    window.harness.run_steps(2);
    window.press("Play the list");
    window.until_text("Playing");
    window.press("Stop playing");
    window.until("it is over", |window| {
        window.harness.query_by_role_and_label(Role::Button, "Play the list").map(|_| ())
    });
}

#[test]
fn a_list_goes_to_a_file_and_comes_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("list.toml");
    let mut window = Window::new();
    window.click("Play list");
    let written = vec![send("ping"), expect("pong", 50)];
    window.front(|session| session.draft.play.steps.clone_from(&written));
    window.click("Import or export");
    window.enter("Path of the list", path.to_str().expect("a plain path"));
    window.click("Export");
    window.until_text("Play list written to ");
    window.front(|session| session.draft.play.steps.clear());
    window.click("Import");
    window.until_text("Play list read from ");
    assert_eq!(steps(&window), written);
    window.click("Export");
    window.until_text("already");
    window.click("Replace");
    window.until_text("Play list written to ");
}
