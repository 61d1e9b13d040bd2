//! Each coding: complete, cut, damaged and in its variants; and several codings on top of each other.

mod properties;
mod zstd;

use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::*;

/// The output of a decoder for data in pieces, and the number of surplus bytes.
fn decoded<'a>(
    codings: &[Coding],
    pieces: impl IntoIterator<Item = &'a [u8]>,
    room: usize,
) -> Result<(Vec<u8>, u64), CodingProblem> {
    let mut decoder = Decoder::new(codings);
    let mut output = vec![0; room];
    let mut all = Vec::new();
    for mut piece in pieces {
        loop {
            let Progress { consumed, produced } = decoder.decode(piece, &mut output)?;
            piece = &piece[consumed..];
            all.extend(&output[..produced]);
            if produced == 0 {
                break;
            }
        }
        assert!(piece.is_empty(), "{} bytes left", piece.len());
    }
    decoder.finish()?;
    Ok((all, decoder.surplus()))
}

/// Asserts the same output for all cuts and output sizes, and an error wherever the data ends early.
fn check(coding: Coding, data: &[u8], expected: &[u8], surplus: u64) {
    let whole = Ok((expected.to_vec(), surplus));
    assert_eq!(decoded(&[coding], [data], 4096), whole);
    assert_eq!(decoded(&[coding], [data], 1), whole);
    assert_eq!(decoded(&[coding], data.chunks(1), 7), whole);
    for cut in 0..data.len() {
        let (left, right) = data.split_at(cut);
        assert_eq!(decoded(&[coding], [left, right], 100), whole, "cut at {cut}");
    }
}

/// Asserts that every proper prefix of the data is truncated, except those with these lengths.
fn check_truncated(coding: Coding, data: &[u8], whole: &[usize]) {
    for len in 1..data.len() {
        let outcome = decoded(&[coding], [&data[..len]], 4096);
        if whole.contains(&len) {
            assert!(outcome.is_ok(), "{len}: {outcome:?}");
        } else {
            assert_eq!(outcome, Err(CodingProblem::Truncated { coding, at: len as u64 }));
        }
    }
}

/// The error for the data, which must be the same for all cuts.
fn damage(coding: Coding, data: &[u8]) -> (u64, CodingDamage) {
    let error = decoded(&[coding], [data], 4096).unwrap_err();
    assert_eq!(decoded(&[coding], data.chunks(1), 5), Err(error.clone()));
    match error {
        CodingProblem::Damaged { coding: named, at, damage } if named == coding => (at, damage),
        other => panic!("{other:?}"),
    }
}

pub(super) fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn raw_deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn text() -> Vec<u8> {
    b"hello, ".repeat(40)
}

#[test]
fn the_codings_of_an_answer_stand_in_the_order_of_their_application() {
    let table: [(&[(&str, &str)], _); 8] = [
        (&[], Ok(vec![])),
        (&[("Content-Encoding", "gzip")], Ok(vec![Coding::Gzip])),
        (&[("content-encoding", " X-GZIP ,, br,identity")], Ok(vec![Coding::Gzip, Coding::Brotli])),
        (
            &[("Content-Encoding", "deflate"), ("a", "br"), ("Content-Encoding", "ZSTD")],
            Ok(vec![Coding::Deflate, Coding::Zstd]),
        ),
        (
            &[("Transfer-Encoding", "gzip, chunked"), ("Content-Encoding", "br")],
            Ok(vec![Coding::Brotli, Coding::Gzip]),
        ),
        (
            &[("Content-Encoding", "gzip, compress")],
            Err(CodingProblem::UnknownContent(b"compress".to_vec())),
        ),
        (
            &[("Content-Encoding", "x"), ("Transfer-Encoding", "chunked, br")],
            Err(CodingProblem::UnknownTransfer(b"chunked".to_vec())),
        ),
        (&[("Content-Encoding", "br,br,br,br,br,x")], Err(CodingProblem::TooMany(6))),
    ];
    for (fields, expected) in table {
        let fields: Vec<HeaderField> = fields
            .iter()
            .map(|(name, value)| HeaderField {
                name: Bytes::from_static(name.as_bytes()),
                value: Bytes::from_static(value.as_bytes()),
                problems: Vec::new(),
            })
            .collect();
        assert_eq!(codings(&fields), expected, "{fields:?}");
    }
}

