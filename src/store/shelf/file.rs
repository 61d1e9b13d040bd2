//! The shelf as a file that people read and write.

use serde::{Deserialize, Serialize};

use crate::codec::{Encoding, LineEnding};
use crate::form::{PayloadDraft, PayloadMode};
use crate::store::shelf::Saved;
use crate::types::problem::FileProblem;

/// The text of a file with these payloads.
pub(super) fn write<'a>(many: impl IntoIterator<Item = &'a Saved>) -> Result<String, FileProblem> {
    let payload = many.into_iter().map(Entry::of).collect();
    let text = toml::to_string_pretty(&File { payload })
        .map_err(|error| FileProblem::Content(error.to_string()))?;
    Ok(format!("{HEAD}\n{text}"))
}

/// The payloads of a file.
pub(super) fn parse(text: &str) -> Result<Vec<Saved>, FileProblem> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().and_then(|span| text.get(..span.start));
        let line = line.map_or(0, |before| before.matches('\n').count());
        FileProblem::Line { line: line + 1, message: error.message().to_owned() }
    })?;
    file.payload.into_iter().map(Entry::saved).collect()
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct File {
    #[serde(default)]
    payload: Vec<Entry>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Entry {
    name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    group: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    encoding: Encoding,
    #[serde(skip_serializing_if = "is_default")]
    ending: LineEnding,
    #[serde(skip_serializing_if = "is_default")]
    lines: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<bool>,
}

impl Entry {
    fn of(saved: &Saved) -> Self {
        let PayloadDraft { mode, encoding, ending, multiline, fields, .. } = saved.payload;
        let typed = |of: PayloadMode| (of == mode).then(|| saved.payload.typed().to_owned());
        Self {
            name: saved.name.clone(),
            group: saved.group.clone(),
            text: typed(PayloadMode::Text),
            hex: typed(PayloadMode::Hex),
            file: typed(PayloadMode::File),
            encoding,
            ending,
            lines: multiline,
            fields: (!fields).then_some(false),
        }
    }

    fn saved(self) -> Result<Saved, FileProblem> {
        let Self { name, group, text, hex, file, encoding, ending, lines, fields } = self;
        let (mode, typed) = match (text, hex, file) {
            (Some(text), None, None) => (PayloadMode::Text, text),
            (None, Some(hex), None) => (PayloadMode::Hex, hex),
            (None, None, Some(file)) => (PayloadMode::File, file),
            _ => return Err(FileProblem::PayloadContent { name }),
        };
        let mut payload = PayloadDraft {
            mode,
            multiline: lines,
            encoding,
            ending,
            fields: fields.unwrap_or(true),
            ..PayloadDraft::default()
        };
        *payload.typed_mut() = typed;
        let is_unnamed = name.trim().is_empty();
        Ok(if is_unnamed {
            Saved::unnamed(&group, &payload)
        } else {
            Saved::new(&name, &group, &payload)
        })
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

const HEAD: &str = "\
# Saved payloads of Sockscope, in the order of the shelf.
# Each has a name, perhaps a group, and one of: text (with escapes such as \\r\\n and \\x00), hex, file (a path).
# With text go encoding, ending (lf, cr, crlf, nul) and lines = true for an editor of several lines.
# Text and hex may have fields such as {seq:u32be}; with fields = false braces are what they are.
";
