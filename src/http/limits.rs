//! How much of a response may be held in memory.

/// How much of a response is accepted into memory; the defaults are close to those of curl.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one line of a head or trailer section, its end included.
    pub header_line: usize,
    /// Bytes of all heads of a response together; likewise of its trailer section.
    pub header_bytes: usize,
    /// Lines of all heads of a response together, without the empty ones at their ends; likewise of its trailer section.
    pub header_lines: usize,
    /// Heads with a status of 1xx before the final one.
    pub interim_heads: usize,
    /// Bytes of the line with the size and the extensions of a chunk, its end included.
    pub chunk_line: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_line: 100 * 1024,
            header_bytes: 300 * 1024,
            header_lines: 5000,
            interim_heads: 1000,
            chunk_line: 16 * 1024,
        }
    }
}
