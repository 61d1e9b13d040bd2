//! Answers that can be read.

use super::*;

#[test]
fn a_body_is_as_long_as_announced() {
    check(&[
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "200 OK, Content-Length=5 | 'hello' | end | keep",
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello, more",
            "200 OK, content-length=5 | 'hello' | end | 6 left | keep",
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200 OK, Content-Length=0 | end | keep"),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 0005\r\n\r\n\0\r\n\u{e9}",
            "200 OK, Content-Length=0005 | '\\x00\\r\\n\\xc3\\xa9' | end | keep",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 01\r\n\r\nx",
            "200 OK, Content-Length=1, Content-Length=01 (LengthAgain) | 'x' | end | keep",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: ,1 ,, 1\r\n\r\nx",
            "200 OK, Content-Length=,1 ,, 1 (LengthAgain) | 'x' | end | keep",
        ),
    ]);
}

#[test]
fn a_body_without_a_length_lasts_until_the_connection_ends() {
    check(&[
        ("HTTP/1.1 200 OK\r\n\r\nhello", "200 OK | 'hello' | close"),
        ("HTTP/1.1 200 OK\r\n\r\n", "200 OK | close"),
        ("HTTP/1.1 404 \r\nConnection: keep-alive\r\n\r\n", "404 , Connection=keep-alive | close"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\nContent-Length: 1\r\n\r\nhello",
            "200 OK, Transfer-Encoding=chunked, gzip (ChunkedNotLast), \
             Content-Length=1 (Overruled) | 'hello' | close",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nx",
            "200 OK, Transfer-Encoding=identity (ChunkedNotLast) \
             | 'x' | close",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "200 OK, Transfer-Encoding=xchunked (ChunkedNotLast) \
             | '0\\r\\n\\r\\n' | close",
        ),
        (
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            "101 Switching Protocols, Upgrade=x, Content-Length=0 (WithoutBody) (UnaskedUpgrade) \
             | 'HTTP/1.1 200 OK\\r\\n\\r\\n' | close",
        ),
    ]);
}

#[test]
fn some_answers_have_no_body_whatever_their_fields_say() {
    let fields = "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n";
    let table = [
        ("HEAD", "200 OK", ""),
        ("GET", "204 No", " (WithoutBody)"),
        ("GET", "304 Not", ""),
        ("CONNECT", "200 OK", " (WithoutBody)"),
        ("CONNECT", "299 OK", " (WithoutBody)"),
    ];
    for (method, status, note) in table {
        let answer = format!("HTTP/1.1 {status}\r\n{fields}tail");
        assert_eq!(
            outcome_however_cut(method, Limits::default(), answer.as_bytes()),
            format!(
                "{status}, Content-Length=5{note}, Transfer-Encoding=chunked{note} | end | 4 left | close"
            ),
        );
    }
    let bare = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    let of = |method| outcome_however_cut(method, Limits::default(), bare);
    assert_eq!(of("HEAD"), "200 OK, Content-Length=5 | end | keep");
    assert!(of("head").ends_with("byte 38: Ended(InBody { received: 0, len: 5 })"));
    let refused = b"HTTP/1.1 407 No\r\nContent-Length: 1\r\n\r\nx";
    assert_eq!(
        outcome_however_cut("CONNECT", Limits::default(), refused),
        "407 No, Content-Length=1 | 'x' | end | keep"
    );
}

#[test]
fn chunks_come_with_extensions_and_trailers() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let table = [
        ("0\r\n\r\n", "0@0 | end | keep"),
        ("5\r\nhello\r\n0\r\n\r\n", "5@0 | 'hello' | 0@5 | end | keep"),
        (
            "00a\r\n0\r\n\r\n12345\r\n000\r\n\r\nHTTP",
            "a@0 | '0\\r\\n\\r\\n12345' | 0@10 | end | 4 left | keep",
        ),
        (
            "1;a=b;c\r\nx\r\n2 \t ; d = \"e;\"\r\nyz\r\n0;last\r\n\r\n",
            "1@0;a=b;c | 'x' | 2@1; d = \\\"e;\\\" | 'yz' | 0@3;last | end | keep",
        ),
        ("1  \r\nx\r\n0 \r\n\r\n", "1@0 | 'x' | 0@1 | end | keep"),
        ("1;\u{e9}\r\nx\r\n0\r\n\r\n", "1@0;\\xc3\\xa9 | 'x' | 0@1 | end | keep"),
        (
            "A\r\n0123456789\r\n0\r\nDigest: x\r\nB:\r\n\r\n",
            "a@0 | '0123456789' | 0@10 | trailers, Digest=x, B= | end | keep",
        ),
        (
            "0\r\nContent-Length: 9\r\n\r\n",
            "0@0 | trailers, Content-Length=9 (NotInTrailers) | end | keep",
        ),
        (
            "0\r\nA: 1\nB : 2\r\n  3\r\n\n",
            "0@0 | trailers, A=1 (LineEnd), \
             B=2 3 (SpaceBeforeColon; Folded) | end | keep",
        ),
    ];
    for (body, expected) in table {
        assert_eq!(
            of_get(format!("{head}{body}").as_bytes()),
            format!("200 OK, Transfer-Encoding=chunked | {expected}"),
        );
    }
    let long = format!("{head}1;{}\r\nx\r\n0\r\n\r\n", "e".repeat(300));
    assert!(of_get(long.as_bytes()).contains(&format!("1@0;{} | 'x'", "e".repeat(255))));
}

