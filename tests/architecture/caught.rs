//! Each rule catches what it is for, and lets the rest pass.

use super::Source;
use super::layers::LAYERS;
use super::layers::World::{Clocks, Sockets, Threads, Window};
use super::rules::violations;

/// What is wrong with a file of these lines after its `//!`.
fn check(path: &str, body: &str) -> Vec<String> {
    violations(&Source { path: path.to_owned(), text: format!("//! Made up.\n{body}") })
}

fn check_layer(layer: &str, body: &str) -> Vec<String> {
    check(&format!("src/{layer}.rs"), body)
}

#[test]
fn a_use_of_a_higher_layer_is_caught() {
    for (layer, body, used) in [
        ("types", "use crate::codec::hex;", "codec::hex"),
        ("codec", "fn f() { crate::engine::f() }", "engine::f"),
        ("http", "use crate::{types::A, codec};", "codec"),
        ("respond", "use crate::engine as e;", "engine"),
        ("capture", "use super::respond::A;", "respond::A"),
        ("engine", "impl crate::capture::A for B {}", "capture::A"),
        ("playground", "use crate::ui::App;", "ui::App"),
        ("ui", "use crate::engine::Handle;", "engine::Handle"),
        ("cli", "use crate::engine::Handle;", "engine::Handle"),
        ("codec", "use crate::*;", "*"),
        ("codec", "use crate::Handle;", "Handle"),
        ("codec", "#[cfg(test)] mod tests { use crate::ui; }", "ui"),
    ] {
        let expected = format!("src/{layer}.rs:2: `{layer}` must not use `crate::{used}`");
        assert_eq!(check_layer(layer, body), [expected], "{body}");
    }
}

#[test]
fn what_a_module_must_not_know_is_caught() {
    for (layer, body, world) in [
        ("types", "fn f() { chrono::Local::now() }", Clocks),
        ("codec", "use std::net::TcpStream;", Sockets),
        ("codec", "fn f(_: &egui::Ui) {}", Window),
        ("http", "use std::thread;", Threads),
        ("respond", "fn f() { Instant::now() }", Clocks),
        ("capture", "use std::net::*;", Sockets),
        ("capture", "fn f(a: A) { a.map(SystemTime::now) }", Clocks),
        ("engine", "use eframe::egui;", Window),
        ("playground", "use std::net::{self, UdpSocket};", Sockets),
        ("playground", "fn f() { chrono::Utc::now() }", Clocks),
        ("playground", "use ecolor::Color32;", Window),
        ("ui", "use socket2::Socket;", Sockets),
        ("ui", "fn f() { std::thread::spawn(g) }", Threads),
        ("ui", "fn f(a: A) { a.elapsed() }", Clocks),
        ("cli", "use winit::window;", Window),
        ("cli", "#[cfg(test)] mod tests { use egui::Ui; }", Window),
    ] {
        let expected = format!("src/{layer}.rs:2: `{layer}` must not know {world:?}: ");
        let found = check_layer(layer, body);
        assert!(matches!(&found[..], [one] if one.starts_with(&expected)), "{found:?}");
    }
}

#[test]
fn a_file_in_a_folder_belongs_to_its_layer() {
    let expected = "src/codec/hex.rs:2: `codec` must not use `crate::engine::A`";
    assert_eq!(check("src/codec/hex.rs", "use super::super::engine::A;"), [expected]);
}

#[test]
fn another_name_does_not_hide_a_clock() {
    let body = "use std::time::Instant as Watch;\nfn f() { Watch::now() }";
    let expected = "src/ui.rs:3: `ui` must not know Clocks: `std::time::Instant::now`";
    assert_eq!(check("src/ui.rs", body), [expected]);
}

#[test]
fn a_module_without_a_layer_is_caught() {
    let expected = "src/misc.rs:1: `misc` is no layer of tests/architecture/layers.rs";
    assert_eq!(check("src/misc.rs", ""), [expected]);
}

#[test]
fn a_colour_outside_the_theme_is_caught() {
    for (path, body, made) in [
        ("src/ui/log.rs", "let c = egui::Color32::RED;", "egui::Color32::RED"),
        ("src/ui/log.rs", "use egui::Color32 as C; let c = C::RED;", "egui::Color32::RED"),
        ("src/ui/themes.rs", "let c = <C>::from_rgb(1, 2, 3);", "from_rgb"),
        ("src/ui/log.rs", "let c = hex_color!(\"#fff\");", "hex_color"),
    ] {
        let expected = format!("{path}:2: `{made}` belongs in src/ui/theme.rs");
        assert_eq!(check(path, body), [expected], "{body}");
    }
}

