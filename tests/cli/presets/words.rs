//! Presets for which a word is a whole message, whatever the segments.

use std::time::{Duration, Instant};

use super::super::program::{Program, spawn};
use super::talker::{Talker, server};

const GREETING: &str = "Hello, type exit to leave\r\n";

fn greeted(server: &Program) -> Talker {
    let mut talker = Talker::new(server);
    talker.hear(GREETING);
    talker
}

#[test]
fn a_greeting_comes_first_and_then_an_echo() {
    let server = server("greeting");
    let mut talker = greeted(&server);
    talker.say("a line\r\n");
    talker.hear("a line\r\n");
    talker.say("no line ending");
    talker.hear("no line ending");
    talker.say("exit");
    talker.is_left();
}

#[test]
fn exit_closes_in_one_segment_or_several_with_and_without_a_line_ending() {
    let table: [&[&str]; 7] = [
        &["exit"],
        &["exit\r\n"],
        &["exit\n"],
        &["ex", "it"],
        &["ex", "it\r\n"],
        &["e", "x", "i", "t"],
        &["e", "x", "i", "t", "\r", "\n"],
    ];
    for parts in table {
        let server = server("greeting");
        let mut talker = greeted(&server);
        talker.say_apart(&server, 0, parts);
        talker.is_left();
    }
}

#[test]
fn a_word_that_only_begins_with_exit_is_echoed() {
    let server = server("greeting");
    let mut talker = greeted(&server);
    for word in ["exiting\r\n", "exits", "Exit\r\n", " exit\r\n", "exi\r\n"] {
        talker.say(word);
        talker.hear(word);
    }
    talker.say("exit\r\n");
    talker.is_left();
}

#[test]
fn exiting_in_two_segments_is_one_word() {
    let server = server("greeting");
    let mut talker = greeted(&server);
    talker.say_apart(&server, 0, &["exi", "ting\r\n"]);
    talker.hear("exiting\r\n");
}

#[test]
fn lines_in_one_segment_are_messages_of_their_own() {
    let server = server("greeting");
    let mut talker = greeted(&server);
    talker.say("one\r\ntwo\r\nexit\r\nthree\r\n");
    talker.hear("one\r\ntwo\r\n");
    talker.is_left();
}

#[test]
fn hello_welcomes_waits_a_second_and_knows_the_message() {
    let server = server("hello");
    let mut talker = Talker::new(&server);
    talker.hear("Welcome\r\n");
    let asked = Instant::now();
    talker.say("Ann\r\n");
    talker.hear("Hello, Ann!\r\n");
    assert!(asked.elapsed() >= Duration::from_secs(1));
    talker.say_apart(&server, 1, &["B", "ob", "\r\n"]);
    talker.hear("Hello, Bob!\r\n");
    talker.say("exit\r\n");
    talker.is_left();
}

#[test]
fn messages_in_one_segment_are_answered_one_after_the_other() {
    let server = server("hello");
    let mut talker = Talker::new(&server);
    talker.hear("Welcome\r\n");
    let asked = Instant::now();
    talker.say("Ann\r\nBob\r\nexit\r\n");
    talker.hear("Hello, Ann!\r\nHello, Bob!\r\n");
    assert!(asked.elapsed() >= Duration::from_secs(2));
    talker.is_left();
}

#[test]
fn ten_slow_clients_at_once_take_as_long_as_one() {
    let server = server("hello");
    let mut talkers: Vec<Talker> = (0..10).map(|_| Talker::new(&server)).collect();
    for talker in &mut talkers {
        talker.hear("Welcome\r\n");
    }
    let begin = Instant::now();
    let talking: Vec<_> = talkers
        .into_iter()
        .enumerate()
        .map(|(n, mut talker)| {
            spawn(move || {
                talker.say(format!("client {n}\r\n"));
                talker.hear(format!("Hello, client {n}!\r\n"));
            })
        })
        .collect();
    for talker in talking {
        talker.join().unwrap();
    }
    let took = begin.elapsed();
    assert!((Duration::from_secs(1)..Duration::from_secs(3)).contains(&took), "{took:?}");
}

#[test]
fn print_answers_nothing_and_closes_on_1_only() {
    let server = server("print");
    let mut talker = Talker::new(&server);
    talker.say("12\r\n");
    server.until(b"|12..|");
    talker.say("11\r\n01\r\n");
    server.until(b"|11..01..|");
    talker.say("1");
    talker.is_left();
    server.until(b"Closed here");
}

#[test]
fn the_time_server_answers_each_format_and_survives_ill_formed_ones() {
    let server = server("time");
    let mut talker = Talker::new(&server);
    talker.say("\r\n");
    let now = chrono::Utc::now().naive_utc();
    let said = talker.line();
    let said = chrono::NaiveDateTime::parse_from_str(said.trim_end(), "%Y-%m-%d %H:%M:%S");
    assert!((now - said.unwrap()).num_seconds().abs() < 60);
    talker.say("%Y\r\n");
    assert_eq!(talker.line().len(), "2026\r\n".len());
    talker.say("at %% and 你\r\n");
    talker.hear("at % and 你\r\n");
    for wrong in ["%Q", "%", "%Y %", "%-", "%5Q", "%.", "%:", "%!", "%\u{0}", "%你"] {
        talker.say(format!("{wrong}\r\n"));
        let answer = talker.line();
        assert!(answer.len() > 4 && answer.ends_with("\r\n"), "{wrong}: {answer:?}");
    }
    talker.say([b'%', 0xff, b'\n']);
    assert!(talker.line().ends_with("\r\n"));
    talker.say_apart(&server, 14, &["%", "Y", "\r\n"]);
    assert_eq!(talker.line().len(), "2026\r\n".len());
}
