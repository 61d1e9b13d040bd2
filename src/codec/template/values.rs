//! Where the values of fields come from.

use bytes::Bytes;
use chrono::{DateTime, FixedOffset};

/// Which fields a payload may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those that need nothing but the payload itself, a counter and a clock.
    Payload,
    /// Besides these, those of the message being answered.
    Reply,
}

/// Where the values of the fields come from.
#[derive(Debug)]
pub struct Values<'a> {
    /// The wall clock.
    pub now: DateTime<FixedOffset>,
    /// How often something was sent before: the `n` of `{seq}`, which is start + n x step.
    pub sequence: u64,
    /// For `{random}`.
    pub random: &'a mut fastrand::Rng,
    /// The message being answered, if there is one.
    pub exchange: Option<Exchange<'a>>,
}

/// A message being answered, and its circumstances.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// The message without its framing: no line ending, no length prefix.
    pub message: &'a Bytes,
    /// The message with its framing, as received.
    pub frame: &'a Bytes,
    /// The groups of a regular expression, the whole match first; `None` for a group that took no part.
    pub captures: &'a [Option<Bytes>],
    /// The other end.
    pub peer: &'a crate::types::Address,
    /// Messages of this peer so far, this one included.
    pub count: u64,
    /// How often the steps of the rule began again.
    pub round: u64,
}
