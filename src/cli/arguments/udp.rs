//! The arguments of `udp`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::cli::arguments::address::Local;
use crate::cli::arguments::{Output, Payloads, Repeat, Replies, address, duration, name};
use crate::codec::LineEnding;
use crate::form::{UdpConfig, UdpKind};
use crate::respond::Transport;
use crate::types::{Address, Destination, Membership, MulticastOptions, UdpOptions, UnixAddress};
use crate::words::cli::argument as words;

#[derive(Debug, Args)]
pub(in crate::cli) struct Udp {
    #[command(flatten)]
    pub(in crate::cli) socket: Socket,
    #[command(flatten)]
    pub(in crate::cli) payloads: Payloads,
    /// What to append to each --text: none, lf, cr, crlf or nul
    #[arg(long, default_value = "none", value_parser = name::<LineEnding>)]
    pub(in crate::cli) ending: LineEnding,
    #[command(flatten)]
    pub(in crate::cli) repeat: Repeat,
    #[command(flatten)]
    pub(in crate::cli) replies: Replies,
    /// End after this time, such as 500ms, 30s, 2h
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub(in crate::cli) lasting: Option<Duration>,
    #[command(flatten)]
    pub(in crate::cli) output: Output,
}

#[derive(Debug, Default, Args)]
pub(in crate::cli) struct Socket {
    /// Where to receive; port 0 picks a free one, which is also the default
    ///
    /// A port without an address is for this machine only, or for every address if --to or --join need the network.
    /// unix:PATH is a Unix socket, on Linux also unix:@NAME, which has no file.
    #[arg(long, value_name = "[ADDR:]PORT", value_parser = address::local)]
    bind: Option<Local>,
    /// Where to send to; a port alone means this machine, unix:PATH a Unix socket
    #[arg(long, value_name = "HOST:PORT", value_parser = address::remote)]
    pub(in crate::cli) to: Option<Destination>,
    /// Receive only from --to, and learn from ICMP if nothing listens there
    #[arg(long, requires = "to")]
    connect: bool,
    /// How a Unix socket carries messages; with seqpacket, --bind waits for connections and --to connects
    #[arg(long, value_enum, default_value_t)]
    kind: SocketKind,
    /// Join a multicast group, on an interface by name, number or address [can be repeated]
    ///
    /// Datagrams to groups are sent from the interface of the first.
    #[arg(long, value_name = "GROUP[%IF]", value_parser = address::group)]
    pub(in crate::cli) join: Vec<Membership>,
    /// Allow sending to broadcast addresses
    #[arg(long)]
    broadcast: bool,
    /// Remove a leftover socket file on which nothing listens
    #[arg(long)]
    remove_stale: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(in crate::cli) enum SocketKind {
    /// Single datagrams
    #[default]
    Dgram,
    /// In order, over a connection (Linux)
    Seqpacket,
}

impl Socket {
    /// One without options.
    pub(in crate::cli) fn plain(bind: Option<Local>, to: Option<Destination>) -> Self {
        Self { bind, to, ..Self::default() }
    }

    /// What is wrong when the arguments are put together.
    pub(in crate::cli) fn problem(&self) -> Option<&'static str> {
        let is_one_unix = matches!(
            (&self.bind, &self.to),
            (None, Some(Destination::Unix(_))) | (Some(Local::Address(Address::Unix(_))), None)
        );
        (self.kind == SocketKind::Seqpacket && !is_one_unix).then(words::seqpacket_needs_unix)
    }

    /// What rules are for.
    pub(in crate::cli) fn transport(&self) -> Transport {
        match self.kind {
            SocketKind::Dgram => Transport::Datagram,
            SocketKind::Seqpacket => Transport::Stream,
        }
    }

    /// The socket, without what it does by itself.
    pub(in crate::cli) fn config(&self) -> UdpConfig {
        let is_packets = self.kind == SocketKind::Seqpacket;
        let connects = self.connect || is_packets;
        UdpConfig {
            kind: if is_packets { UdpKind::SeqPacket } else { UdpKind::Datagram },
            connect: self.to.clone().filter(|_| connects),
            replace_stale: self.remove_stale,
            options: UdpOptions {
                broadcast: self.broadcast,
                multicast: MulticastOptions {
                    interface: self.join.first().and_then(|group| group.interface),
                    ..MulticastOptions::default()
                },
                ..UdpOptions::default()
            },
            ..UdpConfig::new(self.bind())
        }
    }

    fn bind(&self) -> Address {
        match (&self.bind, &self.to) {
            (Some(Local::Address(address)), _) => address.clone(),
            (Some(Local::Port(port)), _) => Address::Ip((self.open_address(), *port).into()),
            (None, Some(Destination::Unix(_))) => Address::Unix(UnixAddress::Unnamed),
            (None, _) => Address::Ip((self.open_address(), 0).into()),
        }
    }

    /// The address to bind if none was given: no further open than what it has to reach, of the same family.
    fn open_address(&self) -> IpAddr {
        let any = |like: &IpAddr| match like {
            IpAddr::V4(_) => IpAddr::from(Ipv4Addr::UNSPECIFIED),
            IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        if let Some(membership) = self.join.first() {
            return any(&membership.group);
        }
        let Some(Destination::Host { host, .. }) = &self.to else {
            return Ipv4Addr::LOCALHOST.into();
        };
        match host.split('%').next().and_then(|ip| ip.parse::<IpAddr>().ok()) {
            Some(IpAddr::V4(ip)) if ip.is_loopback() => Ipv4Addr::LOCALHOST.into(),
            Some(IpAddr::V6(ip)) if ip.is_loopback() => Ipv6Addr::LOCALHOST.into(),
            Some(ip) => any(&ip),
            None if host == "localhost" => Ipv4Addr::LOCALHOST.into(),
            None => Ipv4Addr::UNSPECIFIED.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::arguments::{Arguments, Command};

    fn config(arguments: &str) -> UdpConfig {
        let words = ["sockscope", "udp"].into_iter().chain(arguments.split_whitespace());
        let arguments = Arguments::try_parse_from(words).unwrap();
        let Some(Command::Udp(udp)) = arguments.command else { panic!("udp") };
        udp.socket.config()
    }

    #[test]
    fn what_is_bound_by_default_is_no_further_open_than_needed() {
        let table = [
            ("", "127.0.0.1:0"),
            ("--bind 9", "127.0.0.1:9"),
            ("--bind *:9", "0.0.0.0:9"),
            ("--to localhost:9", "127.0.0.1:0"),
            ("--to 127.0.0.9:9", "127.0.0.1:0"),
            ("--to [::1]:9", "[::1]:0"),
            ("--to 192.0.2.1:9", "0.0.0.0:0"),
            ("--to example.com:9 --bind 5", "0.0.0.0:5"),
            ("--to [fe80::1%1]:9", "[::]:0"),
            ("--join 239.1.2.3 --bind 9", "0.0.0.0:9"),
            ("--join ff02::5 --bind 9", "[::]:9"),
            ("--to unix:/tmp/x", "unix:(unnamed)"),
            ("--to unix:/tmp/x --bind unix:@me", "unix:@me"),
        ];
        for (arguments, expected) in table {
            assert_eq!(config(arguments).bind.to_string(), expected, "{arguments}");
        }
    }

    #[test]
    fn packets_connect_to_where_they_are_sent() {
        let config = config("--kind seqpacket --to unix:@there");
        assert_eq!(config.kind, UdpKind::SeqPacket);
        assert_eq!(config.connect.unwrap().to_string(), "unix:@there");
    }
}
