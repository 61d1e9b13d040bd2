//! The encodings to choose from, and text to bytes.

use std::str::FromStr;

use encoding_rs::EncoderResult;
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::error::ParseError;
use crate::types::problem::text::{Choice, Unmappable};

/// A character encoding. The multi-byte ones are those of the WHATWG Encoding Standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8.
    #[default]
    #[serde(alias = "utf-8")]
    Utf8,
    /// GBK: one or two bytes a character. Decodes the four bytes of GB18030 as well.
    Gbk,
    /// GB18030: one, two or four bytes, all of Unicode but U+E5E5. Its standard writes 18 private characters as the
    /// public ones that took their place in 2022; so does that of GBK.
    Gb18030,
    /// Big5 with the Hong Kong supplement.
    Big5,
    /// Shift JIS as in Windows-31J. Its standard writes `¥` as 5c, `‾` as 7e and U+2212 as 81 7c, which decode as
    /// `\`, `~` and U+FF0D.
    ShiftJis,
    /// EUC-KR as in Windows-949.
    EucKr,
    /// ISO 8859-1: one byte is one of U+0000 to U+00FF, without exception. Not windows-1252.
    #[serde(alias = "latin-1")]
    Latin1,
    /// UTF-16, low byte first, without byte order mark.
    #[serde(alias = "utf-16le")]
    Utf16Le,
    /// UTF-16, high byte first, without byte order mark.
    #[serde(alias = "utf-16be")]
    Utf16Be,
    /// Another encoding of the standard, which a response may declare; it can't be chosen.
    Declared(Declared),
}

/// A stateless encoding of the WHATWG Encoding Standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Declared(&'static encoding_rs::Encoding);

/// How an encoding is implemented.
pub(super) enum Scheme {
    Utf8,
    Latin1,
    Utf16(&'static encoding_rs::Encoding, fn(u16) -> [u8; 2]),
    Table(&'static encoding_rs::Encoding),
}

impl Encoding {
    /// Every encoding, in the order of choice.
    pub const ALL: [Self; 9] = [
        Self::Utf8,
        Self::Gbk,
        Self::Gb18030,
        Self::Big5,
        Self::ShiftJis,
        Self::EucKr,
        Self::Latin1,
        Self::Utf16Le,
        Self::Utf16Be,
    ];

    /// The technical name, such as `UTF-16 LE`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gbk => "GBK",
            Self::Gb18030 => "GB18030",
            Self::Big5 => "Big5",
            Self::ShiftJis => "Shift_JIS",
            Self::EucKr => "EUC-KR",
            Self::Latin1 => "Latin-1",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Declared(Declared(table)) => table.name(),
        }
    }

