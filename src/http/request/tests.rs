//! What goes out, byte for byte.

use proptest::prelude::*;

use super::*;

/// Names and values.
type Typed = &'static [(&'static str, &'static str)];

fn request(method: &str, url: &str, headers: &[(&str, &str)]) -> Request {
    Request {
        method: method.to_owned(),
        url: Url::parse(url).unwrap(),
        version: HttpVersion::Http11,
        headers: headers.iter().map(|(name, value)| Header::new(*name, *value)).collect(),
        body: None,
        accept_compressed: false,
        keep_alive: true,
    }
}

fn head(request: &Request) -> String {
    String::from_utf8(request.head(TargetForm::Origin, None).unwrap()).unwrap()
}

#[test]
fn a_plain_request_has_a_host_only() {
    let plain = request("GET", "http://example.com/a?b=c#d", &[]);
    assert_eq!(head(&plain), "GET /a?b=c HTTP/1.1\r\nHost: example.com\r\n\r\n");
}

#[test]
fn order_case_and_duplicates_stay_as_typed() {
    let typed = [("x-B", "2"), ("ACCEPT", "*/*"), ("X-b", "  1 "), ("x-B", "2"), ("Empty", "")];
    let head = head(&request("gEt", "h", &typed));
    assert_eq!(
        head,
        "gEt / HTTP/1.1\r\nHost: h\r\nx-B: 2\r\nACCEPT: */*\r\nX-b:   1 \r\nx-B: 2\r\nEmpty:\r\n\r\n"
    );
}

#[test]
fn what_is_added_stands_around_what_is_typed() {
    let mut all = request("POST", "http://me:secret@h:81/", &[("A", "b")]);
    all.body = Some(12);
    all.accept_compressed = true;
    all.keep_alive = false;
    assert_eq!(
        head(&all),
        "POST / HTTP/1.1\r\nHost: h:81\r\nA: b\r\nAuthorization: Basic bWU6c2VjcmV0\r\n\
         Accept-Encoding: gzip, deflate, br, zstd\r\nContent-Length: 12\r\nConnection: close\r\n\r\n"
    );
}

#[test]
fn what_is_typed_is_not_added() {
    let typed = [
        ("host", "other"),
        ("authorization", "x"),
        ("accept-encoding", ""),
        ("content-length", "99"),
        ("connection", "upgrade"),
        ("proxy-authorization", "y"),
    ];
    let mut all = request("POST", "http://me@h/", &typed);
    all.body = Some(12);
    all.accept_compressed = true;
    all.keep_alive = false;
    assert_eq!(all.added(), []);
    let head = all.head(TargetForm::Absolute, Some("Basic z")).unwrap();
    assert_eq!(
        String::from_utf8(head).unwrap(),
        "POST http://h/ HTTP/1.1\r\nhost: other\r\nauthorization: x\r\naccept-encoding:\r\n\
         content-length: 99\r\nconnection: upgrade\r\nproxy-authorization: y\r\n\r\n"
    );
}

#[test]
fn a_proxy_gets_the_whole_url_and_its_authorization_last() {
    let request = request("GET", "http://u:p@[fe80::1%25eth0]:8080?q", &[("authorization", "a")]);
    let head = request.head(TargetForm::Absolute, Some("Basic eDp5")).unwrap();
    assert_eq!(
        String::from_utf8(head).unwrap(),
        "GET http://[fe80::1]:8080/?q HTTP/1.1\r\nHost: [fe80::1]:8080\r\nauthorization: a\r\n\
         Proxy-Authorization: Basic eDp5\r\n\r\n"
    );
}

#[test]
fn the_length_is_announced_where_it_means_something() {
    let table: [(&str, Option<u64>, Typed, Option<&str>); 9] = [
        ("GET", None, &[], None),
        ("GET", Some(0), &[], Some("0")),
        ("GET", Some(3), &[], Some("3")),
        ("DELETE", None, &[], None),
        ("POST", None, &[], Some("0")),
        ("PUT", None, &[], Some("0")),
        ("PATCH", None, &[], Some("0")),
        ("POST", Some(3), &[("transfer-encoding", "chunked")], None),
        ("POST", None, &[("Transfer-Encoding", "gzip")], None),
    ];
    for (method, body, typed, expected) in table {
        let request = Request { body, ..request(method, "h", typed) };
        let added = request.added();
        let len = added.iter().find(|header| header.is("Content-Length"));
        assert_eq!(
            len.map(|header| header.value.as_str()),
            expected,
            "{method} {body:?} {typed:?}"
        );
    }
}

#[test]
fn connection_is_added_where_it_is_not_the_versions_own_way() {
    let table = [
        (HttpVersion::Http11, true, None),
        (HttpVersion::Http11, false, Some("close")),
        (HttpVersion::Http10, true, Some("keep-alive")),
        (HttpVersion::Http10, false, None),
    ];
    for (version, keep_alive, expected) in table {
        let request = Request { version, keep_alive, ..request("GET", "h", &[]) };
        let added = request.added();
        let connection = added.iter().find(|header| header.is("Connection"));
        assert_eq!(connection.map(|header| header.value.as_str()), expected);
    }
    let old = Request { version: HttpVersion::Http10, ..request("GET", "h", &[]) };
    assert_eq!(head(&old), "GET / HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n");
}

