//! What sessions do by themselves: rules, faults, fields, repeated payloads, and the files of rules and play lists.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::time::Duration;

use sockscope::codec::template::Scope;
use sockscope::codec::{Template, Typed};
use sockscope::form::{Field, Payload, RepeatDraft};
use sockscope::playground::{Action, Budget, Document, Session};
use sockscope::respond::{Matcher, PlayList, Preset, Rule, RuleSet, Step, Transport, When};
use sockscope::types::file::{FileAmount, FileContent, FileState};
use sockscope::types::{Kind, Recipients, SessionId, Target};
use sockscope::words;

use super::rig::{Rig, connect};

/// Answers each message with this.
fn answering(name: &str, text: &str) -> RuleSet {
    let rule = Rule {
        name: name.to_owned(),
        then: vec![Step::Reply(Typed::text(text))],
        ..Rule::default()
    };
    RuleSet { name: name.to_owned(), rules: vec![rule], ..RuleSet::default() }
}

/// One with a pattern that never ends.
fn wrong() -> RuleSet {
    let mut rules = answering("Wrong", "never");
    rules.rules[0].when = When::Message(Matcher::Regex("(".to_owned()));
    rules
}

fn set_rules(rig: &mut Rig, id: SessionId, rules: RuleSet) {
    rig.playground.session_mut(id).unwrap().draft.rules = rules;
    rig.playground.perform(Action::SetRules(id));
    obeyed(rig, id);
}

/// Waits until the worker has obeyed everything: commands keep their order, and of this one a connection tells.
fn obeyed(rig: &mut Rig, session: SessionId) {
    for paused in [true, false] {
        rig.playground.perform(Action::Pause { session, to: Target::All, paused });
        rig.until(session, |session| session.peers().row(0).unwrap().paused == paused);
    }
}

/// A connection that the session knows of.
fn joined(rig: &mut Rig, server: SessionId, address: SocketAddr) -> TcpStream {
    let stream = connect(address);
    rig.until(server, |session| session.peers().open() == 1);
    stream
}

fn asked(stream: &mut TcpStream, len: usize) -> Vec<u8> {
    stream.write_all(b"ping").unwrap();
    let mut answer = vec![0; len];
    stream.read_exact(&mut answer).unwrap();
    answer
}

fn template(text: &str) -> Payload {
    Payload::Template(Typed::text(text).template(Scope::Payload).unwrap())
}

fn everybody() -> Recipients {
    Recipients::Peers(Target::All)
}

fn name_in_force(session: &Session) -> Option<&str> {
    session.rules_in_force().map(|rules| rules.name.as_str())
}

#[test]
fn rules_change_while_connections_are_open() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let mut stream = joined(&mut rig, server, address);
    assert_eq!(name_in_force(rig.session(server)), Some(""));
    set_rules(&mut rig, server, answering("First", "one"));
    assert_eq!(asked(&mut stream, 3), b"one");
    set_rules(&mut rig, server, answering("Second", "two"));
    assert_eq!(asked(&mut stream, 3), b"two");
    assert_eq!(name_in_force(rig.session(server)), Some("Second"));
    rig.until(server, |session| session.capture().totals().sent == 6);
    rig.stop(server);
    assert_eq!(name_in_force(rig.session(server)), None);
}

#[test]
fn wrong_rules_leave_the_right_ones_in_force() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let mut stream = joined(&mut rig, server, address);
    set_rules(&mut rig, server, answering("Right", "one"));
    set_rules(&mut rig, server, wrong());
    let session = rig.session(server);
    assert_eq!(session.rule_problems().len(), 1);
    assert_eq!(name_in_force(session), Some("Right"));
    assert_eq!(asked(&mut stream, 3), b"one");
}

