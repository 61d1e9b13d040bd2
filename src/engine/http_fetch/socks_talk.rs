//! The talk with a SOCKS proxy over a connection to it.

use std::io;
use std::time::Instant;

use bytes::Bytes;

use crate::engine::http_fetch::carrier::{Carrier, Input};
use crate::engine::http_fetch::socks5::Socks5;
use crate::engine::worker::hub::Hub;
use crate::types::Origin;
use crate::types::problem::proxy::TunnelProblem;

/// A SOCKS proxy that is being asked for a connection.
pub(super) struct SocksTalk {
    pub(super) carrier: Carrier,
    pub(super) talk: Socks5,
    /// When to give up.
    pub(super) until: Instant,
}

/// Why a SOCKS proxy does not connect.
pub(super) enum SocksFailure {
    Io(io::Error),
    Refused(TunnelProblem),
}

impl SocksTalk {
    /// Say and hear what can be said and heard now; whether the connection leads to the server. The error is why it does
    /// not.
    pub(super) fn turn(&mut self, hub: &mut Hub) -> Result<bool, SocksFailure> {
        while self.say(hub)? || self.hear(hub)? {}
        Ok(self.talk.is_done())
    }

    fn say(&mut self, hub: &mut Hub) -> Result<bool, SocksFailure> {
        let Self { carrier, talk, .. } = self;
        let output = Bytes::copy_from_slice(talk.output());
        if output.is_empty() || !carrier.may_write() {
            return Ok(false);
        }
        let sent = carrier.write(&output, Origin::User, hub);
        talk.sent(sent.map_err(SocksFailure::Io)?);
        Ok(true)
    }

    fn hear(&mut self, hub: &mut Hub) -> Result<bool, SocksFailure> {
        let Self { carrier, talk, .. } = self;
        if talk.is_done() || !carrier.may_read() {
            return Ok(false);
        }
        match carrier.read(talk.wants(), hub) {
            Input::Bytes(bytes) => talk.feed(&bytes).map(|_| true).map_err(SocksFailure::Refused),
            Input::Nothing => Ok(true),
            Input::End(_) => Err(SocksFailure::Refused(TunnelProblem::Closed)),
        }
    }
}
