//! Content codings: how the bytes of an HTTP body are compressed.

use serde::{Deserialize, Serialize};

/// A content coding (RFC 9110, 8.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Coding {
    /// `gzip` and `x-gzip` (RFC 1952), one member or several.
    Gzip,
    /// `deflate`: zlib (RFC 1950), or deflate without its frame (RFC 1951), as many servers mean it.
    Deflate,
    /// `br` (RFC 7932).
    Brotli,
    /// `zstd` (RFC 8878), one frame or several.
    Zstd,
}

impl Coding {
    /// The registered name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }
}
