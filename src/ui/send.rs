//! Sending a payload to where the next one goes.

use crate::form::Payload;
use crate::playground::{Action, Session};
use crate::ui::pass::Pass;
use crate::ui::peers::PeersView;

/// Sends a payload to where the next one goes; to nobody, it is the session that says so.
pub fn to_next(session: &Session, payload: Payload, peers: &PeersView, pass: &mut Pass<'_>) {
    let to = session.addressee(&peers.choice).unwrap_or_else(|_| peers.choice.marked().into());
    pass.actions.push(Action::Send { session: session.id(), to, payload });
}
