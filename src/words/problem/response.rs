//! What is wrong with a response.

use crate::types::problem::response::{
    BodyProblem, Ended, FieldProblem, HeadProblem, Limited, ResponseProblem,
};
use crate::words::count;

/// Why a response can't be read, in lower case.
pub fn response(problem: &ResponseProblem) -> String {
    let words = match problem {
        ResponseProblem::StatusLine(at) => return status_line(&byte(*at)),
        ResponseProblem::StatusCode(code) => return status_code(&escaped(code)),
        ResponseProblem::StatusRange(status) => return status_range(*status),
        ResponseProblem::NameByte(at) => return name_byte(&byte(*at)),
        ResponseProblem::ValueByte(at) => return value_byte(&byte(*at)),
        ResponseProblem::AfterCr(at) => return after_cr(&byte(*at)),
        ResponseProblem::Misplaced(at, why) => return misplaced(&byte(*at), why),
        ResponseProblem::LengthNumber(value) => return length_number(&escaped(value)),
        ResponseProblem::LengthTooLarge(value) => return length_too_large(&escaped(value)),
        ResponseProblem::LengthConflict { len, before } => return length_conflict(*len, *before),
        ResponseProblem::ChunkedParameter(coding) => return chunked_parameter(&escaped(coding)),
        ResponseProblem::ChunkSizeMissing(at) => return chunk_size_missing(&byte(*at)),
        ResponseProblem::ChunkSize(at) => return chunk_size(&byte(*at)),
        ResponseProblem::ChunkExtension(at) => return chunk_extension(&byte(*at)),
        ResponseProblem::AfterChunk(at) => return after_chunk(&byte(*at)),
        ResponseProblem::Ended(place) => return ended(&self::place(*place)),
        ResponseProblem::Limit(limited, most) => return limit(*limited, *most),
        ResponseProblem::NotHttp => not_http(),
        ResponseProblem::Version => version(),
        ResponseProblem::LeadingWhitespace => leading_whitespace(),
        ResponseProblem::NameMissing => name_missing(),
        ResponseProblem::ColonMissing => colon_missing(),
        ResponseProblem::Head => head_end(),
        ResponseProblem::LengthEmpty => length_empty(),
        ResponseProblem::ChunkLineEnd => chunk_line_end(),
        ResponseProblem::ChunkTooLarge => chunk_too_large(),
    };
    words.to_owned()
}

/// What is odd about a head, in lower case.
pub fn head(problem: HeadProblem) -> &'static str {
    match problem {
        HeadProblem::EmptyLinesBefore => empty_lines_before(),
        HeadProblem::StatusLineEnd => status_line_end(),
        HeadProblem::EmptyLineEnd => empty_line_end(),
        HeadProblem::UnaskedUpgrade => unasked_upgrade(),
    }
}

/// What is odd about a field, in lower case; `None` if nothing is.
pub fn field(problems: &[FieldProblem]) -> Option<String> {
    let words: Vec<&str> = problems.iter().copied().map(field_problem).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// What is odd about a body, in lower case.
pub fn body(problem: BodyProblem) -> &'static str {
    match problem {
        BodyProblem::SpaceAfterChunkSize => space_after_chunk_size(),
    }
}

fn limit(limited: Limited, most: usize) -> String {
    let most = count(most as u64);
    match limited {
        Limited::LineBytes => line_bytes(&most),
        Limited::HeaderBytes => header_bytes(&most),
        Limited::HeaderLines => header_lines(&most),
        Limited::InterimHeads => interim_heads(&most),
        Limited::ChunkLineBytes => chunk_line_bytes(&most),
    }
}

fn place(place: Ended) -> String {
    match place {
        Ended::InBody { received, len } => in_body(&count(received), &count(len)),
        Ended::InChunk { received, len } => in_chunk(&count(received), &count(len)),
        Ended::BeforeResponse => before_response().to_owned(),
        Ended::InHead => in_head().to_owned(),
        Ended::BeforeFinalHead => before_final_head().to_owned(),
        Ended::BeforeLastChunk => before_last_chunk().to_owned(),
        Ended::InTrailers => in_trailers().to_owned(),
    }
}

