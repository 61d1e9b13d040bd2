//! Payloads that are sent once.

use crate::engine::{Command, SendRequest};
use crate::form::Problem;
use crate::form::{Filled, Filling, Payload, UdpDraft};
use crate::playground::state::SessionState;
use crate::playground::{Playground, Session};
use crate::types::{NotSent, Pace, PeerId, Recipients, Remark, SendId, SessionId, Stamp, Target};

impl Playground {
    /// Sends a payload to the open connections that the target means, in pieces if the form says so.
    pub(super) fn send_from_form(&mut self, id: SessionId, to: &Target, payload: &Payload) {
        let Some(session) = self.session_mut(id) else { return };
        let is_nobody = session.link.is_none() || session.peers().targeted(to).is_empty();
        let pace = if is_nobody { Some(None) } else { session.agree(Session::pace) };
        if let Some(pace) = pace {
            self.send(id, to.clone(), payload, pace);
        }
    }

    /// Sends a payload to whoever is meant of those that are open, or to an address that need not be a peer yet, in pieces at
    /// a pace or whole; gives its id, or `None` if that is nobody.
    pub fn send(
        &mut self,
        id: SessionId,
        to: impl Into<Recipients>,
        payload: &Payload,
        pace: Option<Pace>,
    ) -> Option<SendId> {
        let (now, send) = (self.now(), self.next_send());
        let session = self.session_mut(id)?;
        let (to, peers) = match to.into() {
            Recipients::Peers(target) => {
                let peers = session.peers().targeted(&target);
                if !session.is_running() || peers.is_empty() {
                    let why = session.why_nobody(&target);
                    session.remark(now, Remark::NotSent(why));
                    return None;
                }
                (Recipients::Peers(Target::Many(peers.clone())), peers)
            }
            Recipients::Address(to) if session.is_live() => {
                (Recipients::Address(to), vec![PeerId::SESSION])
            }
            Recipients::Address(_) => return None,
        };
        let filled = session.filled(payload, now)?;
        session.sends_mut().begin(send, name(&filled), len(&filled), peers);
        let request = match filled {
            Filled::Bytes(bytes) => SendRequest::bytes(send, to, bytes),
            Filled::File(path) => SendRequest::file(send, to, path),
        };
        self.command(id, Command::Send(request.paced(pace)));
        Some(send)
    }

    /// Sends a datagram to the address that is typed as remote, or over the one connection that the session has.
    pub(super) fn send_to_remote(&mut self, id: SessionId, payload: &Payload) {
        let Some(session) = self.session_mut(id).filter(|session| session.is_live()) else {
            return;
        };
        if matches!(session.state(), SessionState::Connected { .. }) {
            return self.send_from_form(id, &Target::All, payload);
        }
        let typed = |session: &Session| session.draft.udp().map(UdpDraft::remote).transpose();
        if let Some(Some(to)) = session.agree(typed) {
            self.send(id, to, payload, None);
        }
    }
}

impl Session {
    /// What was typed, or else the problem is reported.
    pub(in crate::playground) fn agree<T>(
        &mut self,
        typed: impl FnOnce(&Self) -> Result<T, Problem>,
    ) -> Option<T> {
        match typed(self) {
            Ok(value) => {
                self.report(None);
                Some(value)
            }
            Err(problem) => {
                self.report(Some(problem));
                None
            }
        }
    }

    /// A datagram is never in pieces, nor is a message over a connection.
    fn pace(&self) -> Result<Option<Pace>, Problem> {
        if self.kind().has_streams() { self.draft.repeat.pace() } else { Ok(None) }
    }

    fn filled(&mut self, payload: &Payload, now: Stamp) -> Option<Filled> {
        match payload.filled(&mut Filling::local(now, self.next_sequence())) {
            Ok(filled) => {
                self.count(payload);
                Some(filled)
            }
            Err(problem) => {
                self.remark(now, Remark::NotSent(NotSent::Unfilled(Box::new(problem))));
                None
            }
        }
    }
}

fn name(filled: &Filled) -> String {
    match filled {
        Filled::Bytes(_) => String::new(),
        Filled::File(path) => {
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        }
    }
}

/// Of a file it is known when it is opened.
fn len(filled: &Filled) -> Option<u64> {
    match filled {
        Filled::Bytes(bytes) => Some(bytes.len() as u64),
        Filled::File(_) => None,
    }
}
