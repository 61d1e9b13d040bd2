//! Checksums against the catalogue and against each other.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn value(name: &str, bytes: &[u8]) -> u128 {
    let digits = Checksum::named(name).unwrap().compute(bytes, ByteOrder::Big);
    digits.iter().fold(0, |value, byte| value << 8 | u128::from(*byte))
}

#[test]
fn each_crc_gives_the_check_value_of_its_catalogue() {
    let checks = catalogue::checks();
    assert_eq!(checks.len(), 113);
    for (name, check) in checks {
        assert_eq!(value(name, b"123456789"), check, "{name}");
        assert_eq!(value(&name.replacen("crc-", "crc", 1), b"123456789"), check, "{name}");
    }
}

#[test]
fn sums_give_what_their_definitions_say() {
    let table: [(&str, &[u8], u128); 12] = [
        ("sum8", b"", 0),
        ("sum8", b"\xff\x02", 1),
        ("xor8", b"", 0),
        ("xor8", b"GPGLL,5300.97914,N,00259.98174,E,125926,A", 0x28),
        // Modbus over serial line, 2.5.2.2.
        ("lrc", b"\x01\x03\x00\x00\x00\x0a", 0xf2),
        ("lrc", b"", 0),
        ("inet", b"", 0xffff),
        // The example of RFC 1071, 3.
        ("inet", b"\x00\x01\xf2\x03\xf4\xf5\xf6\xf7", 0x220d),
        ("inet", b"\xff", 0x00ff),
        ("inet", b"\xff\xff\xff\xff", 0),
        // The header of an IPv4 packet, its own checksum being 0.
        ("inet", b"\x45\0\0\x73\0\0\x40\0\x40\x11\0\0\xc0\xa8\0\x01\xc0\xa8\0\xc7", 0xb861),
        ("crc32", b"", 0),
    ];
    for (name, bytes, expected) in table {
        assert_eq!(value(name, bytes), expected, "{name} of {bytes:02x?}");
    }
}

#[test]
fn names_are_known_in_small_letters_only_and_once() {
    let names: BTreeSet<&str> = Checksum::all().map(|checksum| checksum.name()).collect();
    assert_eq!(names.len(), Checksum::all().count());
    for name in &names {
        assert_eq!(Checksum::named(name).unwrap().name(), *name);
        assert_eq!(name.to_lowercase(), **name);
    }
    for name in
        ["", "crc", "crc-", "crc16/", "CRC-16/MODBUS", "crc-17", "sum", "md5", "crc--16/arc"]
    {
        assert_eq!(Checksum::named(name), None, "{name:?}");
    }
}

#[test]
fn short_names_are_those_of_the_catalogue() {
    for (short, full) in ALIASES {
        assert_eq!(Checksum::named(short).unwrap().name(), full);
    }
    assert_eq!(value("crc32", b"123456789"), 0xcbf4_3926);
    assert_eq!(value("crc16/x-25", b"123456789"), 0x906e);
}

#[test]
fn a_value_fills_its_bytes_from_the_low_end() {
    let table: [(&str, u8, usize); 6] = [
        ("crc-3/gsm", 3, 1),
        ("crc-10/atm", 10, 2),
        ("crc-17/can-fd", 17, 3),
        ("crc-40/gsm", 40, 5),
        ("crc-82/darc", 82, 11),
        ("sum8", 8, 1),
    ];
    for (name, bits, size) in table {
        let checksum = Checksum::named(name).unwrap();
        assert_eq!((checksum.bits(), checksum.size()), (bits, size), "{name}");
    }
    let darc = Checksum::named("crc-82/darc").unwrap().compute(b"123456789", ByteOrder::Big);
    assert_eq!(darc, b"\0\x9e\xa8\x3f\x62\x50\x23\x80\x1f\xd6\x12");
}

#[test]
fn modbus_alone_goes_low_byte_first_by_itself() {
    for checksum in Checksum::all() {
        let is_modbus = checksum.name() == "crc-16/modbus";
        assert_eq!(checksum.byte_order() == ByteOrder::Little, is_modbus, "{}", checksum.name());
    }
}

/// The definition of the catalogue, bit by bit.
fn by_bits(algorithm: &crc::Algorithm<u16>, bytes: &[u8]) -> u16 {
    let mask = u16::MAX >> (16 - algorithm.width);
    let top = 1 << (algorithm.width - 1);
    let mut register = algorithm.init;
    for byte in bytes {
        let byte = if algorithm.refin { byte.reverse_bits() } else { *byte };
        for place in (0..8).rev() {
            let bit = (byte >> place & 1 == 1) != (register & top != 0);
            register = register << 1 & mask ^ if bit { algorithm.poly } else { 0 };
        }
    }
    if algorithm.refout {
        register = register.reverse_bits() >> (16 - algorithm.width);
    }
    register ^ algorithm.xorout
}

proptest! {
    #[test]
    fn a_crc_is_the_division_that_the_catalogue_describes(bytes: Vec<u8>) {
        for (name, algorithm) in [
            ("crc-10/atm", &crc::CRC_10_ATM),
            ("crc-12/umts", &crc::CRC_12_UMTS),
            ("crc-16/modbus", &crc::CRC_16_MODBUS),
            ("crc-16/ibm-sdlc", &crc::CRC_16_IBM_SDLC),
            ("crc-16/xmodem", &crc::CRC_16_XMODEM),
        ] {
            prop_assert_eq!(value(name, &bytes), u128::from(by_bits(algorithm, &bytes)));
        }
    }

    #[test]
    fn byte_orders_mirror_each_other(bytes: Vec<u8>) {
        for checksum in Checksum::all() {
            let mut big = checksum.compute(&bytes, ByteOrder::Big);
            prop_assert_eq!(big.len(), checksum.size());
            big.reverse();
            prop_assert_eq!(big, checksum.compute(&bytes, ByteOrder::Little));
        }
    }

    #[test]
    fn what_carries_its_sum_sums_to_nothing(bytes: Vec<u8>) {
        for name in ["xor8", "lrc"] {
            let sum = Checksum::named(name).unwrap();
            let whole = [bytes.clone(), sum.compute(&bytes, ByteOrder::Big)].concat();
            let check = if name == "lrc" { "sum8" } else { name };
            prop_assert_eq!(value(check, &whole), 0);
        }
        let even = [bytes.clone(), vec![0; bytes.len() % 2]].concat();
        let inet = Checksum::named("inet").unwrap().compute(&bytes, ByteOrder::Big);
        prop_assert_eq!(value("inet", &[even, inet].concat()), 0);
    }
}
