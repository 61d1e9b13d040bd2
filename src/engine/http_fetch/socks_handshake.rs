//! The handshake with a SOCKS proxy over a connection to it.

use std::io;
use std::time::Instant;

use bytes::Bytes;

use crate::engine::http_fetch::connection::{HttpConnection, Input};
use crate::engine::http_fetch::socks5::Socks5;
use crate::engine::worker::hub::Hub;
use crate::types::Origin;
use crate::types::problem::proxy::TunnelProblem;

/// A handshake with a SOCKS proxy that is under way.
pub(super) struct SocksHandshake {
    pub(super) connection: HttpConnection,
    pub(super) protocol: Socks5,
    /// When to give up.
    pub(super) until: Instant,
}

/// Why a SOCKS proxy does not connect.
pub(super) enum SocksFailure {
    Io(io::Error),
    Refused(TunnelProblem),
}

impl SocksHandshake {
    /// Send and receive what is possible without waiting; returns whether the proxy has connected to the server. The error is
    /// why it doesn't.
    pub(super) fn turn(&mut self, hub: &mut Hub) -> Result<bool, SocksFailure> {
        while self.send(hub)? || self.receive(hub)? {}
        Ok(self.protocol.is_done())
    }

    fn send(&mut self, hub: &mut Hub) -> Result<bool, SocksFailure> {
        let Self { connection, protocol, .. } = self;
        let output = Bytes::copy_from_slice(protocol.output());
        if output.is_empty() || !connection.may_write() {
            return Ok(false);
        }
        let sent = connection.write(&output, Origin::User, hub);
        protocol.sent(sent.map_err(SocksFailure::Io)?);
        Ok(true)
    }

    fn receive(&mut self, hub: &mut Hub) -> Result<bool, SocksFailure> {
        let Self { connection, protocol, .. } = self;
        if protocol.is_done() || !connection.may_read() {
            return Ok(false);
        }
        match connection.read(protocol.wants(), hub) {
            Input::Bytes(bytes) => {
                protocol.feed(&bytes).map(|_| true).map_err(SocksFailure::Refused)
            }
            Input::Nothing => Ok(true),
            Input::End(_) => Err(SocksFailure::Refused(TunnelProblem::Closed)),
        }
    }
}
