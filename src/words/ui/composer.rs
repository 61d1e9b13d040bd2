//! The composer: modes, editor, preview, recipients, transfers.

use crate::words::{count, size};

messages! {
    payload = "Payload";
    send = "Send";
    shelf = "Shelf";
    save_to_shelf = "Save to shelf";
    nothing_typed = "Nothing is typed yet";

    text = "Text";
    text_hint = r"Text with escapes: \r \n \t \0 \xNN \u{...} \\, and fields";
    hex = "Hex";
    hex_hint = "Hex digits; spaces, commas, colons, 0x and whole dumps are accepted";
    file = "File";
    file_hint = "The contents of a file, streamed from disk";

    encoding = "Encoding";
    line_ending = "Line ending";
    multiline = "Several lines";
    multiline_hint(send: &str) = "Enter starts a new line, {send} sends";
    choice(name: &str, chosen: &str) = "{name}: {chosen}";

    type_text = r"Text to send, with escapes such as \r\n and \x00";
    type_hex = "Hex to send, such as 48 65 6c 6c 6f";
    type_path = "/path/to/a/file";
}

// The list of fields.
messages! {
    fields = "Fields";
    fields_on_hint = "Counters, lengths, checksums and times such as {seq:u32be}, filled in when the payload is sent";
    fields_off_hint = "Braces are sent as typed; turn fields on for counters, lengths, checksums and times";
    use_fields = "Use fields";
    use_fields_hint = "When off, braces are sent as typed";
    search_fields = "Search fields";
    search_hint = "Search, such as crc16 or time";
    no_field = "No matching fields";
}

// The preview.
messages! {
    streams(path: &str) = "{path} is streamed from disk unchanged";
    no_path = "Type the path of a file, or drop one on the window";
    nothing_is_sent(problem: &str) = "{problem}, nothing is sent";
    exactly_this = "Exactly the bytes that Send sends; Repeat fills in the fields anew each time";
}

// Recipients.
messages! {
    remote_address = "Remote address";
    all_peers(peers: u64) = "All {} peers", count(peers);
}

// Payloads on their way.
messages! {
    cancel = "Cancel";
    cancel_hint = "Cancel what has not been sent yet";
    sent_of(sent: u64, total: u64) = "{} of {}", size(sent), size(total);
    sending(name: &str) = "Sending {name}";
    sending_more(name: &str, more: usize) = "Sending {name} and {more} more";
}
