//! Why a character encoding is assumed for a body.

use serde::{Deserialize, Serialize};

/// Why an encoding is assumed, the strongest evidence first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Evidence {
    /// A byte order mark.
    ByteOrderMark,
    /// The `charset` of `Content-Type`.
    Declared,
    /// A `meta` element of the HTML.
    Meta,
    /// The bytes are valid UTF-8.
    ValidUtf8,
    /// The bytes are valid in it; a guess.
    Guess,
    /// None: the fallback, in which every byte is valid.
    Fallback,
}
