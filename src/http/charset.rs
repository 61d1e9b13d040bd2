//! Finds the character encoding of a body.

use encoding_rs::{DecoderResult, Encoding, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::types::charset::Evidence;

/// An encoding and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detection {
    /// The encoding's name in the WHATWG Encoding Standard, such as `UTF-8`; [`Encoding::for_label`] knows it.
    pub label: &'static str,
    /// How it was found.
    pub evidence: Evidence,
}

/// The `charset` parameter of a `Content-Type` (RFC 9110, 8.3), as it is written there, without quotes.
pub fn declared(content_type: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(content_type);
    let parameters = text.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    parameters
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .map(|(_, value)| value.trim().trim_matches(['"', '\'']).trim().to_owned())
        .find(|value| !value.is_empty())
}

/// The encoding of a body by its `Content-Type` and its first bytes; some thousand of them are enough, and a character
/// may be cut at their end.
///
/// In this order: a byte order mark, the declared charset, the `meta` element within the first 1024 bytes if the body
/// may be HTML, UTF-8 if the bytes are valid in it, GBK likewise, windows-1252. An unknown charset is ignored.
pub fn detect(content_type: Option<&[u8]>, start_of_body: &[u8]) -> Detection {
    let found =
        |encoding: &'static Encoding, evidence| Detection { label: encoding.name(), evidence };
    if let Some((encoding, _)) = Encoding::for_bom(start_of_body) {
        return found(encoding, Evidence::ByteOrderMark);
    }
    if let Some(encoding) = content_type.and_then(declared).and_then(|label| known(&label)) {
        return found(encoding, Evidence::Declared);
    }
    if content_type.is_none_or(is_html)
        && let Some(encoding) = meta(start_of_body)
    {
        return found(encoding, Evidence::Meta);
    }
    if is_valid(UTF_8, start_of_body) {
        return found(UTF_8, Evidence::ValidUtf8);
    }
    if is_valid(GBK, start_of_body) {
        return found(GBK, Evidence::Guess);
    }
    found(WINDOWS_1252, Evidence::Fallback)
}

fn known(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes())
}

fn is_html(content_type: &[u8]) -> bool {
    let kind = content_type.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
    HTML.iter().any(|html| kind.eq_ignore_ascii_case(html.as_bytes()))
}

/// The charset of the first `meta` element that has one (WHATWG HTML, 13.2.3.2, "prescan"; comments are skipped).
fn meta(start_of_body: &[u8]) -> Option<&'static Encoding> {
    let start = start_of_body.get(..META_WITHIN).unwrap_or(start_of_body);
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let mut rest = text.as_str();
    while let Some((_, tag)) = rest.split_once('<') {
        rest = match tag.strip_prefix("!--") {
            Some(comment) => comment.split_once("-->")?.1,
            None => tag,
        };
        if let Some(attributes) = tag.strip_prefix("meta")
            && attributes.starts_with(|c: char| c.is_ascii_whitespace() || c == '/')
            && let Some((attributes, _)) = attributes.split_once('>')
            && let Some(encoding) = charset_attribute(attributes)
        {
            return Some(encoding);
        }
    }
    None
}

/// `charset=x`, or the one within `content="text/html; charset=x"`.
fn charset_attribute(attributes: &str) -> Option<&'static Encoding> {
    attributes.match_indices("charset").find_map(|(at, name)| {
        let value = attributes.get(at + name.len()..)?.trim_ascii_start();
        let value = value.strip_prefix('=')?.trim_ascii_start().trim_start_matches(['"', '\'']);
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | ';' | '/');
        let encoding = known(value.split(ends).next()?)?;
        // The element itself was readable as ASCII, so it can't be one of these.
        Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
    })
}

/// Whether the bytes decode without an error, apart from a character cut at the end.
fn is_valid(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(BLOCK);
    let mut rest = bytes;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, false);
        text.clear();
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return false,
        }
    }
}

const HTML: &[&str] = &["text/html", "application/xhtml+xml"];

/// Bytes searched for a `meta` element (WHATWG HTML, 4.2.5.4).
const META_WITHIN: usize = 1024;

