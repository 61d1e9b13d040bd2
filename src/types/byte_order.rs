//! The order of a number's bytes.

use serde::{Deserialize, Serialize};

/// Which byte of a number comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ByteOrder {
    /// The most significant: network byte order.
    #[default]
    Big,
    /// The least significant.
    Little,
}

impl ByteOrder {
    /// In the order of choice.
    pub const ALL: [Self; 2] = [Self::Big, Self::Little];
}
