//! What stands in the record between the bytes.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::types::problem::FillProblem;
use crate::types::{Fact, RuleAct, RuleName};

/// What happened, as the record of a session keeps it. It is put into words when it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Note<'a> {
    /// What a worker reported.
    Fact(Cow<'a, Fact>),
    /// What a rule did besides replying.
    Ruled {
        /// Its name at the time; `None` if it isn't known any more.
        rule: Option<RuleName>,
        /// What it did.
        act: RuleAct,
    },
    /// What the session says of itself.
    Remark(Remark),
}

/// What a session says of itself, because no worker knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remark {
    /// A payload wasn't sent.
    NotSent(NotSent),
    /// A part of a payload wasn't sent.
    Unsent {
        /// Its bytes.
        bytes: u64,
    },
    /// A play list wasn't played, because nothing is open.
    NotPlayed,
    /// The socket for datagrams was closed.
    SocketClosed,
    /// The server stopped listening and is closed.
    StoppedListening,
    /// Starting was cancelled.
    Cancelled,
}

/// Why a payload wasn't sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotSent {
    /// The socket isn't bound.
    NotBound,
    /// There is no connection.
    NoConnection,
    /// Those selected are gone.
    SelectedGone,
    /// Nobody is selected and no address is given.
    NoRecipient,
    /// The one it was for is gone.
    PeerGone,
    /// It has no bytes, and a stream has no empty messages.
    Empty,
    /// Its fields can't take their values.
    Unfilled(Box<FillProblem>),
}
