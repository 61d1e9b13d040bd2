//! The commands of a worker, and the handle that sends them.

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

/// A command to a running worker. Connections that are gone by then are skipped, and commands that don't apply to this kind of
/// worker are ignored.
#[derive(Debug, Clone)]
pub enum Command {
    /// Send a payload, after those that are already queued. `SendDone` follows for each connection.
    Send(SendRequest),
    /// Send a payload repeatedly, instead of the one that is being repeated. `Repeated` reports its progress; there is no
    /// `SendDone` for each copy.
    Repeat(RepeatRequest),
    /// Play a list, instead of the one that is being played.
    Play(PlayRequest),
    /// Stop the play list.
    StopPlay,
    /// Cancel a payload: what is left of it isn't sent, and it isn't repeated any more.
    CancelSend(SendId),
    /// Send FIN after what is queued and wait for the peer's, but no longer than `linger` (1 s if not set).
    /// A second time: close at once.
    Disconnect(Target),
    /// Send FIN after what is queued, and go on reading.
    HalfClose(Target),
    /// Send RST and discard what is queued.
    Abort(Target),
    /// Stop or resume reading; while it is stopped, TCP flow control slows the peer down.
    Pause {
        /// The connections to read from.
        to: Target,
        /// `true` to stop reading.
        paused: bool,
    },
    /// Stop accepting connections, and keep those that are open.
    StopListening,
    /// Change the options, of open connections too.
    SetOptions(TcpOptions),
    /// Change the options of a socket for datagrams.
    SetUdpOptions(UdpOptions),
    /// Join a multicast group.
    Join(Membership),
    /// Leave a multicast group.
    Leave(Membership),
    /// Change the rules for replies.
    SetRules(Arc<Rules>),
    /// Change the simulated faults.
    SetFaults(Faults),
    /// Return memory that is kept for later reads to the system.
    ReleaseMemory,
}

/// A payload, and how it is to be sent.
#[derive(Debug, Clone)]
pub struct SendRequest {
    /// Which payload, for its facts.
    pub id: SendId,
    /// Who caused it, for its facts.
    pub origin: Origin,
    /// The recipients. An address need not be a peer yet, and a host name is looked up first; only datagram sockets send to
    /// addresses.
    pub to: Recipients,
    /// The payload.
    pub body: Body,
    /// Send it in pieces at this pace; a datagram is always sent as a whole.
    pub pace: Option<Pace>,
}

/// What is sent.
#[derive(Debug, Clone)]
pub enum Body {
    /// Bytes in memory; no bytes are an empty datagram.
    Bytes(Bytes),
    /// A regular file, as long as it was when opened: read as the sockets take it, or as one datagram.
    File(PathBuf),
}

impl SendRequest {
    /// Bytes entered by the user, sent as a whole.
    pub fn bytes(id: SendId, to: impl Into<Recipients>, bytes: impl Into<Bytes>) -> Self {
        let (to, body) = (to.into(), Body::Bytes(bytes.into()));
        Self { id, origin: Origin::User, to, body, pace: None }
    }

    /// A file, sent as a whole.
    pub fn file(id: SendId, to: impl Into<Recipients>, path: impl Into<PathBuf>) -> Self {
        let (to, body) = (to.into(), Body::File(path.into()));
        Self { id, origin: Origin::File, to, body, pace: None }
    }

    /// Sends it at this pace.
    #[must_use]
    pub fn paced(self, pace: Option<Pace>) -> Self {
        Self { pace, ..self }
    }

    pub(in crate::engine) fn tag(&self) -> SendTag {
        SendTag { id: self.id, origin: self.origin }
    }
}

/// A payload, and when to send it. Its fields are filled in anew each time.
#[derive(Debug, Clone)]
pub struct RepeatRequest {
    /// Which payload, for its facts.
    pub id: SendId,
    /// The recipients, determined anew each time.
    pub to: Recipients,
    /// The payload.
    pub what: Template,
    /// When.
    pub schedule: Schedule,
}

/// A play list, and the peer to play it with.
#[derive(Debug, Clone)]
pub struct PlayRequest {
    /// The id that everything sent by the list has in its facts. It must be unique.
    pub id: SendId,
    /// The list.
    pub plan: Arc<Plan>,
    /// The first of these that is connected is the partner, or else the first that joins.
    pub to: Recipients,
}

/// Identifies a payload in all facts about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct SendTag {
    pub(in crate::engine) id: SendId,
    pub(in crate::engine) origin: Origin,
}

/// A running worker. Dropping it stops the worker without waiting for it.
///
/// The last event of a worker is `Closed`; commands sent after that have no effect.
#[derive(Debug)]
pub struct Handle {
    mailbox: Arc<Mailbox>,
}

impl Handle {
    pub(super) fn new(mailbox: Arc<Mailbox>) -> Self {
        Self { mailbox }
    }

    /// Send a command to the worker; returns at once.
    pub fn command(&self, command: Command) {
        self.mailbox.post(command);
    }

    /// Make the worker close its sockets, discard what is queued and end; returns at once.
    pub fn stop(&self) {
        self.mailbox.stop();
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The commands on their way from a handle to its worker. It is unbounded, so that sending a command never waits.
///
/// No wake-up is lost. A command is in the list, or the flag set, before the worker is woken. A wake-up before the worker waits
/// isn't lost either: the waker stays readable until the worker's next `poll` returns, and after each `poll` the worker looks
/// here again. If it has already found the command without the wake-up, it wakes up once for nothing.
///
/// The mutex orders the commands. The flag publishes no other data, and release with acquire makes sure that the worker sees it
/// when it returns from the `poll` that the wake-up ended.
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
