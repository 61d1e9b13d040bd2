//! What is typed and the fetch that it asks for.

use super::*;
use crate::http::TargetForm;

fn draft(url: &str) -> HttpDraft {
    HttpDraft { url: url.to_owned(), ..HttpDraft::default() }
}

fn text(text: &str) -> PayloadDraft {
    PayloadDraft { text: text.to_owned(), ..PayloadDraft::default() }
}

fn head(draft: &HttpDraft, payload: &PayloadDraft) -> String {
    match draft.fetch(payload, &mut Filling::default()).unwrap().request {
        FetchRequest::Composed { request, .. } => {
            String::from_utf8(request.head(TargetForm::Origin, None).unwrap()).unwrap()
        }
        raw @ FetchRequest::Raw { .. } => panic!("{raw:?}"),
    }
}

fn field(draft: &HttpDraft) -> Field {
    draft.fetch(&PayloadDraft::default(), &mut Filling::default()).unwrap_err().field
}

#[test]
fn a_fresh_draft_can_be_fetched() {
    let config =
        HttpDraft::default().fetch(&PayloadDraft::default(), &mut Filling::default()).unwrap();
    assert_eq!(config.redirects, Some(20));
    assert_eq!(config.timeouts.connect, Duration::from_secs(10));
    assert_eq!(config.timeouts.idle, Some(Duration::from_mins(1)));
    assert_eq!(config.timeouts.total, None);
    assert_eq!(config.proxy, Proxy::None, "the environment is not looked at by itself");
    assert!(!config.tls.accept_invalid);
    let head = head(&HttpDraft::default(), &PayloadDraft::default());
    assert!(head.starts_with("GET / HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nUser-Agent: sockscope/"));
    assert!(!head.contains("Content-Length"), "{head}");
}

#[test]
fn headers_go_out_as_typed_but_for_those_switched_off_or_empty() {
    let mut draft = draft("http://x/");
    draft.headers = vec![
        HeaderRow::new("x-B", "2"),
        HeaderRow { on: false, ..HeaderRow::new("x-Off", "0") },
        HeaderRow::new("", ""),
        HeaderRow::new("X-b", "1"),
    ];
    draft.accept_compressed = false;
    let head = head(&draft, &PayloadDraft::default());
    assert_eq!(head, "GET / HTTP/1.1\r\nHost: x\r\nx-B: 2\r\nX-b: 1\r\n\r\n");
}

#[test]
fn a_payload_is_the_body_and_an_empty_one_is_none() {
    let draft = HttpDraft { method: "POST".to_owned(), ..draft("http://x/") };
    assert!(head(&draft, &text("a=1")).contains("Content-Length: 3\r\n"));
    let config = draft.fetch(&text(""), &mut Filling::default()).unwrap();
    assert!(matches!(config.request, FetchRequest::Composed { body: FetchBody::None, .. }));
}

#[test]
fn a_raw_request_is_the_payload_and_nothing_else() {
    let draft = HttpDraft { raw: true, method: "bad method".to_owned(), ..draft("http://x/") };
    match draft.fetch(&text("G\\x00T"), &mut Filling::default()).unwrap().request {
        FetchRequest::Raw { bytes, .. } => assert_eq!(&bytes[..], b"G\0T"),
        composed @ FetchRequest::Composed { .. } => panic!("{composed:?}"),
    }
    assert_eq!(draft.fetch(&text(""), &mut Filling::default()).unwrap_err().field, Field::Payload);
    assert_eq!(draft.added(&text("x"), &mut Filling::default()), []);
}

