//! The pictures of the README, painted without GPU and compared with what is in `screenshots/`.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test screenshots` paints them anew.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is a failed test"
)]

#[path = "screenshots/answers.rs"]
mod answers;
#[path = "support/cpu_painter.rs"]
mod cpu_painter;
#[path = "screenshots/fetches.rs"]
mod fetches;
#[path = "screenshots/story.rs"]
mod story;

use std::time::{Duration, Instant};

use chrono::FixedOffset;
use cpu_painter::CpuPainter;
use egui::{Role, ThemePreference, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};
use sockscope::playground::{Budget, Playground};
use sockscope::store::settings::Store;
use sockscope::ui::App;

const SMALL: Vec2 = vec2(900.0, 600.0);
/// Nothing that a thread works out takes longer.
const PATIENCE: Duration = Duration::from_secs(30);
const LARGE: Vec2 = vec2(1600.0, 1000.0);

#[test]
fn the_first_start() {
    both_themes("first-start", SMALL, |_| {});
}

#[test]
fn a_server_with_clients() {
    both_themes("server", LARGE, |harness| {
        story::server(harness.state());
        harness.run_steps(3);
        harness.get_by_label_contains("sent to 127.0.0.1:51502, 48 bytes").click();
    });
}

#[test]
fn a_server_in_a_small_window() {
    both_themes("server-small", SMALL, |harness| {
        story::server(harness.state());
        harness.run_steps(3);
        click(harness, "Options");
    });
}

#[test]
fn the_rules_of_a_server() {
    both_themes("rules", LARGE, |harness| {
        answers::device(harness.state(), false);
        click(harness, "Edit");
        open_rule(harness, "Rule 3: ");
    });
}

#[test]
fn an_error_in_a_rule_in_a_small_window() {
    both_themes("rules-small", SMALL, |harness| {
        answers::device(harness.state(), true);
        click(harness, "Edit");
        open_rule(harness, "Rule 3: ");
        click(harness, "Faults");
    });
}

#[test]
fn a_tab_without_rules() {
    both_themes("rules-none", SMALL, |harness| {
        click(harness, "Edit");
    });
}

#[test]
fn a_clients_stream() {
    both_themes("client-stream", SMALL, |harness| {
        story::client(harness.state());
        click(harness, "TCP client");
        click(harness, "Stream");
    });
}

#[test]
fn a_client_as_text() {
    both_themes("client-text", SMALL, |harness| {
        story::client(harness.state());
        click(harness, "TCP client");
        click(harness, "As text");
    });
}

#[test]
fn a_udp_peer_in_a_group() {
    both_themes("udp", SMALL, |harness| {
        story::sensors(harness.state());
        click(harness, "UDP peer");
    });
}

#[test]
fn an_error_in_the_payload() {
    both_themes("error", SMALL, |harness| {
        story::refused(harness.state());
        click(harness, "TCP client");
        click(harness, "Hex");
    });
}

#[test]
fn a_fetch_over_a_redirect() {
    both_themes("http", LARGE, |harness| {
        fetches::weather(harness.state());
        click(harness, "HTTP fetch");
        until(harness, "the lines of the body", |harness| {
            harness.query_by_label_contains("\"observed\"").is_some()
        });
    });
}

#[test]
fn a_refused_certificate_in_a_small_window() {
    both_themes("http-small", SMALL, |harness| {
        fetches::expired(harness.state());
        click(harness, "HTTP fetch");
        click(harness, "Log");
    });
}

#[test]
fn the_shelf() {
    both_themes("shelf", vec2(1200.0, 760.0), |harness| {
        story::server(harness.state());
        story::shelf(harness.state_mut());
        click(harness, "Repeat");
        click(harness, "Shelf");
        harness.get_by_label_contains("sent to 127.0.0.1:51502, 48 bytes").click();
    });
}

#[test]
fn the_shelf_in_a_small_window() {
    both_themes("shelf-small", SMALL, |harness| {
        story::server(harness.state());
        story::shelf(harness.state_mut());
        click(harness, "Repeat");
        click(harness, "Shelf");
    });
}

#[test]
fn a_play_list() {
    both_themes("play", SMALL, |harness| {
        story::client(harness.state());
        story::play_list(harness.state());
        click(harness, "TCP client");
        click(harness, "Play list");
    });
}

#[test]
fn the_fields_of_a_payload() {
    both_themes("fields", SMALL, |harness| {
        story::client(harness.state());
        story::fields(harness.state());
        click(harness, "TCP client");
        click(harness, "Fields");
    });
}

/// Paints a scene in dark and in light.
fn both_themes(name: &str, size: Vec2, scene: impl Fn(&mut Harness<'static, App>)) {
    let mut results = SnapshotResults::new();
    for (theme, preference) in [("dark", ThemePreference::Dark), ("light", ThemePreference::Light)]
    {
        let mut harness = window(size);
        harness.ctx.set_theme(preference);
        scene(&mut harness);
        harness.run_steps(12);
        harness.remove_cursor();
        harness.run_steps(4);
        let options = SnapshotOptions::new().output_path("screenshots");
        harness.snapshot_options(format!("{name}-{theme}"), &options);
        results.extend_harness(&mut harness);
    }
}

fn window(size: Vec2) -> Harness<'static, App> {
    let builder = Harness::builder().with_size(size).renderer(CpuPainter::default());
    builder.build_eframe(|context| {
        let (playground, events) = Playground::new(Budget::default());
        let mut app = App::new(&context.egui_ctx, playground, events, Store::default())
            .expect("threads start");
        let zone = FixedOffset::east_opt(8 * 3600).expect("a day has more hours");
        app.freeze(story::stamp(25_000_000), zone);
        app
    })
}

/// Draws until something that a thread works out is there.
fn until(
    harness: &mut Harness<'static, App>,
    what: &str,
    condition: impl Fn(&Harness<'static, App>) -> bool,
) {
    let deadline = Instant::now() + PATIENCE;
    while !condition(harness) {
        assert!(Instant::now() < deadline, "never came: {what}");
        harness.step();
    }
}

/// Opens a rule by the start of its line.
fn open_rule(harness: &mut Harness<'static, App>, start: &str) {
    use egui_kittest::kittest::NodeT as _;
    harness.run_steps(2);
    let is_line = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().label().is_some_and(|label| label.starts_with(start))
    };
    let lines = harness.get_all_by_role(Role::Button);
    lines.into_iter().find(is_line).expect("the line of the rule").click();
    harness.run_steps(2);
}

fn click(harness: &mut Harness<'static, App>, name: &str) {
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run_steps(2);
}
