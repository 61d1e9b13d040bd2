//! Every way of cutting bytes gives the same pieces.

use proptest::prelude::*;

use super::*;

/// What a decoder said, its texts joined; bad sequences stand apart.
#[derive(Debug, PartialEq)]
enum Said {
    Text(String),
    Bad(Vec<u8>),
}

fn text(text: &str) -> Said {
    Said::Text(text.to_owned())
}

fn bad(bytes: &[u8]) -> Said {
    Said::Bad(bytes.to_vec())
}

fn decode(encoding: Encoding, portions: &[&[u8]]) -> Vec<Said> {
    let mut said = Vec::new();
    let mut sink = |piece: Piece<'_>| match (said.last_mut(), piece) {
        (Some(Said::Text(before)), Piece::Text(text)) => before.push_str(text),
        (_, Piece::Text(text)) => said.push(Said::Text(text.to_owned())),
        (_, Piece::Bad(bytes)) => said.push(Said::Bad(bytes.to_vec())),
    };
    let mut decoder = Decoder::new(encoding);
    for portion in portions {
        decoder.decode(portion, &mut sink);
        assert!(decoder.pending().len() <= 3);
    }
    decoder.finish(&mut sink);
    assert_eq!(decoder.pending(), b"");
    said
}

fn assert_every_split(encoding: Encoding, bytes: &[u8], expected: &[Said]) {
    assert_eq!(decode(encoding, &[bytes]), expected, "{encoding:?}");
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(decode(encoding, &single), expected, "{encoding:?} by bytes");
    for first in 0..=bytes.len() {
        for second in first..=bytes.len() {
            let portions = [&bytes[..first], &bytes[first..second], &bytes[second..]];
            let said = decode(encoding, &portions);
            assert_eq!(said, expected, "{encoding:?} {first} {second}");
        }
    }
}

#[test]
fn every_split_of_good_text_gives_the_text() {
    let table = [
        (Encoding::Utf8, "aé你😀\u{feff}\u{0}z"),
        (Encoding::Gbk, "a你好€，z"),
        (Encoding::Gb18030, "a你é😀㐀z"),
        (Encoding::Big5, "a你好z"),
        (Encoding::ShiftJis, "aこんにちはｱz"),
        (Encoding::EucKr, "a안녕갂z"),
        (Encoding::Latin1, "a\u{80}\u{9f}é\u{ff}z"),
        (Encoding::Utf16Le, "aé你😀\u{feff}z"),
        (Encoding::Utf16Be, "aé你😀\u{feff}z"),
    ];
    assert_eq!(table.len(), Encoding::ALL.len());
    for (encoding, good) in table {
        let bytes = encoding.encode(good).unwrap();
        assert_every_split(encoding, &bytes, &[text(good)]);
    }
}

#[test]
fn every_split_of_bad_bytes_gives_exactly_them() {
    let table: [(Encoding, &[u8], &[Said]); 11] = [
        (Encoding::Utf8, b"a\xf0\x9f\x98z", &[text("a"), bad(b"\xf0\x9f\x98"), text("z")]),
        (Encoding::Utf8, b"\xff\xfe\x80", &[bad(b"\xff"), bad(b"\xfe"), bad(b"\x80")]),
        (Encoding::Utf8, b"\xed\xa0\x80", &[bad(b"\xed"), bad(b"\xa0"), bad(b"\x80")]),
        (Encoding::Utf8, b"a\xe4\xbd", &[text("a"), bad(b"\xe4\xbd")]),
        (
            Encoding::Gbk,
            b"\xc4\xe3\xff\xc4\x20",
            &[text("你"), bad(b"\xff"), bad(b"\xc4"), text(" ")],
        ),
        (Encoding::Gbk, b"\xc4", &[bad(b"\xc4")]),
        (Encoding::Big5, b"\x81A\xa7\x41", &[bad(b"\x81"), text("A你")]),
        // One character of the Hong Kong supplement is two of Unicode.
        (Encoding::Big5, b"\x88\x62z", &[text("\u{ca}\u{304}z")]),
        (Encoding::ShiftJis, b"\x81\x20\xa0", &[bad(b"\x81"), text(" "), bad(b"\xa0")]),
        (Encoding::EucKr, b"\xc8\xffz", &[bad(b"\xc8\xff"), text("z")]),
        (Encoding::Utf16Be, b"\xd8\x00\x00a\xdc", &[bad(b"\xd8\x00"), text("a"), bad(b"\xdc")]),
    ];
    for (encoding, bytes, expected) in table {
        assert_every_split(encoding, bytes, expected);
    }
}

