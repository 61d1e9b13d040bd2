//! Which messages a rule or step is for.

mod mask;
mod outline;
mod pattern;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use memchr::memmem;
use serde::{Deserialize, Serialize};

use crate::codec::{ParseError, Typed};
pub(super) use mask::Mask;
pub(super) use outline::{Bytes256, Outline};
pub(super) use pattern::{Pattern, searched};

/// Which messages a rule or step is for, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matcher {
    /// Any message.
    #[default]
    Any,
    /// Exactly these bytes.
    Exact(Typed),
    /// These bytes somewhere.
    Contains(Typed),
    /// These bytes first.
    StartsWith(Typed),
    /// These bytes last.
    EndsWith(Typed),
    /// A regular expression on bytes, with groups: `.` and `\xff` are one byte, `\w` and `\d` are ASCII; `(?u)` makes
    /// them characters of UTF-8. It looks at the first 64 KiB of a message.
    Regex(String),
    /// Bytes of which some, or halves of some, may be anything: `48 ?? 0A 4?`. They are the whole message.
    Mask(String),
    /// An empty datagram or line.
    Empty,
}

/// A matcher, read and checked.
#[derive(Debug, Clone)]
pub struct Test(Criterion);

/// What a matcher looks for.
#[derive(Debug, Clone)]
pub(super) enum Criterion {
    Any,
    Exact(Bytes),
    Contains(Box<memmem::Finder<'static>>),
    StartsWith(Bytes),
    EndsWith(Bytes),
    Regex(Box<Pattern>),
    Mask(Mask),
    Empty,
}

/// What matched, besides the message itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Groups {
    /// The whole message.
    #[default]
    Whole,
    /// The groups of a regular expression, the whole match first.
    Some(Box<[Option<Bytes>]>),
}

impl Matcher {
    /// An error points into what was typed.
    pub fn compile(&self) -> Result<Test, ParseError> {
        let bytes = |typed: &Typed| typed.bytes().map(Bytes::from);
        Ok(Test(match self {
            Self::Any => Criterion::Any,
            Self::Exact(typed) => Criterion::Exact(bytes(typed)?),
            Self::Contains(typed) => {
                Criterion::Contains(Box::new(memmem::Finder::new(&typed.bytes()?).into_owned()))
            }
            Self::StartsWith(typed) => Criterion::StartsWith(bytes(typed)?),
            Self::EndsWith(typed) => Criterion::EndsWith(bytes(typed)?),
            Self::Regex(text) => Criterion::Regex(Box::new(Pattern::new(text)?)),
            Self::Mask(text) => Criterion::Mask(Mask::new(text)?),
            Self::Empty => Criterion::Empty,
        }))
    }
}

impl Test {
    /// The groups, the whole match first, if the message matches. Without a regular expression the whole message is
    /// the only group.
    pub fn matches(&self, message: &Bytes) -> Option<Vec<Option<Bytes>>> {
        self.groups(message).map(|groups| match groups {
            Groups::Whole => vec![Some(message.clone())],
            Groups::Some(groups) => groups.into(),
        })
    }

    /// Whether the message matches.
    pub fn is_match(&self, message: &[u8]) -> bool {
        match &self.0 {
            Criterion::Any => true,
            Criterion::Exact(bytes) => message == bytes,
            Criterion::Contains(finder) => finder.find(message).is_some(),
            Criterion::StartsWith(bytes) => message.starts_with(bytes),
            Criterion::EndsWith(bytes) => message.ends_with(bytes),
            Criterion::Regex(pattern) => pattern.is_match(message),
            Criterion::Mask(mask) => mask.is_match(message),
            Criterion::Empty => message.is_empty(),
        }
    }

    pub(super) fn groups(&self, message: &Bytes) -> Option<Groups> {
        match &self.0 {
            Criterion::Regex(pattern) => pattern.groups(message).map(Groups::Some),
            _ => self.is_match(message).then_some(Groups::Whole),
        }
    }

    /// How many bytes a regular expression looks at; other matchers take too little time to count.
    pub(super) fn effort(&self, message: &[u8]) -> usize {
        match &self.0 {
            Criterion::Regex(_) => searched(message).len(),
            _ => 0,
        }
    }

    /// How many groups each match has, of which the first is the whole.
    pub(super) fn groups_len(&self) -> usize {
        match &self.0 {
            Criterion::Regex(pattern) => pattern.groups_len(),
            _ => 1,
        }
    }

    pub(super) fn criterion(&self) -> &Criterion {
        &self.0
    }
}
