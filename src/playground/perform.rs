//! Carries out what was asked for.

mod sending;
mod starting;

use crate::engine::Command;
use crate::form::{Config, Filling, KindDraft, Problem, UdpDraft};
use crate::playground::action::Action;
use crate::playground::fetch::FetchNumber;
use crate::playground::save::Task;
use crate::playground::session::Session;
use crate::playground::session::addressing::Addressee;
use crate::playground::{Playground, tour};
use crate::types::SessionId;

impl Playground {
    /// Carries out an action. What cannot be done is said in the session's problem or record.
    pub fn perform(&mut self, action: Action) {
        match action {
            Action::Add(kind) => {
                self.add(kind);
            }
            Action::Remove(id) => self.remove(id),
            Action::Start(id) => self.start_from_form(id),
            Action::ReplaceStale(id) => self.replace_stale(id),
            Action::Stop(id) => self.stop(id),
            Action::StopListening(id) => self.command(id, Command::StopListening),
            Action::Send { session, to: Addressee::Peers(to), payload } => {
                self.send_from_form(session, &to, &payload);
            }
            Action::Send { session, to: Addressee::Remote, payload } => {
                self.send_to_remote(session, &payload);
            }
            Action::Join(id) => self.join_from_form(id),
            Action::Leave(id, membership) => self.command(id, Command::Leave(membership)),
            Action::ListInterfaces => {
                self.lists_interfaces = true;
                self.wake();
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
            Action::SetRules(id) => self.set_rules_from_form(id),
            Action::SetFaults(id) => self.set_faults_from_form(id),
            Action::ResetSequence(id) => self.change(id, Session::reset_sequence),
            Action::Repeat { session, to, payload } => {
                self.repeat_from_form(session, to, payload);
            }
            Action::StopRepeat(id) => self.stop_repeat(id),
            Action::Play { session, to } => self.play_from_form(session, to),
            Action::StopPlay(id) => self.command(id, Command::StopPlay),
            Action::ImportDocument(id, document, path) => self.import(id, document, path),
            Action::ExportDocument(id, document, path) => self.export(id, document, path),
            Action::ReplaceDocument(id) => self.replace_document(id),
            Action::DismissDocument(id) => self.change(id, Session::dismiss_document),
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

    /// Starts what is typed, or says what is wrong with it.
    pub(super) fn start_from_form(&mut self, id: SessionId) {
        self.start_changed(id, |_| {});
    }

    /// The same for this once; the form keeps what was chosen there.
    fn replace_stale(&mut self, id: SessionId) {
        self.start_changed(id, Config::replace_stale);
    }

    fn start_changed(&mut self, id: SessionId, change: impl FnOnce(&mut Config)) {
        let now = self.now();
        let Some(session) = self.session_mut(id).filter(|session| !session.is_live()) else {
            return;
        };
        let mut filling = Filling::local(now, session.next_sequence());
        let typed = |session: &Session| session.draft.config(&session.payload, &mut filling);
        let Some(mut config) = session.agree(typed) else { return };
        if session.kind().is_fetch() {
            session.count_filled();
        }
        change(&mut config);
        self.start(id, config);
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
        session.draft.specific = KindDraft::HttpFetch(asked.draft.clone());
        session.payload = asked.payload.clone();
        self.start_from_form(id);
    }

    /// A counter that isn't valid yet measures nothing.
    fn measure(&mut self, id: SessionId) {
        let Some(session) = self.session_mut(id) else { return };
        if let Some(Ok(counter)) = session.draft.udp().map(|udp| udp.counter.parse()) {
            session.measure(counter);
        }
    }

    fn join_from_form(&mut self, id: SessionId) {
        self.lists_interfaces = true;
        let membership = self.session_mut(id).and_then(|session| {
            session.agree(|session| session.draft.udp().map(UdpDraft::membership).transpose())
        });
        if let Some(membership) = membership.flatten() {
            self.join(id, membership);
        }
    }

    fn apply_options(&mut self, id: SessionId) {
        let Some(session) = self.session_mut(id) else { return };
        let Some(command) = session.agree(|session| options(&session.draft.specific)) else {
            return;
        };
        self.measure(id);
        if let Some(command) = command {
            self.command(id, command);
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

    fn clear(&mut self, id: SessionId) {
        let now = self.now();
        if let Some(session) = self.session_mut(id) {
            session.clear(now);
        }
        self.command(id, Command::ReleaseMemory);
    }
}

/// The socket options that are typed, as the worker takes them; a fetch has none.
fn options(draft: &KindDraft) -> Result<Option<Command>, Problem> {
    Ok(match draft {
        KindDraft::TcpServer(server) => Some(Command::SetOptions(server.options.parse()?)),
        KindDraft::TcpClient(client) => Some(Command::SetOptions(client.options.parse()?)),
        KindDraft::UdpPeer(udp) => {
            udp.counter.parse()?;
            Some(Command::SetUdpOptions(udp.options()?))
        }
        KindDraft::HttpFetch(_) => None,
    })
}