#[test]
fn a_socket_in_the_file_system_is_localhost() {
    let request = request("GET", "unix:/run/x.sock:/v1/info", &[]);
    assert_eq!(head(&request), "GET /v1/info HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

#[test]
fn what_would_end_a_line_is_refused_and_named() {
    let value = |value: &str| request("GET", "h", &[("A", "b"), ("X-Y", value)]);
    let method = |text: &str| RequestProblem::Method(text.to_owned());
    let bad_name = |name: &str| RequestProblem::HeaderName { index: 0, name: name.to_owned() };
    let bad_value = || RequestProblem::HeaderValue { index: 1, name: "X-Y".to_owned() };
    let table = [
        (request("", "h", &[]), method("")),
        (request("GE T", "h", &[]), method("GE T")),
        (request("GET\r\nX:", "h", &[]), method("GET\r\nX:")),
        (request("GET", "h", &[("", "x")]), bad_name("")),
        (request("GET", "h", &[("A:", "x")]), bad_name("A:")),
        (request("GET", "h", &[("Ä", "x")]), bad_name("Ä")),
        (value("a\r"), bad_value()),
        (value("a\nb"), bad_value()),
        (value("\0"), bad_value()),
    ];
    for (request, problem) in table {
        assert_eq!(request.head(TargetForm::Origin, None), Err(problem));
    }
    assert_eq!(value("\n").check(), Err(bad_value()));
    let plain = request("GET", "h", &[]);
    let error = plain.head(TargetForm::Absolute, Some("a\r\nb")).unwrap_err();
    assert_eq!(error, RequestProblem::ProxyAuthorization);
}

#[test]
fn a_body_waits_for_100_continue_only_where_that_can_come() {
    let expect: Typed = &[("expect", "100-Continue")];
    let chunked: Typed = &[("Expect", "x, 100-continue"), ("transfer-encoding", "chunked")];
    let table: [(HttpVersion, Option<u64>, Typed, bool); 6] = [
        (HttpVersion::Http11, Some(5), expect, true),
        (HttpVersion::Http11, None, chunked, true),
        (HttpVersion::Http11, Some(5), &[], false),
        (HttpVersion::Http11, Some(0), expect, false),
        (HttpVersion::Http11, None, expect, false),
        (HttpVersion::Http10, Some(5), expect, false),
    ];
    for (version, body, typed, expected) in table {
        let request = Request { version, body, ..request("POST", "h", typed) };
        assert_eq!(request.expects_continue(), expected, "{version:?} {body:?} {typed:?}");
    }
}

#[test]
fn a_body_is_chunked_if_that_is_the_last_coding() {
    let table: [(&[(&str, &str)], bool); 6] = [
        (&[], false),
        (&[("transfer-encoding", "Chunked")], true),
        (&[("Transfer-Encoding", "gzip, chunked , ")], true),
        (&[("Transfer-Encoding", "chunked, gzip")], false),
        (&[("Transfer-Encoding", "gzip"), ("transfer-encoding", "chunked")], true),
        (&[("Transfer-Encoding", "xchunked")], false),
    ];
    for (typed, expected) in table {
        assert_eq!(request("POST", "h", typed).body_is_chunked(), expected, "{typed:?}");
    }
}

#[test]
fn idempotent_methods_are_those_of_the_standard() {
    for method in ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"] {
        assert!(request(method, "h", &[]).is_idempotent());
    }
    for method in ["POST", "PATCH", "get", "CONNECT", "X"] {
        assert!(!request(method, "h", &[]).is_idempotent());
    }
}

#[test]
fn a_tunnel_is_asked_for_by_authority() {
    let table: [(HttpVersion, Option<&str>, &str); 3] = [
        (HttpVersion::Http11, None, "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
        (
            HttpVersion::Http10,
            Some("Basic x"),
            "CONNECT h:443 HTTP/1.0\r\nHost: h:443\r\nProxy-Authorization: Basic x\r\n\r\n",
        ),
        (
            HttpVersion::Http11,
            Some("x\r\nA: b"),
            "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\nProxy-Authorization: xA: b\r\n\r\n",
        ),
    ];
    for (version, authorization, expected) in table {
        let head = connect_head("h:443", version, authorization);
        assert_eq!(String::from_utf8(head).unwrap(), expected);
    }
}

#[test]
fn user_and_password_are_coded_as_utf_8() {
    assert_eq!(basic("Aladdin", "open sesame"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert_eq!(basic("test", "123£"), "Basic dGVzdDoxMjPCow==");
}

#[test]
fn a_chunk_has_its_length_in_hex() {
    assert_eq!(chunk_head(1), b"1\r\n");
    assert_eq!(chunk_head(0xBEEF), b"beef\r\n");
}

proptest! {
    #[test]
    fn nothing_typed_reaches_beyond_its_line(
        method in "[A-Za-z \r\n:]{1,5}",
        name in "[a-z-]{1,3}[ :\r\n]?",
        value in "[a-z \r\n\0:é]{0,6}",
        path in "[a-z \r\n你]{0,5}",
    ) {
        let Ok(url) = Url::parse(&format!("http://h/{path}")) else {
            return Ok(());
        };
        let mut request = request("GET", "h", &[(&name, &value)]);
        request.method = method;
        request.url = url;
        if let Ok(head) = request.head(TargetForm::Origin, None) {
            let head = String::from_utf8(head).unwrap();
            let lines: Vec<&str> = head.split("\r\n").collect();
            prop_assert_eq!(lines.len(), 5);
            prop_assert!(!lines.iter().any(|line| line.contains(['\r', '\n', '\0'])));
            prop_assert_eq!(lines[0].split(' ').count(), 3);
            prop_assert_eq!(&lines[3..], ["", ""]);
        }
    }
}
