//! Carries out what was asked for.

use crate::engine::{Command, WorkerId, tcp_client, tcp_server};
use crate::types::{Level, PeerId, RunId, SendId, SessionId, Target};

use super::action::Action;
use super::draft::Kind;
use super::payload::Payload;
use super::state::State;
use super::{Playground, tour};

impl Playground {
    /// Carries out an action. What cannot be done is said in the session's problem or record.
    pub fn perform(&mut self, action: Action) {
        match action {
            Action::Add(kind) => {
                self.add(kind);
            }
            Action::Remove(id) => self.remove(id),
            Action::Start(id) => self.start(id),
            Action::Stop(id) => self.stop(id),
            Action::StopListening(id) => self.command(id, Command::StopListening),
            Action::Send { session, to, payload } => {
                self.send(session, &to, payload);
            }
            Action::CancelSend(id, send) => self.command(id, Command::CancelSend(send)),
            Action::Disconnect(id, to) => self.command(id, Command::Disconnect(to)),
            Action::HalfClose(id, to) => self.command(id, Command::HalfClose(to)),
            Action::Abort(id, to) => self.command(id, Command::Abort(to)),
            Action::Pause { session, to, paused } => {
                self.command(session, Command::Pause { to, paused });
            }
            Action::ApplyOptions(id) => self.apply_options(id),
            Action::Clear(id) => self.clear(id),
            Action::TryIt => tour::begin(self),
        }
    }

    /// Sends a payload to the open connections that the target means; gives its id, or `None` if there are none.
    pub fn send(&mut self, id: SessionId, to: &Target, payload: Payload) -> Option<SendId> {
        let send = self.next_send();
        let now = self.now();
        let session = self.session_mut(id)?;
        let peers = session.peers().targeted(to);
        if session.link.is_none() || peers.is_empty() {
            session.note(
                now,
                PeerId::SESSION,
                Level::Warning,
                "Nothing was sent, there is no connection",
            );
            return None;
        }
        let to = Target::Many(peers.clone());
        let (name, len, command) = match payload {
            Payload::Bytes(bytes) => {
                (String::new(), Some(bytes.len() as u64), Command::Send { id: send, to, bytes })
            }
            Payload::File(path) => {
                let name =
                    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                (name, None, Command::SendFile { id: send, to, path })
            }
        };
        session.sends_mut().begin(send, name, len, peers);
        self.command(id, command);
        Some(send)
    }

    pub(super) fn start(&mut self, id: SessionId) {
        let events = self.events.clone();
        let now = self.now();
        let Some(session) = self.session_mut(id).filter(|session| !session.is_live()) else {
            return;
        };
        session.run = RunId(session.run.0 + 1);
        let worker = WorkerId { session: id, run: session.run };
        let peers = session.peer_ids.clone();
        let started = match session.kind() {
            Kind::TcpServer => session.draft.server().map(|config| {
                (State::Binding(config.bind), tcp_server::start(worker, config, peers, events))
            }),
            Kind::TcpClient => session.draft.client().map(|config| {
                (
                    State::Resolving(config.host.clone()),
                    tcp_client::start(worker, config, peers, events),
                )
            }),
            Kind::UdpPeer | Kind::HttpFetch => return,
        };
        match started {
            Ok((state, Ok(link))) => {
                session.report(None);
                session.link = Some(link);
                session.enter(state);
            }
            Ok((_, Err(error))) => {
                session.note(now, PeerId::SESSION, Level::Error, &error.to_string());
                session.enter(State::Failed(error));
            }
            Err(problem) => session.report(Some(problem)),
        }
    }

    fn stop(&mut self, id: SessionId) {
        let Some(session) = self.session_mut(id) else {
            return;
        };
        if let Some(link) = &session.link {
            link.stop();
        }
    }

    fn command(&self, id: SessionId, command: Command) {
        if let Some(link) = self.session(id).and_then(|session| session.link.as_ref()) {
            link.command(command);
        }
    }

    fn apply_options(&mut self, id: SessionId) {
        let Some(session) = self.session_mut(id) else {
            return;
        };
        match session.draft.options.parse() {
            Ok(options) => {
                session.report(None);
                let reply = session.draft.reply;
                self.command(id, Command::SetOptions(options));
                self.command(id, Command::SetReply(reply));
            }
            Err(problem) => session.report(Some(problem)),
        }
    }

    fn clear(&mut self, id: SessionId) {
        if let Some(session) = self.session_mut(id) {
            session.clear();
        }
        self.command(id, Command::ReleaseMemory);
    }
}
