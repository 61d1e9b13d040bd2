//! The arguments of `udp`.

use std::net::IpAddr;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::cli::arguments::address::{Group, Local, fields};
use crate::cli::arguments::{Output, Payloads, Repeat, Replies, address, duration, name};
use crate::codec::LineEnding;
use crate::form::UdpDraft;
use crate::respond::Transport;
use crate::types::Destination;
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
    pub(in crate::cli) join: Vec<Group>,
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
            (None, Some(Destination::Unix(_))) | (Some(Local::Unix(_)), None)
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

    /// As it is typed in the window, but for the groups.
    pub(in crate::cli) fn draft(&self) -> UdpDraft {
        let mut udp = UdpDraft::default();
        (udp.bind, udp.port) = match &self.bind {
            Some(Local::Unix(address)) => (address.to_string(), String::new()),
            Some(Local::Ip { host: Some(host), port }) => (host.clone(), port.to_string()),
            Some(Local::Ip { host: None, port }) => {
                (self.open_address().to_owned(), port.to_string())
            }
            None => match &self.to {
                Some(Destination::Unix(_)) => ("unix:(unnamed)".to_owned(), String::new()),
                _ => (self.open_address().to_owned(), "0".to_owned()),
            },
        };
        udp.replace_stale = self.remove_stale;
        udp.seqpacket = self.kind == SocketKind::Seqpacket;
        udp.connect = self.connect || udp.seqpacket && self.to.is_some();
        udp.broadcast = self.broadcast;
        if let Some(to) = &self.to {
            (udp.remote, udp.remote_port) = fields(to);
        }
        if let Some(Group { interface, .. }) = self.join.first() {
            udp.interface.clone_from(interface);
        }
        udp
    }

    /// The address to bind if none was given: no further open than what it has to reach, of the same family.
    fn open_address(&self) -> &'static str {
        let ip = |text: &str| text.split('%').next().and_then(|ip| ip.parse::<IpAddr>().ok());
        if let Some(Group { address: group, .. }) = self.join.first() {
            return if group.contains(':') { "::" } else { "0.0.0.0" };
        }
        let Some(Destination::Host { host, .. }) = &self.to else {
            return "127.0.0.1";
        };
        match ip(host) {
            Some(IpAddr::V4(ip)) if ip.is_loopback() => "127.0.0.1",
            Some(IpAddr::V6(ip)) if ip.is_loopback() => "::1",
            Some(IpAddr::V6(_)) => "::",
            None if host == "localhost" => "127.0.0.1",
            _ => "0.0.0.0",
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::arguments::{Arguments, Command};

    fn draft(arguments: &str) -> UdpDraft {
        let words = ["sockscope", "udp"].into_iter().chain(arguments.split_whitespace());
        let arguments = Arguments::try_parse_from(words).unwrap();
        let Some(Command::Udp(udp)) = arguments.command else { panic!("udp") };
        udp.socket.draft()
    }

    #[test]
    fn what_is_bound_by_default_is_no_further_open_than_needed() {
        let table = [
            ("", "127.0.0.1:0"),
            ("--bind 9", "127.0.0.1:9"),
            ("--bind *:9", "*:9"),
            ("--to localhost:9", "127.0.0.1:0"),
            ("--to 127.0.0.9:9", "127.0.0.1:0"),
            ("--to [::1]:9", "::1:0"),
            ("--to 192.0.2.1:9", "0.0.0.0:0"),
            ("--to example.com:9 --bind 5", "0.0.0.0:5"),
            ("--to [fe80::1%1]:9", ":::0"),
            ("--join 239.1.2.3 --bind 9", "0.0.0.0:9"),
            ("--join ff02::5 --bind 9", ":::9"),
            ("--to unix:/tmp/x", "unix:(unnamed):"),
            ("--to unix:/tmp/x --bind unix:@me", "unix:@me:"),
        ];
        for (arguments, expected) in table {
            let draft = draft(arguments);
            assert_eq!(format!("{}:{}", draft.bind, draft.port), expected, "{arguments}");
        }
    }

    #[test]
    fn packets_connect_to_where_they_are_sent() {
        let draft = draft("--kind seqpacket --to unix:@there");
        assert!(draft.connect && draft.seqpacket);
        assert_eq!(draft.remote, "unix:@there");
    }
}
