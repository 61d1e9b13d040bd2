//! What heads mean: framing, codings, redirects, of every kind.

use super::*;
use crate::http::{Limits, Part, Redirects, Request, ResponseReader, Url};
use crate::types::HttpVersion;
use crate::types::problem::request::RedirectProblem;
use crate::types::problem::url::UrlProblem;

fn request(method: &str) -> Request {
    Request {
        method: method.to_owned(),
        url: Url::parse("http://h/a/b?q").unwrap(),
        version: HttpVersion::Http11,
        headers: Vec::new(),
        body: (method == "POST").then_some(3),
        accept_compressed: true,
        keep_alive: true,
    }
}

/// What the final head means, as the response to a request of this method, and which request follows.
fn meaning_and_next(method: &str, head: &str, followed: u32) -> (HeadMeaning, Option<Request>) {
    let redirects = Redirects { request: request(method), followed, most: 2 };
    let mut reader = ResponseReader::new(method, Limits::default()).following(redirects);
    let mut rest = head.as_bytes();
    loop {
        let step = reader.read(rest).unwrap();
        rest = &rest[step.consumed..];
        match step.part {
            Some(Part::Head(head)) if head.meaning.is_interim => {
                assert_eq!(head.meaning, of_interim());
            }
            Some(Part::Head(head)) => return (head.meaning, reader.take_redirected()),
            other => panic!("{other:?}"),
        }
    }
}

fn meaning(method: &str, status: &str, fields: &str) -> HeadMeaning {
    meaning_and_next(method, &format!("HTTP/1.1 {status}\r\n{fields}\r\n"), 0).0
}

fn unknown(name: &str) -> CodingProblem {
    CodingProblem::UnknownContent(name.into())
}

#[test]
fn where_the_body_ends_depends_on_method_status_and_fields() {
    use BodyFraming::{Chunked, Length, None, UntilClose};
    let cl = "Content-Length: 5\r\n";
    let te = "Transfer-Encoding: chunked\r\n";
    let both = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n";
    let twice = "Content-Length: 5\r\ncontent-length: 5, 5\r\n";
    let gzip = "Transfer-Encoding: gzip\r\n";
    let table = [
        ("GET", "200", "", UntilClose),
        ("GET", "200", cl, Length(5)),
        ("GET", "200", twice, Length(5)),
        ("GET", "200", te, Chunked),
        ("GET", "200", both, Chunked),
        ("GET", "200", gzip, UntilClose),
        ("GET", "404", cl, Length(5)),
        ("GET", "302", te, Chunked),
        ("GET", "204", both, None),
        ("GET", "304", both, None),
        ("GET", "101", both, UntilClose),
        ("HEAD", "200", both, None),
        ("HEAD", "404", cl, None),
        ("head", "200", cl, Length(5)),
        ("CONNECT", "200", both, None),
        ("CONNECT", "299", cl, None),
        ("CONNECT", "407", cl, Length(5)),
        ("POST", "201", "Content-Length: 0\r\n", Length(0)),
    ];
    for (method, status, fields, framing) in table {
        let meaning = meaning(method, status, fields);
        assert_eq!(meaning.framing, framing, "{method} {status} {fields}");
        let is_tunnel = method == "CONNECT" && status.starts_with('2');
        assert_eq!(meaning.is_tunnel, is_tunnel, "{method} {status}");
    }
}

#[test]
fn a_1xx_means_that_another_head_follows() {
    let answer = "HTTP/1.1 100\r\nContent-Encoding: gzip\r\nLocation: /x\r\n\r\n\
                  HTTP/1.1 103\r\n\r\nHTTP/1.1 200\r\nContent-Length: 1\r\n\r\n";
    let (meaning, next) = meaning_and_next("GET", answer, 0);
    assert_eq!(meaning.framing, BodyFraming::Length(1));
    assert_eq!((meaning.redirect, next), (Redirect::None, None));
}

#[test]
fn codings_come_off_a_body_that_there_is() {
    use BodyCodings::{Failed, Kept, TakenOff};
    use Coding::{Brotli, Deflate, Gzip, Zstd};
    let chunked = CodingProblem::UnknownTransfer(b"chunked".to_vec());
    let compress = CodingProblem::UnknownTransfer(b"compress".to_vec());
    let table = [
        ("", TakenOff(vec![])),
        ("Content-Encoding: identity\r\n", TakenOff(vec![])),
        ("Content-Encoding: gzip\r\n", TakenOff(vec![Gzip])),
        ("Content-Encoding: x-gzip, DEFLATE\r\n", TakenOff(vec![Gzip, Deflate])),
        ("Content-Encoding: br\r\ncontent-encoding: zstd\r\n", TakenOff(vec![Brotli, Zstd])),
        ("Content-Encoding: gzip, gzip\r\n", TakenOff(vec![Gzip, Gzip])),
        ("Transfer-Encoding: chunked\r\n", TakenOff(vec![])),
        ("Transfer-Encoding: gzip, chunked\r\n", TakenOff(vec![Gzip])),
        (
            "Transfer-Encoding: gzip, chunked\r\nContent-Encoding: br\r\n",
            TakenOff(vec![Brotli, Gzip]),
        ),
        ("Content-Encoding: compress\r\n", Kept(unknown("compress"))),
        ("Content-Encoding: gzip, compress\r\n", Kept(unknown("compress"))),
        ("Transfer-Encoding: compress, chunked\r\n", Failed(compress)),
        ("Transfer-Encoding: chunked, gzip\r\n", Failed(chunked)),
        ("Content-Encoding: br,br,br,br,br,br\r\n", Failed(CodingProblem::TooMany(6))),
    ];
    for (fields, codings) in table {
        assert_eq!(meaning("GET", "200", fields).codings, codings, "{fields}");
        for (method, status) in [("HEAD", "200"), ("GET", "204"), ("GET", "304")] {
            let none = meaning(method, status, fields).codings;
            assert_eq!(none, TakenOff(vec![]), "{method} {status} {fields}");
        }
    }
    let empty = "Content-Length: 0\r\nContent-Encoding: gzip\r\n";
    assert_eq!(meaning("GET", "200", empty).codings, TakenOff(vec![]));
}

