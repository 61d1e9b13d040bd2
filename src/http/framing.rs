//! How long a body is, and whether the connection outlives it (RFC 9112, 6.3 and 9.3).

use crate::http::head::{Fault, ParsedHead, add};
use crate::types::HttpVersion;
use crate::types::http::{HeaderField, ResponseHead};

/// What of a request decides the length of its answer's body. Methods are case-sensitive (RFC 9110, 9.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Head,
    Connect,
    Other,
}

impl Asked {
    pub(super) fn of(method: &str) -> Self {
        match method {
            "HEAD" => Self::Head,
            "CONNECT" => Self::Connect,
            _ => Self::Other,
        }
    }
}

/// Where a body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// There is none.
    Empty,
    /// After so many bytes.
    Length(u64),
    /// After the last chunk and the trailer section.
    Chunked,
    /// Where the connection ends.
    UntilClose,
}

/// The framing of a final answer. What is odd about the fields that decide it is noted at them.
pub(super) fn framing(asked: Asked, parsed: &mut ParsedHead) -> Result<Framing, Fault> {
    let ParsedHead { head, starts } = parsed;
    if has_no_body(asked, head.status) {
        if is_bare(asked, head.status) {
            note(head, &[CONTENT_LENGTH, TRANSFER_ENCODING], WITHOUT_BODY);
        }
        return Ok(if head.status == SWITCHING { Framing::UntilClose } else { Framing::Empty });
    }
    let codings = tokens(&head.fields, TRANSFER_ENCODING);
    if !codings.is_empty() {
        let fault = |words| Fault::new(start_of(head, starts, TRANSFER_ENCODING), words);
        let (framing, oddity) = transfer_framing(&codings).map_err(fault)?;
        note(head, &[CONTENT_LENGTH], "ignored: Transfer-Encoding decides");
        if let Some(words) = oddity {
            note(head, &[TRANSFER_ENCODING], words);
        }
        if head.version == HttpVersion::Http10 {
            note(head, &[TRANSFER_ENCODING], "not in HTTP/1.0");
        }
        return Ok(framing);
    }
    note(head, &[TRANSFER_ENCODING], "empty");
    let length = content_length(head)
        .map_err(|(field, words)| Fault::new(starts.get(field).copied().unwrap_or(0), words))?;
    Ok(length.map_or(Framing::UntilClose, Framing::Length))
}

/// Whether the connection may carry another request after this answer (RFC 9112, 9.3).
pub(super) fn keeps_connection(asked: Asked, head: &ResponseHead, framing: Framing) -> bool {
    let has = |name| head.fields.iter().any(|field| is(field, name));
    let is_tunnel = asked == Asked::Connect && (200..300).contains(&head.status);
    // A sign of somebody else's answer in this one, or of a server that knows no chunks (RFC 9112, 6.1).
    let is_doubtful =
        has(TRANSFER_ENCODING) && (has(CONTENT_LENGTH) || head.version == HttpVersion::Http10);
    if is_tunnel || is_doubtful || framing == Framing::UntilClose {
        return false;
    }
    let options = tokens(&head.fields, CONNECTION);
    let says = |option: &[u8]| options.iter().any(|token| token.eq_ignore_ascii_case(option));
    !says(b"close") && (head.version == HttpVersion::Http11 || says(b"keep-alive"))
}

/// Notes what is odd about the framing fields of an answer that another one follows.
pub(super) fn note_interim(parsed: &mut ParsedHead) {
    note(&mut parsed.head, &[CONTENT_LENGTH, TRANSFER_ENCODING], WITHOUT_BODY);
}

/// Whether another head follows this one, for the same request (RFC 9110, 15.2).
pub(super) fn is_interim(status: u16) -> bool {
    (100..200).contains(&status) && status != SWITCHING
}

/// The elements of the comma-separated lists in all fields of a name, without the empty ones (RFC 9110, 5.6.1).
pub(super) fn tokens<'a>(fields: &'a [HeaderField], name: &str) -> Vec<&'a [u8]> {
    let lists = fields.iter().filter(|field| is(field, name));
    lists.flat_map(|field| elements(&field.value)).collect()
}

