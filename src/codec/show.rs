//! Previews of bytes and texts from the network: inert and short.

use std::fmt::Write as _;

use crate::types::inert::push_escaped;

use crate::codec::{Decoder, Encoding, Piece};
pub use crate::types::inert::{inert, quoted};

/// Appends bytes as one line of text, at most `max_chars` characters; true if it had to be cut.
///
/// Written as [`escape::parse`](crate::codec::escape::parse) reads it: a backslash is doubled, a byte that does not
/// decode is `\xNN`, an invisible character its escape. An escape is never cut. However long `bytes` is, only
/// the start is read.
pub fn preview(bytes: &[u8], encoding: Encoding, max_chars: usize, out: &mut String) -> bool {
    let most = max_chars.saturating_add(1).saturating_mul(4);
    let head = bytes.get(..most).unwrap_or(bytes);
    let mut line = Line { out, room: max_chars, is_cut: false };
    let mut decoder = Decoder::new(encoding);
    decoder.decode(head, &mut |piece| line.push(piece, encoding));
    if head.len() == bytes.len() {
        decoder.finish(&mut |piece| line.push(piece, encoding));
    }
    line.is_cut
}

/// Appends bytes as hex pairs with spaces between, at most `max_bytes` of them; true if it had to be cut.
pub fn hex_preview(bytes: &[u8], max_bytes: usize, out: &mut String) -> bool {
    for (number, byte) in bytes.iter().take(max_bytes).enumerate() {
        if number > 0 {
            out.push(' ');
        }
        push_formatted(out, format_args!("{byte:02x}"));
    }
    bytes.len() > max_bytes
}

/// A line with room for so many more characters.
struct Line<'a> {
    out: &'a mut String,
    room: usize,
    is_cut: bool,
}

impl Line<'_> {
    fn push(&mut self, piece: Piece<'_>, encoding: Encoding) {
        match piece {
            Piece::Text(text) => {
                for c in text.chars() {
                    self.push_if_it_fits(|out| match c {
                        '\\' => out.push_str(r"\\"),
                        _ => push_inert(c, encoding, out),
                    });
                }
            }
            Piece::Bad(bytes) => {
                for byte in bytes {
                    self.push_if_it_fits(|out| push_formatted(out, format_args!(r"\x{byte:02x}")));
                }
            }
        }
    }

    fn push_if_it_fits(&mut self, push: impl FnOnce(&mut String)) {
        if self.is_cut {
            return;
        }
        let before = self.out.len();
        push(self.out);
        let added = self.out.get(before..).unwrap_or_default().chars().count();
        if let Some(room) = self.room.checked_sub(added) {
            self.room = room;
        } else {
            self.out.truncate(before);
            self.is_cut = true;
        }
    }
}

/// A character, or the escape that [`escape::parse`](crate::codec::escape::parse) reads as it in this encoding.
fn push_inert(c: char, encoding: Encoding, out: &mut String) {
    push_escaped(c, matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be), out);
}

