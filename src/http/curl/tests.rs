//! Commands as browsers and people write them, and back again.

mod round_trip;

use std::fmt::Write as _;

use super::*;
use crate::types::problem::curl::CurlRefusal;
use crate::types::problem::url::UrlProblem;

fn parsed(command: &str) -> CurlCommand {
    parse(command).unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

/// Method, URL, headers one a line, data.
fn summary(command: &str) -> String {
    let command = parsed(command);
    let mut out = format!("{} {}", command.method, command.url.exact());
    for Header { name, value } in &command.headers {
        write!(out, "\n{name}: {value}").unwrap();
    }
    match &command.body {
        CurlBody::None => {}
        CurlBody::Bytes(bytes) => write!(out, "\n\n{}", String::from_utf8_lossy(bytes)).unwrap(),
        CurlBody::File(path) => write!(out, "\n\n<{}>", path.display()).unwrap(),
    }
    out
}

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

#[test]
fn chrome_for_a_posix_shell() {
    let command = parsed(
        "curl 'https://example.com/api?a=1&b=%20' \\\n  -X 'PATCH' \\\n  -H 'accept: */*' \\\n  \
         -H 'accept-language: en-US,en;q=0.9' \\\n  -b 'sid=abc; theme=dark' \\\n  \
         -H $'x-note: it\\'s \\u0021 \\u4f60\\ud83d\\ude00' \\\n  \
         --data-raw $'{\"a\":\"line\\r\\nnext\\u0021\"}' \\\n  --compressed \\\n  --insecure\n",
    );
    assert_eq!(command.method, "PATCH");
    assert_eq!(command.url.exact(), "https://example.com/api?a=1&b=%20");
    let headers = [
        Header::new("accept", "*/*"),
        Header::new("accept-language", "en-US,en;q=0.9"),
        Header::new("x-note", "it's ! 你😀"),
        Header::new("Cookie", "sid=abc; theme=dark"),
        Header::new("Content-Type", "application/x-www-form-urlencoded"),
    ];
    assert_eq!(command.headers, headers);
    assert_eq!(command.body, CurlBody::Bytes(b"{\"a\":\"line\r\nnext!\"}".to_vec()));
    assert!(command.accept_compressed && command.insecure && !command.follow);
    assert_eq!(command.ignored, []);
}

#[test]
fn browsers_for_the_command_prompt_of_windows() {
    let carets = "curl ^\"https://example.com/?a=1^&b=^%^5B2^%^5D^\" ^\r\n  -H ^\"accept: */*^\" ^\r\n  \
                  -H ^\"x: ^\\^\"q^\\^\" C:^\\^\\d^\" ^\r\n  \
                  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"1^\n\n2^\\^\"^}^\"\r\n";
    let expected = format!(
        "POST https://example.com/?a=1&b=%5B2%5D\naccept: */*\nx: \"q\" C:\\\\d\n{FORM}\n\n{{\"a\":\"1\n2\"}}"
    );
    assert_eq!(summary(carets), expected);
    let plain =
        "curl \"http://h/a^b?x&y\" ^\n -H \"a: b c\" ^\n -H \"d: \"\"e\"\"\" --data-raw \"\\\\\"";
    assert_eq!(summary(plain), format!("POST http://h/a^b?x&y\na: b c\nd: \"e\"\n{FORM}\n\n\\"));
    let piped = parsed("curl ^\"http://h/^\" | more");
    assert_eq!(piped.ignored, [CurlIgnored::AsTyped("| more".to_owned())]);
}

#[test]
fn words_are_those_of_a_shell() {
    let table: [(&str, &[&str]); 16] = [
        ("a  b	c", &["a", "b", "c"]),
        (r#"'a b'"c d"e"#, &["a bc de"]),
        (r#"'' """#, &["", ""]),
        (r#"'a\n"b'"#, &["a\\n\"b"]),
        (r#""a\"b\\c\d\$e\`""#, &["a\"b\\c\\d$e`"]),
        (r#"a\ b\"\'"#, &["a b\"'"]),
        ("a\\\nb \\\r\n c", &["ab", "c"]),
        ("\"a\\\nb\"", &["ab"]),
        (r"$'\x41\x4\101\1\u4f60\U1F600\e\\\'\q\cA'", &["A\x04A\x01你😀\x1b\\'\\q\x01"]),
        (r"$'\xe4\xbd\xa0\ud83d'", &["你\u{fffd}"]),
        (r#""$'a'" $ "a$" 'a$b'"#, &["$'a'", "$", "a$", "a$b"]),
        ("a#b #c 'd", &["a#b"]),
        ("a # b\nc", &["a"]),
        ("\n\n a", &["a"]),
        ("a 2>/dev/null", &["a"]),
        ("a\\", &["a\\"]),
    ];
    for (text, expected) in table {
        let line = shell::words(text, 0).unwrap();
        let words: Vec<_> = line.words.iter().map(|word| word.text().unwrap()).collect();
        assert_eq!(words, expected, "{text}");
    }
}

#[test]
fn data_is_put_together_as_by_curl() {
    let table = [
        ("curl h -d a=1 -d b=2", format!("POST http://h\n{FORM}\n\na=1&b=2")),
        ("curl -da=1 h --data-raw @x", format!("POST http://h\n{FORM}\n\na=1&@x")),
        ("curl h -d ''", format!("POST http://h\n{FORM}\n\n")),
        ("curl h -X PUT --data-binary @a/b.bin", format!("PUT http://h\n{FORM}\n\n<a/b.bin>")),
        ("curl h -d @x -H 'Content-Type:'", "POST http://h\n\n<x>".to_owned()),
        ("curl h -d a -H 'content-type: b'", "POST http://h\ncontent-type: b\n\na".to_owned()),
        (
            "curl h --data-urlencode 'a b=c&d é' --data-urlencode =x/y --data-urlencode 'p q'",
            format!("POST http://h\n{FORM}\n\na b=c%26d%20%C3%A9&x%2Fy&p%20q"),
        ),
        (
            "curl h --json '{\"a\":1' --json '}'",
            "POST http://h\nContent-Type: application/json\nAccept: application/json\n\n{\"a\":1}"
                .to_owned(),
        ),
        (
            "curl -G h/x?a#f -d b=1 --data-urlencode 'c= #'",
            "GET http://h/x?a&b=1&c=%20%23#f".to_owned(),
        ),
        ("curl -G h", "GET http://h".to_owned()),
        ("curl -I -G h -d a", "HEAD http://h?a".to_owned()),
        ("curl -I h", "HEAD http://h".to_owned()),
        ("curl -T dir/a.txt http://h/up/", "PUT http://h/up/a.txt\n\n<dir/a.txt>".to_owned()),
        ("curl -T a http://h/b", "PUT http://h/b\n\n<a>".to_owned()),
        (
            "printf 'a\\000%%\\377' | curl h --data-binary @- -X P",
            format!("P http://h\n{FORM}\n\na\0%\u{fffd}"),
        ),
    ];
    for (command, expected) in table {
        assert_eq!(summary(command), expected, "{command}");
    }
}

#[test]
fn headers_come_as_typed_then_as_meant() {
    let table = [
        ("curl h -H 'B: 2' -H 'a:1' -H 'B:  3 '", "GET http://h\nB: 2\na: 1\nB:  3 "),
        ("curl h -H 'Accept:' -H 'X;' -H 'Y: '", "GET http://h\nX: "),
        ("curl h -A me -H 'X: 1'", "GET http://h\nX: 1\nUser-Agent: me"),
        ("curl h -A me -H 'user-agent: you'", "GET http://h\nuser-agent: you"),
        ("curl h -A ''", "GET http://h"),
        ("curl h -e 'http://r/;auto'", "GET http://h\nReferer: http://r/"),
        ("curl h -b a=1 --cookie 'b=2; c=3;'", "GET http://h\nCookie: a=1; b=2; c=3"),
        ("curl h -u me:a:b", "GET http://h\nAuthorization: Basic bWU6YTpi"),
        ("curl http://me:pw@h", "GET http://me:pw@h"),
        ("curl h --oauth2-bearer abc", "GET http://h\nAuthorization: Bearer abc"),
        ("curl h -r 0-99", "GET http://h\nRange: bytes=0-99"),
    ];
    for (command, expected) in table {
        assert_eq!(summary(command), expected, "{command}");
    }
}

#[test]
fn the_target_may_be_a_socket() {
    let table = [
        ("curl --unix-socket /s http://localhost/a?b", "GET unix:/s:/a?b"),
        (
            "curl --unix-socket /s http://me:pw@v:1/a",
            "GET unix:/s:/a\nHost: v:1\nAuthorization: Basic bWU6cHc=",
        ),
        ("curl --unix-socket /s v/ -H 'Host: w'", "GET unix:/s:/\nHost: w"),
        ("curl --abstract-unix-socket n localhost", "GET unix:@n:"),
        ("curl http://h/a/../b/./c", "GET http://h/b/c"),
        ("curl --path-as-is http://h/a/../b", "GET http://h/a/../b"),
        ("curl --url h/x", "GET http://h/x"),
        ("curl -- h/x", "GET http://h/x"),
        ("$ /usr/bin/curl h", "GET http://h"),
        ("  # CURL.EXE h", "GET http://h"),
    ];
    for (command, expected) in table {
        assert_eq!(summary(command), expected, "{command}");
    }
}

#[test]
fn switches_are_read() {
    let command = parsed(
        "curl -sSLk0XDELETE h --compressed -x proxy:3128 -U 'a b:c@' --max-time 1.5 --connect-timeout 0 --max-redirs 7",
    );
    assert_eq!(command.method, "DELETE");
    assert_eq!(command.version, HttpVersion::Http10);
    assert!(command.follow && command.insecure && command.accept_compressed);
    assert_eq!(command.proxy.as_deref(), Some("http://a%20b:c%40@proxy:3128"));
    assert_eq!(command.max_time, Some(Duration::from_millis(1500)));
    assert_eq!(command.connect_timeout, None);
    assert_eq!(command.max_redirects, Some(7));
    assert_eq!(command.ignored, ["-s", "-S"].map(|text| CurlIgnored::AsTyped(text.to_owned())));

    let off = parsed("curl h -L --no-location -0 --http1.1 -x socks5h://p:1 --max-redirs -1");
    assert_eq!((off.follow, off.version), (false, HttpVersion::Http11));
    assert_eq!(off.proxy.as_deref(), Some("socks5://p:1"));
    assert_eq!(off.max_redirects, None);
    assert_eq!(parsed("curl h --socks5-hostname p").proxy.as_deref(), Some("socks5://p"));
    assert!(format(&off).contains("-x socks5h://p:1"), "{}", format(&off));
    assert_eq!(parsed("curl h -x ''").proxy, None);
}

#[test]
fn what_means_nothing_here_is_listed() {
    let typed = |text: &str| CurlIgnored::AsTyped(text.to_owned());
    let table = [
        (
            "curl h -o out.html --http2 -w '%{http_code}'",
            vec![typed("-o out.html"), typed("--http2"), typed("-w %{http_code}")],
        ),
        ("curl h | jq .", vec![typed("| jq .")]),
        ("curl h && ls", vec![typed("&& ls")]),
        ("curl h -H nonsense", vec![typed("-H nonsense")]),
        ("curl h --location-trusted", vec![CurlIgnored::LocationTrusted]),
        ("curl h -d @x", vec![CurlIgnored::LineBreaks("@x".to_owned())]),
    ];
    for (command, expected) in table {
        assert_eq!(parsed(command).ignored, expected, "{command}");
    }
}

#[test]
fn an_error_is_pointed_at() {
    use CurlProblem as P;
    let unknown = |option: &str| P::UnknownOption(option.to_owned());
    let refused = |option: &str, why| P::Refused(option.to_owned(), why);
    let table = [
        ("", 0..0, P::NotCurl),
        ("wget h", 0..6, P::NotCurl),
        ("curl -s", 4..4, P::UrlMissing),
        ("curl a b", 7..8, P::SeveralUrls),
        ("curl 'ftp://h'", 5..14, P::Url(UrlProblem::UnknownScheme("ftp".to_owned()))),
        ("curl h -H", 7..9, P::ValueMissing("-H".to_owned())),
        ("curl h --nonsense", 7..17, unknown("--nonsense")),
        ("curl h --data=x", 7..15, unknown("--data=x")),
        ("curl h -sß", 7..11, unknown("-ß")),
        ("curl h -F a=b", 7..9, refused("-F", CurlRefusal::Multipart)),
        ("curl h --digest", 7..15, refused("--digest", CurlRefusal::Credentials)),
        ("curl h -:", 7..9, refused("-:", CurlRefusal::SeveralRequests)),
        ("curl h -K x", 7..9, refused("-K", CurlRefusal::OptionFile)),
        ("curl h --socks4 x", 7..15, refused("--socks4", CurlRefusal::ProxyKind)),
        ("curl h --preproxy x", 7..17, refused("--preproxy", CurlRefusal::SecondProxy)),
        (
            "curl h --request-target x",
            7..23,
            refused("--request-target", CurlRefusal::RequestTarget),
        ),
        ("curl h --url-query x", 7..18, refused("--url-query", CurlRefusal::UrlQuery)),
        ("curl h --variable x", 7..17, refused("--variable", CurlRefusal::Variable)),
        ("curl h 'a", 7..9, P::QuoteMissing('\'')),
        ("curl h \"a", 7..9, P::QuoteMissing('"')),
        ("curl h $'a", 7..10, P::QuoteMissing('\'')),
        ("curl $HOST/x", 5..10, P::ShellVariable),
        ("curl \"${H}\"", 6..8, P::ShellVariable),
        ("curl $(x)", 5..7, P::ShellVariable),
        ("curl `x`", 5..6, P::ShellSubstitution),
        ("curl h/?a=1&b=2", 11..12, P::Ampersand),
        ("curl h -d @-", 10..12, P::NoStandardInput),
        ("curl h -T ''", 10..12, P::FileNameMissing),
        ("curl h --data-urlencode a@b", 24..27, P::FileUrlEncoded),
        ("curl h -G --data-binary @x", 24..26, P::FileInUrl),
        ("curl h -d a -d @x", 15..17, P::FileAndData),
        ("curl h -T a -d b", 15..16, P::UploadAndData),
        ("curl h -I -d b", 13..14, P::HeadWithData),
        ("curl h -b jar", 10..13, P::CookieFile),
        ("curl h -m 1e3", 10..13, P::Seconds),
        ("curl h --max-redirs x", 20..21, P::Number),
        ("curl https://h --unix-socket /s", 5..14, P::TlsOverSocket),
        ("curl h --unix-socket /a:/b", 21..26, P::SocketName),
        ("curl h -d $'\\xff' -A $'\\xff'", 21..28, P::NotUtf8),
    ];
    for (command, at, problem) in table {
        let error = parse(command).unwrap_err();
        assert_eq!((error.problem, error.at), (problem, at), "{command}");
    }
}
