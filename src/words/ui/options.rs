//! The options of a session and of its sockets.

use std::time::Duration;

use crate::words::{count, duration};

messages! {
    from_system = "system";
    any = "any";
    no_limit = "no limit";
}

// What can be changed only before the start.
messages! {
    backlog = "Backlog";
    backlog_hint = "Connections that may wait to be accepted (listen)";
    max_clients = "Max clients";
    max_clients_hint = "Further clients are accepted and closed at once";
    connect_timeout = "Timeout, s";
    connect_timeout_hint = "Seconds until an attempt to connect is given up";
    local_address = "Local address";
    local_address_hint = "Bind this address before connecting";
    local_port = "Local port";
    local_port_hint = "Bind this port before connecting";
    reconnect = "Reconnect";
    reconnect_hint = "Reconnect automatically, waiting longer each time";
    dual_stack = "Accept IPv4 over IPv6";
    dual_stack_hint = "IPV6_V6ONLY off: a dual-stack socket";
    close_on_fin = "Close on FIN";
    close_on_fin_hint = "When the peer closes its side (FIN), close ours too; otherwise the connection stays half-closed";
    remove_stale = "Remove stale file";
    remove_stale_hint = "Remove a leftover socket file on which nothing listens";
    reuse_address_hint = "Other sockets may bind the same address";
    reuse_port_hint = "The system spreads senders over the sockets that share the port";
    seqpacket_hint = "Messages in order over a connection (Linux)";
}

// What can be changed at any time.
messages! {
    nodelay_hint = "Send small segments at once (Nagle's algorithm off)";
    keepalive_hint = "Probe a silent peer";
    keepalive_idle = "Idle, s";
    keepalive_idle_hint = "Silence before the first probe (TCP_KEEPIDLE)";
    keepalive_interval = "Interval, s";
    keepalive_interval_hint = "Time between probes (TCP_KEEPINTVL)";
    keepalive_count = "Count";
    keepalive_count_hint = "Unanswered probes until the connection is dropped (TCP_KEEPCNT)";
    linger_hint = "Closing waits for unsent data; 0 aborts instead (RST)";
    linger = "Linger, s";
    linger_seconds_hint = "0 sends RST instead of FIN";
    receive_buffer_hint = "Receive buffer in bytes; Linux doubles it";
    datagram_buffer_hint = "Receive buffer in bytes; datagrams that don't fit are lost; Linux doubles it";
    send_buffer_hint = "Send buffer in bytes; Linux doubles it";
    ttl_hint = "Routers that a packet may pass, 1 to 255";
    read_size = "Read size";
    read_size_hint = "Most bytes taken by one read, 1 to 262144; small values show that TCP is a stream";
}

// Multicast.
messages! {
    multicast = "Multicast";
    group = "Group";
    group_hint = "The group's address, IPv4 or IPv6";
    interface = "Interface";
    interface_hint = "A name, a number or an address of this machine";
    source = "Source";
    source_hint = "Receive only from this address (source-specific multicast)";
    multicast_ttl = "TTL";
    multicast_ttl_hint = "Routers that packets to a group may pass";
    multicast_loop = "Loop";
    multicast_loop_hint = "Packets to a group also reach its members on this machine";
    join = "Join group";
    bind_first = "Bind first";
    leave = "Leave group";
    leave_group(group: &str) = "Leave {group}";
    on_interface(group: &str, interface: &str) = "{group} on {interface}";
}

// The sequence meter.
messages! {
    meter = "Sequence meter";
    meter_hint = "Read a number from each datagram and count lost, duplicated and out of order ones";
    offset = "Offset";
    offset_hint = "Bytes before the number";
    width = "Width";
    order = "Order";
    numbers(counted: u64, lost: u64, duplicated: u64, out_of_order: u64) = "{} counted, {} lost, {} duplicated, {} out of order",
        count(counted), count(lost), count(duplicated), count(out_of_order);
    more_numbers(restarted: u64, short: u64, jitter: Duration) = "{} restarts, {} too short, jitter {}",
        count(restarted), count(short), duration(jitter);
}

// What the system reports.
messages! {
    in_effect = "In effect, as reported by the system";
    on = "on";
    off = "off";
    keepalive(idle: Duration, count: u32, interval: Duration) = "{}, {count} x {}", duration(idle), duration(interval);
}

/// "on" or "off".
pub fn switch(is_on: bool) -> &'static str {
    if is_on { on() } else { off() }
}
