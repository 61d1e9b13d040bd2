//! What a person has typed but not yet started, as text, and its way into a configuration.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::engine::{Backoff, TcpClientConfig, TcpServerConfig};
use crate::types::{Keepalive, ReadSize, Reply, TcpOptions};

use super::address;

/// Which kind of socket a session works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Listens and accepts TCP connections.
    TcpServer,
    /// Makes a TCP connection.
    TcpClient,
    /// Sends and receives datagrams.
    UdpPeer,
    /// Sends one HTTP request.
    HttpFetch,
}

impl Kind {
    /// In the order of the tabs at first start.
    pub const ALL: [Self; 4] = [Self::TcpServer, Self::TcpClient, Self::UdpPeer, Self::HttpFetch];

    /// The name on the tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::TcpServer => "TCP server",
            Self::TcpClient => "TCP client",
            Self::UdpPeer => "UDP peer",
            Self::HttpFetch => "HTTP fetch",
        }
    }
}

/// The settings of a session, as typed. Every field exists for every kind, so that nothing is lost on the way to disk and back.
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
    /// What is answered to what arrives.
    pub reply: Reply,
    /// Socket options.
    pub options: OptionsDraft,
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
            reply: Reply::None,
            options: OptionsDraft::default(),
        }
    }
}

impl Draft {
    /// What a new tab of a kind starts with.
    pub fn new(kind: Kind) -> Self {
        let (bind, host) = match kind {
            Kind::TcpServer => ("127.0.0.1", ""),
            Kind::TcpClient => ("", "127.0.0.1"),
            Kind::UdpPeer | Kind::HttpFetch => ("", ""),
        };
        let port = if matches!(kind, Kind::TcpServer | Kind::TcpClient) { "9000" } else { "" };
        Self {
            bind: bind.to_owned(),
            host: host.to_owned(),
            port: port.to_owned(),
            ..Self::default()
        }
    }

    /// The server that this asks for.
    pub fn server(&self) -> Result<TcpServerConfig, Problem> {
        let port = address::parse_port(&self.port).map_err(Problem::on(Field::Port))?;
        let max_clients = match self.max_clients.trim() {
            "" => None,
            text => {
                Some(number(text, "clients", 1..=1_000_000).map_err(Problem::on(Field::Options))?
                    as usize)
            }
        };
        Ok(TcpServerConfig {
            bind: address::parse_bind(&self.bind, port).map_err(Problem::on(Field::Bind))?,
            backlog: number(&self.backlog, "the backlog", 0..=65_535)
                .map_err(Problem::on(Field::Options))?,
            dual_stack: self.dual_stack,
            max_clients,
            close_on_peer_fin: self.close_on_peer_fin,
            options: self.options.parse()?,
            reply: self.reply,
        })
    }

    /// The client that this asks for.
    pub fn client(&self) -> Result<TcpClientConfig, Problem> {
        if self.host.trim().is_empty() {
            return Err(Problem {
                field: Field::Host,
                message: "Type a host name or an address".to_owned(),
            });
        }
        let bind_port = if self.bind_port.trim().is_empty() { "0" } else { &self.bind_port };
        let bind_port = address::parse_port(bind_port).map_err(Problem::on(Field::Options))?;
        let bind = match (self.bind.trim(), bind_port) {
            ("", 0) => None,
            ("", port) => Some(address::parse_bind("*", port)),
            (text, port) => Some(address::parse_bind(text, port)),
        };
        let timeout = number(&self.connect_timeout, "the connect timeout", 1..=86_400);
        Ok(TcpClientConfig {
            host: self.host.trim().trim_matches(['[', ']']).to_owned(),
            port: address::parse_remote_port(&self.port).map_err(Problem::on(Field::Port))?,
            bind: bind.transpose().map_err(Problem::on(Field::Options))?,
            connect_timeout: Duration::from_secs(
                timeout.map_err(Problem::on(Field::Options))?.into(),
            ),
            reconnect: self.reconnect.then_some(BACKOFF),
            close_on_peer_fin: self.close_on_peer_fin,
            options: self.options.parse()?,
            reply: self.reply,
        })
    }
}

