//! What a person has typed but not yet started, as text, and its way into a configuration.

mod faults;
mod http;
mod options;
mod repeat;
mod udp;

use std::net::SocketAddr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::engine::{Backoff, Conduct, TcpClientConfig, TcpServerConfig};
use crate::form::address;
use crate::respond::{PlayList, RuleSet, Transport};
use crate::types::{Address, Kind};

pub use faults::FaultsDraft;
pub use http::{HeaderRow, HttpDraft};
pub use options::OptionsDraft;
pub use repeat::RepeatDraft;
pub use udp::{CounterDraft, UdpDraft};

/// The settings of a session, as typed. Every field exists for every kind, so that nothing is lost on the way to disk and back.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on screen")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Server: the local address to bind. Client: the optional local address.
    pub bind: String,
    /// Server: the port to listen on. Client: the port to connect to.
    pub port: String,
    /// Client: the optional local port.
    pub bind_port: String,
    /// Client: the host to connect to.
    pub host: String,
    /// Server: connections that may wait to be accepted (listen(2)).
    pub backlog: String,
    /// Server: the most connections at a time; empty for no limit.
    pub max_clients: String,
    /// Server: an IPv6 listener takes IPv4 too.
    pub dual_stack: bool,
    /// Client: seconds until a connection attempt is given up.
    pub connect_timeout: String,
    /// Client: connect again by itself.
    pub reconnect: bool,
    /// Answer the peer's FIN by closing.
    pub close_on_peer_fin: bool,
    /// Remove a Unix socket file that is left over where nothing listens.
    pub replace_stale: bool,
    /// What is answered to what happens.
    pub rules: RuleSet,
    /// What goes wrong on purpose.
    pub faults: FaultsDraft,
    /// How payloads are sent: in pieces, again and again.
    pub repeat: RepeatDraft,
    /// Steps to be played.
    pub play: PlayList,
    /// TCP socket options.
    pub options: OptionsDraft,
    /// What only a UDP peer has.
    pub udp: UdpDraft,
    /// What only an HTTP fetch has.
    pub http: HttpDraft,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            bind: String::new(),
            port: String::new(),
            bind_port: String::new(),
            host: String::new(),
            backlog: "1024".to_owned(),
            max_clients: String::new(),
            dual_stack: true,
            connect_timeout: "5".to_owned(),
            reconnect: false,
            close_on_peer_fin: true,
            replace_stale: false,
            rules: RuleSet::default(),
            faults: FaultsDraft::default(),
            repeat: RepeatDraft::default(),
            play: PlayList::default(),
            options: OptionsDraft::default(),
            udp: UdpDraft::default(),
            http: HttpDraft::default(),
        }
    }
}

impl Draft {
    /// What a new tab of a kind starts with.
    pub fn new(kind: Kind) -> Self {
        let (bind, host, port) = match kind {
            Kind::TcpServer => ("127.0.0.1", "", "9000"),
            Kind::TcpClient => ("", "127.0.0.1", "9000"),
            Kind::UdpPeer => ("127.0.0.1", "", "9001"),
            Kind::HttpFetch => ("", "", ""),
        };
        Self {
            bind: bind.to_owned(),
            host: host.to_owned(),
            port: port.to_owned(),
            ..Self::default()
        }
    }

    /// A second server takes a port of its own.
    pub(crate) fn number_port(&mut self, kind: Kind, number: u32) {
        if let (Kind::TcpServer | Kind::UdpPeer, Ok(port)) = (kind, self.port.parse::<u32>()) {
            self.port = (port + (number - 1) * 2).min(65_535).to_string();
        }
    }

    /// Whether the part that a problem is in is another one there.
    pub(crate) fn differs_from(&self, other: &Self, field: Field) -> bool {
        let raw = self.http.raw != other.http.raw;
        match field {
            Field::Bind => self.bind != other.bind,
            Field::Port => self.port != other.port || self.bind_port != other.bind_port,
            Field::Host => self.host != other.host,
            Field::Remote => self.udp.remote != other.udp.remote,
            Field::RemotePort => self.udp.remote_port != other.udp.remote_port,
            Field::Method => raw || self.http.method != other.http.method,
            Field::Url => self.http.url != other.http.url,
            Field::Header(_) => raw || self.http.headers != other.http.headers,
            Field::Rules => self.rules != other.rules,
            Field::Faults => self.faults != other.faults,
            Field::Repeat => self.repeat != other.repeat,
            Field::Play => self.play != other.play,
            Field::Options | Field::Timeout(_) | Field::Proxy | Field::Payload => self != other,
        }
    }

    /// What rules and payloads of a session of this kind are for. Messages over a connection close and reset as a stream does.
    pub fn transport(&self, kind: Kind) -> Transport {
        match kind {
            Kind::UdpPeer if !self.udp.seqpacket => Transport::Datagram,
            _ => Transport::Stream,
        }
    }

