//! Data that every layer speaks: ids, times, directions, socket options, events and errors. No behaviour beyond naming and printing.

pub mod address;
mod byte_order;
pub mod charset;
pub mod coding;
pub mod errno;
pub mod error;
pub mod event;
pub mod field;
pub mod file;
pub mod http;
pub mod inert;
pub mod interface;
mod kind;
mod leave;
mod note;
mod notice;
pub mod options;
mod pace;
pub mod play;
pub mod preset;
pub mod problem;
mod rule_name;
pub mod sending;
mod totals;

pub use address::{Address, Destination, UnixAddress};
pub use byte_order::ByteOrder;
pub use error::{Cause, IoError, Operation, Remedy};
pub use event::{Event, Fact, SendOutcome};
pub use http::{HopId, HttpFact, HttpVersion};
pub use interface::{Interface, InterfaceAddress, Membership};
pub use kind::{Carries, Kind, KindTraits, Opens, Peers, View};
pub use leave::LeaveReason;
pub use note::{NotSent, Note, Remark};
pub use notice::Notice;
pub use options::{
    EffectiveOptions, Keepalive, MulticastOptions, ReadSize, TcpOptions, UdpOptions,
};
pub use pace::Pace;
pub use rule_name::RuleName;
pub use sending::{Cut, Faults, PlayFact, RuleAct, RuleTag, Schedule, StepOutcome, Tally};
pub use totals::SessionTotals;

use serde::{Deserialize, Serialize};

/// A session: one tab of the window, one command of the command line. Never reused within a program run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(pub u64);

/// One start of a session's worker. A session that is stopped and started again has a new run; facts of an
/// older run still go into the record but no longer change the session's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RunId(pub u32);

/// A connection of a session, or the other end of datagrams, numbered from 1 in the order of joining. Never reused within a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PeerId(pub u32);

impl PeerId {
    /// The session itself: the peer of records that belong to no connection.
    pub const SESSION: Self = Self(0);
}

/// One payload handed to a worker, so that its progress and outcome can be distinguished from those of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SendId(pub u64);

/// Which connections a command is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// One connection.
    One(PeerId),
    /// These connections; those that have left meanwhile are passed over.
    Many(Vec<PeerId>),
    /// Every open connection.
    All,
}

/// To whom a payload goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipients {
    /// Peers that are known.
    Peers(Target),
    /// An address of datagrams that need not be a peer yet.
    Address(Destination),
}

impl From<Target> for Recipients {
    fn from(target: Target) -> Self {
        Self::Peers(target)
    }
}

impl From<Destination> for Recipients {
    fn from(to: Destination) -> Self {
        Self::Address(to)
    }
}

/// Which way bytes went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From the peer to us.
    Received,
    /// From us to the peer, taken by the kernel.
    Sent,
}

/// Who caused bytes to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// A person or a command line argument.
    User,
    /// A file.
    File,
    /// A rule, by itself.
    Reply(RuleTag),
    /// A step of a play list, numbered from 1.
    Play(u32),
}

/// How important a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// A fact of the connection's life.
    Info,
    /// Something to know: a peer that reset, a limit reached.
    Warning,
    /// Something asked for did not happen.
    Error,
}

/// When something happened, on both clocks, read together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Nanoseconds on the monotonic clock since the program started: for durations.
    pub mono_ns: u64,
    /// Microseconds since the Unix epoch on the wall clock: for showing.
    pub unix_us: i64,
}
