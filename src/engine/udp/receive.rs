//! Datagrams that come.

use std::io;

use bytes::Bytes;

use crate::engine::net::{message, sockets};
use crate::engine::udp::bind::Bound;
use crate::engine::udp::input::Lost;
use crate::engine::worker::hub::Hub;
use crate::types::{Address, Fact, IoError, Operation, PeerId, UnixAddress};

impl Bound {
    pub(super) fn wants_receive(&self) -> bool {
        let held_up = self.output.is_behind_with_replies() || self.replies.is_closing();
        self.input.may_read && !held_up && !self.input.is_stopped
    }

    pub(super) fn receive(&mut self, hub: &mut Hub) {
        for _ in 0..RECEIVES_PER_TURN {
            if !self.wants_receive() {
                return;
            }
            match self.receive_one(hub) {
                Ok((bytes, from)) => {
                    self.received(&bytes, &from, hub);
                    // An answer does not wait until nothing more is to be read.
                    self.send(hub);
                }
                Err(error) => self.receive_failed(&error, hub),
            }
        }
    }

    /// Say how much was lost, as soon as there is room for that.
    pub(super) fn report_lost(&mut self, hub: &mut Hub) {
        if self.input.has_lost() && hub.common.outbox.has_room() {
            let Lost { datagrams, bytes } = std::mem::take(&mut self.input.lost);
            hub.common.outbox.report(Fact::QueueLost { datagrams, bytes });
        }
    }

    fn receive_one(&self, hub: &mut Hub) -> io::Result<(Bytes, Address)> {
        let space = self.socket.space()?;
        let mut sender = None;
        let bytes = hub.common.segments.read_whole(space, |space| {
            let (len, from) = self.socket.receive(space)?;
            sender = Some(from);
            Ok(len)
        })?;
        Ok((bytes, sender.unwrap_or(NOBODY)))
    }

    fn received(&mut self, bytes: &Bytes, from: &Address, hub: &mut Hub) {
        self.input.errors = 0;
        self.drops.expect();
        if !hub.common.outbox.has_room() {
            self.input.lost.datagrams += 1;
            self.input.lost.bytes += bytes.len() as u64;
            return;
        }
        let peer = self.peer(from, hub);
        hub.common.outbox.report(Fact::Received { peer, bytes: bytes.clone() });
        self.answer(peer, bytes, hub);
    }

    fn receive_failed(&mut self, error: &io::Error, hub: &mut Hub) {
        match error.kind() {
            io::ErrorKind::Interrupted => return,
            io::ErrorKind::WouldBlock => {
                self.input.may_read = false;
                return;
            }
            _ => {}
        }
        let (peer, error) = self.unreachable(error);
        hub.common.outbox.report(Fact::Failed { peer, error });
        self.input.errors += 1;
        if self.input.errors > MOST_ERRORS {
            self.input.errors = 0;
            self.input.may_read = false;
        }
    }

    /// What ICMP says about an earlier datagram comes as an error of the next call.
    pub(super) fn unreachable(&self, error: &io::Error) -> (PeerId, IoError) {
        let connected = self.connected.and_then(|peer| Some((peer, self.peers.address(peer)?)));
        match connected {
            Some((peer, remote)) => (peer, message::error(remote, 0, error)),
            // Windows reports this without a connection too, but not about which peer.
            None => (PeerId::SESSION, sockets::error_at(Operation::Receive, &self.local, error)),
        }
    }
}

const NOBODY: Address = Address::Unix(UnixAddress::Unnamed);
/// Then it is the turn of commands and of sending.
const RECEIVES_PER_TURN: usize = 64;
/// In a row; then the next event is waited for.
const MOST_ERRORS: u32 = 16;
