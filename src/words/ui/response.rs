//! The response of an HTTP fetch: body, chunks, heads, both directions on the wire.

use crate::types::charset::Evidence;
use crate::words::{bytes, count};

/// Why an encoding is assumed, as shown after its name.
pub fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::ByteOrderMark => byte_order_mark(),
        Evidence::Declared => declared(),
        Evidence::Meta => declared_in_html(),
        Evidence::ValidUtf8 => valid(),
        Evidence::Guess => guessed(),
        Evidence::Fallback => fallback(),
    }
}

messages! {
    as_text = "As text";
    as_hex = "As hex";
    shown_as = "Shown as";
    copy_line = "Copy this line";
    copy_all = "Copy all";
}

// The body.
messages! {
    as_text_hint = "The body as text";
    pretty = "Pretty";
    pretty_hint = "JSON with line breaks and indentation, anything else as received";
    picture = "Picture";
    picture_hint = "The body as a picture";
    as_hex_hint = "The body in hex";
    raw = "Raw";
    unchunked = "De-chunked";
    decoded = "Decompressed";
    copy = "Copy";
    copy_hint = "Copy the text, at most 4 MiB";
    byte_order_mark = "byte order mark";
    declared = "declared";
    declared_in_html = "declared in the HTML";
    valid = "valid";
    guessed = "guessed";
    fallback = "fallback";
    charset(encoding: &str, evidence: &str) = "{encoding}, {evidence}";
    unknown_charset(evidence: &str, label: &str) = "{evidence}, unknown charset {label}";
    charset_choice(encoding: &str) = "Shown as: {encoding}";

    no_body_yet = "No body received yet";
    empty_body = "The body is empty";
    cancelled_before_body = "Cancelled before the body arrived";
    incomplete = "Incomplete";

    body_as_text = "Body as text";
    body_indented = "Body, indented";
    body_bytes = "Bytes of the body";
    picture_pending = "The picture is shown once the body is complete";
    pretty_pending = "JSON is indented once the body is complete";
    picture_size(format: &str, width: u32, height: u32) = "{format}, {width} x {height} pixels";
    long_line(len: u64) = "… {} in this line", bytes(len);
}

// Chunks and server events.
messages! {
    by_event = "By event";
    by_chunk = "By chunk";
    event_table = "Server events";
    chunk_table = "Chunk table";
    not_chunked = "The body isn't chunked";
    one_chunk = "1 chunk";
    chunks(number: u64) = "{} chunks", count(number);
    one_event = "1 server event";
    events(number: u64) = "{} server events", count(number);
    first_of(total: &str, shown: u64) = "{total}, only the first {} are shown", count(shown);
    last_chunk = "last";
    number = "Number";
    since_start = "Since start";
    size = "Size";
    at_offset = "At offset";
    extensions = "Extensions";
    event = "Event";
    id = "Id";
    data = "Data";
}

/// "1 chunk", "1,234 chunks"; that there are none.
pub fn chunk_count(number: u64) -> String {
    match number {
        0 => not_chunked().to_owned(),
        1 => one_chunk().to_owned(),
        number => chunks(number),
    }
}

/// "1 server event", "1,234 server events".
pub fn event_count(number: u64) -> String {
    match number {
        1 => one_event().to_owned(),
        number => events(number),
    }
}

// The heads.
messages! {
    heads = "Headers as on the wire";
    sent_line(line: &str) = "Sent: {line}";
    problem(problem: &str) = "⚠ {problem}";
    trailers = "Trailers";
    raw_request = "Raw request";
    no_response_yet = "No response yet";
    no_head = "The response has no head";
    cancelled_before_head = "Cancelled before the response arrived";
}

// The wire.
messages! {
    wire_bytes = "Bytes on the wire";
    wire_as_text = "Wire as text";
}
