//! Dumps as the tools print them, and what only looks like one.

use crate::codec::error::ParseError;
use crate::codec::hex::parse;
use crate::types::problem::text::HexProblem;

/// What the dumps below are dumps of: its text column has a bar, hex digits and outer spaces.
const BYTES: &[u8] = b"Hello, world|\x00\xff  deadbeef cafe  ";

#[test]
fn dumps_of_known_tools_are_read_as_their_bytes() {
    let table = [
        (
            "xxd",
            "00000000: 4865 6c6c 6f2c 2077 6f72 6c64 7c00 ff20  Hello, world|.. \n\
             00000010: 2064 6561 6462 6565 6620 6361 6665 2020   deadbeef cafe  \n",
        ),
        (
            "xxd -u -g1",
            "00000000: 48 65 6C 6C 6F 2C 20 77 6F 72 6C 64 7C 00 FF 20  Hello, world|.. \n\
             00000010: 20 64 65 61 64 62 65 65 66 20 63 61 66 65 20 20   deadbeef cafe  \n",
        ),
        (
            "xxd -c 8 -g 4",
            "00000000: 48656c6c 6f2c2077  Hello, w\n00000008: 6f726c64 7c00ff20  orld|.. \n\
             00000010: 20646561 64626565   deadbee\n00000018: 66206361 66652020  f cafe  \n",
        ),
        (
            "hexdump -C",
            "00000000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 7c 00 ff 20  |Hello, world|.. |\n\
             00000010  20 64 65 61 64 62 65 65  66 20 63 61 66 65 20 20  | deadbeef cafe  |\n00000020\n",
        ),
        (
            "od -Ax -tx1z",
            "000000 48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 7c 00 ff 20  >Hello, world|.. <\n\
             000010 20 64 65 61 64 62 65 65 66 20 63 61 66 65 20 20  > deadbeef cafe  <\n000020\n",
        ),
        (
            "Wireshark",
            "0000   48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 7c 00 ff 20   Hello, world|.. \n\
             0010   20 64 65 61 64 62 65 65 66 20 63 61 66 65 20 20    deadbeef cafe  \n",
        ),
        (
            "Wireshark without text column",
            "0000   48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 7c 00 ff 20\n\
             0010   20 64 65 61 64 62 65 65 66 20 63 61 66 65 20 20\n",
        ),
        (
            "Wireshark, follow stream",
            "00000000  48 65 6c 6c 6f 2c 20 77  6f 72 6c 64 7c 00 ff 20   Hello, w orld|.. \n\
             00000010  20 64 65 61 64 62 65 65  66 20 63 61 66 65 20 20    deadbee f cafe  \n",
        ),
        (
            "tcpdump -X",
            "\t0x0000:  4865 6c6c 6f2c 2077 6f72 6c64 7c00 ff20  Hello,.world|...\n\
             \t0x0010:  2064 6561 6462 6565 6620 6361 6665 2020  .deadbeef.cafe..\n",
        ),
    ];
    for (tool, dump) in table {
        assert_eq!(parse(dump).as_deref(), Ok(BYTES), "{tool}");
        let windows = dump.replace('\n', "\r\n");
        assert_eq!(parse(&windows).as_deref(), Ok(BYTES), "{tool} with CRLF");
        let trimmed: Vec<_> = dump.lines().map(str::trim_end).collect();
        let trimmed = format!("\n\n{}\n", trimmed.join("\n\n"));
        assert_eq!(parse(&trimmed).as_deref(), Ok(BYTES), "{tool} with lost spaces");
    }
}

#[test]
fn single_and_short_rows_are_read() {
    let table: [(&str, &[u8]); 9] = [
        ("00000000: 4865 6c6c 6f                             Hello", b"Hello"),
        ("00000000: 6162 2063 64                             ab cd", b"ab cd"),
        ("00000040  61 62  |ab|", b"ab"),
        ("00000040  61 62  63 64   abcd", b"abcd"),
        ("0040   7c 66 6f 6f   |foo", b"|foo"),
        ("00000000  61 62", b"ab"),
        ("0000   61 62", b"ab"),
        ("00000007: 00", b"\0"),
        ("00000000  20 20  ", b"  "),
    ];
    for (dump, bytes) in table {
        assert_eq!(parse(dump).unwrap(), bytes, "{dump}");
    }
}

#[test]
fn an_edited_byte_beside_marked_text_counts() {
    assert_eq!(parse("00000000  61 62 0a  |abc|").unwrap(), b"ab\n");
}

#[test]
fn a_second_dump_may_follow() {
    let dump = "00000000  61  |a|\n\n00000000  62 63  |bc|\n00000002  64  |d|\n";
    assert_eq!(parse(dump).unwrap(), b"abcd");
}

#[test]
fn digits_that_nothing_proves_to_be_an_offset_are_bytes() {
    let table: [(&str, &[u8]); 6] = [
        ("0000  01 02", b"\0\0\x01\x02"),
        ("0001  20  ", b"\0\x01\x20"),
        ("00000001  61 62", b"\0\0\0\x01ab"),
        ("00000000 61 62", b"\0\0\0\0ab"),
        ("0000: 6162", b"\0\0ab"),
        ("00000000", b"\0\0\0\0"),
    ];
    for (text, bytes) in table {
        assert_eq!(parse(text).unwrap(), bytes, "{text}");
    }
}

#[test]
fn what_contradicts_the_rest_of_the_dump_is_pointed_at() {
    let mismatch = |c| HexProblem::ColumnMismatch(Box::new(HexProblem::NotADigit(c)));
    let table = [
        ("00000000  61  |a|\n00000010  62  |b|", 18..26, HexProblem::MissingRows { expected: 1 }),
        ("00000000  61  |a|\n*\n00000010", 18..19, HexProblem::RepeatedRows),
        ("00000000  61  |a|\nand so on", 18..27, HexProblem::NoOffset),
        ("00000000  61  |a|\n00000001  6g", 29..30, HexProblem::NotADigit('g')),
        ("00000000  61  |a|\n00000001  6162", 28..32, HexProblem::GroupedBytes),
        ("00000000: 4865 6c6c  Jello", 21..22, mismatch('J')),
        ("00000000: 6c6c6548  Hell", 20..21, mismatch('H')),
    ];
    for (text, at, problem) in table {
        assert_eq!(parse(text), Err(ParseError::new(at, problem)), "{text}");
    }
}

#[test]
fn words_of_plain_hexdump_are_never_taken_for_bytes() {
    let error = parse("0000000 6548 6c6c\n0000004\n").unwrap_err();
    assert_eq!(error.at, 6..7);
}
