//! Payloads that are sent once.

use crate::engine::{Command, SendRequest};
use crate::form::Problem;
use crate::form::{Filled, Filling, Payload};
use crate::playground::perform::nobody;
use crate::playground::state::State;
use crate::playground::{Playground, Session};
use crate::types::{Level, Pace, PeerId, SendId, SessionId, Stamp, Target};
use crate::words;

impl Playground {
    /// Sends a payload to the open connections that the target means, in pieces if the draft says so; gives its id, or `None`
    /// if there are none.
    pub fn send(&mut self, id: SessionId, to: &Target, payload: &Payload) -> Option<SendId> {
        let send = self.next_send();
        let now = self.now();
        let session = self.session_mut(id)?;
        let peers = session.peers().targeted(to);
        if session.link.is_none() || peers.is_empty() {
            let text = format!("Nothing was sent, {}", nobody(session, to));
            session.note(now, PeerId::SESSION, Level::Warning, &text);
            return None;
        }
        let pace = session.agree(Session::pace)?;
        let parcel = session.parcel(payload, now)?;
        let to = Target::Many(peers.clone());
        session.sends_mut().begin(send, name(&parcel), len(&parcel), peers);
        self.command(
            id,
            match parcel {
                Filled::Bytes(bytes) => {
                    Command::Send(SendRequest::bytes(send, to, bytes).paced(pace))
                }
                Filled::File(path) => Command::Send(SendRequest::file(send, to, path).paced(pace)),
            },
        );
        Some(send)
    }

    /// Sends a datagram to the address that the session's draft names, or over the one connection that it has; gives its
    /// id, or `None` if that cannot be.
    pub fn send_to(&mut self, id: SessionId, payload: &Payload) -> Option<SendId> {
        let now = self.now();
        let send = self.next_send();
        let session = self.session_mut(id).filter(|session| session.is_live())?;
        if matches!(session.state(), State::Connected { .. }) {
            return self.send(id, &Target::All, payload);
        }
        let to = session.agree(|session| session.draft.udp.remote())?;
        let parcel = session.parcel(payload, now)?;
        session.sends_mut().begin(send, name(&parcel), len(&parcel), vec![PeerId::SESSION]);
        self.command(
            id,
            match parcel {
                Filled::Bytes(bytes) => Command::Send(SendRequest::bytes(send, to, bytes)),
                Filled::File(path) => Command::Send(SendRequest::file(send, to, path)),
            },
        );
        Some(send)
    }
}

impl Session {
    /// What was typed, or else the problem is reported.
    fn agree<T>(&mut self, typed: impl FnOnce(&Self) -> Result<T, Problem>) -> Option<T> {
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

    fn parcel(&mut self, payload: &Payload, now: Stamp) -> Option<Filled> {
        match payload.filled(&mut Filling::local(now, self.next_sequence())) {
            Ok(filled) => {
                self.count(payload);
                Some(filled)
            }
            Err(problem) => {
                let why = words::problem::fill(&problem);
                let text = format!("Nothing was sent, {why}");
                self.note(now, PeerId::SESSION, Level::Warning, &text);
                None
            }
        }
    }
}

fn name(parcel: &Filled) -> String {
    match parcel {
        Filled::Bytes(_) => String::new(),
        Filled::File(path) => {
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        }
    }
}

/// Of a file it is known when it is opened.
fn len(parcel: &Filled) -> Option<u64> {
    match parcel {
        Filled::Bytes(bytes) => Some(bytes.len() as u64),
        Filled::File(_) => None,
    }
}
