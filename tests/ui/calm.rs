//! What is on screen stays where it is, can be read to its end, and shows where the keyboard is.

use std::fs;
use std::io::Write as _;

use egui::{Rect, Role, Shape, vec2};
use egui_kittest::kittest::Queryable as _;

use crate::rig::{Window, connect, write};

fn rect(window: &Window, role: Role, name: &str) -> Rect {
    window.harness.get_by_role_and_label(role, name).rect()
}

/// Where the parts of the window are that must not move.
fn places(window: &Window) -> Vec<Rect> {
    vec![
        rect(window, Role::Button, "Clear log"),
        rect(window, Role::TextInput, "Payload"),
        rect(window, Role::Button, "Send"),
    ]
}

#[test]
#[cfg(unix)]
fn no_message_of_the_bar_moves_what_is_below() {
    let mut window = Window::new();
    window.harness.set_size(vec2(900.0, 600.0));
    window.harness.run_steps(3);
    let still = places(&window);
    window.enter("Bind address", "0.0.0.0");
    assert!(window.shows("Other machines can connect"));
    assert_eq!(places(&window), still);
    window.enter("Port", "http");
    window.click("Start listening");
    assert!(window.shows("isn't a port number"));
    assert_eq!(places(&window), still);
    let path = format!("unix:/tmp/{}", "x".repeat(180));
    window.enter("Bind address", &path);
    window.click("Start listening");
    let words = window.until_text(&format!("Could not bind {path}"));
    assert_eq!(places(&window), still);
    let state = window.harness.get_all_by_label(&words).next().expect("the state").rect();
    assert!(state.height() > 24.0 && state.max.x <= 900.0, "in two lines: {state}");
}

#[test]
fn a_file_on_its_way_moves_nothing() {
    let mut window = Window::new();
    let _silent = window.listen_and_join();
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(&vec![0; 32 << 20]).expect("it is written");
    window.click("File");
    window.enter("Payload", file.path().to_str().expect("a plain path"));
    let still = places(&window);
    window.click("Send");
    window.until_text("Sending ");
    assert_eq!(places(&window), still);
    window.click("Cancel");
    window.until("given up", |window| (!window.shows("Sending ")).then_some(()));
    assert_eq!(places(&window), still);
}

#[test]
#[cfg(unix)]
fn a_stale_socket_file_is_removed_beside_the_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("s");
    drop(std::os::unix::net::UnixListener::bind(&path).expect("it is bound"));
    let mut window = Window::new();
    window.enter("Bind address", &format!("unix:{}", path.display()));
    window.click("Start listening");
    window.until_text("its socket file is left over, nobody listens there");
    window.click("Remove it");
    window.until_text("Listening on unix:");
    assert!(window.harness.query_by_role_and_label(Role::Button, "Remove it").is_none());
    assert!(
        !window.front(|session| session.draft.server().unwrap().replace_stale),
        "it was for this once"
    );
}

#[test]
#[cfg(unix)]
fn a_file_that_is_no_socket_is_not_offered_to_be_removed() {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    let mut window = Window::new();
    window.enter("Bind address", &format!("unix:{}", file.path().display()));
    window.click("Start listening");
    window.until_text("there is already a file that isn't a socket");
    assert!(window.harness.query_by_role_and_label(Role::Button, "Remove it").is_none());
    assert!(file.path().exists());
}

#[test]
fn an_address_has_room_for_ipv6() {
    let mut window = Window::new();
    window.harness.set_size(vec2(900.0, 600.0));
    window.harness.run_steps(3);
    let small = rect(&window, Role::TextInput, "Bind address").width();
    window.harness.set_size(vec2(1600.0, 1000.0));
    window.harness.run_steps(3);
    let large = rect(&window, Role::TextInput, "Bind address").width();
    assert!(small >= 260.0 && large > small, "{small} {large}");
}

#[test]
fn the_keyboard_is_seen_on_tabs_and_their_close_buttons() {
    let mut window = Window::new();
    for name in ["TCP client", "Close TCP client"] {
        let node = window.harness.get_by_role_and_label(Role::Button, name);
        let place = node.rect();
        node.focus();
        window.harness.run_steps(2);
        let rings = window.harness.output().shapes.iter().filter(|shape| match &shape.shape {
            Shape::Rect(ring) => {
                ring.stroke.width > 1.0 && place.contains_rect(ring.rect) && ring.fill.a() == 0
            }
            _ => false,
        });
        assert_eq!(rings.count(), 1, "{name}");
    }
}

#[test]
fn a_long_notice_is_wrapped() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("x".repeat(120)).join("settings.json");
    fs::create_dir(path.parent().expect("a folder")).expect("it is made");
    fs::write(&path, "}{").expect("it is written");
    let mut window = Window::with_settings(Some(path));
    window.harness.set_size(vec2(900.0, 600.0));
    window.harness.run_steps(3);
    let words = window.until_text("Settings not loaded: could not read ");
    let notice = window.harness.get_by_label(&words).rect();
    assert!(notice.height() > 24.0 && notice.max.x < 880.0, "{notice}");
    let strip = rect(&window, Role::Button, "TCP server");
    let below = rect(&window, Role::TextInput, "Bind address");
    assert!(notice.min.y >= strip.max.y && notice.max.y <= below.min.y, "{notice} {below}");
}

#[test]
fn choices_of_the_meter_stand_in_one_column() {
    let mut window = Window::new();
    window.click("UDP peer");
    window.front(|session| session.draft.udp_mut().unwrap().counter.on = true);
    window.click("Options");
    let combo = |name: &str| {
        let of = |node: &egui_kittest::Node<'_>| node.rect();
        window
            .harness
            .get_all_by_role(Role::ComboBox)
            .find(|node| {
                use egui_kittest::kittest::NodeT as _;
                node.accesskit_node().label().is_some_and(|label| label.starts_with(name))
            })
            .as_ref()
            .map(of)
            .expect("a list to choose from")
    };
    let (width, order) = (combo("Width"), combo("Order"));
    let offset = rect(&window, Role::TextInput, "Offset");
    assert!((width.min.x - order.min.x).abs() < 0.5 && (width.min.x - offset.min.x).abs() < 0.5);
    assert!(order.min.y - width.max.y >= 3.0, "{width} {order}");
    for (name, combo) in [("Width", width), ("Order", order)] {
        let label = window.harness.get_by_role_and_label(Role::Label, name).rect();
        assert!((label.center().y - combo.center().y).abs() < 1.5, "{name} {label} {combo}");
    }
}

#[test]
fn lines_of_several_peers_name_them_where_they_change() {
    let mut window = Window::new();
    let address = window.listen();
    let mut first = connect(address);
    window.until_text("1 open");
    write(&mut first, b"alone\n");
    window.click("As text");
    window.until_text("alone\\n");
    assert!(!window.shows("#1 alone"), "there is only one");
    let mut second = connect(address);
    window.until_text("2 open");
    write(&mut second, b"two\nthree\n");
    window.until_text("three");
    write(&mut first, b"one\n");
    window.until_text("#1 one");
    let texts = window.texts();
    let at = |text: &str| texts.iter().position(|shown| shown == text);
    let lines = ["#1 alone\\n", "#2 two\\n", "three\\n", "#1 one\\n"].map(at);
    assert!(lines.is_sorted() && lines.iter().all(Option::is_some), "{texts:?}");
}
