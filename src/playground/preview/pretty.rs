//! JSON with line breaks and indents, cut into lines.

use std::ops::Range;

use crate::codec::Encoding;
use crate::codec::text::{Decoder, Piece};
use crate::http::json;
use crate::words::body as words;

/// A text that was made for reading, in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrettyText {
    text: String,
    lines: Vec<Range<usize>>,
}

impl PrettyText {
    /// From a whole text.
    pub fn new(text: String) -> Self {
        let mut start = 0;
        let ends = text.split_inclusive('\n').map(|line| {
            let range = start..start + line.strip_suffix('\n').unwrap_or(line).len();
            start += line.len();
            range
        });
        let lines = ends.collect();
        Self { text, lines }
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number of lines.
    pub fn len(&self) -> u64 {
        self.lines.len() as u64
    }

    /// There is no line.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A line, without its end.
    pub fn line(&self, number: u64) -> Option<&str> {
        let range = self.lines.get(usize::try_from(number).ok()?)?;
        self.text.get(range.clone())
    }
}

/// The body as JSON, or in words why it is none.
pub(super) fn json(bytes: &[u8], encoding: Encoding) -> Result<PrettyText, String> {
    let mut text = String::with_capacity(bytes.len());
    let mut bad = false;
    let mut sink = |piece: Piece<'_>| match piece {
        Piece::Text(piece) => text.push_str(piece),
        Piece::Bad(_) => bad = true,
    };
    let mut decoder = Decoder::new(encoding);
    decoder.decode(bytes, &mut sink);
    decoder.finish(&mut sink);
    if bad {
        return Err(words::not_text(encoding.label()));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    json::pretty(text).map(PrettyText::new).ok_or_else(|| words::not_json().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_gets_lines_and_keeps_its_numbers() {
        let pretty = json(b"{\"a\":1.50,\"b\":[]}", Encoding::Utf8).unwrap();
        let lines: Vec<&str> = (0..pretty.len()).filter_map(|n| pretty.line(n)).collect();
        assert_eq!(lines.first(), Some(&"{"));
        assert!(lines.iter().any(|line| line.trim() == "\"a\": 1.50,"), "{lines:?}");
    }

    #[test]
    fn what_is_no_json_is_said() {
        assert_eq!(json(b"<html>", Encoding::Utf8).unwrap_err(), "The body isn't JSON");
        assert_eq!(json(b"{\xff}", Encoding::Utf8).unwrap_err(), "The body isn't valid UTF-8");
    }

    #[test]
    fn lines_end_where_they_are_broken() {
        let text = PrettyText::new("a\n\nbc".to_owned());
        let lines: Vec<&str> = (0..text.len()).filter_map(|n| text.line(n)).collect();
        assert_eq!(lines, ["a", "", "bc"]);
    }
}