    /// The server that this asks for, without what it does by itself.
    pub fn server(&self) -> Result<TcpServerConfig, Problem> {
        let max_clients = match self.max_clients.trim() {
            "" => None,
            text => {
                Some(number(text, "clients", 1..=1_000_000).map_err(Problem::on(Field::Options))?
                    as usize)
            }
        };
        Ok(TcpServerConfig {
            bind: self.bind_address()?,
            backlog: number(&self.backlog, "the backlog", 0..=65_535)
                .map_err(Problem::on(Field::Options))?,
            dual_stack: self.dual_stack,
            max_clients,
            close_on_peer_fin: self.close_on_peer_fin,
            replace_stale: self.replace_stale,
            options: self.options.parse()?,
            conduct: Conduct::default(),
        })
    }

    /// The client that this asks for, without what it does by itself.
    pub fn client(&self) -> Result<TcpClientConfig, Problem> {
        let to = address::parse_destination(&self.host, &self.port);
        let timeout = number(&self.connect_timeout, "the connect timeout", 1..=86_400);
        Ok(TcpClientConfig {
            to: to.map_err(|(field, message)| Problem { field, message })?,
            bind: self.local_address()?,
            connect_timeout: Duration::from_secs(
                timeout.map_err(Problem::on(Field::Options))?.into(),
            ),
            tls: None,
            reconnect: self.reconnect.then_some(BACKOFF),
            close_on_peer_fin: self.close_on_peer_fin,
            options: self.options.parse()?,
            conduct: Conduct::default(),
        })
    }

    /// The address to bind; a Unix socket needs no port.
    fn bind_address(&self) -> Result<Address, Problem> {
        if address::is_unix(&self.bind) {
            return address::parse_unix(&self.bind)
                .map(Address::Unix)
                .map_err(Problem::on(Field::Bind));
        }
        let port = address::parse_port(&self.port).map_err(Problem::on(Field::Port))?;
        let bind = address::parse_bind(&self.bind, port).map_err(Problem::on(Field::Bind))?;
        Ok(bind.into())
    }

    /// The local address that a client binds before it connects, if one was typed.
    fn local_address(&self) -> Result<Option<SocketAddr>, Problem> {
        let port = if self.bind_port.trim().is_empty() { "0" } else { &self.bind_port };
        let port = address::parse_port(port).map_err(Problem::on(Field::Options))?;
        let bind = match (self.bind.trim(), port) {
            ("", 0) => return Ok(None),
            ("", port) => address::parse_bind("*", port),
            (text, port) => address::parse_bind(text, port),
        };
        bind.map(Some).map_err(Problem::on(Field::Options))
    }
}

/// Something typed that cannot be started, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// What is wrong, in words.
    pub message: String,
}

impl Problem {
    fn on(field: Field) -> impl Fn(String) -> Self {
        move |message| Self { field, message }
    }
}

/// The part of a draft that a problem is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The bind address.
    Bind,
    /// The port.
    Port,
    /// The host.
    Host,
    /// The address that datagrams are sent to.
    Remote,
    /// Its port.
    RemotePort,
    /// The options that fold away.
    Options,
    /// The method of a fetch.
    Method,
    /// The URL of a fetch.
    Url,
    /// A header line of a fetch, counted from 0.
    Header(usize),
    /// A timeout of a fetch.
    Timeout(Timeout),
    /// The proxy of a fetch.
    Proxy,
    /// The payload.
    Payload,
    /// The rules.
    Rules,
    /// The faults.
    Faults,
    /// How payloads are sent.
    Repeat,
    /// The steps to be played.
    Play,
}

/// A timeout of a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeout {
    /// Until a connection has to be open.
    Connect,
    /// How long the server may be silent.
    Idle,
    /// How long all of it may take.
    Total,
}

/// Soon at first, for a server that restarts; then seldom enough to be no burden.
const BACKOFF: Backoff =
    Backoff { first: Duration::from_millis(250), most: Duration::from_secs(15) };

fn optional(
    text: &str,
    what: &str,
    range: std::ops::RangeInclusive<u32>,
) -> Result<Option<u32>, String> {
    match text.trim() {
        "" => Ok(None),
        text => number(text, what, range).map(Some),
    }
}

fn number(text: &str, what: &str, range: std::ops::RangeInclusive<u32>) -> Result<u32, String> {
    let text = text.trim();
    text.parse().ok().filter(|n| range.contains(n)).ok_or_else(|| {
        format!("{text:?} does not fit {what} ({} to {})", range.start(), range.end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_draft_can_be_started() {
        let server = Draft::new(Kind::TcpServer).server().unwrap();
        assert_eq!(server.bind.to_string(), "127.0.0.1:9000");
        assert_eq!(server.backlog, 1024);
        let client = Draft::new(Kind::TcpClient).client().unwrap();
        assert_eq!(client.to.to_string(), "127.0.0.1:9000");
        assert_eq!(client.bind, None);
    }

    #[test]
    fn a_problem_names_its_field() {
        let draft = Draft { port: "http".to_owned(), ..Draft::new(Kind::TcpServer) };
        assert_eq!(draft.server().unwrap_err().field, Field::Port);
        let draft = Draft { host: " ".to_owned(), ..Draft::new(Kind::TcpClient) };
        assert_eq!(draft.client().unwrap_err().field, Field::Host);
    }

    #[test]
    fn a_local_port_alone_binds_any_address() {
        let draft = Draft { bind_port: "5000".to_owned(), ..Draft::new(Kind::TcpClient) };
        assert_eq!(draft.client().unwrap().bind.unwrap().to_string(), "0.0.0.0:5000");
    }
}
