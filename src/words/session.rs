//! States of a session, and why nothing was sent.

use std::fmt::Display;

messages! {
    file_not_repeated = "A file can't be repeated, only text or hex";
    binding(address: impl Display) = "Binding {address}";
    bound_to(local: impl Display) = "Bound to {local}";
    connected_to_from(remote: impl Display, local: impl Display) = "Connected to {remote} from {local}";
    connecting_to(remote: impl Display) = "Connecting to {remote}";
    listening_on(local: impl Display) = "Listening on {local}";
    looking_up(host: impl Display) = "Looking up {host}";
    draining = "Not listening, connections stay open";
    nothing_sent(why: impl Display) = "Nothing was sent, {why}";
    empty_payload = "Nothing was sent, the payload is empty";
    peer_gone = "Nothing was sent, the peer is gone";
    port_in_use(port: impl Display, name: impl Display) = "Port {port} is already in use ({name})";
    stopped_listening = "Stopped listening";
    list_not_played = "The list was not played, nothing is open";
    selected_peers_gone = "the selected peers are gone";
    not_bound = "the socket is not bound";
    no_connection = "there is no connection";
    no_recipient = "there is no remote address and no selected peer";
    waiting(duration: impl Display, attempt: impl Display) = "Trying again in {duration}, attempt {attempt}";
}