fn push_formatted(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    out.write_fmt(text).ok();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codec::escape;

    fn preview_of(bytes: &[u8], encoding: Encoding, max_chars: usize) -> (String, bool) {
        let mut out = String::new();
        let is_cut = preview(bytes, encoding, max_chars, &mut out);
        (out, is_cut)
    }

    #[test]
    fn a_preview_shows_text_escapes_and_bytes() {
        let table: [(Encoding, &[u8], &str); 8] = [
            (Encoding::Utf8, b"", ""),
            (
                Encoding::Utf8,
                b"GET /\\ \r\n\t\0\x1b\xff\xe4\xbd",
                r"GET /\\ \r\n\t\0\x1b\xff\xe4\xbd",
            ),
            (Encoding::Utf8, "你\u{202e}\u{85}".as_bytes(), r"你\u{202e}\u{85}"),
            (Encoding::Gbk, b"\xc4\xe3\xff\xba", r"你\xff\xba"),
            (Encoding::Latin1, b"\xe9\x85\x7f", r"é\u{85}\x7f"),
            (Encoding::Utf16Le, b"a\0\n\0\x01\0\x00\xd8", r"a\n\u{1}\x00\xd8"),
            (Encoding::Utf16Be, b"\0a\0", r"a\x00"),
            (Encoding::Gb18030, b"\x94\x39\xfc\x36", "😀"),
        ];
        for (encoding, bytes, shown) in table {
            assert_eq!(preview_of(bytes, encoding, 100), (shown.to_owned(), false));
        }
    }

    #[test]
    fn a_preview_is_cut_between_characters_and_escapes() {
        let table: [(&[u8], usize, &str, bool); 9] = [
            (b"abc", 3, "abc", false),
            (b"abcd", 3, "abc", true),
            (b"abc", 0, "", true),
            (b"", 0, "", false),
            (b"ab\n", 4, r"ab\n", false),
            (b"ab\nd", 3, "ab", true),
            (b"\xff\xff", 7, r"\xff", true),
            ("你好吗".as_bytes(), 2, "你好", true),
            ("你好".as_bytes(), 2, "你好", false),
        ];
        for (bytes, max_chars, shown, is_cut) in table {
            assert_eq!(preview_of(bytes, Encoding::Utf8, max_chars), (shown.to_owned(), is_cut));
        }
    }

    #[test]
    fn a_preview_is_appended() {
        let mut out = String::from("> ");
        assert!(preview(b"abcd", Encoding::Utf8, 2, &mut out));
        out.push('|');
        assert!(hex_preview(b"\x00\xab\xff", 2, &mut out));
        out.push('|');
        assert!(!hex_preview(b"\x01\x02", 2, &mut out));
        assert!(!hex_preview(b"", 0, &mut out));
        assert_eq!(out, "> ab|00 ab|01 02");
    }

    fn is_control(c: char) -> bool {
        let is_bidi = matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        c.is_control() || is_bidi
    }

    fn hostile_text() -> impl Strategy<Value = String> {
        let char = prop_oneof![
            any::<char>(),
            prop::char::range('\0', '\u{ff}'),
            prop::char::range('\u{2000}', '\u{206f}')
        ];
        prop::collection::vec(char, 0..40).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn nothing_shown_controls_the_screen(text in hostile_text(), bytes: Vec<u8>) {
            let shown = inert(&text);
            prop_assert!(!shown.contains(is_control));
            prop_assert_eq!(&inert(&shown), &shown);
            for encoding in Encoding::ALL {
                prop_assert!(!preview_of(&bytes, encoding, 200).0.contains(is_control));
                prop_assert!(!preview_of(text.as_bytes(), encoding, 200).0.contains(is_control));
            }
        }

        #[test]
        fn a_preview_reads_back_as_its_bytes(bytes: Vec<u8>, text in hostile_text()) {
            for encoding in [Encoding::Utf8, Encoding::Latin1, Encoding::Utf16Le, Encoding::Utf16Be] {
                for bytes in [&bytes, text.as_bytes()] {
                    let (shown, is_cut) = preview_of(bytes, encoding, usize::MAX);
                    prop_assert!(!is_cut);
                    prop_assert_eq!(&escape::parse(&shown, encoding).unwrap(), bytes);
                }
            }
        }

        #[test]
        fn a_cut_preview_is_the_start_of_the_whole(bytes: Vec<u8>, max_chars in 0_usize..60) {
            for encoding in Encoding::ALL {
                let (whole, _) = preview_of(&bytes, encoding, usize::MAX);
                let (shown, is_cut) = preview_of(&bytes, encoding, max_chars);
                prop_assert!(shown.chars().count() <= max_chars);
                prop_assert!(whole.starts_with(&shown));
                prop_assert_eq!(is_cut, shown != whole);
            }
        }
    }
}
