//! The log.

use crate::types::Level;
use crate::words::{bytes, count};

messages! {
    log = "Log";
    direction = "Direction";
    peer = "Peer";
    length = "Length";
    time = "Time";
    since_previous = "Since previous";
    since_start = "Since start";
    switch_times = "Click to switch between the clock, the time since the previous row and the time since the start";
    as_text = "Bytes as text";
    as_hex = "Bytes as hex";
    switch_preview = "Click to switch between text with escapes and hex";

    new_rows(rows: u64) = "{} new ↓", count(rows);
    follow = "Jump to the newest rows";
    selected(rows: u64, len: u64) = "{} rows selected, {}", count(rows), bytes(len);
    copy_as_dump = "Copy as hex dump";
}

// A row.
messages! {
    received = "received";
    sent = "sent";
    note = "note";
    warning = "warning";
    error = "error";
    a_rule = "a rule";
    step(number: u32) = "step {number}";

    note_row(time: &str, peer: &str, text: &str) = "{time} note {peer} {text}";
    received_row(time: &str, peer: &str, len: u64) = "{time} received from {peer}, {}", bytes(len);
    sent_row(time: &str, peer: &str, len: u64) = "{time} sent to {peer}, {}", bytes(len);
    sent_by_row(time: &str, peer: &str, len: u64, author: &str) = "{time} sent to {peer}, {}, by {author}", bytes(len);
}

/// How loud a note is, in a word.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Info => note(),
        Level::Warning => warning(),
        Level::Error => error(),
    }
}

/// The last line of a copy that is too long.
pub fn rows_left_out(rows: u64) -> String {
    match rows {
        1 => one_row_left_out().to_owned(),
        rows => many_rows_left_out(rows),
    }
}

messages! {
    one_row_left_out = "(1 more row not copied)";
    many_rows_left_out(rows: u64) = "({} more rows not copied)", count(rows);
}