#[test]
fn a_session_with_wrong_rules_does_not_start() {
    let mut rig = Rig::new(Budget::default());
    let id = rig.playground.add(Kind::TcpServer);
    rig.playground.session_mut(id).unwrap().draft.rules = wrong();
    rig.playground.perform(Action::Start(id));
    let session = rig.session(id);
    let problem = session.problem().unwrap();
    assert_eq!(problem.field, Field::Rules);
    let words = words::problem::form(&problem.reason);
    assert!(words.starts_with("rule 1 “Wrong”, when: "), "{words}");
    assert!(!session.is_live());
    let session = rig.playground.session_mut(id).unwrap();
    session.draft.rules = answering("Right", "one");
    session.review_problem();
    assert_eq!(session.problem(), None);
}

#[test]
fn wrong_faults_are_a_problem_and_change_nothing() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let mut stream = joined(&mut rig, server, address);
    set_rules(&mut rig, server, answering("Right", "one"));
    let faults = &mut rig.playground.session_mut(server).unwrap().draft.faults;
    faults.delays = true;
    faults.delay = "soon".to_owned();
    rig.playground.perform(Action::SetFaults(server));
    let session = rig.session(server);
    assert_eq!(session.problem().map(|problem| problem.field), Some(Field::Faults));
    assert_eq!(session.faults_in_force().unwrap().delay, None);
    assert_eq!(asked(&mut stream, 3), b"one");
    rig.playground.session_mut(server).unwrap().draft.faults.delay = "1".to_owned();
    rig.playground.perform(Action::SetFaults(server));
    let session = rig.session(server);
    assert_eq!(session.problem(), None);
    assert_eq!(session.faults_in_force().unwrap().delay, Some(Duration::from_millis(1)));
}

#[test]
fn a_record_of_a_reply_names_the_rule_that_was_in_force_then() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let mut stream = joined(&mut rig, server, address);
    set_rules(&mut rig, server, answering("First", "one"));
    asked(&mut stream, 3);
    set_rules(&mut rig, server, answering("Second", "two"));
    asked(&mut stream, 3);
    rig.until(server, |session| session.capture().totals().sent == 6);
    let session = rig.session(server);
    let capture = session.capture();
    let names: Vec<String> = capture
        .records()
        .filter_map(|number| match capture.record(number)?.kind {
            sockscope::capture::Kind::Sent(sockscope::types::Origin::Reply(rule)) => {
                session.rule_name(rule).map(words::rule_label)
            }
            _ => None,
        })
        .collect();
    assert_eq!(names, ["First", "Second"]);
}

#[test]
fn each_payload_with_fields_has_the_next_number() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let client = rig.client(address);
    let send = |rig: &mut Rig, payload| {
        rig.playground.perform(Action::Send { session: client, to: Target::All.into(), payload });
    };
    send(&mut rig, template("{seq:u8}"));
    send(&mut rig, Payload::Template(Template::fixed("-".into())));
    send(&mut rig, template("{seq:u8}"));
    rig.until(server, |session| session.capture().totals().received == 3);
    assert_eq!(rig.session(client).next_sequence(), 2);
    rig.playground.perform(Action::ResetSequence(client));
    send(&mut rig, template("{seq:u8}"));
    rig.until(server, |session| session.capture().totals().received == 4);
    assert_eq!(rig.bytes(server, super::rig::is_received), b"\x00-\x01\x00");
}

#[test]
fn a_payload_that_cannot_be_made_is_a_note() {
    let mut rig = Rig::new(Budget::default());
    let (_, address) = rig.server();
    let client = rig.client(address);
    let long = format!("{{len:u8}}{}", "x".repeat(300));
    rig.playground.perform(Action::Send {
        session: client,
        to: Target::All.into(),
        payload: template(&long),
    });
    let notes = rig.notes(client);
    assert!(notes.last().unwrap().starts_with("Nothing was sent, "), "{notes:?}");
    assert!(rig.session(client).sends().is_idle());
    assert_eq!(rig.session(client).next_sequence(), 0);
}

fn repeat(rig: &mut Rig, id: SessionId, (every, times): (&str, &str), payload: Payload) {
    let draft = &mut rig.playground.session_mut(id).unwrap().draft;
    draft.repeat =
        RepeatDraft { every: every.to_owned(), times: times.to_owned(), ..RepeatDraft::default() };
    rig.playground.perform(Action::Repeat { session: id, to: everybody(), payload });
}

