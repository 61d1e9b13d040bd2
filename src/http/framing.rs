//! How long a body is, and whether the connection outlives it (RFC 9112, 6.3 and 9.3).

use crate::http::head::{Fault, ParsedHead};
use crate::types::HttpVersion;
use crate::types::http::{BodyFraming, HeaderField, ResponseHead};
use crate::types::problem::response::{FieldProblem, ResponseProblem};

/// The kind of request, as far as it affects the length of the response body. Methods are case-sensitive (RFC 9110, 9.1).
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

/// The framing of a final response. Deviations are added to the fields that determine it.
pub(super) fn framing(asked: Asked, parsed: &mut ParsedHead) -> Result<BodyFraming, Fault> {
    let ParsedHead { head, starts } = parsed;
    if has_no_body(asked, head.status) {
        if is_bare(asked, head.status) {
            note(head, &[CONTENT_LENGTH, TRANSFER_ENCODING], FieldProblem::WithoutBody);
        }
        return Ok(if head.status == SWITCHING {
            BodyFraming::UntilClose
        } else {
            BodyFraming::None
        });
    }
    let codings = tokens(&head.fields, TRANSFER_ENCODING);
    if !codings.is_empty() {
        let fault = |problem| Fault::new(start_of(head, starts, TRANSFER_ENCODING), problem);
        let (framing, oddity) = transfer_framing(&codings).map_err(fault)?;
        note(head, &[CONTENT_LENGTH], FieldProblem::Overruled);
        if let Some(oddity) = oddity {
            note(head, &[TRANSFER_ENCODING], oddity);
        }
        if head.version == HttpVersion::Http10 {
            note(head, &[TRANSFER_ENCODING], FieldProblem::NotInHttp10);
        }
        return Ok(framing);
    }
    note(head, &[TRANSFER_ENCODING], FieldProblem::Empty);
    let length = content_length(head)
        .map_err(|(field, problem)| Fault::new(starts.get(field).copied().unwrap_or(0), problem))?;
    Ok(length.map_or(BodyFraming::UntilClose, BodyFraming::Length))
}

/// Whether the connection may carry another request after this response (RFC 9112, 9.3).
pub(super) fn keeps_connection(asked: Asked, head: &ResponseHead, framing: BodyFraming) -> bool {
    let has = |name| head.fields.iter().any(|field| is(field, name));
    // Suggests response smuggling, or a server that doesn't support chunks (RFC 9112, 6.1).
    let is_doubtful =
        has(TRANSFER_ENCODING) && (has(CONTENT_LENGTH) || head.version == HttpVersion::Http10);
    if is_tunnel(asked, head.status) || is_doubtful || framing == BodyFraming::UntilClose {
        return false;
    }
    let is_kept = || has_option(&head.fields, b"keep-alive");
    !closes_connection(&head.fields) && (head.version == HttpVersion::Http11 || is_kept())
}

/// `Connection: close` (RFC 9112, 9.6).
pub(super) fn closes_connection(fields: &[HeaderField]) -> bool {
    has_option(fields, b"close")
}

fn has_option(fields: &[HeaderField], option: &[u8]) -> bool {
    tokens(fields, CONNECTION).iter().any(|token| token.eq_ignore_ascii_case(option))
}

/// Whether the connection is a tunnel through a proxy after this response (RFC 9110, 9.3.6).
pub(super) fn is_tunnel(asked: Asked, status: u16) -> bool {
    asked == Asked::Connect && (200..300).contains(&status)
}

