//! What a UDP peer is asked to be, as typed.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::codec::sequence::{Counter, Width};
use crate::engine::{Conduct, Reuse, UdpConfig, UdpKind};
use crate::form::address;
use crate::form::number::{number, optional};
use crate::form::problem::{Field, Problem};
use crate::types::problem::{FormNumber, FormProblem};
use crate::types::{ByteOrder, Destination, Membership, MulticastOptions, UdpOptions};

/// A UDP peer as typed.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on screen")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UdpDraft {
    /// The local address to bind.
    pub bind: String,
    /// The port to bind.
    pub port: String,
    /// An IPv6 socket takes IPv4 too.
    pub dual_stack: bool,
    /// Remove a Unix socket file that is left over where nothing listens.
    pub replace_stale: bool,
    /// Where to send to, while no peer is marked.
    pub remote: String,
    /// Its port.
    pub remote_port: String,
    /// Hear only that peer, and learn when nothing listens there.
    pub connect: bool,
    /// Messages in order over a connection: Unix sockets on Linux.
    pub seqpacket: bool,
    /// `SO_BROADCAST`.
    pub broadcast: bool,
    /// `SO_REUSEADDR`.
    pub reuse_address: bool,
    /// `SO_REUSEPORT`.
    pub reuse_port: bool,
    /// `SO_RCVBUF` in bytes.
    pub receive_buffer: String,
    /// `SO_SNDBUF` in bytes.
    pub send_buffer: String,
    /// `IP_TTL`.
    pub ttl: String,
    /// `IP_MULTICAST_TTL`.
    pub multicast_ttl: String,
    /// `IP_MULTICAST_LOOP`.
    pub multicast_loopback: bool,
    /// The interface to send to groups from and to join them on: a name, a number or one of its addresses.
    pub interface: String,
    /// A multicast group to join.
    pub group: String,
    /// The only sender wanted in it.
    pub source: String,
    /// Where a counter stands in each datagram.
    pub counter: CounterDraft,
}

/// Where a counter stands in each datagram, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CounterDraft {
    /// The datagrams have one.
    pub on: bool,
    /// Bytes before it.
    pub offset: String,
    /// Its width.
    pub width: Width,
    /// Its byte order.
    pub order: ByteOrder,
}

impl Default for UdpDraft {
    fn default() -> Self {
        let options = UdpOptions::default();
        let bytes = options.receive_buffer.map(|bytes| bytes.to_string());
        Self {
            bind: "127.0.0.1".to_owned(),
            port: "9001".to_owned(),
            dual_stack: true,
            replace_stale: false,
            remote: "127.0.0.1".to_owned(),
            remote_port: String::new(),
            connect: false,
            seqpacket: false,
            broadcast: false,
            reuse_address: false,
            reuse_port: false,
            receive_buffer: bytes.unwrap_or_default(),
            send_buffer: String::new(),
            ttl: String::new(),
            multicast_ttl: String::new(),
            multicast_loopback: true,
            interface: String::new(),
            group: String::new(),
            source: String::new(),
            counter: CounterDraft::default(),
        }
    }
}

impl UdpDraft {
    /// The socket that this asks for, without what it does by itself.
    pub fn parse(&self) -> Result<UdpConfig, Problem> {
        let connect = if self.connect { Some(self.remote()?) } else { None };
        Ok(UdpConfig {
            bind: address::parse_bind_fields(&self.bind, &self.port)?,
            kind: if self.seqpacket { UdpKind::SeqPacket } else { UdpKind::Datagram },
            connect,
            dual_stack: self.dual_stack,
            replace_stale: self.replace_stale,
            reuse: Reuse { address: self.reuse_address, port: self.reuse_port },
            options: self.options()?,
            conduct: Conduct::default(),
        })
    }

    /// Whether the part that a problem is in is another one there.
    pub(super) fn differs_from(&self, other: &Self, field: Field) -> bool {
        match field {
            Field::Bind => self.bind != other.bind,
            Field::Port => self.port != other.port,
            Field::Remote => self.remote != other.remote,
            Field::RemotePort => self.remote_port != other.remote_port,
            _ => self != other,
        }
    }

    /// The address that is sent to while no peer is marked.
    pub fn remote(&self) -> Result<Destination, Problem> {
        address::parse_destination(&self.remote, &self.remote_port).map_err(|problem| {
            let is_port = problem.field == Field::Port;
            Problem { field: if is_port { Field::RemotePort } else { Field::Remote }, ..problem }
        })
    }

    /// The socket options that this asks for.
    pub fn options(&self) -> Result<UdpOptions, Problem> {
        self.try_options().map_err(Problem::on(Field::Options))
    }

