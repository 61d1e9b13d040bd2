//! What the commands of the window do.

messages! {
    start_or_stop = "Start or stop";
    fetch_or_cancel = "Fetch or cancel";
    send = "Send the payload";
    fetch = "Fetch";
    clear_log = "Clear log";
    clear_fetches = "Clear fetches";

    edit_payload = "Edit the payload";
    edit_body = "Edit the request body";
    payload_as_text = "Payload as text";
    payload_as_hex = "Payload as hex";
    payload_from_file = "Payload from a file";
    body_as_text = "Body as text";
    body_as_hex = "Body as hex";
    body_from_file = "Body from a file";
    repeat = "Start or stop repeating";

    save_to_shelf = "Save the payload to the shelf";
    toggle_shelf = "Show or hide the shelf";

    show_log = "Show the log";
    show_stream = "Show the byte stream";
    show_text = "Show as text";
    show_replies = "Edit replies";
    show_play_list = "Show the play list";

    show_wire = "Show the wire";
    show_headers = "Show the headers";
    show_body = "Show the body";
    show_chunks = "Show chunks and events";
    show_steps = "Show the log of fetches";

    save_body = "Save the body";
    save_all = "Save headers and body";
    paste_curl = "Paste curl";
    copy_curl = "Copy as curl";

    close_tab = "Close tab";
    next_tab = "Next tab";
    previous_tab = "Previous tab";
    switch_theme = "Switch theme";
    try_it = "Try it: talk to yourself";
    palette = "Command palette";

    with_keys(text: &str, keys: &str) = "{text} ({keys})";
}
