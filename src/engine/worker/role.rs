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
    /// Without room for events the role is not called. Else it must do nothing then that cannot be undone in silence.
    const WAITS_FOR_ROOM: bool = true;

    /// The first thing that happens on the thread.
    fn begin(&mut self, hub: &mut Hub);

    /// The role's own socket, registered with [`ROLE`], has something to say.
    fn notice(&mut self);

    /// Do what there is to do, within bounds. Called again and again, but not while there is no room for events,
    /// unless the role [goes on](Self::WAITS_FOR_ROOM).
    fn turn(&mut self, hub: &mut Hub);

    /// There is more to do right away.
    fn is_ready(&self, hub: &Hub) -> bool;

    /// When there is something to do although no socket says anything.
    fn deadline(&self, hub: &Hub) -> Option<Instant>;

    /// Carry out a command. What makes no sense for this kind of worker is passed over. Repeating and playing are the same for
    /// every role and have been seen to already.
    fn obey(&mut self, command: Command, hub: &mut Hub);

    /// The first of these who is here.
    fn partner(&self, to: &Recipients, hub: &Hub) -> Option<(PeerId, Address)> {
        hub.partner(to)
    }

    /// What comes in one piece is a message.
    fn keeps_messages(&self) -> bool {
        false
    }

    /// A payload will be repeated to these from now on.
    fn aim(&mut self, _to: &Recipients, _hub: &mut Hub) {}

    /// Take a copy of it for sending.
    fn take(&mut self, to: &Recipients, replica: &Replica, hub: &mut Hub) -> Handover {
        hub.take(to, replica)
    }

    /// The end: close every socket at once.
    fn close(&mut self, hub: &mut Hub);

    /// Nothing can happen any more.
    fn is_over(&self, hub: &Hub) -> bool;
}

/// Of the role's own socket: a listener, or one that is connecting. The others are known by their peer's number.
pub(in crate::engine) const ROLE: Token = Token(0);
