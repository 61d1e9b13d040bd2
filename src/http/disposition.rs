//! The file name to save a body under.

use encoding_rs::mem::decode_latin1;

use crate::http::{Url, percent};
use crate::types::http::HeaderField;

/// A file name for the body of a response: that of `Content-Disposition` (RFC 6266; `filename*` before `filename`), else
/// the last segment of the URL's path, else `body`.
///
/// Safe on every system: a single name without folders, control characters and reordering characters, without a leading dot, not
/// reserved by Windows, at most 200 bytes.
pub fn file_name(url: &Url, fields: &[HeaderField]) -> String {
    let dispositions = || {
        fields
            .iter()
            .filter(|field| field.name.eq_ignore_ascii_case(b"content-disposition"))
            .map(|field| parameters(&field.value))
    };
    let extended = dispositions().find_map(|of| value(&of, "filename*").and_then(extended));
    let plain = || dispositions().find_map(|of| value(&of, "filename").map(text));
    let candidates = [extended.or_else(plain), Some(last_segment(url))];
    let mut names = candidates.into_iter().flatten().map(|name| safe(&name));
    names.find(|name| !name.is_empty()).unwrap_or_else(|| FALLBACK.to_owned())
}

/// Names in lower case, values without quotes.
type Parameters = Vec<(String, Vec<u8>)>;

/// The parameters after the type. Parts without `=` are skipped.
fn parameters(field: &[u8]) -> Parameters {
    let mut found = Vec::new();
    let mut rest = behind(field, b';');
    while !rest.is_empty() {
        let name_len = rest.iter().position(|b| matches!(b, b'=' | b';')).unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(name_len).unwrap_or((rest, &[]));
        let Some(after) = after.strip_prefix(b"=") else {
            rest = behind(after, b';');
            continue;
        };
        let (value, after) = parameter_value(after.trim_ascii_start());
        found.push((String::from_utf8_lossy(name.trim_ascii()).to_lowercase(), value));
        rest = behind(after, b';');
    }
    found
}

/// The value, quoted (RFC 9110, 5.6.4) or not, and what follows it.
fn parameter_value(text: &[u8]) -> (Vec<u8>, &[u8]) {
    let Some(quoted) = text.strip_prefix(b"\"") else {
        let len = text.iter().position(|&b| b == b';').unwrap_or(text.len());
        let (value, after) = text.split_at_checked(len).unwrap_or((text, &[]));
        return (value.trim_ascii_end().to_vec(), after);
    };
    let mut value = Vec::new();
    let mut rest = quoted;
    loop {
        rest = match rest {
            // Some servers send a Windows path unescaped: a backslash escapes only a quote or a backslash.
            [b'\\', escaped @ (b'"' | b'\\'), after @ ..] => {
                value.push(*escaped);
                after
            }
            [b'"', after @ ..] => return (value, after),
            [byte, after @ ..] => {
                value.push(*byte);
                after
            }
            [] => return (value, &[]),
        };
    }
}

fn behind(text: &[u8], separator: u8) -> &[u8] {
    text.iter()
        .position(|&byte| byte == separator)
        .and_then(|at| text.get(at + 1..))
        .unwrap_or_default()
}

fn value<'a>(of: &'a Parameters, name: &str) -> Option<&'a [u8]> {
    of.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_slice())
}

/// `charset'language'percent-encoded` (RFC 8187, 3.2.1).
fn extended(value: &[u8]) -> Option<String> {
    let mut parts = value.splitn(3, |&byte| byte == b'\'');
    let charset = parts.next()?;
    let bytes = percent::decode(parts.nth(1)?);
    if charset.eq_ignore_ascii_case(b"UTF-8") {
        String::from_utf8(bytes).ok()
    } else if charset.eq_ignore_ascii_case(b"ISO-8859-1") {
        Some(decode_latin1(&bytes).into_owned())
    } else {
        None
    }
}

/// UTF-8, as most servers send it, or else ISO 8859-1, as the standard requires.
fn text(value: &[u8]) -> String {
    str::from_utf8(value).map_or_else(|_| decode_latin1(value).into_owned(), str::to_owned)
}

fn last_segment(url: &Url) -> String {
    let target = url.origin_form();
    let path = target.split('?').next().unwrap_or_default();
    let segment = path.rsplit('/').next().unwrap_or_default();
    text(&percent::decode(segment.as_bytes()))
}

/// The name without what is unsafe; empty if nothing is left.
fn safe(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|&c| is_harmless(c)).map(replaced).collect();
    let is_edge = |c: char| c == '.' || c.is_whitespace();
    let name = name.trim_start_matches(is_edge).trim_end_matches(is_edge);
    let name = if is_reserved(name) { format!("_{name}") } else { name.to_owned() };
    shortened(&name).trim_end_matches(is_edge).to_owned()
}

/// Neither a control character nor one that hides or reorders other characters.
fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Characters that Windows doesn't allow in a name.
fn replaced(c: char) -> char {
    if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c }
}

/// Whether it is a Windows device, with any extension ("Naming Files, Paths, and Namespaces").
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let is_numbered = |kind: &str| {
        let mut number = stem.strip_prefix(kind).unwrap_or_default().chars();
        matches!((number.next(), number.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    RESERVED.contains(&stem.as_str()) || is_numbered("COM") || is_numbered("LPT")
}

/// Cut at a character boundary, before the extension if that is short.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let dot = name.rfind('.').filter(|dot| name.len() - dot <= LONGEST_EXTENSION);
    let (stem, extension) = name.split_at_checked(dot.unwrap_or(name.len())).unwrap_or((name, ""));
    let room = stem.floor_char_boundary(LONGEST - extension.len());
    let stem = stem.get(..room).unwrap_or_default();
    format!("{stem}{extension}")
}

const FALLBACK: &str = "body";

const RESERVED: &[&str] = &["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Bytes of a name: file systems allow 255, and a suffix may be added.
const LONGEST: usize = 200;

/// Bytes of an extension that is kept, with the dot.
const LONGEST_EXTENSION: usize = 20;

#[cfg(test)]
mod tests;
