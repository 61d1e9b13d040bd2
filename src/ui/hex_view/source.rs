//! Where the bytes of a pane come from, and what is copied of them.

use std::ops::Range;

use crate::types::Direction;

/// The most bytes that one copy takes: clipboards become slow with more.
pub const COPY_LIMIT: u64 = 4 << 20;

/// Where the bytes of a [`HexView`](crate::ui::hex_view::HexView) come from.
pub trait HexSource {
    /// The bytes there are, by absolute offset.
    fn range(&self) -> Range<u64>;

    /// Appends these bytes, all of them, and returns true; or returns false, if some are not in memory yet.
    fn read(&self, range: Range<u64>, out: &mut Vec<u8>) -> bool;

    /// Appends the records that these bytes belong to, in order. Bytes of no record are shown without a colour.
    fn spans(&self, range: Range<u64>, out: &mut Vec<Span>);
}

/// Bytes that were received or sent together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Absolute offsets; may begin before and end after what was asked for.
    pub bytes: Range<u64>,
    /// Which way they went.
    pub direction: Direction,
}

/// How copied bytes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyFormat {
    /// Hex digits, a space between bytes.
    Hex,
    /// Characters in the encoding of the session.
    Text,
    /// Offset, hex and characters, as on the screen.
    Dump,
}

/// What the user asked the pane for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HexAction {
    /// Put bytes on the clipboard.
    Copy {
        /// How to write them.
        format: CopyFormat,
        /// Which bytes: at most [`COPY_LIMIT`], from the start of the selection.
        range: Range<u64>,
        /// Selected bytes beyond the limit.
        left_out: u64,
    },
}
