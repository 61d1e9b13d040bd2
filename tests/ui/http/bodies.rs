//! The body of an answer: how it is shown, copied and saved.

use std::fs;
use std::io::Write as _;
use std::net::TcpListener;

use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::server::{Play, Server, answer};
use super::{copied, fetch, tab};

#[test]
fn a_body_that_is_cut_is_shown_and_marked() {
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly so much".to_vec();
    let server = Server::start(vec![Play::Answer(vec![cut])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, incomplete after 12 bytes: ");
    window.until_text("only so much");
    assert!(window.shows("Incomplete"), "{:#?}", window.texts());
}

#[test]
fn nobody_listening_is_said_where_the_body_would_be() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has ports");
        listener.local_addr().expect("it is bound").port()
    };
    let mut window = tab();
    fetch(&mut window, &format!("http://127.0.0.1:{port}/"));
    window.until_text("connection refused (ECONNREFUSED)");
    let said = |text: &String| text.contains("connection refused (ECONNREFUSED)");
    assert!(window.texts().iter().filter(|text| said(text)).count() >= 2);
}

#[test]
fn a_body_is_copied_as_text() {
    let gbk = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=gbk\r\nContent-Length: 4\r\n\r\n\xc4\xe3\xba\xc3";
    let server = Server::start(vec![Play::Answer(vec![gbk.to_vec()])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("你好");
    assert!(window.shows("Shown as: GBK, declared"), "{:#?}", window.texts());
    window.harness.get_by_role_and_label(Role::Button, "Copy").click();
    window.harness.step();
    assert_eq!(copied(&window).as_deref(), Some("你好"));
}

#[test]
fn a_body_is_saved_under_the_path_typed() {
    let body: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
    let head = "200 OK\r\nContent-Disposition: attachment; filename=\"data.bin\"";
    let server = Server::start(vec![Play::Answer(vec![answer(head, &body)])]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, 100,000 bytes in ");
    window.click("Save body");
    let suggested = window.harness.get_by_role_and_label(Role::TextInput, "Save as").value();
    assert_eq!(suggested.as_deref(), Some("~/data.bin"));
    let path = folder.path().join("saved.bin");
    window.enter("Save as", &path.to_string_lossy());
    window.click("Save");
    window.until_text("100,000 bytes written to ");
    assert!(fs::read(&path).expect("it is written") == body);
    window.click("Save all");
    let path = folder.path().join("saved.http");
    window.enter("Save as", &path.to_string_lossy());
    window.click("Save");
    window.until_text("saved.http");
    window.until("the whole answer", |_| {
        let written = fs::read(&path).ok()?;
        (written.starts_with(b"HTTP/1.1 200 OK\r\n") && written.ends_with(&body)).then_some(())
    });
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let server = Server::start(vec![Play::Answer(vec![answer("200 OK", b"x")])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, 1 byte in ");
    window.click("Save body");
    window.enter("Save as", "/nowhere/at/all");
    window.click("Save");
    window.until_text("Could not write /nowhere/at/all: no such file or directory (ENOENT)");
}

#[test]
fn a_file_that_is_there_is_replaced_only_if_told_so() {
    let server = Server::start(vec![Play::Answer(vec![answer("200 OK", b"new")])]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("ex.txt");
    fs::write(&path, "old").expect("the folder takes files");
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, 3 bytes in ");
    window.click("Save body");
    window.enter("Save as", &path.to_string_lossy());
    window.click("Save");
    window.until_text("ex.txt already exists");
    window.click("Keep");
    assert!(!window.shows("already exists"));
    assert_eq!(fs::read(&path).expect("it stays"), b"old");
    window.click("Save body");
    let typed = window.harness.get_by_role_and_label(Role::TextInput, "Save as").value();
    assert_eq!(typed.as_deref(), path.to_str(), "the path typed before");
    window.click("Save");
    window.until_text("ex.txt already exists");
    window.click("Save body");
    window.click("Save");
    window.until("the new question", |window| {
        window.front(|session| session.saves().last().map(|save| save.id.0 == 3)).filter(|new| *new)
    });
    window.until_text("ex.txt already exists");
    window.click("Replace");
    window.until_text("3 bytes written to ");
    assert_eq!(fs::read(&path).expect("it is replaced"), b"new");
}

#[test]
fn what_was_said_of_a_save_goes_and_stays_away() {
    let scene = || Play::Answer(vec![answer("200 OK\r\nConnection: close", b"x")]);
    let server = Server::start(vec![scene(), scene()]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, 1 byte in ");
    for end in ["Dismiss", "Clear fetches"] {
        window.click("Save body");
        window.enter("Save as", "/nowhere/at/all");
        window.click("Save");
        window.until_text("Could not write /nowhere/at/all");
        window.click(end);
        assert!(!window.shows("Could not write"), "{end}: {:#?}", window.texts());
        if end == "Dismiss" {
            continue;
        }
        fetch(&mut window, &server.url("/"));
        window.until_text("200 OK, 1 byte in ");
        assert!(!window.shows("Could not write"), "{:#?}", window.texts());
    }
}

#[test]
fn there_is_nothing_to_save_of_a_fetch_that_failed() {
    let mut window = tab();
    let disabled = |window: &crate::rig::Window, name| {
        window.harness.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled()
    };
    assert!(disabled(&window, "Save body") && disabled(&window, "Save all"));
    fetch(&mut window, "http://127.0.0.1:1/");
    window.until_text("connection refused (ECONNREFUSED)");
    assert!(disabled(&window, "Save body") && disabled(&window, "Save all"));
    window.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::S);
    window.harness.run_steps(2);
    assert!(!window.shows("Save as"));
}

#[test]
fn decompressed_bytes_count_as_kept() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&vec![b'a'; 3 << 20]).expect("memory has room");
    let body = gzip.finish().expect("memory has room");
    let head = "200 OK\r\nContent-Encoding: gzip";
    let server = Server::start(vec![Play::Answer(vec![answer(head, &body)])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, 3,145,728 bytes in ");
    window.until_text("In memory 3.0 MiB");
}

#[test]
fn chunks_are_rows_with_their_times() {
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;note=1\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n";
    let server = Server::start(vec![Play::Answer(vec![chunked.to_vec()])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, 12 bytes in ");
    window.until_text("hello, world");
    window.click("Raw");
    window.until_text("5;note=1");
    window.click("Chunks");
    assert!(window.shows("3 chunks"), "{:#?}", window.texts());
    let row = window.until_text(" ms 5 0 ;note=1");
    assert!(row.starts_with("1 "), "{row}");
    assert!(window.shows(" ms 7 5"));
    assert!(window.shows(" last 12"));
}

#[test]
fn server_events_are_rows_with_their_names() {
    let events = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: tick\nid: 7\ndata: one\n\ndata: two\n\n";
    let server = Server::start(vec![Play::Answer(vec![events.to_vec()])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("200 OK, ");
    window.click("Chunks");
    window.until_text("2 server events");
    assert!(window.shows(" ms tick 7 one"), "{:#?}", window.texts());
    assert!(window.shows(" ms message 7 two"));
}

#[test]
fn json_is_indented_and_keeps_its_numbers() {
    let json = answer("200 OK\r\nContent-Type: application/json", b"{\"a\":1.50,\"b\":[true]}");
    let server = Server::start(vec![Play::Answer(vec![json])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("\"a\": 1.50,");
    window.click("As text");
    window.until_text("{\"a\":1.50,\"b\":[true]}");
}

#[test]
fn a_picture_is_shown_with_its_size() {
    let picture = fs::read("screenshots/error-dark.png").expect("a picture of ours");
    let picture = answer("200 OK\r\nContent-Type: image/png", &picture);
    let server = Server::start(vec![Play::Answer(vec![picture])]);
    let mut window = tab();
    fetch(&mut window, &server.url("/"));
    window.until_text("PNG, 900 x 600 pixels");
    window.click("As hex");
    window.until_text("00000000  89 50 4e 47");
}