#[test]
fn odd_transfer_codings_are_noted() {
    check(&[
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\ntransfer-encoding: , CHUNKED,\r\n\r\n0\r\n\r\n",
            "200 OK, Transfer-Encoding=gzip, transfer-encoding=, CHUNKED, | 0@0 | end | keep",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "200 OK, Transfer-Encoding=chunked (ChunkedAgain), \
             Transfer-Encoding=chunked (ChunkedAgain) | 0@0 | end | keep",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
            "200 OK, Content-Length=x (Overruled), \
             Transfer-Encoding=chunked (Folded) | 0@0 | end | close",
        ),
        (
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n0\r\n\r\n",
            "1.0 200 OK, Transfer-Encoding=chunked (NotInHttp10), Connection=keep-alive | 0@0 | end | close",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: ,\r\nContent-Length: 1\r\n\r\nx",
            "200 OK, Transfer-Encoding=, (Empty), Content-Length=1 | 'x' | end | close",
        ),
    ]);
}

#[test]
fn the_connection_is_kept_as_version_and_connection_field_say() {
    let table = [
        ("1.1", "", "keep"),
        ("1.1", "Connection: close\r\n", "close"),
        ("1.1", "connection: a, CLOSE\r\n", "close"),
        ("1.1", "Connection: a\r\nConnection: b,close\r\n", "close"),
        ("1.1", "Connection: closed\r\n", "keep"),
        ("1.1", "Connection: close, keep-alive\r\n", "close"),
        ("1.0", "", "close"),
        ("1.0", "Connection: Keep-Alive\r\n", "keep"),
        ("1.0", "Connection: keep-alive, close\r\n", "close"),
        ("1.0", "Proxy-Connection: keep-alive\r\n", "close"),
    ];
    for (version, fields, expected) in table {
        let answer = format!("HTTP/{version} 200 OK\r\n{fields}Content-Length: 1\r\n\r\nx");
        let outcome = of_get(answer.as_bytes());
        assert!(outcome.ends_with(&format!("| 'x' | end | {expected}")), "{outcome}");
    }
}

#[test]
fn heads_of_1xx_come_before_the_final_one() {
    check(&[
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "100 Continue | 103 Early Hints, Link=</a> | 200 OK, Content-Length=0 | end | keep",
        ),
        (
            "HTTP/1.0 199\r\nContent-Length: 9\r\nConnection: close\r\n\r\n\r\nHTTP/1.1 204\r\n\r\n",
            "1.0 199 , Content-Length=9 (WithoutBody), Connection=close \
             | 204  (EmptyLinesBefore) | end | keep",
        ),
    ]);
    let answer = b"HTTP/1.1 100\r\n\r\nHTTP/1.1 200\r\nContent-Length: 5\r\n\r\n";
    assert_eq!(
        outcome_however_cut("HEAD", Limits::default(), answer),
        "100  | 200 , Content-Length=5 | end | keep"
    );
}

#[test]
fn what_is_odd_about_a_head_is_noted() {
    check(&[
        ("\r\n\nHTTP/1.1 204 \r\n\r\n", "204  (EmptyLinesBefore) | end | keep"),
        (
            "HTTP/1.1 204\nA: b\nC:\n\n",
            "204 , A=b (LineEnd), C= (LineEnd) \
             (StatusLineEnd) (EmptyLineEnd) | end | keep",
        ),
        (
            "HTTP/1.1 204 a  b\t\r\nA \t: b \t\r\nB:\tc\r\n \td\r\n  \r\n\te \r\n\r\n",
            "204 a  b\\t, A=b (SpaceBeforeColon), B=c d e (Folded) | end | keep",
        ),
        (
            "HTTP/1.1 204 \u{e9}\r\nN: \u{e9} \u{7fff}\r\na!#$%&'*+-.^_`|~9:::\r\n\r\n",
            "204 \\xc3\\xa9, N=\\xc3\\xa9 \\xe7\\xbf\\xbf, a!#$%&\\'*+-.^_`|~9=:: | end | keep",
        ),
        ("HTTP/1.1 999\r\nContent-Length: 0\r\n\r\n", "999 , Content-Length=0 | end | keep"),
    ]);
}

#[test]
fn a_head_tells_its_bytes_on_the_wire_and_shares_them() {
    let answer = b"\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\nrest";
    let mut reader = ResponseReader::new("GET", Limits::default());
    let step = reader.read(answer).unwrap();
    assert_eq!(step.consumed, 27);
    let Some(Part::Head(head)) = step.part else { panic!("{step:?}") };
    assert_eq!(head.wire_len, 27);
}

#[test]
fn what_is_announced_is_known_with_the_final_head() {
    let table = [
        ("HTTP/1.1 100\r\n\r\n", None, false),
        ("HTTP/1.1 200\r\nContent-Length: 7\r\n\r\n", Some(7), false),
        ("HTTP/1.1 204\r\n\r\n", Some(0), false),
        ("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n", None, false),
        ("HTTP/1.1 200\r\n\r\n", None, true),
        ("HTTP/1.1 101\r\n\r\n", None, true),
    ];
    for (head, len, until_close) in table {
        let mut reader = ResponseReader::new("GET", Limits::default());
        reader.read(head.as_bytes()).unwrap();
        assert_eq!((reader.body_len(), reader.is_close_delimited()), (len, until_close), "{head}");
    }
}
