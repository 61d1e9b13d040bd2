//! What a worker can be told, and the handle to tell it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use mio::Waker;

use crate::codec::Template;
use crate::respond::{Plan, Rules};
use crate::types::{
    Faults, Membership, Origin, Pace, Recipients, Schedule, SendId, Target, TcpOptions, UdpOptions,
};

/// What a worker can be told while it runs. Connections that have left meanwhile are passed over, and so is what
/// makes no sense for this kind of worker.
#[derive(Debug, Clone)]
pub enum Command {
    /// Send a payload, after what is queued already. `SendDone` follows once per connection.
    Send(SendRequest),
    /// Send a payload again and again, in place of one that is being repeated. `Repeated` says how that goes, `SendDone` is not
    /// told for each.
    Repeat(RepeatRequest),
    /// Play a list, in place of one that is being played.
    Play(PlayRequest),
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

/// A payload, and how it is to be sent.
#[derive(Debug, Clone)]
pub struct SendRequest {
    /// Which payload, for its facts.
    pub id: SendId,
    /// Who caused it, for its facts.
    pub origin: Origin,
    /// To whom. An address need not be a peer yet, and is looked up first if it is a name; only sockets for datagrams send
    /// there.
    pub to: Recipients,
    /// What.
    pub body: Body,
    /// In pieces, if not whole; a datagram always is whole.
    pub pace: Option<Pace>,
}

/// What is sent.
#[derive(Debug, Clone)]
pub enum Body {
    /// These bytes; none are an empty datagram.
    Bytes(Bytes),
    /// A regular file, as long as it was when opened: read as the sockets take it, or as one datagram.
    File(PathBuf),
}

impl SendRequest {
    /// Bytes given by a person, whole.
    pub fn bytes(id: SendId, to: impl Into<Recipients>, bytes: impl Into<Bytes>) -> Self {
        let (to, body) = (to.into(), Body::Bytes(bytes.into()));
        Self { id, origin: Origin::User, to, body, pace: None }
    }

    /// A file, whole.
    pub fn file(id: SendId, to: impl Into<Recipients>, path: impl Into<PathBuf>) -> Self {
        let (to, body) = (to.into(), Body::File(path.into()));
        Self { id, origin: Origin::File, to, body, pace: None }
    }

    /// The same in pieces.
    #[must_use]
    pub fn paced(self, pace: Option<Pace>) -> Self {
        Self { pace, ..self }
    }

    pub(in crate::engine) fn tag(&self) -> SendTag {
        SendTag { id: self.id, origin: self.origin }
    }
}

/// A payload, and when it is to be sent. Each time its fields take their values anew.
#[derive(Debug, Clone)]
pub struct RepeatRequest {
    /// Which payload, for its facts.
    pub id: SendId,
    /// To whom, asked each time.
    pub to: Recipients,
    /// What.
    pub what: Template,
    /// When.
    pub schedule: Schedule,
}

/// A play list, and with whom it is to be played.
#[derive(Debug, Clone)]
pub struct PlayRequest {
    /// Which payload everything is that the list sends, for its facts. Nothing else may have this number.
    pub id: SendId,
    /// What.
    pub plan: Arc<Plan>,
    /// With whom: the first of them; without one yet, the first that joins.
    pub to: Recipients,
}

/// What goes with the bytes of a payload, from the request to its last fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct SendTag {
    pub(in crate::engine) id: SendId,
    pub(in crate::engine) origin: Origin,
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
///
/// No wake-up is lost: what is posted is in place before the worker is woken, and the waker stays set until the worker's next
/// wait returns, after which the worker looks here. Woken once too often, it finds nothing.
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
