//! States of a session.

use std::fmt::Display;
use std::time::Duration;

use crate::types::Address;
use crate::types::inert::inert;

/// "Binding 127.0.0.1:9000".
pub fn binding(address: &Address) -> String {
    binding_to(&shown(address))
}

/// "Bound to 127.0.0.1:9000".
pub fn bound(local: &Address) -> String {
    bound_to(&shown(local))
}

/// "Listening on 127.0.0.1:9000".
pub fn listening(local: &Address) -> String {
    listening_on(&shown(local))
}

/// "Looking up example.com:80".
pub fn resolving(host: &str) -> String {
    looking_up(&inert(host))
}

/// "Connecting to 127.0.0.1:9000".
pub fn connecting(remote: &Address) -> String {
    connecting_to(&shown(remote))
}

/// "Connected to 127.0.0.1:9000 from 127.0.0.1:51234".
pub fn connected(remote: &Address, local: &Address) -> String {
    connected_to_from(&shown(remote), &shown(local))
}

/// "Trying again in 4 s, attempt 5".
pub fn retrying(after: Duration, attempt: u32) -> String {
    trying_again(&crate::words::duration(after), attempt)
}

/// The path of a Unix socket can hold anything.
fn shown(address: &impl Display) -> String {
    inert(&address.to_string()).into_owned()
}

messages! {
    stopped = "Stopped";
    binding_to(address: &str) = "Binding {address}";
    bound_to(local: &str) = "Bound to {local}";
    listening_on(local: &str) = "Listening on {local}";
    draining = "Not listening, connections stay open";
    looking_up(host: &str) = "Looking up {host}";
    connecting_to(remote: &str) = "Connecting to {remote}";
    connected_to_from(remote: &str, local: &str) = "Connected to {remote} from {local}";
    trying_again(after: &str, attempt: u32) = "Trying again in {after}, attempt {attempt}";
    fetching = "Fetching";
    port_in_use(port: u16, error: &str) = "Port {port} is already in use ({error})";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_names_its_address_without_control_characters() {
        let address: Address = "unix:/tmp/\u{1b}x".parse().unwrap();
        assert_eq!(binding(&address), r"Binding unix:/tmp/\x1bx");
        assert_eq!(bound(&address), r"Bound to unix:/tmp/\x1bx");
        assert_eq!(listening(&address), r"Listening on unix:/tmp/\x1bx");
        assert_eq!(connecting(&address), r"Connecting to unix:/tmp/\x1bx");
        assert_eq!(resolving("a\u{1b}:80"), r"Looking up a\x1b:80");
        let local: Address = "127.0.0.1:5".parse().unwrap();
        assert_eq!(connected(&address, &local), r"Connected to unix:/tmp/\x1bx from 127.0.0.1:5");
        assert_eq!(retrying(Duration::from_secs(4), 5), "Trying again in 4 s, attempt 5");
    }
}
