//! Answers that cannot be read, or that end too early.

use super::*;

#[test]
fn a_head_that_cannot_be_read_says_what_is_wrong_and_where() {
    let other = "the answer does not begin with \"HTTP/\": it is of HTTP/0.9 or no HTTP at all";
    check(&[
        ("<html>hello</html>", &format!("byte 0: {other}")),
        ("HTML", &format!("byte 2: {other}")),
        ("\r\n\nHTTX/1.1 200 OK\r\n\r\n", &format!("byte 6: {other}")),
        ("\rHTTP/1.1 200 OK\r\n\r\n", &format!("byte 0: {other}")),
        (" HTTP/1.1 200 OK\r\n\r\n", &format!("byte 0: {other}")),
        ("http/1.1 200 OK\r\n\r\n", &format!("byte 0: {other}")),
        ("HTTP\n", &format!("byte 4: {other}")),
        ("HTTP/2 200\r\n\r\n", "byte 5: the version must be HTTP/1.0 or HTTP/1.1"),
        ("HTTP/1.2 200\r\n\r\n", "byte 7: the version must be HTTP/1.0 or HTTP/1.1"),
        ("HTTP/1.10 200\r\n\r\n", "byte 8: the version must be HTTP/1.0 or HTTP/1.1"),
        ("HTTP/1.1  200 OK\r\n\r\n", "byte 9: a space does not belong in a status line here"),
        ("HTTP/1.1 20 OK\r\n\r\n", "byte 9: 20 is no status code"),
        ("HTTP/1.1 2000 OK\r\n\r\n", "byte 9: 2000 is no status code"),
        ("\r\nHTTP/1.1 99 X\r\n\r\n", "byte 11: 99 is no status code"),
        ("HTTP/1.1 2x0\n\n", "byte 9: 2x0 is no status code"),
        ("HTTP/1.1 099\r\n\r\n", "byte 9: the status code must be 100 to 999, not 099"),
        ("HTTP/1.1\r\n\r\n", "byte 8: the version must be HTTP/1.0 or HTTP/1.1"),
        ("HTTP/1.1 200 a\0b\r\n\r\n", "byte 14: the byte 00 does not belong in a status line here"),
        ("HTTP/1.1 200 a\rb\r\n\r\n", "byte 15: 'b' after CR, where only LF may follow"),
        ("HTTP/1.1 200\r\n A: b\r\n\r\n", "byte 14: the first header line begins with white space"),
        ("HTTP/1.1 200\r\nAb\r\n\r\n", "byte 16: no colon after the header's name"),
        ("HTTP/1.1 200\r\n: b\r\n\r\n", "byte 14: a header without a name"),
        ("HTTP/1.1 200 OK\r\nNoCol on\r\n\r\n", "byte 22: no colon after the header's name"),
        ("HTTP/1.1 200\r\nAb \r\n\r\n", "byte 16: no colon after the header's name"),
        ("HTTP/1.1 200\r\nA b: c\r\n\r\n", "byte 15: a space cannot stand in a header name"),
        (
            "HTTP/1.1 200\r\nA\u{e9}: c\r\n\r\n",
            "byte 15: the byte c3 cannot stand in a header name",
        ),
        ("HTTP/1.1 200\r\nA: b\0c\r\n\r\n", "byte 18: the byte 00 cannot stand in a header value"),
        ("HTTP/1.1 200\r\nA: b\rc\r\n\r\n", "byte 19: 'c' after CR, where only LF may follow"),
        ("HTTP/1.1 200\r\nA: b\r\r\n\r\n", "byte 19: CR after CR, where only LF may follow"),
        (
            "HTTP/1.1 100\r\n\r\nHTTP/1.1 200\r\nA\r\n\r\n",
            "100  | byte 31: no colon after the header's name",
        ),
    ]);
}

#[test]
fn lengths_that_contradict_or_are_none_are_refused() {
    let max = u64::MAX;
    check(&[
        (
            "HTTP/1.1 200\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "byte 33: Content-Length 2 contradicts the 1 before",
        ),
        (
            "HTTP/1.1 200\r\nContent-Length: 5, 6\r\n\r\n",
            "byte 14: Content-Length 6 contradicts the 5 before",
        ),
        (
            "HTTP/1.1 200\r\nContent-Length: -1\r\n\r\n",
            "byte 14: Content-Length \"-1\" is no number",
        ),
        (
            "HTTP/1.1 200\r\nContent-Length: +1\r\n\r\n",
            "byte 14: Content-Length \"+1\" is no number",
        ),
        (
            "HTTP/1.1 200\r\nContent-Length: 0x1\r\n\r\n",
            "byte 14: Content-Length \"0x1\" is no number",
        ),
        (
            "HTTP/1.1 200\r\nContent-Length: 1 2\r\n\r\n",
            "byte 14: Content-Length \"1 2\" is no number",
        ),
        ("HTTP/1.1 200\r\nA:\r\nContent-Length:\r\n\r\n", "byte 18: Content-Length is empty"),
        ("HTTP/1.1 200\r\nContent-Length: ,\r\n\r\n", "byte 14: Content-Length is empty"),
        (
            "HTTP/1.1 200\r\nContent-Length: 18446744073709551616\r\n\r\n",
            "byte 14: Content-Length 18446744073709551616 is larger than any body",
        ),
        (
            &format!("HTTP/1.1 200\r\nContent-Length: {max}\r\n\r\nx"),
            &format!(
                "200 , Content-Length={max} | 'x' | byte 55: the connection ended after 1 of {max} bytes of the body"
            ),
        ),
        (
            "HTTP/1.1 200\r\nTransfer-Encoding: chunked;x=y\r\n\r\n",
            "byte 14: the coding \"chunked;x=y\" has a parameter",
        ),
    ]);
}