#[test]
fn an_empty_body_is_empty_in_every_coding() {
    for coding in [Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd] {
        assert_eq!(decoded(&[coding, coding], [], 10), Ok((vec![], 0)));
        assert_eq!(decoded(&[coding], [&b""[..]], 10), Ok((vec![], 0)));
    }
}

#[test]
fn no_coding_leaves_the_bytes_as_they_are() {
    assert_eq!(decoded(&[], text().chunks(13), 5), Ok((text(), 0)));
}

#[test]
fn a_gzip_header_has_any_of_its_parts() {
    let plain = gzip(&text());
    check(Coding::Gzip, &plain, &text(), 0);
    check_truncated(Coding::Gzip, &plain, &[]);
    check(Coding::Gzip, &gzip(b""), b"", 0);
    let mut header = b"\x1f\x8b\x08\x1f\0\0\0\0\0\x03\x03\0abcname\0a comment\0".to_vec();
    let mut crc = flate2::Crc::new();
    crc.update(&header);
    let sum = crc.sum().to_le_bytes();
    header.extend(&sum[..2]);
    let full = [&header, &plain[10..]].concat();
    check(Coding::Gzip, &full, &text(), 0);
    check_truncated(Coding::Gzip, &full, &[]);
    let mut wrong = full;
    wrong[header.len() - 1] ^= 1;
    assert_eq!(damage(Coding::Gzip, &wrong), (31, CodingDamage::HeaderChecksum));
    let empty_extra = [b"\x1f\x8b\x08\x04\0\0\0\0\0\x03\0\0", &plain[10..]].concat();
    check(Coding::Gzip, &empty_extra, &text(), 0);
}

#[test]
fn gzip_members_follow_each_other_and_what_is_no_member_is_surplus() {
    let (first, second) = (gzip(b"one, "), gzip(b"two"));
    let both = [&first[..], &second].concat();
    check(Coding::Gzip, &both, b"one, two", 0);
    check_truncated(Coding::Gzip, &both, &[first.len(), first.len() + 1]);
    check(Coding::Gzip, &[&first[..], b"\0\0\0"].concat(), b"one, ", 3);
    check(Coding::Gzip, &[&first[..], b"\x1f"].concat(), b"one, ", 1);
    check(Coding::Gzip, &[&first[..], b"\x1fgarbage"].concat(), b"one, ", 8);
    assert_eq!(
        damage(Coding::Gzip, &[&first[..], b"\x1f\x8b\x09"].concat()),
        (first.len() as u64 + 2, CodingDamage::Method)
    );
}

#[test]
fn damaged_gzip_says_what_is_wrong_and_where() {
    let good = gzip(&text());
    let changed = |at: usize, byte: u8| {
        let mut data = good.clone();
        data[at] = byte;
        damage(Coding::Gzip, &data)
    };
    let end = good.len();
    assert_eq!(changed(0, b'<'), (0, CodingDamage::NotGzip));
    assert_eq!(changed(1, 0), (1, CodingDamage::NotGzip));
    assert_eq!(changed(3, 0x20), (3, CodingDamage::ReservedFlags));
    assert_eq!(changed(10, 0xff).1, CodingDamage::Corrupt);
    assert_eq!(changed(end - 8, good[end - 8] ^ 1), (end as u64 - 8, CodingDamage::Checksum));
    assert_eq!(changed(end - 1, 1), (end as u64 - 1, CodingDamage::Length));
}

#[test]
fn deflate_comes_with_and_without_the_frame_of_zlib() {
    for data in [zlib(&text()), raw_deflate(&text())] {
        check(Coding::Deflate, &data, &text(), 0);
        check_truncated(Coding::Deflate, &data, &[]);
        check(Coding::Deflate, &[&data[..], b"more"].concat(), &text(), 4);
    }
    check(Coding::Deflate, &zlib(b""), b"", 0);
    check(Coding::Deflate, &raw_deflate(b""), b"", 0);
    let mut wrong = zlib(&text());
    let last = wrong.len() - 1;
    wrong[last] ^= 1;
    assert_eq!(damage(Coding::Deflate, &wrong).1, CodingDamage::Corrupt);
    assert_eq!(damage(Coding::Deflate, b"\x78\xbb\0\0\0\x01"), (1, CodingDamage::Dictionary));
    assert_eq!(damage(Coding::Deflate, b"<html>").1, CodingDamage::Corrupt);
}

