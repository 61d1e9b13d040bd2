//! How a body wants to be looked at, by its content type and its first bytes.

use crate::playground::{Excerpt, Hop};
use crate::ui::tab::http::body::view::Look;

/// The looks that make sense for a body, the best one first.
pub(super) fn looks(hop: &Hop, body: Option<Excerpt<'_>>) -> Vec<Look> {
    let mut start = Vec::new();
    if let Some(body) = body {
        body.view(0, LOOKED_AT, &mut start);
    }
    of(content_type(hop).as_deref(), &start)
}

fn of(content_type: Option<&str>, start: &[u8]) -> Vec<Look> {
    let declared = |part: &str| content_type.is_some_and(|declared| declared.contains(part));
    if is_picture(start) {
        return vec![Look::Picture, Look::Hex];
    }
    if declared("json") || (content_type.is_none() && start.starts_with(b"{")) {
        return vec![Look::Pretty, Look::Text, Look::Hex];
    }
    let text = ["text/", "xml", "javascript", "urlencoded"].into_iter().any(declared);
    if start.is_empty() || text || is_text(start) {
        return vec![Look::Text, Look::Hex];
    }
    vec![Look::Hex, Look::Text]
}

/// In lower case, without parameters.
fn content_type(hop: &Hop) -> Option<String> {
    let value = String::from_utf8_lossy(hop.content_type()?).to_ascii_lowercase();
    Some(value.split(';').next().unwrap_or_default().trim().to_owned())
}

/// By their first bytes, which say more than what is declared.
fn is_picture(start: &[u8]) -> bool {
    let webp = start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP");
    let starts: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a"];
    webp || starts.into_iter().any(|magic| start.starts_with(magic))
}

/// UTF-8 without controls but those of lines; a character may be cut at the end.
fn is_text(start: &[u8]) -> bool {
    let valid = match std::str::from_utf8(start) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    valid && !start.iter().any(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127))
}

/// Bytes looked at.
const LOOKED_AT: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_and_the_type_say_how_to_look() {
        let png: &[u8] = b"\x89PNG\r\n\x1a\n\0";
        let table: [(Option<&str>, &[u8], Look); 9] = [
            (Some("image/png"), png, Look::Picture),
            (Some("text/plain"), png, Look::Picture),
            (Some("application/json"), b"[1]", Look::Pretty),
            (Some("application/problem+json"), b"{}", Look::Pretty),
            (None, b"{\"a\":1}", Look::Pretty),
            (Some("text/html"), b"\xc4\xe3", Look::Text),
            (None, "plain 你\u{1b}[m".as_bytes(), Look::Text),
            (Some("application/octet-stream"), b"\0\x01", Look::Hex),
            (None, b"", Look::Text),
        ];
        for (declared, start, look) in table {
            assert_eq!(of(declared, start).first(), Some(&look), "{declared:?} {start:?}");
        }
    }
}