/// Adds deviations to the framing fields of a 1xx response.
pub(super) fn note_interim(parsed: &mut ParsedHead) {
    note(&mut parsed.head, &[CONTENT_LENGTH, TRANSFER_ENCODING], FieldProblem::WithoutBody);
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

/// Whether a response has no body (RFC 9112, 6.3, items 1 and 2). The data after 101 isn't a body either, but is shown as one.
fn has_no_body(asked: Asked, status: u16) -> bool {
    asked == Asked::Head || matches!(status, 100..200 | 304) || is_bare(asked, status)
}

/// Whether the framing fields aren't allowed either (RFC 9110, 8.6; RFC 9112, 6.1).
fn is_bare(asked: Asked, status: u16) -> bool {
    matches!(status, 100..200 | 204) || is_tunnel(asked, status)
}

/// The framing by the transfer codings, of which there is at least one, and a deviation.
fn transfer_framing(
    codings: &[&[u8]],
) -> Result<(BodyFraming, Option<FieldProblem>), ResponseProblem> {
    let Some((last, before)) = codings.split_last() else {
        return Ok((BodyFraming::UntilClose, None));
    };
    if let Some(coding) = codings.iter().find(|coding| is_chunked(coding) && coding.contains(&b';'))
    {
        return Err(ResponseProblem::ChunkedParameter(shortened(coding)));
    }
    Ok(match (is_chunked(last), before.iter().copied().any(is_chunked)) {
        (true, false) => (BodyFraming::Chunked, None),
        (true, true) => (BodyFraming::Chunked, Some(FieldProblem::ChunkedAgain)),
        (false, _) => (BodyFraming::UntilClose, Some(FieldProblem::ChunkedNotLast)),
    })
}

fn is_chunked(coding: &[u8]) -> bool {
    let name = coding.split(|byte| *byte == b';').next().unwrap_or_default();
    name.trim_ascii().eq_ignore_ascii_case(b"chunked")
}

/// The length that all Content-Length fields agree on (RFC 9110, 8.6). An error has the number of the invalid field.
fn content_length(head: &mut ResponseHead) -> Result<Option<u64>, (usize, ResponseProblem)> {
    let mut found = None;
    for (number, field) in head.fields.iter_mut().enumerate() {
        if !is(field, CONTENT_LENGTH) {
            continue;
        }
        let value = field.value.clone();
        if elements(&value).next().is_none() {
            return Err((number, ResponseProblem::LengthEmpty));
        }
        for element in elements(&value) {
            let len = decimal(element).map_err(|problem| (number, problem))?;
            match found {
                Some(before) if before != len => {
                    return Err((number, ResponseProblem::LengthConflict { len, before }));
                }
                Some(_) if !field.problems.contains(&FieldProblem::LengthAgain) => {
                    field.problems.push(FieldProblem::LengthAgain);
                }
                Some(_) => {}
                None => found = Some(len),
            }
        }
    }
    Ok(found)
}

fn decimal(digits: &[u8]) -> Result<u64, ResponseProblem> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(ResponseProblem::LengthNumber(shortened(digits)));
    }
    let text = str::from_utf8(digits).unwrap_or_default();
    text.parse().map_err(|_overflow| ResponseProblem::LengthTooLarge(shortened(digits)))
}

/// The value, cut to what a problem holds.
fn shortened(value: &[u8]) -> Vec<u8> {
    value.get(..MOST_SHOWN).unwrap_or(value).to_vec()
}

/// Adds a problem to every field of these names.
fn note(head: &mut ResponseHead, names: &[&str], problem: FieldProblem) {
    let fields = head.fields.iter_mut();
    for field in fields.filter(|field| names.iter().any(|name| is(field, name))) {
        field.problems.push(problem);
    }
}

/// Where the first field of a name begins.
fn start_of(head: &ResponseHead, starts: &[usize], name: &str) -> usize {
    let number = head.fields.iter().position(|field| is(field, name));
    number.and_then(|number| starts.get(number)).copied().unwrap_or(0)
}

/// Bytes of a value that a problem holds.
const MOST_SHOWN: usize = 40;
/// `101 Switching Protocols`.
pub(super) const SWITCHING: u16 = 101;
const CONNECTION: &str = "connection";
const CONTENT_LENGTH: &str = "content-length";
const TRANSFER_ENCODING: &str = "transfer-encoding";
