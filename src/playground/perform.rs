//! Carries out what was asked for.

mod sending;

use crate::engine::tcp;
use crate::engine::worker::queue::EventSender;
use crate::engine::{Command, Handle, WorkerId, http_fetch, udp};
use crate::form::Filling;
use crate::form::Problem;
use crate::playground::action::Action;
use crate::playground::fetch::FetchNumber;
use crate::playground::save::Task;
use crate::playground::session::Session;
use crate::playground::state::State;
use crate::playground::{Playground, tour};
use crate::types::{IoError, Kind, Level, PeerId, RunId, SessionId, Stamp, Target};
use crate::words;

impl Playground {
    /// Carries out an action. What cannot be done is said in the session's problem or record.
    pub fn perform(&mut self, action: Action) {
        match action {
            Action::Add(kind) => {
                self.add(kind);
            }
            Action::Remove(id) => self.remove(id),
            Action::Start(id) => self.start(id),
            Action::ReplaceStale(id) => self.replace_stale(id),
            Action::Stop(id) => self.stop(id),
            Action::StopListening(id) => self.command(id, Command::StopListening),
            Action::Send { session, to, payload } => {
                self.send(session, &to, &payload);
            }
            Action::SendTo { session, payload } => {
                self.send_to(session, &payload);
            }
            Action::Join(id) => {
                self.lists_interfaces = true;
                self.join(id);
            }
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
            Action::Measure(id) => self.measure(id),
            Action::SetRules(_)
            | Action::SetFaults(_)
            | Action::Repeat { .. }
            | Action::StopRepeat(_)
            | Action::ResetSequence(_)
            | Action::Play { .. }
            | Action::StopPlay(_)
            | Action::ImportDocument(..)
            | Action::ExportDocument(..)
            | Action::ReplaceDocument(_)
            | Action::DismissDocument(_) => self.automate(action),
            Action::ForgetGone(id) => self.change(id, Session::forget_gone),
            Action::Clear(id) => self.clear(id),
            Action::FetchAgain(id, fetch) => self.fetch_again(id, fetch),
            Action::SaveFetch { session, fetch, what, path } => {
                self.save(session, Task { fetch, what, path });
            }
            Action::ReplaceSave(id, save) => self.replace_save(id, save),
            Action::DismissSave(id, save) => self.change(id, |session| session.dismiss_save(save)),
            Action::CancelSave(id, save) => self.change(id, |session| session.cancel_save(save)),
            Action::TryIt => tour::begin(self),
        }
    }

    /// What is no counter yet measures nothing.
    fn measure(&mut self, id: SessionId) {
        let Some(session) = self.session_mut(id) else { return };
        if let Ok(counter) = session.draft.udp.counter.parse() {
            session.measure(counter);
        }
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
        match launch(session, now, events) {
            Ok((state, Ok(link))) => {
                session.report(None);
                if session.kind().is_fetch() {
                    session.begin_fetch(now);
                }
                session.begin(link, state);
            }
            Ok((_, Err(error))) => {
                session.note(now, PeerId::SESSION, Level::Error, &words::io_error(&error));
                session.enter(State::Failed(error));
            }
            Err(problem) => session.report(Some(problem)),
        }
    }

    /// Puts the request back into the form, so that what is sent is what is seen.
    fn fetch_again(&mut self, id: SessionId, fetch: FetchNumber) {
        let session = self.session_mut(id).filter(|session| !session.is_live());
        let Some((session, asked)) = session.and_then(|session| {
            let asked = session.fetches().asked(fetch)?;
            Some((session, asked))
        }) else {
            return;
        };
        session.draft.http = asked.draft.clone();
        session.payload = asked.payload.clone();
        self.start(id);
    }

    /// This once: the draft keeps what was chosen there.
    fn replace_stale(&mut self, id: SessionId) {
        let chosen = self
            .session_mut(id)
            .map(|session| std::mem::replace(&mut session.draft.replace_stale, true));
        self.start(id);
        if let Some((session, chosen)) = self.session_mut(id).zip(chosen) {
            session.draft.replace_stale = chosen;
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

    pub(super) fn change(&mut self, id: SessionId, change: impl FnOnce(&mut Session)) {
        if let Some(session) = self.session_mut(id) {
            change(session);
        }
    }

    pub(super) fn command(&self, id: SessionId, command: Command) {
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
                self.command(id, command);
            }
            Err(problem) => session.report(Some(problem)),
        }
    }

    fn clear(&mut self, id: SessionId) {
        let now = self.now();
        if let Some(session) = self.session_mut(id) {
            session.clear(now);
        }
        self.command(id, Command::ReleaseMemory);
    }
}

/// Starts the worker that the session's draft asks for; gives the state that this leads to.
fn launch(
    session: &mut Session,
    now: Stamp,
    events: EventSender,
) -> Result<(State, Result<Handle, IoError>), Problem> {
    let worker = WorkerId { session: session.id(), run: session.run };
    let peers = session.peer_ids.clone();
    Ok(match session.kind() {
        Kind::TcpServer => {
            let mut config = session.draft.server()?;
            config.conduct = session.conduct()?;
            let state = State::Binding(config.bind.clone());
            (state, tcp::server::start(worker, config, peers, events))
        }
        Kind::TcpClient => {
            let mut config = session.draft.client()?;
            config.conduct = session.conduct()?;
            let state = State::Resolving(config.to.to_string());
            (state, tcp::client::start(worker, config, peers, events))
        }
        Kind::UdpPeer => {
            let mut config = session.draft.udp()?;
            config.conduct = session.conduct()?;
            let counter = session.draft.udp.counter.parse()?;
            session.measure(counter);
            let state = State::Binding(config.bind.clone());
            (state, udp::start(worker, config, peers, events))
        }
        Kind::HttpFetch => {
            let mut filling = Filling::local(now, session.next_sequence());
            let config = session.draft.http.fetch(&session.payload, &mut filling)?;
            session.count_filled();
            let idle = session.idle().clone();
            (State::Fetching(None), http_fetch::start(worker, config, idle, peers, events))
        }
    })
}

/// Why a target means nobody.
pub(super) fn nobody(session: &Session, to: &Target) -> &'static str {
    let marked = match to {
        Target::One(_) => true,
        Target::Many(ids) => !ids.is_empty(),
        Target::All => false,
    };
    match session.kind() {
        Kind::UdpPeer if session.link.is_none() => "the socket is not bound",
        _ if marked && session.link.is_some() => "the marked peers are gone",
        Kind::UdpPeer => "there is no remote address and no marked peer",
        _ => "there is no connection",
    }
}
