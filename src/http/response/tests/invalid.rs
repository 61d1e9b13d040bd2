//! Answers that can't be read, or that end too early.

use super::*;

#[test]
fn a_head_that_cannot_be_read_says_what_is_wrong_and_where() {
    check(&[
        ("<html>hello</html>", "byte 0: NotHttp"),
        ("HTML", "byte 2: NotHttp"),
        ("\r\n\nHTTX/1.1 200 OK\r\n\r\n", "byte 6: NotHttp"),
        ("\rHTTP/1.1 200 OK\r\n\r\n", "byte 0: NotHttp"),
        (" HTTP/1.1 200 OK\r\n\r\n", "byte 0: NotHttp"),
        ("http/1.1 200 OK\r\n\r\n", "byte 0: NotHttp"),
        ("HTTP\n", "byte 4: NotHttp"),
        ("HTTP/2 200\r\n\r\n", "byte 5: Version"),
        ("HTTP/1.2 200\r\n\r\n", "byte 7: Version"),
        ("HTTP/1.10 200\r\n\r\n", "byte 8: Version"),
        ("HTTP/1.1  200 OK\r\n\r\n", "byte 9: StatusLine(32)"),
        ("HTTP/1.1 20 OK\r\n\r\n", "byte 9: StatusCode(20)"),
        ("HTTP/1.1 2000 OK\r\n\r\n", "byte 9: StatusCode(2000)"),
        ("\r\nHTTP/1.1 99 X\r\n\r\n", "byte 11: StatusCode(99)"),
        ("HTTP/1.1 2x0\n\n", "byte 9: StatusCode(2x0)"),
        ("HTTP/1.1 099\r\n\r\n", "byte 9: StatusRange(99)"),
        ("HTTP/1.1\r\n\r\n", "byte 8: Version"),
        ("HTTP/1.1 200 a\0b\r\n\r\n", "byte 14: StatusLine(0)"),
        ("HTTP/1.1 200 a\rb\r\n\r\n", "byte 15: AfterCr(98)"),
        ("HTTP/1.1 200\r\n A: b\r\n\r\n", "byte 14: LeadingWhitespace"),
        ("HTTP/1.1 200\r\nAb\r\n\r\n", "byte 16: ColonMissing"),
        ("HTTP/1.1 200\r\n: b\r\n\r\n", "byte 14: NameMissing"),
        ("HTTP/1.1 200 OK\r\nNoCol on\r\n\r\n", "byte 22: ColonMissing"),
        ("HTTP/1.1 200\r\nAb \r\n\r\n", "byte 16: ColonMissing"),
        ("HTTP/1.1 200\r\nA b: c\r\n\r\n", "byte 15: NameByte(32)"),
        ("HTTP/1.1 200\r\nA\u{e9}: c\r\n\r\n", "byte 15: NameByte(195)"),
        ("HTTP/1.1 200\r\nA: b\0c\r\n\r\n", "byte 18: ValueByte(0)"),
        ("HTTP/1.1 200\r\nA: b\rc\r\n\r\n", "byte 19: AfterCr(99)"),
        ("HTTP/1.1 200\r\nA: b\r\r\n\r\n", "byte 19: AfterCr(13)"),
        ("HTTP/1.1 100\r\n\r\nHTTP/1.1 200\r\nA\r\n\r\n", "100  | byte 31: ColonMissing"),
    ]);
}

#[test]
fn lengths_that_contradict_or_are_none_are_refused() {
    let max = u64::MAX;
    check(&[
        (
            "HTTP/1.1 200\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "byte 33: LengthConflict { len: 2, before: 1 }",
        ),
        (
            "HTTP/1.1 200\r\nContent-Length: 5, 6\r\n\r\n",
            "byte 14: LengthConflict { len: 6, before: 5 }",
        ),
        ("HTTP/1.1 200\r\nContent-Length: -1\r\n\r\n", "byte 14: LengthNumber(-1)"),
        ("HTTP/1.1 200\r\nContent-Length: +1\r\n\r\n", "byte 14: LengthNumber(+1)"),
        ("HTTP/1.1 200\r\nContent-Length: 0x1\r\n\r\n", "byte 14: LengthNumber(0x1)"),
        ("HTTP/1.1 200\r\nContent-Length: 1 2\r\n\r\n", "byte 14: LengthNumber(1 2)"),
        ("HTTP/1.1 200\r\nA:\r\nContent-Length:\r\n\r\n", "byte 18: LengthEmpty"),
        ("HTTP/1.1 200\r\nContent-Length: ,\r\n\r\n", "byte 14: LengthEmpty"),
        (
            "HTTP/1.1 200\r\nContent-Length: 18446744073709551616\r\n\r\n",
            "byte 14: LengthTooLarge(18446744073709551616)",
        ),
        (
            &format!("HTTP/1.1 200\r\nContent-Length: {max}\r\n\r\nx"),
            &format!(
                "200 , Content-Length={max} | 'x' | byte 55: Ended(InBody {{ received: 1, len: {max} }})"
            ),
        ),
        (
            "HTTP/1.1 200\r\nTransfer-Encoding: chunked;x=y\r\n\r\n",
            "byte 14: ChunkedParameter(chunked;x=y)",
        ),
    ]);
}