#[test]
fn a_wrong_shape_is_caught() {
    let long = "\n".repeat(400);
    let expected = ["tests/a.rs:401: a file has at most 400 lines"];
    assert_eq!(check("tests/a.rs", &long), expected);

    let expected = ["tests/ui/mod.rs:1: a module is `foo.rs` and `foo/`, not `mod.rs`"];
    assert_eq!(check("tests/ui/mod.rs", ""), expected);

    let headless = Source { path: "benches/a.rs".to_owned(), text: "\n//! Too late.".to_owned() };
    let expected = ["benches/a.rs:1: a file begins with a `//!` line that says what it is"];
    assert_eq!(violations(&headless), expected);
}

#[test]
fn what_is_allowed_passes() {
    for (path, body) in [
        ("src/codec.rs", "use crate::types::A; use crate::codec::hex; use self::hex::B;"),
        ("src/types.rs", "use std::net::{IpAddr, SocketAddr}; use std::time::Instant;"),
        ("src/codec.rs", "// crate::engine\nfn f() { \"std::thread\"; }"),
        (
            "src/codec.rs",
            "#[cfg(test)] mod tests { use super::*; use std::{net::TcpStream, thread}; }",
        ),
        ("src/codec/hex/tests.rs", "fn f() { Instant::now() }"),
        ("src/engine.rs", "use std::thread; fn f() { Instant::now() }"),
        ("src/playground.rs", "use std::thread; use crate::engine::Handle;"),
        ("src/cli.rs", "fn f() { Instant::now() }"),
        ("src/ui.rs", "use egui::Color32; fn f(c: Color32) -> Color32 { c }"),
        ("src/ui/theme.rs", "let c = Color32::RED;"),
        (
            "src/ui/log.rs",
            "#[cfg(test)] mod tests { use egui::Color32; fn f() { let c = Color32::RED; } }",
        ),
        ("src/ui/theme/dark.rs", "let c = Color32::RED;"),
        ("src/main.rs", "use sockscope::ui; fn f() { Instant::now() }"),
        ("src/lib.rs", "pub mod types;"),
        ("tests/loopback.rs", "use std::net::TcpStream; let c = Color32::RED;"),
    ] {
        assert_eq!(check(path, body), Vec::<String>::new(), "{path}: {body}");
    }
}

#[test]
fn a_layer_uses_only_layers_below_it() {
    for (number, layer) in LAYERS.iter().enumerate() {
        let below: Vec<&str> = LAYERS.iter().take(number).map(|below| below.name).collect();
        assert!(layer.may_use.iter().all(|used| below.contains(used)), "{}", layer.name);
    }
}

#[test]
fn a_circle_is_found_through_what_is_passed_on() {
    let file = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
    let sources = [
        file("src/codec.rs", "mod a; mod b; pub use a::A;"),
        file("src/codec/a.rs", "use crate::codec::b::B; struct A(B);"),
        file("src/codec/b.rs", "use crate::codec::A; struct B(A);"),
        file("src/codec/b/c.rs", "use crate::codec::b::B; struct C(B);"),
    ];
    let uses = super::graph::uses(&sources);
    assert_eq!(super::graph::circles(&uses), [["src/codec/a.rs", "src/codec/b.rs"]]);
}

#[test]
fn a_match_that_swallows_a_variant_is_found() {
    for (body, count) in [
        ("fn f(x: X) { match x { Fact::A => 1, _ => 2 } }", 1),
        ("fn f(x: X) { match x { Fact::A => 1, other => 2 } }", 1),
        ("impl Kind { fn f(self) { match self { Self::A => 1, _ => 2 } } }", 1),
        ("fn f(x: X) { match (x, 1) { (Fact::A, 1) => 1, (_, _) => 2 } }", 1),
        ("fn f(x: X) { match x { Fact::A | Fact::B => 1 } }", 0),
        ("fn f(x: X) { match x { Other::A => 1, _ => 2 } }", 0),
        ("#[cfg(test)] mod tests { fn f(x: X) { match x { Fact::A => 1, _ => 2 } } }", 0),
    ] {
        let source = Source { path: "src/a.rs".to_owned(), text: body.to_owned() };
        assert_eq!(super::wildcards::violations(&source).len(), count, "{body}");
    }
}

#[test]
fn a_sentence_outside_words_is_found() {
    for (path, body, count) in [
        ("src/codec/a.rs", "fn f() { g(\"no such port\") }", 1),
        ("src/codec/a.rs", "fn f() { format!(\"{n} bytes\") }", 1),
        ("src/ui/a.rs", "fn f() { g(\"Send\") }", 1),
        ("src/codec/a.rs", "fn f() { g(\"Send\") }", 0),
        ("src/codec/a.rs", "fn f() { format!(\"{a} {b}\") }", 0),
        ("src/codec/a.rs", "#[expect(lint, reason = \"a good one\")] fn f() {}", 0),
        ("src/words/a.rs", "fn f() { g(\"no such port\") }", 0),
    ] {
        let source = Source { path: path.to_owned(), text: body.to_owned() };
        assert_eq!(super::sentences::sentences(&source).len(), count, "{path} {body}");
    }
}
