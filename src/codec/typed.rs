//! A payload as a person typed it: text with escapes in an encoding, or hex.

use serde::{Deserialize, Serialize};

use crate::codec::template::{Scope, Template};
use crate::codec::{Encoding, ParseError};

/// Text with escapes, or hex digits; either may have fields.
///
/// In a file `"Hello\\r\\n"` is a text in UTF-8, `{ text = "你好", encoding = "gbk" }` one in another encoding, and
/// `{ hex = "48 69" }` is hex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
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

/// As it stands in a file.
#[derive(Serialize, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "a text, or a table with text and encoding, or with hex"
)]
enum Written {
    Utf8(String),
    Text {
        text: String,
        #[serde(default)]
        encoding: Encoding,
    },
    Hex {
        hex: String,
    },
}

impl From<Written> for Typed {
    fn from(written: Written) -> Self {
        match written {
            Written::Utf8(text) => Self::text(text),
            Written::Text { text, encoding } => Self::Text { text, encoding },
            Written::Hex { hex } => Self::Hex(hex),
        }
    }
}

impl From<Typed> for Written {
    fn from(typed: Typed) -> Self {
        match typed {
            Typed::Text { text, encoding: Encoding::Utf8 } => Self::Utf8(text),
            Typed::Text { text, encoding } => Self::Text { text, encoding },
            Typed::Hex(hex) => Self::Hex { hex },
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
        for toml in
            ["payload = 1", "payload = { hex = 1 }", "payload = { hex = \"\", encoding = \"gbk\" }"]
        {
            let error = toml::from_str::<File>(toml).unwrap_err();
            assert!(error.message().contains("a text, or a table"), "{error}");
        }
    }
}