#[test]
fn brotli_is_decoded() {
    let compressed =
        b"\x1b\x17\x01\xf8\x8d\x94\x6e\xde\x44\x09\x52\x86\x96\x6c\x2c\x6f\x31\x5b\x24\x70\x79\x1c";
    check(Coding::Brotli, compressed, &text(), 0);
    check_truncated(Coding::Brotli, compressed, &[]);
    check(Coding::Brotli, b"\x3b", b"", 0);
    check(Coding::Brotli, b"\x40\0\x10hello\x03", b"hello", 0);
    check(Coding::Brotli, b"\x40\0\x10hello\x03garbage", b"hello", 7);
    assert_eq!(damage(Coding::Brotli, b"<html>").1, CodingDamage::Corrupt);
    // The coding doesn't include large windows.
    assert_eq!(damage(Coding::Brotli, b"\x11\x1e\0\0").1, CodingDamage::Corrupt);
}

#[test]
fn stacked_codings_come_off_from_the_last_to_the_first() {
    let twice = zlib(&gzip(&text()));
    assert_eq!(decoded(&[Coding::Gzip, Coding::Deflate], [&twice[..]], 50), Ok((text(), 0)));
    assert!(decoded(&[Coding::Deflate, Coding::Gzip], [&twice[..]], 50).is_err());
    let large = text().repeat(3000);
    let mut data = large.clone();
    for _ in 0..5 {
        data = gzip(&data);
    }
    assert_eq!(decoded(&[Coding::Gzip; 5], data.chunks(3), 1000), Ok((large, 0)));
    let cut = &twice[..twice.len() - 1];
    assert_eq!(
        decoded(&[Coding::Gzip, Coding::Deflate], [cut], 50),
        Err(CodingProblem::Truncated { coding: Coding::Deflate, at: cut.len() as u64 })
    );
    let inner = gzip(&text());
    let cut = zlib(&inner[..inner.len() - 1]);
    assert_eq!(
        decoded(&[Coding::Gzip, Coding::Deflate], [&cut[..]], 50),
        Err(CodingProblem::Truncated { coding: Coding::Gzip, at: inner.len() as u64 - 1 })
    );
}

#[test]
fn a_bomb_is_stopped() {
    let guard = Guard { free: 10_000, factor: 100 };
    let bomb = gzip(&vec![0; 1 << 20]);
    let mut decoder = Decoder::with_guard(&[Coding::Gzip], guard);
    let mut output = [0; 1000];
    let mut total = 0;
    let mut rest = &bomb[..];
    let error = loop {
        match decoder.decode(rest, &mut output) {
            Ok(progress) => {
                rest = &rest[progress.consumed..];
                total += progress.produced;
            }
            Err(error) => break error,
        }
    };
    assert!(matches!(error, CodingProblem::TooLarge { .. }), "{error:?}");
    assert!((10_000..=bomb.len() * 100).contains(&total), "{total}");
    let table = [
        (1, 100 << 20, true),
        (1 << 20, 100 << 20, true),
        (1, (100 << 20) + 1, false),
        (2 << 20, 200 << 20, true),
    ];
    for (received, decoded, is_fine) in table {
        assert_eq!(Guard::default().check(received, decoded).is_ok(), is_fine);
    }
    assert_eq!(
        Guard::default().check(102_057, (100 << 20) + 1),
        Err(CodingProblem::TooLarge { received: 102_057, most: 100 << 20 })
    );
}

#[test]
fn no_room_for_output_is_no_progress() {
    let mut decoder = Decoder::new(&[Coding::Deflate]);
    assert_eq!(decoder.decode(&zlib(b"x"), &mut []), Ok(Progress::default()));
}
