//! How a payload is sent, as typed: in pieces, again and again.

use std::num::{NonZeroU32, NonZeroU64};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::form::number::number;
use crate::form::problem::{Field, Problem};
use crate::types::problem::{FormInterval, FormNumber, FormProblem};
use crate::types::{Pace, Schedule};

/// Repeating and pacing as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RepeatDraft {
    /// From one beginning to the next, such as `500ms` or `100us`; a number alone is of milliseconds.
    pub every: String,
    /// How often; empty until it is stopped.
    pub times: String,
    /// Payloads go in pieces.
    pub paces: bool,
    /// Bytes of a piece.
    pub pace_bytes: String,
    /// From piece to piece, such as `20ms`; a number alone is of milliseconds.
    pub pace_every: String,
}

impl Default for RepeatDraft {
    fn default() -> Self {
        Self {
            every: "1s".to_owned(),
            times: String::new(),
            paces: false,
            pace_bytes: "1".to_owned(),
            pace_every: "20ms".to_owned(),
        }
    }
}

impl RepeatDraft {
    /// When to send again; the sequence begins with `first`.
    pub fn schedule(&self, first: u64) -> Result<Schedule, Problem> {
        let schedule = || {
            let every = interval(&self.every, FormInterval::Repeat)?;
            Ok(Schedule { every, times: self.times()?, first, pace: self.try_pace()? })
        };
        schedule().map_err(Problem::on(Field::Repeat))
    }

    /// In which pieces; `None` is whole.
    pub fn pace(&self) -> Result<Option<Pace>, Problem> {
        self.try_pace().map_err(Problem::on(Field::Repeat))
    }

    fn times(&self) -> Result<Option<NonZeroU64>, FormProblem> {
        let text = self.times.trim();
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().ok().map(Some).ok_or_else(|| FormProblem::NotARepeatCount(text.to_owned()))
    }

    fn try_pace(&self) -> Result<Option<Pace>, FormProblem> {
        if !self.paces {
            return Ok(None);
        }
        let bytes = number(&self.pace_bytes, FormNumber::PieceSize, 1..=MOST_PIECE)?;
        Ok(Some(Pace {
            bytes: NonZeroU32::new(bytes).unwrap_or(NonZeroU32::MIN),
            every: interval(&self.pace_every, FormInterval::PiecePause)?,
        }))
    }
}

/// Such as `500ms`, `100us`, `100µs` or `2s`; a number alone is of milliseconds.
fn interval(text: &str, which: FormInterval) -> Result<Duration, FormProblem> {
    let text = text.trim();
    let millis = text.parse().ok().map(Duration::from_millis);
    // The micro sign and the Greek letter look the same.
    let parsed = millis.or_else(|| humantime::parse_duration(&text.replace('μ', "µ")).ok());
    parsed.filter(|every| (SHORTEST..=LONGEST).contains(every)).ok_or_else(|| {
        FormProblem::Interval {
            interval: which,
            text: text.to_owned(),
            least: SHORTEST,
            most: LONGEST,
        }
    })
}

/// What the worker can keep to.
const SHORTEST: Duration = Duration::from_micros(100);
const LONGEST: Duration = Duration::from_hours(24);
/// More is as good as whole.
const MOST_PIECE: u32 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn every(text: &str) -> Result<Duration, FormProblem> {
        let draft = RepeatDraft { every: text.to_owned(), ..RepeatDraft::default() };
        draft.schedule(0).map(|schedule| schedule.every).map_err(|problem| problem.reason)
    }

    #[test]
    fn a_fresh_draft_repeats_each_second_until_it_is_stopped() {
        let every = Duration::from_secs(1);
        let expected = Schedule { every, times: None, first: 7, pace: None };
        assert_eq!(RepeatDraft::default().schedule(7), Ok(expected));
    }

    #[test]
    fn an_interval_has_a_unit_or_is_of_milliseconds() {
        let table = [
            ("100us", 100),
            ("100µs", 100),
            ("100μs", 100),
            ("1ms", 1_000),
            (" 2s ", 2_000_000),
            ("250", 250_000),
            ("24h", 86_400_000_000),
        ];
        for (text, micros) in table {
            assert_eq!(every(text), Ok(Duration::from_micros(micros)), "{text}");
        }
    }

    #[test]
    fn an_interval_out_of_range_is_named_with_it() {
        for text in ["99us", "0", "", "soon", "-1", "25h", "99999999999999999999"] {
            let problem = FormProblem::Interval {
                interval: FormInterval::Repeat,
                text: text.to_owned(),
                least: SHORTEST,
                most: LONGEST,
            };
            assert_eq!(every(text), Err(problem));
        }
    }

    #[test]
    fn how_often_is_nothing_or_from_one() {
        let times = |text: &str| {
            let draft = RepeatDraft { times: text.to_owned(), ..RepeatDraft::default() };
            draft.schedule(0).map(|schedule| schedule.times).map_err(|problem| problem.field)
        };
        assert_eq!(times(" "), Ok(None));
        assert_eq!(times("1"), Ok(NonZeroU64::new(1)));
        assert_eq!(times("18446744073709551615"), Ok(Some(NonZeroU64::MAX)));
        for text in ["0", "-1", "forever", "18446744073709551616"] {
            assert_eq!(times(text), Err(Field::Repeat), "{text}");
        }
    }

    #[test]
    fn pieces_are_read_only_when_switched_on() {
        let off = RepeatDraft { pace_bytes: "many".to_owned(), ..RepeatDraft::default() };
        assert_eq!(off.pace(), Ok(None));
        let on = RepeatDraft { paces: true, ..RepeatDraft::default() };
        let every = Duration::from_millis(20);
        assert_eq!(on.pace(), Ok(Some(Pace { bytes: NonZeroU32::MIN, every })));
        let wrong = RepeatDraft { paces: true, ..off };
        let problem = wrong.pace().unwrap_err();
        assert_eq!(problem.field, Field::Repeat);
        let reason = FormProblem::Number {
            number: FormNumber::PieceSize,
            text: "many".to_owned(),
            least: 1,
            most: MOST_PIECE,
        };
        assert_eq!(problem.reason, reason);
        assert_eq!(wrong.schedule(0), Err(problem));
    }
}
