//! Problems with the fields of a payload: as typed, and when they take their values.

use serde::{Deserialize, Serialize};

use crate::types::problem::text::Unmappable;

/// Why a field can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldProblem {
    /// Its closing brace is missing.
    Unclosed,
    /// No field has this name.
    UnknownField(String),
    /// No checksum has this name.
    UnknownChecksum(String),
    /// A field of the message being answered, where nothing is answered.
    OnlyInReplies(String),
    /// An option is missing.
    Incomplete {
        /// A complete field of this name.
        example: String,
    },
    /// An option is wrong.
    WrongOption {
        /// As typed.
        option: String,
        /// What belongs there.
        expected: Expected,
    },
    /// The time format is wrong.
    Format(FormatProblem),
}

/// What belongs in the place of a wrong option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expected {
    /// One of these names.
    OneOf(Vec<String>),
    /// A whole number that fits the counter.
    CounterValue {
        /// The counter's type.
        number: String,
        /// The largest value of that type.
        most: u64,
    },
    /// A number from 1 to this one.
    UpTo(u32),
    /// The word `rest`.
    Rest,
    /// The number of a group.
    Group,
    /// No more options.
    Nothing,
}

/// Why a time can't be formatted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormatProblem {
    /// The format is longer than this many bytes.
    TooLong(usize),
    /// A specifier that doesn't exist.
    UnknownSpecifier(String),
    /// The time library refuses it for this reason.
    Refused(String),
    /// The time library can't write the time in it.
    Unwritable,
}

/// Why the fields of a payload can't take their values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FillProblem {
    /// A value is too large for its field.
    TooLarge {
        /// What it is the value of.
        quantity: Quantity,
        /// The value.
        value: u64,
        /// The field's type.
        number: String,
        /// The largest value of that type.
        most: u64,
    },
    /// The clock is set to a time before 1970.
    ClockBefore1970,
    /// A field of the message being answered, and there is none.
    NoMessage,
    /// The pattern that matched has no group of this number.
    NoGroup(usize),
    /// The encoding lacks a character.
    Unmappable(Unmappable),
    /// The time can't be formatted.
    Format(FormatProblem),
}

/// A number that a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quantity {
    /// A length in bytes.
    Length,
    /// Seconds since 1970.
    Time,
}

impl From<Unmappable> for FillProblem {
    fn from(problem: Unmappable) -> Self {
        Self::Unmappable(problem)
    }
}

impl From<FormatProblem> for FillProblem {
    fn from(problem: FormatProblem) -> Self {
        Self::Format(problem)
    }
}
