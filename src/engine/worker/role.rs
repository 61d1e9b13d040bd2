//! The part of a worker that differs between a server, a client, a datagram socket and a fetch.

use std::time::Instant;

use mio::Token;

use crate::engine::command::Command;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::payload::Replica;
use crate::engine::worker::repeat::Handover;
use crate::types::{Address, PeerId, Recipients};

/// A kind of worker.
pub(in crate::engine) trait Role {
    /// Whether turns stop while there is no room for events. A role that continues must do only what causes no event, or count
    /// what it couldn't report.
    const WAITS_FOR_ROOM: bool = true;

    /// Called first on the thread.
    fn begin(&mut self, hub: &mut Hub);

    /// Handle an event of the role's own socket, which is registered with [`ROLE`].
    fn notice(&mut self);

    /// Do a bounded amount of work. Called after each wait, except while there is no room for events and the role
    /// [waits for room](Self::WAITS_FOR_ROOM).
    fn turn(&mut self, hub: &mut Hub);

    /// Whether there is more to do without waiting.
    fn is_ready(&self, hub: &Hub) -> bool;

    /// When a turn is due even without an event.
    fn deadline(&self, hub: &Hub) -> Option<Instant>;

    /// Carry out a command; one that doesn't apply to this kind of worker is ignored. Repeated payloads and play lists are the
    /// same for all roles and don't get here.
    fn execute(&mut self, command: Command, hub: &mut Hub);

    /// The first of the recipients that is a peer now, to play a list with.
    fn partner(&self, to: &Recipients, hub: &Hub) -> Option<(PeerId, Address)> {
        hub.partner(to)
    }

    /// Whether each read is one message, as with datagrams.
    fn keeps_messages(&self) -> bool {
        false
    }

    /// A payload will be repeated to these recipients: start a look-up, if one is needed.
    fn aim(&mut self, _to: &Recipients, _hub: &mut Hub) {}

    /// Queue one copy of the repeated payload.
    fn take(&mut self, to: &Recipients, replica: &Replica, hub: &mut Hub) -> Handover {
        hub.take(to, replica)
    }

    /// Close every socket at once: the run ends.
    fn close(&mut self, hub: &mut Hub);

    /// Whether the run is over, because nothing can happen any more.
    fn is_over(&self, hub: &Hub) -> bool;
}

/// Token of the role's own socket: a listener, or a socket that is connecting. Connections have the number of their peer as
/// token.
pub(in crate::engine) const ROLE: Token = Token(0);
