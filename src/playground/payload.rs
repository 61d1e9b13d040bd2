//! A payload as typed, and its way into bytes.

use std::path::PathBuf;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::codec::{Encoding, LineEnding, ParseError, escape, hex, show};

/// How a payload is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PayloadMode {
    /// Text with escapes, in an encoding.
    #[default]
    Text,
    /// Hex digits.
    Hex,
    /// The contents of a file.
    File,
}

/// A payload as typed. Each mode keeps its own text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PayloadDraft {
    /// Which of the texts is meant.
    pub mode: PayloadMode,
    /// Text with escapes.
    pub text: String,
    /// Hex digits.
    pub hex: String,
    /// A path.
    pub file: String,
    /// The editor has several lines: Enter makes a new one.
    pub multiline: bool,
    /// The text's encoding.
    pub encoding: Encoding,
    /// What is put behind the text.
    pub ending: LineEnding,
}

/// What can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// These bytes.
    Bytes(Bytes),
    /// A file's contents, streamed from disk.
    File(PathBuf),
}

impl PayloadDraft {
    /// These bytes as a person would type them: as text if they are some, in several lines if it has them, else as hex.
    pub fn of(bytes: &[u8]) -> Self {
        let empty = Self { ending: LineEnding::None, ..Self::default() };
        if let Ok(text) = str::from_utf8(bytes) {
            let lines: Vec<String> = text.split('\n').map(escaped).collect();
            return Self { multiline: lines.len() > 1, text: lines.join("\n"), ..empty };
        }
        let mut hex = String::new();
        show::hex_preview(bytes, usize::MAX, &mut hex);
        Self { mode: PayloadMode::Hex, hex, ..empty }
    }

    /// The exact bytes, or where the text is wrong. Nothing is guessed and nothing is left out.
    pub fn parse(&self) -> Result<Payload, ParseError> {
        match self.mode {
            PayloadMode::Text => self.text_bytes().map(|bytes| Payload::Bytes(bytes.into())),
            PayloadMode::Hex => hex::parse(&self.hex).map(|bytes| Payload::Bytes(bytes.into())),
            PayloadMode::File => {
                let path = self.file.trim();
                if path.is_empty() {
                    return Err(ParseError {
                        at: 0..0,
                        message: "Type the path of a file".to_owned(),
                    });
                }
                Ok(Payload::File(expanded_path(path)))
            }
        }
    }

    /// The text of the mode in force.
    pub fn typed(&self) -> &str {
        match self.mode {
            PayloadMode::Text => &self.text,
            PayloadMode::Hex => &self.hex,
            PayloadMode::File => &self.file,
        }
    }

    /// The text of the mode in force, to be edited.
    pub fn typed_mut(&mut self) -> &mut String {
        match self.mode {
            PayloadMode::Text => &mut self.text,
            PayloadMode::Hex => &mut self.hex,
            PayloadMode::File => &mut self.file,
        }
    }

    /// The ending goes behind the text; in several lines, in place of each line break too.
    fn text_bytes(&self) -> Result<Vec<u8>, ParseError> {
        let ending = self.encoding.encode(self.ending.text())?;
        if !self.multiline || self.ending == LineEnding::None {
            let mut bytes = escape::parse(&self.text, self.encoding)?;
            bytes.extend(ending);
            return Ok(bytes);
        }
        let mut bytes = Vec::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let text = line.strip_suffix('\n').unwrap_or(line);
            let shifted = |error: ParseError| ParseError {
                at: error.at.start + start..error.at.end + start,
                ..error
            };
            bytes.extend(escape::parse(text, self.encoding).map_err(shifted)?);
            bytes.extend(&ending);
            start += line.len();
        }
        Ok(bytes)
    }
}

fn escaped(line: &str) -> String {
    let mut out = String::new();
    show::preview(line.as_bytes(), Encoding::Utf8, usize::MAX, &mut out);
    out
}

/// `~/` is the home directory, as in a shell.
pub fn expanded_path(path: &str) -> PathBuf {
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_encoded_and_ended() {
        let draft = PayloadDraft {
            text: "你\\x00".to_owned(),
            encoding: Encoding::Gbk,
            ending: LineEnding::CrLf,
            ..PayloadDraft::default()
        };
        assert_eq!(draft.parse().unwrap(), Payload::Bytes(Bytes::from_static(b"\xc4\xe3\x00\r\n")));
    }

    #[test]
    fn a_line_ending_takes_the_units_of_its_encoding() {
        let draft = PayloadDraft {
            encoding: Encoding::Utf16Le,
            ending: LineEnding::Lf,
            ..PayloadDraft::default()
        };
        assert_eq!(draft.parse().unwrap(), Payload::Bytes(Bytes::from_static(b"\n\0")));
    }

    #[test]
    fn in_several_lines_each_line_gets_the_ending() {
        let lines = |text: &str| {
            let draft = PayloadDraft {
                text: text.to_owned(),
                multiline: true,
                ending: LineEnding::CrLf,
                ..PayloadDraft::default()
            };
            draft.parse()
        };
        let bytes = |text: &'static str| Payload::Bytes(Bytes::from_static(text.as_bytes()));
        assert_eq!(lines("GET / HTTP/1.0\n\n").unwrap(), bytes("GET / HTTP/1.0\r\n\r\n"));
        assert_eq!(lines("one\ntwo").unwrap(), bytes("one\r\ntwo\r\n"));
        assert_eq!(
            lines("one\ntw\\q").unwrap_err().at.start,
            6,
            "the mistake is where it stands in the whole text"
        );
    }

    #[test]
    fn hex_takes_no_line_ending() {
        let draft = PayloadDraft {
            mode: PayloadMode::Hex,
            hex: "0x48, 69".to_owned(),
            ending: LineEnding::Lf,
            ..PayloadDraft::default()
        };
        assert_eq!(draft.parse().unwrap(), Payload::Bytes(Bytes::from_static(b"Hi")));
    }
}
