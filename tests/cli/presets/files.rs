//! Rules from a file.

use std::fs;
use std::path::PathBuf;

use super::super::program::{Outcome, start};
use super::talker::Talker;

const RULES: &str = r#"
framing = "line"

[[rule]]
name = "Ping"
when = { exact = "PING" }
then = [{ reply = 'PONG {count}\r\n' }]

[[rule]]
name = "Quit"
when = { exact = "QUIT" }
then = ["close", "stop"]
"#;

struct Rules {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Rules {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rules.toml");
        fs::write(&path, text).unwrap();
        Self { _folder: folder, path }
    }

    fn path(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// What is said about it.
    fn refused(text: &str) -> String {
        let rules = Self::new(text);
        let Outcome { code, stderr, .. } =
            start(&["tcp-server", "0", "--rules", rules.path()]).finish();
        assert_eq!(code, Some(2), "{stderr}");
        stderr.replace(rules.path(), "FILE")
    }
}

#[test]
fn a_server_answers_by_them_however_lines_are_cut() {
    let rules = Rules::new(RULES);
    let server = start(&["tcp-server", "0", "--rules", rules.path()]);
    let mut talker = Talker::new(&server);
    talker.say("PING\r\nPI");
    talker.hear("PONG 1\r\n");
    talker.say_apart(&server, 1, &["NG", "\n", "WHAT\nQUIT\nPING\n"]);
    talker.hear("PONG 2\r\n");
    talker.is_left();
    server.until(b"bytes sent to ");
    server.until(" by the rule “Ping”\n".as_bytes());
    server.until("#1 The rule “Quit” closes the connection (FIN)\n".as_bytes());
}

#[test]
fn datagrams_are_answered_by_them() {
    let rules = Rules::new(RULES);
    let program = start(&["udp", "--rules", rules.path()]);
    let address = program.address().to_string();
    let client = start(&["udp", "--to", &address, "--text", "PING", "--format", "raw"]);
    assert_eq!(client.finish().text(), "PONG 1\r\n");
}

#[test]
fn an_error_is_pointed_at() {
    let wrong = Rules::refused("framing = \"line\"\n[[rule]]\nthen = 7\n");
    assert!(wrong.contains("FILE: line 3, column 8: "), "{wrong}");
    let wrong =
        Rules::refused("[[rule]]\nname = \"Digits\"\nwhen = { regex = '[0-9' }\nthen = []\n");
    assert!(wrong.contains("FILE, rule 1 “Digits”, when: "), "{wrong}");
    assert!(wrong.contains("\n\n  [0-9\n  ^"), "{wrong}");
    let wrong = Rules::refused("[[rule]]\nthen = [{ reply = 'ok {nosuch}' }]\n");
    assert!(wrong.contains("FILE, rule 1, step 1: "), "{wrong}");
    assert!(wrong.contains("\n\n  ok {nosuch}\n      ^^"), "{wrong}");
}

#[test]
fn a_file_that_is_not_there_and_two_sets_of_rules_are_wrong_arguments() {
    let outcome = start(&["udp", "--rules", "/nowhere/rules.toml"]).finish();
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains("could not read /nowhere/rules.toml: "), "{}", outcome.stderr);
    let rules = Rules::new(RULES);
    let both = ["tcp-server", "0", "--reply", "echo", "--rules", rules.path()];
    assert_eq!(start(&both).finish().code, Some(2));
    assert_eq!(start(&["tcp-server", "0", "--reply", "ecco"]).finish().code, Some(2));
}
