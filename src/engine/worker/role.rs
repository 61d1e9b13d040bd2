//! What makes a worker a server, a client, a socket for datagrams or a fetch.

use std::time::Instant;

use mio::Token;

use crate::engine::command::Command;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::payload::Replica;
use crate::engine::worker::repeat::Handover;
use crate::types::{Address, PeerId, Recipients};

/// One kind of worker.
pub(in crate::engine) trait Role {
    /// Whether turns stop while there is no room for events. A role that goes on must then do only what needs no event, or count
    /// what it could not report.
    const WAITS_FOR_ROOM: bool = true;

    /// The first thing that happens on the thread.
    fn begin(&mut self, hub: &mut Hub);

    /// An event came for the role's own socket, which is registered with [`ROLE`].
    fn notice(&mut self);

    /// Do what there is to do, within bounds. Called after each wait, but not while there is no room for events if the role
    /// [waits for room](Self::WAITS_FOR_ROOM).
    fn turn(&mut self, hub: &mut Hub);

    /// Whether there is more to do without waiting.
    fn is_ready(&self, hub: &Hub) -> bool;

    /// When the next turn is due even if no event comes.
    fn deadline(&self, hub: &Hub) -> Option<Instant>;

    /// Carry out a command. What makes no sense for this kind of worker is passed over. Repeating and playing are the same for
    /// every role and have been seen to already.
    fn obey(&mut self, command: Command, hub: &mut Hub);

    /// The first of the recipients that is a peer now.
    fn partner(&self, to: &Recipients, hub: &Hub) -> Option<(PeerId, Address)> {
        hub.partner(to)
    }

    /// Whether each read is one message, as with datagrams.
    fn keeps_messages(&self) -> bool {
        false
    }

    /// A payload is about to be repeated to these: begin a look-up, if one is needed.
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

/// Of the role's own socket: a listener, or one that is connecting. The others are known by their peer's number.
pub(in crate::engine) const ROLE: Token = Token(0);