    /// The encoding with a label of the WHATWG Encoding Standard, such as `latin1` or `x-sjis`; `None` if there is none, or if
    /// it is stateful (ISO-2022-JP).
    pub fn for_label(label: &str) -> Option<Self> {
        let table = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())?;
        let own = Self::ALL.into_iter().find(|encoding| match encoding.scheme() {
            Scheme::Utf8 => table == encoding_rs::UTF_8,
            Scheme::Latin1 => false,
            Scheme::Utf16(own, _) | Scheme::Table(own) => own == table,
        });
        let is_plain = table == encoding_rs::EUC_JP || table.is_single_byte();
        own.or_else(|| is_plain.then_some(Self::Declared(Declared(table))))
    }

    /// The bytes of a text; an error points at the first character that the encoding lacks.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, ParseError> {
        self.encode_exactly(text).map_err(|(at, problem)| {
            ParseError::new(at..at + problem.character.len_utf8(), problem)
        })
    }

    /// The bytes of a text, or where the first character is that the encoding lacks.
    pub(super) fn encode_exactly(self, text: &str) -> Result<Vec<u8>, (usize, Unmappable)> {
        match self.scheme() {
            Scheme::Utf8 => Ok(text.as_bytes().to_vec()),
            Scheme::Latin1 => text
                .char_indices()
                .map(|(at, c)| u8::try_from(c).ok().ok_or_else(|| self.lacks(c, at)))
                .collect(),
            Scheme::Utf16(_, bytes) => Ok(text.encode_utf16().flat_map(bytes).collect()),
            Scheme::Table(table) => self.encode_by(table, text),
        }
    }

    pub(super) fn scheme(self) -> Scheme {
        match self {
            Self::Utf8 => Scheme::Utf8,
            Self::Gbk => Scheme::Table(encoding_rs::GBK),
            Self::Gb18030 => Scheme::Table(encoding_rs::GB18030),
            Self::Big5 => Scheme::Table(encoding_rs::BIG5),
            Self::ShiftJis => Scheme::Table(encoding_rs::SHIFT_JIS),
            Self::EucKr => Scheme::Table(encoding_rs::EUC_KR),
            Self::Latin1 => Scheme::Latin1,
            Self::Utf16Le => Scheme::Utf16(encoding_rs::UTF_16LE, u16::to_le_bytes),
            Self::Utf16Be => Scheme::Utf16(encoding_rs::UTF_16BE, u16::to_be_bytes),
            Self::Declared(Declared(table)) => Scheme::Table(table),
        }
    }

    fn encode_by(
        self,
        table: &'static encoding_rs::Encoding,
        text: &str,
    ) -> Result<Vec<u8>, (usize, Unmappable)> {
        let mut encoder = table.new_encoder();
        let mut bytes = Vec::new();
        let mut at = 0;
        loop {
            let rest = text.get(at..).unwrap_or_default();
            bytes.reserve(rest.len().max(16));
            let (result, read) =
                encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
            at += read;
            match result {
                EncoderResult::InputEmpty => return Ok(bytes),
                EncoderResult::OutputFull => {}
                EncoderResult::Unmappable(c) => return Err(self.lacks(c, at - c.len_utf8())),
            }
        }
    }

    fn lacks(self, character: char, at: usize) -> (usize, Unmappable) {
        (at, Unmappable { character, encoding: self.label().to_owned() })
    }
}

impl Serialize for Declared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for Declared {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let label = String::deserialize(deserializer)?;
        match Encoding::for_label(&label) {
            Some(Encoding::Declared(declared)) => Ok(declared),
            _ => Err(D::Error::invalid_value(Unexpected::Str(&label), &"encoding")),
        }
    }
}

impl FromStr for Encoding {
    type Err = ParseError;

    /// By label or common alias; case, spaces, dashes and underscores do not matter.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match without_separators(name).as_str() {
            "utf8" => Ok(Self::Utf8),
            "gbk" | "gb2312" | "cp936" => Ok(Self::Gbk),
            "gb18030" => Ok(Self::Gb18030),
            "big5" | "big5hkscs" | "cp950" => Ok(Self::Big5),
            "shiftjis" | "sjis" | "cp932" => Ok(Self::ShiftJis),
            "euckr" | "cp949" => Ok(Self::EucKr),
            "latin1" | "iso88591" => Ok(Self::Latin1),
            "utf16le" => Ok(Self::Utf16Le),
            "utf16be" => Ok(Self::Utf16Be),
            _ => Err(ParseError::unknown(Choice::Encoding, name, Self::ALL.map(Self::label))),
        }
    }
}

