//! Which request follows which answer.

use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::http::Url;
use crate::types::HttpVersion;
use crate::types::problem::url::UrlProblem;

fn request(method: &str, url: &str, headers: &[(&str, &str)], body: Option<u64>) -> Request {
    Request {
        method: method.to_owned(),
        url: Url::parse(url).unwrap(),
        version: HttpVersion::Http11,
        headers: headers.iter().map(|(name, value)| Header::new(*name, *value)).collect(),
        body,
        accept_compressed: true,
        keep_alive: true,
    }
}

fn field(name: &str, value: &str) -> HeaderField {
    let bytes = |text: &str| Bytes::copy_from_slice(text.as_bytes());
    HeaderField { name: bytes(name), value: bytes(value), problems: Vec::new() }
}

fn after(request: &Request, status: u16, location: &str) -> Option<Request> {
    follow(request, status, &[field("lOCATION", location)]).unwrap()
}

#[test]
fn the_method_changes_as_the_standard_says() {
    let table = [
        (301, "POST", Some("GET")),
        (302, "POST", Some("GET")),
        (303, "POST", Some("GET")),
        (307, "POST", Some("POST")),
        (308, "POST", Some("POST")),
        (301, "PUT", Some("PUT")),
        (302, "DELETE", Some("DELETE")),
        (303, "PUT", Some("GET")),
        (303, "OPTIONS", Some("GET")),
        (301, "post", Some("post")),
        (301, "HEAD", Some("HEAD")),
        (302, "HEAD", Some("HEAD")),
        (303, "HEAD", Some("HEAD")),
        (303, "GET", Some("GET")),
        (200, "GET", None),
        (201, "POST", None),
        (300, "GET", None),
        (304, "GET", None),
        (305, "GET", None),
        (306, "GET", None),
        (309, "GET", None),
        (399, "GET", None),
    ];
    for (status, method, expected) in table {
        let next = after(&request(method, "http://h/", &[], None), status, "/x");
        assert_eq!(next.map(|next| next.method).as_deref(), expected, "{status} {method}");
    }
}

#[test]
fn the_body_goes_with_the_method() {
    let typed = [
        ("content-type", "text/plain"),
        ("X", "1"),
        ("Content-Encoding", "gzip"),
        ("CONTENT-LENGTH", "3"),
        ("Transfer-Encoding", "chunked"),
        ("Expect", "100-continue"),
        ("x", "2"),
    ];
    let post = request("POST", "http://h/", &typed, Some(3));
    let next = after(&post, 302, "/x").unwrap();
    assert_eq!(next.body, None);
    assert_eq!(next.headers, [Header::new("X", "1"), Header::new("x", "2")]);
    let next = after(&post, 307, "/x").unwrap();
    assert_eq!((next.body, &next.headers), (Some(3), &post.headers));
    let get = request("GET", "http://h/", &typed, Some(3));
    let next = after(&get, 303, "/x").unwrap();
    assert_eq!((next.body, &next.headers), (Some(3), &get.headers));
}

#[test]
fn credentials_stay_within_their_origin() {
    let typed = [
        ("host", "virtual"),
        ("authorization", "a"),
        ("Cookie", "b"),
        ("cookie", "c"),
        ("proxy-authorization", "d"),
        ("X", "e"),
    ];
    let here = request("GET", "http://u:p@h:80/", &typed, None);
    let table = [
        ("/x", true),
        ("http://H/x", true),
        ("//h:80/x", true),
        ("http://h:81/x", false),
        ("https://h/x", false),
        ("http://sub.h/x", false),
        ("http://h./x", false),
    ];
    for (location, stays) in table {
        let next = after(&here, 307, location).unwrap();
        let expected = if stays { here.headers.clone() } else { vec![Header::new("X", "e")] };
        assert_eq!(next.headers, expected, "{location}");
        let userinfo = stays.then(|| ("u".to_owned(), "p".to_owned()));
        assert_eq!(next.url.userinfo(), userinfo, "{location}");
    }
}

#[test]
fn what_is_dropped_does_not_come_back() {
    let start = request("GET", "http://u:p@h/", &[("Cookie", "b")], None);
    let there = after(&start, 302, "http://other/").unwrap();
    let back = after(&there, 302, "http://h/").unwrap();
    assert_eq!(back.headers, []);
    assert_eq!(back.url.userinfo(), None);
}

#[test]
fn a_fragment_is_inherited_unless_the_location_has_one() {
    let table = [
        ("http://h/a#f", "/b", "http://h/b#f"),
        ("http://h/a#f", "/b#g", "http://h/b#g"),
        ("http://h/a#f", "http://other/", "http://other/#f"),
        ("http://h/a", "/b#g", "http://h/b#g"),
        ("http://h/a?q#f", "", "http://h/a?q#f"),
        ("http://u@h/a", "http://v:w@h/", "http://v:w@h/"),
    ];
    for (url, location, expected) in table {
        let next = after(&request("GET", url, &[], None), 301, location).unwrap();
        assert_eq!(next.url.exact(), expected);
    }
}

#[test]
fn without_one_location_nothing_is_followed() {
    let get = request("GET", "http://h/", &[], None);
    assert_eq!(follow(&get, 302, &[field("Content-Location", "/x")]), Ok(None));
    let same = [field("Location", "/x"), field("location", "/x")];
    assert!(follow(&get, 302, &same).unwrap().is_some());
    let differing = [field("Location", "/x"), field("Location", "/y")];
    assert_eq!(follow(&get, 302, &differing), Err(RedirectProblem::Ambiguous));
    assert_eq!(follow(&get, 200, &differing), Ok(None));
}

#[test]
fn a_location_that_leads_nowhere_is_named() {
    let get = request("GET", "http://h/", &[], None);
    let long = format!("x:{}", "a".repeat(500));
    let whole = format!("x:{}", "a".repeat(198));
    let table = [
        ("file:///etc/passwd", "file:///etc/passwd", false),
        ("unix:/run/docker.sock:/\t", "unix:/run/docker.sock:/\t", false),
        (&long, long.get(..200).unwrap(), true),
        (&whole, &whole, false),
    ];
    for (location, shown, is_cut) in table {
        let problem = RedirectProblem::Location {
            location: shown.into(),
            is_cut,
            problem: UrlProblem::RedirectScheme,
        };
        assert_eq!(follow(&get, 302, &[field("Location", location)]), Err(problem));
    }
}

proptest! {
    #[test]
    fn a_followed_request_can_be_sent(location: Vec<u8>, status in 300_u16..310) {
        let start = request("POST", "https://u:p@h/a/b#c", &[("Cookie", "b")], Some(1));
        let field = HeaderField { value: location.into(), ..field("Location", "") };
        if let Ok(Some(next)) = follow(&start, status, &[field]) {
            prop_assert_eq!(next.check(), Ok(()));
            prop_assert!(next.url.same_origin(&start.url) || next.headers.is_empty());
        }
    }
}
