//! Text from outside made harmless for a screen or a terminal.

use std::borrow::Cow;
use std::fmt::{Arguments, Write as _};

/// A text that cannot move the cursor, reorder its neighbours or hide: control, bidi, zero-width, private and
/// unassigned characters become escapes such as `\n`, `\x1b`, `\u{202e}`. A backslash stays single.
pub fn inert(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_visible) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_escaped(c, false, &mut out);
    }
    Cow::Owned(out)
}

/// A character in the words of a message: “g”, or U+001B if it does not show.
pub fn quoted(c: char) -> String {
    if is_visible(c) && !c.is_whitespace() {
        format!("“{c}”")
    } else {
        format!("U+{:04X}", u32::from(c))
    }
}

/// Appends a character as it is if it shows, else as an escape; where a character takes two bytes or more (`is_wide`),
/// no escape names a byte.
pub fn push_escaped(c: char, is_wide: bool, out: &mut String) {
    match c {
        _ if is_visible(c) => out.push(c),
        '\r' => out.push_str(r"\r"),
        '\n' => out.push_str(r"\n"),
        '\t' => out.push_str(r"\t"),
        '\0' => out.push_str(r"\0"),
        _ if c.is_ascii() && !is_wide => push(out, format_args!(r"\x{:02x}", u32::from(c))),
        _ => push(out, format_args!(r"\u{{{:x}}}", u32::from(c))),
    }
}

/// Whether a character shows as what it is: not a control or bidi control character, not invisible, not private,
/// not unassigned. Of the white space, space and ideographic space only.
pub fn is_visible(c: char) -> bool {
    match c {
        ' '..='~' | '\u{3000}' => true,
        _ if c.is_ascii() || is_ignorable(c) => false,
        _ => c.is_alphanumeric() || is_printable(c),
    }
}

/// The assigned characters of the property `Default_Ignorable_Code_Point` (UAX #44) that are no format
/// characters: letters and marks without a glyph.
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}')
}

/// The standard library's judgement. It escapes every mark that starts a text, hence the letter in front.
fn is_printable(c: char) -> bool {
    String::from_iter(['x', c]).escape_debug().nth(1) == Some(c)
}

fn push(out: &mut String, text: Arguments<'_>) {
    // Writing to a string cannot fail.
    out.write_fmt(text).ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_in_a_message_is_quoted_or_numbered() {
        for (c, words) in [
            ('g', "“g”"),
            ('\'', "“'”"),
            ('"', "“\"”"),
            ('\\', r"“\”"),
            ('你', "“你”"),
            (' ', "U+0020"),
            ('\u{1b}', "U+001B"),
            ('\u{202e}', "U+202E"),
        ] {
            assert_eq!(quoted(c), words);
        }
    }

    #[test]
    fn a_harmless_text_stays_and_is_not_copied() {
        for text in ["", "plain \\ 你好 😀 e\u{301}", "ทั้ง हिन्दी עברית"]
        {
            assert!(matches!(inert(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn a_harmful_text_becomes_escapes() {
        let table = [
            ("a\r\n\t\0", r"a\r\n\t\0"),
            ("\u{1b}[2J\u{7f}\u{85}", r"\x1b[2J\x7f\u{85}"),
            ("x\u{202e}exe\u{2066}", r"x\u{202e}exe\u{2066}"),
            ("a\u{200b}b\u{feff}", r"a\u{200b}b\u{feff}"),
            ("\u{2028}\u{e000}\u{e0041}", r"\u{2028}\u{e000}\u{e0041}"),
            (r"C:\new", r"C:\new"),
        ];
        for (text, shown) in table {
            assert_eq!(inert(text), shown);
        }
    }

    #[test]
    fn letters_marks_and_symbols_of_any_script_are_visible() {
        for c in "aé你가あקعन्ั้😀€\u{301}\u{3000}\u{fffd}—".chars() {
            assert!(is_visible(c), "{c:?}");
        }
    }

    #[test]
    fn what_moves_hides_or_has_no_glyph_is_not_visible() {
        let hidden = "\u{0}\n\u{1b}\u{7f}\u{85}\u{a0}\u{ad}\u{61c}\u{115f}\u{200b}\u{200d}\u{200e}\u{2028}\
                      \u{202e}\u{2066}\u{2069}\u{3164}\u{e000}\u{fe0f}\u{feff}\u{ffff}\u{378}\u{e0041}\u{e0100}";
        for c in hidden.chars() {
            assert!(!is_visible(c), "{c:?}");
        }
    }
}