fn without_separators(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, ' ' | '-' | '_')).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::LineEnding;
    use crate::types::problem::text::UnknownName;

    #[test]
    fn a_text_has_these_bytes() {
        let table: [(Encoding, &str, &[u8]); 11] = [
            (Encoding::Utf8, "é你", b"\xc3\xa9\xe4\xbd\xa0"),
            (Encoding::Gbk, "a你好", b"a\xc4\xe3\xba\xc3"),
            (Encoding::Gb18030, "你é😀", b"\xc4\xe3\xa8\xa6\x94\x39\xfc\x36"),
            (Encoding::Big5, "你", b"\xa7\x41"),
            (Encoding::ShiftJis, "こｱ¥", b"\x82\xb1\xb1\x5c"),
            (Encoding::EucKr, "안", b"\xbe\xc8"),
            (Encoding::Latin1, "é\u{80}\u{ff}", b"\xe9\x80\xff"),
            (Encoding::Utf16Le, "a😀", b"a\0\x3d\xd8\x00\xde"),
            (Encoding::Utf16Be, "a😀", b"\0a\xd8\x3d\xde\x00"),
            (Encoding::Utf16Le, LineEnding::CrLf.text(), b"\r\0\n\0"),
            (Encoding::Gbk, "", b""),
        ];
        for (encoding, text, bytes) in table {
            assert_eq!(encoding.encode(text).unwrap(), bytes, "{encoding:?} {text}");
        }
    }

    #[test]
    fn a_long_text_encodes_whole() {
        let text = "é😀".repeat(5000);
        let bytes = Encoding::Gb18030.encode(&text).unwrap();
        assert_eq!(bytes, b"\xa8\xa6\x94\x39\xfc\x36".repeat(5000));
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_named_and_pointed_at() {
        let table = [
            (Encoding::Gbk, "你ã", 3..5, 'ã'),
            (Encoding::Gbk, "😀", 0..4, '😀'),
            (Encoding::Gb18030, "\u{e5e5}", 0..3, '\u{e5e5}'),
            (Encoding::Big5, "a们", 1..4, '们'),
            (Encoding::ShiftJis, "aé", 1..3, 'é'),
            (Encoding::EucKr, "é", 0..2, 'é'),
            (Encoding::Latin1, "é€", 2..5, '€'),
        ];
        for (encoding, text, at, character) in table {
            let lacks = Unmappable { character, encoding: encoding.label().to_owned() };
            assert_eq!(encoding.encode(text), Err(ParseError::new(at, lacks)));
        }
    }

    #[test]
    fn an_encoding_is_found_by_label_setting_and_alias() {
        for encoding in Encoding::ALL {
            assert_eq!(encoding.label().parse(), Ok(encoding));
            assert_eq!(encoding.label().to_lowercase().parse(), Ok(encoding));
            let setting = serde_json::to_value(encoding).unwrap();
            assert_eq!(setting.as_str().unwrap().parse(), Ok(encoding));
            let label = encoding.label().to_lowercase().replace(' ', "").replace('_', "-");
            assert_eq!(serde_json::from_value::<Encoding>(label.into()).unwrap(), encoding);
        }
        let table = [
            ("utf8", Encoding::Utf8),
            ("gb2312", Encoding::Gbk),
            ("sjis", Encoding::ShiftJis),
            ("ISO-8859-1", Encoding::Latin1),
            ("utf_16be", Encoding::Utf16Be),
        ];
        for (name, encoding) in table {
            assert_eq!(name.parse(), Ok(encoding));
        }
    }

    #[test]
    fn a_label_of_the_standard_is_found() {
        let name = |label: &str| Encoding::for_label(label).map(Encoding::label);
        let table = [
            ("UTF8", Some("UTF-8")),
            ("gb2312", Some("GBK")),
            ("x-sjis", Some("Shift_JIS")),
            ("utf-16", Some("UTF-16 LE")),
            ("latin1", Some("windows-1252")),
            ("cp1251", Some("windows-1251")),
            ("euc-jp", Some("EUC-JP")),
            ("iso-2022-jp", None),
            ("hz-gb-2312", None),
            ("klingon", None),
        ];
        for (label, expected) in table {
            assert_eq!(name(label), expected, "{label}");
        }
        let cyrillic = Encoding::for_label("koi8-r").unwrap();
        assert_eq!(cyrillic.encode("я").unwrap(), b"\xd1");
        let setting = serde_json::to_string(&cyrillic).unwrap();
        assert_eq!(serde_json::from_str::<Encoding>(&setting).unwrap(), cyrillic);
    }

    #[test]
    fn an_unknown_name_is_an_error_with_the_choice() {
        let error = "klingon".parse::<Encoding>().unwrap_err();
        let known = [
            "UTF-8",
            "GBK",
            "GB18030",
            "Big5",
            "Shift_JIS",
            "EUC-KR",
            "Latin-1",
            "UTF-16 LE",
            "UTF-16 BE",
        ];
        let problem = UnknownName {
            choice: Choice::Encoding,
            name: "klingon".to_owned(),
            known: known.map(str::to_owned).to_vec(),
        };
        assert_eq!(error, ParseError::new(0..7, problem));
        // Which of the two it is decides every byte.
        assert!("utf-16".parse::<Encoding>().is_err());
    }
}
