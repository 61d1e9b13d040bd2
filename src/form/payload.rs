//! A payload as typed, and its way into bytes.

pub(super) mod filling;

use std::path::PathBuf;

use bytes::Bytes;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::codec::template::Scope;
use crate::codec::{Encoding, LineEnding, ParseError, Template, escape, hex, show};
use crate::types::Kind;
use crate::types::problem::{FormProblem, TypedProblem};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Fields such as `{seq:u32be}` take their values; else braces are what they are.
    pub fields: bool,
}

/// What can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// These bytes.
    Bytes(Bytes),
    /// A file's contents, streamed from disk.
    File(PathBuf),
    /// Bytes with fields, which take their values when it is sent.
    Template(Template),
    /// Bytes whose fields have taken their values already: those that were shown.
    Shown(Bytes),
}

impl Payload {
    /// As it is filled anew each time that it is sent; a file can't be.
    pub fn repeatable(self) -> Result<Template, FormProblem> {
        match self {
            Self::Bytes(bytes) | Self::Shown(bytes) => Ok(Template::fixed(bytes)),
            Self::Template(template) => Ok(template),
            Self::File(_) => Err(FormProblem::FileRepeated),
        }
    }
}

impl PayloadDraft {
    /// What a new tab of this kind starts with.
    pub fn new(kind: Kind) -> Self {
        Self { fields: kind.traits().payload_has_fields, ..Self::default() }
    }

    /// Nothing yet, and braces are what they are.
    pub fn without_fields() -> Self {
        Self { fields: false, ..Self::default() }
    }

    /// These bytes as a person would type them: as text if they are some, in several lines if it has them, else as hex.
    pub fn of(bytes: &[u8]) -> Self {
        let empty = Self { ending: LineEnding::None, ..Self::without_fields() };
        if let Ok(text) = str::from_utf8(bytes) {
            let lines: Vec<String> = text.split('\n').map(escaped).collect();
            return Self { multiline: lines.len() > 1, text: lines.join("\n"), ..empty };
        }
        let mut hex = String::new();
        show::hex_preview(bytes, usize::MAX, &mut hex);
        Self { mode: PayloadMode::Hex, hex, ..empty }
    }

    /// As it was remembered for a request. Where nothing is said of fields, braces are what they are.
    pub(crate) fn of_request<'de, D: Deserializer<'de>>(kept: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Switch {
            #[serde(default)]
            fields: bool,
        }
        let kept = Value::deserialize(kept)?;
        let Switch { fields } = Switch::deserialize(&kept).map_err(D::Error::custom)?;
        let draft = Self::deserialize(kept).map_err(D::Error::custom)?;
        Ok(Self { fields, ..draft })
    }

    /// The exact bytes, with fields among them if there are some, or where the text is wrong. Nothing is guessed and nothing
    /// is left out.
    pub fn parse(&self) -> Result<Payload, ParseError> {
        match self.mode {
            PayloadMode::Text => self.text_template().map(Payload::from),
            PayloadMode::Hex if self.fields => {
                Template::hex(&self.hex, Scope::Payload).map(Payload::from)
            }
            PayloadMode::Hex => hex::parse(&self.hex).map(|bytes| Payload::Bytes(bytes.into())),
            PayloadMode::File => {
                let path = self.file.trim();
                if path.is_empty() {
                    return Err(ParseError::whole(TypedProblem::NoPath));
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
    fn text_template(&self) -> Result<Template, ParseError> {
        let ending = Template::fixed(self.encoding.encode(self.ending.text())?.into());
        if !self.multiline || self.ending == LineEnding::None {
            let mut whole = self.line_template(&self.text)?;
            whole.append(&ending);
            return Ok(whole);
        }
        let mut whole = Template::fixed(Bytes::new());
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let text = line.strip_suffix('\n').unwrap_or(line);
            whole.append(&self.line_template(text).map_err(|error| error.shifted(start))?);
            whole.append(&ending);
            start += line.len();
        }
        Ok(whole)
    }

    fn line_template(&self, text: &str) -> Result<Template, ParseError> {
        if self.fields {
            return Template::text(text, self.encoding, Scope::Payload);
        }
        escape::parse(text, self.encoding).map(|bytes| Template::fixed(bytes.into()))
    }
}

impl Default for PayloadDraft {
    fn default() -> Self {
        Self {
            mode: PayloadMode::default(),
            text: String::new(),
            hex: String::new(),
            file: String::new(),
            multiline: false,
            encoding: Encoding::default(),
            ending: LineEnding::default(),
            fields: true,
        }
    }
}

impl From<Template> for Payload {
    /// What is the same each time needs no template.
    fn from(template: Template) -> Self {
        match template.as_fixed() {
            Some(bytes) => Self::Bytes(bytes.clone()),
            None => Self::Template(template),
        }
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
    use crate::form::{Filled, Filling};
    use crate::types::problem::{FillProblem, Quantity};

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
            "the error is where it stands in the whole text"
        );
    }

    #[test]
    fn fields_take_their_values_where_they_are_switched_on() {
        let draft = |fields| PayloadDraft {
            text: "{seq:dec}{len:u8}".to_owned(),
            ending: LineEnding::CrLf,
            fields,
            ..PayloadDraft::default()
        };
        let literal = Bytes::from_static(b"{seq:dec}{len:u8}\r\n");
        assert_eq!(draft(false).parse().unwrap(), Payload::Bytes(literal));
        let Payload::Template(template) = draft(true).parse().unwrap() else {
            panic!("it has fields");
        };
        let mut filling = Filling::local(crate::types::Stamp { mono_ns: 0, unix_us: 0 }, 7);
        assert_eq!(template.render(&mut filling.values()).unwrap(), b"7\x04\r\n".as_slice());
        assert!(PayloadDraft::default().fields && !PayloadDraft::of(b"{a}").fields);
        let old: PayloadDraft = serde_json::from_str("{}").unwrap();
        assert!(old.fields);
    }

    #[test]
    fn a_field_of_a_later_line_knows_what_is_before_it() {
        let draft = |text: &str| PayloadDraft {
            text: text.to_owned(),
            multiline: true,
            ending: LineEnding::CrLf,
            ..PayloadDraft::default()
        };
        let mut filling = Filling::local(crate::types::Stamp { mono_ns: 0, unix_us: 0 }, 0);
        let payload = draft("a\n{sum8:hex}").filled(&mut filling).unwrap();
        assert_eq!(payload, Filled::Bytes(Bytes::from_static(b"a\r\n78\r\n")));
        assert_eq!(draft("one\n{two}").parse().unwrap_err().at, 5..8);
        let error = draft("a\n{len:u8}{random:300}").filled(&mut filling).unwrap_err();
        let problem = FillProblem::TooLarge {
            quantity: Quantity::Length,
            value: 306,
            number: "u8".to_owned(),
            most: 255,
        };
        assert_eq!(error.problem, problem.into());
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
