//! A payload as a person typed it: text with escapes in an encoding, or hex.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codec::encoding::Encoding;
use crate::codec::error::ParseError;
use crate::codec::template::{Scope, Template};

/// Text with escapes, or hex digits; either may have fields.
///
/// In a file `"Hello\\r\\n"` is a text in UTF-8, `{ text = "你好", encoding = "gbk" }` one in another encoding, and
/// `{ hex = "48 69" }` is hex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// Text with escapes, in an encoding.
    Text {
        /// As typed.
        text: String,
        /// In which it is sent.
        encoding: Encoding,
    },
    /// Hex digits.
    Hex(String),
}

impl Typed {
    /// Text in UTF-8.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), encoding: Encoding::Utf8 }
    }

    /// With the fields that a scope has.
    pub fn template(&self, scope: Scope) -> Result<Template, ParseError> {
        match self {
            Self::Text { text, encoding } => Template::text(text, *encoding, scope),
            Self::Hex(hex) => Template::hex(hex, scope),
        }
    }

    /// Without fields: braces are what they are.
    pub fn bytes(&self) -> Result<Vec<u8>, ParseError> {
        match self {
            Self::Text { text, encoding } => crate::codec::escape::parse(text, *encoding),
            Self::Hex(hex) => crate::codec::hex::parse(hex),
        }
    }

    /// As typed.
    pub fn typed(&self) -> &str {
        match self {
            Self::Text { text, .. } => text,
            Self::Hex(hex) => hex,
        }
    }
}

impl Default for Typed {
    fn default() -> Self {
        Self::text("")
    }
}

impl Serialize for Typed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text { text, encoding: Encoding::Utf8 } => to.serialize_str(text),
            Self::Text { text, encoding } => {
                let table = Table { text: Some(text), encoding: Some(*encoding), hex: None };
                table.serialize(to)
            }
            Self::Hex(hex) => Table { text: None, encoding: None, hex: Some(hex) }.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TypedVisitor)
    }
}

/// What is written as a table: everything but text in UTF-8.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "T: Default + Deserialize<'de>"))]
struct Table<T> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<T>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encoding: Option<Encoding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hex: Option<T>,
}

struct TypedVisitor;

impl<'de> Visitor<'de> for TypedVisitor {
    type Value = Typed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text | { text, encoding } | { hex }")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Typed, E> {
        Ok(Typed::text(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Typed, A::Error> {
        let Table { text, encoding, hex } =
            Table::<String>::deserialize(MapAccessDeserializer::new(map))?;
        match (text, hex, encoding) {
            (Some(text), None, encoding) => {
                Ok(Typed::Text { text, encoding: encoding.unwrap_or_default() })
            }
            (None, Some(hex), None) => Ok(Typed::Hex(hex)),
            (None, Some(_), Some(_)) => Err(A::Error::unknown_field("encoding", &["hex"])),
            (Some(_), Some(_), _) => Err(A::Error::unknown_field("hex", &["text", "encoding"])),
            (None, None, _) => Err(A::Error::missing_field("text")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct File {
        payload: Typed,
    }

    #[test]
    fn a_file_says_only_what_is_not_usual() {
        let text = |text: &str, encoding| Typed::Text { text: text.to_owned(), encoding };
        let table = [
            (text("Hi\\r\\n", Encoding::Utf8), "payload = 'Hi\\r\\n'\n"),
            (text("你", Encoding::Gbk), "[payload]\ntext = \"你\"\nencoding = \"gbk\"\n"),
            (Typed::Hex("48 {seq:u8}".to_owned()), "[payload]\nhex = \"48 {seq:u8}\"\n"),
        ];
        for (payload, toml) in table {
            let file = File { payload };
            assert_eq!(toml::to_string(&file).unwrap(), toml);
            assert_eq!(toml::from_str::<File>(toml).unwrap(), file);
            let json = serde_json::to_string(&file).unwrap();
            assert_eq!(serde_json::from_str::<File>(&json).unwrap(), file);
        }
        let plain = "payload = { text = \"Hi\" }";
        assert_eq!(toml::from_str::<File>(plain).unwrap().payload, Typed::text("Hi"));
    }

    #[test]
    fn a_wrong_payload_in_a_file_is_named() {
        let table = [
            ("payload = 1", "expected text | { text, encoding } | { hex }"),
            ("payload = { hex = 1 }", "expected a string"),
            ("payload = { hex = \"\", encoding = \"gbk\" }", "unknown field `encoding`"),
            ("payload = { hex = \"\", text = \"\" }", "unknown field `hex`"),
            ("payload = {}", "missing field `text`"),
            ("payload = { text = \"\", encoding = \"x\" }", "unknown variant `x`"),
        ];
        for (toml, words) in table {
            let error = toml::from_str::<File>(toml).unwrap_err();
            assert!(error.message().contains(words), "{error}");
        }
    }
}
