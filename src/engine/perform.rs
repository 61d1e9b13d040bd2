//! What commands do to the connections of a worker.

use std::path::Path;
use std::rc::Rc;

use bytes::Bytes;

use super::command::Command;
use super::connection::Connection;
use super::hub::Hub;
use super::payload::{FileSource, Payload};
use crate::types::{Fact, LeaveReason, PeerId, SendId, SendOutcome, Target, TcpOptions};

impl Hub {
    /// Carry out a command, as far as it is about connections.
    pub(super) fn perform(&mut self, command: Command) {
        match command {
            Command::Send { id, to, bytes } => self.send(id, &to, &bytes),
            Command::SendFile { id, to, path } => self.send_file(id, &to, &path),
            Command::CancelSend(id) => self.cancel_send(id),
            Command::Disconnect(to) => self.disconnect(&to),
            Command::HalfClose(to) => self.each(&to, Connection::half_close),
            Command::Abort(to) => self.abort(&to),
            Command::Pause { to, paused } => self.pause(&to, paused),
            Command::SetOptions(options) => self.set_options(options),
            Command::SetReply(reply) => self.common.reply = reply,
            Command::ReleaseMemory => self.common.segments.release(),
            Command::SendTo { id, .. } | Command::SendFileTo { id, .. } => {
                self.never_sent(id, SendOutcome::Nobody);
            }
            Command::StopListening
            | Command::SetUdpOptions(_)
            | Command::Join(_)
            | Command::Leave(_) => {}
        }
    }

    /// Those of the target that are here.
    fn targets(&self, to: &Target) -> Vec<PeerId> {
        match to {
            Target::One(peer) => self.present([peer]),
            Target::Many(peers) => self.present(peers),
            Target::All => self.connections.keys().copied().collect(),
        }
    }

    fn present<'a>(&self, peers: impl IntoIterator<Item = &'a PeerId>) -> Vec<PeerId> {
        let here = |peer: &&PeerId| self.connections.contains_key(peer);
        peers.into_iter().filter(here).copied().collect()
    }

    fn each(&mut self, to: &Target, act: impl Fn(&mut Connection)) {
        for peer in self.targets(to) {
            if let Some(connection) = self.connections.get_mut(&peer) {
                act(connection);
                self.wake(peer);
            }
        }
    }

    fn receivers(&self, to: &Target) -> Vec<PeerId> {
        let mut peers = self.targets(to);
        peers.retain(|peer| {
            let connection = self.connections.get(peer);
            connection.is_some_and(Connection::takes_payloads)
        });
        peers
    }

    fn send(&mut self, id: SendId, to: &Target, bytes: &Bytes) {
        let receivers = self.receivers(to);
        self.queue(id, receivers, || Payload::bytes(id, bytes.clone()));
    }

    fn send_file(&mut self, id: SendId, to: &Target, path: &Path) {
        let receivers = self.receivers(to);
        if receivers.is_empty() {
            return self.never_sent(id, SendOutcome::Nobody);
        }
        match FileSource::open(path) {
            Ok(source) => {
                let len = source.len();
                self.common.outbox.tell(Fact::FileOpened { send: id, len });
                let source = Rc::new(source);
                self.queue(id, receivers, || Payload::file(id, Rc::clone(&source)));
            }
            Err(error) => {
                self.fail(error);
                self.never_sent(id, SendOutcome::Failed { unsent: 0 });
            }
        }
    }

    fn queue(&mut self, id: SendId, receivers: Vec<PeerId>, payload: impl Fn() -> Payload) {
        if receivers.is_empty() {
            return self.never_sent(id, SendOutcome::Nobody);
        }
        self.each(&Target::Many(receivers), |connection| {
            connection.push(payload());
        });
    }

    fn never_sent(&mut self, send: SendId, outcome: SendOutcome) {
        let peer = PeerId::SESSION;
        self.common.outbox.tell(Fact::SendDone { send, peer, outcome });
    }

    fn cancel_send(&mut self, send: SendId) {
        for peer in self.targets(&Target::All) {
            let connection = self.connections.get_mut(&peer);
            if connection.is_some_and(|c| c.cancel(send, &mut self.common)) {
                // FIN may have waited for this payload.
                self.wake(peer);
            }
        }
    }

    fn disconnect(&mut self, to: &Target) {
        for peer in self.targets(to) {
            let connection = self.connections.get_mut(&peer);
            if connection.is_some_and(|c| c.is_disconnecting()) {
                self.leave(peer, self.common.closing_reason());
            }
        }
        self.each(to, Connection::disconnect);
    }

    fn abort(&mut self, to: &Target) {
        for peer in self.targets(to) {
            self.leave(peer, LeaveReason::AbortedHere);
        }
    }

    fn pause(&mut self, to: &Target, paused: bool) {
        for peer in self.targets(to) {
            let connection = self.connections.get_mut(&peer);
            if connection.is_some_and(|c| c.pause(paused)) {
                self.common.outbox.tell(Fact::Paused { peer, paused });
                self.wake(peer);
            }
        }
    }

    fn set_options(&mut self, options: TcpOptions) {
        let from = std::mem::replace(&mut self.common.options, options);
        for connection in self.connections.values_mut() {
            connection.change_options(&from, &mut self.common);
        }
    }
}