fn is_over(session: &Session) -> bool {
    session.repeating().is_some_and(|repeating| repeating.tally.is_over)
}

#[test]
fn a_repeated_payload_is_tallied_and_its_numbers_go_on() {
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let client = rig.client(address);
    repeat(&mut rig, client, ("1ms", "20"), template("{seq:u8}"));
    rig.until(client, is_over);
    let session = rig.session(client);
    let repeating = session.repeating().unwrap();
    assert_eq!((repeating.tally.done, repeating.is_done()), (20, true));
    assert!(repeating.rate().unwrap() > 0.0);
    assert_eq!(session.next_sequence(), 20);
    let notes = rig.notes(client);
    assert!(notes.iter().any(|note| note.starts_with("Repeated 20 times in ")), "{notes:?}");
    rig.until(server, |session| session.capture().totals().received == 20);
    assert_eq!(rig.bytes(server, super::rig::is_received), (0..20).collect::<Vec<u8>>());
}

#[test]
fn repeating_stops_at_once_and_ends_with_the_run() {
    let mut rig = Rig::new(Budget::default());
    let (_, address) = rig.server();
    let client = rig.client(address);
    repeat(&mut rig, client, ("1ms", ""), Payload::Bytes("x".into()));
    rig.until(client, |session| session.capture().totals().sent >= 3);
    rig.playground.perform(Action::StopRepeat(client));
    rig.until(client, is_over);
    assert!(rig.session(client).is_live());
    repeat(&mut rig, client, ("1ms", ""), Payload::Bytes("x".into()));
    rig.stop(client);
    assert!(is_over(rig.session(client)));
}

#[test]
fn what_cannot_be_repeated_is_said() {
    let mut rig = Rig::new(Budget::default());
    let (_, address) = rig.server();
    let client = rig.client(address);
    repeat(&mut rig, client, ("1ms", "1"), Payload::File("/dev/null".into()));
    assert_eq!(rig.session(client).problem().unwrap().field, Field::Payload);
    repeat(&mut rig, client, ("1us", "1"), Payload::Bytes("x".into()));
    assert_eq!(rig.session(client).problem().unwrap().field, Field::Repeat);
    assert!(rig.session(client).repeating().is_none());
}

#[test]
fn datagrams_are_repeated_to_an_address() {
    let mut rig = Rig::new(Budget::default());
    let there = UdpSocket::bind("127.0.0.1:0").unwrap();
    there.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let (udp, _) = rig.udp(|draft| draft.repeat.times = "3".to_owned());
    let draft = &mut rig.playground.session_mut(udp).unwrap().draft;
    draft.repeat.every = "1ms".to_owned();
    draft.udp_mut().unwrap().remote_port = there.local_addr().unwrap().port().to_string();
    let to = Recipients::Address(draft.udp_mut().unwrap().remote().unwrap());
    rig.playground.perform(Action::Repeat { session: udp, to, payload: template("{seq:u8}") });
    for n in 0..3 {
        let mut datagram = [0; 2];
        assert_eq!(there.recv(&mut datagram).unwrap(), 1);
        assert_eq!(datagram[0], n);
    }
    rig.until(udp, is_over);
}

/// Waits for the end of reading or writing.
fn settled(rig: &mut Rig, id: SessionId) -> FileState {
    let is_settled = |session: &Session| {
        !session.document_notice().is_some_and(|notice| notice.state.is_running())
    };
    rig.until(id, is_settled);
    rig.session(id).document_notice().unwrap().state.clone()
}

fn place(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("rules.toml")
}

