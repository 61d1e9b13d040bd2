//! Kinds of session.

use serde::{Deserialize, Serialize};

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
