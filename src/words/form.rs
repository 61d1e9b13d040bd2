//! What is wrong with something typed into a form.

use std::fmt::Display;

messages! {
    raw_is_not_curl = "A raw request isn't a curl command";
    raw_is_text_or_hex = "A raw request is typed as text or hex";
    interval_out_of_range(text: impl Display, what: impl Display) = "“{text}” does not fit {what} (100us to 24h, such as 20ms or 2s)";
    out_of_range(text: &str, what: impl Display, least: impl Display, most: impl Display) = "{text:?} does not fit {what} ({least} to {most})";
    not_an_ip_address(text: impl Display) = "{text} isn't an IP address";
    not_an_ipv6_address(address: impl Display) = "{address} isn't an IPv6 address";
    not_a_multicast_group(group: impl Display) = "“{group}” isn't a multicast group, such as 239.1.2.3";
    not_a_number_of_times(text: impl Display) = "“{text}” isn't a number of times: type 1 or more, or nothing to go on until it is stopped";
    not_a_port(text: impl Display) = "{text} isn't a port number (0 to 65535)";
    not_a_duration(text: &str) = "{text:?} isn't a duration, such as 5, 500ms or 2m";
    port_zero = "Port 0 can't be connected to";
    the_backlog = "the backlog";
    the_bytes_of_a_piece = "the bytes of a piece";
    garbled_bytes = "the bytes of which one is changed";
    bytes_until_cut = "the bytes until the end";
    the_connect_timeout = "the connect timeout";
    counter_offset = "the counter's offset";
    dropped_datagrams = "the datagrams of which one is left out";
    the_delay_in_milliseconds = "the delay in milliseconds";
    the_keepalive_count = "the keepalive count";
    the_keepalive_idle_time = "the keepalive idle time";
    the_keepalive_interval = "the keepalive interval";
    the_linger_time = "the linger time";
    the_multicast_ttl = "the multicast TTL";
    the_pause_between_pieces = "the pause between pieces";
    chop_pause = "the pause between pieces in milliseconds";
    the_read_size = "the read size";
    repeat_interval = "the time from one payload to the next";
    the_ttl = "the TTL";
    no_interface(scope: impl Display) = "There is no interface {scope}";
    type_a_host = "Type a host name or an address";
    type_a_url = "Type a URL, such as http://127.0.0.1:8000/";
    type_an_address = "Type an address, such as 127.0.0.1";
    host_with_port = "Type the host alone, the port goes in its own field";
    host_with_scheme = "Type the host alone, without http:// and without a path";
    type_a_request = "Type the whole request, such as GET / HTTP/1.1\\r\\n\\r\\n";
    bracket_ipv6 = "write an IPv6 address as [::1]:port";
    no_scheme = "write host:port, without http://";
}