#[test]
fn rules_go_into_a_file_and_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = place(&folder);
    let mut rig = Rig::new(Budget::default());
    let (server, address) = rig.server();
    let mut stream = joined(&mut rig, server, address);
    let rules = Preset::Greeting.rule_set(Transport::Stream);
    rig.playground.session_mut(server).unwrap().draft.rules = rules.clone();
    rig.playground.perform(Action::ExportDocument(server, Document::Rules, path.clone()));
    assert_eq!(settled(&mut rig, server), FileState::Written(FileAmount::All));
    assert_eq!(
        words::ui::file::notice(rig.session(server).document_notice().unwrap()),
        format!("Rules written to {}", path.display())
    );
    rig.playground.session_mut(server).unwrap().draft.rules = RuleSet::default();
    rig.playground.perform(Action::ImportDocument(server, Document::Rules, path));
    assert_eq!(settled(&mut rig, server), FileState::Read(FileAmount::All));
    assert_eq!(rig.session(server).draft.rules, rules);
    assert_eq!(rig.session(server).rules_in_force(), Some(&rules), "at once");
    obeyed(&mut rig, server);
    stream.write_all(b"hi\r\n").unwrap();
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"hi\r\n");
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = place(&folder);
    fs::write(&path, "mine").unwrap();
    let mut rig = Rig::new(Budget::default());
    let (server, _) = rig.server();
    rig.playground.perform(Action::ExportDocument(server, Document::Rules, path.clone()));
    assert_eq!(settled(&mut rig, server), FileState::Exists);
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    rig.playground.perform(Action::ReplaceDocument(server));
    assert_eq!(settled(&mut rig, server), FileState::Written(FileAmount::All));
    assert_eq!(fs::read_to_string(&path).unwrap(), rig.session(server).draft.rules.to_toml());
    rig.playground.perform(Action::DismissDocument(server));
    assert_eq!(rig.session(server).document_notice(), None);
}

#[test]
fn what_cannot_be_read_is_said_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = place(&folder);
    let mut rig = Rig::new(Budget::default());
    let (server, _) = rig.server();
    let rules = answering("Mine", "one");
    rig.playground.session_mut(server).unwrap().draft.rules = rules.clone();
    let mut import = |content: Option<&[u8]>| {
        fs::remove_file(&path).ok();
        if let Some(content) = content {
            fs::write(&path, content).unwrap();
        }
        rig.playground.perform(Action::ImportDocument(server, Document::Rules, path.clone()));
        settled(&mut rig, server);
        let session = rig.session(server);
        assert_eq!(session.draft.rules, rules);
        words::ui::file::notice(session.document_notice().unwrap())
    };
    let begin = format!("Could not read {}: ", place(&folder).display());
    let too_long = vec![b'#'; (4 << 20) + 1];
    let table: [(Option<&[u8]>, &str); 4] = [
        (None, "no such file"),
        (Some(b"\xff"), "not valid UTF-8 (byte 0)"),
        (Some(b"name = 7"), "line 1"),
        (Some(&too_long), "larger than 4 MiB"),
    ];
    for (content, words) in table {
        let notice = import(content);
        assert!(notice.starts_with(&begin) && notice.contains(words), "{notice}");
    }
}

#[test]
fn a_play_list_goes_into_a_file_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("play.toml");
    let mut rig = Rig::new(Budget::default());
    let id = rig.playground.add(Kind::TcpClient);
    let text = "name = \"Two\"\n[[step]]\nsend = 'PING'\n[[step]]\nwait = \"1s\"\n";
    fs::write(&path, text).unwrap();
    rig.playground.perform(Action::ImportDocument(id, Document::Play, path.clone()));
    assert_eq!(settled(&mut rig, id), FileState::Read(FileAmount::All));
    let play = rig.session(id).draft.play.clone();
    assert_eq!((play.name.as_str(), play.steps.len()), ("Two", 2));
    let copy = folder.path().join("copy.toml");
    rig.playground.perform(Action::ExportDocument(id, Document::Play, copy.clone()));
    assert_eq!(settled(&mut rig, id), FileState::Written(FileAmount::All));
    assert_eq!(rig.session(id).document_notice().unwrap().content, FileContent::Play);
    rig.playground.session_mut(id).unwrap().draft.play = PlayList::default();
    rig.playground.perform(Action::ImportDocument(id, Document::Play, copy));
    assert_eq!(settled(&mut rig, id), FileState::Read(FileAmount::All));
    assert_eq!(rig.session(id).draft.play, play);
}