    /// The group that this asks to join.
    pub fn membership(&self) -> Result<Membership, Problem> {
        self.try_membership().map_err(Problem::on(Field::Options))
    }

    fn try_options(&self) -> Result<UdpOptions, FormProblem> {
        let small = |text: &str, which| {
            let number = optional(text, which, 0..=255)?;
            Ok::<_, FormProblem>(number.map(|number| u8::try_from(number).unwrap_or(u8::MAX)))
        };
        Ok(UdpOptions {
            broadcast: self.broadcast,
            receive_buffer: optional(&self.receive_buffer, FormNumber::ReceiveBuffer, 1..=1 << 30)?,
            send_buffer: optional(&self.send_buffer, FormNumber::SendBuffer, 1..=1 << 30)?,
            ttl: small(&self.ttl, FormNumber::Ttl)?,
            multicast: MulticastOptions {
                ttl: small(&self.multicast_ttl, FormNumber::MulticastTtl)?,
                loopback: self.multicast_loopback,
                interface: self.interface()?,
            },
        })
    }

    fn try_membership(&self) -> Result<Membership, FormProblem> {
        let group = ip(&self.group).filter(IpAddr::is_multicast);
        let not_a_group = || FormProblem::NotAMulticastGroup(self.group.trim().to_owned());
        let group = group.ok_or_else(not_a_group)?;
        let source = match self.source.trim() {
            "" => None,
            text => Some(ip(text).ok_or_else(|| FormProblem::NotAnIpAddress(text.to_owned()))?),
        };
        Ok(Membership { group, interface: self.interface()?, source })
    }

    fn interface(&self) -> Result<Option<u32>, FormProblem> {
        match self.interface.trim() {
            "" => Ok(None),
            text => address::interface_index(text)
                .map(Some)
                .ok_or_else(|| FormProblem::UnknownInterface(text.to_owned())),
        }
    }
}

impl CounterDraft {
    /// The counter, if the datagrams have one.
    pub fn parse(&self) -> Result<Option<Counter>, Problem> {
        if !self.on {
            return Ok(None);
        }
        let offset = if self.offset.trim().is_empty() { "0" } else { &self.offset };
        let offset = number(offset, FormNumber::CounterOffset, 0..=65_507)
            .map_err(Problem::on(Field::Options))?;
        Ok(Some(Counter { offset: offset as usize, width: self.width, order: self.order }))
    }
}

fn ip(text: &str) -> Option<IpAddr> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_draft_can_be_bound() {
        let config = UdpDraft::default().parse().unwrap();
        assert_eq!(config.bind.to_string(), "127.0.0.1:9001");
        assert_eq!(config.connect, None);
        assert_eq!(config.options.receive_buffer, Some(4 << 20));
        assert_eq!(config.reuse, Reuse::default(), "sharing an address is never on by itself");
    }

    #[test]
    fn a_remote_needs_a_port_unless_it_is_a_unix_socket() {
        let remote = |remote: &str, port: &str| {
            let draft = UdpDraft {
                remote: remote.to_owned(),
                remote_port: port.to_owned(),
                ..UdpDraft::default()
            };
            draft.remote().map(|to| to.to_string()).map_err(|problem| problem.field)
        };
        assert_eq!(remote("example.com", "53"), Ok("example.com:53".to_owned()));
        assert_eq!(remote("[::1]", "53"), Ok("[::1]:53".to_owned()));
        assert_eq!(remote("unix:/tmp/x", ""), Ok("unix:/tmp/x".to_owned()));
        assert_eq!(remote("example.com", ""), Err(Field::RemotePort));
        assert_eq!(remote(" ", "53"), Err(Field::Remote));
    }

    #[test]
    fn only_multicast_groups_are_joined() {
        let join =
            |group: &str| UdpDraft { group: group.to_owned(), ..UdpDraft::default() }.membership();
        assert_eq!(join("239.1.2.3").unwrap().to_string(), "239.1.2.3");
        let not_a_group = FormProblem::NotAMulticastGroup("10.0.0.1".to_owned());
        assert_eq!(join("10.0.0.1").unwrap_err().reason, not_a_group);
        assert!(join("").is_err());
    }

    #[test]
    fn a_counter_is_off_unless_asked_for() {
        assert_eq!(CounterDraft::default().parse(), Ok(None));
        let draft = CounterDraft { on: true, offset: "4".to_owned(), ..CounterDraft::default() };
        assert_eq!(draft.parse().unwrap().unwrap().offset, 4);
    }
}
