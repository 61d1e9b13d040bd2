//! Bodies: their events, their crumbs, their charsets.

use std::time::Duration;

use super::*;
use crate::types::http::ServerEvent;

#[test]
fn a_coded_body_is_not_taken_for_its_decoded_form() {
    let mut rig = Rig::new();
    rig.begin(1, HopCause::Asked, "http://example.com/");
    rig.carried(1, false);
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
    rig.receive(format!("{head}coded"));
    rig.head(1, (200, "OK"), head, &[("Content-Encoding", "gzip")]);
    rig.body(1, &[(len(head), 5)]);
    assert_eq!(rig.shown(BodyForm::Unchunked), "coded");
    assert_eq!(rig.shown(BodyForm::Decoded), "");
    rig.hop(1, HttpFact::Decoded(Bytes::from_static(b"plain")));
    assert_eq!(rig.shown(BodyForm::Decoded), "plain");
}

#[test]
fn server_events_are_rows_with_their_times() {
    let mut rig = Rig::new();
    rig.short();
    let event = ServerEvent {
        name: "message".to_owned(),
        id: None,
        data: "tick".to_owned(),
        retry: Some(Duration::from_secs(1)),
    };
    rig.hop(1, HttpFact::ServerEvent(event.clone()));
    rig.done(1, HopOutcome::Complete);
    let body = rig.fetch().answer().unwrap().body_facts();
    assert_eq!((body.events().len(), body.events_seen()), (1, 1));
    assert_eq!(body.events()[0].event, event);
}

#[test]
fn a_body_in_crumbs_is_copied_in_the_end_and_reads_the_same() {
    const CRUMBS: u32 = 1 << 14;
    let mut rig = Rig::new();
    rig.short();
    // Every other byte is the body's.
    let pieces: Vec<(u32, u32)> = (0..CRUMBS).map(|n| (n * 2, 1)).collect();
    let bytes: Vec<u8> = (0..CRUMBS * 2).map(|n| b'a' + (n / 2 % 26) as u8).collect();
    let rounds = 40;
    for _ in 0..rounds {
        rig.receive(bytes.clone());
        rig.body(1, &pieces);
    }
    let crumbs: String = (0..CRUMBS).map(|n| char::from(b'a' + (n % 26) as u8)).collect();
    assert!(rig.shown(BodyForm::Unchunked) == format!("hello{}", crumbs.repeat(rounds)));
    assert!(rig.session().captures().count() == 2, "the rest has a capture of its own");
    let (fetch, capture) = (rig.fetch(), rig.session().capture());
    let body = fetch.body(BodyForm::Unchunked, capture).unwrap();
    let mut some = Vec::new();
    let border = (1 << 19) + 5 - 3;
    body.read(border, 6, &mut some).unwrap();
    let at = usize::try_from(border - 5).unwrap() % CRUMBS as usize;
    assert_eq!(some, crumbs.repeat(2).as_bytes()[at..at + 6]);
}

#[test]
fn a_charset_is_declared_or_seen_in_the_bytes() {
    let charset = |kind: &'static str, body: &[u8]| {
        let mut rig = Rig::new();
        rig.begin(1, HopCause::Asked, "http://example.com/");
        rig.carried(1, false);
        let head = "HTTP/1.1 200 OK\r\n\r\n";
        rig.receive([head.as_bytes(), body].concat());
        rig.head(1, (200, "OK"), head, &[("Content-Type", kind)]);
        rig.body(1, &[(len(head), u32::try_from(body.len()).unwrap())]);
        let charset = rig.fetch().charset(rig.session().capture()).unwrap();
        (charset.encoding.label(), charset.declared)
    };
    let declared = |label: &str| Some(label.to_owned());
    assert_eq!(charset("text/plain; charset=gb2312", b"x"), ("GBK", declared("gb2312")));
    assert_eq!(charset("text/plain; charset=koi8-r", b"x"), ("KOI8-R", declared("koi8-r")));
    assert_eq!(charset("text/plain", "你好".as_bytes()), ("UTF-8", None));
    assert_eq!(charset("text/plain", b"\xff\xfea\0"), ("UTF-16 LE", None));
}
