//! Addresses on the command line.

use crate::form::{UdpDraft, address};
use crate::types::{Address, Destination, Membership, UnixAddress};
use crate::words::cli::argument as words;
use crate::words::problem::form;

/// Where datagrams are received, as far as that was given.
#[derive(Debug, Clone)]
pub(in crate::cli) enum Local {
    /// A port without an address.
    Port(u16),
    /// An address with a port, or a Unix socket.
    Address(Address),
}

/// Where a server listens.
pub(in crate::cli) fn listen(text: &str) -> Result<Address, String> {
    if address::is_unix(text) {
        return unix(text).map(Address::Unix);
    }
    let (host, port) = host_and_port(text, LOOPBACK)?;
    bind(&host, port)
}

/// Where to connect or send to.
pub(in crate::cli) fn remote(text: &str) -> Result<Destination, String> {
    if address::is_unix(text) {
        return unix(text).map(Destination::Unix);
    }
    let (host, port) = host_and_port(text, LOOPBACK)?;
    address::parse_remote_port(&port.to_string()).map_err(|problem| form(&problem))?;
    Ok(Destination::Host { host, port })
}

/// Where datagrams are received.
pub(in crate::cli) fn local(text: &str) -> Result<Local, String> {
    if address::is_unix(text) {
        return unix(text).map(|address| Local::Address(Address::Unix(address)));
    }
    let (host, port) = host_and_port(text, "")?;
    if host.is_empty() { Ok(Local::Port(port)) } else { bind(&host, port).map(Local::Address) }
}

fn host_and_port(text: &str, default_host: &str) -> Result<(String, u16), String> {
    address::split_host_port(text, default_host).map_err(|problem| form(&problem))
}

fn bind(host: &str, port: u16) -> Result<Address, String> {
    address::parse_bind(host, port).map(Address::Ip).map_err(|problem| form(&problem))
}

/// `GROUP` or `GROUP%INTERFACE`.
pub(super) fn group(text: &str) -> Result<Membership, String> {
    let (group, interface) = text.split_once('%').unwrap_or((text, ""));
    let draft = UdpDraft {
        group: group.to_owned(),
        interface: interface.to_owned(),
        ..UdpDraft::default()
    };
    draft.membership().map_err(|problem| form(&problem.reason))
}

fn unix(text: &str) -> Result<UnixAddress, String> {
    match address::parse_unix(text).map_err(|problem| form(&problem))? {
        UnixAddress::Unnamed => Err(words::not_an_address(text)),
        address => Ok(address),
    }
}

const LOOPBACK: &str = "127.0.0.1";
