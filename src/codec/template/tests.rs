//! Every field, its errors, and properties of all fields.

mod errors;
mod properties;

use chrono::{DateTime, FixedOffset};

use super::*;
use crate::types::Address;
use crate::types::problem::template::Quantity;

/// At 2026-03-04 05:06:07.089, eight hours east of Greenwich.
pub(super) fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-04T05:06:07.089+08:00").unwrap()
}

fn render(template: &Template, sequence: u64) -> Result<Bytes, FillProblem> {
    let random = &mut fastrand::Rng::with_seed(1);
    template.render(&mut Values { now: now(), sequence, random, exchange: None })
}

/// The bytes of a payload of text, the n-th time.
fn text(text: &str, sequence: u64) -> Vec<u8> {
    let template = Template::text(text, Encoding::Utf8, Scope::Payload).unwrap();
    render(&template, sequence).unwrap().to_vec()
}

fn hex(text: &str) -> Vec<u8> {
    render(&Template::hex(text, Scope::Payload).unwrap(), 0).unwrap().to_vec()
}

/// The bytes of an answer to a message, with the groups "whole", "one" and one that took no part.
pub(super) fn answer(
    template: &str,
    encoding: Encoding,
    message: &[u8],
    round: u64,
) -> Result<Bytes, FillProblem> {
    let message = Bytes::copy_from_slice(message);
    let frame = [&message, b"\r\n".as_slice()].concat().into();
    let captures = [Some(Bytes::from_static(b"whole")), Some(Bytes::from_static(b"one")), None];
    let peer = Address::Ip("127.0.0.1:9".parse().unwrap());
    Template::text(template, encoding, Scope::Reply).unwrap().render(&mut Values {
        now: now(),
        sequence: 0,
        random: &mut fastrand::Rng::with_seed(1),
        exchange: Some(Exchange {
            message: &message,
            frame: &frame,
            captures: &captures,
            peer: &peer,
            count: 12,
            round,
        }),
    })
}

