//! Frames, blocks and windows of zstd.

use super::*;

const FRAME: &[u8] =
    b"\x28\xb5\x2f\xfd\x04\x58\x75\0\0\x38hello, \x01\0\x0e\x52\x8b\x11\x35\x4d\xe9\xbb";
const EMPTY: &[u8] = b"\x28\xb5\x2f\xfd\x24\0\x01\0\0\x99\xe9\xd8\x51";
const SKIPPABLE: &[u8] = b"\x5a\x2a\x4d\x18\x03\0\0\0abc";

#[test]
fn zstd_is_decoded_with_its_checksum() {
    check(Coding::Zstd, FRAME, &text(), 0);
    check_truncated(Coding::Zstd, FRAME, &[]);
    check(Coding::Zstd, EMPTY, b"", 0);
    let mut wrong = FRAME.to_vec();
    wrong[FRAME.len() - 1] ^= 1;
    assert_eq!(damage(Coding::Zstd, &wrong), (27, CodingDamage::Checksum));
}

#[test]
fn zstd_frames_follow_each_other_and_what_is_no_frame_is_surplus() {
    let row = [SKIPPABLE, FRAME, EMPTY, b"\x50\x2a\x4d\x18\0\0\0\0", FRAME, SKIPPABLE].concat();
    check(Coding::Zstd, &row, &text().repeat(2), 0);
    let ends = [SKIPPABLE.len(), FRAME.len(), EMPTY.len(), 8, FRAME.len()];
    let ends = ends.into_iter().scan(0, |end, len| {
        *end += len;
        Some(*end)
    });
    let whole: Vec<usize> = ends.flat_map(|end| end..end + MAGIC_LEN).collect();
    check_truncated(Coding::Zstd, &row, &whole);
    check(Coding::Zstd, &[FRAME, b"\0garbage"].concat(), &text(), 8);
    check(Coding::Zstd, &[FRAME, b"\x28\xb5\x2f"].concat(), &text(), 3);
    check(Coding::Zstd, &[FRAME, b"\x28\xb5\x2f\xfe"].concat(), &text(), 4);
}

#[test]
fn damaged_zstd_says_what_is_wrong_and_where() {
    let magic = b"\x28\xb5\x2f\xfd";
    let of = |rest: &[u8]| damage(Coding::Zstd, &[&magic[..], rest].concat());
    assert_eq!(damage(Coding::Zstd, b"<html>"), (0, CodingDamage::NotZstd));
    assert_eq!(damage(Coding::Zstd, b"\x28\xb5\x2f\xfe"), (3, CodingDamage::NotZstd));
    assert_eq!(of(b"\x08"), (4, CodingDamage::ReservedBit));
    assert_eq!(of(b"\x21\x07\x05"), (6, CodingDamage::Dictionary));
    assert_eq!(of(b"\x20\x01\x07\0\0"), (9, CodingDamage::ReservedBlock));
    assert_eq!(of(b"\x20\x01\x01\0\x20"), (9, CodingDamage::BlockTooLarge));
    assert_eq!(of(b"\x20\x02\x09\0\0x"), (10, CodingDamage::Length));
    assert!(matches!(of(b"\x20\x02\x15\0\0xx").1, CodingDamage::Block(_)));
}

#[test]
fn a_window_is_refused_before_there_is_memory_for_it() {
    let magic = b"\x28\xb5\x2f\xfd";
    let table: [(&[u8], u64); 3] = [
        (b"\0\x69", 9_437_184),
        (b"\0\xff", 4_123_168_604_160),
        (b"\xe0\xff\xff\xff\xff\xff\xff\xff\xff", 18_446_744_073_709_551_615),
    ];
    for (header, needed) in table {
        let data = [magic, header].concat();
        let at = data.len() as u64 - 1;
        let window = CodingDamage::Window { needed, most: 8 << 20 };
        assert_eq!(damage(Coding::Zstd, &data), (at, window));
    }
    let largest = b"\x28\xb5\x2f\xfd\0\x68\x29\0\0hello";
    assert_eq!(decoded(&[Coding::Zstd], [&largest[..]], 10), Ok((b"hello".to_vec(), 0)));
}

/// A hundred matches of 128 KiB each, encoded in two bytes each.
#[test]
fn a_block_that_becomes_more_than_a_block_is_refused() {
    let mut data = b"\x28\xb5\x2f\xfd\0\x58\x02\0\x10a".to_vec();
    let block = [&b"\0\x64\x54\0\0\x34"[..], &[0xff; 200], b"\x01"].concat();
    let header = u32::try_from(block.len()).unwrap() << 3 | 2 << 1 | 1;
    data.extend(&header.to_le_bytes()[..3]);
    data.extend(block);
    assert!(matches!(damage(Coding::Zstd, &data).1, CodingDamage::Block(_)));
}

const MAGIC_LEN: usize = 4;