fn elements(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    list.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).filter(|element| !element.is_empty())
}

fn is(field: &HeaderField, name: &str) -> bool {
    field.name.eq_ignore_ascii_case(name.as_bytes())
}

/// RFC 9112, 6.3, items 1 and 2. What follows 101 is no body either, but it is what there is to show.
fn has_no_body(asked: Asked, status: u16) -> bool {
    asked == Asked::Head || matches!(status, 100..200 | 304) || is_bare(asked, status)
}

/// Whether not even the fields may stand there (RFC 9110, 8.6; RFC 9112, 6.1).
fn is_bare(asked: Asked, status: u16) -> bool {
    matches!(status, 100..200 | 204) || asked == Asked::Connect && (200..300).contains(&status)
}

/// By the transfer codings, of which there is one at least, and what is odd about them.
fn transfer_framing(codings: &[&[u8]]) -> Result<(Framing, Option<&'static str>), String> {
    let Some((last, before)) = codings.split_last() else {
        return Ok((Framing::UntilClose, None));
    };
    if let Some(coding) = codings.iter().find(|coding| is_chunked(coding) && coding.contains(&b';'))
    {
        return Err(format!("the coding \"{}\" has a parameter", coding.escape_ascii()));
    }
    Ok(match (is_chunked(last), before.iter().copied().any(is_chunked)) {
        (true, false) => (Framing::Chunked, None),
        (true, true) => (Framing::Chunked, Some("chunked more than once, taken as once")),
        (false, _) => (
            Framing::UntilClose,
            Some("chunked is not last: the body lasts until the connection ends"),
        ),
    })
}

fn is_chunked(coding: &[u8]) -> bool {
    let name = coding.split(|byte| *byte == b';').next().unwrap_or_default();
    name.trim_ascii().eq_ignore_ascii_case(b"chunked")
}

/// The length that all Content-Length fields agree on; an error tells which field is wrong (RFC 9110, 8.6).
fn content_length(head: &mut ResponseHead) -> Result<Option<u64>, (usize, String)> {
    let mut found = None;
    for (number, field) in head.fields.iter_mut().enumerate() {
        if !is(field, CONTENT_LENGTH) {
            continue;
        }
        let value = field.value.clone();
        let wrong = |why: &str| (number, format!("Content-Length {why}"));
        if elements(&value).next().is_none() {
            return Err(wrong("is empty"));
        }
        for element in elements(&value) {
            let len = decimal(element).map_err(|why| wrong(&why))?;
            match found {
                Some(before) if before != len => {
                    return Err(wrong(&format!("{len} contradicts the {before} before")));
                }
                Some(_) => add(&mut field.problem, "a length again, and the same"),
                None => found = Some(len),
            }
        }
    }
    Ok(found)
}

fn decimal(digits: &[u8]) -> Result<u64, String> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(format!("\"{}\" is no number", shortened(digits)));
    }
    let text = str::from_utf8(digits).unwrap_or_default();
    text.parse().map_err(|_overflow| format!("{} is larger than any body", shortened(digits)))
}

/// For a message.
fn shortened(value: &[u8]) -> String {
    match value.get(..40) {
        Some(start) => format!("{}...", start.escape_ascii()),
        None => value.escape_ascii().to_string(),
    }
}

/// Adds words to every field of these names.
fn note(head: &mut ResponseHead, names: &[&str], words: &str) {
    let fields = head.fields.iter_mut();
    for field in fields.filter(|field| names.iter().any(|name| is(field, name))) {
        add(&mut field.problem, words);
    }
}

/// Where the first field of a name begins.
fn start_of(head: &ResponseHead, starts: &[usize], name: &str) -> usize {
    let number = head.fields.iter().position(|field| is(field, name));
    number.and_then(|number| starts.get(number)).copied().unwrap_or(0)
}

const WITHOUT_BODY: &str = "ignored: such an answer has no body";
const SWITCHING: u16 = 101;
const CONNECTION: &str = "connection";
const CONTENT_LENGTH: &str = "content-length";
const TRANSFER_ENCODING: &str = "transfer-encoding";
