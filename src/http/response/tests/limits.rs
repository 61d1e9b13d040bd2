//! What is too large, and what it costs to find out.

use super::*;

const SMALL: Limits =
    Limits { header_line: 20, header_bytes: 50, header_lines: 3, interim_heads: 1, chunk_line: 6 };

fn of_small(answer: &str) -> String {
    outcome_however_cut("GET", SMALL, answer.as_bytes())
}

#[test]
fn every_limit_is_exact() {
    let chunked = "HTTP/1.1 200\r\nTransfer-Encoding:\r\n chunked\r\n\r\n";
    let chunked_text = "200 , Transfer-Encoding=chunked (Folded)";
    let table = [
        ("HTTP/1.1 204 345678\r\n\r\n", "byte 20: Limit(LineBytes, 20)"),
        ("HTTP/1.1 204 34567\r\n\r\n", "204 34567 | end | keep"),
        ("HTTP/1.1 204 34567890", "byte 20: Limit(LineBytes, 20)"),
        ("HTTP/1.1 204\r\n1:\r\n2:\r\n\r\n", "204 , 1=, 2= | end | keep"),
        ("HTTP/1.1 204\r\n1:\r\n2:\r\n3:\r\n\r\n", "byte 22: Limit(HeaderLines, 3)"),
        ("\r\n\r\n\r\nHTTP/1.1 204\r\n", "byte 6: Limit(HeaderLines, 3)"),
        (
            "HTTP/1.1 204\r\n1: 4567890123456\r\n2: 45678901\r\n\r\n",
            "204 , 1=4567890123456, 2=45678901 | end | keep",
        ),
        (
            "HTTP/1.1 204\r\n1: 4567890123456\r\n2: 4567890123456\r\n\r\n",
            "byte 50: Limit(HeaderBytes, 50)",
        ),
        (
            "HTTP/1.1 100\r\n\r\nHTTP/1.1 204 345\r\n1: 456789012\r\n\r\n",
            "100  | 204 345, 1=456789012 | end | keep",
        ),
        (
            "HTTP/1.1 100\r\n\r\nHTTP/1.1 204 345\r\n1: 4567890123\r\n\r\n",
            "100  | byte 50: Limit(HeaderBytes, 50)",
        ),
        (
            "HTTP/1.1 100\r\n\r\nHTTP/1.1 100\r\n\r\nHTTP/1.1 204\r\n\r\n",
            "100  | byte 16: Limit(InterimHeads, 1)",
        ),
    ];
    for (answer, expected) in table {
        assert_eq!(of_small(answer), expected, "{answer:?}");
    }
    let table = [
        ("0000\r\n\r\n", "0@0 | end | keep"),
        ("00000\r\n\r\n", "byte 52: Limit(ChunkLineBytes, 6)"),
        ("0;a\r\n\r\n", "0@0;a | end | keep"),
        ("0;abcde", "byte 52: Limit(ChunkLineBytes, 6)"),
        ("0\r\n1:\r\n2:\r\n3:\r\n\r\n", "0@0 | trailers, 1=, 2=, 3= | end | keep"),
        ("0\r\n1:\r\n2:\r\n3:\r\n4:\r\n", "0@0 | byte 61: Limit(HeaderLines, 3)"),
        ("0\r\n1: 345678901234567890", "0@0 | byte 69: Limit(LineBytes, 20)"),
    ];
    for (body, expected) in table {
        assert_eq!(of_small(&format!("{chunked}{body}")), format!("{chunked_text} | {expected}"));
    }
}

#[test]
fn an_endless_head_is_stopped_in_bounded_memory() {
    let line = format!("A: {}\r\n", "b".repeat(1000));
    let mut reader = ResponseReader::new("GET", Limits::default());
    reader.read(b"HTTP/1.1 200 OK\r\n").unwrap();
    let error = (0..1000).find_map(|_| reader.read(line.as_bytes()).err()).unwrap();
    assert_eq!(error_text(&error), "byte 307200: Limit(HeaderBytes, 307200)");
}

#[test]
fn endless_heads_of_1xx_are_stopped() {
    let mut reader = ResponseReader::new("GET", Limits::default());
    let head = b"HTTP/1.1 102 Processing\r\n\r\n";
    let error = (0..2000).find_map(|_| reader.read(head).err()).unwrap();
    assert_eq!(error_text(&error), "byte 27000: Limit(InterimHeads, 1000)");
}

#[test]
fn as_many_headers_as_the_limit_allows_are_read() {
    let mut answer = b"HTTP/1.1 204\r\n".to_vec();
    for number in 0..4999 {
        answer.extend(format!("A{number}: b\r\n").bytes());
    }
    answer.extend(b"\r\n");
    for pieces in [answer.len(), 1] {
        let mut reader = ResponseReader::new("GET", Limits::default());
        let parts = answer.chunks(pieces).filter_map(|piece| reader.read(piece).unwrap().part);
        let Some(Part::Head(head)) = parts.last() else { panic!() };
        assert_eq!(head.fields.len(), 4999);
        assert_eq!(head.fields[4998].name, "A4998");
    }
}

#[test]
fn a_body_beyond_4_gib_is_counted() {
    let mut reader = ResponseReader::new("GET", Limits::default());
    reader.read(b"HTTP/1.1 200\r\nContent-Length: 6442450944\r\n\r\n").unwrap();
    let piece = vec![0; 1 << 20];
    let mut offset = 44;
    for _ in 0..6 << 10 {
        let step = reader.read(&piece).unwrap();
        assert_eq!(step.part, Some(Part::Body(BodyPiece { start: 0, len: 1 << 20, offset })));
        offset += 1 << 20;
    }
    assert_eq!(reader.read(b"more").unwrap(), Step { consumed: 0, part: Some(Part::End) });
    assert!(reader.keeps_connection());
}
