//! What commands do to a UDP peer.

use std::path::Path;

use crate::engine::command::{Body, Command, SendRequest, SendTag};
use crate::engine::net::message::{most, too_long};
use crate::engine::net::resolve::Route;
use crate::engine::net::{options, resolve};
use crate::engine::udp::UdpPeer;
use crate::engine::udp::bind::Bound;
use crate::engine::udp::output::{Message, Pending, report_done, report_failed};
use crate::engine::worker::hub::Hub;
use crate::engine::worker::payload::FileSource;
use crate::types::{
    Destination, Fact, Faults, IoError, PeerId, Recipients, SendOutcome, Target, UdpOptions,
};

impl UdpPeer {
    /// Carry out a command; those about connections mean nothing here.
    pub(super) fn perform(&mut self, command: Command, hub: &mut Hub) {
        match command {
            Command::Send(request) => self.send(request, hub),
            Command::ReleaseMemory => hub.perform(command),
            Command::SetRules(rules) => {
                hub.common.conduct.rules = rules;
                if let Some(bound) = &mut self.bound {
                    bound.rules_changed(hub);
                }
            }
            Command::SetFaults(faults) => {
                if let Some(bound) = &mut self.bound {
                    bound.set_faults(&faults);
                }
                hub.common.conduct.faults = faults;
            }
            Command::CancelSend(id) => {
                if let Some(bound) = &mut self.bound {
                    bound.output.cancel(id, hub);
                }
            }
            Command::SetUdpOptions(options) => {
                if let Some(bound) = &mut self.bound {
                    bound.set_options(options, hub);
                }
            }
            Command::Join(membership) => {
                if let Some(bound) = &self.bound {
                    bound.join_group(membership, hub);
                }
            }
            Command::Leave(membership) => {
                if let Some(bound) = &self.bound {
                    bound.leave_group(membership, hub);
                }
            }
            // Repeating and playing are the worker's own affair, whatever its role. There is no connection and no listener;
            // reading stops by a fault only.
            Command::Repeat(_)
            | Command::Play(_)
            | Command::StopPlay
            | Command::Disconnect(_)
            | Command::HalfClose(_)
            | Command::Abort(_)
            | Command::Pause { .. }
            | Command::StopListening
            | Command::SetOptions(_) => {}
        }
    }

    fn send(&mut self, request: SendRequest, hub: &mut Hub) {
        let tag = request.tag();
        let message = match request.body {
            Body::Bytes(bytes) => Some(Message { tag, bytes }),
            Body::File(path) => self.read_file(tag, &path, &request.to, hub),
        };
        match (request.to, message) {
            (Recipients::Peers(to), Some(message)) => self.send_to_peers(&to, &message, hub),
            (Recipients::Address(to), Some(message)) => self.send_to(&to, message, hub),
            (_, None) => {}
        }
    }

    fn send_to_peers(&mut self, to: &Target, message: &Message, hub: &mut Hub) {
        let peers = self.bound.as_ref().map(|bound| bound.targets(to)).unwrap_or_default();
        let Some(bound) = self.bound.as_mut().filter(|_| !peers.is_empty()) else {
            return report_nobody(message.tag, hub);
        };
        for peer in peers {
            bound.output.push(message.clone().to(peer));
        }
    }

    fn send_to(&mut self, to: &Destination, message: Message, hub: &mut Hub) {
        let Some(bound) = &mut self.bound else {
            return report_nobody(message.tag, hub);
        };
        if self.config.connect.as_ref() == Some(to) {
            return bound.send_to_connected(message);
        }
        match resolve::route(&self.resolver, to, hub) {
            Ok(Route::Known(remote)) => {
                let peer = bound.peer(&bound.reachable(remote), hub);
                bound.output.push(message.to(peer));
            }
            Ok(Route::LookUp(look_up)) => {
                bound.output.push_later(Pending::LookUp(look_up), message);
            }
            Err(error) => {
                hub.fail(error);
                report_failed(PeerId::SESSION, message.tag, message.bytes.len() as u64, hub);
            }
        }
    }

    /// The whole file, if it is there, fits into a datagram, and somebody is there to get it.
    fn read_file(
        &self,
        tag: SendTag,
        path: &Path,
        to: &Recipients,
        hub: &mut Hub,
    ) -> Option<Message> {
        let found = self.bound.as_ref().and_then(|bound| Some((bound, bound.addresses(to)?)));
        let Some((bound, to)) = found else {
            report_nobody(tag, hub);
            return None;
        };
        let source = FileSource::open(path)
            .and_then(|source| bound.check_len(to, source.len()).map(|()| source));
        let bytes = source.and_then(|source| {
            hub.common.outbox.report(Fact::FileOpened { send: tag.id, len: source.len() });
            source.read_to_end(0)
        });
        match bytes {
            Ok(bytes) => Some(Message { tag, bytes }),
            Err(error) => {
                hub.fail(error);
                report_failed(PeerId::SESSION, tag, 0, hub);
                None
            }
        }
    }
}

impl Bound {
    /// To the one that is heard, as soon as it is known.
    fn send_to_connected(&mut self, message: Message) {
        match self.connected {
            Some(peer) => self.output.push(message.to(peer)),
            None => self.output.push_later(Pending::Connection, message),
        }
    }

    /// Where a payload would go, for errors: the first few addresses; `None` if it is nobody's.
    fn addresses(&self, to: &Recipients) -> Option<String> {
        let to = match to {
            Recipients::Peers(to) => to,
            Recipients::Address(to) => return Some(to.to_string()),
        };
        let peers = self.targets(to);
        let named = peers.iter().take(NAMED).filter_map(|peer| self.peers.address(*peer));
        let named: Vec<String> = named.map(ToString::to_string).collect();
        let more = if peers.len() > NAMED { ", …" } else { "" };
        (!peers.is_empty()).then(|| named.join(", ") + more)
    }

    pub(super) fn targets(&self, to: &Target) -> Vec<PeerId> {
        let known = |peer: &&PeerId| self.peers.address(**peer).is_some();
        match to {
            Target::One(peer) => Some(peer).into_iter().filter(known).copied().collect(),
            Target::Many(peers) => peers.iter().filter(known).copied().collect(),
            Target::All => self.peers.all(),
        }
    }

    fn set_faults(&mut self, faults: &Faults) {
        self.input.is_stopped = faults.stops_reading;
        self.output.faults.change(faults);
    }

    fn set_options(&mut self, options: UdpOptions, hub: &mut Hub) {
        let socket = self.socket.socket();
        for error in options::apply_datagram(&socket, &self.local, Some(&self.options), &options) {
            hub.fail(error);
        }
        self.effective = options::effective_datagram(&socket, &self.local);
        self.options = options;
        let options = self.effective.clone();
        hub.common.outbox.report(Fact::OptionsChanged { peer: PeerId::SESSION, options });
    }

    /// A file that no datagram can hold is not read at all.
    fn check_len(&self, to: String, len: u64) -> Result<(), IoError> {
        let buffer = self.effective.send_buffer.unwrap_or(usize::MAX) as u64;
        if len > most(&self.local).unwrap_or(buffer) {
            return Err(IoError { target: to, ..too_long(&self.local, len) });
        }
        Ok(())
    }
}

fn report_nobody(tag: SendTag, hub: &mut Hub) {
    report_done(PeerId::SESSION, tag, SendOutcome::Nobody, hub);
}

/// Addresses that an error names.
const NAMED: usize = 3;
