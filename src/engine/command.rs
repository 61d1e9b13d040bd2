//! What a worker can be told, and the handle to tell it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use mio::Waker;

use crate::codec::Template;
use crate::respond::{Plan, Rules};
use crate::types::{
    Destination, Faults, Membership, Pace, Recipients, Schedule, SendId, Target, TcpOptions,
    UdpOptions,
};

/// What a worker can be told while it runs. Connections that have left meanwhile are passed over, and so is what
/// makes no sense for this kind of worker.
#[derive(Debug, Clone)]
pub enum Command {
    /// Send bytes, after what is queued already. `SendDone` follows once per connection.
    Send {
        /// Which payload, for its facts.
        id: SendId,
        /// To whom.
        to: Target,
        /// What.
        bytes: Bytes,
        /// In pieces, if not whole.
        pace: Option<Pace>,
    },
    /// Send a regular file, as long as it was when opened: read as the sockets take it, or as one datagram.
    SendFile {
        /// Which payload, for its facts.
        id: SendId,
        /// To whom.
        to: Target,
        /// Which file.
        path: PathBuf,
        /// In pieces, if not whole; a datagram never is.
        pace: Option<Pace>,
    },
    /// Send one datagram to an address that need not be a peer yet; it is looked up first if it is a name.
    SendTo {
        /// Which payload, for its facts.
        id: SendId,
        /// Where to.
        to: Destination,
        /// What, perhaps nothing.
        bytes: Bytes,
    },
    /// The same with the bytes of a regular file.
    SendFileTo {
        /// Which payload, for its facts.
        id: SendId,
        /// Where to.
        to: Destination,
        /// Which file.
        path: PathBuf,
    },
    /// Send a payload again and again. Each time its fields take their values anew. `Repeated` says how that goes, `SendDone`
    /// is not told for each.
    Repeat {
        /// Which payload, for its facts.
        id: SendId,
        /// To whom, asked each time.
        to: Recipients,
        /// What.
        what: Template,
        /// When.
        schedule: Schedule,
    },
    /// Play a list, in place of one that is being played.
    Play {
        /// What.
        plan: Arc<Plan>,
        /// With whom: the first of them; without one yet, the first that joins.
        to: Recipients,
    },
    /// Play no more.
    StopPlay,
    /// Send no more of a payload, nor again.
    CancelSend(SendId),
    /// Send FIN after what is queued and wait for the peer's, but no longer than `linger` (1 s if not set).
    /// A second time: close at once.
    Disconnect(Target),
    /// Send FIN after what is queued, and go on reading.
    HalfClose(Target),
    /// Send RST and forget what is queued.
    Abort(Target),
    /// Stop or resume reading; while it is stopped the peer is slowed down by TCP itself.
    Pause {
        /// From whom.
        to: Target,
        /// `true` to stop reading.
        paused: bool,
    },
    /// Accept no more connections and keep those that are open.
    StopListening,
    /// Change the options, of open connections too.
    SetOptions(TcpOptions),
    /// Change the options of a socket for datagrams.
    SetUdpOptions(UdpOptions),
    /// Join a multicast group.
    Join(Membership),
    /// Leave a multicast group.
    Leave(Membership),
    /// Change what is answered to what happens.
    SetRules(Arc<Rules>),
    /// Change what goes wrong on purpose.
    SetFaults(Faults),
    /// Give memory kept for coming reads back to the system.
    ReleaseMemory,
}

/// A running worker. Dropping it stops the worker and waits for nothing.
///
/// The last event of a worker is `Closed`; commands given after that go nowhere.
#[derive(Debug)]
pub struct Handle {
    mailbox: Arc<Mailbox>,
}

impl Handle {
    pub(super) fn new(mailbox: Arc<Mailbox>) -> Self {
        Self { mailbox }
    }

    /// Tell the worker; returns at once.
    pub fn command(&self, command: Command) {
        self.mailbox.post(command);
    }

    /// Close every socket at once, forget what is queued and end; returns at once.
    pub fn stop(&self) {
        self.mailbox.stop();
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What lies between a handle and its worker. Whoever posts never waits, so it is not bounded.
#[derive(Debug)]
pub(super) struct Mailbox {
    commands: Mutex<Vec<Command>>,
    stopped: AtomicBool,
    waker: Arc<Waker>,
}

impl Mailbox {
    pub(super) fn new(waker: Arc<Waker>) -> Self {
        Self { commands: Mutex::default(), stopped: AtomicBool::new(false), waker }
    }

    fn post(&self, command: Command) {
        self.commands.lock().unwrap_or_else(PoisonError::into_inner).push(command);
        self.waker.wake().ok();
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.waker.wake().ok();
    }

    pub(super) fn waker(&self) -> Arc<Waker> {
        Arc::clone(&self.waker)
    }

    pub(super) fn take(&self) -> Vec<Command> {
        std::mem::take(&mut *self.commands.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }
}
