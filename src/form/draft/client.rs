//! A TCP client as typed.

use std::net::SocketAddr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::engine::{Backoff, Conduct, TcpClientConfig};
use crate::form::address;
use crate::form::draft::options::OptionsDraft;
use crate::form::number::number;
use crate::form::problem::{Field, Problem};
use crate::types::problem::FormNumber;

/// A TCP client as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientDraft {
    /// The host to connect to.
    pub host: String,
    /// The port to connect to.
    pub port: String,
    /// The local address to connect from; empty leaves it to the system.
    pub bind: String,
    /// The local port; empty leaves it to the system.
    pub bind_port: String,
    /// Seconds until a connection attempt is given up.
    pub connect_timeout: String,
    /// Connect again by itself.
    pub reconnect: bool,
    /// Answer the server's FIN by closing.
    pub close_on_peer_fin: bool,
    /// Socket options.
    pub options: OptionsDraft,
}

impl Default for ClientDraft {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: "9000".to_owned(),
            bind: String::new(),
            bind_port: String::new(),
            connect_timeout: "5".to_owned(),
            reconnect: false,
            close_on_peer_fin: true,
            options: OptionsDraft::default(),
        }
    }
}

impl ClientDraft {
    /// The client that this asks for, without what it does by itself.
    pub fn parse(&self) -> Result<TcpClientConfig, Problem> {
        let timeout = number(&self.connect_timeout, FormNumber::ConnectTimeout, 1..=86_400);
        Ok(TcpClientConfig {
            to: address::parse_destination(&self.host, &self.port)?,
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

    /// Whether the part that a problem is in is another one there.
    pub(super) fn differs_from(&self, other: &Self, field: Field) -> bool {
        match field {
            Field::Host => self.host != other.host,
            Field::Port => self.port != other.port,
            _ => self != other,
        }
    }

    /// The local address that is bound before connecting, if one was typed.
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

/// Soon at first, for a server that restarts; then seldom enough to be no burden.
const BACKOFF: Backoff =
    Backoff { first: Duration::from_millis(250), most: Duration::from_secs(15) };
