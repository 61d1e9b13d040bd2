//! The form of an HTTP fetch: bar, request headers, options, history.

use crate::words::size;

// The bar.
messages! {
    url = "URL";
    raw_url_hint = "Where to connect: http://host:port";
    fetch = "Fetch";
    fetch_hint = "Send the request (F5)";
    cancel = "Cancel";
    cancel_hint = "Cancel this fetch (F5)";
    nothing_fetched = "Nothing fetched yet";
    insecure = "⚠ Invalid certificates are accepted: anyone in between can read and change what is fetched";
    verify_again = "Verify again";
    verify_again_hint = "Refuse invalid certificates";
    progress_of(received: u64, announced: u64, rate: u64) = "{} of {}, {}/s", size(received), size(announced), size(rate);
    progress(received: u64, rate: u64) = "{}, {}/s", size(received), size(rate);
}

// The method.
messages! {
    method = "Method";
    other_method = "Other method";
    method_hint = "Type any other method at the bottom of the list";
    raw_method_hint = "In raw mode the method is part of the request typed below";
}

// curl.
messages! {
    curl = "curl";
    curl_hint = "Paste a curl command, or copy the request as one";
    paste_curl_hint = "Fill the form from a curl command on the clipboard";
    ignored_options(options: &str) = "These curl options have no effect here: {options}";
}

// Request headers and body.
messages! {
    request_headers = "Request headers";
    add_header = "Add header";
    add_header_hint = "One more header line";
    raw_headers = "Raw mode: the whole request, with request line and headers, is typed below and sent as it is";
    send_header(number: usize) = "Send header {number}";
    send_header_hint = "Send this line";
    header_name = "Name";
    header_value = "Value";
    name_of_header(number: usize) = "Header {number} name";
    value_of_header(number: usize) = "Header {number} value";
    change_header(number: usize) = "Change header {number}";
    change_header_hint = "Remove or move this line";
    remove = "Remove";
    move_up = "Move up";
    move_down = "Move down";
    added = "Added automatically";
    request_body = "Request body";
    whole_request = "Whole request";
}

// Options.
messages! {
    options = "Options";
    options_hint = "Redirects, timeouts, proxy, TLS, raw mode";
    follow_redirects = "Follow redirects";
    follow_redirects_hint = "Follow a 301, 302, 303, 307 or 308 to its location, at most 20 times";
    accept_compressed = "Accept compressed";
    accept_compressed_hint = "Accept-Encoding: gzip, deflate, br, zstd; both forms of the body are kept";
    keep_alive = "Keep-alive";
    keep_alive_hint = "Leave the connection open for the next fetch";
    http_1_0_hint = "HTTP/1.0 in the request line; the response then comes without chunks";
    raw_mode = "Raw mode";
    raw_mode_hint = "Type the whole request yourself; its bytes are sent as they are";
    accept_invalid = "Accept invalid certificates";
    accept_invalid_hint = "Continue although the server's certificate can't be trusted; never remembered";
    connect_timeout = "Connect timeout";
    connect_timeout_hint = "Until the connection is open: 5, 500ms, 2m";
    idle_timeout = "Idle timeout";
    idle_timeout_hint = "How long the server may be silent";
    total_timeout = "Total timeout";
    total_timeout_hint = "How long the whole fetch may take";
    proxy = "Proxy";
    proxy_hint = "http://host:port or socks5://host:port";
    key_log = "Key log file";
    key_log_hint = "Append TLS secrets to this file, for Wireshark (SSLKEYLOGFILE)";
    none = "none";
    use_environment = "Use environment";
    use_environment_hint = "Take the proxy from http_proxy, https_proxy, all_proxy and no_proxy";
}

// History.
messages! {
    history = "History";
    fetch_again = "Fetch again";
    fetch_again_hint(number: u64) = "Restore the request of fetch {number} and send it";
    raw = "Raw";
    history_row(number: u64, request: &str, status: &str, facts: &str) = "Fetch {number}, {request}, {status}, {facts}";
    cancelled = "cancelled";
    incomplete(status: u16) = "{status} incomplete";
    failed = "failed";
}

// Before the first response.
messages! {
    on_the_way = "On the way";
    first_hint = "Enter a URL above and press Fetch, or paste a curl command there";
    offline_hint = "No network needed: start the TCP server tab, then fetch http://127.0.0.1:9000/";
}

// Saving to a file.
messages! {
    save_all = "Save all";
    save_body = "Save body";
    nothing_to_save = "Nothing to save";
    save_as = "Save as";
    save = "Save";
    save_hint = "Write the file";
    do_not_save = "Don't save";
}
