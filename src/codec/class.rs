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
}
