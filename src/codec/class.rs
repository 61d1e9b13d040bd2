//! What kind of byte, what kind of character.

/// The kind of a byte, for its colour in a dump.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ByteClass {
    /// 00.
    Null,
    /// A visible ASCII character, 21 to 7e.
    Printable,
    /// ASCII white space: 20 and 09 to 0d.
    Space,
    /// Any other ASCII control character, 7f included.
    Control,
    /// 80 and above.
    High,
}

impl ByteClass {
    /// The class of a byte.
    pub fn of(byte: u8) -> Self {
        match byte {
            0 => Self::Null,
            b'!'..=b'~' => Self::Printable,
            b' ' | b'\t'..=b'\r' => Self::Space,
            0x80.. => Self::High,
            _ => Self::Control,
        }
    }
}

/// Whether a character shows as what it is: not a control or bidi control character, not invisible, not private,
/// not unassigned. Of the white space, space and ideographic space only.
pub(super) fn is_visible(c: char) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_class() {
        let count = |class| (0..=255).filter(|&byte| ByteClass::of(byte) == class).count();
        assert_eq!(count(ByteClass::Null), 1);
        assert_eq!(count(ByteClass::Printable), 94);
        assert_eq!(count(ByteClass::Space), 6);
        assert_eq!(count(ByteClass::Control), 27);
        assert_eq!(count(ByteClass::High), 128);
        assert_eq!(ByteClass::of(0x7f), ByteClass::Control);
        assert_eq!(ByteClass::of(b'\n'), ByteClass::Space);
        assert_eq!(ByteClass::of(b'~'), ByteClass::Printable);
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
