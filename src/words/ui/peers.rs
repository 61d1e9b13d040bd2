//! The peers panel, and where the next payload goes.

use crate::words::{count, size};

messages! {
    open(peers: u64) = "{} open", count(peers);
    gone(peers: u64) = "{} gone", count(peers);
    forget_gone = "Forget the peers that are gone";
    table = "Peer table";
}

// A peer.
messages! {
    row(address: &str, state: &str, received: &str, sent: &str) = "{address}, {state}, in {received}, out {sent}";
    since(local: &str, remote: &str, date: &str, traffic: &str) = "{local} to {remote}, since {date}\n{traffic}";
    left(reason: &str, after: &str) = "{reason} after {after}";
    never_seen = "nothing received";
    last_seen(time: &str) = "last seen {time}";
    half_closed_by_peer = "half-closed by peer";
    half_closed_here = "half-closed here";
    paused = "paused";
}

/// "← 3 (1.2 KiB)  → 1 (5 B)": reads and writes, and their bytes.
pub fn traffic(reads: u64, received: u64, writes: u64, sent: u64) -> String {
    let (reads, writes) = (count(reads), count(writes));
    format!("← {reads} ({})  → {writes} ({})", size(received), size(sent))
}

/// "← 225.2 KiB  → 225.2 KiB": the bytes alone, where there is no room for more.
pub fn sizes(received: u64, sent: u64) -> String {
    format!("← {}  → {}", size(received), size(sent))
}

// What can be done with the selected ones.
messages! {
    applies_to(target: &str) = "Applies to {target}";
    close = "Close";
    close_hint = "Send what is queued, then FIN";
    half_close = "Half-close";
    half_close_hint = "Send FIN, keep reading";
    abort = "Abort";
    abort_hint = "Send RST at once";
    pause = "Pause";
    pause_hint = "Stop reading; once the buffers are full, the peer has to wait";
    resume = "Resume";
    resume_hint = "Resume reading";
    stop_accepting = "Stop accepting";
    stop_accepting_hint = "Stop listening, keep the connections open";
}

// Whom a payload or an action is for.
messages! {
    to(target: &str) = "To {target}";
    all(peers: u64) = "all {}", count(peers);
    selected(peers: u64) = "{} selected", count(peers);
    the_server = "the server";
    nobody = "nobody";
    nobody_selected_is_left = "nobody, the selected peers are gone";

    bind_first = "Bind the socket first";
    not_connected = "No connection to send to";
    selected_are_gone = "The selected peers are gone";
    no_target = "Enter a remote address or select peers";
    nobody_was_heard = "No peer has sent anything yet";
}
