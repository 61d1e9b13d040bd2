//! Addresses on the command line.

use crate::form::{UdpDraft, address};
use crate::types::problem::FormProblem;
use crate::types::{Destination, Membership, UnixAddress};
use crate::words::cli::argument as words;
use crate::words::problem::form;

/// Where datagrams are received, as far as that was given.
#[derive(Debug, Clone)]
pub(in crate::cli) enum Local {
    /// A port, with or without an address.
    Ip { host: Option<String>, port: u16 },
    /// A Unix socket.
    Unix(UnixAddress),
}

/// A multicast group, and the interface to join it on; empty leaves that to the system.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Group {
    pub(super) address: String,
    pub(super) interface: String,
    pub(in crate::cli) membership: Membership,
}

/// Where a server listens.
pub(in crate::cli) fn listen(text: &str) -> Result<Destination, String> {
    destination(text, |host, port| address::parse_bind(host, port).map(|_| ()))
}

/// Where to connect or send to.
pub(in crate::cli) fn remote(text: &str) -> Result<Destination, String> {
    destination(text, |_, port| address::parse_remote_port(&port.to_string()).map(|_| ()))
}

fn destination(
    text: &str,
    check: impl Fn(&str, u16) -> Result<(), FormProblem>,
) -> Result<Destination, String> {
    if address::is_unix(text) {
        return unix(text).map(Destination::Unix);
    }
    let (host, port) =
        address::split_host_port(text, LOOPBACK).map_err(|problem| form(&problem))?;
    check(&host, port).map_err(|problem| form(&problem))?;
    Ok(Destination::Host { host, port })
}

/// Where datagrams are received.
pub(in crate::cli) fn local(text: &str) -> Result<Local, String> {
    if address::is_unix(text) {
        return unix(text).map(Local::Unix);
    }
    let (host, port) = address::split_host_port(text, "").map_err(|problem| form(&problem))?;
    if host.is_empty() {
        return Ok(Local::Ip { host: None, port });
    }
    address::parse_bind(&host, port).map_err(|problem| form(&problem))?;
    Ok(Local::Ip { host: Some(host), port })
}

/// `GROUP` or `GROUP%INTERFACE`.
pub(super) fn group(text: &str) -> Result<Group, String> {
    let (group, interface) = text.split_once('%').unwrap_or((text, ""));
    let draft = UdpDraft {
        group: group.to_owned(),
        interface: interface.to_owned(),
        ..UdpDraft::default()
    };
    let membership = draft.membership().map_err(|problem| form(&problem.reason))?;
    Ok(Group { address: draft.group, interface: draft.interface, membership })
}

/// As the fields of a draft for host or address, and port.
pub(in crate::cli) fn fields(destination: &Destination) -> (String, String) {
    match destination {
        Destination::Host { host, port } => (host.clone(), port.to_string()),
        Destination::Unix(address) => (address.to_string(), String::new()),
    }
}

fn unix(text: &str) -> Result<UnixAddress, String> {
    match address::parse_unix(text).map_err(|problem| form(&problem))? {
        UnixAddress::Unnamed => Err(words::not_an_address(text)),
        address => Ok(address),
    }
}

const LOOPBACK: &str = "127.0.0.1";
