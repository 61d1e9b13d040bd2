//! Every event as JSON, held to a golden file.

use super::*;
use crate::playground::{Budget, Playground};
use crate::types::event::samples;
use crate::types::{Kind, RunId};

#[test]
fn hex_is_two_digits_a_byte() {
    assert_eq!(hex(&[]), "");
    assert_eq!(hex(&[0, 0x0a, 0xf0, 0xff]), "000af0ff");
}

/// What programs read: a line of each event, without its time. A change here breaks them.
#[test]
fn every_event_has_the_fields_it_always_had() {
    let mut lines = String::new();
    for fact in samples::facts() {
        let kind = if matches!(fact, Fact::Http { .. } | Fact::FetchDone(_)) {
            Kind::HttpFetch
        } else {
            Kind::TcpServer
        };
        lines.push_str(&printed(kind, fact));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/output/json/events.jsonl");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &lines).unwrap();
    }
    assert_eq!(lines, include_str!("events.jsonl"));
}

/// The lines of a fact in a session that has one connection, a rule and, if it fetches, a fetch.
fn printed(kind: Kind, fact: Fact) -> String {
    let (mut playground, _events) = Playground::new(Budget::default());
    let id = playground.add(kind);
    let event = |fact| Event { session: id, run: RunId(0), at: Stamp::default(), fact };
    for fact in samples::facts() {
        let is_wanted = matches!(&fact, Fact::Joined { .. })
            || kind.is_fetch()
                && matches!(
                    &fact,
                    Fact::Http { fact: HttpFact::Began { .. } | HttpFact::PhaseBegan(_), .. }
                );
        if is_wanted {
            playground.apply(event(fact));
        }
    }
    let session = playground.session(id).unwrap();
    let event = event(fact);
    let mut out = Vec::new();
    match crate::cli::output::data(session, &event.fact) {
        Some(found) => data(&mut out, session, event.at, &found).unwrap(),
        None => super::fact(&mut out, session, &event).unwrap(),
    }
    let lines = String::from_utf8(out).unwrap();
    lines.lines().map(|line| without_time(line) + "\n").collect()
}

fn without_time(line: &str) -> String {
    let mut object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(line).unwrap();
    assert!(object.remove("at").is_some());
    serde_json::to_string(&object).unwrap()
}
