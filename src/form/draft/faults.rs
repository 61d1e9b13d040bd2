//! Faults as typed.

use std::num::NonZeroU32;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::form::number::number;
use crate::form::problem::{Field, Problem};
use crate::types::problem::{FormNumber, FormProblem};
use crate::types::{Cut, Direction, Faults, Pace};

/// Faults as typed; what is switched off keeps its text. The texts are remembered, the switches are not: nothing goes wrong on
/// purpose after a restart that was forgotten before.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on screen")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FaultsDraft {
    /// Each payload is sent later.
    #[serde(skip)]
    pub delays: bool,
    /// By so many milliseconds.
    pub delay: String,
    /// Each payload of a stream is sent in pieces.
    #[serde(skip)]
    pub chops: bool,
    /// Of so many bytes.
    pub chop_bytes: String,
    /// So many milliseconds apart.
    pub chop_every: String,
    /// A byte is changed.
    #[serde(skip)]
    pub garbles: bool,
    /// Of so many.
    pub garble: String,
    /// A datagram is left out.
    #[serde(skip)]
    pub drops: bool,
    /// Of so many.
    pub drop: String,
    /// Nothing is read.
    #[serde(skip)]
    pub stops_reading: bool,
    /// A connection ends in the middle.
    #[serde(skip)]
    pub cuts: bool,
    /// After so many bytes.
    pub cut_after: String,
    /// Which bytes count.
    pub cut_of: Direction,
    /// By RST, not FIN.
    pub cut_resets: bool,
}

impl Default for FaultsDraft {
    fn default() -> Self {
        Self {
            delays: false,
            delay: "200".to_owned(),
            chops: false,
            chop_bytes: "1".to_owned(),
            chop_every: "20".to_owned(),
            garbles: false,
            garble: "100".to_owned(),
            drops: false,
            drop: "10".to_owned(),
            stops_reading: false,
            cuts: false,
            cut_after: "100".to_owned(),
            cut_of: Direction::Sent,
            cut_resets: true,
        }
    }
}

impl FaultsDraft {
    /// The faults that this asks for.
    pub fn parse(&self) -> Result<Faults, Problem> {
        self.try_parse().map_err(Problem::on(Field::Faults))
    }

    /// Some fault is switched on.
    pub fn any(&self) -> bool {
        self.delays || self.chops || self.garbles || self.drops || self.stops_reading || self.cuts
    }

    fn try_parse(&self) -> Result<Faults, FormProblem> {
        Ok(Faults {
            delay: on(self.delays, || millis(&self.delay, FormNumber::Delay))?,
            chop: on(self.chops, || self.chop())?,
            garble: on(self.garbles, || one_in(&self.garble, FormNumber::GarbledBytes))?,
            drop: on(self.drops, || one_in(&self.drop, FormNumber::DroppedDatagrams))?,
            stops_reading: self.stops_reading,
            cut: on(self.cuts, || self.cut())?,
        })
    }

    fn chop(&self) -> Result<Pace, FormProblem> {
        Ok(Pace {
            bytes: positive(number(&self.chop_bytes, FormNumber::PieceSize, 1..=MOST_PIECE)?),
            every: millis(&self.chop_every, FormNumber::ChopPause)?,
        })
    }

    fn cut(&self) -> Result<Cut, FormProblem> {
        let after = number(&self.cut_after, FormNumber::CutAfter, 1..=u32::MAX)?;
        Ok(Cut { after: after.into(), of: self.cut_of, resets: self.cut_resets })
    }
}

/// What is switched off may be anything.
fn on<T>(
    is_on: bool,
    parse: impl FnOnce() -> Result<T, FormProblem>,
) -> Result<Option<T>, FormProblem> {
    is_on.then(parse).transpose()
}

fn millis(text: &str, which: FormNumber) -> Result<Duration, FormProblem> {
    number(text, which, 1..=LONGEST_MS).map(|ms| Duration::from_millis(ms.into()))
}

fn one_in(text: &str, which: FormNumber) -> Result<NonZeroU32, FormProblem> {
    number(text, which, 1..=MOST_IN_ONE).map(positive)
}

/// Its range begins with 1.
fn positive(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN)
}

/// A minute.
const LONGEST_MS: u32 = 60_000;
/// More is as good as whole.
const MOST_PIECE: u32 = 1_000_000;
const MOST_IN_ONE: u32 = 1_000_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    /// With everything switched on.
    fn all() -> FaultsDraft {
        FaultsDraft {
            delays: true,
            chops: true,
            garbles: true,
            drops: true,
            stops_reading: true,
            cuts: true,
            ..FaultsDraft::default()
        }
    }

    #[test]
    fn a_fresh_draft_has_no_fault_whatever_its_texts_say() {
        let draft = FaultsDraft { delay: "soon".to_owned(), ..FaultsDraft::default() };
        assert_eq!(draft.parse(), Ok(Faults::default()));
        assert!(!draft.any());
    }

    #[test]
    fn each_switch_makes_its_fault() {
        let one_in = NonZeroU32::new;
        let chop = Pace { bytes: NonZeroU32::MIN, every: Duration::from_millis(20) };
        let expected = Faults {
            delay: Some(Duration::from_millis(200)),
            chop: Some(chop),
            garble: one_in(100),
            drop: one_in(10),
            stops_reading: true,
            cut: Some(Cut { after: 100, of: Direction::Sent, resets: true }),
        };
        assert_eq!(all().parse(), Ok(expected));
        assert!(all().any());
    }

    #[test]
    fn a_wrong_number_is_named_with_its_range() {
        type Entry = fn(&mut FaultsDraft) -> &mut String;
        let table: [(Entry, &str, FormNumber, u32); 7] = [
            (|draft| &mut draft.delay, "0", FormNumber::Delay, LONGEST_MS),
            (|draft| &mut draft.delay, "60001", FormNumber::Delay, LONGEST_MS),
            (|draft| &mut draft.chop_bytes, "", FormNumber::PieceSize, MOST_PIECE),
            (|draft| &mut draft.chop_every, "-1", FormNumber::ChopPause, LONGEST_MS),
            (|draft| &mut draft.garble, "0", FormNumber::GarbledBytes, MOST_IN_ONE),
            (|draft| &mut draft.drop, "x", FormNumber::DroppedDatagrams, MOST_IN_ONE),
            (|draft| &mut draft.cut_after, "0", FormNumber::CutAfter, u32::MAX),
        ];
        for (entry, text, number, most) in table {
            let mut draft = all();
            text.clone_into(entry(&mut draft));
            let reason = FormProblem::Number { number, text: text.to_owned(), least: 1, most };
            assert_eq!(draft.parse(), Err(Problem { field: Field::Faults, reason }));
        }
    }

    #[test]
    fn switches_are_off_after_a_restart_and_texts_stay() {
        let draft = FaultsDraft { delay: "7".to_owned(), cut_resets: false, ..all() };
        let json = serde_json::to_string(&draft).unwrap();
        let expected =
            FaultsDraft { delay: "7".to_owned(), cut_resets: false, ..FaultsDraft::default() };
        assert_eq!(serde_json::from_str::<FaultsDraft>(&json).unwrap(), expected);
    }
}
