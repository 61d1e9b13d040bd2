//! States of a session, and why nothing was sent.

use std::fmt::Display;

messages! {
    binding(address: impl Display) = "Binding {address}";
    bound_to(local: impl Display) = "Bound to {local}";
    connected_to_from(remote: impl Display, local: impl Display) = "Connected to {remote} from {local}";
    connecting_to(remote: impl Display) = "Connecting to {remote}";
    listening_on(local: impl Display) = "Listening on {local}";
    looking_up(host: impl Display) = "Looking up {host}";
    draining = "Not listening, connections stay open";
    port_in_use(port: impl Display, name: impl Display) = "Port {port} is already in use ({name})";
    waiting(duration: impl Display, attempt: impl Display) = "Trying again in {duration}, attempt {attempt}";
}
