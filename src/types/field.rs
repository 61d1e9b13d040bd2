//! The fields of payloads to pick from, as they are listed.

use crate::types::ByteOrder;

/// Under which heading a field is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldGroup {
    /// Parts of the message being answered.
    Message,
    /// Counters.
    Counter,
    /// Lengths.
    Length,
    /// Dates and times.
    Time,
    /// Random bytes.
    Random,
    /// Simple checksums.
    Sums,
    /// Cyclic redundancy checks.
    Crc,
}

/// What a listed field becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldMeaning {
    /// `{message}`.
    Message,
    /// `{frame}`.
    Frame,
    /// `{capture:1}`.
    Capture,
    /// `{upper:message}`.
    Upper,
    /// `{lower:message}`.
    Lower,
    /// `{peer}`.
    Peer,
    /// `{count}`.
    Count,
    /// `{strftime:message}`.
    RequestedTime,
    /// `{chargen}`.
    Chargen,
    /// `{seq:u32be}`.
    Counter,
    /// `{seq:u16le}`.
    CounterLittle,
    /// `{seq:u8}`.
    CounterByte,
    /// `{seq:dec}`.
    CounterDecimal,
    /// `{seq:hex}`.
    CounterHex,
    /// `{seq:u32be:100:10}`.
    CounterInSteps,
    /// `{len:u16be}`.
    Length,
    /// `{len:u16le:rest}`.
    RestLengthLittle,
    /// `{len:u8:rest}`.
    RestLengthByte,
    /// `{len:u32be:rest}`.
    RestLength,
    /// `{now:%Y-%m-%d %H:%M:%S}`.
    LocalTime,
    /// `{now:%H:%M:%S%.3f}`.
    LocalMillis,
    /// `{now:%a, %d %b %Y %T %z}`.
    MailDate,
    /// `{time:unix}`.
    UnixTime,
    /// `{time:unix_ms}`.
    UnixMillis,
    /// `{time:u32be}`.
    UnixBinary,
    /// `{random:8}`.
    Random,
    /// `{sum8}`.
    Sum8,
    /// `{xor8}`.
    Xor8,
    /// `{lrc}`.
    Lrc,
    /// `{inet}`.
    Internet,
    /// A cyclic redundancy check.
    Crc {
        /// Bits of the value.
        bits: u8,
        /// Bytes that hold it.
        bytes: u8,
        /// Their order.
        order: ByteOrder,
    },
}
