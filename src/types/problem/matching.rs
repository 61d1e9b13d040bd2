//! Problems with framings, matchers, and the steps of rules and play lists.

use serde::{Deserialize, Serialize};

/// Why a framing can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FramingProblem {
    /// The delimiter is empty.
    EmptyDelimiter,
    /// Messages of a fixed length of 0.
    EmptyMessage,
    /// Messages longer than this many bytes.
    TooLong {
        /// The most bytes that a message may have.
        most: usize,
    },
    /// A silence of no length ends a message.
    NoGap,
}

/// Why a matcher can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MatcherProblem {
    /// A mask without a byte.
    EmptyMask,
    /// A character of a mask that is neither a hex digit nor `?`.
    NotAMaskDigit(char),
    /// One digit of a byte of a mask, without the other.
    HalfByte,
    /// The regular expression takes too much memory.
    TooLarge,
    /// The regular expression is wrong, as its library says.
    Syntax(String),
}

/// Why a step of a rule can't be done, or its moment never comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleStepProblem {
    /// It waits for a silence of no length.
    NoSilence,
    /// It begins again without taking any time.
    Endless,
    /// It copies a group of something that has no groups.
    NoGroups {
        /// The number of the group.
        group: usize,
    },
    /// It copies a group that the expression lacks.
    NoGroup {
        /// The number of the group.
        group: usize,
        /// How many groups the expression has.
        groups: usize,
    },
}

/// Why a step of a play list can't be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlayStepProblem {
    /// It repeats 0 times.
    RepeatsNever,
    /// It has a field of the expected message, and no step before it expects one.
    NothingExpected,
    /// It repeats from a step that isn't before it.
    NoStepBefore {
        /// The number of the step.
        from: u32,
    },
    /// It repeats from the middle of what another step repeats.
    Overlap {
        /// The number of the step that it repeats from.
        from: u32,
        /// The number of the other step.
        other: usize,
    },
}
