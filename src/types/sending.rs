//! How bytes are sent: whole or in pieces, once or again and again, faithfully or with faults.

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::problem::play::{CutProblem, ReplyProblem, StepProblem};
use crate::types::{Direction, Pace};

/// When a payload is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// From one beginning to the next.
    pub every: Duration,
    /// How often; `None` is until it is stopped.
    pub times: Option<NonZeroU64>,
    /// The sequence number of the first.
    pub first: u64,
    /// In pieces, if not whole.
    pub pace: Option<Pace>,
}

/// How a schedule was kept so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Payloads handed over.
    pub done: u64,
    /// Moments that had to be passed over, because the socket had not taken what was sent before.
    pub missed: u64,
    /// Since the first.
    pub elapsed: Duration,
    /// How late a payload was handed over, on average.
    pub late: Duration,
    /// How late at most.
    pub latest: Duration,
    /// Nothing more comes.
    pub is_over: bool,
}

/// What goes wrong on purpose. Nothing by default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Faults {
    /// Each payload is sent so much later.
    pub delay: Option<Duration>,
    /// Each payload of a stream is sent in pieces.
    pub chop: Option<Pace>,
    /// Of so many bytes sent, one is changed.
    pub garble: Option<NonZeroU32>,
    /// Of so many datagrams sent, one is left out.
    pub drop: Option<NonZeroU32>,
    /// Nothing is read: the peer is slowed down by TCP, datagrams pile up in the kernel.
    pub stops_reading: bool,
    /// A connection ends in the middle.
    pub cut: Option<Cut>,
}

/// The end of a connection after so many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Bytes of the connection until then.
    pub after: u64,
    /// Which bytes count. Of those that are sent not one more goes out.
    pub of: Direction,
    /// By RST, not FIN.
    pub resets: bool,
}

/// The number of a rule's name within a session, given in the order of appearance and never reused, so that a record
/// names the rule that was in force then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RuleTag(pub u32);

/// What a rule did besides replying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleAct {
    /// Closed the connection (FIN), or the socket of datagrams.
    Close,
    /// Aborted the connection (RST), or closed the socket of datagrams.
    Abort,
    /// Sent FIN and reads on.
    HalfClose,
    /// Didn't reply, for this reason.
    Fail(ReplyProblem),
    /// The bytes can't be cut into messages any more, for this reason. The framing says so, not a rule.
    Unframed(CutProblem),
}

/// What a play list did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlayFact {
    /// It began.
    Began,
    /// A step is over. Steps are numbered from 1 as they stand in the list, and tell their outcome each time.
    Step {
        /// Which.
        step: u32,
        /// How it ended.
        outcome: StepOutcome,
        /// How long it took.
        took: Duration,
    },
    /// Nothing more comes.
    Done {
        /// Every step passed.
        passed: bool,
    },
}

/// How a step of a play list ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepOutcome {
    /// It passed.
    Passed,
    /// It failed, for this reason.
    Failed(StepProblem),
}
