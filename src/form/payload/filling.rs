//! From a payload with fields to its bytes.

use std::path::PathBuf;

use bytes::Bytes;
use chrono::{DateTime, FixedOffset, Local};

use crate::codec::ParseError;
use crate::codec::template::Values;
use crate::form::payload::{Payload, PayloadDraft};
use crate::types::Stamp;
use crate::types::problem::FillProblem;

/// What the fields of a payload are filled with.
#[derive(Debug, Clone)]
pub struct Filling {
    /// The wall clock.
    pub now: DateTime<FixedOffset>,
    /// How many payloads with fields were sent before.
    pub sequence: u64,
    /// For random bytes.
    pub random: fastrand::Rng,
}

/// A payload that has no fields, or none any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filled {
    /// These bytes.
    Bytes(Bytes),
    /// A file's contents, streamed from disk.
    File(PathBuf),
}

impl Filling {
    /// For what is sent at this moment, in the time zone of the system.
    pub fn local(at: Stamp, sequence: u64) -> Self {
        let utc = DateTime::from_timestamp_micros(at.unix_us).unwrap_or_default();
        let now = utc.with_timezone(&Local).fixed_offset();
        Self { now, sequence, random: fastrand::Rng::new() }
    }

    /// The same for a template.
    pub fn values(&mut self) -> Values<'_> {
        let Self { now, sequence, random } = self;
        Values { now: *now, sequence: *sequence, random, exchange: None }
    }
}

impl Default for Filling {
    /// At the beginning of 1970, in UTC.
    fn default() -> Self {
        Self { now: DateTime::default(), sequence: 0, random: fastrand::Rng::new() }
    }
}

impl PayloadDraft {
    /// What is sent when the fields have taken their values; a value that doesn't fit is an error of the whole text.
    pub fn filled(&self, filling: &mut Filling) -> Result<Filled, ParseError> {
        let whole = |problem| ParseError::new(0..self.typed().len(), problem);
        self.parse()?.filled(filling).map_err(whole)
    }
}

impl Payload {
    /// What is sent when the fields have taken their values; or why nothing is.
    pub fn filled(&self, filling: &mut Filling) -> Result<Filled, FillProblem> {
        match self {
            Self::Bytes(bytes) | Self::Shown(bytes) => Ok(Filled::Bytes(bytes.clone())),
            Self::File(path) => Ok(Filled::File(path.clone())),
            Self::Template(template) => template.render(&mut filling.values()).map(Filled::Bytes),
        }
    }
}
