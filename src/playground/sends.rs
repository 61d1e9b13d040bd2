//! Payloads on their way: what the worker was given and has not yet accounted for.

use std::collections::BTreeMap;

use crate::types::{PeerId, SendId, SendOutcome};

/// One payload on its way.
#[derive(Debug, Clone)]
pub struct Send {
    /// What it is called: a file name, or empty for typed bytes.
    pub name: String,
    /// Bytes per connection; unknown until a file was opened.
    pub len: Option<u64>,
    /// Bytes that kernels took, over all connections.
    pub sent: u64,
    /// Connections it was given for.
    pub targets: usize,
    /// Bytes that were given up.
    unsent: u64,
    /// Those that have not finished.
    waiting: Vec<PeerId>,
}

impl Send {
    /// Bytes over all connections, once known.
    pub fn total(&self) -> Option<u64> {
        self.len.map(|len| len.saturating_mul(self.targets as u64))
    }
}

/// Every payload on its way, oldest first.
#[derive(Debug, Default)]
pub struct Sends {
    under_way: BTreeMap<SendId, Send>,
    unsent: u64,
}

impl Sends {
    /// A payload is given to the worker for these connections; [`PeerId::SESSION`] stands for one that is not known yet.
    pub fn begin(&mut self, id: SendId, name: String, len: Option<u64>, waiting: Vec<PeerId>) {
        let targets = waiting.len();
        if targets > 0 {
            self.under_way.insert(id, Send { name, len, sent: 0, targets, unsent: 0, waiting });
        }
    }

    /// A file was opened: its length is known.
    pub fn opened(&mut self, id: SendId, len: u64) {
        if let Some(send) = self.under_way.get_mut(&id) {
            send.len = Some(len);
        }
    }

    /// The kernel took some of it.
    pub fn progress(&mut self, id: SendId, bytes: u64) {
        if let Some(send) = self.under_way.get_mut(&id) {
            send.sent += bytes;
        }
    }

    /// It is done with for one connection; gives the bytes that were not sent.
    pub fn done(&mut self, id: SendId, peer: PeerId, outcome: &SendOutcome) -> u64 {
        let unsent = match outcome {
            SendOutcome::Sent | SendOutcome::Nobody => 0,
            SendOutcome::Cancelled { unsent } | SendOutcome::Failed { unsent } => *unsent,
        };
        self.unsent += unsent;
        if let Some(send) = self.under_way.get_mut(&id) {
            send.unsent += unsent;
            send.waiting.retain(|waiting| {
                *waiting != peer && peer != PeerId::SESSION && *waiting != PeerId::SESSION
            });
            if send.waiting.is_empty() {
                self.under_way.remove(&id);
            }
        }
        unsent
    }

    /// A connection is gone: nothing waits for it any more.
    pub fn left(&mut self, peer: PeerId) {
        self.under_way.retain(|_, send| {
            send.waiting.retain(|waiting| *waiting != peer);
            !send.waiting.is_empty()
        });
    }

    /// The worker is gone: everything on its way is given up; gives the bytes that were not sent.
    pub fn give_up(&mut self) -> u64 {
        let unsent = self.queued();
        self.unsent += unsent;
        self.under_way.clear();
        unsent
    }

    /// The payloads on their way.
    pub fn under_way(&self) -> impl Iterator<Item = (SendId, &Send)> {
        self.under_way.iter().map(|(id, send)| (*id, send))
    }

    /// A payload on its way.
    pub fn find(&self, id: SendId) -> Option<&Send> {
        self.under_way.get(&id)
    }

    /// Nothing is on its way.
    pub fn is_idle(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Bytes given to the worker that the kernel has not taken yet, where known.
    pub fn queued(&self) -> u64 {
        self.under_way
            .values()
            .map(|send| {
                send.total().unwrap_or(0).saturating_sub(send.sent).saturating_sub(send.unsent)
            })
            .sum()
    }

    /// Bytes that were given up over the session's life.
    pub fn unsent(&self) -> u64 {
        self.unsent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_ends_when_its_last_connection_does() {
        let mut sends = Sends::default();
        sends.begin(SendId(1), String::new(), Some(10), vec![PeerId(1), PeerId(2)]);
        assert_eq!(sends.queued(), 20);
        sends.progress(SendId(1), 10);
        sends.done(SendId(1), PeerId(1), &SendOutcome::Sent);
        assert_eq!(sends.queued(), 10);
        assert_eq!(sends.done(SendId(1), PeerId(2), &SendOutcome::Failed { unsent: 10 }), 10);
        assert!(sends.is_idle());
        assert_eq!(sends.unsent(), 10);
    }

    #[test]
    fn what_is_given_up_is_counted_once() {
        let mut sends = Sends::default();
        sends.begin(SendId(1), String::new(), Some(10), vec![PeerId(1), PeerId(2)]);
        sends.progress(SendId(1), 4);
        sends.done(SendId(1), PeerId(1), &SendOutcome::Failed { unsent: 6 });
        assert_eq!(sends.give_up(), 10);
        assert_eq!((sends.unsent(), sends.queued(), sends.is_idle()), (16, 0, true));
    }

    #[test]
    fn a_connection_that_leaves_is_not_waited_for() {
        let mut sends = Sends::default();
        sends.begin(SendId(1), String::new(), None, vec![PeerId(1)]);
        sends.left(PeerId(1));
        assert!(sends.is_idle());
    }
}