/// Bytes decoded at once.
const BLOCK: usize = 4096;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_declared_charset_is_found_in_any_form() {
        let table: [(&str, Option<&str>); 11] = [
            ("text/html; charset=UTF-8", Some("UTF-8")),
            ("text/html;charset=gbk", Some("gbk")),
            ("text/html; CharSet = \"Big5\" ; x=y", Some("Big5")),
            ("text/html; charset='utf-8'", Some("utf-8")),
            ("text/html; x=y; charset=a; charset=b", Some("a")),
            ("text/html; charset=; charset=b", Some("b")),
            ("text/html", None),
            ("text/html; charset", None),
            ("text/html; xcharset=a", None),
            ("charset=utf-8", None),
            ("", None),
        ];
        for (content_type, expected) in table {
            assert_eq!(declared(content_type.as_bytes()).as_deref(), expected, "{content_type}");
        }
        assert_eq!(declared(b"\xff; charset=a").as_deref(), Some("a"));
    }

    #[test]
    fn the_strongest_evidence_decides() {
        use Evidence::{ByteOrderMark, Declared, Fallback, Guess, Meta, ValidUtf8};
        let gbk_meta = b"<html><META content='text/html; charset=GB2312' http-equiv=x>\xc4\xe3";
        let table: [(Option<&str>, &[u8], &str, Evidence); 26] = [
            (None, b"", "UTF-8", ValidUtf8),
            (None, b"plain", "UTF-8", ValidUtf8),
            (None, "你好".as_bytes(), "UTF-8", ValidUtf8),
            (None, b"\xe4\xbd\xa0\xe5", "UTF-8", ValidUtf8),
            (None, b"\xc4\xe3\xba\xc3", "GBK", Guess),
            (None, b"\xc4\xe3\xba", "GBK", Guess),
            (None, b"caf\xe9 x", "windows-1252", Fallback),
            (None, b"\xff", "windows-1252", Fallback),
            (Some("text/plain; charset=latin1"), b"\xc4\xe3", "windows-1252", Declared),
            (Some("text/plain; charset=\"EUC-KR\""), b"a", "EUC-KR", Declared),
            (Some("text/plain; charset=nonsense"), b"\xc4\xe3", "GBK", Guess),
            (Some("text/plain; charset=gbk"), b"\xef\xbb\xbfa", "UTF-8", ByteOrderMark),
            (None, b"\xff\xfea\0", "UTF-16LE", ByteOrderMark),
            (None, b"\xfe\xff\0a", "UTF-16BE", ByteOrderMark),
            (Some("text/html"), gbk_meta, "GBK", Meta),
            (None, gbk_meta, "GBK", Meta),
            (Some("TEXT/HTML ; x=y"), gbk_meta, "GBK", Meta),
            (Some("text/html; charset=utf-8"), gbk_meta, "UTF-8", Declared),
            (Some("text/plain"), b"<meta charset=big5>a", "UTF-8", ValidUtf8),
            (None, b"<meta charset=\"big5\"/>a", "Big5", Meta),
            (None, b"<meta name=charset><meta\ncharset = 'big5'>", "Big5", Meta),
            (None, b"<meta charset=utf-16>a", "UTF-8", Meta),
            (None, b"<meta charset=nonsense>a", "UTF-8", ValidUtf8),
            (None, b"<!-- <meta charset=big5> -->a", "UTF-8", ValidUtf8),
            (None, b"<!-- > --><meta charset=big5>", "Big5", Meta),
            (None, b"<metal charset=big5><meta charset=big5", "UTF-8", ValidUtf8),
        ];
        for (content_type, body, label, evidence) in table {
            let found = detect(content_type.map(str::as_bytes), body);
            assert_eq!(found, Detection { label, evidence }, "{}", body.escape_ascii());
            assert!(Encoding::for_label(found.label.as_bytes()).is_some());
        }
    }

    #[test]
    fn only_the_start_is_searched_for_a_meta_element() {
        let page = |spaces| format!("{}<meta charset=gbk>", " ".repeat(spaces));
        assert_eq!(detect(None, page(1024 - 18).as_bytes()).label, "GBK");
        assert_eq!(detect(None, page(1024).as_bytes()).label, "UTF-8");
    }

    #[test]
    fn long_text_is_judged_to_its_end() {
        let mut body = "你".repeat(5000).into_bytes();
        assert_eq!(detect(None, &body).label, "UTF-8");
        body.push(b'\xff');
        body.push(b'a');
        assert_ne!(detect(None, &body).label, "UTF-8");
    }

    proptest! {
        #[test]
        fn text_is_recognised_wherever_it_is_cut(text: String, at in 0_usize..40) {
            let bytes = text.as_bytes();
            let start = bytes.get(..at).unwrap_or(bytes);
            let found = detect(Some(b"text/plain"), start);
            prop_assert!(start.starts_with(b"\xef\xbb\xbf") || found.evidence == Evidence::ValidUtf8);
        }

        #[test]
        fn any_bytes_have_an_encoding(kind: Vec<u8>, body: Vec<u8>, meta in "(<meta |<!--|charset=|gbk|['\">]){0,6}") {
            let body = [meta.as_bytes(), &body].concat();
            prop_assert!(Encoding::for_label(detect(Some(&kind), &body).label.as_bytes()).is_some());
            prop_assert!(Encoding::for_label(detect(None, &body).label.as_bytes()).is_some());
        }
    }
}