fn reply(template: &str, message: &str) -> String {
    let bytes = answer(template, Encoding::Utf8, message.as_bytes(), 0).unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_counter_counts_from_its_start_in_steps_and_wraps() {
    let table: [(&str, u64, &[u8]); 20] = [
        ("{seq:u8}", 0, b"\0"),
        ("{seq:u8}", 258, b"\x02"),
        ("{seq:u16be}", 3, b"\0\x03"),
        ("{seq:u16le}", 3, b"\x03\0"),
        ("{seq:u24be}", 0x01_02_03, b"\x01\x02\x03"),
        ("{seq:u24le}", 0x01_02_03, b"\x03\x02\x01"),
        ("{seq:u32be}", 3, b"\0\0\0\x03"),
        ("{seq:u32le}", 3, b"\x03\0\0\0"),
        ("{seq:u64be}", 3, b"\0\0\0\0\0\0\0\x03"),
        ("{seq:u64le}", u64::MAX, b"\xff\xff\xff\xff\xff\xff\xff\xff"),
        ("{seq:dec}", 0, b"0"),
        ("{seq:dec}", 1_234_567, b"1234567"),
        ("{seq:hex}", 0xbeef, b"beef"),
        ("{seq:dec:7}", 3, b"10"),
        ("{seq:dec:100:10}", 3, b"130"),
        ("{seq:u8:0xf0:0x10}", 1, b"\0"),
        ("{seq:u16be:10:-1}", 3, b"\0\x07"),
        ("{seq:u16be:0:-1}", 1, b"\xff\xff"),
        ("{seq:u8:-1}", 0, b"\xff"),
        ("{seq:u64be:0xffffffffffffffff:2}", 1, b"\0\0\0\0\0\0\0\x01"),
    ];
    for (template, sequence, bytes) in table {
        assert_eq!(text(template, sequence), bytes, "{template} {sequence}");
    }
}

#[test]
fn a_length_takes_in_all_or_what_follows() {
    let table: [(&str, &[u8]); 7] = [
        ("{len:u8}", b"\x01"),
        ("{len:u16be}abc", b"\0\x05abc"),
        ("ab{len:u16le}c", b"ab\x05\0c"),
        ("ab{len:u8:rest}cde", b"ab\x03cde"),
        ("ab{len:u32be:rest}", b"ab\0\0\0\0"),
        ("{len:u16be:rest}{len:u8}{seq:dec:1000}{crc32}", b"\0\x09\x0b1000\xc6\xd5\x11\xee"),
        ("{len:u24le:rest}{random:300}", b"\x2c\x01\0"),
    ];
    for (template, bytes) in table {
        let rendered = text(template, 0);
        if template.contains("crc32") {
            assert_eq!(rendered[..7], bytes[..7]);
            assert_eq!(rendered.len(), 11);
        } else {
            assert!(rendered.starts_with(bytes), "{template}: {rendered:02x?}");
        }
    }
}

#[test]
fn a_value_that_does_not_fit_is_an_error() {
    let payload = |text| Template::text(text, Encoding::Utf8, Scope::Payload).unwrap();
    let error = render(&payload("{len:u8}{random:299}"), 0).unwrap_err();
    let too_large = |quantity, value, number: &str, most| FillProblem::TooLarge {
        quantity,
        value,
        number: number.to_owned(),
        most,
    };
    assert_eq!(error, too_large(Quantity::Length, 300, "u8", 255));
    let old = &mut Values {
        now: DateTime::parse_from_rfc3339("1969-12-31T23:59:59Z").unwrap(),
        sequence: 0,
        random: &mut fastrand::Rng::with_seed(1),
        exchange: None,
    };
    let error = payload("{time:u32be}").render(old).unwrap_err();
    assert_eq!(error, FillProblem::ClockBefore1970);
    old.now = DateTime::parse_from_rfc3339("2106-02-07T06:28:16Z").unwrap();
    let error = payload("{time:u32be}").render(old).unwrap_err();
    assert_eq!(error, too_large(Quantity::Time, 1 << 32, "u32be", u32::MAX.into()));
    assert_eq!(payload("{time:u64be}").render(old).unwrap(), b"\0\0\0\x01\0\0\0\0".as_slice());
}

#[test]
fn a_checksum_is_of_all_bytes_before_it() {
    let table: [(&str, &[u8]); 14] = [
        ("123456789{crc16/modbus}", b"123456789\x37\x4b"),
        ("123456789{crc-16/modbus:be}", b"123456789\x4b\x37"),
        ("123456789{crc16/xmodem}", b"123456789\x31\xc3"),
        ("123456789{crc16/xmodem:le}", b"123456789\xc3\x31"),
        ("123456789{crc32}", b"123456789\xcb\xf4\x39\x26"),
        ("123456789{crc-32/iso-hdlc:hex}", b"123456789cbf43926"),
        ("123456789{crc32:HEX}", b"123456789CBF43926"),
        ("123456789{crc3/gsm}", b"123456789\x04"),
        ("\\x01\\x02{sum8}x", b"\x01\x02\x03x"),
        ("\\x01\\x03{xor8}", b"\x01\x03\x02"),
        ("\\x01\\x02{lrc}", b"\x01\x02\xfd"),
        ("\\x00\\x01{inet}", b"\0\x01\xff\xfe"),
        ("{len:u8}{sum8}{sum8}", b"\x03\x03\x06"),
        ("{sum8}{crc32:hex}", b"\0d202ef8d"),
    ];
    for (template, bytes) in table {
        assert_eq!(text(template, 0), bytes, "{template}");
    }
}

#[test]
fn times_are_written_as_asked() {
    let table: [(&str, &[u8]); 9] = [
        ("{time:unix}", b"1772571967"),
        ("{time:unix_ms}", b"1772571967089"),
        ("{time:u32be}", b"\x69\xa7\x4d\x3f"),
        ("{time:u32le}", b"\x3f\x4d\xa7\x69"),
        ("{time:u64be}", b"\0\0\0\0\x69\xa7\x4d\x3f"),
        ("{now:%Y-%m-%d %X}", b"2026-03-04 05:06:07"),
        ("{now:%H:%M:%S%.3f %:z}", b"05:06:07.089 +08:00"),
        ("{now:%% %e%n%t|%-d}", b"%  4\n\t|4"),
        ("{now:plain}", b"plain"),
    ];
    for (template, bytes) in table {
        assert_eq!(text(template, 0), bytes, "{template}");
    }
}

#[test]
fn random_bytes_come_from_the_generator_in_order() {
    let whole = text("{random:8}{random:8}", 0);
    assert_eq!(whole.len(), 16);
    assert_ne!(whole[..8], whole[8..]);
    assert_eq!(text("{random:8}x", 0)[..8], whole[..8]);
}

#[test]
fn braces_that_begin_no_field_are_themselves() {
    let table = [
        (r#"{"a": {"b": [1, {}]}}"#, r#"{"a": {"b": [1, {}]}}"#),
        ("{{", "{"),
        ("{{seq:u8}", "{seq:u8}"),
        ("{{{seq:dec}}", "{0}"),
        ("{ seq}{1}{}{你}{", "{ seq}{1}{}{你}{"),
        ("}}{seq:dec}}", "}}0}"),
        (r"\u{4f60}\u{61}{seq:dec}\u{7d}", "你a0}"),
        (r"\\{seq:dec}\\{{u}", r"\0\{u}"),
    ];
    for (template, bytes) in table {
        assert_eq!(text(template, 0), bytes.as_bytes(), "{template}");
    }
}

#[test]
fn text_is_in_the_encoding_of_the_payload() {
    let in_encoding = |template, encoding| {
        let template = Template::text(template, encoding, Scope::Payload).unwrap();
        render(&template, 0).unwrap().to_vec()
    };
    assert_eq!(in_encoding("{now:%Y年}", Encoding::Gbk), b"2026\xc4\xea");
    assert_eq!(in_encoding("你{seq:dec}", Encoding::Gbk), b"\xc4\xe30");
    let wide = "{seq:dec}{len:u8}{sum8:hex}";
    assert_eq!(in_encoding(wide, Encoding::Utf16Le), b"0\0\x073\x007\0");
    assert_eq!(in_encoding("{{", Encoding::Utf16Be), b"\0{");
}

#[test]
fn hex_takes_fields_between_bytes() {
    let table: [(&str, &[u8]); 6] = [
        ("01 {seq:u16be} 03", b"\x01\0\0\x03"),
        ("0x01,{len:u8}{seq:dec:7}\n{sum8}", b"\x01\x047\x3c"),
        ("{seq:u8}", b"\0"),
        ("AB{crc16/modbus}CD", b"\xab\x3f\x1f\xcd"),
        ("", b""),
        ("00000000  7b 61 7d 0a                                       |{a}.|", b"{a}\n"),
    ];
    for (template, bytes) in table {
        if template.contains("modbus") {
            let crc = Template::hex(template, Scope::Payload).unwrap();
            assert_eq!(render(&crc, 0).unwrap().len(), 4);
        } else {
            assert_eq!(hex(template), bytes, "{template}");
        }
    }
}

#[test]
fn answers_take_from_the_message_and_around_it() {
    let table = [
        ("Hello, {message}!\\r\\n", "you", "Hello, you!\r\n"),
        ("{frame}", "you", "you\r\n"),
        ("[{frame}]", "you", "[you\r\n]"),
        ("{capture:0} {capture:1} {capture:2}|", "", "whole one |"),
        ("{upper:message}{lower:frame}", "aÄß", "AÄSSaäß\r\n"),
        ("{upper:capture:1}", "", "ONE"),
        ("{peer} {count}", "", "127.0.0.1:9 12"),
        ("{strftime:message}", "%Y", "2026"),
        ("{len:u8}{message}", "abc", "\u{4}abc"),
    ];
    for (template, message, bytes) in table {
        assert_eq!(reply(template, message), bytes, "{template}");
    }
}

#[test]
fn letters_change_in_any_encoding_and_other_bytes_stay() {
    let upper = |encoding, message: &[u8]| answer("{upper:message}", encoding, message, 0).unwrap();
    assert_eq!(upper(Encoding::Utf8, b"a\xff\xe4b"), b"A\xff\xe4B".as_slice());
    assert_eq!(upper(Encoding::Utf16Le, b"a\0b\0c"), b"A\0B\0c".as_slice());
    assert_eq!(upper(Encoding::Gbk, b"a\xc4\xe3\xff"), b"A\xc4\xe3\xff".as_slice());
    assert_eq!(upper(Encoding::Latin1, b"\xe4\xff\xb5"), b"\xc4\xff\xb5".as_slice());
    assert_eq!(upper(Encoding::Utf8, b""), b"".as_slice());
}

#[test]
fn a_wrong_format_from_the_network_is_answered() {
    let table = [
        ("%Q", "wrong format: %Q"),
        ("100%", "wrong format: %"),
        ("%Y%", "wrong format: %"),
        ("%#z", "wrong format: %#"),
        ("%-c", "wrong format: %-"),
        ("%\u{202e}", "wrong format: %\\u{202e}"),
        ("plain", "plain"),
    ];
    for (message, answer) in table {
        assert_eq!(reply("{strftime:message}", message), answer, "{message}");
    }
    let long = reply("{strftime:message}", &"%c".repeat(3_000));
    assert_eq!(long, "wrong format");
}

#[test]
fn what_is_not_there_is_an_error() {
    let template = Template::text("{message}", Encoding::Utf8, Scope::Reply).unwrap();
    assert_eq!(render(&template, 0), Err(FillProblem::NoMessage));
    let error = answer("{capture:3}", Encoding::Utf8, b"", 0).unwrap_err();
    assert_eq!(error, FillProblem::NoGroup(3));
    let error =
        answer("{strftime:message}", Encoding::Latin1, b"\xe4", 0).map(|bytes| bytes.to_vec());
    assert_eq!(error.unwrap(), b"\xe4");
}

#[test]
fn the_character_generator_goes_on_where_it_was() {
    let lines = |template, round| {
        let bytes = answer(template, Encoding::Utf8, b"", round).unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    };
    let all = lines("{chargen}", 0);
    assert_eq!(all.len(), 95 * 74);
    let first = r##" !"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefg"##;
    assert_eq!(all.lines().next().unwrap(), first);
    assert!(all.lines().nth(94).unwrap().starts_with("~ !\""));
    let twice = all.repeat(2);
    for round in [0, 1, 13, 94, 95, u64::MAX / 7 * 7] {
        let place = usize::try_from(round % 95).unwrap() * 7 % 95 * 74;
        assert_eq!(
            lines("{chargen:7}", round),
            twice.get(place..place + 7 * 74).unwrap(),
            "{round}"
        );
    }
}

#[test]
fn one_that_only_copies_shares_the_bytes() {
    let message = Bytes::from_static(b"shared");
    let peer = Address::Ip("127.0.0.1:9".parse().unwrap());
    for template in ["{message}", "{frame}"] {
        let template = Template::text(template, Encoding::Utf8, Scope::Reply).unwrap();
        let bytes = template.render(&mut Values {
            now: now(),
            sequence: 0,
            random: &mut fastrand::Rng::new(),
            exchange: Some(Exchange {
                message: &message,
                frame: &message,
                captures: &[],
                peer: &peer,
                count: 1,
                round: 0,
            }),
        });
        assert_eq!(bytes.unwrap().as_ptr(), message.as_ptr());
    }
}

#[test]
fn only_what_has_no_field_is_fixed() {
    let template = |text| Template::text(text, Encoding::Utf8, Scope::Payload).unwrap();
    assert_eq!(template("").as_fixed().unwrap(), &Bytes::new());
    assert_eq!(template("a{{b").as_fixed().unwrap(), "a{b");
    assert_eq!(template("a{seq:u8}").as_fixed(), None);
    let mut whole = template("");
    whole.append(&template("a"));
    whole.append(&template(""));
    whole.append(&template("b"));
    assert_eq!(whole, template("ab"));
    assert!(template("{now:%H}").follows_clock() && template("x{time:unix}").follows_clock());
    assert!(!template("{seq:u8}{random:1}").follows_clock());
}
