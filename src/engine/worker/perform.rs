//! Carries out commands on the connections of a worker.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use crate::engine::command::{Body, Command, SendRequest, SendTag};
use crate::engine::tcp::connection::Connection;
use crate::engine::worker::hub::Hub;
use crate::engine::worker::payload::{FileSource, Payload, Replica};
use crate::engine::worker::repeat::Handover;
use crate::respond::Rules;
use crate::types::{
    Address, Fact, Faults, LeaveReason, Pace, PeerId, Recipients, SendId, SendOutcome, Target,
    TcpOptions,
};

impl Hub {
    /// Carry out a command, if it concerns connections.
    pub(in crate::engine) fn perform(&mut self, command: Command) {
        match command {
            Command::Send(request) => self.send(request),
            Command::CancelSend(id) => self.cancel_send(id),
            Command::Disconnect(to) => self.disconnect(&to),
            Command::HalfClose(to) => self.each(&to, Connection::half_close),
            Command::Abort(to) => self.abort(&to),
            Command::Pause { to, paused } => self.pause(&to, paused),
            Command::SetOptions(options) => self.set_options(options),
            Command::SetRules(rules) => self.set_rules(rules),
            Command::SetFaults(faults) => self.set_faults(faults),
            Command::ReleaseMemory => self.common.segments.release(),
            // The worker itself handles repeated payloads and play lists; the others are for listeners and datagram sockets.
            Command::Repeat(_)
            | Command::Play(_)
            | Command::StopPlay
            | Command::StopListening
            | Command::SetUdpOptions(_)
            | Command::Join(_)
            | Command::Leave(_) => {}
        }
    }

    /// The first of these peers that is connected.
    pub(in crate::engine) fn partner(&self, to: &Recipients) -> Option<(PeerId, Address)> {
        let Recipients::Peers(to) = to else {
            return None;
        };
        let peer = self.targets(to).first().copied()?;
        Some((peer, self.connections.get(&peer)?.remote().clone()))
    }

    /// Whether the peer has sent FIN, which was reported when it came.
    pub(in crate::engine) fn has_ended(&self, peer: PeerId) -> bool {
        self.connections.get(&peer).is_some_and(Connection::is_half_closed_by_peer)
    }

    /// Queue a copy of a repeated payload for each connection that has sent enough of the earlier ones.
    pub(in crate::engine) fn take(&mut self, to: &Recipients, replica: &Replica) -> Handover {
        let Recipients::Peers(to) = to else {
            return Handover::Never;
        };
        let mut peers = self.receivers(to);
        if peers.is_empty() {
            return if *to == Target::All { Handover::Nobody } else { Handover::Never };
        }
        peers.retain(|peer| {
            let connection = self.connections.get(peer);
            connection.is_some_and(Connection::takes_replicas)
        });
        if peers.is_empty() {
            return Handover::Behind;
        }
        self.queue(&peers, || Payload::replica(replica));
        Handover::Taken
    }

    /// The connected peers of the target.
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

    fn send(&mut self, request: SendRequest) {
        let tag = request.tag();
        let receivers = match &request.to {
            Recipients::Peers(to) => self.receivers(to),
            // Only datagrams can be sent without a connection.
            Recipients::Address(_) => Vec::new(),
        };
        if receivers.is_empty() {
            return self.never_sent(tag, SendOutcome::Nobody);
        }
        let pace = request.pace;
        match request.body {
            Body::Bytes(bytes) => {
                self.queue(&receivers, || Payload::bytes(tag, bytes.clone()).paced(pace));
            }
            Body::File(path) => self.send_file(tag, &receivers, &path, pace),
        }
    }

    fn send_file(&mut self, tag: SendTag, to: &[PeerId], path: &Path, pace: Option<Pace>) {
        match FileSource::open(path) {
            Ok(source) => {
                let len = source.len();
                self.common.outbox.report(Fact::FileOpened { send: tag.id, len });
                let source = Rc::new(source);
                self.queue(to, || Payload::file(tag, Rc::clone(&source)).paced(pace));
            }
            Err(error) => {
                self.fail(error);
                self.never_sent(tag, SendOutcome::Failed { unsent: 0 });
            }
        }
    }

    fn queue(&mut self, receivers: &[PeerId], payload: impl Fn() -> Payload) {
        for &peer in receivers {
            if let Some(connection) = self.connections.get_mut(&peer) {
                connection.push(payload(), &self.common);
                self.wake(peer);
            }
        }
    }

    fn never_sent(&mut self, tag: SendTag, outcome: SendOutcome) {
        let (SendTag { id: send, origin }, peer) = (tag, PeerId::SESSION);
        self.common.outbox.report(Fact::SendDone { send, origin, peer, outcome });
    }

    fn cancel_send(&mut self, send: SendId) {
        for peer in self.targets(&Target::All) {
            let connection = self.connections.get_mut(&peer);
            if connection.is_some_and(|c| c.cancel(send, &mut self.common)) {
                // FIN may have been waiting for this payload.
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
                self.common.outbox.report(Fact::Paused { peer, paused });
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

    /// Connections without a conversation start one now.
    fn set_rules(&mut self, rules: Arc<Rules>) {
        self.common.conduct.rules = rules;
        for connection in self.connections.values_mut() {
            connection.change_rules(&self.common);
        }
        self.wake_all();
    }

    fn set_faults(&mut self, faults: Faults) {
        self.common.conduct.faults = faults;
        self.connections.values_mut().for_each(Connection::change_faults);
        self.wake_all();
    }
}
