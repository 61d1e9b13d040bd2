//! What every tab has: its bar, its folds, what concerns its record. What depends on the kind is in `words::kind`.

// The bar.
messages! {
    with_key(hint: &str) = "{hint} (F5)";
    close_all = "Close all";
    close_all_hint = "Close every connection";
    cancel = "Cancel";
    cancel_hint = "Give up the attempt";
    remove_stale = "Remove it";
    remove_stale_hint = "Remove this socket file if nothing listens on it, and start";
}

// Where to bind, where to connect, where to send.
messages! {
    bind_address = "Bind address";
    host = "Host";
    port = "Port";
    remote_address = "Remote address";
    remote_port = "Remote port";
    addresses_to_bind = "Addresses to bind";
    addresses_to_send_to = "Addresses to send to";
    every_ipv4 = "every IPv4 address";
    every_address = "every address";
    broadcast_on(interface: &str) = "broadcast, {interface}";
    broadcast_here = "broadcast, this network";
    only_this_peer = "Only this peer";
    only_this_peer_hint = "Connect the socket: only datagrams from that peer are received, and a port where nothing listens is an error";
    broadcast = "Broadcast";
    broadcast_hint = "SO_BROADCAST: allow sending to broadcast addresses";
}

// What folds.
messages! {
    options = "Options";
    options_hint = "Socket options and more";
    faults = "Faults";
    faults_hint = "Delays, lost and changed bytes, broken connections: on purpose";
    apply = "Apply";
    apply_hint = "Apply the changes to the open sockets";
}

// The record.
messages! {
    try_it_hint = "Start a server and a client on this machine, and send the first bytes";
    empty_datagram = "Empty datagram";
    select_a_row = "The bytes of the selected row appear here";
    shown_as = "Shown as";
}