#[test]
fn what_follows_a_bad_start_is_read_again() {
    let table: [(Encoding, &[u8], &[Said]); 4] = [
        (Encoding::Gb18030, b"\x81\x30\x81A", &[bad(b"\x81"), text("0丄")]),
        (Encoding::Gb18030, b"\x81\x30A", &[bad(b"\x81"), text("0A")]),
        (Encoding::Gb18030, b"\x81\x30\x81", &[bad(b"\x81\x30\x81")]),
        (
            Encoding::Utf16Le,
            b"\x00\xd8a\x00\x00\xdc\x00\xd8\x00\xd8b",
            &[bad(b"\x00\xd8"), text("a"), bad(b"\x00\xdc"), bad(b"\x00\xd8"), bad(b"\x00\xd8b")],
        ),
    ];
    for (encoding, bytes, expected) in table {
        assert_every_split(encoding, bytes, expected);
    }
}

#[test]
fn a_cut_character_is_pending_until_it_is_whole() {
    let mut decoder = Decoder::new(Encoding::Gbk);
    let mut text = String::new();
    let mut sink = |piece: Piece<'_>| match piece {
        Piece::Text(part) => text.push_str(part),
        Piece::Bad(bytes) => panic!("{bytes:?}"),
    };
    decoder.decode(b"\xc4\xe3\xba", &mut sink);
    assert_eq!(decoder.pending(), b"\xba");
    decoder.decode(b"", &mut sink);
    assert_eq!(decoder.pending(), b"\xba");
    decoder.decode(b"\xc3", &mut sink);
    assert_eq!(decoder.pending(), b"");
    assert_eq!(text, "你好");
}

#[test]
fn a_byte_order_mark_is_text() {
    assert_eq!(decode(Encoding::Utf8, &[b"\xef\xbb\xbfa"]), [text("\u{feff}a")]);
    assert_eq!(decode(Encoding::Utf16Le, &[b"\xff\xfe"]), [text("\u{feff}")]);
    assert_eq!(decode(Encoding::Utf16Be, &[b"\xff\xfe"]), [text("\u{fffe}")]);
}

#[test]
fn a_text_longer_than_a_block_arrives_whole() {
    for encoding in Encoding::ALL {
        let long = if encoding == Encoding::Latin1 { "é" } else { "a中" }.repeat(3 * BLOCK);
        let bytes = encoding.encode(&long).unwrap();
        let middle = bytes.len() / 2 + 1;
        let portions = [&bytes[..middle], &bytes[middle..]];
        assert!(decode(encoding, &portions) == [Said::Text(long)], "{encoding:?}");
    }
}

#[test]
fn a_finished_decoder_is_as_new() {
    let mut decoder = Decoder::new(Encoding::Utf8);
    let mut count = 0;
    decoder.decode(b"\xe4", &mut |_| count += 1);
    decoder.finish(&mut |_| count += 1);
    decoder.finish(&mut |_| count += 1);
    assert_eq!(count, 1);
}

fn any_encoding() -> impl Strategy<Value = Encoding> {
    prop::sample::select(Encoding::ALL.to_vec())
}

/// Bytes that are likely to start, continue and break characters.
fn tricky_bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        any::<u8>(),
        prop::sample::select(vec![0x00, 0x30, 0x41, 0x81, 0x84, 0xd8, 0xdc, 0xe4, 0xf0, 0xff])
    ];
    prop::collection::vec(byte, 0..60)
}

proptest! {
    #[test]
    fn any_split_of_any_bytes_gives_the_same_pieces(
        encoding in any_encoding(),
        bytes in tricky_bytes(),
        size in 1_usize..9,
    ) {
        let portions: Vec<&[u8]> = bytes.chunks(size).collect();
        prop_assert_eq!(decode(encoding, &portions), decode(encoding, &[&bytes]));
    }

    #[test]
    fn what_encodes_decodes_to_itself(encoding in any_encoding(), draft: String) {
        // By its standard, Shift_JIS writes some characters as their twins.
        let has_twin = |c| encoding == Encoding::ShiftJis && "¥‾−".contains(c);
        let is_own = |&c: &char| {
            let is_private = matches!(c, '\u{e000}'..='\u{f8ff}');
            !is_private && !has_twin(c) && encoding.encode(c.encode_utf8(&mut [0; 4])).is_ok()
        };
        let draft: String = draft.chars().filter(is_own).collect();
        let expected = if draft.is_empty() { vec![] } else { vec![text(&draft)] };
        prop_assert_eq!(decode(encoding, &[&encoding.encode(&draft).unwrap()]), expected);
    }

    #[test]
    fn no_byte_of_utf_8_latin_1_and_utf_16_is_lost(bytes in tricky_bytes()) {
        for encoding in [Encoding::Utf8, Encoding::Latin1, Encoding::Utf16Le, Encoding::Utf16Be] {
            let back: Vec<u8> = decode(encoding, &[&bytes])
                .into_iter()
                .flat_map(|said| match said {
                    Said::Text(text) => encoding.encode(&text).unwrap(),
                    Said::Bad(bytes) => bytes,
                })
                .collect();
            prop_assert_eq!(&back, &bytes);
        }
    }
}
