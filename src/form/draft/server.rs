//! A TCP server as typed.

use serde::{Deserialize, Serialize};

use crate::engine::{Conduct, TcpServerConfig};
use crate::form::address;
use crate::form::draft::options::OptionsDraft;
use crate::form::number::number;
use crate::form::problem::{Field, Problem};
use crate::types::problem::FormNumber;

/// A TCP server as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServerDraft {
    /// The local address to bind.
    pub bind: String,
    /// The port to listen on.
    pub port: String,
    /// Connections that may wait to be accepted (listen(2)).
    pub backlog: String,
    /// The most connections at a time; empty for no limit.
    pub max_clients: String,
    /// An IPv6 listener takes IPv4 too.
    pub dual_stack: bool,
    /// Answer a client's FIN by closing.
    pub close_on_peer_fin: bool,
    /// Remove a Unix socket file that is left over where nothing listens.
    pub replace_stale: bool,
    /// Socket options.
    pub options: OptionsDraft,
}

impl Default for ServerDraft {
    fn default() -> Self {
        Self {
            bind: "127.0.0.1".to_owned(),
            port: "9000".to_owned(),
            backlog: "1024".to_owned(),
            max_clients: String::new(),
            dual_stack: true,
            close_on_peer_fin: true,
            replace_stale: false,
            options: OptionsDraft::default(),
        }
    }
}

impl ServerDraft {
    /// The server that this asks for, without what it does by itself.
    pub fn parse(&self) -> Result<TcpServerConfig, Problem> {
        let max_clients = match self.max_clients.trim() {
            "" => None,
            text => Some(
                number(text, FormNumber::MaxClients, 1..=1_000_000)
                    .map_err(Problem::on(Field::Options))? as usize,
            ),
        };
        Ok(TcpServerConfig {
            bind: address::parse_bind_fields(&self.bind, &self.port)?,
            backlog: number(&self.backlog, FormNumber::Backlog, 0..=65_535)
                .map_err(Problem::on(Field::Options))?,
            dual_stack: self.dual_stack,
            max_clients,
            close_on_peer_fin: self.close_on_peer_fin,
            replace_stale: self.replace_stale,
            options: self.options.parse()?,
            conduct: Conduct::default(),
        })
    }

    /// Whether the part that a problem is in is another one there.
    pub(super) fn differs_from(&self, other: &Self, field: Field) -> bool {
        match field {
            Field::Bind => self.bind != other.bind,
            Field::Port => self.port != other.port,
            _ => self != other,
        }
    }
}