fn field_problem(problem: FieldProblem) -> &'static str {
    match problem {
        FieldProblem::SpaceBeforeColon => space_before_colon(),
        FieldProblem::Folded => folded(),
        FieldProblem::LineEnd => line_end(),
        FieldProblem::NotInTrailers => not_in_trailers(),
        FieldProblem::WithoutBody => without_body(),
        FieldProblem::Overruled => overruled(),
        FieldProblem::LengthAgain => length_again(),
        FieldProblem::ChunkedNotLast => chunked_not_last(),
        FieldProblem::ChunkedAgain => chunked_again(),
        FieldProblem::NotInHttp10 => not_in_http_10(),
        FieldProblem::Empty => empty(),
    }
}

/// A byte by its name or as a character.
fn byte(byte: u8) -> String {
    match byte {
        b'\r' => "CR".to_owned(),
        b'\n' => "LF".to_owned(),
        b'\t' => tab().to_owned(),
        b' ' => space().to_owned(),
        b'!'..=b'~' => format!("'{}'", char::from(byte)),
        _ => byte_value(byte),
    }
}

fn escaped(value: &[u8]) -> String {
    value.escape_ascii().to_string()
}

messages! {
    tab = "a tab";
    space = "a space";
    byte_value(byte: u8) = "the byte {byte:02x}";
    not_http = "the response doesn't begin with \"HTTP/\": it is HTTP/0.9 or not HTTP at all";
    version = "the version must be HTTP/1.0 or HTTP/1.1";
    status_line(byte: &str) = "{byte} isn't allowed here in a status line";
    status_code(code: &str) = "{code} isn't a status code";
    status_range(status: u16) = "a status code is 100 to 999, not {status:03}";
    leading_whitespace = "the first header line begins with white space";
    name_missing = "a header without a name";
    colon_missing = "no colon after the name of the header";
    name_byte(byte: &str) = "{byte} isn't allowed in a header name";
    value_byte(byte: &str) = "{byte} isn't allowed in a header value";
    after_cr(byte: &str) = "{byte} after CR, where only LF can follow";
    misplaced(byte: &str, why: &str) = "{byte} isn't allowed here: {why}";
    head_end = "the end of the head can't be found";
    length_empty = "Content-Length is empty";
    length_number(value: &str) = "Content-Length \"{value}\" isn't a number";
    length_too_large(value: &str) = "Content-Length {value} is larger than any body";
    length_conflict(len: u64, before: u64) = "Content-Length {len} contradicts the {before} before it";
    chunked_parameter(coding: &str) = "the coding \"{coding}\" has a parameter";
    chunk_size_missing(byte: &str) = "{byte} where the size of a chunk in hex digits is expected";
    chunk_size(byte: &str) = "{byte} isn't a hex digit of a chunk size";
    chunk_line_end = "the line with a chunk size ends in LF alone, without CR";
    chunk_extension(byte: &str) = "{byte} isn't allowed in a chunk extension";
    after_chunk(byte: &str) = "{byte} after the data of a chunk, where CR LF is expected";
    chunk_too_large = "the chunk is larger than any body can be";
    line_bytes(most: &str) = "a line of more than {most} bytes";
    header_bytes(most: &str) = "more than {most} bytes of headers";
    header_lines(most: &str) = "more than {most} lines of headers";
    interim_heads(most: &str) = "more than {most} heads with a status of 1xx";
    chunk_line_bytes(most: &str) = "the line with a chunk size has more than {most} bytes";
    ended(place: &str) = "the connection ended {place}";
    before_response = "before a response came";
    in_head = "within a head";
    before_final_head = "before the final head";
    in_body(received: &str, len: &str) = "after {received} of {len} bytes of the body";
    in_chunk(received: &str, len: &str) = "after {received} of {len} bytes of a chunk";
    before_last_chunk = "before the last chunk";
    in_trailers = "within the trailer section";
    empty_lines_before = "empty lines before the status line";
    status_line_end = "the status line ends in LF alone";
    empty_line_end = "the empty line after the headers is LF alone";
    unasked_upgrade = "no Upgrade was requested";
    space_before_colon = "white space before the colon";
    folded = "folded over several lines";
    line_end = "the line ends in LF alone";
    not_in_trailers = "doesn't count in a trailer section";
    without_body = "ignored: such a response has no body";
    overruled = "ignored: Transfer-Encoding decides";
    length_again = "the same length again";
    chunked_not_last = "chunked isn't last: the body lasts until the connection ends";
    chunked_again = "chunked more than once, counted once";
    not_in_http_10 = "not in HTTP/1.0";
    empty = "empty";
    space_after_chunk_size = "white space after the size of a chunk";
}

#[cfg(test)]
mod tests;
