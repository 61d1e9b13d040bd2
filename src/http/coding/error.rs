//! Why a coding cannot be taken off.

use std::fmt;

use crate::http::coding::Coding;

/// Why a body cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodingError {
    /// A content coding that is not known here, by its name as in the field.
    UnknownContent(String),
    /// A transfer coding that is not known here, by its name as in the field.
    UnknownTransfer(String),
    /// So many codings on top of each other.
    TooMany(usize),
    /// The data is not of this coding, or broken.
    Damaged {
        /// Which coding.
        coding: Coding,
        /// Offset in the data of this coding.
        at: u64,
        /// What is wrong, in lower case.
        words: String,
    },
    /// The data ends before its end.
    Truncated {
        /// Which coding.
        coding: Coding,
        /// Bytes of its data that came.
        at: u64,
    },
    /// It decodes to far more than was received.
    TooLarge {
        /// Bytes received.
        received: u64,
        /// Bytes that they may become.
        most: u64,
    },
}

impl fmt::Display for CodingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownContent(name) => {
                write!(f, "the content coding \"{name}\" is not known: the body stays as it came")
            }
            Self::UnknownTransfer(name) => {
                write!(f, "the transfer coding \"{name}\" cannot be taken off")
            }
            Self::TooMany(count) => write!(f, "{count} codings on top of each other are too many"),
            Self::Damaged { coding, at, words } => {
                write!(f, "byte {at} of the {} data: {words}", coding.name())
            }
            Self::Truncated { coding, at } => {
                write!(f, "byte {at} of the {} data: it ends too early", coding.name())
            }
            Self::TooLarge { received, most } => write!(
                f,
                "{} bytes decode to more than {}: stopped, since this may be meant to fill memory and disk",
                grouped(*received),
                grouped(*most)
            ),
        }
    }
}

impl std::error::Error for CodingError {}

/// 65508 as "65,508".
fn grouped(n: u64) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", grouped(n / 1000), n % 1000) }
}

/// A name as it stands in a message.
pub(super) fn shortened(name: &[u8]) -> String {
    match name.get(..40) {
        Some(start) => format!("{}...", start.escape_ascii()),
        None => name.escape_ascii().to_string(),
    }
}
