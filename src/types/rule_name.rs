//! What a rule is called.

use serde::{Deserialize, Serialize};

/// What a rule is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RuleName {
    /// By its own name.
    Given(String),
    /// By its number in its set, counted from 1, because it has no name.
    Number(usize),
    /// It isn't a rule but the framing of all of them.
    Framing,
}
