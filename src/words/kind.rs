//! What a person reads about the kinds of session: names, buttons and hints.

use crate::types::Kind;

/// "TCP server".
pub fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::TcpServer => "TCP server",
        Kind::TcpClient => "TCP client",
        Kind::UdpPeer => "UDP peer",
        Kind::HttpFetch => "HTTP fetch",
    }
}

/// The name of a session, numbered from 1 among those of its kind: "TCP server", "TCP server 2".
pub fn name(kind: Kind, number: u32) -> String {
    match number {
        1 => label(kind).to_owned(),
        n => format!("{} {n}", label(kind)),
    }
}

/// The command that opens one more: "New TCP server".
pub fn new(kind: Kind) -> &'static str {
    match kind {
        Kind::TcpServer => "New TCP server",
        Kind::TcpClient => "New TCP client",
        Kind::UdpPeer => "New UDP peer",
        Kind::HttpFetch => "New HTTP fetch",
    }
}

/// What the one big button does while nothing runs.
pub fn start(kind: Kind) -> &'static str {
    match kind {
        Kind::TcpServer => "Start listening",
        Kind::TcpClient => "Connect",
        Kind::UdpPeer => "Bind",
        Kind::HttpFetch => "Fetch",
    }
}

/// What that means.
pub fn start_hint(kind: Kind) -> &'static str {
    match kind {
        Kind::TcpServer => "Accept connections on this address and port",
        Kind::TcpClient => "Connect to this host and port",
        Kind::UdpPeer => "Send and receive datagrams on this address and port",
        Kind::HttpFetch => "Send this request",
    }
}

/// What the one big button does once the session is open.
pub fn stop(kind: Kind) -> &'static str {
    match kind {
        Kind::TcpServer => "Stop listening",
        Kind::TcpClient => "Disconnect",
        Kind::UdpPeer => "Close",
        Kind::HttpFetch => "Cancel",
    }
}

/// What that means.
pub fn stop_hint(kind: Kind) -> &'static str {
    match kind {
        Kind::TcpServer => "Stop listening and close every connection",
        Kind::TcpClient => "Close the connection (FIN)",
        Kind::UdpPeer => "Close the socket",
        Kind::HttpFetch => "Cancel the request",
    }
}

/// The heading of its peer table.
pub fn peers(kind: Kind) -> &'static str {
    match kind {
        Kind::TcpServer | Kind::UdpPeer => "Peers",
        Kind::TcpClient | Kind::HttpFetch => "Connection",
    }
}

/// What is said in place of an empty peer table.
pub fn no_peers(kind: Kind) -> &'static str {
    match kind {
        Kind::TcpServer => "Clients appear here when they connect",
        Kind::UdpPeer => "Senders appear here; click one to send to it",
        Kind::TcpClient | Kind::HttpFetch => "The connection appears here",
    }
}

/// What is said, as a title and a hint, in place of an empty log: `is_open` while it listens, is bound or connected.
pub fn empty(kind: Kind, is_open: bool) -> (&'static str, &'static str) {
    match (kind, is_open) {
        (Kind::TcpServer, true) => (
            "Waiting for the first client",
            "Connect to the address above, from a TCP client tab or with nc",
        ),
        (Kind::TcpServer, false) => (
            "Not listening yet",
            "Press Start listening, then connect from a TCP client tab or with nc",
        ),
        (Kind::UdpPeer, true) => (
            "Waiting for the first datagram",
            "Type a payload below and press Send, or send here with nc -u",
        ),
        (Kind::UdpPeer, false) => {
            ("Not bound yet", "Press Bind, then type a payload below and press Send")
        }
        (Kind::TcpClient, true) => ("Connected", "Type a payload below and press Send"),
        (Kind::TcpClient, false) => {
            ("Not connected", "Press Connect, then type a payload below and press Send")
        }
        (Kind::HttpFetch, _) => ("Nothing fetched yet", "Press Fetch"),
    }
}

/// A warning that other machines can reach the socket, and at which addresses: all of this machine's or only the one.
/// `None` for a kind that others don't reach.
pub fn reachable(kind: Kind, everywhere: bool) -> Option<String> {
    let action = match kind {
        Kind::TcpServer => "connect",
        Kind::UdpPeer => "send here",
        Kind::TcpClient | Kind::HttpFetch => return None,
    };
    let address = if everywhere { "every address of this machine" } else { "this address" };
    Some(format!("Other machines can {action}: {address} is reachable over the network"))
}