#[test]
fn a_chunk_that_cannot_be_read_says_what_is_wrong_and_where() {
    let head = "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n";
    let table = [
        ("x\r\n", "byte 44: 'x' where a chunk's size in hex digits must stand"),
        ("\r\n", "byte 44: CR where a chunk's size in hex digits must stand"),
        (";a\r\n", "byte 44: ';' where a chunk's size in hex digits must stand"),
        (" 1\r\n", "byte 44: a space where a chunk's size in hex digits must stand"),
        ("-1\r\n", "byte 44: '-' where a chunk's size in hex digits must stand"),
        ("0x1\r\n", "byte 45: 'x' is no hex digit of a chunk's size"),
        ("1g\r\n", "byte 45: 'g' is no hex digit of a chunk's size"),
        ("1 1\r\n", "byte 46: '1' is no hex digit of a chunk's size"),
        ("1\nx\r\n", "byte 45: the line of a chunk's size ends in LF alone, without CR"),
        ("1;a\nx\r\n", "byte 47: the line of a chunk's size ends in LF alone, without CR"),
        ("1\rx\r\n", "byte 46: 'x' after CR, where only LF may follow"),
        ("1;a\rx\r\n", "byte 48: 'x' after CR, where only LF may follow"),
        ("1;\0\r\n", "byte 46: the byte 00 cannot stand in a chunk extension"),
        ("10000000000000000\r\n", "byte 60: the chunk is larger than any body can be"),
        (
            "1\r\nxy\r\n",
            "1@0 | 'x' | byte 48: 'y' after the data of a chunk, where CR LF must stand",
        ),
        ("1\r\nx\n", "1@0 | 'x' | byte 48: LF after the data of a chunk, where CR LF must stand"),
        ("1\r\nx\r1", "1@0 | 'x' | byte 49: '1' after CR, where only LF may follow"),
        ("0\r\nx\r\n\r\n", "0@0 | byte 48: no colon after the header's name"),
        ("0\r\n x: y\r\n\r\n", "0@0 | byte 47: the first header line begins with white space"),
        ("0\r\nHTTP/1.1 200\r\n\r\n", "0@0 | byte 51: '/' cannot stand in a header name"),
    ];
    for (body, expected) in table {
        assert_eq!(
            of_get(format!("{head}{body}").as_bytes()),
            format!("200 , Transfer-Encoding=chunked | {expected}"),
        );
    }
}

#[test]
fn an_answer_that_ends_too_early_is_incomplete_and_says_where() {
    let chunked = "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n";
    let table = [
        ("", "", "0: the connection ended before an answer came"),
        ("\r\n", "", "2: the connection ended within a head"),
        ("HTTP/1.1 200\r\n", "", "14: the connection ended within a head"),
        ("HTTP/1.1 100\r\n\r\n", "100  | ", "16: the connection ended before the final head"),
        (
            "HTTP/1.1 200\r\nContent-Length: 3\r\n\r\nab",
            "200 , Content-Length=3 | 'ab' | ",
            "37: the connection ended after 2 of 3 bytes of the body",
        ),
    ];
    for (answer, parts, expected) in table {
        assert_eq!(of_get(answer.as_bytes()), format!("{parts}byte {expected}"));
    }
    let table = [
        ("", "", "44: the connection ended before the last chunk"),
        ("1", "", "45: the connection ended before the last chunk"),
        ("3\r\nab", "3@0 | 'ab' | ", "49: the connection ended after 2 of 3 bytes of a chunk"),
        ("2\r\nab", "2@0 | 'ab' | ", "49: the connection ended before the last chunk"),
        ("2\r\nab\r\n", "2@0 | 'ab' | ", "51: the connection ended before the last chunk"),
        ("0\r\n", "0@0 | ", "47: the connection ended within the trailer section"),
        ("0\r\nA: b\r\n", "0@0 | ", "53: the connection ended within the trailer section"),
        (
            "ffffffffffffffff\r\nx",
            "ffffffffffffffff@0 | 'x' | ",
            "63: the connection ended after 1 of 18446744073709551615 bytes of a chunk",
        ),
    ];
    for (body, parts, expected) in table {
        assert_eq!(
            of_get(format!("{chunked}{body}").as_bytes()),
            format!("200 , Transfer-Encoding=chunked | {parts}byte {expected}")
        );
    }
}
