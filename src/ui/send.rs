//! Sending a payload to where the next one goes.

use crate::form::Payload;
use crate::playground::{Action, Session};
use crate::ui::pass::Pass;
use crate::ui::peers::{Next, PeersView};

/// Sends a payload to where the next one goes.
pub fn to_next(session: &Session, payload: Payload, peers: &PeersView, pass: &mut Pass<'_>) {
    let id = session.id();
    pass.actions.push(match peers.next(session) {
        Next::Remote => Action::SendTo { session: id, payload },
        Next::Peers(to) => Action::Send { session: id, to, payload },
        Next::Nobody(_) => Action::Send { session: id, to: peers.marked(), payload },
    });
}
