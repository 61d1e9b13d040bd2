//! Steps of play lists as they are shown.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::types::Pace;

/// What a step of a play list does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepSummary {
    /// It sends this.
    Send {
        /// The payload as typed.
        payload: Excerpt,
        /// In pieces, if not whole.
        pace: Option<Pace>,
    },
    /// It waits this long.
    Wait(Duration),
    /// It waits for a message.
    Expect {
        /// The message.
        expected: ExpectedMessage,
        /// The longest that it waits.
        within: Duration,
    },
    /// It does steps again.
    Repeat {
        /// From this step on, counted from 1.
        from: u32,
        /// This often.
        times: u32,
    },
}

/// The message that a step waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExpectedMessage {
    /// Any message.
    Any,
    /// A message of exactly these bytes.
    Exact(Excerpt),
    /// A message with these bytes in it.
    Contains(Excerpt),
    /// A message that starts with these bytes.
    StartsWith(Excerpt),
    /// A message that ends with these bytes.
    EndsWith(Excerpt),
    /// A message that matches this regular expression.
    Regex(Excerpt),
    /// A message like this mask of hex digits.
    Mask(Excerpt),
    /// An empty message.
    Empty,
}

/// The beginning of something typed or received.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Excerpt {
    /// The text.
    pub text: String,
    /// It was typed as hex digits.
    pub is_hex: bool,
    /// There is more.
    pub is_cut: bool,
}