#[test]
fn a_problem_names_its_field() {
    assert_eq!(field(&draft(" ")), Field::Url);
    assert_eq!(field(&draft("ftp://x/")), Field::Url);
    assert_eq!(field(&HttpDraft { method: "G T".to_owned(), ..draft("x") }), Field::Method);
    let mut wrong = draft("x");
    wrong.headers = vec![
        HeaderRow { on: false, ..HeaderRow::new("bad name", "") },
        HeaderRow::new("fine", "1"),
        HeaderRow::new("x", "a\r\nInjected: 1"),
    ];
    assert_eq!(field(&wrong), Field::Header(2), "counted as in the table");
    let wrong = HttpDraft { idle_timeout: "soon".to_owned(), ..draft("x") };
    assert_eq!(field(&wrong), Field::Timeout(Timeout::Idle));
    let wrong = HttpDraft { proxy: "ftp://x".to_owned(), ..draft("x") };
    assert_eq!(field(&wrong), Field::Proxy);
    let payload = PayloadDraft { text: "\\q".to_owned(), ..PayloadDraft::default() };
    assert_eq!(
        draft("x").fetch(&payload, &mut Filling::default()).unwrap_err().field,
        Field::Payload
    );
}

#[test]
fn timeouts_are_seconds_or_have_a_unit() {
    for (text, millis) in [("5", 5_000), ("0.25", 250), ("500ms", 500), ("2m", 120_000)] {
        assert_eq!(duration(text), Ok(Duration::from_millis(millis)));
    }
    for text in ["0", "-1", "inf", "NaN", "1e300"] {
        assert!(duration(text).is_err(), "{text}");
    }
}

#[test]
fn a_typed_proxy_comes_before_the_environment() {
    let draft = HttpDraft { use_environment: true, ..draft("x") };
    assert_eq!(draft.proxy().unwrap(), Proxy::Environment);
    let draft = HttpDraft { proxy: "socks5://p:1".to_owned(), ..draft };
    assert!(matches!(draft.proxy().unwrap(), Proxy::Socks5 { port: 1, .. }));
}

#[test]
fn everything_is_remembered_but_the_trust_in_bad_certificates() {
    let draft = HttpDraft {
        method: "PUT".to_owned(),
        headers: vec![HeaderRow { on: false, ..HeaderRow::new("a", "b") }],
        version: HttpVersion::Http10,
        accept_invalid_certificates: true,
        ..draft("https://x/")
    };
    let text = serde_json::to_string(&draft).unwrap();
    let read: HttpDraft = serde_json::from_str(&text).unwrap();
    assert!(!read.accept_invalid_certificates);
    assert_eq!(HttpDraft { accept_invalid_certificates: true, ..read }, draft);
    let older: HttpDraft = serde_json::from_str("{}").unwrap();
    assert_eq!(older, HttpDraft::default());
}

#[test]
fn a_whole_request_and_a_body_do_not_mix() {
    let mut draft = draft("http://127.0.0.1:8000/");
    let mut payload = text("body");
    draft.switch_raw(&mut payload);
    assert_eq!((draft.raw, payload.typed()), (true, ""));
    payload = text("GET / HTTP/1.1\\r\\n\\r\\n");
    draft.switch_raw(&mut payload);
    assert_eq!((draft.raw, payload.typed()), (false, "body"));
    draft.switch_raw(&mut payload);
    draft.paste_curl(&mut payload, "curl -d pasted http://127.0.0.1:8000/").unwrap();
    assert_eq!((draft.raw, payload.typed()), (false, "pasted"));
    draft.switch_raw(&mut payload);
    assert!(payload.typed().starts_with("GET / "), "{payload:?}");
}

#[test]
fn fields_of_a_body_take_their_values_if_they_are_switched_on() {
    let typed = |fields| PayloadDraft { fields, ..text("{\"n\": {seq:dec}}") };
    let body = |payload: &PayloadDraft| {
        let mut filling = Filling { sequence: 7, ..Filling::default() };
        match draft("x").fetch(payload, &mut filling).unwrap().request {
            FetchRequest::Composed { request, body: FetchBody::Bytes(bytes) } => {
                assert_eq!(request.body, Some(bytes.len() as u64));
                String::from_utf8(bytes.to_vec()).unwrap()
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(body(&typed(true)), "{\"n\": 7}");
    assert_eq!(body(&typed(false)), "{\"n\": {seq:dec}}");
    let fresh = HttpDraft::default();
    assert!(!fresh.other_payload.fields, "braces of a request are what they are");
}
