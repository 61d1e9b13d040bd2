//! Percent-encoding (RFC 3986, 2.1).

/// Appends `%XX`.
pub(super) fn push_encoded(byte: u8, out: &mut String) {
    out.push('%');
    for digit in [byte >> 4, byte & 15] {
        out.extend(char::from_digit(digit.into(), 16).map(|digit| digit.to_ascii_uppercase()));
    }
}

/// The bytes with those that `keeps` refuses, and all that aren't ASCII, percent-encoded.
pub(super) fn encode(bytes: &[u8], keeps: fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii() && keeps(byte) {
            out.push(char::from(byte));
        } else {
            push_encoded(byte, &mut out);
        }
    }
    out
}

/// The bytes with every `%XX` decoded. A `%` without two hex digits stays.
pub(super) fn decode(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        if let [b'%', high, low, after @ ..] = rest
            && let Some(byte) = byte(*high, *low)
        {
            out.push(byte);
            rest = after;
        } else {
            out.push(*first);
            rest = after;
        }
    }
    out
}

/// Characters that never need encoding (RFC 3986, 2.3).
pub(super) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn byte(high: u8, low: u8) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(value(high)? * 16 + value(low)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_whole_escapes_are_decoded() {
        let table: [(&str, &[u8]); 6] = [
            ("a%20b", b"a b"),
            ("%e4%BD%a0", "你".as_bytes()),
            ("%", b"%"),
            ("%4", b"%4"),
            ("%g0%41", b"%g0A"),
            ("%%41", b"%A"),
        ];
        for (text, bytes) in table {
            assert_eq!(decode(text.as_bytes()), bytes, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_to_the_same(bytes: Vec<u8>) {
            let text = encode(&bytes, is_unreserved);
            prop_assert_eq!(decode(text.as_bytes()), bytes);
        }
    }
}
