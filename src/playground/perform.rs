//! Carries out what was asked for.

use std::path::Path;

use crate::engine::{Command, WorkerId, tcp_client, tcp_server, udp_peer};
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
            Action::SendTo { session, payload } => {
                self.send_to(session, payload);
            }
            Action::Join(id) => self.join(id),
            Action::Leave(id, membership) => self.command(id, Command::Leave(membership)),
            Action::ListInterfaces => {
                self.lists_interfaces = true;
                self.nudge();
            }
            Action::CancelSend(id, send) => self.command(id, Command::CancelSend(send)),
            Action::Disconnect(id, to) => self.command(id, Command::Disconnect(to)),
            Action::HalfClose(id, to) => self.command(id, Command::HalfClose(to)),
            Action::Abort(id, to) => self.command(id, Command::Abort(to)),
            Action::Pause { session, to, paused } => {
                self.command(session, Command::Pause { to, paused });
            }
            Action::ApplyOptions(id) => self.apply_options(id),
            Action::SetReply(id) => {
                if let Some(session) = self.session(id) {
                    self.command(id, Command::SetReply(session.draft.reply));
                }
            }
            Action::ForgetGone(id) => {
                if let Some(session) = self.session_mut(id) {
                    session.forget_gone();
                }
            }
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

    /// Sends a datagram to the address that the session's draft names, or over the one connection that it has; gives its
    /// id, or `None` if that cannot be.
    pub fn send_to(&mut self, id: SessionId, payload: Payload) -> Option<SendId> {
        let send = self.next_send();
        let session = self.session_mut(id).filter(|session| session.is_live())?;
        if matches!(session.state(), State::Connected { .. }) {
            return self.send(id, &Target::All, payload);
        }
        let to = match session.draft.udp.remote() {
            Ok(to) => to,
            Err(problem) => {
                session.report(Some(problem));
                return None;
            }
        };
        session.report(None);
        let (name, len, command) = match payload {
            Payload::Bytes(bytes) => {
                (String::new(), Some(bytes.len() as u64), Command::SendTo { id: send, to, bytes })
            }
            Payload::File(path) => {
                (file_name(&path), None, Command::SendFileTo { id: send, to, path })
            }
        };
        session.sends_mut().begin(send, name, len, vec![PeerId::SESSION]);
        self.command(id, command);
        Some(send)
    }

    fn join(&mut self, id: SessionId) {
        let Some(session) = self.session_mut(id) else { return };
        match session.draft.udp.membership() {
            Ok(membership) => {
                session.report(None);
                self.command(id, Command::Join(membership));
            }
            Err(problem) => session.report(Some(problem)),
        }
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
                (
                    State::Binding(config.bind.clone()),
                    tcp_server::start(worker, config, peers, events),
                )
            }),
            Kind::TcpClient => session.draft.client().map(|config| {
                (
                    State::Resolving(config.to.to_string()),
                    tcp_client::start(worker, config, peers, events),
                )
            }),
            Kind::UdpPeer => session.draft.udp().and_then(|config| {
                let counter = session.draft.udp.counter.parse()?;
                session.measure(counter);
                Ok((
                    State::Binding(config.bind.clone()),
                    udp_peer::start(worker, config, peers, events),
                ))
            }),
            Kind::HttpFetch => return,
        };
        match started {
            Ok((state, Ok(link))) => {
                session.report(None);
                session.begin(link, state);
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
        let Some(session) = self.session_mut(id) else { return };
        let commands = match session.kind() {
            Kind::UdpPeer => session.draft.udp.options().and_then(|options| {
                let counter = session.draft.udp.counter.parse()?;
                session.measure(counter);
                Ok(Command::SetUdpOptions(options))
            }),
            _ => session.draft.options.parse().map(Command::SetOptions),
        };
        match commands {
            Ok(command) => {
                session.report(None);
                let reply = session.draft.reply;
                self.command(id, command);
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

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