/// Socket options as typed; an empty text leaves the system's default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionsDraft {
    /// `TCP_NODELAY`.
    pub nodelay: bool,
    /// `SO_KEEPALIVE`.
    pub keepalive: bool,
    /// `TCP_KEEPIDLE` in seconds.
    pub keepalive_idle: String,
    /// `TCP_KEEPINTVL` in seconds.
    pub keepalive_interval: String,
    /// `TCP_KEEPCNT`.
    pub keepalive_count: String,
    /// `SO_LINGER`.
    pub linger: bool,
    /// `SO_LINGER` in seconds.
    pub linger_seconds: String,
    /// `SO_RCVBUF` in bytes.
    pub receive_buffer: String,
    /// `SO_SNDBUF` in bytes.
    pub send_buffer: String,
    /// `IP_TTL`.
    pub ttl: String,
    /// The most that one read takes, in bytes.
    pub read_size: String,
}

impl Default for OptionsDraft {
    fn default() -> Self {
        let keepalive = Keepalive::default();
        Self {
            nodelay: false,
            keepalive: false,
            keepalive_idle: keepalive.idle.as_secs().to_string(),
            keepalive_interval: keepalive.interval.as_secs().to_string(),
            keepalive_count: keepalive.count.to_string(),
            linger: false,
            linger_seconds: "0".to_owned(),
            receive_buffer: String::new(),
            send_buffer: String::new(),
            ttl: String::new(),
            read_size: u32::from(ReadSize::MAX).to_string(),
        }
    }
}

impl OptionsDraft {
    /// The options that this asks for.
    pub fn parse(&self) -> Result<TcpOptions, Problem> {
        self.try_parse().map_err(Problem::on(Field::Options))
    }

    fn try_parse(&self) -> Result<TcpOptions, String> {
        let seconds =
            |text, what| number(text, what, 1..=32_767).map(|s| Duration::from_secs(s.into()));
        let keepalive = if self.keepalive {
            Some(Keepalive {
                idle: seconds(&self.keepalive_idle, "the keepalive idle time")?,
                interval: seconds(&self.keepalive_interval, "the keepalive interval")?,
                count: number(&self.keepalive_count, "the keepalive count", 1..=127)?,
            })
        } else {
            None
        };
        let linger = if self.linger {
            Some(Duration::from_secs(
                number(&self.linger_seconds, "the linger time", 0..=65_535)?.into(),
            ))
        } else {
            None
        };
        Ok(TcpOptions {
            nodelay: self.nodelay,
            keepalive,
            linger,
            receive_buffer: optional(&self.receive_buffer, "SO_RCVBUF", 1..=1 << 30)?,
            send_buffer: optional(&self.send_buffer, "SO_SNDBUF", 1..=1 << 30)?,
            ttl: optional(&self.ttl, "the TTL", 1..=255)?.and_then(|ttl| u8::try_from(ttl).ok()),
            read_size: ReadSize::try_from(number(
                &self.read_size,
                "the read size",
                1..=256 * 1024,
            )?)?,
        })
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
    /// The options that fold away.
    Options,
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
        assert_eq!((client.host.as_str(), client.port), ("127.0.0.1", 9000));
        assert_eq!(client.bind, None);
    }

    #[test]
    fn a_problem_names_its_field() {
        let draft = Draft { port: "http".to_owned(), ..Draft::new(Kind::TcpServer) };
        assert_eq!(draft.server().unwrap_err().field, Field::Port);
        let draft = Draft { host: " ".to_owned(), ..Draft::new(Kind::TcpClient) };
        assert_eq!(draft.client().unwrap_err().field, Field::Host);
        let options = OptionsDraft { read_size: "0".to_owned(), ..OptionsDraft::default() };
        assert_eq!(
            options.parse().unwrap_err().message,
            "\"0\" does not fit the read size (1 to 262144)"
        );
    }

    #[test]
    fn a_local_port_alone_binds_any_address() {
        let draft = Draft { bind_port: "5000".to_owned(), ..Draft::new(Kind::TcpClient) };
        assert_eq!(draft.client().unwrap().bind.unwrap().to_string(), "0.0.0.0:5000");
    }
}
