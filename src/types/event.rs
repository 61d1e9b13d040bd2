//! What a worker reports. Every fact that a person could want to know about a socket is one of these.

#[cfg(test)]
pub(crate) mod samples;

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::types::http::{HopOutcome, HttpFact};
use crate::types::{
    Address, Direction, EffectiveOptions, HopId, IoError, LeaveReason, Membership, Notice, Origin,
    PeerId, PlayFact, RuleAct, RuleTag, RunId, SendId, SessionId, Stamp, Tally,
};

/// A fact, when it happened and whose it is.
#[derive(Debug, Clone)]
pub struct Event {
    /// The session it belongs to.
    pub session: SessionId,
    /// The start of the session that produced it.
    pub run: RunId,
    /// When it happened.
    pub at: Stamp,
    /// What happened.
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// A server listens, or a socket for datagrams is bound.
    Opened {
        /// The address bound, with the port that the system picked if 0 was asked for.
        local: Address,
        /// The options of the socket that listens or is bound.
        options: EffectiveOptions,
    },
    /// A server no longer listens; its connections stay.
    ListenStopped,
    /// A name is being looked up.
    Resolving {
        /// The name or address as typed.
        host: String,
    },
    /// A name was looked up.
    Resolved {
        /// The name or address as typed.
        host: String,
        /// Every address found, in the order in which they will be tried.
        addresses: Vec<SocketAddr>,
        /// How long it took.
        took: Duration,
    },
    /// A connection is being attempted.
    Connecting {
        /// Where to.
        remote: Address,
    },
    /// A socket for datagrams hears nobody else from now on.
    HearsOnly {
        /// Whom.
        remote: Address,
    },
    /// One attempt failed; the next address, if any, is tried.
    ConnectFailed {
        /// Where to.
        remote: Address,
        /// Why.
        error: IoError,
    },
    /// All attempts failed or the connection was lost, and another round starts by itself.
    Retrying {
        /// After this pause.
        after: Duration,
        /// The number of the coming round, from 1.
        attempt: u32,
    },
    /// A connection is open: accepted by a server, or connected by a client. Or the first datagram from an address
    /// has come or is about to be sent to it.
    Joined {
        /// Its number from now on.
        peer: PeerId,
        /// Our end.
        local: Address,
        /// The other end.
        remote: Address,
        /// The socket's options.
        options: EffectiveOptions,
    },
    /// Bytes arrived, in one read: a piece of a stream, or a whole datagram.
    Received {
        /// From whom.
        peer: PeerId,
        /// Never empty on a stream; a datagram may be empty.
        bytes: Bytes,
    },
    /// Bytes were taken by the kernel, in one write.
    Sent {
        /// To whom.
        peer: PeerId,
        /// Exactly what was taken; empty only for an empty datagram.
        bytes: Bytes,
        /// Who caused it.
        origin: Origin,
        /// Which payload it is part of; `None` for a reply.
        send: Option<SendId>,
    },
    /// A payload from a file was opened for sending.
    FileOpened {
        /// Which payload.
        send: SendId,
        /// The file's length in bytes when it was opened.
        len: u64,
    },
    /// A payload is done with, for one connection.
    SendDone {
        /// Which payload.
        send: SendId,
        /// Who caused it.
        origin: Origin,
        /// To whom; [`PeerId::SESSION`] if it never reached a connection.
        peer: PeerId,
        /// How it ended.
        outcome: SendOutcome,
    },
    /// One side sent FIN; the other direction stays open.
    HalfClosed {
        /// Which connection.
        peer: PeerId,
        /// `Received`: the peer sends no more. `Sent`: we send no more.
        direction: Direction,
    },
    /// Reading from a connection was paused or resumed by the user.
    Paused {
        /// Which connection.
        peer: PeerId,
        /// The state from now on.
        paused: bool,
    },
    /// Options of a connection were changed while it was open.
    OptionsChanged {
        /// Which connection; [`PeerId::SESSION`] for the one socket of all datagrams.
        peer: PeerId,
        /// As read back.
        options: EffectiveOptions,
    },
    /// A connection is gone.
    Left {
        /// Which connection.
        peer: PeerId,
        /// Why.
        reason: LeaveReason,
    },
    /// A multicast group was joined or left.
    Membership {
        /// Which group, and where.
        membership: Membership,
        /// The state from now on.
        joined: bool,
    },
    /// The kernel has dropped datagrams because the receive buffer was full. Reported when the number has grown;
    /// Linux only, other systems do not count per socket.
    KernelDropped {
        /// Datagrams since the socket was bound.
        total: u64,
    },
    /// Datagrams were received while there was no room for them in the queue of events, and are gone. Reported when
    /// there is room again.
    QueueLost {
        /// How many, since the last such fact.
        datagrams: u64,
        /// Their bytes.
        bytes: u64,
    },
    /// Something asked for did not happen.
    Failed {
        /// About which connection; [`PeerId::SESSION`] for the session itself.
        peer: PeerId,
        /// Operation, target and cause.
        error: IoError,
    },
    /// A rule did something besides replying.
    Ruled {
        /// To which connection.
        peer: PeerId,
        /// Which rule.
        rule: RuleTag,
        /// What.
        act: RuleAct,
    },
    /// How a repeated payload is getting on. Reported a few times a second while it goes on, and at its end.
    Repeated {
        /// Which payload.
        send: SendId,
        /// So far.
        tally: Tally,
    },
    /// A play list went on.
    Play {
        /// With whom; [`PeerId::SESSION`] until that is known.
        peer: PeerId,
        /// How.
        fact: PlayFact,
    },
    /// A fetch went on.
    Http {
        /// In which hop.
        hop: HopId,
        /// How.
        fact: HttpFact,
    },
    /// A fetch is over; `Closed` follows.
    FetchDone(HopOutcome),
    /// Something out of the ordinary.
    Notice(Notice),
    /// The run is over and every socket of it is closed. Nothing follows.
    Closed,
}

/// How a payload ended, for one connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendOutcome {
    /// The kernel took every byte.
    Sent,
    /// Cancelled by the user or by closing here, with this many bytes unsent.
    Cancelled {
        /// Bytes that the kernel did not take.
        unsent: u64,
    },
    /// The connection ended or the file could not be read, with this many bytes unsent.
    Failed {
        /// Bytes that the kernel did not take.
        unsent: u64,
    },
    /// There was no connection to send to.
    Nobody,
}
