//! Why a rule didn't reply, a stream can't be cut into messages, or a step of a play list failed.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::error::IoError;
use crate::types::leave::LeaveReason;
use crate::types::play::{Excerpt, ExpectedMessage};
use crate::types::problem::template::FillProblem;

/// Why a rule didn't reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReplyProblem {
    /// Its fields can't take their values.
    Fill(FillProblem),
    /// We have sent FIN.
    HalfClosed,
    /// The datagram came from a socket without an address.
    NoAddress,
}

/// Why the bytes of a stream can't be cut into messages any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CutProblem {
    /// The stream ended in the middle of a message, after this many bytes of it.
    CutOff {
        /// Bytes of the last message.
        bytes: usize,
    },
    /// A message doesn't end within the most bytes that it may have.
    TooLong {
        /// The most bytes that a message may have.
        most: usize,
    },
    /// The length before a message says more than a message may have.
    LengthTooLarge {
        /// The length that it says.
        length: u64,
        /// The most bytes that a message may have.
        most: usize,
    },
    /// A length that counts itself says less than its own width.
    LengthTooSmall {
        /// The length that it says.
        length: u64,
        /// Bytes of the length.
        width: usize,
    },
}

/// Why a step of a play list failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepProblem {
    /// The list was stopped.
    Stopped,
    /// The fields of its payload can't take their values.
    Fill(FillProblem),
    /// Not all of its payload was sent.
    NotSent {
        /// Bytes that the kernel didn't take.
        unsent: u64,
    },
    /// Its payload wasn't sent because of this error.
    SendFailed(IoError),
    /// There is nobody to send to.
    Nobody,
    /// The peer isn't there.
    Gone(Absence),
    /// The expected message didn't come.
    NoMessage(Box<NoMessage>),
}

/// Why a peer isn't there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Absence {
    /// The session has no connection.
    NoConnection,
    /// The session has no connection because of this error.
    Failed(IoError),
    /// The peer was chosen and is no longer there.
    PeerGone,
    /// The connection ended.
    Left(LeaveReason),
}

/// A message that was expected and didn't come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoMessage {
    /// The message.
    pub expected: ExpectedMessage,
    /// Why it isn't waited for any longer.
    pub end: WaitEnd,
    /// How many other messages came.
    pub others: u64,
    /// The last of them.
    pub last: Excerpt,
    /// Bytes that aren't a whole message.
    pub unfinished: usize,
    /// Older messages that were dropped.
    pub dropped: u64,
    /// The last error of the session or the peer.
    pub error: Option<IoError>,
}

/// Why a message isn't waited for any longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitEnd {
    /// The time is over.
    Timeout(Duration),
    /// The peer sends no more (FIN).
    PeerClosed,
    /// The peer isn't there.
    Gone(Absence),
    /// The stream can't be cut into messages any more.
    Cut(CutProblem),
}
