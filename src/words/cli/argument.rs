//! Arguments, and what is wrong with them.

messages! {
    text_help = r"Send a text; \r \n \t \0 \xNN \u{...} \\ are escapes, {seq:dec} and others are fields [can be repeated: sent in order]";
    hex_help = "Send bytes, such as '0a ff', 0x0aff or a pasted hex dump";
    file_help = "Send the contents of a file";
    no_fields_help = "Send the braces of --text literally, not as fields";

    not_a_duration(text: &str) = "{text} isn't a duration, such as 500ms, 5s, 2m";
    not_an_address(text: &str) = "{text} isn't an address";
    pace = "expected bytes and a pause, such as 1/20ms";
    times = "expected 1 or more, or forever";

    in_option(option: &str, problem: &str) = "--{option}: {problem}";
    in_file(file: &str, problem: &str) = "{file}: {problem}";
    in_rules_file(file: &str, problem: &str) = "--rules: {file}, {problem}";
    in_header(line: &str, problem: &str) = "--header {line:?}: {problem}";
    no_colon = "there is no colon";
    no_name = "there is no name";

    repeat_needs_one = "--repeat needs one --text or --hex, and nothing else to send";
    seqpacket_needs_unix = "--kind seqpacket works over a Unix socket: either --bind unix:... or --to unix:...";
    needs_to = "--to is needed: where to send that";
    data_is_text = "--data sends its text literally; --data-file sends a file";

    play_needs_to = "the file has no [session], so --to is needed: where to connect";
    server_has_no_bind = "a server has no bind: it listens on its address";
    needs_listen_address = "[session] needs an address to listen on";
    needs_remote_address = "[session] needs an address to connect to";
    needs_send_address = "[session] needs an address to send to, or bind to receive on";
    no_step = "the file has no [[step]]";
}
