//! URLs as people type them, and where a location leads.

use proptest::prelude::*;

use super::*;
use crate::types::problem::url::HostProblem;

fn parse(text: &str) -> Url {
    Url::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn host(host: &str, port: u16) -> Destination {
    Destination::Host { host: host.to_owned(), port }
}

#[test]
fn a_url_says_where_to_connect_and_what_to_send() {
    let table = [
        ("http://example.com", "example.com", 80, "example.com", "/"),
        ("example.com", "example.com", 80, "example.com", "/"),
        ("HTTPS://Example.COM/A", "Example.COM", 443, "Example.COM", "/A"),
        ("localhost:8080/x", "localhost", 8080, "localhost:8080", "/x"),
        ("http:8080/x", "http", 8080, "http:8080", "/x"),
        ("http://h:80/", "h", 80, "h:80", "/"),
        ("http://h:/", "h", 80, "h", "/"),
        ("http://h?q", "h", 80, "h", "/?q"),
        ("http://h?", "h", 80, "h", "/?"),
        ("http://h#f?x", "h", 80, "h", "/"),
        ("http://h/a/../b/./c", "h", 80, "h", "/a/../b/./c"),
        ("http://h/%7e%zz|\"<>", "h", 80, "h", "/%7e%zz|\"<>"),
        ("  http://h/a b?c d \n", "h", 80, "h", "/a%20b?c%20d"),
        ("http://h/你?é", "h", 80, "h", "/%E4%BD%A0?%C3%A9"),
        ("http://h/?u=http://x/#y", "h", 80, "h", "/?u=http://x/"),
        ("h/?u=http://x/", "h", 80, "h", "/?u=http://x/"),
        ("http://h//a", "h", 80, "h", "//a"),
        ("http://[::1]", "::1", 80, "[::1]", "/"),
        ("[::1]:81/x", "::1", 81, "[::1]:81", "/x"),
        ("http://[fe80::1%25eth0]:81/", "fe80::1%eth0", 81, "[fe80::1]:81", "/"),
        ("http://[fe80::1%3]/", "fe80::1%3", 80, "[fe80::1]", "/"),
        ("http://[fe80::1%25]/", "fe80::1%25", 80, "[fe80::1]", "/"),
        ("http://bücher.example/", "xn--bcher-kva.example", 80, "xn--bcher-kva.example", "/"),
        ("http://中国.cn", "xn--fiqs8s.cn", 80, "xn--fiqs8s.cn", "/"),
        ("http://%E4%B8%AD%E5%9B%BD.cn", "xn--fiqs8s.cn", 80, "xn--fiqs8s.cn", "/"),
        ("http://a_b-c.d./", "a_b-c.d.", 80, "a_b-c.d.", "/"),
        ("http://u:p@h/", "h", 80, "h", "/"),
        ("http://a@b@h/", "h", 80, "h", "/"),
    ];
    for (text, name, port, field, target) in table {
        let url = parse(text);
        assert_eq!(url.destination(), host(name, port), "{text}");
        assert_eq!(url.host_field(), field, "{text}");
        assert_eq!(url.origin_form(), target, "{text}");
    }
}

#[test]
fn a_unix_socket_is_named_before_its_target() {
    let path = |path: &str| Destination::Unix(UnixAddress::Path(path.into()));
    let name = |name: &str| Destination::Unix(UnixAddress::Abstract(name.as_bytes().to_vec()));
    let table = [
        ("unix:/run/x.sock:/info?a#b", path("/run/x.sock"), "/info?a"),
        ("UNIX:/run/x.sock", path("/run/x.sock"), "/"),
        ("unix:/run/x.sock:", path("/run/x.sock"), "/"),
        ("unix:/run/x.sock:?q", path("/run/x.sock"), "/?q"),
        ("unix:/a:b::/c:/d", path("/a:b:"), "/c:/d"),
        ("unix:rel ative:/", path("rel ative"), "/"),
        ("unix:@name:/x", name("name"), "/x"),
        (r"unix:@a\x00b:/x", name("a\0b"), "/x"),
    ];
    for (text, destination, target) in table {
        let url = parse(text);
        assert_eq!(url.destination(), destination, "{text}");
        assert_eq!(url.origin_form(), target, "{text}");
        assert_eq!(url.host_field(), "localhost");
        assert_eq!(url.server_name(), "localhost");
        assert_eq!(parse(&url.exact()), url);
    }
}

fn port(text: &str) -> UrlProblem {
    UrlProblem::Port(text.to_owned())
}

fn bad_host(name: &str, why: HostProblem) -> UrlProblem {
    UrlProblem::Host(name.to_owned(), why)
}

#[test]
fn an_error_is_pointed_at() {
    let table = [
        ("", 0..0, UrlProblem::HostMissing),
        ("http://", 7..7, UrlProblem::HostMissing),
        ("http:///x", 7..7, UrlProblem::HostMissing),
        ("//h/x", 0..0, UrlProblem::HostMissing),
        ("http://u@:80/", 9..9, UrlProblem::HostMissing),
        ("ftp://h/", 0..3, UrlProblem::UnknownScheme("ftp".to_owned())),
        (" http:/h", 1..6, UrlProblem::SlashesMissing("http".to_owned())),
        ("http:127.0.0.1:8082/", 0..5, UrlProblem::SlashesMissing("http".to_owned())),
        ("https:h", 0..6, UrlProblem::SlashesMissing("https".to_owned())),
        ("http://h:x/", 9..10, port("x")),
        ("http://h:65536/", 9..14, UrlProblem::PortTooLarge),
        ("http://h:1:2/", 9..12, port("1:2")),
        ("http://h:+1/", 9..11, port("+1")),
        ("http://::1/", 7..10, UrlProblem::Ipv6WithoutBrackets("::1".to_owned())),
        ("http://[::1/", 7..11, UrlProblem::BracketMissing),
        ("http://[::g]/", 8..11, UrlProblem::Ipv6("::g".to_owned())),
        ("http://[::1]x/", 12..13, UrlProblem::AfterBracket),
        ("http://[::1%]/", 11..12, UrlProblem::Zone),
        ("http://a b/", 7..10, bad_host("a b", HostProblem::Character(b' '))),
        ("http://a%2fb/", 7..12, bad_host("a%2fb", HostProblem::Character(b'/'))),
        ("http://a%ff/", 7..11, bad_host("a%ff", HostProblem::NotUtf8)),
        ("http://\u{ff0f}你/", 7..13, bad_host("\u{ff0f}你", HostProblem::Idna)),
        ("http://\u{ff40}/", 7..10, bad_host("\u{ff40}", HostProblem::Idna)),
        ("http://%ff@h/", 7..10, UrlProblem::UserinfoNotUtf8),
        ("http://h/a\r\nb", 10..11, UrlProblem::ControlCharacter('\r')),
        ("http://h/\0", 9..10, UrlProblem::ControlCharacter('\0')),
        ("unix:", 5..5, UrlProblem::SocketMissing),
        ("unix:(unnamed):/", 5..14, UrlProblem::SocketUnnamed),
        (r"unix:@\x3a/a", 5..12, UrlProblem::SocketAmbiguous),
        (r"unix:@\q:/", 5..8, UrlProblem::SocketName(r"@\q".to_owned())),
    ];
    for (text, at, problem) in table {
        let error = Url::parse(text).unwrap_err();
        assert_eq!((error.problem, error.at), (problem, at), "{text}");
    }
}

#[test]
fn user_and_password_are_decoded_and_the_password_is_not_shown() {
    let table = [
        ("http://u:p@h/", Some(("u", "p")), "http://u@h/"),
        ("http://u@h/", Some(("u", "")), "http://u@h/"),
        ("http://:p@h/", Some(("", "p")), "http://@h/"),
        ("http://a%40b:c%3Ad%25@h/", Some(("a@b", "c:d%")), "http://a%40b@h/"),
        ("http://a@b:p@h/", Some(("a@b", "p")), "http://a@b@h/"),
        ("http://北:京@h/", Some(("北", "京")), "http://北@h/"),
        ("http://h/", None, "http://h/"),
    ];
    for (text, expected, shown) in table {
        let url = parse(text);
        let expected = expected.map(|(user, password)| (user.to_owned(), password.to_owned()));
        assert_eq!(url.userinfo(), expected, "{text}");
        assert_eq!(url.to_string(), shown);
        assert_eq!(url.exact(), text);
    }
}

#[test]
fn the_other_forms_have_neither_user_nor_fragment() {
    let url = parse("https://u:p@[fe80::1%25eth0]?q#f");
    assert_eq!(url.absolute_form(), "https://[fe80::1]/?q");
    assert_eq!(url.authority_form(), "[fe80::1]:443");
    assert_eq!(url.server_name(), "fe80::1");
    assert_eq!(url.scheme(), Scheme::Https);
    assert_eq!(url.fragment(), Some("f"));
    assert_eq!(url.to_string(), "https://u@[fe80::1%25eth0]?q");
    assert_eq!(parse("h:8443").authority_form(), "h:8443");
}

#[test]
fn an_origin_is_scheme_host_and_port() {
    let table = [
        ("http://h/a", "http://H:80/b", true),
        ("http://u@h", "http://h", true),
        ("http://h", "https://h", false),
        ("http://h:443", "https://h:443", false),
        ("http://h", "http://h.", false),
        ("http://h", "http://h:81", false),
        ("http://[::A]", "http://[::a]:80", true),
        ("http://[fe80::1%25a]", "http://[fe80::1%25b]", false),
        ("unix:/a:/x", "unix:/a:/y", true),
        ("unix:/a", "unix:/b", false),
        ("unix:/a", "http://localhost", false),
    ];
    for (one, other, expected) in table {
        assert_eq!(parse(one).same_origin(&parse(other)), expected, "{one} {other}");
        assert_eq!(parse(other).same_origin(&parse(one)), expected, "{other} {one}");
    }
}

#[test]
fn a_location_is_resolved_as_in_the_standard() {
    let base = parse("http://a/b/c/d;p?q");
    // RFC 3986, 5.4.1 and 5.4.2.
    let table = [
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        ("#s", "http://a/b/c/d;p?q#s"),
        ("g#s", "http://a/b/c/g#s"),
        ("g?y#s", "http://a/b/c/g?y#s"),
        (";x", "http://a/b/c/;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y#s"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../..", "http://a/"),
        ("../../g", "http://a/g"),
        ("../../../g", "http://a/g"),
        ("../../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."),
        ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g/./h", "http://a/b/c/g/h"),
        ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"),
        ("g#s/../x", "http://a/b/c/g#s/../x"),
        ("HTTPS://other:1/../x/./y", "https://other:1/x/y"),
        ("你 好", "http://a/b/c/%E4%BD%A0%20%E5%A5%BD"),
        ("http://中国.cn/", "http://xn--fiqs8s.cn/"),
        ("1:2", "http://a/b/c/1:2"),
    ];
    for (location, expected) in table {
        assert_eq!(base.join(location.as_bytes()).unwrap().exact(), expected, "{location}");
    }
    assert_eq!(base.join(b"x\xff\t").unwrap().exact(), "http://a/b/c/x%FF%09");
}

#[test]
fn the_base_lends_what_a_location_lacks() {
    let table = [
        ("http://h", "x", "http://h/x"),
        ("http://h?q", "?r", "http://h?r"),
        ("https://u:p@h/a", "//other/b", "https://other/b"),
        ("https://u:p@h/a", "b", "https://u:p@h/b"),
        ("http://h/a/../b?q", "#f", "http://h/a/../b?q#f"),
        ("http://[fe80::1%25e]/", "/x", "http://[fe80::1%25e]/x"),
        ("unix:/s:/a/b", "c", "unix:/s:/a/c"),
        ("unix:/s:/a", "http://h/", "http://h/"),
        ("unix:/s:/a", "//h/", "http://h/"),
    ];
    for (base, location, expected) in table {
        assert_eq!(parse(base).join(location.as_bytes()).unwrap().exact(), expected, "{location}");
    }
}

#[test]
fn a_location_elsewhere_is_refused() {
    let table = [
        ("ftp://h/", UrlProblem::RedirectScheme),
        ("javascript:alert(1)", UrlProblem::RedirectScheme),
        ("localhost:80/x", UrlProblem::RedirectScheme),
        ("unix:/run/docker.sock:/", UrlProblem::RedirectScheme),
        ("http:x", UrlProblem::SlashesMissing("http".to_owned())),
        ("https:/x", UrlProblem::SlashesMissing("https".to_owned())),
        ("http:///x", UrlProblem::HostMissing),
        ("//h:x", port("x")),
    ];
    for (location, problem) in table {
        for base in ["http://a/b", "unix:/s:/a"] {
            let error = parse(base).join(location.as_bytes()).unwrap_err();
            assert_eq!(error.problem, problem, "{base} {location}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_a_url_or_points_into_itself(
        text in r"(https?://|unix:|http:|//)?([a-z:/?#@\[\]%. \\你]|%25|%41|\[::1|\.\./){0,12}",
    ) {
        match Url::parse(&text) {
            Ok(url) => {
                prop_assert_eq!(Url::parse(&url.exact()), Ok(url.clone()));
                prop_assert!(url.absolute_form().bytes().all(|b| b.is_ascii_graphic()));
            }
            Err(error) => prop_assert!(text.get(error.at).is_some()),
        }
    }

    #[test]
    fn really_any_text_is_survived(text: String) {
        if let Ok(url) = Url::parse(&text) {
            prop_assert_eq!(Url::parse(&url.exact()), Ok(url));
        }
    }

    #[test]
    fn any_location_leads_to_something_that_can_be_sent(
        base in "(http://u:p@h|https://h:1|unix:/s:)(/[a.]{0,2}){0,3}",
        location: Vec<u8>,
        prefix in "(//|/|http://|\\?|unix:/|[.]{1,2}/){0,2}",
    ) {
        let location = [prefix.as_bytes(), &location].concat();
        if let Ok(url) = parse(&base).join(&location) {
            prop_assert!(url.absolute_form().bytes().all(|b| b.is_ascii_graphic()));
            prop_assert_eq!(Url::parse(&url.exact()), Ok(url));
        }
    }
}
