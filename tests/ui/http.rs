//! The HTTP fetch tab, against a server that plays what the test says.

#[path = "http/bodies.rs"]
mod bodies;
#[path = "http/server.rs"]
mod server;
#[path = "http/tls.rs"]
mod tls;

use egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use sockscope::form::PayloadMode;

use crate::rig::Window;
use server::{Play, Server, answer};

fn tab() -> Window {
    let mut window = Window::new();
    window.click("HTTP fetch");
    window
}

/// What was put on the clipboard in the last frame.
fn copied(window: &Window) -> Option<String> {
    let commands = &window.harness.output().platform_output.commands;
    commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

fn fetch(window: &mut Window, url: &str) {
    window.enter("URL", url);
    window.click("Fetch");
}

#[test]
fn a_fetch_says_how_it_went_and_shows_the_body() {
    let server =
        Server::start(vec![Play::Answer(vec![answer("200 OK", "你好, world".as_bytes())])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/hello"));
    window.until_text("200 OK, 13 bytes in ");
    window.until_text("你好, world");
    window.harness.get_by_label("Fetch");
    let request = server.requests().remove(0);
    assert!(request.starts_with("GET /hello HTTP/1.1\r\nHost: 127.0.0.1:"), "{request}");
    assert!(request.contains("\r\nUser-Agent: sockscope/"), "{request}");
}

#[test]
fn enter_in_the_url_fetches() {
    let server = Server::start(vec![Play::Answer(vec![answer("204 No Content", b"")])]);
    let mut window = tab();
    window.enter("URL", &server.url("/"));
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(3);
    window.until_text("204 No Content, 0 bytes in ");
}

#[test]
fn a_redirect_is_a_hop_of_its_own() {
    let redirect = answer("302 Found\r\nLocation: /there", b"");
    let there = answer("200 OK\r\nX-Odd: yes", b"there");
    let server = Server::start(vec![Play::Answer(vec![redirect, there])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/here"));
    window.until_text("200 OK, 5 bytes in ");
    let first = window.until_text("Hop 1, GET ");
    assert!(first.contains("/here, 302"), "{first}");
    let second = window.until_text("Hop 2, GET ");
    assert!(second.contains("/there, 200, redirected, reused"), "{second}");
    window.click("Headers");
    assert!(window.shows("Location: /there"), "{:#?}", window.texts());
    assert!(window.shows("Sent: GET /here HTTP/1.1"));
    assert!(window.shows("Sent: GET /there HTTP/1.1"));
    assert!(window.shows("Sent: Host: 127.0.0.1:"));
    assert!(window.shows("X-Odd: yes"));
    window.click("Wire");
    assert!(window.shows("00000000  47 45 54 20"), "{:#?}", window.texts());
    window.click("As text");
    window.until_text("GET /there HTTP/1.1");
}

#[test]
fn an_interim_answer_is_a_hop_and_trailers_are_shown() {
    let interim = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n";
    let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 7\r\n\r\n";
    let both = [interim, chunked].concat().into_bytes();
    let server = Server::start(vec![Play::Answer(vec![both])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, 2 bytes in ");
    window.until_text("/, 103");
    let second = window.until_text("/, 200, after 1xx");
    assert!(!second.contains("reused"), "{second}");
    window.click("Headers");
    for row in ["HTTP/1.1 103 Early Hints", "Link: </style.css>", "Trailers", "X-Sum: 7"] {
        assert!(window.shows(row), "{row} in {:#?}", window.texts());
    }
}

#[test]
fn what_is_odd_about_a_head_is_said_in_words() {
    let odd = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi";
    let server = Server::start(vec![Play::Answer(vec![odd.to_vec()])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, 2 bytes in ");
    window.click("Headers");
    window.until_text("⚠");
}

#[test]
fn the_history_can_be_cleared() {
    let server = Server::start(vec![Play::Answer(vec![answer("200 OK", b"gone soon")])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("gone soon");
    window.click("Clear fetches");
    window.until_text("In 0 bytes");
    assert!(!window.shows("gone soon") && !window.shows("Fetch 1, GET"));
    assert!(window.shows("press Fetch"));
    assert!(!window.shows("200 OK, "), "{:#?}", window.texts());
}

#[test]
fn a_wrong_url_is_pointed_at_and_nothing_starts() {
    let mut window = tab();
    fetch(&mut window, "ftp://example.test/");
    window.until_text("ftp");
    assert!(window.front(|session| session.problem().is_some()));
    assert!(window.front(|session| session.fetches().all().is_empty()));
    window.harness.get_by_label("Fetch");
    window.enter("URL", "http://example.test/");
    assert!(window.front(|session| session.problem().is_none()), "it is no longer what is typed");
}

#[test]
fn a_pasted_curl_command_takes_the_problem_away() {
    let mut window = tab();
    fetch(&mut window, "ftp://example.test/");
    assert!(window.front(|session| session.problem().is_some()));
    window.harness.get_by_role_and_label(Role::TextInput, "URL").focus();
    window.harness.step();
    window.harness.event(Event::Paste("curl http://example.test/".to_owned()));
    window.harness.run_steps(2);
    assert!(window.front(|session| session.problem().is_none()));
    assert!(!window.shows("ftp"), "{:#?}", window.texts());
}

#[test]
fn a_header_that_would_break_out_of_its_line_is_not_sent() {
    let mut window = tab();
    window.click("Add header");
    window.enter("Header 3 name", "X bad");
    fetch(&mut window, "http://127.0.0.1:1/");
    window.until("the error", |window| {
        window.front(|session| session.problem().map(|problem| problem.reason.clone()))
    });
    assert!(window.front(|session| session.fetches().all().is_empty()));
}

#[test]
fn headers_are_sent_in_their_order_and_only_those_that_are_on() {
    let server = Server::start(vec![Play::Answer(vec![answer("200 OK", b"")])]);
    let mut window = tab();
    for name in ["x-second", "X-Third"] {
        window.click("Add header");
        let number = window.front(|session| session.draft.http_mut().unwrap().headers.len());
        window.enter(&format!("Header {number} name"), name);
        window.enter(&format!("Header {number} value"), "1");
    }
    window.harness.get_by_role_and_label(Role::CheckBox, "Send header 2").click();
    window.harness.run_steps(2);
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, 0 bytes in ");
    let request = server.requests().remove(0);
    let at = |part: &str| request.find(part).unwrap_or_else(|| panic!("{part} in {request}"));
    assert!(at("User-Agent") < at("x-second: 1\r\n") && at("x-second") < at("X-Third: 1\r\n"));
    assert!(!request.contains("\r\nAccept:"), "{request}");
}

#[test]
fn a_server_that_keeps_silent_is_given_up() {
    let server = Server::start(vec![Play::Silence]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("Waiting for the answer");
    window.click("Cancel");
    window.until_text("Cancelled after ");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn escape_gives_a_fetch_up_unless_something_else_is_typed() {
    let server = Server::start(vec![Play::Silence]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("Waiting for the answer");
    window.harness.get_by_role_and_label(Role::TextInput, "Request body").focus();
    window.harness.run_steps(2);
    window.harness.key_press(Key::Escape);
    window.harness.run_steps(2);
    assert!(window.front(|session| session.is_live()), "the body had the keyboard");
    window.harness.key_press(Key::Escape);
    window.harness.run_steps(2);
    window.until_text("Cancelled after ");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn the_palette_knows_what_a_fetch_can_do() {
    let mut window = tab();
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.harness.run_steps(2);
    for name in ["Fetch or cancel", "Paste curl", "Copy as curl", "New UDP peer", "Body as hex"] {
        assert!(window.shows(name), "{name} in {:#?}", window.texts());
    }
    assert!(!window.shows("Send the payload") && !window.shows("Clear log"));
    window.click("Body as hex");
    window.front(|session| assert_eq!(session.payload.mode, PayloadMode::Hex));
}

#[test]
fn a_header_line_moves_only_where_there_is_another() {
    let mut window = tab();
    window.harness.get_by_role_and_label(Role::Button, "Change header 1").click();
    window.harness.run_steps(2);
    let disabled = |window: &Window, name| {
        window.harness.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled()
    };
    assert!(disabled(&window, "Move up") && !disabled(&window, "Move down"));
}

#[test]
fn the_left_side_can_be_dragged_wider() {
    let mut window = tab();
    let entry = |window: &Window| {
        window.harness.get_by_role_and_label(Role::TextInput, "Header 1 value").rect()
    };
    let before = entry(&window);
    let edge = window.harness.get_by_role_and_label(Role::Button, "Add header").rect().max.x + 12.0;
    let from = egui::pos2(edge, before.center().y + 60.0);
    window.harness.drag_at(from);
    window.harness.run_steps(2);
    window.harness.hover_at(from + egui::vec2(150.0, 0.0));
    window.harness.run_steps(2);
    window.harness.drop_at(from + egui::vec2(150.0, 0.0));
    window.harness.run_steps(3);
    let after = entry(&window);
    assert!(after.width() > before.width() + 60.0, "{before} became {after}");
}

#[test]
fn nothing_is_drawn_when_a_fetch_is_over() {
    let server = Server::start(vec![Play::Answer(vec![answer("200 OK", b"{\"a\":1}")])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("\"a\": 1");
    window.harness.run_steps(8);
    let steps = window.harness.run();
    assert!(steps <= 2, "{steps} frames although nothing happened");
    assert!(!window.harness.ctx.has_requested_repaint());
}

#[test]
fn a_pasted_curl_command_fills_the_form() {
    let server = Server::start(vec![Play::Answer(vec![answer("201 Created", b"")])]);
    let url = server.url("/things");
    let mut window = tab();
    window.harness.get_by_role_and_label(Role::TextInput, "URL").focus();
    window.harness.step();
    let command = format!("curl -X PUT '{url}' -H 'X-Thing: 1' --data 'a=1'");
    window.harness.event(Event::Paste(command));
    window.harness.run_steps(3);
    window.front(|session| {
        assert_eq!(session.draft.http_mut().unwrap().method, "PUT");
        assert_eq!(session.draft.http_mut().unwrap().url, url);
        assert_eq!(session.payload.text, "a=1");
    });
    window.click("Fetch");
    window.until_text("201 Created, 0 bytes in ");
    let request = server.requests().remove(0);
    assert!(request.starts_with("PUT /things HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("\r\nX-Thing: 1\r\n"), "{request}");
    assert!(request.contains("\r\nContent-Length: 3\r\n"), "{request}");
}

#[test]
fn the_request_is_copied_as_curl() {
    let mut window = tab();
    window.enter("URL", "http://127.0.0.1:1/x");
    window.click("curl");
    window.harness.get_by_role_and_label(Role::Button, "Copy as curl").click();
    window.harness.step();
    let copied = copied(&window).expect("something was copied");
    assert!(copied.starts_with("curl") && copied.contains("http://127.0.0.1:1/x"), "{copied}");
}

#[test]
fn an_older_fetch_comes_back_by_a_click_and_can_be_repeated() {
    let scene = |body: &[u8]| Play::Answer(vec![answer("200 OK\r\nConnection: close", body)]);
    let server = Server::start(vec![scene(b"first"), scene(b"second!"), scene(b"again")]);
    let mut window = tab();
    fetch(&mut window, &server.url("/one"));
    window.until_text("200 OK, 5 bytes in ");
    fetch(&mut window, &server.url("/two"));
    window.until_text("200 OK, 7 bytes in ");
    window.until_text("second!");
    let row = window.until_text("Fetch 1, GET ");
    window.harness.get_by_label(&row).click();
    window.harness.run_steps(2);
    window.until_text("first");
    assert!(window.shows("200 OK, 5 bytes in "));
    window.click("Fetch again");
    window.until_text("Fetch 3, GET ");
    window.until_text("again");
    assert!(server.requests().last().is_some_and(|request| request.starts_with("GET /one ")));
}

#[test]
fn the_keyboard_chooses_the_view() {
    let server = Server::start(vec![Play::Answer(vec![answer("200 OK", b"keys")])]);
    let mut window = tab();
    window.enter("URL", &server.url("/"));
    window.harness.key_press(Key::F5);
    window.until_text("200 OK, 4 bytes in ");
    for (key, view) in [
        (Key::Num1, "Wire"),
        (Key::Num2, "Headers"),
        (Key::Num3, "Body"),
        (Key::Num4, "Chunks"),
        (Key::Num5, "Log"),
    ] {
        window.harness.key_press_modifiers(Modifiers::ALT, key);
        window.harness.run_steps(2);
        let toggle = window.harness.get_by_role_and_label(Role::Button, view);
        assert!(format!("{:?}", toggle.accesskit_node().toggled()).contains("True"), "{view}");
    }
}

#[test]
fn accepting_invalid_certificates_is_loud() {
    let mut window = tab();
    assert!(!window.shows("Invalid certificates are accepted"));
    window.click("Options");
    window.front(|session| session.draft.http_mut().unwrap().accept_invalid_certificates = true);
    window.harness.run_steps(2);
    assert!(window.shows("Invalid certificates are accepted"));
    window.click("Verify again");
    assert!(!window.shows("Invalid certificates are accepted"));
}

#[test]
fn a_method_of_ones_own_is_sent() {
    let server = Server::start(vec![Play::Answer(vec![answer("200 OK", b"")])]);
    let mut window = tab();
    window.harness.get_by_role_and_label(Role::ComboBox, "Method").click();
    window.harness.run_steps(2);
    window.enter("Other method", "PURGE");
    window.harness.key_press(Key::Enter);
    window.harness.run_steps(3);
    fetch(&mut window, &server.url("/cache"));
    window.until_text("200 OK, 0 bytes in ");
    assert!(server.requests().remove(0).starts_with("PURGE /cache HTTP/1.1\r\n"));
}
