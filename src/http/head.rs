//! Parses the head and the trailer section of a response, and finds their deviations.

mod problems;
mod section;

pub(super) use section::{Section, Used, Whole};

use bytes::Bytes;
use httparse::{EMPTY_HEADER, Error, Header, ParserConfig, Response, Status};

use crate::types::HttpVersion;
use crate::types::http::{HeadMeaning, HeaderField, ResponseHead};
use crate::types::problem::response::{FieldProblem, ResponseProblem};

/// A head, and the offsets of its fields.
#[derive(Debug)]
pub(super) struct ParsedHead {
    pub(super) head: ResponseHead,
    /// Offset of each field within the head.
    pub(super) starts: Vec<usize>,
}

/// An error, and its offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) problem: ResponseProblem,
}

impl Fault {
    pub(super) fn new(at: usize, problem: ResponseProblem) -> Self {
        Self { at, problem }
    }
}

/// Parses a head (RFC 9112, 4 and 5).
pub(super) fn parse(whole: &Whole) -> Result<ParsedHead, Fault> {
    let (bytes, lines) = (&whole.bytes, whole.lines);
    let mut headers = vec![EMPTY_HEADER; lines];
    let mut response = Response::new(&mut headers);
    let end = config()
        .parse_response(&mut response, bytes)
        .map_err(|error| problems::explain(bytes, error, |prefix| is_valid(prefix, lines)))?;
    // Both look for the same empty line; a difference would be a bug.
    if end != Status::Complete(bytes.len()) {
        return Err(Fault::new(0, ResponseProblem::Head));
    }
    let status_at = status_line_start(bytes);
    let status = response.code.unwrap_or_default();
    if status < 100 {
        let problem = ResponseProblem::StatusRange(status);
        return Err(Fault::new(status_at + VERSION_LEN + 1, problem));
    }
    let starts = starts(bytes, response.headers);
    let head = ResponseHead {
        version: if response.version == Some(0) {
            HttpVersion::Http10
        } else {
            HttpVersion::Http11
        },
        status,
        reason: reason(bytes, status_at),
        fields: fields(bytes, response.headers, &starts),
        wire_len: bytes.len() as u64,
        problems: problems::of_head(bytes, status_at),
        meaning: HeadMeaning::default(),
    };
    Ok(ParsedHead { head, starts })
}

/// Parses a trailer section (RFC 9112, 7.1.2).
pub(super) fn parse_trailers(whole: &Whole) -> Result<Vec<HeaderField>, Fault> {
    let mut fields = parse(whole)?.head.fields;
    for field in &mut fields {
        if NOT_IN_TRAILERS.iter().any(|name| field.name.eq_ignore_ascii_case(name.as_bytes())) {
            field.problems.push(FieldProblem::NotInTrailers);
        }
    }
    Ok(fields)
}

fn config() -> ParserConfig {
    let mut config = ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true);
    config
}

/// Whether `prefix` may still become a head.
fn is_valid(prefix: &[u8], lines: usize) -> Result<(), Error> {
    let mut headers = vec![EMPTY_HEADER; lines];
    config().parse_response(&mut Response::new(&mut headers), prefix).map(|_| ())
}

fn status_line_start(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// The reason phrase: httparse returns it only if it is ASCII.
fn reason(bytes: &Bytes, status_at: usize) -> Bytes {
    let line = bytes.get(status_at..).unwrap_or_default().split(|byte| *byte == b'\n').next();
    let line = line.unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let reason = line.get(VERSION_LEN + " 200 ".len()..).unwrap_or_default();
    bytes.slice_ref(reason)
}

fn starts(bytes: &Bytes, headers: &[Header<'_>]) -> Vec<usize> {
    let begin = bytes.as_ptr().addr();
    headers.iter().map(|header| header.name.as_ptr().addr().saturating_sub(begin)).collect()
}

fn fields(bytes: &Bytes, headers: &[Header<'_>], starts: &[usize]) -> Vec<HeaderField> {
    let empty_line = if bytes.ends_with(b"\r\n") { 2 } else { 1 };
    let end = bytes.len().saturating_sub(empty_line);
    let ends = starts.iter().skip(1).copied().chain([end]);
    let lines = starts.iter().zip(ends).map(|(start, end)| bytes.get(*start..end));
    let field = |(header, line): (&Header<'_>, Option<&[u8]>)| HeaderField {
        name: bytes.slice_ref(header.name.as_bytes()),
        value: unfolded(header.value).unwrap_or_else(|| bytes.slice_ref(header.value)),
        problems: problems::of_field(header.name, line.unwrap_or_default()),
    };
    headers.iter().zip(lines).map(field).collect()
}

/// A folded value, with one space for each fold (RFC 9112, 5.2); `None` if it isn't folded.
fn unfolded(value: &[u8]) -> Option<Bytes> {
    if !value.contains(&b'\n') {
        return None;
    }
    let lines = value.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let parts: Vec<&[u8]> = lines.filter(|line| !line.is_empty()).collect();
    Some(parts.join(&b' ').into())
}

const VERSION_LEN: usize = "HTTP/1.1".len();
/// Fields for the framing of a message or the format of its content, not allowed in trailers (RFC 9110, 6.5.1).
const NOT_IN_TRAILERS: [&str; 6] = [
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "trailer",
    "transfer-encoding",
];