#[test]
fn a_chunk_that_cannot_be_read_says_what_is_wrong_and_where() {
    let head = "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n";
    let table = [
        ("x\r\n", "byte 44: ChunkSizeMissing(120)"),
        ("\r\n", "byte 44: ChunkSizeMissing(13)"),
        (";a\r\n", "byte 44: ChunkSizeMissing(59)"),
        (" 1\r\n", "byte 44: ChunkSizeMissing(32)"),
        ("-1\r\n", "byte 44: ChunkSizeMissing(45)"),
        ("0x1\r\n", "byte 45: ChunkSize(120)"),
        ("1g\r\n", "byte 45: ChunkSize(103)"),
        ("1 1\r\n", "byte 46: ChunkSize(49)"),
        ("1\nx\r\n", "byte 45: ChunkLineEnd"),
        ("1;a\nx\r\n", "byte 47: ChunkLineEnd"),
        ("1\rx\r\n", "byte 46: AfterCr(120)"),
        ("1;a\rx\r\n", "byte 48: AfterCr(120)"),
        ("1;\0\r\n", "byte 46: ChunkExtension(0)"),
        ("10000000000000000\r\n", "byte 60: ChunkTooLarge"),
        ("1\r\nxy\r\n", "1@0 | 'x' | byte 48: AfterChunk(121)"),
        ("1\r\nx\n", "1@0 | 'x' | byte 48: AfterChunk(10)"),
        ("1\r\nx\r1", "1@0 | 'x' | byte 49: AfterCr(49)"),
        ("0\r\nx\r\n\r\n", "0@0 | byte 48: ColonMissing"),
        ("0\r\n x: y\r\n\r\n", "0@0 | byte 47: LeadingWhitespace"),
        ("0\r\nHTTP/1.1 200\r\n\r\n", "0@0 | byte 51: NameByte(47)"),
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
        ("", "", "0: Ended(BeforeResponse)"),
        ("\r\n", "", "2: Ended(InHead)"),
        ("HTTP/1.1 200\r\n", "", "14: Ended(InHead)"),
        ("HTTP/1.1 100\r\n\r\n", "100  | ", "16: Ended(BeforeFinalHead)"),
        (
            "HTTP/1.1 200\r\nContent-Length: 3\r\n\r\nab",
            "200 , Content-Length=3 | 'ab' | ",
            "37: Ended(InBody { received: 2, len: 3 })",
        ),
    ];
    for (answer, parts, expected) in table {
        assert_eq!(of_get(answer.as_bytes()), format!("{parts}byte {expected}"));
    }
    let table = [
        ("", "", "44: Ended(BeforeLastChunk)"),
        ("1", "", "45: Ended(BeforeLastChunk)"),
        ("3\r\nab", "3@0 | 'ab' | ", "49: Ended(InChunk { received: 2, len: 3 })"),
        ("2\r\nab", "2@0 | 'ab' | ", "49: Ended(BeforeLastChunk)"),
        ("2\r\nab\r\n", "2@0 | 'ab' | ", "51: Ended(BeforeLastChunk)"),
        ("0\r\n", "0@0 | ", "47: Ended(InTrailers)"),
        ("0\r\nA: b\r\n", "0@0 | ", "53: Ended(InTrailers)"),
        (
            "ffffffffffffffff\r\nx",
            "ffffffffffffffff@0 | 'x' | ",
            "63: Ended(InChunk { received: 1, len: 18446744073709551615 })",
        ),
    ];
    for (body, parts, expected) in table {
        assert_eq!(
            of_get(format!("{chunked}{body}").as_bytes()),
            format!("200 , Transfer-Encoding=chunked | {parts}byte {expected}")
        );
    }
}
