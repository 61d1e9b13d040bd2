//! Bytes in hex and as text.

use crate::words::{bytes, size};

messages! {
    of_record = "Bytes of the record";
    of_session = "Bytes of the session";
    session_as_text = "Session as text";

    copy_as_hex = "Copy as hex";
    copy_as_text = "Copy as text";
    copy_as_dump = "Copy as hex dump";
    first_4_mib(action: &str) = "{action} (the first 4 MiB)";
    bytes_left_out(len: u64) = "({} more not copied)", bytes(len);

    selected(first: u64, last: u64, len: u64) = "{first:#x} to {last:#x}, {} selected", bytes(len);
    selected_from(len: u64, offset: u64) = "{} selected from offset {offset:#x}", bytes(len);
    not_decoded(len: u64) = "{} not decoded yet", size(len);
    scroll_bar(list: &str) = "{list} scroll bar";
}