#[test]
fn a_redirect_is_followed_or_refused_or_none() {
    use Redirect::{Followed, None, Refused};
    let to = |method: &str, url: &str| Followed { method: method.into(), url: url.into() };
    let refused = |location: &str, problem| {
        let location = location.into();
        Refused(RedirectProblem::Location { location, is_cut: false, problem })
    };
    let table = [
        ("GET", "302", "Location: c\r\n", to("GET", "http://h/a/c")),
        ("GET", "301", "location: /c?d\r\n", to("GET", "http://h/c?d")),
        ("GET", "307", "Location: ?x\r\n", to("GET", "http://h/a/b?x")),
        ("GET", "308", "Location: //other:81/\r\n", to("GET", "http://other:81/")),
        ("GET", "302", "Location: https://other/../x\r\n", to("GET", "https://other/x")),
        ("POST", "301", "Location: /c\r\n", to("GET", "http://h/c")),
        ("POST", "302", "Location: /c\r\n", to("GET", "http://h/c")),
        ("POST", "303", "Location: /c\r\n", to("GET", "http://h/c")),
        ("POST", "307", "Location: /c\r\n", to("POST", "http://h/c")),
        ("POST", "308", "Location: /c\r\n", to("POST", "http://h/c")),
        ("HEAD", "303", "Location: /c\r\n", to("HEAD", "http://h/c")),
        ("PUT", "303", "Location: /c\r\n", to("GET", "http://h/c")),
        ("GET", "302", "Location: /c\r\nLocation: /c\r\n", to("GET", "http://h/c")),
        ("GET", "302", "Location: /c\r\nLocation: /d\r\n", Refused(RedirectProblem::Ambiguous)),
        ("GET", "302", "Location: ftp://h/\r\n", refused("ftp://h/", UrlProblem::RedirectScheme)),
        ("GET", "302", "Location: http://\r\n", refused("http://", UrlProblem::HostMissing)),
        ("GET", "302", "", None),
        ("GET", "200", "Location: /c\r\n", None),
        ("POST", "201", "Location: /c\r\n", None),
        ("GET", "300", "Location: /c\r\n", None),
        ("GET", "304", "Location: /c\r\n", None),
        ("GET", "305", "Location: /c\r\n", None),
    ];
    for (method, status, fields, redirect) in table {
        let head = format!("HTTP/1.1 {status}\r\n{fields}\r\n");
        let (meaning, next) = meaning_and_next(method, &head, 0);
        assert_eq!(meaning.redirect, redirect, "{method} {status} {fields}");
        let next = next.map(|next| Followed { method: next.method, url: next.url.to_string() });
        let is_followed = matches!(redirect, Followed { .. });
        assert_eq!(next, is_followed.then_some(redirect), "{method} {status} {fields}");
    }
}

#[test]
fn so_many_redirects_are_followed_and_no_more() {
    let head = "HTTP/1.1 302\r\nLocation: /c\r\n\r\n";
    for followed in [0, 1] {
        let (meaning, next) = meaning_and_next("GET", head, followed);
        assert!(matches!(meaning.redirect, Redirect::Followed { .. }));
        assert!(next.is_some());
    }
    let (meaning, next) = meaning_and_next("GET", head, 2);
    assert_eq!(meaning.redirect, Redirect::Refused(RedirectProblem::TooMany { most: 2 }));
    assert_eq!(next, None);
    let mut reader = ResponseReader::new("GET", Limits::default());
    let Some(Part::Head(head)) = reader.read(head.as_bytes()).unwrap().part else { panic!() };
    assert_eq!(head.meaning.redirect, Redirect::None, "without a word about redirects");
}

#[test]
fn the_upload_ends_with_a_refusal_or_a_close() {
    let table = [
        ("200", "", false),
        ("302", "Connection: keep-alive\r\n", false),
        ("200", "Connection: a, Close\r\n", true),
        ("200", "Connection: closed\r\n", false),
        ("400", "", true),
        ("417", "", true),
        ("500", "", true),
    ];
    for (status, fields, ends) in table {
        assert_eq!(meaning("POST", status, fields).ends_upload, ends, "{status} {fields}");
    }
}

#[test]
fn an_event_stream_has_a_body_of_that_type() {
    let stream = "Content-Type: Text/Event-Stream; charset=utf-8\r\n";
    assert!(meaning("GET", "200", stream).is_event_stream);
    assert!(!meaning("HEAD", "200", stream).is_event_stream);
    assert!(!meaning("GET", "200", "Content-Type: text/plain\r\n").is_event_stream);
}
